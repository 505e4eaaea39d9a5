"""Approvals in words, in the language of the context."""

from actionpack_app.domain.approvals import (
    ApprovalIs,
    ApprovalStatus,
    NotApproved,
    OwnRequest,
)
from actionpack_app.messages import _
from actionpack_app.messages.formats import format_date

TONE_OF_APPROVAL = {
    ApprovalStatus.REQUESTED: "warn",
    ApprovalStatus.APPROVED: "ok",
    ApprovalStatus.DECLINED: "danger",
    ApprovalStatus.WITHDRAWN: "neutral",
    ApprovalStatus.EXPIRED: "neutral",
}
"""How an approval looks; its name says the same."""


def approval_status_name(status: ApprovalStatus) -> str:
    """What an approval's status is called."""
    return {
        ApprovalStatus.REQUESTED: _("Waits for approval"),
        ApprovalStatus.APPROVED: _("Approved"),
        ApprovalStatus.DECLINED: _("Declined"),
        ApprovalStatus.WITHDRAWN: _("Withdrawn"),
        ApprovalStatus.EXPIRED: _("No longer valid"),
    }[status]


def explain_approval(blocker: NotApproved | OwnRequest | ApprovalIs) -> str:
    """What stands against paying, or against deciding."""
    match blocker:
        case OwnRequest():
            return _("You asked for this approval yourself. Somebody else has to give it.")
        case ApprovalIs(status):
            return _("This request can't be decided any more: {status}.").format(status=approval_status_name(status))
        case NotApproved(ApprovalStatus.REQUESTED, since) if since is not None:
            return _("A second admin's approval is awaited since {since}.").format(since=format_date(since))
        case NotApproved(ApprovalStatus.DECLINED):
            return _("A second admin has declined this order. You can change it and ask again.")
        case NotApproved():
            return _("A second admin has to approve this order. You can ask for it in the last step before buying.")


def explain_paying_is_approved() -> str:
    """The condition that is met."""
    return _("A second admin has approved this order.")
