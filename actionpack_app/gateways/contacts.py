"""Checks of what people type about themselves, by libraries made for it: phone numbers, addresses, tax IDs."""

import re
from typing import Any
from urllib.parse import urlsplit

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from stdnum import get_cc_module
from stdnum.eu import vat
from stdnum.exceptions import ValidationError
from stdnum.jp import cn
from stdnum.kr import brn
from stdnum.us import ein

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
COUNTRIES = frozenset(region for region in phonenumbers.SUPPORTED_REGIONS if region not in {"AC", "TA"})
"""ISO 3166 codes of countries and territories; the two left out are parts of another one that only telephones know."""

_TAX_IDS: dict[str, Any] = {"US": ein, "KR": brn, "JP": cn}
"""What a company's tax ID is where it isn't called VAT."""
_OTHER_TAX_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z ./-]{2,31}")
_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))+")

_CONTROL_BUT_LINES = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def clean(text: object) -> str:
    """One line as it was meant: no control characters, no space around it. Anything but text is empty."""
    return _CONTROL.sub("", text).strip() if isinstance(text, str) else ""


def clean_lines(text: object) -> str:
    """Several lines as they were meant; line breaks and tabs stay."""
    return _CONTROL_BUT_LINES.sub("", text.replace("\r\n", "\n")).strip() if isinstance(text, str) else ""


def length_problem(text: str, most: int) -> str:
    """What is wrong with a text that has to be there: `required`, `too_long`, or nothing."""
    return "required" if not text else "too_long" if len(text) > most else ""


def phone_number(text: str, country: str) -> str | None:
    """The number in international form, read as somebody of `country` writes it; None if it can't be one."""
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def email_address(text: str) -> str | None:
    """The address in its normal form; None if it can't be one. No mail server is asked."""
    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError:
        return None


def valid_vat_id(tax_id: str, country: str) -> bool:
    """Whether `tax_id` is a well-formed VAT ID of an EU `country`, by its check digits."""
    try:
        return bool(tax_id) and vat.compact(tax_id).startswith(_vat_prefix(country)) and vat.is_valid(tax_id)
    except ValidationError:
        return False


def tax_number(text: str, country: str) -> str | None:
    """The tax ID of a company of `country` in its normal form; None if it can't be one. No register is asked."""
    if is_in_eu(country):
        compact = re.sub(r"[ .,/-]", "", text).upper()
        whole = compact if compact.startswith(_vat_prefix(country)) else _vat_prefix(country) + compact
        return whole if valid_vat_id(whole, country) else None
    rules: Any = _TAX_IDS.get(country) or get_cc_module(country.lower(), "vat")  # some of its modules can format
    if rules is None:
        return text if _OTHER_TAX_ID.fullmatch(text) else None
    try:
        found = str(rules.validate(text))
    except ValidationError:
        return None
    return str(rules.format(found)) if hasattr(rules, "format") else found


def is_in_eu(country: str) -> bool:
    """Whether companies of `country` have a VAT ID of the European Union."""
    return country.lower() in vat.MEMBER_STATES


def web_address(text: str) -> str | None:
    """An https address without anybody's name in it; None if it can't be one. `https://` may be left out."""
    whole = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(whole)
        port, host = parts.port, (parts.hostname or "").encode("idna").decode()
    except (ValueError, UnicodeError):
        return None
    if parts.scheme != "https" or "@" in parts.netloc or not _HOST.fullmatch(host) or re.search(r"\s", whole):
        return None
    return parts._replace(netloc=host if port in {None, 443} else f"{host}:{port}").geturl()


def _vat_prefix(country: str) -> str:
    return "EL" if country == "GR" else country
