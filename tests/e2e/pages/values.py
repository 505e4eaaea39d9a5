"""Dates and money as the product writes them, worked out apart from it."""

import re
from datetime import date

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ENGLISH = re.compile(r"(\d{1,2}) ([A-Z][a-z]{2}) (\d{4})")
_KOREAN = re.compile(r"(\d{4})년 (\d{1,2})월 (\d{1,2})일")
SYMBOLS = {
    "en": {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "KRW": "₩"},
    "ko": {"USD": "US$", "EUR": "€", "GBP": "£", "JPY": "JP¥", "KRW": "₩"},
}


def written(day: date, locale: str) -> str:
    """22 Nov 2026 · 2026년 11월 22일."""
    if locale == "ko":
        return f"{day.year}년 {day.month}월 {day.day}일"
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def written_term(start: date, expiry: date, locale: str) -> str:
    """Both ends, inclusive."""
    between = " ~ " if locale == "ko" else " – "
    return f"{written(start, locale)}{between}{written(expiry, locale)}"


def read_days(text: str) -> list[date]:
    """The dates in a text, in either language."""
    english = [date(int(year), MONTHS.index(month) + 1, int(day)) for day, month, year in _ENGLISH.findall(text)]
    return english + [date(int(year), int(month), int(day)) for year, month, day in _KOREAN.findall(text)]


def money(currency: str, amount: str, locale: str) -> str:
    """An amount with its currency's symbol."""
    return SYMBOLS[locale][currency] + amount


def percent(number: str, locale: str) -> str:
    """20 % · 20%."""
    return f"{number}%" if locale == "ko" else f"{number} %"


def year_after(day: date) -> date:
    """The same day a year later; 28 February after 29 February."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)
