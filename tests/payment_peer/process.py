"""For tests: starts a peer as a process of its own, and speaks to its control interface."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

Json = dict[str, Any]
ROOT = Path(__file__).parents[2]
SECRET_KEY, PUBLISHABLE_KEY, WEBHOOK_SECRET = "sk_test_peer", "pk_test_peer", "whsec_peer"
PATIENCE_SECONDS = 90
ENDS_WITHIN_SECONDS = 10


class ControlRefused(Exception):
    """The peer could not do what a test asked for."""

    def __init__(self, status: int, error: Json) -> None:
        super().__init__(f"{status}: {error.get('message')}")
        self.status, self.error = status, error


class Peer:
    """A client of a running peer. `address` is the base address of its API."""

    def __init__(self, address: str, secret_key: str = SECRET_KEY, publishable_key: str = PUBLISHABLE_KEY) -> None:
        self.address, self.secret_key, self.publishable_key = address, secret_key, publishable_key

    def ledger(self) -> Json:
        """All that the provider knows."""
        return self._ask("GET", "/_peer/ledger")

    def fault(self, operation: str, kind: str, **more: Any) -> None:
        """`more`: seconds=5.0, times=1 (None is always), probability=1.0, seed=0, browser=False."""
        self._ask("POST", "/_peer/faults", {"operation": operation, "kind": kind, **more})

    def clear_faults(self) -> None:
        """All is well again."""
        self._ask("DELETE", "/_peer/faults")

    def webhook(self, url: str | None = None, secret: str | None = None, mode: str = "normal", late_seconds: float = 1.0) -> None:
        """Where events go from now on, and how; without an address or a secret, to where they went before."""
        self._ask("POST", "/_peer/webhooks", {"url": url, "secret": secret, "mode": mode, "late_seconds": late_seconds})

    def flush_webhooks(self) -> int:
        """Sends what is held back; how many that were."""
        return self._ask("POST", "/_peer/webhooks/flush")["flushed"]

    def wait_for_webhooks(self, seconds: float = 40.0) -> bool:
        """Whether all that is not held back was delivered or given up, and nothing is left to happen by itself."""
        return self._ask("GET", f"/_peer/webhooks/idle?seconds={seconds}")["idle"]

    def send_webhook(self, event_id: str) -> int | None:
        """Sends an event again; the status of the answer."""
        return self._ask("POST", "/_peer/webhooks/send", {"event_id": event_id})["status"]

    def forge_webhook(self, type_: str, thing: Json, *, secret: str | None = None, age_seconds: int = 0) -> int | None:
        """Sends an event that never happened; with another secret or age, one that must be refused."""
        said = {"type": type_, "object": thing, "secret": secret, "age_seconds": age_seconds}
        return self._ask("POST", "/_peer/webhooks/forge", said)["status"]

    def fund(self, payment_intent: str, amount: int) -> Json:
        """A transfer arrives that names a payment; the PaymentIntent after it."""
        return self._ask("POST", "/_peer/fund", {"payment_intent": payment_intent, "amount": amount})

    def fund_customer(self, customer: str, currency: str, amount: int) -> None:
        """A transfer arrives without a reference."""
        self._ask("POST", "/_peer/fund", {"customer": customer, "currency": currency, "amount": amount})

    def authenticate(self, payment_intent: str, *, success: bool = True) -> Json:
        """The cardholder answers the bank; the PaymentIntent after it."""
        return self._ask("POST", "/_peer/authenticate", {"payment_intent": payment_intent, "success": success})

    def dispute(self, payment_intent: str) -> Json:
        """The cardholder disputes a payment; the dispute."""
        return self._ask("POST", "/_peer/dispute", {"payment_intent": payment_intent})

    def close_dispute(self, dispute: str, *, won: bool) -> Json:
        """The bank decides, from the merchant's side."""
        return self._ask("POST", "/_peer/dispute/close", {"dispute": dispute, "won": won})

    def refund_outside(self, payment_intent: str, amount: int | None = None) -> Json:
        """Somebody refunds in the provider's dashboard; the refund."""
        return self._ask("POST", "/_peer/refund", {"payment_intent": payment_intent, "amount": amount})

    def charge_outside(self, customer: str, amount: int, currency: str) -> Json:
        """A payment that the product never asked for; its PaymentIntent."""
        return self._ask("POST", "/_peer/charge", {"customer": customer, "amount": amount, "currency": currency})

    def forget(self, payment_intent: str) -> None:
        """The provider's record of a payment vanishes."""
        self._ask("POST", "/_peer/forget", {"payment_intent": payment_intent})

    def pause(self, operation: str, phase: str, notify: Path | None = None) -> None:
        """Holds the next such request, `before` or `after` it is carried out, until `resume`."""
        self._ask("POST", "/_peer/pause", {"operation": operation, "phase": phase, "notify": notify and str(notify)})

    def waiting(self, seconds: float = 30.0) -> list[Json]:
        """The requests that are held, as soon as there is one."""
        return self._ask("GET", f"/_peer/waiting?seconds={seconds}")["waiting"]

    def resume(self) -> int:
        """Lets go; how many were held."""
        return self._ask("POST", "/_peer/resume")["resumed"]

    def confirm_setup(self, client_secret: str, number: str, exp_month: int = 12, exp_year: int = 2098) -> tuple[int, Json]:
        """What the browser does with a card: status and body of Stripe's answer."""
        intent = client_secret.partition("_secret_")[0]
        return self._from_browser(f"/v1/setup_intents/{intent}/confirm", client_secret, number, exp_month, exp_year)

    def confirm_payment(self, client_secret: str, number: str, exp_month: int = 12, exp_year: int = 2098) -> tuple[int, Json]:
        """A payment confirmed by the browser with a card."""
        intent = client_secret.partition("_secret_")[0]
        return self._from_browser(f"/v1/payment_intents/{intent}/confirm", client_secret, number, exp_month, exp_year)

    def _from_browser(self, path: str, client_secret: str, number: str, month: int, year: int) -> tuple[int, Json]:
        card = {"number": number, "exp_month": month, "exp_year": year, "cvc": "123"}
        form = {f"payment_method_data[card][{name}]": value for name, value in card.items()}
        form |= {"payment_method_data[type]": "card", "client_secret": client_secret, "key": self.publishable_key}
        return self.call("POST", path, urlencode(form), {"Content-Type": "application/x-www-form-urlencoded"})

    def call(self, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None) -> tuple[int, Json]:
        """Any request as it is: status and body."""
        parts = urlsplit(self.address)
        line = HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE_SECONDS)
        try:
            line.request(method, path, body, headers or {})
            answer = line.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            line.close()

    def _ask(self, method: str, path: str, said: Json | None = None) -> Json:
        status, answer = self.call(method, path, None if said is None else json.dumps(said))
        if status != 200:
            raise ControlRefused(status, answer["error"])
        return answer


@contextmanager
def peer(
    *,
    port: int = 0,
    secret_key: str = SECRET_KEY,
    publishable_key: str = PUBLISHABLE_KEY,
    webhook_url: str | None = None,
    webhook_secret: str = WEBHOOK_SECRET,
) -> Iterator[Peer]:
    """A peer with an empty ledger, for as long as the block lasts."""
    command = [sys.executable, "-m", "tests.payment_peer", "--end-with-stdin", "--port", str(port)]
    command += ["--secret-key", secret_key, "--publishable-key", publishable_key, "--webhook-secret", webhook_secret]
    command += ["--webhook-url", webhook_url] if webhook_url else []
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Peer(_address(process), secret_key, publishable_key)
        finally:
            process.terminate()
            process.wait(ENDS_WITHIN_SECONDS)


def _address(process: subprocess.Popen[str]) -> str:
    said = process.stdout.readline() if process.stdout else ""
    if not said:
        raise RuntimeError(f"the payment peer did not start: it ended with {process.wait(ENDS_WITHIN_SECONDS)}")
    return str(json.loads(said)["address"])
