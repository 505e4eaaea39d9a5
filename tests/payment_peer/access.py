"""Who calls: our server with the secret key, or a browser with the publishable key and an intent's client secret."""

import base64
import binascii
from dataclasses import dataclass

from tests.payment_peer.answers import Json, Refusal
from tests.payment_peer.forms import Form

HIDDEN = {
    "amount_capturable",
    "amount_received",
    "application",
    "application_fee_amount",
    "customer",
    "latest_attempt",
    "latest_charge",
    "metadata",
    "on_behalf_of",
    "payment_method_options",
    "review",
    "statement_descriptor",
    "statement_descriptor_suffix",
    "transfer_data",
    "transfer_group",
}
"""What Stripe shows of an intent to the merchant alone."""


@dataclass(frozen=True)
class Keys:
    """The account's two keys."""

    secret: str
    publishable: str

    def is_browser(self, authorization: str, form: Form, *, allowed: bool) -> bool:
        """Which of the two calls; 401 for neither."""
        key = _bearer(authorization) or str(form.get("key") or "")
        if not key:
            raise _unauthorized("You did not provide an API key. Provide it in the Authorization header, as Bearer or Basic.")
        if key == self.secret:
            return False
        if key != self.publishable:
            raise _unauthorized(f"Invalid API Key provided: {key[:8]}{'*' * max(0, len(key) - 8)}")
        if not allowed:
            message = "This API call cannot be made with a publishable API key. Please use a secret API key."
            raise _unauthorized(message, code="secret_key_required")
        return True


def check_client_secret(intent: Json, form: Form) -> None:
    """A browser may touch only the intent whose secret it was given."""
    if form.get("client_secret") != intent["client_secret"]:
        message = "The client_secret provided does not match any associated intent on this account."
        raise Refusal(400, "invalid_request_error", message, code="resource_missing", param="client_secret")


def shown_to_browser(body: Json) -> Json:
    """Leaves out what only the merchant may see, in answers and in errors."""
    if "error" in body:
        return {"error": {name: _public(value) for name, value in body["error"].items()}}
    return _public(body)


def _public(thing: object) -> object:
    kind = thing.get("object") if isinstance(thing, dict) else None
    if not isinstance(thing, dict) or kind not in {"payment_intent", "setup_intent"}:
        return thing
    return {name: value for name, value in thing.items() if name not in HIDDEN}


def _bearer(authorization: str) -> str:
    scheme, _space, said = authorization.partition(" ")
    match scheme.lower():
        case "bearer":
            return said.strip()
        case "basic":
            try:
                return base64.b64decode(said, validate=True).decode().partition(":")[0]
            except (binascii.Error, UnicodeDecodeError):
                return ""
        case _:
            return ""


def _unauthorized(message: str, code: str | None = None) -> Refusal:
    return Refusal(401, "invalid_request_error", message, code=code)
