"""The calls that the peer knows, under the names that faults and pauses go by."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from tests.payment_peer import charges, customers, disputes, payment_intents, payment_methods, refunds, setup_intents
from tests.payment_peer.answers import Json
from tests.payment_peer.call import Call
from tests.payment_peer.ledger import Ledger

Handler = Callable[[Ledger, Call], Json]


@dataclass(frozen=True)
class Operation:
    """`browser` says that Stripe's script may call it with the publishable key."""

    name: str
    method: str
    path: str
    handler: Handler
    browser: bool = False


def _event(ledger: Ledger, call: Call) -> Json:
    return ledger.find("events", call.id)


OPERATIONS = (
    Operation("balance.retrieve", "GET", "/v1/balance", customers.balance),
    Operation("customers.create", "POST", "/v1/customers", customers.create),
    Operation("customers.retrieve", "GET", "/v1/customers/{id}", customers.retrieve),
    Operation("customers.cash_balance", "GET", "/v1/customers/{id}/cash_balance", customers.cash_balance),
    Operation("setup_intents.create", "POST", "/v1/setup_intents", setup_intents.create),
    Operation("setup_intents.retrieve", "GET", "/v1/setup_intents/{id}", setup_intents.retrieve, browser=True),
    Operation("setup_intents.confirm", "POST", "/v1/setup_intents/{id}/confirm", setup_intents.confirm, browser=True),
    Operation("payment_methods.retrieve", "GET", "/v1/payment_methods/{id}", payment_methods.retrieve),
    Operation("payment_methods.detach", "POST", "/v1/payment_methods/{id}/detach", payment_methods.detach),
    Operation("payment_intents.create", "POST", "/v1/payment_intents", payment_intents.create),
    Operation("payment_intents.list", "GET", "/v1/payment_intents", payment_intents.index),
    Operation("payment_intents.retrieve", "GET", "/v1/payment_intents/{id}", payment_intents.retrieve, browser=True),
    Operation("payment_intents.confirm", "POST", "/v1/payment_intents/{id}/confirm", payment_intents.confirm, browser=True),
    Operation("payment_intents.cancel", "POST", "/v1/payment_intents/{id}/cancel", payment_intents.cancel),
    Operation("refunds.create", "POST", "/v1/refunds", refunds.create),
    Operation("refunds.list", "GET", "/v1/refunds", refunds.index),
    Operation("refunds.retrieve", "GET", "/v1/refunds/{id}", refunds.retrieve),
    Operation("charges.retrieve", "GET", "/v1/charges/{id}", charges.retrieve),
    Operation("disputes.retrieve", "GET", "/v1/disputes/{id}", disputes.retrieve),
    Operation("events.retrieve", "GET", "/v1/events/{id}", _event),
)


def find(method: str, path: str) -> tuple[Operation, str] | None:
    """The operation behind an address, and the id in it."""
    for one in OPERATIONS:
        found = re.fullmatch(one.path.replace("{id}", "([^/]+)"), path)
        if found and one.method == method:
            return one, "".join(found.groups())
    return None
