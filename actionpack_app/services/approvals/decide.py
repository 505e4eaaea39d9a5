"""Approving and declining: once, by somebody else than who asked, in the app or from a mail."""

from sqlmodel import Session

from actionpack_app.db import transaction
from actionpack_app.domain.actions import to_decide, to_withdraw
from actionpack_app.domain.approvals import (
    ApprovalStatus,
    OwnRequest,
    Verdict,
)
from actionpack_app.domain.blockers import Blocker, LacksRight
from actionpack_app.domain.deeds import amount_facts
from actionpack_app.domain.eligibility import unmet
from actionpack_app.domain.errors import ApprovalNotOpen, InvalidInput, NotAllowed, OwnApproval
from actionpack_app.domain.money import Money
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.gateways.clock import Clock
from actionpack_app.gateways.contacts import clean_lines, length_problem
from actionpack_app.models import Approval, Order
from actionpack_app.repositories.activity import Activity
from actionpack_app.repositories.approvals import Approvals
from actionpack_app.repositories.orders import Orders
from actionpack_app.repositories.partners import Partners
from actionpack_app.services.approvals.standing import status_of
from actionpack_app.services.approvals.tell import tell_requester
from actionpack_app.services.membership.standing import today_of

REASON_MAX = 500


def decide_approval(actor: Actor, approval_id: str, verdict: Verdict, reason: object, clock: Clock) -> None:
    """Decides a request; `reason` is what the requester reads of a declined one, and has to be there.

    Raises: NotAllowed, NotFound, OwnApproval, ApprovalNotOpen, InvalidInput.
    """
    if not actor.may(Right.APPROVE):
        raise NotAllowed(Right.APPROVE)
    with transaction() as session:
        decide_in(session, actor, approval_id, verdict, reason, clock)


def decide_in(session: Session, actor: Actor, approval_id: str, verdict: Verdict, reason: object, clock: Clock) -> None:
    """The same within somebody's transaction."""
    approval, order, status = _locked(session, actor, approval_id, clock)
    for against in unmet(to_decide(actor, approval.requested_by, status)):
        raise _refusal(against, approval_id)
    said = clean_lines(reason) if verdict is Verdict.DECLINE else ""
    if verdict is Verdict.DECLINE and (problem := length_problem(said, REASON_MAX)):
        raise InvalidInput({"reason": problem})
    approval.status, approval.reason = verdict.leads_to, said
    approval.decided_by, approval.closed_at = actor.person_id, clock.now()
    partners = Partners(session, actor)
    tell_requester(session, approval, order, partners.mine(), partners.myself())
    action = "approval_given" if verdict is Verdict.APPROVE else "approval_declined"
    Activity(session, actor).record(
        action,
        clock.now(),
        subscription_id=approval.subscription_id,
        subject=order.number,
        **_change(approval),
    )


def withdraw_approval(actor: Actor, approval_id: str, clock: Clock) -> None:
    """Takes a request back; another one can be made. Raises NotAllowed, NotFound, ApprovalNotOpen."""
    if not actor.may(Right.BUY):
        raise NotAllowed(Right.BUY)
    with transaction() as session:
        approval, order, status = _locked(session, actor, approval_id, clock)
        for against in unmet(to_withdraw(actor, status)):
            raise _refusal(against, approval_id)
        approval.status, approval.closed_at = ApprovalStatus.WITHDRAWN, clock.now()
        Activity(session, actor).record(
            "approval_withdrawn",
            clock.now(),
            subscription_id=approval.subscription_id,
            subject=order.number,
            **_change(approval),
        )


def _locked(session: Session, actor: Actor, approval_id: str, clock: Clock) -> tuple[Approval, Order, ApprovalStatus]:
    """The order first, as whoever pays it does: then nobody decides while somebody pays."""
    order = Orders(session, actor).by_id(Approvals(session, actor).get(approval_id).order_id, lock=True)
    approval = Approvals(session, actor).get(approval_id, lock=True)
    return approval, order, status_of(approval, order, today_of(Partners(session, actor).mine(), clock))


def _refusal(against: Blocker, approval_id: str) -> Exception:
    match against:
        case LacksRight(right):
            return NotAllowed(right)
        case OwnRequest():
            return OwnApproval(approval_id)
        case _:
            return ApprovalNotOpen(approval_id)


def _change(approval: Approval) -> dict[str, str]:
    """What became of the request, for the activity."""
    amount = amount_facts(Money(approval.total_minor, approval.currency))
    return {"before": ApprovalStatus.REQUESTED, "after": approval.status, **amount}
