"""The desk's lists in words: an item a line, with what is known of it and what can be done."""

import dataclasses

from actionpack_app.components.basics import Fact
from actionpack_app.domain.money import Money
from actionpack_app.domain.orders import OrderStatus, RefundStatus
from actionpack_app.domain.refunds import RefundVerdict
from actionpack_app.messages import _, current_locale
from actionpack_app.messages.explain import explain_refund_bar
from actionpack_app.messages.formats import format_age, format_date, format_moment, format_money
from actionpack_app.messages.words import (
    TONE_OF_ORDER,
    TONE_OF_REFUND,
    case_kind_name,
    offer_name,
    order_status_name,
    refund_status_name,
)
from actionpack_app.routes import attachment, desk_request
from actionpack_app.services.desk.care import Care
from actionpack_app.services.desk.queue import CancellationLine, CaseLine, EventLine, Line, RefundItem, Section, TransferLine

ZONE = "UTC"
"""The desk's own time."""


@dataclasses.dataclass(frozen=True)
class CareShown:
    """How long something has waited, and who looks after it."""

    age: str = ""
    assigned_to: str = ""
    assigned: str = ""
    mine: bool = False


def show_care(care: Care, reader: str) -> CareShown:
    """The same in words, for one of the desk's people."""
    return CareShown(format_age(care.age), care.assigned_to, care.assigned_name, care.assigned_to == reader)


@dataclasses.dataclass(frozen=True)
class Item:
    """One thing that waits."""

    key: str
    title: str
    href: str = ""
    company: str = ""
    status: str = ""
    tone: str = "neutral"
    facts: list[Fact] = dataclasses.field(default_factory=list)
    file: str = ""
    file_href: str = ""
    confirms: bool = False
    rejects: bool = False
    decides: bool = False
    records: bool = False
    closes: bool = False
    care: CareShown = CareShown()


def section_name(section: Section) -> str:
    """What a list is called."""
    return {
        Section.TRANSFERS: _("Bank transfers"),
        Section.CANCELLATIONS: _("Cancellations"),
        Section.REFUNDS: _("Refunds"),
        Section.CASES: _("Cases"),
        Section.NOTIFICATIONS: _("Failed notifications"),
    }[section]


def show_line(line: Line, reader: str) -> Item:
    """A line in words, for one of the desk's people."""
    return dataclasses.replace(_item(line), care=show_care(line.care, reader))


def _item(line: Line) -> Item:
    match line:
        case TransferLine():
            return _transfer(line)
        case CancellationLine():
            return _cancellation(line)
        case RefundItem():
            return _refund(line)
        case CaseLine():
            return _case(line)
        case EventLine():
            return _event(line)


def _transfer(line: TransferLine) -> Item:
    facts = [
        Fact(_("Offer"), offer_name(line.offer)),
        Fact(_("Total"), format_money(line.total)),
        Fact(_("Reference"), line.reference),
        Fact(_("Last day"), format_date(line.last_day)),
    ]
    if line.paid_on is not None:
        facts += [
            Fact(_("Payment date"), format_date(line.paid_on)),
            Fact(_("Paid to account"), line.paid_to),
            Fact(_("Transaction reference"), line.paid_reference),
        ]
    return Item(
        key=line.number,
        title=line.number,
        company=line.company,
        status=order_status_name(line.status),
        tone=TONE_OF_ORDER[line.status],
        facts=facts,
        file=line.proof_name,
        file_href=attachment(line.proof_file) if line.proof_file else "",
        confirms=True,
        rejects=line.status is OrderStatus.PROOF_IN_REVIEW,
    )


def _cancellation(line: CancellationLine) -> Item:
    return Item(
        key=line.number,
        title=line.number,
        href=desk_request(current_locale(), line.number),
        company=line.company,
        status=_("Refund due") if line.verdict.due else _("No refund due"),
        tone="ok" if line.verdict.due else "warn",
        facts=[
            Fact(_("Offer"), offer_name(line.offer)),
            Fact(_("Title"), line.title),
            Fact(_("Asked"), format_moment(line.asked_at, ZONE)),
            Fact(_("Refund"), verdict_in_words(line.verdict)),
        ],
        decides=True,
    )


def verdict_in_words(verdict: RefundVerdict) -> str:
    """Whether a refund is due, until when, or what stands against it."""
    if not verdict.due:
        return " ".join(explain_refund_bar(bar) for bar in verdict.bars)
    until = format_date(verdict.until) if verdict.until else ""
    return _("A refund is due (until {until}).").format(until=until)


def _refund(line: RefundItem) -> Item:
    facts = [
        Fact(_("Amount"), format_money(line.amount)),
        Fact(_("Since"), format_moment(line.since, ZONE)),
    ]
    return Item(
        key=line.id,
        title=line.order_number,
        company=line.company,
        status=refund_status_name(line.status),
        tone=TONE_OF_REFUND[line.status],
        facts=[*facts, Fact(_("Reason"), line.failure_code)] if line.failure_code else facts,
        records=line.status in {RefundStatus.BY_HAND, RefundStatus.FAILED},
    )


def _case(line: CaseLine) -> Item:
    return Item(
        key=str(line.id),
        title=case_kind_name(line.kind),
        company=line.company,
        facts=[
            Fact(_("Order number"), line.order_number or "–"),
            Fact(_("Provider's reference"), line.provider_ref),
            Fact(_("Our books"), _amount(line.ours)),
            Fact(_("Provider's books"), _amount(line.theirs)),
            Fact(_("Since"), format_moment(line.opened_at, ZONE)),
        ],
        closes=True,
    )


def _event(line: EventLine) -> Item:
    return Item(
        key=line.id,
        title=line.kind,
        status=_("Tried {tries} times").format(tries=line.tries),
        tone="warn",
        facts=[
            Fact(_("Provider's reference"), line.id),
            Fact(_("Error"), line.error),
            Fact(_("Since"), format_moment(line.received_at, ZONE)),
        ],
    )


def _amount(amount: Money | None) -> str:
    return format_money(amount) if amount is not None else _("nothing")
