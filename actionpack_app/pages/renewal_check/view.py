"""The check in words."""

import dataclasses

from actionpack_app.components.year import YearView, year_view
from actionpack_app.dialogs.why_not.view import ConditionShown, show_condition
from actionpack_app.domain.eligibility import unmet
from actionpack_app.domain.pmc import Verdict
from actionpack_app.domain.rights import Right
from actionpack_app.messages import _, current_locale
from actionpack_app.messages.formats import format_date, format_day_of, format_money, format_term
from actionpack_app.messages.pmc import explain_verdict
from actionpack_app.messages.reasons import explain_blocker, explain_outlook
from actionpack_app.messages.roles import explain_right
from actionpack_app.messages.tones import TONE_OF_ORDER, TONE_OF_STATUS
from actionpack_app.messages.words import offer_name, order_status_name, status_name
from actionpack_app.routes import order, subscription
from actionpack_app.services.pmc.check_renewal import CheckedMembership, EligibilityCheck, PmcOrder

TONES = {
    Verdict.RENEWABLE: "ok",
    Verdict.NOT_YET: "info",
    Verdict.OVER: "warn",
    Verdict.STOPPED: "warn",
    Verdict.INVITED: "info",
    Verdict.NEVER_THERE: "info",
}


@dataclasses.dataclass(frozen=True)
class CheckShown:
    """What is said of the whole company."""

    company: str = ""
    mpn_id: str = ""
    sent: str = ""
    """`invited` or `never_there`, where the company is managed in Partner Center; else empty."""
    moved: str = ""
    """When it was moved, in a sentence."""
    sees_billing: bool = False
    who_sees_billing: str = ""


@dataclasses.dataclass(frozen=True)
class MembershipShown:
    """One membership, and what the check says of it."""

    offer: str
    name: str
    href: str
    status: str
    tone: str
    year: YearView
    term: str
    expiry: str
    window: str
    renewal: str
    verdict: str
    verdict_tone: str
    sentence: str
    in_pmc: bool
    may_renew: bool
    why: list[str]
    conditions: list[ConditionShown]
    order_href: str


@dataclasses.dataclass(frozen=True)
class PmcOrderRow:
    """An order that was placed in the Partner Membership Center."""

    number: str
    href: str
    offer: str
    placed: str
    status: str
    tone: str
    total: str


def show_check(found: EligibilityCheck) -> CheckShown:
    """The company in words."""
    moved = _("Your company was moved from the Partner Membership Center on {day}.")
    return CheckShown(
        company=found.company,
        mpn_id=found.mpn_id,
        sent=found.sent or "",
        moved=moved.format(day=format_date(found.moved_on)) if found.moved_on else "",
        sees_billing=found.sees_billing,
        who_sees_billing=explain_right(Right.SEE_BILLING),
    )


def show_membership(one: CheckedMembership, found: EligibilityCheck) -> MembershipShown:
    """A membership in words."""
    held, locale = one.summary, current_locale()
    transfer = one.transfer if found.sees_billing else None
    return MembershipShown(
        offer=held.offer,
        name=offer_name(held.offer),
        href=subscription(locale, held.id),
        status=status_name(held.status),
        tone=TONE_OF_STATUS[held.status],
        year=year_view(held.term, found.today),
        term=format_term(held.term),
        expiry=format_date(held.term.expiry),
        window=_("{first} to {last}").format(
            first=format_date(held.term.anniversary), last=format_date(held.term.last_renewal_day)
        ),
        renewal=_("On") if held.renews_automatically else _("Off"),
        verdict=one.verdict,
        verdict_tone=TONES[one.verdict],
        sentence=explain_outlook(held.outlook) if found.sent else explain_verdict(one.verdict, held.term),
        in_pmc=found.sent is None,
        may_renew=one.verdict is Verdict.RENEWABLE,
        why=[explain_blocker(blocker) for blocker in unmet(one.conditions.conditions)],
        conditions=[show_condition(condition, one.conditions) for condition in one.conditions.conditions],
        order_href=order(locale, transfer.number) if transfer else "",
    )


def show_order(placed: PmcOrder, time_zone: str) -> PmcOrderRow:
    """An order in words."""
    return PmcOrderRow(
        number=placed.number,
        href=order(current_locale(), placed.number),
        offer=offer_name(placed.offer),
        placed=format_day_of(placed.placed_at, time_zone),
        status=order_status_name(placed.status),
        tone=TONE_OF_ORDER[placed.status],
        total=format_money(placed.total),
    )


def answers(found: EligibilityCheck) -> list[str]:
    """What the check says, for somebody who has just asked for it."""
    if found.sent is None and not found.memberships:
        return [_("Your company holds nothing in the Partner Membership Center that could be renewed.")]
    said = _("{offer}: {answer}")
    return [
        said.format(offer=offer_name(one.summary.offer), answer=explain_verdict(one.verdict, one.summary.term))
        for one in found.memberships
        if found.sent is None
    ]
