"""PaymentIntents: the calls. https://docs.stripe.com/payments/paymentintents/lifecycle"""

import secrets

from tests.payment_peer import amounts, bank_transfers, payment_methods
from tests.payment_peer.answers import Declined, Json, invalid
from tests.payment_peer.call import Call
from tests.payment_peer.forms import Form, items, texts
from tests.payment_peer.ledger import Ledger, new_id, now
from tests.payment_peer.listing import page
from tests.payment_peer.paying import pay_by_card, unexpected

NO_METHOD = (
    "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with "
    "a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken."
)
NO_RETURN = (
    "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of these payment "
    "methods might redirect your customer off of your page, you must provide a `return_url`."
)


def create(ledger: Ledger, call: Call) -> Json:
    """POST /v1/payment_intents. What is refused here leaves nothing behind; what a bank declines does."""
    form = call.form
    if form.get("customer"):
        ledger.find("customers", form["customer"], "customer")
    confirming = form.get("confirm") == "true"
    if "off_session" in form and not confirming:
        raise invalid("You can only use `off_session` when `confirm` is true.", param="off_session")
    intent = _new(form)
    method = _method(ledger, intent, call)
    if confirming:
        _ready(intent, method, call)
    intent |= {"payment_method": method and method["id"], "status": "requires_confirmation" if method else intent["status"]}
    ledger.emit("payment_intent.created", ledger.add("payment_intents", intent))
    return _confirmed(ledger, intent, method, call) if method and confirming else intent


def retrieve(ledger: Ledger, call: Call) -> Json:
    """GET /v1/payment_intents/{id}"""
    return ledger.find("payment_intents", call.id, "intent")


def index(ledger: Ledger, call: Call) -> Json:
    """GET /v1/payment_intents"""
    return page(ledger, "payment_intents", call, ("customer",))


def confirm(ledger: Ledger, call: Call) -> Json:
    """POST /v1/payment_intents/{id}/confirm"""
    intent = ledger.find("payment_intents", call.id, "intent")
    _open(intent, "confirm")
    method = _method(ledger, intent, call)
    if method is None and intent["payment_method"]:
        method = payment_methods.usable(ledger, intent["payment_method"], intent["customer"])
    _ready(intent, method, call)
    if method is None:
        raise unexpected(intent, NO_METHOD)
    return _confirmed(ledger, intent, method, call)


def cancel(ledger: Ledger, call: Call) -> Json:
    """POST /v1/payment_intents/{id}/cancel"""
    intent = ledger.find("payment_intents", call.id, "intent")
    _open(intent, "cancel")
    reason = call.form.get("cancellation_reason")
    intent |= {"status": "canceled", "canceled_at": now(), "cancellation_reason": reason, "next_action": None}
    ledger.emit("payment_intent.canceled", intent)
    bank_transfers.release(ledger, intent)
    return intent


def _open(intent: Json, verb: str) -> None:
    if intent["status"] == "succeeded" and verb == "confirm":
        message = "You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed."
        raise unexpected(intent, message)
    if intent["status"] in {"succeeded", "canceled"}:
        raise unexpected(intent, f"You cannot {verb} this PaymentIntent because it has a status of {intent['status']}.")


def _method(ledger: Ledger, intent: Json, call: Call) -> Json | None:
    """The method that the call names, if it names one."""
    if call.form.get("payment_method"):
        return payment_methods.usable(ledger, call.form["payment_method"], intent["customer"])
    data = call.form.get("payment_method_data")
    if not isinstance(data, dict):
        return None
    try:
        return payment_methods.create(ledger, data)
    except Declined as declined:
        details = {name: value for name, value in declined.error.items() if name in {"code", "param"}}
        shown = {"payment_intent": intent} if call.id else {}
        raise Declined(str(declined), **details, **shown) from None


def _ready(intent: Json, method: Json | None, call: Call) -> None:
    """Refuses what can't be confirmed before anything is tried."""
    if method is None:
        raise unexpected(intent, NO_METHOD) if call.id else invalid(NO_METHOD, code="parameter_missing", param="payment_method")
    if method["type"] not in intent["payment_method_types"]:
        message = f"The PaymentMethod provided ({method['type']}) is not allowed for this PaymentIntent."
        raise invalid(message, param="payment_method")
    automatic = intent["automatic_payment_methods"]
    redirects = automatic is not None and automatic["allow_redirects"] == "always"
    if redirects and not call.browser and not call.form.get("return_url"):
        raise invalid(NO_RETURN, param="return_url")


def _confirmed(ledger: Ledger, intent: Json, method: Json, call: Call) -> Json:
    form = call.form
    if form.get("setup_future_usage"):
        intent["setup_future_usage"] = form["setup_future_usage"]
    if method["type"] == "customer_balance":
        return bank_transfers.wait_for_funds(ledger, intent, method, call.address)
    absent = form.get("off_session", "false") != "false" or form.get("error_on_requires_action") == "true"
    return pay_by_card(ledger, intent, method, present=not absent, return_url=form.get("return_url"))


def _new(form: Form) -> Json:
    amount, currency = amounts.read(form)
    types, id_, customer = items(form.get("payment_method_types")), new_id("pi"), form.get("customer") or None
    options: Json = {"card": {"installments": None, "network": None, "request_three_d_secure": "automatic"}}
    if "customer_balance" in types:
        options = {"customer_balance": bank_transfers.options(form, currency, customer)}
    redirects = "always"
    if isinstance(form.get("automatic_payment_methods"), dict):
        redirects = form["automatic_payment_methods"].get("allow_redirects", "always")
    return {
        "id": id_,
        "object": "payment_intent",
        "amount": amount,
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        "application": None,
        "application_fee_amount": None,
        "automatic_payment_methods": None if types else {"allow_redirects": redirects, "enabled": True},
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": form.get("capture_method", "automatic_async"),
        "client_secret": f"{id_}_secret_{secrets.token_hex(12)}",
        "confirmation_method": "automatic",
        "created": now(),
        "currency": currency,
        "customer": customer,
        "description": form.get("description") or None,
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": False,
        "metadata": texts(form.get("metadata")),
        "next_action": None,
        "on_behalf_of": None,
        "payment_method": None,
        "payment_method_configuration_details": None,
        "payment_method_options": options,
        "payment_method_types": types or ["card"],
        "processing": None,
        "receipt_email": form.get("receipt_email") or None,
        "review": None,
        "setup_future_usage": form.get("setup_future_usage") or None,
        "shipping": None,
        "statement_descriptor": None,
        "statement_descriptor_suffix": form.get("statement_descriptor_suffix") or None,
        "status": "requires_payment_method",
        "transfer_data": None,
        "transfer_group": None,
    }
