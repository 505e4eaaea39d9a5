"""Dates, money and sizes, as each language writes them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionpack_app.domain.calendar import Term
from actionpack_app.domain.money import EXPONENTS, Money
from actionpack_app.messages import use_locale
from actionpack_app.messages.formats import (
    format_date,
    format_moment,
    format_money,
    format_percent,
    format_size,
    format_term,
    format_wait,
)

MONEY = [
    (47500, "USD", "$475.00", "US$475.00"),
    (44900, "EUR", "€449.00", "€449.00"),
    (39900, "GBP", "£399.00", "£399.00"),
    (68000, "JPY", "¥68,000", "JP¥68,000"),
    (570000, "KRW", "₩570,000", "₩570,000"),
    (0, "USD", "$0.00", "US$0.00"),
    (123456789, "USD", "$1,234,567.89", "US$1,234,567.89"),
    (5, "USD", "$0.05", "US$0.05"),
]


@pytest.mark.parametrize(("minor", "currency", "english", "korean"), MONEY)
def test_money_has_its_symbol_and_exactly_its_decimals(minor: int, currency: str, english: str, korean: str) -> None:
    for locale, expected in (("en", english), ("ko", korean)):
        with use_locale(locale):
            assert format_money(Money(minor, currency)) == expected


@given(st.integers(0, 10**14), st.sampled_from(sorted(EXPONENTS)), st.sampled_from(["en", "ko"]))
def test_money_can_be_read_back_to_the_minor_unit(minor: int, currency: str, locale: str) -> None:
    with use_locale(locale):
        written = format_money(Money(minor, currency))
    digits = "".join(character for character in written if character.isdecimal())
    assert int(digits) == minor


def test_dates_are_written_in_full() -> None:
    day = date(2026, 11, 2)
    with use_locale("en"):
        assert format_date(day) == "2 Nov 2026"
    with use_locale("ko"):
        assert format_date(day) == "2026년 11월 2일"


def test_a_term_shows_both_of_its_days() -> None:
    with use_locale("en"):
        assert format_term(Term(date(2026, 6, 23), date(2027, 6, 22))) == "23 Jun 2026 – 22 Jun 2027"


def test_a_moment_is_told_in_the_partners_zone() -> None:
    at = datetime(2026, 6, 22, 15, 0, tzinfo=UTC)
    with use_locale("en"):
        assert format_moment(at, "Asia/Seoul") == "23 Jun 2026, 00:00"
        assert format_moment(at, "America/Los_Angeles") == "22 Jun 2026, 08:00"
    with use_locale("ko"):
        korean = format_moment(at, "Asia/Seoul")
        assert "2026년 6월 23일" in korean
        assert "00:00" in korean


@pytest.mark.parametrize("percent", ["0", "10", "19", "25.5", "20.0", "1E+1", "100"])
def test_rates_have_no_needless_digits(percent: str) -> None:
    with use_locale("en"):
        assert format_percent(Decimal(percent)).replace(" ", "") == f"{float(percent):g}%"


def test_sizes_are_told_in_kilobytes_and_megabytes() -> None:
    with use_locale("en"):
        assert [format_size(size) for size in (0, 1, 2048, 1024 * 1024, 1024 * 1024 * 3 // 2, 10 * 1024 * 1024)] == [
            "1 KB",
            "1 KB",
            "2 KB",
            "1 MB",
            "1.5 MB",
            "10 MB",
        ]


def test_a_language_that_is_not_ours_is_english() -> None:
    for locale in ("fr", "", "en-GB", "../ko"):
        with use_locale(locale):
            assert format_date(date(2026, 1, 1)) == "1 Jan 2026"


def test_the_language_before_comes_back_even_after_an_error() -> None:
    def fail() -> None:
        with use_locale("ko"):
            raise ZeroDivisionError

    with use_locale("en"):
        with pytest.raises(ZeroDivisionError):
            fail()
        assert format_date(date(2026, 1, 1)) == "1 Jan 2026"


@pytest.mark.parametrize(
    ("wait", "en", "ko"),
    [
        (timedelta(0), "1 second", "1초"),
        (timedelta(seconds=4.2), "5 seconds", "5초"),
        (timedelta(seconds=61), "61 seconds", "61초"),
        (timedelta(seconds=121), "3 minutes", "3분"),
        (timedelta(minutes=119), "119 minutes", "119분"),
        (timedelta(hours=5, minutes=1), "6 hours", "6시간"),
    ],
)
def test_how_long_to_wait_is_rounded_up(wait: timedelta, en: str, ko: str) -> None:
    with use_locale("en"):
        assert format_wait(wait) == en
    with use_locale("ko"):
        assert format_wait(wait) == ko
