"""Stripe as tests see it: our own peer in a process of its own, an account for each test, and what partners do in browsers."""

import contextlib
import dataclasses
import itertools
import json
import re
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
import stripe as library
from dbos import DBOS

from actionpack_app.domain.offers import Offer
from actionpack_app.domain.orders import OrderStatus, PaymentStatus
from actionpack_app.domain.rights import Actor
from actionpack_app.gateways import payments
from actionpack_app.gateways.clock import Clock
from actionpack_app.gateways.payments import stripe as gateway
from actionpack_app.models import Invoice, Order, Payment, ProviderCustomer, ProviderEvent, Refund
from actionpack_app.models.running import EventStatus
from actionpack_app.services.orders.open_checkout import open_checkout
from actionpack_app.services.orders.view import OrderView
from actionpack_app.settings import get_settings
from actionpack_app.workflows import cards, collect, engine, refund, transfers, upkeep
from actionpack_app.workflows.notifications import receive
from tests.integration.companies import Company
from tests.integration.rows import all_of, of
from tests.integration.store import Store, Templates, forget
from tests.payment_peer.operations import OPERATIONS
from tests.payment_peer.posting import signature
from tests.payment_peer.process import WEBHOOK_SECRET, Json, Peer, peer

PAYS, DECLINES, ASKS, REFUND_FAILS = "4242424242424242", "4000000000000341", "4000002760003184", "4000000000005126"
REFUSED_WHEN_SAVED = ("4000000000000002", "4000000000009995")
NOBODY_LISTENS = "http://127.0.0.1:1"
"""An address at which no provider answers."""
SHORT_PAUSE = 0.02

OLD_WAY = pytest.mark.filterwarnings("ignore:Use 'content=:DeprecationWarning")
"""How the official client hands a form over to httpx; without this, warnings being errors, no request would leave."""


@dataclasses.dataclass(frozen=True)
class Stripe:
    """The account of one test."""

    peer: Peer
    monkeypatch: pytest.MonkeyPatch

    def saved(
        self,
        company: Company,
        number: str = PAYS,
        offer: Offer = Offer.ACTION_PACK,
        *,
        actor: Actor | None = None,
        clock: Clock | None = None,
    ) -> OrderView:
        """An order with a new card, ready to buy; the number goes from the browser to the provider."""
        who, when = actor or company.admin, clock or company.clock
        order = open_checkout(who, offer, when)
        return cards.save_card(who, order.number, self.handed_over(who, order.number, number), when)

    def handed_over(self, actor: Actor, order_number: str, number: str) -> str:
        """What the card field makes of a number: the id of a SetupIntent."""
        secret = cards.begin_card(actor, order_number)
        self.peer.confirm_setup(secret, number)
        return secret.partition("_secret_")[0]

    def away(self) -> None:
        """From now on nobody answers at the provider's address."""
        self._at(NOBODY_LISTENS)

    def back(self) -> None:
        """It answers again."""
        self._at(self.peer.address)

    def keys(self, **changed: str) -> None:
        """Other settings, which a restart would read."""
        for name, value in changed.items():
            self.monkeypatch.setenv(name, value)
        _provider_anew()

    def _at(self, address: str) -> None:
        self.keys(STRIPE_API_BASE=address)

    def impatient(self, operation: str, seconds: float = 0.3) -> None:
        """The product waits for the next answer of one kind for a moment only; for all others as long as ever."""
        (wanted,) = [one for one in OPERATIONS if one.name == operation]
        path = re.compile(wanted.path.replace("{id}", "[^/]+"))
        ask, left = httpx.Client.request, [seconds]

        def asked(client: httpx.Client, method: str, url: Any, **more: Any) -> httpx.Response:
            if left and method.upper() == wanted.method and path.fullmatch(httpx.URL(url).path):
                more["timeout"] = left.pop()
            return ask(client, method, url, **more)

        self.monkeypatch.setattr(httpx.Client, "request", asked)

    def persistent(self) -> None:
        """The official client repeats what wasn't answered, as it does in earnest, but without its pauses."""
        self.monkeypatch.setattr(gateway, "RETRIES", 2)
        for name in ("INITIAL_DELAY", "MAX_DELAY"):
            self.monkeypatch.setattr(library.HTTPClient, name, SHORT_PAUSE)
        _provider_anew()

    def charges(self, company: Company) -> list[Json]:
        """What was taken of a company and not given back."""
        known = customer(company)
        taken = [one for one in self.peer.ledger()["charges"] if one["paid"] and not one["refunded"]]
        return [one for one in taken if known and one["customer"] == known]

    def intents(self, company: Company) -> list[Json]:
        """A company's PaymentIntents, the oldest first."""
        return [one for one in self.peer.ledger()["payment_intents"] if one["customer"] == customer(company)]

    def refunds(self, payment_intent: str = "") -> list[Json]:
        """What was given back, or is on its way, of all payments or one."""
        made = [one for one in self.peer.ledger()["refunds"] if one["status"] != "failed"]
        return [one for one in made if not payment_intent or one["payment_intent"] == payment_intent]

    def requests(self, operation: str) -> list[Json]:
        """The calls of one kind that our server made."""
        return [one for one in self.peer.ledger()["requests"] if one["operation"] == operation and not one["browser"]]

    def events(self, type_: str, object_id: str = "") -> list[Json]:
        """What the provider would tell of, the oldest first."""
        known = [one for one in self.peer.ledger()["events"] if one["type"] == type_]
        return [one for one in known if not object_id or one["data"]["object"]["id"] == object_id]

    def tell(self, *events: Json) -> None:
        """Notifications arrive, one after the other, and are handled."""
        for event in events:
            receive(*signed(event))
        settled()


