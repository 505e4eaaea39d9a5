"""Checks of what people type about themselves, by libraries made for it: phone numbers and addresses."""

import re
from urllib.parse import urlsplit

import phonenumbers
from email_validator import EmailNotValidError, validate_email

_TURNED = r"\u202a-\u202e\u2066-\u2069"
"""What has a text read the other way round: a reference that finance compares could be made to read as another one."""
_CONTROL = re.compile(rf"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff{_TURNED}]")
COUNTRIES = frozenset(region for region in phonenumbers.SUPPORTED_REGIONS if region not in {"AC", "TA"})
"""ISO 3166 codes of countries and territories; the two left out are parts of another one that only telephones know."""

_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))+")

_CONTROL_BUT_LINES = re.compile(rf"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff{_TURNED}]")


def clean(text: object) -> str:
    """One line as it was meant: no control characters, none that turn its direction, no space around it. Else empty."""
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
