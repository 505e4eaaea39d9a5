"""The sandbox payment provider of demo and staging.

It behaves as a provider outside would: a ledger of its own, outside the product's transactions, idempotency keys, and
payments that are registered before they are charged. Card numbers stay in the browser: the card field sends a token
that names one of the documented test cards and its expiry date.
"""

import dataclasses
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.exc import IntegrityError

from actionpack_app.domain.errors import CardDeclined, NotATestCard, NotFound, NotificationRefused
from actionpack_app.domain.money import Money
from actionpack_app.domain.orders import RefundStatus
from actionpack_app.domain.reconciliation import Booking
from actionpack_app.gateways.chance import new_id
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.gateways.payments import (
    CardDetails,
    ChargeResult,
    CustomerProfile,
    Notification,
    Outcome,
    PaymentRequest,
    RefundResult,
    Subject,
    TransferState,
)
from actionpack_app.gateways.payments.measured import measured
from actionpack_app.gateways.payments.sandbox_ledger import Ledger, cards, payments, refunds


@dataclasses.dataclass(frozen=True, slots=True)
class Behaviour:
    """What a test card does: on Submit, when it is saved, and at each charge."""

    refused_when_saved: str = ""
    outcome: Outcome = Outcome.SUCCEEDED
    decline_code: str = ""


CARDS = {
    "4242": Behaviour(),
    "0002": Behaviour(refused_when_saved="card_declined"),
    "9995": Behaviour(refused_when_saved="insufficient_funds"),
    "0341": Behaviour(outcome=Outcome.DECLINED, decline_code="card_declined"),
    "3184": Behaviour(outcome=Outcome.NEEDS_AUTHENTICATION),
}
"""The documented test cards by their last four digits."""

_GONE = Behaviour(outcome=Outcome.DECLINED, decline_code="card_not_found")
_NOBODY_THERE = Behaviour(outcome=Outcome.DECLINED, decline_code="authentication_required")
_TOKEN = re.compile(r"sandbox_([0-9]{4})_(0[1-9]|1[0-2])([0-9]{2})_[A-Za-z0-9-]{8,40}")


_REGISTER = insert(payments)
_TO_CHARGE = select(payments).where(payments.c.ref == bindparam("payment")).with_for_update()
_CARD = select(cards).where(cards.c.ref == bindparam("card"))
_CHARGED = update(payments).where(payments.c.ref == bindparam("payment"))
"""What is asked for each payment, put together once; the values of a row come with the question."""


