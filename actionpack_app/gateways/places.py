"""Countries, their time zones and currencies, from the tables that come with the time zone database and with Babel."""

import functools
import importlib.resources
import re
from collections.abc import Collection, Mapping

from babel.core import get_global
from babel.numbers import get_territory_currencies

FALLBACK_CURRENCY = "USD"

_FIRST = {
    "AR": "America/Argentina/Buenos_Aires",
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CD": "Africa/Kinshasa",
    "CL": "America/Santiago",
    "ID": "Asia/Jakarta",
    "KZ": "Asia/Almaty",
    "MX": "America/Mexico_City",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "UZ": "Asia/Tashkent",
}
"""Where most people of a country live, unless the table names that zone first."""


@functools.cache
def zones_by_country() -> Mapping[str, tuple[str, ...]]:
    """The time zones of each country, the likeliest first; what has none isn't a country here."""
    table = importlib.resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8")
    found: dict[str, list[str]] = {}
    for line in table.splitlines():
        if line and not line.startswith("#"):
            country, _place, zone = line.split("\t")[:3]
            found.setdefault(country, []).append(zone)
    return {country: _likeliest_first(country, zones) for country, zones in found.items()}


def zones_of(country: str) -> tuple[str, ...]:
    """A country's time zones; none for what isn't a country."""
    return zones_by_country().get(country, ())


def currency_of(country: str, offered: Collection[str]) -> str:
    """The currency, among those offered, that a company of `country` most likely pays in."""
    own = get_territory_currencies(country) if country in zones_by_country() else []
    likely = [*own, FALLBACK_CURRENCY, *sorted(offered)]
    return next(currency for currency in likely if currency in offered)


def country_in(accept_language: str) -> str:
    """The country that a browser's languages point to; empty where they name none."""
    for wanted in accept_language.split(","):
        language, *others = re.split(r"[-_]", wanted.split(";")[0].strip())
        region = others[-1].upper() if others else _only_in(language.lower())
        if region in zones_by_country():
            return region
    return ""


def _only_in(language: str) -> str:
    """The country of a language that is spoken in one, as far as companies are concerned; English says nothing."""
    likely = str(get_global("likely_subtags").get(language, "")) if language != "en" else ""
    return likely.rpartition("_")[2]


def _likeliest_first(country: str, zones: list[str]) -> tuple[str, ...]:
    first = _FIRST.get(country)
    return (first, *[zone for zone in zones if zone != first]) if first in zones else tuple(zones)
