"""SetupIntents: saving a card for later. The browser confirms with the number; our server never sees it."""

import secrets

from tests.payment_peer import payment_methods
from tests.payment_peer.answers import Declined, Json, Refusal, invalid
from tests.payment_peer.call import Call
from tests.payment_peer.cards import Refused
from tests.payment_peer.forms import items, texts
from tests.payment_peer.ledger import Ledger, new_id, now

UNEXPECTED = "setup_intent_unexpected_state"


def create(ledger: Ledger, call: Call) -> Json:
    """POST /v1/setup_intents"""
    form = call.form
    if form.get("customer"):
        ledger.find("customers", form["customer"], "customer")
    types, id_ = items(form.get("payment_method_types")), new_id("seti")
    intent = ledger.add(
        "setup_intents",
        {
            "id": id_,
            "object": "setup_intent",
            "application": None,
            "automatic_payment_methods": None if types else {"allow_redirects": "always", "enabled": True},
            "cancellation_reason": None,
            "client_secret": f"{id_}_secret_{secrets.token_hex(12)}",
            "created": now(),
            "customer": form.get("customer"),
            "description": form.get("description"),
            "flow_directions": None,
            "last_setup_error": None,
            "latest_attempt": None,
            "livemode": False,
            "mandate": None,
            "metadata": texts(form.get("metadata")),
            "next_action": None,
            "on_behalf_of": None,
            "payment_method": None,
            "payment_method_options": {"card": {"mandate_options": None, "network": None, "request_three_d_secure": "automatic"}},
            "payment_method_types": types or ["card"],
            "single_use_mandate": None,
            "status": "requires_payment_method",
            "usage": form.get("usage", "off_session"),
        },
    )
    ledger.emit("setup_intent.created", intent)
    return _confirmed(ledger, intent, call) if form.get("confirm") == "true" else intent


def retrieve(ledger: Ledger, call: Call) -> Json:
    """GET /v1/setup_intents/{id}"""
    return ledger.find("setup_intents", call.id, "intent")


def confirm(ledger: Ledger, call: Call) -> Json:
    """POST /v1/setup_intents/{id}/confirm"""
    return _confirmed(ledger, ledger.find("setup_intents", call.id, "intent"), call)


def _confirmed(ledger: Ledger, intent: Json, call: Call) -> Json:
    if intent["status"] in {"succeeded", "canceled"}:
        state = "it has already succeeded" if intent["status"] == "succeeded" else "it has a status of canceled"
        raise invalid(f"You cannot confirm this SetupIntent because {state}.", code=UNEXPECTED, setup_intent=intent)
    method = _method(ledger, intent, call)
    card = ledger.cards.get(method["id"])
    if card is not None and card.saving:
        raise _refused(ledger, intent, method, card.saving)
    intent |= {"status": "succeeded", "payment_method": method["id"], "last_setup_error": None}
    if intent["customer"] and method["customer"] is None:
        payment_methods.attach(ledger, method, intent["customer"])
    ledger.emit("setup_intent.succeeded", intent)
    return intent


def _method(ledger: Ledger, intent: Json, call: Call) -> Json:
    if call.form.get("payment_method"):
        return payment_methods.usable(ledger, call.form["payment_method"], intent["customer"])
    if not isinstance(call.form.get("payment_method_data"), dict):
        message = "You cannot confirm this SetupIntent because it's missing a payment method."
        raise invalid(message, code=UNEXPECTED, setup_intent=intent)
    try:
        return payment_methods.create(ledger, call.form["payment_method_data"])
    except Declined as declined:
        details = {name: value for name, value in declined.error.items() if name in {"code", "param"}}
        raise Declined(str(declined), **details, setup_intent=intent) from None


def _refused(ledger: Ledger, intent: Json, method: Json, why: Refused) -> Refusal:
    known = {"code": why.code, "decline_code": why.decline_code}
    refusal = Declined(why.message, **known, payment_method=method)
    intent |= {"status": "requires_payment_method", "payment_method": None, "last_setup_error": dict(refusal.error)}
    ledger.emit("setup_intent.setup_failed", intent)
    return Declined(why.message, **known, payment_method=method, setup_intent=intent)
