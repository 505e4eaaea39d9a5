"""Requests at the desk, in words."""

import dataclasses

from babel import Locale

from actionpack_app.components.basics import Fact
from actionpack_app.components.thread import ThreadFile, thread_file
from actionpack_app.messages import _, current_locale
from actionpack_app.messages.deeds import author_name
from actionpack_app.messages.formats import format_contact, format_date, format_moment
from actionpack_app.messages.words import (
    country_name,
    offer_name,
    problem_name,
    request_status_name,
    status_name,
)
from actionpack_app.pages.desk.view import ZONE, CareShown, show_care, verdict_in_words
from actionpack_app.routes import desk_request
from actionpack_app.services.desk.requests import DeskMessage, DeskRequest, DeskRequestLine

TONES = {"open": "warn", "answered": "info", "closed": "neutral"}
"""How urgent a request looks at the desk: what is open waits for it."""


@dataclasses.dataclass(frozen=True)
class QueueRow:
    """One request of the queue."""

    number: str = ""
    href: str = ""
    title: str = ""
    company: str = ""
    mpn: str = ""
    problem: str = ""
    status: str = ""
    tone: str = "neutral"
    cancels: bool = False
    last: str = ""
    care: CareShown = dataclasses.field(default_factory=CareShown)


@dataclasses.dataclass(frozen=True)
class DeskMessageShown:
    """One entry of a thread."""

    author: str
    at: str
    body: str
    internal: bool
    by_desk: bool
    files: list[ThreadFile]


@dataclasses.dataclass(frozen=True)
class DeskRequestShown:
    """One request."""

    row: QueueRow = QueueRow()
    closed: bool = False
    verdict: str = ""
    refund_due: bool = False
    may_answer: bool = False
    may_decide: bool = False


@dataclasses.dataclass(frozen=True)
class Colleague:
    """Somebody who can look after a request."""

    id: str
    name: str


def show_queue_row(line: DeskRequestLine, reader: str) -> QueueRow:
    """One row of the queue, for one of the desk's people."""
    return QueueRow(
        number=line.number,
        href=desk_request(current_locale(), line.number),
        title=line.title,
        company=line.company,
        mpn=f"MPN {line.mpn_id}" if line.mpn_id else "",
        problem=problem_name(line.problem),
        status=request_status_name(line.status),
        tone=TONES[line.status],
        cancels=line.asks_to_cancel,
        last=author_name("desk" if line.last_by_desk else "person", line.last_author),
        care=show_care(line.care, reader),
    )


def show_desk_request_head(found: DeskRequest, reader: str) -> DeskRequestShown:
    """A request without its thread and its facts."""
    verdict = found.subscription.verdict if found.subscription else None
    return DeskRequestShown(
        row=show_queue_row(found.line, reader),
        closed=found.line.status == "closed",
        verdict=verdict_in_words(verdict) if verdict else "",
        refund_due=verdict is not None and verdict.due,
        may_answer=found.may_answer,
        may_decide=found.may_decide,
    )


def show_request_facts(found: DeskRequest) -> list[Fact]:
    """What is known of a request, its company and its subscription."""
    about = found.company
    contact = format_contact(about.contact_name, about.contact_phone, about.contact_email)
    language = Locale.parse(about.locale).get_display_name(current_locale()) or about.locale
    held = found.subscription
    facts = [
        Fact(_("Number"), found.line.number),
        Fact(_("Type of problem"), problem_name(found.line.problem)),
        Fact(_("Asked"), format_moment(found.created_at, ZONE)),
        Fact(_("Company"), _named(about.name, about.mpn_id)),
        Fact(_("Contact"), contact),
        Fact(_("Country, time zone, language"), f"{country_name(about.country)} · {about.time_zone} · {language}"),
    ]
    if held is None:
        return [*facts, Fact(_("Subscription"), "–")]
    status = _("{status}, expires on {expiry}").format(status=status_name(held.status), expiry=format_date(held.expiry))
    return [*facts, Fact(_("Subscription"), f"{offer_name(held.offer)} · {status}")]


def show_desk_thread(found: DeskRequest) -> list[DeskMessageShown]:
    """Messages and notes, the oldest first."""
    return [_message(message) for message in found.messages]


def _message(message: DeskMessage) -> DeskMessageShown:
    return DeskMessageShown(
        author=author_name("desk" if message.by_desk else "person", message.author),
        at=format_moment(message.at, ZONE),
        body=message.body,
        internal=message.internal,
        by_desk=message.by_desk,
        files=[thread_file(file.id, file.name, file.size_bytes) for file in message.attachments],
    )


def _named(company: str, mpn_id: str) -> str:
    return f"{company} · MPN {mpn_id}" if mpn_id else company
