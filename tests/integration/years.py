"""Sample partners seeded at one instant, and what happens to them while their clocks are moved, as lists that people read."""

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from actionpack_app.domain.money import Money
from actionpack_app.domain.notices import NoticeFacts, from_plain
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.orders import PaymentStatus
from actionpack_app.gateways.clock import Clock, SystemClock
from actionpack_app.models import Invoice, Notice, Order, Payment, Subscription
from actionpack_app.services.cards.manage import renew_with
from actionpack_app.services.samples.clock import clock_of_sample
from actionpack_app.services.samples.story import Happening
from actionpack_app.workflows.cards import add_card
from actionpack_app.workflows.clock import jump, move_clock
from tests.integration.companies import Company, company
from tests.integration.rows import all_of, of
from tests.integration.shopping import token

SEED = datetime(2027, 3, 10, 15, tzinfo=UTC)
"""Clocks change four days later in America and on 28 March in Europe; 29 February 2028 lies in the year and a half."""
DAYS = 550
HISTORY = "sample"
"""The provider of what a sample partner paid before it was seeded."""

Line = tuple[str, str, str]
"""The time on the partner's wall, what, and which offer."""


@contextlib.contextmanager
def machine_at(instant: datetime) -> Iterator[None]:
    """The machine's clock stands at an instant."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(SystemClock, "now", lambda _self: instant)
        yield


def seeded(key: str) -> Company:
    """A copy of a sample partner as it is on 10 March 2027."""
    with machine_at(SEED):
        return company(key)


def table(text: str) -> list[Line]:
    """A list as it is written in a test: date, time, what, and the offer; `#` begins a remark."""
    rows = [line.partition("#")[0].split() for line in text.splitlines()]
    return [(f"{row[0]} {row[1]}", row[2], row[3]) for row in rows if row]


def lines(who: Company, happened: list[Happening]) -> list[Line]:
    """What happened, as `table` reads it."""
    return [(on_the_wall(who, one.at), f"{one.kind}:{one.name}", one.offer or "-") for one in happened]


def on_the_wall(who: Company, at: datetime) -> str:
    return at.astimezone(who.zone).strftime("%Y-%m-%d %H:%M")


def in_one_jump(who: Company, days: int = DAYS) -> list[Happening]:
    """The clock is moved once."""
    return list(move_clock(who.id, time_of(who) + timedelta(days=days)))


def day_by_day(who: Company, days: int = DAYS) -> list[Happening]:
    """The clock is moved by a day, again and again."""
    now = time_of(who)
    return [one for day in range(1, days + 1) for one in move_clock(who.id, now + timedelta(days=day))]


def moved(who: Company, to: str) -> list[Line]:
    """What happens until a day's noon, a local time, or a named day."""
    return lines(who, list(jump(who.id, to)))


def clock(who: Company) -> Clock:
    """Where the company's clock stands by now."""
    return clock_of_sample(who.id)


def time_of(who: Company) -> datetime:
    return clock(who).now()


def subscription(who: Company, offer: Offer = Offer.ACTION_PACK) -> Subscription:
    """The one that isn't closed."""
    (row,) = [row for row in of(Subscription, who) if row.offer is offer and row.closed_on is None]
    return row


def renews_with_card(who: Company, last4: str, offer: Offer = Offer.ACTION_PACK) -> None:
    """A new card takes the place of what the subscription renewed with."""
    card_id = add_card(who.admin, "", token(last4), clock(who))
    renew_with(who.admin, subscription(who, offer).id, card_id, clock(who))


def renews_by_transfer(who: Company, offer: Offer = Offer.ACTION_PACK) -> None:
    renew_with(who.admin, subscription(who, offer).id, "", clock(who))


def paid(who: Company) -> list[tuple[str, str, int]]:
    """What was paid since the partner was seeded: when, for which offer, how much in minor units."""
    orders = {row.id: row for row in of(Order, who)}
    found = [row for row in all_of(Payment) if row.order_id in orders and row.provider != HISTORY]
    taken = [(row, orders[row.order_id]) for row in found if row.status is PaymentStatus.SUCCEEDED]
    return sorted((on_the_wall(who, row.created_at), order.offer.value, row.amount_minor) for row, order in taken)


def invoiced(who: Company) -> list[tuple[str, int]]:
    """Invoices that were issued since the partner was seeded: when, and over how much."""
    issued = [row for row in of(Invoice, who) if row.issued_at > SEED]
    return sorted((on_the_wall(who, row.issued_at), row.total_minor) for row in issued)


def told(who: Company, kind: str, offer: Offer = Offer.ACTION_PACK) -> list[NoticeFacts]:
    """The notices of a kind that were written since the partner was seeded, the oldest first."""
    written = sorted((row for row in of(Notice, who) if row.at > SEED), key=lambda row: row.at)
    facts = [from_plain(row.facts) for row in written]
    return [one for one in facts if one.kind == kind and one.offer is offer]


def dollars(amount: int) -> Money:
    return Money(amount * 100, "USD")
