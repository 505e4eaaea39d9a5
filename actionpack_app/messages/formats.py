"""Dates, money and sizes as the reader's language writes them."""

import functools
import math
import zoneinfo
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Literal

from babel import dates, numbers

from actionpack_app.domain.calendar import Term
from actionpack_app.domain.cards import CardFace
from actionpack_app.domain.money import EXPONENTS, Money
from actionpack_app.messages import _, current_locale

FORMATTED_KEPT = 4_096
"""The same days and sums are shown again and again, and putting one in words costs as much as a query."""


def format_date(day: date) -> str:
    """22 Nov 2026 · 2026년 11월 22일."""
    return _date_in(current_locale(), day)


@functools.lru_cache(FORMATTED_KEPT)
def _date_in(locale: str, day: date) -> str:
    return dates.format_date(day, "y년 M월 d일" if locale == "ko" else "d MMM y", locale=locale)


def format_moment(at: datetime, time_zone: str) -> str:
    """An instant in a partner's time zone, to the minute."""
    local = at.astimezone(zoneinfo.ZoneInfo(time_zone))
    comma = "" if current_locale() == "ko" else ","
    return f"{format_date(local.date())}{comma} {local:%H:%M}"


def format_day_of(at: datetime, time_zone: str) -> str:
    """The date of an instant in a partner's time zone."""
    return format_date(at.astimezone(zoneinfo.ZoneInfo(time_zone)).date())


def format_age(age: timedelta) -> str:
    """How long something has waited, in the largest unit that fits: 5 days, 3 hours, 12 minutes."""
    if age < timedelta(minutes=1):
        return _("less than a minute")
    granularity: Literal["day", "hour", "minute"] = "day" if age >= timedelta(days=1) else "hour"
    if age < timedelta(hours=1):
        granularity = "minute"
    unit = {"day": timedelta(days=1), "hour": timedelta(hours=1), "minute": timedelta(minutes=1)}[granularity]
    whole = age // unit * unit  # begun units don't count, as with people's ages
    return dates.format_timedelta(whole, granularity=granularity, threshold=_NEVER_LARGER, locale=current_locale())


_NEVER_LARGER = 1_000_000_000
"""40 days are 40 days, not a month."""


def format_term(term: Term) -> str:
    """Both ends, inclusive."""
    return format_days(term.start, term.expiry)


def format_days(first: date, last: date) -> str:
    """From one day to another, inclusive: 8 Dec 2026 – 6 Jan 2027 · 2026년 12월 8일 ~ 2027년 1월 6일."""
    to = "~" if current_locale() == "ko" else "–"
    return f"{format_date(first)} {to} {format_date(last)}"


def format_wait(wait: timedelta) -> str:
    """How long something takes, rounded up: 40 seconds, 3 minutes, 2 hours."""
    units = (timedelta(hours=1), timedelta(minutes=1))
    unit = next((unit for unit in units if wait > 2 * unit), timedelta(seconds=1))
    whole = max(1, math.ceil(wait / unit)) * unit
    return dates.format_timedelta(whole, granularity="second", threshold=2, locale=current_locale())


def format_money(money: Money) -> str:
    """With the currency's symbol and exactly its decimals."""
    return _money_in(current_locale(), money)


@functools.lru_cache(FORMATTED_KEPT)
def _money_in(locale: str, money: Money) -> str:
    digits = EXPONENTS[money.currency]
    pattern = "¤#,##0" + ("." + "0" * digits if digits else "")
    return numbers.format_currency(money.major, money.currency, format=pattern, locale=locale, currency_digits=False)


def format_count(number: int) -> str:
    """12,345."""
    return _count_in(current_locale(), number)


@functools.lru_cache(FORMATTED_KEPT)
def _count_in(locale: str, number: int) -> str:
    return numbers.format_decimal(number, locale=locale)


def format_capped(number: int, most: int = 1000) -> str:
    """A number that isn't counted beyond `most`: 12, 1,000+."""
    return format_count(number) if number <= most else f"{format_count(most)}+"


def format_percent(percent: Decimal) -> str:
    """25.5 %, 10 %."""
    space = "" if current_locale() == "ko" else " "
    return f"{numbers.format_decimal(percent, locale=current_locale())}{space}%"


def format_size(size_bytes: int) -> str:
    """A file's size in KB or MB."""
    if size_bytes >= 1024 * 1024:
        return f"{numbers.format_decimal(round(size_bytes / 1024 / 1024, 1), locale=current_locale())} MB"
    return f"{max(1, round(size_bytes / 1024))} KB"


def format_card(card: CardFace) -> str:
    """Visa ending in 4242."""
    return _("{brand} ending in {last4}").format(brand=card.brand, last4=card.last4)


def format_card_named(named: str) -> str:
    """A card from brand and last four digits, as notices and the activity keep it; older entries have the digits alone."""
    brand, _space, last4 = named.rpartition(" ")
    if not brand:
        return _("Card ending in {last4}").format(last4=last4)
    return _("{brand} ending in {last4}").format(brand=brand, last4=last4)


def format_contact(*known: str) -> str:
    """Name, phone number and e-mail address: Grace Abbott · +1 206-555-0100 · grace@example.com; what is unknown is left out."""
    return " · ".join(part for part in known if part)


def format_valid_until(card: CardFace) -> str:
    """The last month in which a card is good."""
    return _("Valid until {month}/{year}").format(month=f"{card.exp_month:02d}", year=card.exp_year)
