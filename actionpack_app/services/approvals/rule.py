"""The company's rule: from which amount on an order needs a second admin's approval."""

import dataclasses

from babel import numbers
from sqlmodel import Session

from actionpack_app.db import transaction
from actionpack_app.domain.approvals import rule_can_work
from actionpack_app.domain.errors import InvalidInput, NoApprover, NotAllowed
from actionpack_app.domain.money import Money, from_major
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.gateways.clock import Clock
from actionpack_app.gateways.contacts import clean
from actionpack_app.repositories.activity import Activity
from actionpack_app.repositories.approvals import Approvals
from actionpack_app.repositories.partners import Partners

MOST_MINOR = 2_000_000_000
"""No order costs more, in any currency."""


@dataclasses.dataclass(frozen=True, slots=True)
class Rule:
    """What stands now."""

    above: Money | None
    """None where no order needs approval."""
    currency: str
    approvers: tuple[str, ...]
    """Names of those who can approve."""
    can_work: bool
    """Whether anybody could approve what somebody else asks for."""


def read_rule(session: Session, actor: Actor) -> Rule:
    """The rule of the actor's company, within somebody's transaction."""
    partner, approvals = Partners(session, actor).mine(), Approvals(session, actor)
    above, approvers = partner.approval_above_minor, approvals.approvers()
    return Rule(
        above=None if above is None else Money(above, partner.currency),
        currency=partner.currency,
        approvers=tuple(person.name for person in approvers),
        can_work=rule_can_work(len(approvals.buyers()), len(approvers)),
    )


def set_rule(actor: Actor, amount: object, clock: Clock) -> None:
    """Has orders above `amount`, as it is typed, wait for approval from now on; None lets all of them be paid at once.

    Orders that were placed stay placed. Raises: NotAllowed, InvalidInput, NoApprover where nobody could approve what
    another one asks for.
    """
    if not actor.may(Right.APPROVE):
        raise NotAllowed(Right.APPROVE)
    with transaction() as session:
        partner = Partners(session, actor).mine(lock=True)
        before, after = partner.approval_above_minor, None if amount is None else _amount(amount, partner.currency)
        if after is not None and not read_rule(session, actor).can_work:
            raise NoApprover(actor.partner_id)
        if after == before:
            return
        partner.approval_above_minor = after
        Activity(session, actor).record(
            "approval_rule_set", clock.now(), before=_code(before), after=_code(after), currency=partner.currency
        )


def _amount(typed: object, currency: str) -> int:
    """Minor units of an amount as both our languages write it. Raises InvalidInput."""
    text = clean(typed)[:40]
    if not text:
        raise InvalidInput({"amount": "required"})
    try:
        minor = from_major(numbers.parse_decimal(text, locale="en", strict=True), currency).amount_minor
    except ValueError:  # babel's own is one of them
        raise InvalidInput({"amount": "money"}) from None
    if not 0 <= minor <= MOST_MINOR:
        raise InvalidInput({"amount": "money"})
    return minor


def _code(above_minor: int | None) -> str:
    """As the activity keeps it."""
    return "none" if above_minor is None else str(above_minor)
