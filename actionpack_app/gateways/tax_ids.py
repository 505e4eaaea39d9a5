"""Tax IDs in their countries' own forms, by a library made for it; a country that it doesn't know takes what is typed."""

import dataclasses
import re
from typing import Any

from stdnum import get_cc_module
from stdnum.eu import vat
from stdnum.exceptions import ValidationError
from stdnum.us import ein

LONGEST = 32
_UNKNOWN = re.compile(r"[0-9A-Za-z][0-9A-Za-z ./-]{2,31}")
"""What may be one where the library doesn't know the country."""


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
        return TaxId(text, f"{country}:{plain}") if _UNKNOWN.fullmatch(text) else None
    if country == "JP" and plain.startswith("T"):  # as a registered issuer of invoices writes it
        text = plain[1:]
    try:
        number = str(kind.validate(text))
    except ValidationError:
        return None
    if is_in_eu(country):
        number = number.removeprefix(_vat_prefix(country))
        return TaxId(_vat_prefix(country) + number, f"{country}:{number}")
    return TaxId(str(kind.format(number)) if hasattr(kind, "format") else number, f"{country}:{number}")


def _kind_of(country: str) -> Any:
    """The library's module for a country's companies: the number that is printed on invoices there."""
    return ein if country == "US" else get_cc_module(country.lower(), "vat")


def valid_vat_id(tax_id: str, country: str) -> bool:
    """Whether `tax_id` is a well-formed VAT ID of an EU `country`, by its check digits."""
    try:
        return bool(tax_id) and vat.compact(tax_id).startswith(_vat_prefix(country)) and vat.is_valid(tax_id)
    except ValidationError:
        return False


def is_in_eu(country: str) -> bool:
    """Whether companies of `country` have a VAT ID of the European Union."""
    return country.lower() in vat.MEMBER_STATES


def _vat_prefix(country: str) -> str:
    return "EL" if country == "GR" else country
