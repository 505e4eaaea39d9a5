"""What the provider knows: its objects, its events and every request that reached it, behind one lock."""

import copy
import secrets
import string
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from tests.payment_peer.answers import Json, missing
from tests.payment_peer.description import version
from tests.payment_peer.pending import Pending

if TYPE_CHECKING:
    from tests.payment_peer.cards import Card

_ALPHABET = string.ascii_letters + string.digits
NOUNS = {
    "customers": "customer",
    "setup_intents": "setupintent",
    "payment_methods": "PaymentMethod",
    "payment_intents": "payment_intent",
    "charges": "charge",
    "refunds": "refund",
    "disputes": "dispute",
    "events": "event",
}
"""The kinds of objects, and how Stripe's messages call one."""
PREFIXES = {
    "cus": "customers",
    "seti": "setup_intents",
    "pm": "payment_methods",
    "pi": "payment_intents",
    "ch": "charges",
    "re": "refunds",
    "dp": "disputes",
    "evt": "events",
}


def new_id(prefix: str) -> str:
    """As Stripe's look."""
    return f"{prefix}_{''.join(secrets.choice(_ALPHABET) for _ in range(24))}"


def now() -> int:
    """Unix time, as Stripe dates its objects."""
    return int(time.time())


class Ledger:
    """Hold `lock` while you look at it or change it."""

    def __init__(self, publish: Callable[[Json], None], pending: Pending) -> None:
        self.lock = threading.RLock()
        self.kinds: dict[str, dict[str, Json]] = {kind: {} for kind in NOUNS}
        self.cards: dict[str, Card] = {}
        """What the number behind a payment method does; Stripe shows numbers to nobody."""
        self.funded: dict[str, int] = {}
        """What bank transfers have brought for a payment that is still open."""
        self.cash: dict[tuple[str, str], int] = {}
        """A customer's cash balance in a currency."""
        self.forgotten: list[str] = []
        self.requests: list[Json] = []
        self.invalid_requests: list[Json] = []
        self.executions = self.replays = 0
        self.origin: Json = {"id": None, "idempotency_key": None}
        """The request that is being carried out, as its events name it."""
        self._publish = publish
        self._pending = pending

    def add(self, kind: str, thing: Json) -> Json:
        """Keeps a new object."""
        self.kinds[kind][thing["id"]] = thing
        return thing

    def find(self, kind: str, id_: str, param: str = "id") -> Json:
        """Raises Stripe's resource_missing."""
        if id_ not in self.kinds[kind]:
            raise missing(NOUNS[kind], id_, param)
        return self.kinds[kind][id_]

    def event(self, name: str, thing: Json) -> Json:
        """An event about the object as it is now."""
        return {
            "id": new_id("evt"),
            "object": "event",
            "api_version": version(),
            "created": now(),
            "data": {"object": copy.deepcopy(thing)},
            "livemode": False,
            "pending_webhooks": 1,
            "request": dict(self.origin),
            "type": name,
        }

    def emit(self, name: str, thing: Json) -> None:
        """Tells whoever listens."""
        self._publish(self.add("events", self.event(name, thing)))

    def later(self, seconds: float, change: Callable[[], None]) -> None:
        """Something that the provider does by itself, a moment from now."""

        def act() -> None:
            with self.lock:
                self.origin = {"id": None, "idempotency_key": None}
                change()
            self._pending.end()

        self._pending.begin()
        timer = threading.Timer(seconds, act)
        timer.daemon = True
        timer.start()

    def forget(self, payment_intent: str) -> None:
        """The provider's record of a payment vanishes, with all that hangs on it."""
        self.find("payment_intents", payment_intent)
        for kind in ("charges", "refunds", "disputes"):
            things = self.kinds[kind]
            for id_ in [id_ for id_, thing in things.items() if thing["payment_intent"] == payment_intent]:
                del things[id_]
        del self.kinds["payment_intents"][payment_intent]
        with suppress(KeyError):
            del self.funded[payment_intent]
        self.forgotten.append(payment_intent)

    def shown(self) -> Json:
        """All of it, for a test to judge by."""
        listed = {kind: list(things.values()) for kind, things in self.kinds.items()}
        cash = [{"customer": who, "currency": currency, "amount": held} for (who, currency), held in self.cash.items()]
        return listed | {
            "cash_balances": cash,
            "forgotten": self.forgotten,
            "requests": self.requests,
            "executions": self.executions,
            "replays": self.replays,
            "invalid_requests": self.invalid_requests,
        }
