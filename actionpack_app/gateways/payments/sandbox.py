"""The sandbox payment provider of demo and staging.

It behaves as a provider outside would: a ledger of its own, outside the product's transactions, and idempotency keys
that answer a repeated charge as the first time. Card numbers stay in the browser: the card field sends a token that
names one of the documented test cards and its expiry date.
"""

import dataclasses
import re
import threading
from pathlib import Path
from typing import Any

from sqlalchemy import BigInteger, Column, DateTime, Engine, MetaData, String, Table, create_engine, insert, select, text, update
from sqlalchemy.engine import RowMapping, make_url
from sqlalchemy.exc import IntegrityError

from actionpack_app.db import WRITER, make_engine
from actionpack_app.domain.errors import CardDeclined, NotATestCard, NotFound
from actionpack_app.gateways.chance import new_id
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.gateways.payments import CardDetails, ChargeRequest, ChargeResult, Outcome


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

_TOKEN = re.compile(r"sandbox_([0-9]{4})_(0[1-9]|1[0-2])([0-9]{2})_[A-Za-z0-9-]{8,40}")

_metadata = MetaData()
_cards = Table(
    "sandbox_card",
    _metadata,
    Column("ref", String(64), primary_key=True),
    Column("customer", String(36), nullable=False),
    Column("last4", String(4), nullable=False),
)
_charges = Table(
    "sandbox_charge",
    _metadata,
    Column("ref", String(64), primary_key=True),
    Column("idempotency_key", String(80), unique=True, nullable=False),
    Column("card_ref", String(64), nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("description", String(200), nullable=False),
    Column("outcome", String(24), nullable=False),
    Column("decline_code", String(40), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
)


class SandboxPayments:
    """Cards and charges of the sandbox."""

    name = "sandbox"

    def __init__(self, database_url: str) -> None:
        self._url = database_url
        self._made: Engine | None = None
        self._making = threading.Lock()

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
        with self._ledger().begin() as connection:
            connection.execute(insert(_cards).values(ref=ref, customer=customer, last4=match[1]))
        return CardDetails(ref, "Visa", match[1], month, year)

    def charge(self, request: ChargeRequest) -> ChargeResult:
        """Charges a kept card once per idempotency key; a repetition gets the first answer."""
        try:
            with self._ledger().begin() as connection:
                card = connection.execute(select(_cards).where(_cards.c.ref == request.card_ref)).mappings().one_or_none()
                if card is None or card["customer"] != request.customer:
                    return ChargeResult("", Outcome.DECLINED, "card_not_found")
                behaviour = CARDS[card["last4"]]
                ref = f"ch_{new_id()}"
                connection.execute(insert(_charges).values(**self._row(ref, request, behaviour)))
        except IntegrityError:
            return self._repeated(request)
        return ChargeResult(ref, behaviour.outcome, behaviour.decline_code)

    def look_up(self, idempotency_key: str) -> ChargeResult | None:
        """What became of a charge."""
        row = self._find(_charges.c.idempotency_key == idempotency_key)
        return _result(row) if row is not None else None

    def answer_challenge(self, provider_ref: str, *, complete: bool) -> None:
        """What the cardholder answers to the bank. The first answer counts; later ones change nothing."""
        outcome = Outcome.SUCCEEDED if complete else Outcome.DECLINED
        code = "" if complete else "authentication_failed"
        waiting = (_charges.c.ref == provider_ref) & (_charges.c.outcome == Outcome.NEEDS_AUTHENTICATION)
        with self._ledger().begin() as connection:
            connection.execute(update(_charges).where(waiting).values(outcome=outcome, decline_code=code))

    def charges(self) -> list[RowMapping]:
        """The whole ledger of charges, for tests and reconciliation."""
        with self._ledger().connect() as connection:
            return list(connection.execute(select(_charges)).mappings())

    def _repeated(self, request: ChargeRequest) -> ChargeResult:
        row = self._find(_charges.c.idempotency_key == request.idempotency_key)
        if row is None:
            raise NotFound(request.idempotency_key)
        if (row["amount_minor"], row["currency"], row["card_ref"]) != (
            request.amount.amount_minor,
            request.amount.currency,
            request.card_ref,
        ):
            raise ValueError("an idempotency key was used again for another charge")
        return _result(row)

    def _row(self, ref: str, request: ChargeRequest, behaviour: Behaviour) -> dict[str, Any]:
        return {
            "ref": ref,
            "idempotency_key": request.idempotency_key,
            "card_ref": request.card_ref,
            "amount_minor": request.amount.amount_minor,
            "currency": request.amount.currency,
            "description": request.description,
            "outcome": behaviour.outcome,
            "decline_code": behaviour.decline_code,
            "created_at": SystemClock().now(),
        }

    def _find(self, condition: Any) -> RowMapping | None:
        with self._ledger().connect() as connection:
            return connection.execute(select(_charges).where(condition)).mappings().one_or_none()

    def _ledger(self) -> Engine:
        with self._making:
            if self._made is None:
                self._made = _open_ledger(self._url)
            return self._made


def _result(row: RowMapping) -> ChargeResult:
    return ChargeResult(row["ref"], Outcome(row["outcome"]), row["decline_code"])


def _open_ledger(database_url: str) -> Engine:
    """A file beside the database for SQLite; a schema of its own in PostgreSQL."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        beside = Path(url.database or "var/actionpack.db").with_name("sandbox-provider.db")
        ledger = make_engine(f"sqlite:///{beside}").execution_options(**{WRITER: True})
    else:
        ledger = create_engine(
            url, pool_pre_ping=True, hide_parameters=True, connect_args={"options": "-csearch_path=sandbox_provider"}
        )
    with ledger.begin() as connection:  # one process after the other: the first makes what the others find
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(7311502)"))
            connection.execute(text("CREATE SCHEMA IF NOT EXISTS sandbox_provider"))
        _metadata.create_all(connection)
    return ledger
