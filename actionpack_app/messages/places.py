"""Countries, time zones and currencies as the reader's language calls them."""

import functools
import unicodedata
from collections.abc import Iterable
from typing import Any

from babel import Locale
from babel.dates import get_timezone_location, get_timezone_name
from babel.numbers import get_currency_name

from actionpack_app.messages import current_locale


@functools.cache
def _named(locale: str, codes: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    names: Any = Locale(locale).territories  # babel has no types for it
    return tuple(sorted(((code, str(names[code])) for code in codes if code in names), key=lambda pair: _collated(pair[1])))


def country_names(codes: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Codes with their names, in the order of a register: an accent doesn't make another letter."""
    return _named(current_locale(), tuple(codes))


def zone_name(zone: str) -> str:
    """Its city, and what its time is called: "New York – Eastern Time"."""
    city = str(get_timezone_location(zone, locale=current_locale(), return_city=True)).rpartition("/")[2]
    kind = get_timezone_name(zone, width="long", zone_variant="generic", locale=current_locale())
    return city if city in kind else f"{city} – {kind}"


def currency_name(currency: str) -> str:
    """Its code, and what it is called: "KRW – South Korean Won"."""
    return f"{currency} – {get_currency_name(currency, locale=current_locale())}"


def _collated(name: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKD", name).casefold() if not unicodedata.combining(letter))
