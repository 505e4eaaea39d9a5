"""What an entry of the activity changed, in words: from what, to what, and what belongs to it.

Entries keep codes and numbers, never sentences. They can't be mended later: whatever an older one lacks is left out, and
a value that only a newer version knows is shown as it is.
"""

import dataclasses
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from actionpack_app.domain.approvals import ApprovalStatus
from actionpack_app.domain.calendar import Term
from actionpack_app.domain.deeds import DEEDS, DeedGroup
from actionpack_app.domain.money import Money
from actionpack_app.domain.notices import NoticeKind
from actionpack_app.domain.orders import GIVEN_UP, OrderStatus, PaymentMethod
from actionpack_app.domain.reconciliation import CaseKind
from actionpack_app.domain.rights import Role
from actionpack_app.domain.status import Status
from actionpack_app.messages import _
from actionpack_app.messages.approvals import approval_status_name
from actionpack_app.messages.formats import format_card_named, format_count, format_date, format_money, format_term
from actionpack_app.messages.happenings import notice_name
from actionpack_app.messages.words import (
    benefit_name,
    case_kind_name,
    field_name,
    managed_in_name,
    method_name,
    order_status_name,
    problem_name,
    request_status_name,
    role_name,
    status_name,
)

Facts = Mapping[str, str]
Value = Callable[[str, Facts], str]
Fact = Callable[[Facts], str]


@dataclasses.dataclass(frozen=True, slots=True)
class Change:
    """In the language of the context; empty where there is nothing to say."""

    before: str = ""
    after: str = ""
    more: tuple[str, ...] = ()
    """Amount, reason, invoice: what else is known of it."""

    @property
    def line(self) -> str:
        """Both sides as one text."""
        if self.before and self.after:
            return _("{before} → {after}").format(before=self.before, after=self.after)
        return self.before or self.after


def change_of(action: str, subject: str, details: Mapping[str, Any]) -> Change:
    """What an entry says that changed."""
    facts = {key: str(value) for key, value in details.items() if value is not None}
    if action in DEEDS[DeedGroup.CARDS] and not {"before", "after"} & set(facts) and subject:
        facts["before" if action == "card_removed" else "after"] = subject  # written before cards had their brand here
    value = _VALUES.get(action, _plain)
    before, after = (_side(value, facts, side) for side in ("before", "after"))
    more = tuple(text for show in _MORE if (text := _fact(show, facts)))
    return Change(before, after, more) if before != after else Change("", after, more)


def _side(show: Value, facts: Facts, side: str) -> str:
    """One side in words; as it is where its value isn't one that we know."""
    code = facts.get(side, "")
    try:
        return show(code, facts) if code else ""
    except (KeyError, ValueError):
        return code


def _fact(show: Fact, facts: Facts) -> str:
    """A fact in words; empty where the entry doesn't have it."""
    try:
        return show(facts)
    except (KeyError, ValueError):
        return ""


def _plain(code: str, _facts: Facts) -> str:
    return code


def _order(code: str, _facts: Facts) -> str:
    return order_status_name(OrderStatus(code))


def _status(code: str, _facts: Facts) -> str:
    return status_name(Status(code))


def _request(code: str, _facts: Facts) -> str:
    return request_status_name(code)


def _renewal(code: str, _facts: Facts) -> str:
    return {"on": _("Automatic renewal on"), "off": _("Automatic renewal off")}[code]


def _pays_with(code: str, _facts: Facts) -> str:
    return method_name(PaymentMethod.TRANSFER) if code == PaymentMethod.TRANSFER else format_card_named(code)


def _side_name(code: str, _facts: Facts) -> str:
    return managed_in_name(code)


def _approval(code: str, _facts: Facts) -> str:
    return approval_status_name(ApprovalStatus(code))


def _needs_approval(code: str, facts: Facts) -> str:
    if code == "none":
        return _("No order needs approval")
    return _("Orders above {amount}").format(amount=format_money(Money(int(code), facts["currency"])))


def _received(code: str, facts: Facts) -> str:
    return format_money(Money(int(code), facts["currency"]))


def _profile(code: str, facts: Facts) -> str:
    return {"given": _("A logo"), "replaced": _("Another logo")}.get(code, code) if facts["field"] == "logo_id" else code


def _shown(code: str, _facts: Facts) -> str:
    return {"published": _("Published"), "not_published": _("Not published")}[code]


def _used(code: str, facts: Facts) -> str:
    return _("{used} of {granted} used").format(used=format_count(int(code)), granted=format_count(int(facts["granted"])))


def _role(code: str, _facts: Facts) -> str:
    return role_name(Role(code))


