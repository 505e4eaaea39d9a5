"""Support requests in words."""

import dataclasses

from actionpack_app.components.thread import ThreadFile, thread_file
from actionpack_app.messages import _, current_locale
from actionpack_app.messages.deeds import author_name
from actionpack_app.messages.formats import format_moment
from actionpack_app.messages.words import offer_name, problem_name, request_status_name
from actionpack_app.routes import subscription, support_request
from actionpack_app.services.support.browse import MessageLine, RequestDetails, RequestLine

TONES = {"open": "info", "answered": "ok", "closed": "neutral"}


@dataclasses.dataclass(frozen=True)
class RequestRow:
    """One request of the list."""

    number: str = ""
    href: str = ""
    title: str = ""
    problem: str = ""
    status: str = ""
    tone: str = "neutral"
    updated: str = ""
    cancels: bool = False
    unread: bool = False


@dataclasses.dataclass(frozen=True)
class MessageShown:
    """One entry of a thread."""

    author: str
    at: str
    body: str
    mine: bool
    by_desk: bool
    files: list[ThreadFile]


@dataclasses.dataclass(frozen=True)
class RequestShown:
    """One request."""

    row: RequestRow = RequestRow()
    closed: bool = False
    contact: str = ""
    subscription: str = ""
    subscription_href: str = ""


def show_row(line: RequestLine, time_zone: str) -> RequestRow:
    """One row of the list."""
    return RequestRow(
        number=line.number,
        href=support_request(current_locale(), line.number),
        title=line.title,
        problem=problem_name(line.problem),
        status=request_status_name(line.status),
        tone=TONES[line.status],
        updated=format_moment(line.updated_at, time_zone),
        cancels=line.asks_to_cancel,
        unread=line.unread,
    )


def show_request_facts(found: RequestDetails) -> RequestShown:
    """A request without its thread."""
    parts = (found.contact_name, found.contact_phone, found.contact_email)
    return RequestShown(
        row=show_row(found.line, found.time_zone),
        closed=found.line.status == "closed",
        contact=" · ".join(part for part in parts if part),
        subscription=offer_name(found.offer) if found.offer else "",
        subscription_href=subscription(current_locale(), found.subscription_id) if found.subscription_id else "",
    )


def news_of(before: list[MessageShown], now: list[MessageShown], status: str) -> str:
    """What has changed while a request was open."""
    if len(now) > len(before):
        return _("New message from {name}.").format(name=now[-1].author)
    return _("The request has changed. Status: {status}").format(status=status)


def _author(message: MessageLine) -> str:
    if message.by_desk:
        return author_name("desk", message.author)
    return _("{name} (you)").format(name=message.author) if message.mine else message.author


def show_thread(found: RequestDetails) -> list[MessageShown]:
    """A request's thread, the oldest first."""
    return [
        MessageShown(
            author=_author(message),
            at=format_moment(message.at, found.time_zone),
            body=message.body,
            mine=message.mine,
            by_desk=message.by_desk,
            files=[thread_file(file.id, file.name, file.size_bytes) for file in message.attachments],
        )
        for message in found.messages
    ]
