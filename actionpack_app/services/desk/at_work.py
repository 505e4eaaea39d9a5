"""An operator at work on one company's things: its rows, its own time, the operator's name."""

from sqlmodel import Session

from actionpack_app.domain.errors import InvalidInput, NotAllowed
from actionpack_app.domain.rights import Actor, Right, inside
from actionpack_app.gateways.clock import Clock, clock_of
from actionpack_app.gateways.contacts import clean, length_problem
from actionpack_app.models import Partner
from actionpack_app.repositories.partners import Partners


def check_finance(operator: Actor) -> None:
    """Whether somebody is of the desk's finance, before anything else is looked at. Raises NotAllowed."""
    if not operator.may(Right.DESK_MONEY):
        raise NotAllowed(Right.DESK_MONEY)


def said(field: str, text: str, most: int) -> str:
    """What the desk has to write, such as a reason. Raises InvalidInput."""
    written = clean(text)
    if problem := length_problem(written, most):
        raise InvalidInput({field: problem})
    return written


def at_work(session: Session, operator: Actor, partner_id: str) -> tuple[Actor, Clock, Partner]:
    """The operator inside the company, the company's clock, and the company. Raises NotFound."""
    acting = inside(operator, partner_id)
    partner = Partners(session, acting).mine()
    return acting, clock_of(partner.clock_at), partner
