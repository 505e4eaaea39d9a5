"""One crash: somebody is at the point of paying, the server is killed, it comes back; what does everybody see then?"""

import dataclasses
import random
import uuid
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, text
from sqlmodel import Session

from actionpack_app.db import WRITER
from actionpack_app.models import SupportRequest
from actionpack_app.models.support import ProblemType, RequestStatus
from tests.crash.books import Books, untrue
from tests.crash.servers import Server
from tests.crash.visitor import CHECKOUT, DESK, Visitor, make_partner
from tests.crash.year import automatic_order, moved, moving, play, untold
from tests.payment_peer.process import Peer

PAYS, DECLINES, ASKS = "4242424242424242", "4000000000000341", "4000002760003184"
CONTACT = {"contact_name": "Grace Abbott", "contact_phone": "+1 206-555-0100", "contact_email": "grace@example.com"}
SETTLED = {"paid", "review", "transfer", "authenticate", "refused"}
OVER_WITHIN_LOOKS = 600


@dataclasses.dataclass
class House:
    """Everything that a trial needs."""

    servers: list[Server]
    engine: Engine
    peer: Peer
    books: Books
    key: str
    finance: str
    """The id of the desk's finance person."""


@dataclasses.dataclass
class Customer:
    """Somebody who is at the review of an order."""

    visitor: Visitor
    number: str
    told: str = ""
    """Where the dialog stood when the server died."""
    desk: Visitor | None = None
    """Finance, about to decide the partner's cancellation."""
    partner: str = ""


@dataclasses.dataclass(frozen=True)
class Trial:
    """What is done, and at which boundary the server dies; 0 for a random instant."""

    kind: str
    boundary: int
    customers: int = 1


def run(house: House, trial: Trial, chance: random.Random) -> tuple[list[str], int]:
    """Runs one; what was untrue afterwards, and how many boundaries were passed."""
    customers = [at_the_point(house, trial.kind, house.servers[at % len(house.servers)]) for at in range(trial.customers)]
    victim = house.servers[0]
    victim.arm(trial.boundary or 10_000)
    for customer in customers:
        _act(house, trial.kind, customer)
    if trial.boundary == 0:
        victim.alive(chance.uniform(0.0, 0.25))
        victim.kill()
    for customer in customers:
        customer.told = customer.visitor.wait_for(SETTLED, 1.5)
    victim.alive(0.5)
    passed = victim.boundaries()
    victim.kill()
    comes_back = len(house.servers) == 1 or chance.random() < 0.5
    if comes_back:
        victim.start()
    problems = _judge(house, trial, customers)
    if not comes_back:
        victim.start()
    for customer in customers:
        customer.visitor.close()
        if customer.desk is not None:
            customer.desk.close()
    return problems, passed


def at_the_point(house: House, kind: str, server: Server) -> Customer:
    """Everything up to the click that is to be interrupted."""
    partner, person = make_partner(server.address, house.key, "fabrikam")
    visitor = Visitor(server.address, person)
    visitor.connect()
    visitor.send(CHECKOUT, "open", offer="action_pack")
    visitor.wait_for({"method"})
    number = str(visitor.order["number"])
    if kind == "transfer":
        visitor.send(CHECKOUT, "choose_transfer")
        visitor.send(CHECKOUT, "submit", form=CONTACT)
    else:
        secret = visitor.post("/api/cards/setup", {"order": number})["secret"]
        _status, setup = house.peer.confirm_setup(secret, {"decline": DECLINES, "authenticate": ASKS}.get(kind, PAYS))
        visitor.send(CHECKOUT, "submit_card", token=setup["id"])
    visitor.wait_for({"review"})
    customer = Customer(visitor, number, partner=partner)
    if kind == "authenticate":
        visitor.send(CHECKOUT, "buy", form={})
        visitor.wait_for({"authenticate"})
    if kind in {"refund", "year"}:
        visitor.send(CHECKOUT, "buy", form={})
        visitor.wait_for({"paid"})
    if kind == "refund":
        _ask_to_cancel(house, number)
        customer.desk = _about_to_refund(house, server, number)
    return customer


def _about_to_refund(house: House, server: Server, number: str) -> Visitor:
    desk = Visitor(server.address, house.finance)
    desk.connect()
    desk.send(DESK, "choose", section="cancellations")
    desk.settle(0.5)
    desk.send(DESK, "ask", action="refund", key=f"SR-{number}"[:20])
    desk.settle(0.5)
    return desk


