"""What people type about themselves: phone numbers, e-mail addresses, tax IDs."""

from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from actionpack_app.gateways.contacts import clean, clean_lines, email_address, phone_number, web_address
from actionpack_app.gateways.tax_ids import valid_vat_id

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()))
"""Lone surrogates too: browsers can send them."""


@pytest.mark.parametrize(
    ("typed", "country", "kept"),
    [
        ("(425) 555-0100", "US", "+1 425-555-0100"),
        ("+1 425 555 0100", "KR", "+1 425-555-0100"),
        ("02-312-3456", "KR", "+82 2-312-3456"),
        ("010-1234-5678", "KR", "+82 10-1234-5678"),
        ("030 901820", "DE", "+49 30 901820"),
        ("020 7946 0958", "GB", "+44 20 7946 0958"),
        ("03-1234-5678", "JP", "+81 3-1234-5678"),
    ],
)
def test_a_number_is_read_as_people_of_a_country_write_it(typed: str, country: str, kept: str) -> None:
    assert phone_number(typed, country) == kept
    assert phone_number(kept, "FR") == kept


@pytest.mark.parametrize("typed", ["", "call me", "123", "1" * 400, "+", "+999 1"])
def test_what_can_be_no_number_is_none(typed: str) -> None:
    assert phone_number(typed, "US") is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("grace@example.com", "grace@example.com"),
        ("Grace.Abbott@EXAMPLE.com", "Grace.Abbott@example.com"),
        ("grace+bills@example.co.uk", "grace+bills@example.co.uk"),
        ("a@münchen.de", "a@münchen.de"),
        ("김@example.com", "김@example.com"),
    ],
)
def test_an_address_is_kept_in_its_normal_form(typed: str, kept: str) -> None:
    assert email_address(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["", "grace", "grace@", "@example.com", "a b@example.com", "a@b@c.com", "a@example..com", "Grace <g@example.com>", "a@[::1]"],
)
def test_what_can_be_no_address_is_none(typed: str) -> None:
    assert email_address(typed) is None


@pytest.mark.parametrize(
    ("tax_id", "country"),
    [("DE136695976", "DE"), ("de 136.695.976", "DE"), ("ATU13585627", "AT"), ("EL094259216", "GR"), ("FR40303265045", "FR")],
)
def test_a_vat_id_with_right_check_digits_is_valid_in_its_country(tax_id: str, country: str) -> None:
    assert valid_vat_id(tax_id, country)


@pytest.mark.parametrize(
    ("tax_id", "country"),
    [
        ("", "DE"),
        ("DE136695977", "DE"),
        ("136695976", "DE"),
        ("DE136695976", "FR"),
        ("GR094259216", "GR"),
        ("DE", "DE"),
        ("GB980780684", "GB"),
        ("US 91-1144442", "US"),
        ("x", "KR"),
    ],
)
def test_any_other_is_not(tax_id: str, country: str) -> None:
    assert not valid_vat_id(tax_id, country)


@given(ANY_TEXT, st.sampled_from(["US", "DE", "GR", "KR", ""]))
def test_no_text_breaks_a_check(text: str, country: str) -> None:
    line = clean(text)
    phone_number(line, country)
    email_address(line)
    valid_vat_id(line, country)


@example("\ud800")
@example("one\x85two")
@example("one\u2028two")
@given(ANY_TEXT)
def test_a_clean_line_can_be_stored_and_stays_one_line(text: str) -> None:
    line = clean(text)
    line.encode()
    assert len(line.splitlines()) <= 1
    assert "\x00" not in line
    assert clean(line) == line


@pytest.mark.parametrize("value", [None, 42, 1.5, [], {"a": 1}, b"bytes", True])
def test_anything_but_text_is_empty(value: object) -> None:
    assert clean(value) == ""


def test_a_clean_line_is_what_was_typed() -> None:
    assert clean("  Grace\tAbbott\r\n") == "GraceAbbott"
    assert clean("김서연 ") == "김서연"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://www.example.com/about?x=1", "https://www.example.com/about?x=1"),
        ("example.com", "https://example.com"),
        ("HTTPS://Example.COM:443/", "https://example.com/"),
        ("https://example.com:8443", "https://example.com:8443"),
        ("https://münchen.example/ü", "https://xn--mnchen-3ya.example/ü"),
    ],
)
def test_a_web_address_is_kept_with_https(typed: str, kept: str) -> None:
    assert web_address(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "http://example.com",
            "ftp://example.com",
            "javascript:alert(1)",
            "javascript://example.com/%0aalert(1)",
            "data:text/html,x",
        ),
        *("https://", "https://localhost", "https://[::1]/", "https://-a.example", "https://example.com:99999", "//example.com"),
        *("https://bank.example@evil.example", "https://exa mple.com", "https://example.com/a b", "\ud800.com", "x" * 900, ""),
    ],
)
def test_anything_else_is_no_web_address(typed: str) -> None:
    assert web_address(typed) is None


@given(ANY_TEXT)
def test_whatever_is_typed_a_web_address_begins_with_https_and_is_its_own_normal_form(typed: str) -> None:
    found = web_address(typed)
    assert found is None or (found.startswith("https://") and web_address(found) == found)


@pytest.mark.parametrize("whole", [clean, clean_lines])
def test_nothing_has_a_reference_read_the_other_way_round(whole: Callable[[object], str]) -> None:
    assert whole("TRX\u202e4711\u202c \u2067A\u2069") == "TRX4711 A"
