"""The approval of an order in words: for the dialog and for the offer's tile."""

import dataclasses

from actionpack_app.domain.approvals import ApprovalStatus
from actionpack_app.messages import _
from actionpack_app.messages.formats import format_date, format_day_of, format_moment, format_money
from actionpack_app.services.approvals.standing import ApprovalFacts, NeededApproval

NONE, ASK, WAITING, APPROVED = "", "ask", "waiting", "approved"
"""What the review shows in the place of Buy, or above it."""


@dataclasses.dataclass(frozen=True)
class ApprovalShown:
    """What an order needs of approval."""

    face: str = NONE
    id: str = ""
    rule: str = ""
    """From which amount on, and who will be asked; or that nobody could be."""
    can_ask: bool = False
    text: str = ""
    """How far the last request is; empty where there was none."""
    until: str = ""
    said: str = ""
    """What was written to those who are asked."""
    message: str = ""
    """What is being typed to them."""


def show_approval(needed: NeededApproval | None, message: str) -> ApprovalShown:
    """What the dialog shows of it."""
    if needed is None:
        return ApprovalShown()
    newest = needed.newest
    return ApprovalShown(
        face=_face(needed),
        id=newest.id if newest else "",
        rule=_rule(needed),
        can_ask=bool(needed.asked),
        text=approval_text(needed) if newest and needed.status is not ApprovalStatus.WITHDRAWN else "",
        until=_("The request is open until {until}.").format(until=format_date(newest.last_day)) if newest else "",
        said=newest.message if newest else "",
        message=message,
    )


def approval_text(needed: NeededApproval) -> str:
    """How far the last request is, in a sentence or two; empty where there was none."""
    newest = needed.newest
    if newest is None:
        return ""
    match newest.status:
        case ApprovalStatus.REQUESTED:
            return _waits(needed, newest)
        case ApprovalStatus.APPROVED:
            sentence = _("{name} approved this order on {day}. It can be bought until {until}.")
            return sentence.format(name=newest.decided_by, day=_closed(needed, newest), until=format_date(newest.last_day))
        case ApprovalStatus.DECLINED:
            sentence = _("{name} declined this order on {day}: {reason}")
            return sentence.format(name=newest.decided_by, day=_closed(needed, newest), reason=newest.reason)
        case ApprovalStatus.WITHDRAWN:
            return _("The request for approval was withdrawn.")
        case ApprovalStatus.EXPIRED:
            return _("The last request is no longer valid: its time is over, or the price or the dates have changed.")


def _face(needed: NeededApproval) -> str:
    match needed.status:
        case ApprovalStatus.APPROVED:
            return APPROVED
        case ApprovalStatus.REQUESTED:
            return WAITING
        case _:
            return ASK


def _rule(needed: NeededApproval) -> str:
    amount = format_money(needed.above)
    if not needed.asked:
        return _(
            "Orders above {amount} need a second admin's approval, and nobody else could give it. Add another Global admin, or have an MPN partner admin ask for it."
        ).format(amount=amount)
    sentence = _("Orders above {amount} need a second admin's approval. {names} will be asked.")
    return sentence.format(amount=amount, names=", ".join(needed.asked))


def _waits(needed: NeededApproval, newest: ApprovalFacts) -> str:
    since = format_moment(newest.requested_at, needed.time_zone)
    if not needed.asked:
        return _(
            "{name} asked for approval on {since}, and nobody else can give it now. Add another Global admin; or withdraw the request, and have somebody else ask."
        ).format(name=newest.requested_by, since=since)
    sentence = _("Waits for approval since {since}: {name} has asked {names}.")
    return sentence.format(since=since, name=newest.requested_by, names=", ".join(needed.asked))


def _closed(needed: NeededApproval, newest: ApprovalFacts) -> str:
    return format_day_of(newest.closed_at, needed.time_zone) if newest.closed_at else ""
