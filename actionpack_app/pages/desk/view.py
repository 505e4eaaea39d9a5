"""The desk's lists in words: an item a line, with what is known of it and what can be done."""

import dataclasses

from actionpack_app.domain.money import Money
from actionpack_app.domain.orders import OrderStatus, RefundStatus
from actionpack_app.domain.refunds import RefundVerdict
from actionpack_app.messages import _
from actionpack_app.messages.formats import format_age, format_contact, format_date, format_moment, format_money
from actionpack_app.messages.payments import explain_refund_bar
from actionpack_app.messages.tones import TONE_OF_ORDER, TONE_OF_REFUND
from actionpack_app.messages.words import case_kind_name, offer_name, order_status_name, refund_status_name
from actionpack_app.services.desk.care import Care
from actionpack_app.services.desk.queue import CancellationLine, CaseLine, EventLine, Line, RefundItem, Section, TransferLine

ZONE = "UTC"
"""The desk's own time."""
CONFIRM, REJECT, REFUND, END, DECLINE, RECORD, CLOSE = "confirm", "reject", "refund", "end", "decline", "record", "close"
"""What can be decided about a thing."""

CASES_RECORD = 1
"""Where among what is known of a case the provider's reference stands."""


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
    title: str = ""
    """What it is called; empty where that is its key, a number."""
    company: str = ""
    status: str = ""
    tone: str = "neutral"
    known: list[str] = dataclasses.field(default_factory=list)
    """One by one what `fact_names` calls them; empty where there is nothing to say."""
    file: list[str] = dataclasses.field(default_factory=list)
    """The name of the file that belongs to it, and its id; nothing without one."""
    decisions: list[str] = dataclasses.field(default_factory=list)
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


def fact_names(section: Section) -> list[str]:
    """What is known of each thing of a list. The names are sent once, not with every line."""
    return {
        Section.TRANSFERS: [
            _("Offer"),
            _("Total"),
            _("Reference"),
            _("Last day"),
            _("Contact"),
            _("Payment date"),
            _("Paid to account"),
            _("Transaction reference"),
        ],
        Section.CANCELLATIONS: [_("Offer"), _("Title"), _("Asked"), _("Refund")],
        Section.REFUNDS: [_("Amount"), _("Since"), _("Reason")],
        Section.CASES: [_("Order number"), _("Provider's reference"), _("Our books"), _("Provider's books"), _("Since")],
        Section.NOTIFICATIONS: [_("Provider's reference"), _("Error"), _("Since")],
    }[section]


def show_line(line: Line, reader: str) -> Item:
    """A line in words, for one of the desk's people; the id of whoever has it stays with the server."""
    return dataclasses.replace(_item(line), care=dataclasses.replace(show_care(line.care, reader), assigned_to=""))


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
    known = [
        offer_name(line.offer),
        format_money(line.total),
        line.reference,
        format_date(line.last_day),
        format_contact(line.contact.name, line.contact.phone or line.contact.email),  # how to reach somebody; one way is enough
    ]
    if line.paid_on is not None:
        known += [format_date(line.paid_on), line.paid_to, line.paid_reference]
    return Item(
        key=line.number,
        company=line.company,
        status=order_status_name(line.status),
        tone=TONE_OF_ORDER[line.status],
        known=known,
        file=[line.proof_name, line.proof_file] if line.proof_file else [],
        decisions=[CONFIRM, REJECT] if line.status is OrderStatus.PROOF_IN_REVIEW else [CONFIRM],
    )


def _cancellation(line: CancellationLine) -> Item:
    return Item(
        key=line.number,
        company=line.company,
        status=_("Refund due") if line.verdict.due else _("No refund due"),
        tone="ok" if line.verdict.due else "warn",
        known=[offer_name(line.offer), line.title, format_moment(line.asked_at, ZONE), verdict_in_words(line.verdict)],
        decisions=[REFUND, END, DECLINE],
    )


def verdict_in_words(verdict: RefundVerdict) -> str:
    """Whether a refund is due, until when, or what stands against it."""
    if not verdict.due:
        return " ".join(explain_refund_bar(bar) for bar in verdict.bars)
    until = format_date(verdict.until) if verdict.until else ""
    return _("A refund is due (until {until}).").format(until=until)


def _refund(line: RefundItem) -> Item:
    return Item(
        key=line.id,
        title=line.order_number,
        company=line.company,
        status=refund_status_name(line.status),
        tone=TONE_OF_REFUND[line.status],
        known=[format_money(line.amount), format_moment(line.since, ZONE), line.failure_code],
        decisions=[RECORD] if line.status in {RefundStatus.BY_HAND, RefundStatus.FAILED} else [],
    )


def _case(line: CaseLine) -> Item:
    return Item(
        key=str(line.id),
        title=case_kind_name(line.kind),
        company=line.company,
        known=[
            line.order_number or "–",
            line.provider_ref,
            _amount(line.ours),
            _amount(line.theirs),
            format_moment(line.opened_at, ZONE),
        ],
        decisions=[CLOSE],
    )


def _event(line: EventLine) -> Item:
    return Item(
        key=line.id,
        title=line.kind,
        status=_("Tried {tries} times").format(tries=line.tries),
        tone="warn",
        known=[line.id, line.error, format_moment(line.received_at, ZONE)],
    )


def _amount(amount: Money | None) -> str:
    return format_money(amount) if amount is not None else _("nothing")
