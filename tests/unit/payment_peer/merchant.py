"""A merchant's server in a few words, on nothing but HTTP."""

import json
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.payment_peer.process import Peer

PAYS, DECLINES, ASKS, REFUND_FAILS = "4242424242424242", "4000000000000341", "4000002760003184", "4000000000005126"
BANK_TRANSFER = {
    "payment_method_types[]": "customer_balance",
    "payment_method_data[type]": "customer_balance",
    "payment_method_options[customer_balance][funding_type]": "bank_transfer",
    "payment_method_options[customer_balance][bank_transfer][type]": "us_bank_transfer",
}
Json = dict[str, Any]


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: Json

    @property
    def error(self) -> Json:
        return self.body["error"]


class Merchant:
    def __init__(self, peer: Peer, key: str = "sk_test_peer") -> None:
        self._address, self._key, self._peer = urlsplit(peer.address), key, peer

    def ask(self, method: str, path: str, form: Json | None = None, *, key: str | None = None) -> Reply:
        """`key` is the idempotency key."""
        headers = {"Authorization": f"Bearer {self._key}", "Content-Type": "application/x-www-form-urlencoded"}
        headers |= {"Idempotency-Key": key} if key else {}
        line = HTTPConnection(self._address.hostname or "", self._address.port, timeout=30)
        try:
            line.request(method, path, urlencode(form) if form else None, headers)
            answer = line.getresponse()
            return Reply(answer.status, dict(answer.getheaders()), json.loads(answer.read()))
        finally:
            line.close()

    def post(self, path: str, form: Json | None = None, *, key: str | None = None) -> Reply:
        return self.ask("POST", path, form, key=key)

    def get(self, path: str) -> Json:
        reply = self.ask("GET", path)
        assert reply.status == 200, reply.body
        return reply.body

    def meanwhile(self, path: str, form: Json | None = None, *, key: str | None = None) -> Future[Reply]:
        """The same on a thread of its own."""
        pool = ThreadPoolExecutor(1)
        future = pool.submit(self.post, path, form, key=key)
        pool.shutdown(wait=False)
        return future

    def customer(self, **details: str) -> str:
        return self.post("/v1/customers", {"name": "Fabrikam", "email": "billing@fabrikam.example.com"} | details).body["id"]

    def saved_card(self, customer: str, number: str = PAYS) -> str:
        intent = self.post("/v1/setup_intents", {"customer": customer, "payment_method_types[]": "card"}).body
        status, confirmed = self._peer.confirm_setup(intent["client_secret"], number)
        assert status == 200, confirmed
        return confirmed["payment_method"]

    def payment(self, customer: str, card: str, **more: str) -> Reply:
        """A payment of 100 dollars with a saved card, confirmed with nobody there."""
        form = {"amount": "10000", "currency": "usd", "customer": customer, "payment_method": card}
        form |= {"payment_method_types[]": "card", "confirm": "true", "off_session": "true"}
        return self.post("/v1/payment_intents", form | more)

    def paid(self, number: str = PAYS) -> Json:
        """A new customer's payment of 100 dollars, which went through."""
        customer = self.customer()
        reply = self.payment(customer, self.saved_card(customer, number))
        assert reply.body["status"] == "succeeded", reply.body
        return reply.body

    def invoice(self, customer: str, amount: int = 10000, **more: str) -> Json:
        """A payment in dollars that waits for a bank transfer."""
        form = {"amount": str(amount), "currency": "usd", "customer": customer, "confirm": "true"} | BANK_TRANSFER
        reply = self.post("/v1/payment_intents", form | more)
        assert reply.status == 200, reply.body
        return reply.body
