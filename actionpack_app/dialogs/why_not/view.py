"""One condition in words, with the way to meet it."""

import dataclasses

from actionpack_app.domain.actions import Action
from actionpack_app.domain.approvals import (
    ApprovalStatus,
    NotApproved,
)
from actionpack_app.domain.blockers import (
    CancellationOpen,
    ClosedOn,
    EndedOn,
    GoldIncludesSilver,
    ManagedElsewhere,
    NotQualified,
    OpensOn,
    RenewalIsOff,
    TransferOpen,
)
from actionpack_app.domain.eligibility import Condition
from actionpack_app.domain.offers import Offer
from actionpack_app.messages import _, current_locale
from actionpack_app.messages.reasons import explain_condition
from actionpack_app.routes import (
    APPROVALS,
    COMPANY,
    COMPETENCIES,
    OFFERS,
    RENEWAL_CHECK,
    SUPPORT_NEW,
    localized,
    order,
    subscription,
    support_request,
)
from actionpack_app.services.eligibility.conditions import ReadConditions


@dataclasses.dataclass(frozen=True)
class ConditionShown:
    """One condition."""

    met: bool
    sentence: str
    way: str
    """What the link is called that leads to the way to meet it; empty where only waiting or somebody else helps."""
    href: str


def show_condition(condition: Condition, found: ReadConditions) -> ConditionShown:
    """A condition in words."""
    way, href = _way(condition, found)
    return ConditionShown(condition.met, explain_condition(condition, found.offer), way, href)


def _way(condition: Condition, found: ReadConditions) -> tuple[str, str]:
    locale = current_locale()
    match condition.against:
        case NotQualified():
            return _("Competencies"), localized(locale, COMPETENCIES)
        case TransferOpen() if found.waiting_order:
            return _("Order details"), order(locale, found.waiting_order)
        case OpensOn() if found.action is Action.BUY:
            return _("Subscription details"), subscription(locale, found.held[found.offer])
        case GoldIncludesSilver() if Offer.GOLD in found.held:
            return _("Subscription details"), subscription(locale, found.held[Offer.GOLD])
        case NotApproved(ApprovalStatus.REQUESTED) if found.sees_approvals:
            return _("Approvals"), localized(locale, APPROVALS)
        case ManagedElsewhere():
            held = found.offer in found.held
            return (_("Check renewal eligibility"), localized(locale, RENEWAL_CHECK)) if held else _ask_support(locale)
        case ClosedOn() | EndedOn():
            in_pmc = found.action is Action.RENEW_IN_PMC  # where nothing can be bought anew
            return _ask_support(locale) if in_pmc else (_("Membership offers"), localized(locale, OFFERS))
        case RenewalIsOff() if found.action is Action.REPLACE_PAYMENT_METHOD and found.sees_billing:
            return _("Company and billing details"), localized(locale, COMPANY)
        case CancellationOpen(request):
            return _("Show the cancellation request"), support_request(locale, request)
        case _:
            return "", ""


def _ask_support(locale: str) -> tuple[str, str]:
    return _("Ask support"), f"{localized(locale, SUPPORT_NEW)}?type=membership"