@measured
class SandboxPayments:
    """Cards, payments and refunds of the sandbox. It matches no bank transfers."""

    name = "sandbox"
    search_page = ""

    def __init__(self, database_url: str) -> None:
        self._ledger = Ledger(database_url)

    def close(self) -> None:
        """Gives the ledger's connections back."""
        self._ledger.close()

    def check(self) -> None:
        """The sandbox is always there."""

    def register_customer(self, profile: CustomerProfile) -> str:
        """The sandbox knows partners by our own id."""
        return profile.partner_id

    def begin_card(self, customer: str, marks: Mapping[str, str]) -> str:
        """The sandbox's card field needs no secret."""
        return ""

    def save_card(self, customer: str, token: str) -> CardDetails:
        """Keeps a documented test card. Raises CardDeclined, NotATestCard."""
        match = _TOKEN.fullmatch(token)
        if match is None or match[1] not in CARDS:
            raise NotATestCard
        month, year = int(match[2]), 2000 + int(match[3])
        today = SystemClock().now()
        if (year, month) < (today.year, today.month):
            raise CardDeclined("expired_card")
        if refusal := CARDS[match[1]].refused_when_saved:
            raise CardDeclined(refusal)
        ref = f"card_{new_id()}"
        with self._ledger.engine().begin() as connection:
            connection.execute(insert(cards).values(ref=ref, customer=customer, last4=match[1]))
        return CardDetails(ref, "Visa", match[1], month, year)

    def forget_card(self, card_ref: str) -> None:
        """Lets go of a card; payments by it are declined from now on."""
        with self._ledger.engine().begin() as connection:
            connection.execute(delete(cards).where(cards.c.ref == card_ref))

    def register(self, request: PaymentRequest) -> str:
        """Makes one record per idempotency key; a repetition gets the first one's reference."""
        row = {
            "ref": f"ch_{new_id()}",
            "idempotency_key": request.idempotency_key,
            "customer": request.customer,
            "card_ref": request.card_ref,
            "amount_minor": request.amount.amount_minor,
            "currency": request.amount.currency,
            "order_number": request.marks.get("order_number", ""),
            "outcome": Outcome.REGISTERED,
            "decline_code": "",
            "created_at": SystemClock().now(),
        }
        try:
            with self._ledger.engine().begin() as connection:
                connection.execute(_REGISTER, row)
        except IntegrityError:
            return _same(self._find(payments.c.idempotency_key == request.idempotency_key), row)
        return str(row["ref"])

    def charge(self, provider_ref: str, *, automatic: bool) -> ChargeResult:
        """Charges a registered payment, once; repetitions get the first answer."""
        with self._ledger.engine().begin() as connection:
            row = connection.execute(_TO_CHARGE, {"payment": provider_ref}).mappings().one_or_none()
            if row is None:
                raise NotFound(provider_ref)
            if row["outcome"] != Outcome.REGISTERED:
                return _result(row)
            card = connection.execute(_CARD, {"card": row["card_ref"]}).mappings().one_or_none()
            behaviour = _behaviour(card, row["customer"], automatic=automatic)
            values = {"outcome": behaviour.outcome, "decline_code": behaviour.decline_code, "charged_at": SystemClock().now()}
            connection.execute(_CHARGED, values | {"payment": provider_ref})
        return ChargeResult(provider_ref, behaviour.outcome, behaviour.decline_code)

    def look_up(self, provider_ref: str) -> ChargeResult:
        """Where a payment stands. Raises NotFound."""
        row = self._find(payments.c.ref == provider_ref)
        if row is None:
            raise NotFound(provider_ref)
        return _result(row)

    def cancel(self, provider_ref: str) -> ChargeResult:
        """Ends a payment that wasn't taken."""
        self._answer(provider_ref, (Outcome.REGISTERED, Outcome.NEEDS_AUTHENTICATION), Outcome.DECLINED, "cancelled")
        return self.look_up(provider_ref)

    def challenge(self, provider_ref: str) -> str:
        """The sandbox's questions stand in the dialog itself."""
        return ""

    def answer_challenge(self, provider_ref: str, *, complete: bool) -> None:
        """What the cardholder answers to the bank. The first answer counts; later ones change nothing."""
        outcome = Outcome.SUCCEEDED if complete else Outcome.DECLINED
        self._answer(provider_ref, (Outcome.NEEDS_AUTHENTICATION,), outcome, "" if complete else "authentication_failed")

    def matches_transfers(self, currency: str) -> bool:
        """Transfers are confirmed by the desk."""
        return False

    def expect_transfer(self, request: PaymentRequest) -> TransferState:
        """Never asked: it matches no transfers."""
        raise NotFound(request.idempotency_key)

    def look_up_transfer(self, provider_ref: str) -> TransferState:
        """Never asked: it matches no transfers."""
        raise NotFound(provider_ref)

    def unspent(self, customer: str, currency: str) -> Money:
        """Nothing is transferred to the sandbox."""
        return Money(0, currency)

    def refund(self, provider_ref: str, amount: Money, idempotency_key: str, marks: Mapping[str, str]) -> RefundResult:
        """Gives a payment back, once. Raises NotFound for one that was never taken."""
        if self.look_up(provider_ref).outcome is not Outcome.SUCCEEDED:
            raise NotFound(provider_ref)
        row = {
            "ref": f"re_{new_id()}",
            "idempotency_key": idempotency_key,
            "payment_ref": provider_ref,
            "amount_minor": amount.amount_minor,
            "currency": amount.currency,
            "created_at": SystemClock().now(),
        }
        try:
            with self._ledger.engine().begin() as connection:
                connection.execute(insert(refunds).values(**row))
        except IntegrityError:
            with self._ledger.engine().connect() as connection:
                known = select(refunds).where(refunds.c.payment_ref == provider_ref)
                return RefundResult(connection.execute(known).mappings().one()["ref"], RefundStatus.SUCCEEDED)
        return RefundResult(str(row["ref"]), RefundStatus.SUCCEEDED)

    def look_up_refund(self, refund_ref: str) -> RefundResult:
        """The sandbox gives back at once."""
        return RefundResult(refund_ref, RefundStatus.SUCCEEDED)

    def taken_since(self, since: datetime) -> Iterator[Booking]:
        """Every payment that was taken."""
        query = select(payments).where(payments.c.outcome == Outcome.SUCCEEDED, payments.c.created_at >= since)
        with self._ledger.engine().connect() as connection:
            for row in connection.execute(query).mappings():
                yield Booking(row["ref"], Money(row["amount_minor"], row["currency"]), row["order_number"], row["customer"])

    def given_back_since(self, since: datetime) -> Iterator[Booking]:
        """Every refund."""
        query = select(refunds).where(refunds.c.created_at >= since)
        with self._ledger.engine().connect() as connection:
            for row in connection.execute(query).mappings():
                yield Booking(row["ref"], Money(row["amount_minor"], row["currency"]))

    def read_notification(self, body: bytes, signature: str) -> Notification:
        """The sandbox sends none, so whoever sends one is somebody else."""
        raise NotificationRefused

    def look_at(self, notification: Notification) -> Subject:
        """The sandbox sends no notifications."""
        return Subject()

    def charges(self) -> list[RowMapping]:
        """Every payment that was asked to pay, for tests."""
        with self._ledger.engine().connect() as connection:
            return list(connection.execute(select(payments).where(payments.c.charged_at.is_not(None))).mappings())

    def _answer(self, ref: str, waiting: tuple[Outcome, ...], outcome: Outcome, code: str) -> None:
        stands = (payments.c.ref == ref) & payments.c.outcome.in_(waiting)
        with self._ledger.engine().begin() as connection:
            connection.execute(update(payments).where(stands).values(outcome=outcome, decline_code=code))

    def _find(self, condition: Any) -> RowMapping | None:
        with self._ledger.engine().connect() as connection:
            return connection.execute(select(payments).where(condition)).mappings().one_or_none()


def _behaviour(card: RowMapping | None, customer: str, *, automatic: bool) -> Behaviour:
    if card is None or card["customer"] != customer:
        return _GONE
    found = CARDS[card["last4"]]
    return _NOBODY_THERE if automatic and found.outcome is Outcome.NEEDS_AUTHENTICATION else found


def _same(known: RowMapping | None, row: Mapping[str, Any]) -> str:
    """The reference of what the key stood for the first time."""
    if known is None:
        raise NotFound(row["idempotency_key"])
    if any(known[name] != row[name] for name in ("amount_minor", "currency", "card_ref")):
        raise ValueError("an idempotency key was used again for another payment")
    return str(known["ref"])


def _result(row: RowMapping) -> ChargeResult:
    return ChargeResult(row["ref"], Outcome(row["outcome"]), row["decline_code"])