_VALUES: dict[str, Value] = {
    **dict.fromkeys(DEEDS[DeedGroup.ORDERS] | DEEDS[DeedGroup.TRANSFERS], _order),
    **dict.fromkeys(DEEDS[DeedGroup.CARDS], _pays_with),
    **dict.fromkeys(DEEDS[DeedGroup.SUPPORT] | {"cancellation_requested", "cancellation_declined"}, _request),
    **dict.fromkeys(DEEDS[DeedGroup.APPROVALS], _approval),
    "approval_rule_set": _needs_approval,
    "renewal_turned_off": _renewal,
    "ends_at_expiry": _renewal,
    "subscription_lapsed": _status,
    "subscription_cancelled": _status,
    "transfer_partly_arrived": _received,
    "moved_from_pmc": _side_name,
    "profile_changed": _profile,
    "profile_published": _shown,
    "profile_unpublished": _shown,
    **dict.fromkeys(DEEDS[DeedGroup.BENEFITS], _used),
    **dict.fromkeys(("request_assigned", "transfer_assigned", "refund_assigned", "case_assigned"), _plain),
    "role_changed": _role,
}
"""What the two sides of an action are values of."""


def _amount(facts: Facts) -> str:
    return format_money(Money(int(facts["amount_minor"]), facts["currency"]))


def _method(facts: Facts) -> str:
    return method_name(PaymentMethod(facts["method"]))


def _term(facts: Facts) -> str:
    return format_term(Term(date.fromisoformat(facts["start"]), date.fromisoformat(facts["expiry"])))


def _ends(facts: Facts) -> str:
    return "" if "start" in facts else _("Ends on {date}").format(date=format_date(date.fromisoformat(facts["expiry"])))


def _invoice(facts: Facts) -> str:
    return _("Invoice {number}").format(number=facts["invoice"])


def _of_order(facts: Facts) -> str:
    return _("Order {number}").format(number=facts["order"])


def _renewal_again(facts: Facts) -> str:
    return _renewal(facts["renewal"], facts)


def _problem(facts: Facts) -> str:
    return problem_name(facts["problem"])


def _field(facts: Facts) -> str:
    return field_name(facts["field"])


def _benefit(facts: Facts) -> str:
    return benefit_name(facts["benefit"])


def _concerned(facts: Facts) -> str:
    return _("For {person}").format(person=facts["person"] or _("Former user"))


def _again(facts: Facts) -> str:
    return _("Keys that had been viewed before: {count}").format(count=format_count(int(facts["again"])))


def _mpn_id(facts: Facts) -> str:
    return _("MPN ID {number}").format(number=facts["mpn_id"])


def _terms(facts: Facts) -> str:
    return _("Terms of {date}").format(date=format_date(date.fromisoformat(facts["terms"])))


def _reason(facts: Facts) -> str:
    code = facts["reason"]
    if code in set(CaseKind):
        return case_kind_name(CaseKind(code))
    return {
        "insufficient_funds": _("Insufficient funds"),
        "expired_card": _("The card has expired"),
        "incorrect_cvc": _("Wrong security code"),
        "invalid_cvc": _("Wrong security code"),
        "card_not_found": _("The card is no longer available"),
        "authentication_required": _("The bank asks for confirmation"),
        "authentication_failed": _("The bank couldn't confirm who paid"),
        "provider_unavailable": _("The payment provider couldn't be reached"),
        "arrived_elsewhere": _("It arrived in another way"),
        "not_matched": _("To be paid to the seller's own account"),
        "cancelled": _("Ended before anything was charged"),
        GIVEN_UP: _("Left before the bank was told"),
        "not_qualified": _("No qualified competency"),
        "gold_includes_silver": _("Gold includes silver"),
    }.get(code, _("Refused by the bank"))


def _desk_role(facts: Facts) -> str:
    return role_name(Role(facts["desk_role"]))


def _mail(facts: Facts) -> str:
    kind = facts["mail"]
    return notice_name(NoticeKind(kind)) if kind in set(NoticeKind) else _("Message to one person")


def _whom(facts: Facts) -> str:
    """Put in by whoever reads the entry, which keeps ids only."""
    return _("User: {name}").format(name=facts["whom"])


def _as_role(facts: Facts) -> str:
    return _("Role: {role}").format(role=role_name(Role(facts["role"])))


_MORE = (
    _whom,
    _as_role,
    _field,
    _amount,
    _method,
    _reason,
    _term,
    _ends,
    _invoice,
    _of_order,
    _renewal_again,
    _problem,
    _desk_role,
    _mail,
    _benefit,
    _concerned,
    _again,
    _mpn_id,
    _terms,
)
