"""Countries with their zones and currencies."""

import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionpack_app.gateways.places import country_in, currency_of, zones_by_country, zones_of

OFFERED = ("USD", "EUR", "GBP", "JPY", "KRW")


def test_every_zone_of_every_country_is_one_that_dates_can_be_reckoned_in() -> None:
    assert len(zones_by_country()) > 240
    for zones in zones_by_country().values():
        assert [zoneinfo.ZoneInfo(zone).key for zone in zones] == list(zones)
        assert len(set(zones)) == len(zones)


@pytest.mark.parametrize(
    ("country", "zone", "currency"),
    [
        ("US", "America/New_York", "USD"),
        ("KR", "Asia/Seoul", "KRW"),
        ("DE", "Europe/Berlin", "EUR"),
        ("HR", "Europe/Zagreb", "EUR"),
        ("GB", "Europe/London", "GBP"),
        ("JP", "Asia/Tokyo", "JPY"),
        ("AU", "Australia/Sydney", "USD"),
        ("CA", "America/Toronto", "USD"),
        ("UA", "Europe/Kyiv", "USD"),
    ],
)
def test_a_country_suggests_where_most_people_live_and_what_they_pay_in(country: str, zone: str, currency: str) -> None:
    assert zones_of(country)[0] == zone
    assert currency_of(country, OFFERED) == currency


def test_without_dollars_another_currency_is_suggested() -> None:
    assert currency_of("BR", ("EUR", "KRW")) == "EUR"


@pytest.mark.parametrize(
    ("languages", "country"),
    [("en-US,en;q=0.9", "US"), ("ko", "KR"), ("ko-KR,ko;q=0.9", "KR"), ("en", ""), ("de,en;q=0.5", "DE"), ("", ""), ("*", "")],
)
def test_a_browsers_languages_point_to_a_country_or_to_none(languages: str, country: str) -> None:
    assert country_in(languages) == country


@given(st.text())
def test_whatever_a_browser_says_is_a_country_or_nothing(languages: str) -> None:
    assert country_in(languages) in {"", *zones_by_country()}
