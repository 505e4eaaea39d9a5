"""Tax IDs in their countries' own forms, by a library made for it; a country that it doesn't know takes what is typed."""

import dataclasses
from typing import Any

from stdnum import get_cc_module
from stdnum.eu.vat import MEMBER_STATES
from stdnum.exceptions import ValidationError
from stdnum.us import ein

LONGEST = 32


@dataclasses.dataclass(frozen=True, slots=True)
class TaxId:
    """A tax ID that can be one."""

    written: str
    """As it is printed."""
    key: str
    """The same for every way to write the same number of the same country."""


def tax_id_of(text: str, country: str) -> TaxId | None:
    """Reads what was typed for a company of `country`; None where it can't be a tax ID there."""
    kind = _kind_of(country)
    plain = "".join(letter for letter in text.upper() if letter.isalnum())
    if not 0 < len(plain) <= LONGEST:
        return None
    if kind is None:
        return TaxId(text, f"{country}:{plain}")
    if country == "JP" and plain.startswith("T"):  # as a registered issuer of invoices writes it
        text = plain[1:]
    try:
        number = str(kind.validate(text))
    except ValidationError:
        return None
    prefix = {"GR": "EL"}.get(country, country)
    if country.lower() in MEMBER_STATES:
        number = number.removeprefix(prefix)
        return TaxId(prefix + number, f"{country}:{number}")
    return TaxId(str(kind.format(number)) if hasattr(kind, "format") else number, f"{country}:{number}")


def _kind_of(country: str) -> Any:
    """The library's module for a country's companies: the number that is printed on invoices there."""
    return ein if country == "US" else get_cc_module(country.lower(), "vat")
