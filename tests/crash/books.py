"""Both sides' books after a crash: ours, read past the product, and the payment peer's ledger."""

import dataclasses
from collections import Counter
from typing import Any

from sqlalchemy import Engine, text

from tests.payment_peer.process import Peer

NOT_OVER = "SELECT count(*) FROM purchase_order o WHERE o.status = 'processing' AND NOT EXISTS (SELECT 1 FROM payment p WHERE p.order_id = o.id AND p.status = 'needs_authentication')"  # noqa: E501
REFUNDS_NOT_OVER = "SELECT count(*) FROM refund WHERE status = 'pending'"
TRANSFERS_NOT_OVER = "SELECT count(*) FROM payment p JOIN purchase_order o ON o.id = p.order_id WHERE p.method = 'transfer' AND p.status = 'pending' AND p.provider_ref IS NULL"  # noqa: E501


@dataclasses.dataclass(frozen=True)
class Found:
    """What became of one order."""

    number: str
    status: str
    charged: int
    invoices: int
    terms: int
    succeeded: int
    refunded: int
    credit_notes: int


class Books:
    """Reads both."""

    def __init__(self, engine: Engine, peer: Peer) -> None:
        self._engine, self._peer = engine, peer

    def unfinished(self) -> int:
        """What somebody still has to be at work on."""
        waiting = sum(int(self._one(question)) for question in (NOT_OVER, REFUNDS_NOT_OVER, TRANSFERS_NOT_OVER))
        return waiting + len(self._asked() & self._taken())

    def _asked(self) -> set[str]:
        """References of payments that we think the cardholder still has to confirm."""
        question = "SELECT provider_ref FROM payment WHERE status = 'needs_authentication'"
        with self._engine.connect() as connection:
            return {row[0] for row in connection.execute(text(question))}

    def _taken(self) -> set[str]:
        return {intent["id"] for intent in self._peer.ledger()["payment_intents"] if intent["status"] == "succeeded"}

    def orders(self, numbers: set[str]) -> list[Found]:
        """What became of these orders, by our books and by the ledger."""
        ledger = self._peer.ledger()
        intents = [intent for intent in ledger["payment_intents"] if _mark(intent, "order_number") in numbers]
        charged = Counter(_mark(intent, "order_number") for intent in intents if intent["status"] == "succeeded")
        back = Counter(
            _mark(refund, "order_number") for refund in ledger["refunds"] if refund["status"] in {"succeeded", "pending"}
        )
        return [self._order(number, charged[number], back[number]) for number in sorted(numbers)]

    def gaps(self) -> list[str]:
        """Document numbers that are missing in their series and year."""
        missing: list[str] = []
        for table in ("invoice", "credit_note"):
            with self._engine.connect() as connection:
                numbers = [row[0] for row in connection.execute(text(f"SELECT number FROM {table}"))]
            series: dict[str, set[int]] = {}
            for number in numbers:
                series.setdefault(number[:8], set()).add(int(number[9:]))
            missing += [f"{name}-{lost}" for name, found in series.items() for lost in set(range(1, max(found))) - found]
        return missing

    def totals(self) -> tuple[int, int]:
        """Orders that the provider was paid for by our books, and charges in its ledger that weren't given back as surplus."""
        paid = "SELECT count(*) FROM payment WHERE provider = 'stripe' AND status IN ('succeeded', 'refunded')"
        succeeded = [intent for intent in self._peer.ledger()["payment_intents"] if intent["status"] == "succeeded"]
        return int(self._one(paid)), len(succeeded)

    def invalid_requests(self) -> list[Any]:
        """Requests of ours that aren't valid against Stripe's API description."""
        return list(self._peer.ledger()["invalid_requests"])

    def intent_of(self, number: str) -> str:
        """The newest payment intent of an order."""
        intents = [intent for intent in self._peer.ledger()["payment_intents"] if _mark(intent, "order_number") == number]
        return str(max(intents, key=lambda intent: intent["created"])["id"])

    def _order(self, number: str, charged: int, back: int) -> Found:
        of = "(SELECT id FROM purchase_order WHERE number = :number)"
        return Found(
            number=number,
            status=str(self._one("SELECT status FROM purchase_order WHERE number = :number", number)),
            charged=charged,
            invoices=int(self._one(f"SELECT count(*) FROM invoice WHERE order_id = {of}", number)),
            terms=int(self._one(f"SELECT count(*) FROM subscription_term WHERE order_id = {of}", number)),
            succeeded=int(
                self._one(f"SELECT count(*) FROM payment WHERE status IN ('succeeded', 'refunded') AND order_id = {of}", number)
            ),
            refunded=back,
            credit_notes=int(self._one(f"SELECT count(*) FROM credit_note WHERE order_id = {of}", number)),
        )

    def _one(self, question: str, number: str = "") -> Any:
        with self._engine.connect() as connection:
            return connection.execute(text(question), {"number": number} if number else {}).scalar_one()


def _mark(thing: dict[str, Any], name: str) -> str:
    return str((thing.get("metadata") or {}).get(name, ""))


def untrue(found: Found) -> str:
    """What isn't true of an order; empty where all is."""
    facts = (found.charged, found.invoices, found.terms, found.succeeded)
    match found.status:
        case "paid":
            good = facts == (1, 1, 1, 1) and (found.refunded, found.credit_notes) == (0, 0)
        case "refunded":
            good = facts == (1, 1, 1, 1) and (found.refunded, found.credit_notes) == (1, 1)
        case "draft" | "processing" | "awaiting_payment":
            good = facts == (0, 0, 0, 0)
        case _other:
            good = False
    return "" if good else repr(found)