def _act(house: House, kind: str, customer: Customer) -> None:
    visitor = customer.visitor
    if kind == "authenticate":
        house.peer.authenticate(house.books.intent_of(customer.number))
        visitor.send(CHECKOUT, "answered")
    elif kind == "year":
        play(visitor.address, house.key, customer.partner)
    elif customer.desk is not None:
        customer.desk.send(DESK, "decide", form={})
    else:
        visitor.order = {}
        visitor.send(CHECKOUT, "buy", form={})


def _ask_to_cancel(house: House, number: str) -> None:
    """The partner's request, as the form would have stored it."""
    with Session(house.engine) as session:
        session.connection(execution_options={WRITER: True})
        found = session.connection().execute(
            text("SELECT subscription_id, partner_id, created_by FROM purchase_order WHERE number = :number"), {"number": number}
        )
        subscription, partner, person = found.one()
        now = datetime.now(UTC)
        session.add(
            SupportRequest(
                id=str(uuid.uuid4()),
                number=f"SR-{number}"[:20],
                partner_id=partner,
                created_by=person,
                problem=ProblemType.BILLING,
                title="Cancel",
                contact_name="Grace Abbott",
                contact_email="grace@example.com",
                subscription_id=subscription,
                asks_to_cancel=True,
                status=RequestStatus.OPEN,
                created_at=now,
                updated_at=now,
                waits_since=now,
            )
        )
        session.commit()


def _judge(house: House, trial: Trial, customers: list[Customer]) -> list[str]:
    """Waits until everything has come to its end, then compares both sides' books, and what people are shown."""
    problems: list[str] = []
    living = next(server for server in house.servers if server.alive())
    for _look in range(OVER_WITHIN_LOOKS):
        if house.books.unfinished() + moving(house.engine) == 0:
            break
        living.alive(0.1)
    else:
        problems.append("something never came to its end")
    if trial.kind == "transfer":
        problems += _fund(house, customers, living)
    for found in house.books.orders({customer.number for customer in customers}):
        if wrong := untrue(found):
            problems.append(wrong)
    for customer in customers:
        problems += _year(house, customer) if trial.kind == "year" else _dialog(house, customer, living)
    return [f"{trial}: {problem}" for problem in problems]


def _fund(house: House, customers: list[Customer], living: Server) -> list[str]:
    """The transfers arrive: what was expected is paid, once."""
    placed = {found.number for found in house.books.orders({c.number for c in customers}) if found.status == "awaiting_payment"}
    for number in placed:
        intent = house.books.intent_of(number)
        amount = next(one["amount"] for one in house.peer.ledger()["payment_intents"] if one["id"] == intent)
        house.peer.fund(intent, amount)
    for _look in range(OVER_WITHIN_LOOKS):
        if all(found.status == "paid" for found in house.books.orders(placed)):
            return []
        living.alive(0.1)
    return ["a transfer that arrived wasn't counted"]


def _year(house: House, customer: Customer) -> list[str]:
    """The year was played to its end: one charge on the anniversary, every notice once; or the move was never begun."""
    if not moved(house.engine, customer.partner):
        return []
    number = automatic_order(house.engine, customer.partner)
    found = house.books.orders({number}) if number else []
    paid = bool(found) and found[0].status == "paid" and not untrue(found[0])
    wrong = ["" if paid else f"the automatic renewal: {found}", untold(house.engine, customer.partner)]
    return [problem for problem in wrong if problem]


def _dialog(house: House, customer: Customer, living: Server) -> list[str]:
    """What the dialog says now, in a new tab, and what it said before: none of it may be untrue."""
    (found,) = house.books.orders({customer.number})
    paid = found.status in {"paid", "refunded"}
    customer.visitor.connect(living.address)
    customer.visitor.send(CHECKOUT, "open", offer="action_pack")
    step = customer.visitor.wait_for(SETTLED | {"method"})
    number = str(customer.visitor.order.get("number", ""))
    problems: list[str] = []
    if customer.told == "paid" and not paid:
        problems.append(f"{customer.number} was told that it is paid")
    if found.status == "paid" and step != "refused":
        problems.append(f"{customer.number} is paid, and the dialog stands at {step!r}")
    if found.status == "draft" and (step not in {"review", "method"} or number != customer.number):
        problems.append(f"{customer.number} is a draft, and the dialog stands at {step!r} of {number}")
    if step == "paying":
        problems.append(f"{customer.number} is still being processed")
    return problems


def finance_of(address: str, engine: Engine) -> str:
    """The desk's finance person."""
    del address
    with engine.connect() as connection:
        found: Any = connection.execute(text("SELECT id FROM person WHERE role = 'finance' LIMIT 1")).scalar_one()
    return str(found)