def signed(event: Json, secret: str = WEBHOOK_SECRET, *, age_seconds: int = 0) -> tuple[bytes, str]:
    """A notification's body and signature, as Stripe makes them."""
    body = json.dumps(event, indent=2)
    return body.encode(), signature(body, secret, int(time.time()) - age_seconds)


_numbers = itertools.count(1)


def made_up(type_: str, object_id: str, **of_object: Any) -> Json:
    """An event about an object; the durable work of a session meets each id once."""
    thing = {"id": object_id, **of_object}
    return {"id": f"evt_made_up_{next(_numbers)}", "object": "event", "type": type_, "data": {"object": thing}}


def customer(company: Company) -> str:
    """What Stripe calls a company; empty before it was told."""
    known = {row.partner_id: row.provider_ref for row in all_of(ProviderCustomer) if row.provider == "stripe"}
    return known.get(company.id, "")


def settled() -> None:
    """Waits until all durable work is done."""
    while waiting := DBOS.list_workflows(status=["PENDING", "ENQUEUED"], load_input=False, load_output=False):
        for one in waiting:
            with contextlib.suppress(Exception):  # what failed is found by whoever looks at its consequences
                DBOS.retrieve_workflow(one.workflow_id).get_result(polling_interval_sec=SHORT_PAUSE)


def picked_up() -> None:
    """The product looks after what lies about, and all of it is done."""
    upkeep.pick_up()
    settled()


def attempts(number: str) -> list[Payment]:
    """The attempts to pay an order, in their order."""
    ids = {order.id for order in all_of(Order) if order.number == number}
    return sorted((row for row in all_of(Payment) if row.order_id in ids), key=lambda row: row.attempt)


def refunds_of(company: Company) -> list[Refund]:
    return of(Refund, company)


def event_row(event: Json) -> ProviderEvent:
    return next(row for row in all_of(ProviderEvent) if row.id == event["id"])


def handled(event: Json) -> bool:
    return event_row(event).status is EventStatus.DONE


def books_agree(stripe: Stripe, *companies: Company) -> None:
    """The invariants: what was charged is what is paid, once each, and invoiced, and invoices are numbered without gap."""
    for company in companies:
        orders = {order.id: order for order in of(Order, company)}
        tried = [row for row in all_of(Payment) if row.order_id in orders and row.provider == "stripe"]
        paid = [row for row in tried if row.status is PaymentStatus.SUCCEEDED]
        assert sorted((row.provider_ref or "", row.amount_minor, row.currency.lower()) for row in paid) == sorted(
            (one["payment_intent"], one["amount"], one["currency"]) for one in stripe.charges(company)
        )
        ours = {row.order_id for row in tried}
        assert sorted(row.order_id for row in paid) == sorted(
            order.id for order in orders.values() if order.status is OrderStatus.PAID and order.id in ours
        )
        invoiced = sorted(row.order_id for row in of(Invoice, company))
        ended_paid = {OrderStatus.PAID, OrderStatus.REFUNDED}
        assert invoiced == sorted(order.id for order in orders.values() if order.status in ended_paid)
    numbered_without_gap()


def numbered_without_gap() -> None:
    """Every invoice number of a year, from the first one on."""
    by_year: dict[str, list[int]] = {}
    for row in all_of(Invoice):
        match = re.fullmatch(r"INV-(\d{4})-(\d{6})", row.number)
        assert match
        by_year.setdefault(match[1], []).append(int(match[2]))
    for given in by_year.values():
        assert sorted(given) == list(range(1, len(given) + 1))


MOVES_MONEY = re.compile(r"/v1/(payment_intents|payment_intents/[^/]+/confirm|refunds|customers)")


def as_described(asked: Peer) -> None:
    """Everything that was sent is valid by Stripe's own description; what moves money can be repeated under its key."""
    ledger = asked.ledger()
    assert ledger["invalid_requests"] == []
    ours = [one for one in ledger["requests"] if one["method"] == "POST" and not one["browser"]]
    assert [one["path"] for one in ours if MOVES_MONEY.fullmatch(one["path"]) and not one["idempotency_key"]] == []


@contextlib.contextmanager
def account(store: Store, templates: Templates, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stripe]:
    """A peer with an empty ledger in the sandbox's place; the pauses of durable work are short."""
    with peer() as running:
        environment = {
            "STRIPE_SECRET_KEY": running.secret_key,
            "STRIPE_PUBLISHABLE_KEY": running.publishable_key,
            "STRIPE_WEBHOOK_SECRET": WEBHOOK_SECRET,
            "STRIPE_API_BASE": running.address,
        }
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        for module in (cards, collect, refund, transfers):
            monkeypatch.setattr(module, "FIRST_PAUSE_SECONDS", SHORT_PAUSE)
            monkeypatch.setattr(module, "LONGEST_PAUSE_SECONDS", 10 * SHORT_PAUSE)
        monkeypatch.setattr(engine, "POLLS_EVERY_SECONDS", SHORT_PAUSE)
        monkeypatch.setattr(upkeep, "LIES_AFTER", timedelta(0))
        monkeypatch.setattr(gateway, "RETRIES", 0)
        forget()
        templates.use_engine(store.url)
        provider = Stripe(running, monkeypatch)
        yield provider
        running.clear_faults()
        running.resume()
        settled()
        as_described(running)


@pytest.fixture
def stripe(store: Store, templates: Templates, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stripe]:
    """Stripe takes the sandbox's place."""
    with account(store, templates, monkeypatch) as provider:
        yield provider


def _provider_anew() -> None:
    """As after a restart. No work may be under way."""
    if payments.get_payments.cache_info().currsize:
        made = payments.get_payments()
        assert isinstance(made, gateway.StripePayments)
        made.close()
    for cached in (get_settings, payments.get_payments):
        cached.cache_clear()
