"""Companies that want a second admin's approval, and what their people do about it."""

from actionpack_app.domain.approvals import Verdict
from actionpack_app.domain.rights import Actor, Role
from actionpack_app.gateways.clock import Clock
from actionpack_app.models import Approval, Person
from actionpack_app.services.approvals.by_mail import approval_token
from actionpack_app.services.approvals.decide import decide_approval
from actionpack_app.services.approvals.request import request_approval
from actionpack_app.services.approvals.rule import set_rule
from actionpack_app.services.orders.view import OrderView
from actionpack_app.services.sessions.sign_in import find_visitor, sign_in_as_sample
from tests.integration.companies import Company
from tests.integration.rows import of, store_rows
from tests.integration.shopping import reviewed_by_card


def buyer(company: Company) -> Actor:
    """The MPN partner admin, who buys and can't approve."""
    return company.person(Role.PARTNER_ADMIN)


def second_admin(company: Company, name: str = "Bo Second", role: Role = Role.GLOBAL_ADMIN) -> Actor:
    """Somebody else who joins the company, signed in."""
    key = f"{name.split(maxsplit=1)[0].lower()}-{company.id[:20]}"
    store_rows(Person(id=key, partner_id=company.id, name=name, email=f"{key}@example.com", role=role))
    visitor = find_visitor(sign_in_as_sample(key)[0], "192.0.2.8")
    assert visitor is not None
    return visitor.actor


def above(company: Company, amount: str = "400") -> None:
    """The company wants approval of orders above an amount."""
    set_rule(company.admin, amount, company.clock)


def requested(
    company: Company, *, actor: Actor | None = None, message: str = "For the new year", clock: Clock | None = None
) -> OrderView:
    """An order that waits for its approval; the MPN partner admin has asked."""
    who, when = actor or buyer(company), clock or company.clock
    order = reviewed_by_card(company, actor=who, clock=when)
    return request_approval(who, order.number, order.total, "", message, when)


def approved(company: Company) -> OrderView:
    """An order that the MPN partner admin asked about and the Global admin has approved."""
    order = requested(company)
    decide_approval(company.admin, the_one(company).id, Verdict.APPROVE, "", company.clock)
    return order


def the_one(company: Company) -> Approval:
    """The company's only request."""
    (found,) = of(Approval, company)
    return found


def link_of(company: Company, reader: Actor) -> str:
    """The token in a reader's mail."""
    return approval_token(the_one(company).id, reader.person_id)
