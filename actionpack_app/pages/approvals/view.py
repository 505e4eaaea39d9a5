"""Approvals and the company's rule in words."""

import dataclasses

from actionpack_app.domain.approvals import ApprovalStatus
from actionpack_app.domain.money import EXPONENTS, Money
from actionpack_app.messages import _, current_locale
from actionpack_app.messages.approvals import TONE_OF_APPROVAL, approval_status_name
from actionpack_app.messages.deeds import author_name
from actionpack_app.messages.formats import format_date, format_moment, format_money, format_term
from actionpack_app.messages.words import offer_name
from actionpack_app.routes import order
from actionpack_app.services.approvals.browse import ApprovalLine, ApprovalList
from actionpack_app.services.approvals.rule import Rule


@dataclasses.dataclass(frozen=True)
class ApprovalRow:
    """One request."""

    id: str
    number: str
    href: str
    offer: str
    term: str
    total: str
    requested: str
    """Who asked, and when."""
    message: str
    status: str
    tone: str
    outcome: str
    """Who decided, and when; of an open one, until when it can be decided."""
    reason: str
    may_decide: bool
    may_withdraw: bool
    own: str
    """Why the reader can't decide it: they asked for it."""


@dataclasses.dataclass(frozen=True)
class RuleShown:
    """From which amount on orders need approval."""

    text: str = ""
    on: bool = False
    amount: str = ""
    """As it can be typed."""
    label: str = ""
    approvers: str = ""
    warning: str = ""
    """What can't be approved as things stand."""
    can_work: bool = True
    may_set: bool = False


def show_rule(found: ApprovalList) -> RuleShown:
    """The rule in words."""
    rule = found.rule
    return RuleShown(
        text=_("Orders above {amount} need a second admin's approval.").format(amount=format_money(rule.above))
        if rule.above
        else _("No order needs approval."),
        on=rule.above is not None,
        amount=_typed(rule.above) if rule.above else "",
        label=_("Amount with tax, in {currency}").format(currency=rule.currency),
        approvers=_("Can approve: {names}.").format(names=", ".join(rule.approvers)),
        warning=_warning(rule),
        can_work=rule.can_work,
        may_set=found.may_set_rule,
    )


def show_row(line: ApprovalLine, time_zone: str) -> ApprovalRow:
    """A request in words."""
    facts = line.facts
    return ApprovalRow(
        id=facts.id,
        number=line.order_number,
        href=order(current_locale(), line.order_number),
        offer=offer_name(line.offer),
        term=format_term(line.term) if line.term else _("A year from the day it is paid"),
        total=format_money(line.total),
        requested=f"{facts.requested_by or author_name('former', '')} · {format_moment(facts.requested_at, time_zone)}",
        message=facts.message,
        status=approval_status_name(facts.status),
        tone=TONE_OF_APPROVAL[facts.status],
        outcome=_outcome(line, time_zone),
        reason=facts.reason,
        may_decide=line.may_decide,
        may_withdraw=line.may_withdraw,
        own=_("You asked for this approval yourself. Somebody else has to give it.") if line.own else "",
    )


def _outcome(line: ApprovalLine, time_zone: str) -> str:
    facts = line.facts
    if facts.status is ApprovalStatus.REQUESTED:
        return _("Until {date}").format(date=format_date(facts.last_day))
    at = format_moment(facts.closed_at, time_zone) if facts.closed_at else ""
    return " · ".join(part for part in (facts.decided_by, at) if part)


def _warning(rule: Rule) -> str:
    if not rule.can_work:
        return _(
            "Nobody could approve what somebody else asks for: your company needs another Global admin, or an MPN partner admin who asks for approval."
        )
    if len(rule.approvers) == 1:
        sentence = _("{name} is the only one who can approve, and can't approve own orders. Add another Global admin for those.")
        return sentence.format(name=rule.approvers[0])
    return ""


def _typed(amount: Money) -> str:
    return f"{amount.major:,.{EXPONENTS[amount.currency]}f}"
