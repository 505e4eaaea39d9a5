"""The desk at work, and what partners hand to it."""

import sqlalchemy as sa
from dbos import DBOS
from sqlmodel import SQLModel

from actionpack_app.db import transaction
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.orders import Contact
from actionpack_app.domain.rights import Actor, Role
from actionpack_app.gateways.chance import new_id
from actionpack_app.gateways.clock import Clock
from actionpack_app.gateways.payments import get_payments
from actionpack_app.models import ActivityEntry, Person, Refund
from actionpack_app.services.desk.queue import Line, Section, show_desk
from actionpack_app.services.orders.place import place_order
from actionpack_app.services.orders.view import OrderView
from actionpack_app.services.sessions.sign_in import find_visitor, sign_in_as_sample
from actionpack_app.services.support.ask import ask_support
from actionpack_app.services.support.attach import attach
from actionpack_app.services.transfers.prove import ProofForm, submit_proof
from tests.integration.companies import Company
from tests.integration.requests import PDF, form
from tests.integration.rows import all_of, of, store_rows
from tests.integration.shopping import asked, bought, reviewed_by_card, reviewed_by_transfer, sandbox

AP = Offer.ACTION_PACK
GRACE = Contact("Grace Abbott", "+1 206-555-0100", "grace.abbott@fabrikam.example.com")
"""Whom an order by bank transfer names, as the product keeps it."""


def operator(role: Role, person_id: str = "", name: str = "Sam") -> Actor:
    """Somebody of the desk, signed in."""
    key = person_id or role.value
    if key not in {person.id for person in all_of(Person)}:
        store_rows(Person(id=key, partner_id=None, name=name, email=f"{key}@desk.example.com", role=role))
    visitor = find_visitor(sign_in_as_sample(key)[0], "")
    assert visitor is not None
    return visitor.actor


def finance() -> Actor:
    """Fiona, who looks after money."""
    return operator(Role.FINANCE, name="Fiona Grant")


def desk_admin() -> Actor:
    """Dana, who may do what finance does."""
    return operator(Role.DESK_ADMIN, name="Dana Iversen")


def waiting_at_desk(section: Section) -> tuple[Line, ...]:
    """The first page of one of the desk's lists."""
    return show_desk(finance(), section, 1).page.rows


def transferred(company: Company, offer: Offer = AP, clock: Clock | None = None) -> OrderView:
    """An order by bank transfer that waits for its payment."""
    return bought(company, reviewed_by_transfer(company, offer, clock), clock=clock)


def uploaded(company: Company, actor: Actor | None = None, content: bytes = PDF) -> str:
    """The id of a file that can be handed in."""
    return attach(actor or company.admin, "transfer.pdf", content, company.clock).id


def proof(company: Company, actor: Actor | None = None, **changed: str) -> ProofForm:
    """What a partner hands in, with some of it changed."""
    filled_in = {"paid_on": company.today.isoformat(), "paid_to": "US12 3456 7890", "reference": "TRX-4711"}
    if "attachment_id" not in changed:
        changed["attachment_id"] = uploaded(company, actor)
    return ProofForm(**(filled_in | changed))


def proved(company: Company, number: str, *, clock: Clock | None = None, **changed: str) -> OrderView:
    """The order with a proof that finance is to read."""
    return submit_proof(company.admin, number, proof(company, **changed), clock or company.clock)


def asks_to_cancel(company: Company, offer: Offer = AP) -> str:
    """The number of a request to cancel that was just made."""
    wanted = form(subscription_id=company.holds(offer).id, asks_to_cancel=True, submission=new_id())
    return ask_support(company.admin, wanted, company.clock)


def under_way(company: Company, last4: str = "4242") -> OrderView:
    """An order whose charge the provider has answered, and whose process died before the answer was kept."""
    order = reviewed_by_card(company, last4=last4)
    intent = place_order(company.admin, order.number, order.total, "", get_payments().name, company.clock)
    assert intent is not None
    asked(company, intent)
    return order


def carried(prefix: str) -> None:
    """Waits for the durable work of one fact, whose ids begin so; the engine also knows other tests' work, failed on purpose."""
    assert prefix.partition(":")[2], "whose work?"
    for known in DBOS.list_workflows(workflow_id_prefix=prefix):
        DBOS.retrieve_workflow(known.workflow_id).get_result(polling_interval_sec=0.02)


def refund_of(company: Company) -> Refund:
    """The company's one refund, once whoever carries it is done."""
    refunds_carried(company)
    (found,) = of(Refund, company)
    return found


def refunds_carried(company: Company) -> None:
    """Waits for whoever gives the company's money back."""
    for row in of(Refund, company):
        carried(f"refund:{row.id}")


def given_back() -> list[int]:
    """The amounts that the provider gave back."""
    made = min((row["created_at"] for row in sandbox().charges()), default=None)
    return [booking.amount.amount_minor for booking in sandbox().given_back_since(made)] if made else []


def actions(company: Company) -> list[str]:
    """What happened at a company, in order."""
    return [entry.action for entry in sorted(of(ActivityEntry, company), key=lambda entry: entry.id or 0)]


def change(table: type[SQLModel], key: str, **values: object) -> None:
    """Changes a row past the services."""
    with transaction() as session:
        session.execute(sa.update(table).where(sa.column("id") == key).values(**values))
