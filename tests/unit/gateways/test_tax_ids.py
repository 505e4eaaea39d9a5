"""Tax IDs in their countries' own forms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionpack_app.gateways.contacts import COUNTRIES
from actionpack_app.gateways.places import zones_by_country
from actionpack_app.gateways.tax_ids import TaxId, tax_id_of, valid_vat_id


@pytest.mark.parametrize(
    ("country", "ways", "written"),
    [
        ("DE", ("136695976", "DE136695976", "de 136 695 976", "DE-136.695.976"), "DE136695976"),
        ("GR", ("094259216", "EL094259216"), "EL094259216"),
        ("KR", ("2208162517", "220-81-62517"), "220-81-62517"),
        ("US", ("911144442", "91-1144442"), "91-1144442"),
        ("JP", ("1180301018771", "T1180301018771"), "1-1803-0101-8771"),
    ],
)
def test_one_number_has_one_key_however_it_is_written(country: str, ways: tuple[str, ...], written: str) -> None:
    found = {tax_id_of(way, country) for way in ways}
    assert len(found) == 1
    tax_id = found.pop()
    assert tax_id is not None
    assert tax_id.written == written
    assert tax_id_of(tax_id.written, country) == tax_id


def test_an_eu_number_is_written_so_that_it_counts_for_reverse_charge() -> None:
    tax_id = tax_id_of("136695976", "DE")
    assert tax_id is not None
    assert valid_vat_id(tax_id.written, "DE")


@pytest.mark.parametrize(("text", "country"), [("DE123", "DE"), ("x", "US"), ("", "KR"), ("...", "AE"), ("9" * 33, "AE")])
def test_what_can_be_none_is_none(text: str, country: str) -> None:
    assert tax_id_of(text, country) is None


def test_the_same_number_in_two_countries_is_two_companies() -> None:
    assert tax_id_of("100 123", "AE") == TaxId("100 123", "AE:100123")
    assert tax_id_of("100123", "SA") == TaxId("100123", "SA:100123")


@given(text=st.text(max_size=60), country=st.sampled_from(sorted(zones_by_country())))
def test_whatever_is_typed_is_refused_or_read_and_read_again_the_same(text: str, country: str) -> None:
    tax_id = tax_id_of(text, country)
    if tax_id is not None:
        again = tax_id_of(tax_id.written, country)
        assert again is not None
        assert again.key == tax_id.key
        assert len(tax_id.key) <= 40


@pytest.mark.parametrize(
    ("typed", "country", "kept"),
    [
        ("DE136695976", "DE", "DE136695976"),
        (" de 136 695 976", "DE", "DE136695976"),
        ("136695976", "DE", "DE136695976"),
        ("U13585627", "AT", "ATU13585627"),
        ("094259216", "GR", "EL094259216"),
        ("91-1144442", "US", "91-1144442"),
        ("911144442", "US", "91-1144442"),
        ("1208147521", "KR", "120-81-47521"),
        ("5-8356-7825-6246", "JP", "5-8356-7825-6246"),
        ("GB 980780684", "GB", "980 7806 84"),
        ("AQ 12", "AQ", "AQ 12"),
    ],
)
def test_a_tax_id_is_kept_in_its_normal_form(typed: str, country: str, kept: str) -> None:
    found = tax_id_of(typed, country)
    assert found is not None
    assert found.written == kept


@pytest.mark.parametrize(
    ("typed", "country"),
    [
        ("", "DE"),
        ("DE136695977", "DE"),
        ("FR40303265045", "DE"),
        ("call us", "US"),
        ("12", "US"),
        ("12081475", "KR"),
        ("123", "GB"),
        ("<script>", "AQ"),
        ("\ud800", "DE"),
        ("１２", "AQ"),
        ("9" * 500, "AQ"),
    ],
)
def test_what_cannot_be_a_tax_id_of_the_country_is_none(typed: str, country: str) -> None:
    assert tax_id_of(typed, country) is None


@given(st.text(max_size=60), st.sampled_from(sorted(COUNTRIES)))
def test_whatever_is_typed_a_tax_id_is_its_own_normal_form(typed: str, country: str) -> None:
    found = tax_id_of(typed, country)
    assert found is None or tax_id_of(found.written, country) == found
