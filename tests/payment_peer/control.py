"""The tests' own side of the peer, under `/_peer/`: what the world does, what breaks, and what the ledger says."""

import copy
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from tests.payment_peer import bank_transfers, disputes, paying, payment_intents, payment_methods, refunds
from tests.payment_peer.amounts import whole
from tests.payment_peer.answers import Answer, Json, Refusal
from tests.payment_peer.call import Call
from tests.payment_peer.cards import PAYS
from tests.payment_peer.forms import Form
from tests.payment_peer.provider import Provider

PREFIX = "/_peer/"
LONGEST_WAIT_SECONDS = 60.0


def answer(provider: Provider, method: str, path: str, query: Form, said: Json) -> Answer:
    """What a test asked for; 400 for what makes no sense."""
    routes = _TOLD if method == "POST" else _ASKED
    name = path.removeprefix(PREFIX)
    if method == "DELETE" and name == "faults":
        provider.faults.clear()
        return Answer(200, {})
    if name not in routes:
        return Answer(404, {"error": {"message": f"no such control: {method} {path}"}})
    try:
        return Answer(200, routes[name](provider, query if method == "GET" else said))
    except Refusal as refusal:
        return refusal.answer()
    except (KeyError, TypeError, ValueError) as mistake:
        return Answer(400, {"error": {"message": f"{type(mistake).__name__}: {mistake}"}})


def _ledger(provider: Provider, _said: Json) -> Json:
    return provider.ledger.shown() | {"deliveries": list(provider.webhooks.deliveries)}


def _waiting(provider: Provider, said: Json) -> Json:
    return {"waiting": provider.pauses.waiting(_seconds(said))}


def _idle(provider: Provider, said: Json) -> Json:
    return {"idle": provider.pending.wait(_seconds(said))}


def _seconds(said: Json) -> float:
    return min(float(said.get("seconds", 0)), LONGEST_WAIT_SECONDS)


def _fault(provider: Provider, said: Json) -> Json:
    return provider.faults.add(**said)


def _pause(provider: Provider, said: Json) -> Json:
    provider.pauses.add(**said)
    return {}


def _resume(provider: Provider, _said: Json) -> Json:
    return provider.pauses.resume()


def _webhooks(provider: Provider, said: Json) -> Json:
    known = {name: value for name, value in said.items() if value is not None}
    provider.webhooks.configure(replace(provider.webhooks.target, **known))
    return {}


def _flush(provider: Provider, _said: Json) -> Json:
    return provider.webhooks.flush()


def _send(provider: Provider, said: Json) -> Json:
    return provider.webhooks.send(provider.ledger.find("events", said["event_id"]))


def _forge(provider: Provider, said: Json) -> Json:
    event = provider.ledger.event(said["type"], said["object"])
    return provider.webhooks.send(event, said.get("secret"), int(said.get("age_seconds", 0)))


def _fund(provider: Provider, said: Json) -> Json:
    ledger, amount, reference = provider.ledger, whole(int(said["amount"])), said.get("payment_intent")
    intent = ledger.find("payment_intents", reference) if reference else said
    bank_transfers.fund(ledger, intent["customer"], intent["currency"], amount, reference)
    return intent


def _authenticate(provider: Provider, said: Json) -> Json:
    return paying.authenticate(provider.ledger, said["payment_intent"], success=bool(said["success"]))


def _dispute(provider: Provider, said: Json) -> Json:
    return disputes.open_dispute(provider.ledger, said["payment_intent"])


def _close(provider: Provider, said: Json) -> Json:
    return disputes.close(provider.ledger, said["dispute"], won=bool(said["won"]))


def _refund(provider: Provider, said: Json) -> Json:
    form = {"payment_intent": said["payment_intent"]}
    return refunds.refund(provider.ledger, form | ({"amount": said["amount"]} if said.get("amount") else {}))


def _charge(provider: Provider, said: Json) -> Json:
    """A payment that somebody made in the provider's dashboard."""
    ledger = provider.ledger
    ledger.find("customers", said["customer"])
    method = payment_methods.create_card(ledger, PAYS, 12, datetime.now(UTC).year + 3, {})
    payment_methods.attach(ledger, method, said["customer"])
    form = {"amount": str(said["amount"]), "currency": said["currency"], "customer": said["customer"], "confirm": "true"}
    form |= {"payment_method": method["id"], "payment_method_types": {"0": "card"}}
    return payment_intents.create(ledger, Call(form))


def _forget(provider: Provider, said: Json) -> Json:
    provider.ledger.forget(said["payment_intent"])
    return {}


Control = Callable[[Provider, Json], Json]


def _alone(change: Control) -> Control:
    """Under the ledger's lock, and by nobody's request."""

    def changed(provider: Provider, said: Json) -> Json:
        with provider.ledger.lock:
            provider.ledger.origin = {"id": None, "idempotency_key": None}
            return copy.deepcopy(change(provider, said))

    return changed


_ASKED: dict[str, Control] = {"ledger": _alone(_ledger), "waiting": _waiting, "webhooks/idle": _idle}
_TOLD: dict[str, Control] = {
    "faults": _fault,
    "pause": _pause,
    "resume": _resume,
    "webhooks": _webhooks,
    "webhooks/flush": _flush,
    "webhooks/send": _send,
    "webhooks/forge": _forge,
    "fund": _alone(_fund),
    "authenticate": _alone(_authenticate),
    "dispute": _alone(_dispute),
    "dispute/close": _alone(_close),
    "refund": _alone(_refund),
    "charge": _alone(_charge),
    "forget": _alone(_forget),
}
