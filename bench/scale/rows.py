"""Many subscriptions at once, written past the services."""

import dataclasses
import itertools
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, insert
from sqlmodel import col, update

from actionpack_app.domain.agenda import BEFORE_EXPIRY
from actionpack_app.domain.calendar import CHARGE_TIME, at_local_time, local_day, nth_term
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.orders import OrderStatus, PaymentMethod
from actionpack_app.domain.rights import Role
from actionpack_app.gateways.payments.sandbox_ledger import Ledger, cards
from actionpack_app.models import (
    Order,
    Partner,
    Person,
    ProviderCustomer,
    RenewalPrice,
    SavedCard,
    Subscription,
    SubscriptionTerm,
    YearMark,
)
from actionpack_app.models.partners import ManagedIn
from bench.writing import write

PROVIDER = "sandbox"
NET = 47500


@dataclasses.dataclass(frozen=True)
class Day:
    """The day of a run: the anniversary of what is due, in a zone where it is past nine in the morning."""

    zone: str
    today: date
    due_at: datetime
    paid_at: datetime
    """A year ago."""

    @property
    def anchor(self) -> date:
        """A term ago."""
        return nth_term(self.today, -1).start


def day_of(now: datetime) -> Day:
    """The day that it is."""
    name = "UTC" if now.hour >= CHARGE_TIME.hour else "Pacific/Kiritimati"
    zone = ZoneInfo(name)
    today = local_day(now, zone)
    return Day(name, today, at_local_time(today, CHARGE_TIME, zone), at_local_time(nth_term(today, -1).start, CHARGE_TIME, zone))


def fill(engine: Engine, day: Day, *, subscriptions: int, due: int) -> None:
    """As many partners with one subscription each. The due ones renew by a saved card today.

    They stand beside each other in the middle, as they were bought on one day; what stands around them is due on other days.
    """
    first = (subscriptions - due) // 2
    chosen = range(first, first + due)
    write(engine, _partner(day), ({"id": f"partner-{n}", "name": f"Partner {n}"} for n in range(subscriptions)))
    write(engine, _person(), ({"id": f"person-{n}", "partner_id": f"partner-{n}"} for n in range(subscriptions)))
    write(engine, _card(day), ({"id": f"card-{n}", "partner_id": f"partner-{n}", "provider_ref": f"card_{n}"} for n in chosen))
    known = ({"partner_id": f"partner-{n}", "provider_ref": f"partner-{n}"} for n in chosen)
    write(engine, ProviderCustomer(partner_id="", provider=PROVIDER, provider_ref=""), known)
    write(engine, _subscription(day), _held(day, subscriptions, frozenset(chosen)))
    write(engine, _order(day), (_ids("order", n) | {"number": f"OLD-{n}", "card_id": f"card-{n}"} for n in chosen))
    write(engine, _term(day), ({"id": f"term-{n}", "subscription_id": f"sub-{n}", "order_id": f"order-{n}"} for n in chosen))
    told = itertools.product(chosen, BEFORE_EXPIRY)
    write(engine, _mark(day), ({"subscription_id": f"sub-{n}", "item": item} for n, item in told))
    write(engine, _price(day), ({"subscription_id": f"sub-{n}"} for n in chosen))
    _cards_at_the_provider(engine.url.render_as_string(hide_password=False), chosen)
    with engine.connect() as connection:
        tidy = "VACUUM ANALYZE" if engine.dialect.name == "postgresql" else "ANALYZE"  # or the server does it in the middle
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql(tidy)


def make_due_again(engine: Engine, day: Day) -> None:
    """Gives back what was claimed."""
    with engine.begin() as connection:
        connection.execute(update(Subscription).where(col(Subscription.card_id).is_not(None)).values(next_due_at=day.due_at))


def _held(day: Day, subscriptions: int, due: frozenset[int]) -> Iterator[dict[str, Any]]:
    ahead = [day.due_at + timedelta(days=days) for days in range(1, 331)]
    for n in range(subscriptions):
        own = {"card_id": f"card-{n}", "next_due_at": day.due_at} if n in due else {"next_due_at": ahead[n % len(ahead)]}
        yield {"id": f"sub-{n}", "partner_id": f"partner-{n}"} | own


def _ids(kind: str, n: int) -> dict[str, str]:
    return {"id": f"{kind}-{n}", "partner_id": f"partner-{n}", "subscription_id": f"sub-{n}"}


def _cards_at_the_provider(url: str, chosen: Iterable[int]) -> None:
    ledger = Ledger(url)
    with ledger.engine().begin() as connection:
        rows = [{"ref": f"card_{n}", "customer": f"partner-{n}", "last4": "4242"} for n in chosen]
        connection.execute(insert(cards), rows)
    ledger.close()


def _partner(day: Day) -> Partner:
    return Partner(
        id="",
        name="",
        country="US",
        time_zone=day.zone,
        currency="USD",
        locale="en",
        address_line="1 Main Street",
        city="Springfield",
        billing_email="billing@partner.example.com",
        managed_in=ManagedIn.PARTNER_CENTER,
        created_at=day.paid_at,
    )


def _person() -> Person:
    return Person(id="", partner_id="", name="Pat Doe", email="pat@partner.example.com", role=Role.GLOBAL_ADMIN)


def _card(day: Day) -> SavedCard:
    return SavedCard(
        id="",
        partner_id="",
        provider=PROVIDER,
        provider_ref="",
        brand="Visa",
        last4="4242",
        exp_month=12,
        exp_year=day.today.year + 3,
        is_default=True,
        created_at=day.paid_at,
    )


def _subscription(day: Day) -> Subscription:
    return Subscription(id="", partner_id="", offer=Offer.ACTION_PACK, anchor_on=day.anchor, terms_paid=1, created_at=day.paid_at)


def _order(day: Day) -> Order:
    term = nth_term(day.anchor, 0)
    return Order(
        id="",
        number="",
        partner_id="",
        offer=Offer.ACTION_PACK,
        term_number=0,
        start=term.start,
        expiry=term.expiry,
        status=OrderStatus.PAID,
        currency="USD",
        net_minor=NET,
        tax_minor=0,
        total_minor=NET,
        tax_percent="0",
        step="done",
        method=PaymentMethod.CARD,
        created_at=day.paid_at,
        paid_at=day.paid_at,
    )


def _term(day: Day) -> SubscriptionTerm:
    term = nth_term(day.anchor, 0)
    return SubscriptionTerm(id="", subscription_id="", number=0, start=term.start, expiry=term.expiry, order_id="")


def _mark(day: Day) -> YearMark:
    return YearMark(subscription_id="", term_number=0, item=next(iter(BEFORE_EXPIRY)), at=day.paid_at)


def _price(day: Day) -> RenewalPrice:
    return RenewalPrice(
        subscription_id="",
        term_number=1,
        currency="USD",
        net_minor=NET,
        tax_minor=0,
        total_minor=NET,
        tax_percent="0",
        reverse_charge=False,
        fixed_at=day.paid_at,
    )
