"""The list of support requests, and one request with its thread."""

import dataclasses
from datetime import datetime

from sqlmodel import Session

from actionpack_app.db import glance, reading, transaction
from actionpack_app.domain.errors import NotAllowed
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.gateways.contacts import clean
from actionpack_app.gateways.files import get_files
from actionpack_app.models import Attachment, SupportRequest
from actionpack_app.models.support import ProblemType, RequestStatus
from actionpack_app.repositories.desk import Desk
from actionpack_app.repositories.pages import Page
from actionpack_app.repositories.partners import Partners
from actionpack_app.repositories.request_desk import RequestDesk
from actionpack_app.repositories.stamps import stamp_of
from actionpack_app.repositories.subscriptions import Subscriptions
from actionpack_app.repositories.support import SupportRequests
from actionpack_app.repositories.transfers import Proofs

SEARCH_MAX = 80


@dataclasses.dataclass(frozen=True, slots=True)
class RequestLine:
    """One request of the list."""

    number: str
    title: str
    problem: ProblemType
    status: RequestStatus
    asks_to_cancel: bool
    created_at: datetime
    updated_at: datetime
    unread: bool = False
    """The desk has answered, closed or reopened it since the reader last looked into it."""


@dataclasses.dataclass(frozen=True, slots=True)
class RequestList:
    """A page of requests, and whose they are."""

    page: Page[RequestLine]
    time_zone: str
    company_wide: bool
    stamp: int
    """Another one as soon as anything in the list has changed."""


@dataclasses.dataclass(frozen=True, slots=True)
class AttachmentLine:
    """A file of a message."""

    id: str
    name: str
    size_bytes: int


@dataclasses.dataclass(frozen=True, slots=True)
class MessageLine:
    """One entry of a thread."""

    author: str
    mine: bool
    by_desk: bool
    body: str
    at: datetime
    attachments: tuple[AttachmentLine, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class RequestDetails:
    """One request, whole."""

    line: RequestLine
    time_zone: str
    contact_name: str
    contact_phone: str
    contact_email: str
    subscription_id: str
    offer: Offer | None
    version: int
    """Another one as soon as anything of it has changed."""
    messages: tuple[MessageLine, ...]


def list_requests(actor: Actor, *, open_only: bool | None, search: str, page_number: int) -> RequestList:
    """A page of the requests that the actor may see, the last touched first. Raises NotAllowed."""
    if not actor.may(Right.ASK_SUPPORT):
        raise NotAllowed(Right.ASK_SUPPORT)
    with reading() as session:
        time_zone = Partners(session, actor).time_zone()
        stamp = stamp_of(session, actor.partner_id)
        requests = SupportRequests(session, actor)
        page = requests.page(open_only=open_only, search=clean(search)[:SEARCH_MAX], number=page_number)
        read = requests.read_by_actor(page.rows)
    lines = page.map(lambda row: _line(row, read.get(row.id, 0)))
    return RequestList(lines, time_zone, actor.may(Right.SEE_COMPANY_REQUESTS), stamp)


def list_stamp(actor: Actor) -> int:
    """Whether a list that is open still is as it was read. Raises NotAllowed."""
    if not actor.may(Right.ASK_SUPPORT):
        raise NotAllowed(Right.ASK_SUPPORT)
    with glance() as connection:
        return stamp_of(connection, actor.partner_id)


def request_version(actor: Actor, number: str) -> int:
    """Whether a request that is open still is as it was read. Raises NotAllowed, NotFound."""
    if not actor.may(Right.ASK_SUPPORT):
        raise NotAllowed(Right.ASK_SUPPORT)
    with reading() as session:
        return SupportRequests(session, actor).version(number)


def read_request(actor: Actor, number: str) -> None:
    """The actor has a request in view: what the desk said in it is news no more. Raises NotAllowed, NotFound."""
    if not actor.may(Right.ASK_SUPPORT):
        raise NotAllowed(Right.ASK_SUPPORT)
    with transaction() as session:
        requests = SupportRequests(session, actor)
        requests.mark_read(requests.get(number))


def show_request(actor: Actor, number: str) -> RequestDetails:
    """One request with its thread. Raises NotAllowed, NotFound."""
    if not actor.may(Right.ASK_SUPPORT):
        raise NotAllowed(Right.ASK_SUPPORT)
    with reading() as session:
        requests = SupportRequests(session, actor)
        row = requests.get(number)
        messages = requests.messages(row)
        files = requests.attachments(messages)
        people = Partners(session, actor).known({message.author_id for message in messages})
        read = requests.read_by_actor((row,)).get(row.id, 0)
        partner = Partners(session, actor).mine()
        subscription = Subscriptions(session, actor).get(row.subscription_id) if row.subscription_id else None
    return RequestDetails(
        line=_line(row, read),
        time_zone=partner.time_zone,
        contact_name=row.contact_name,
        contact_phone=row.contact_phone,
        contact_email=row.contact_email,
        subscription_id=row.subscription_id or "",
        offer=subscription.offer if subscription else None,
        version=row.version,
        messages=tuple(
            MessageLine(
                author=people[message.author_id].name if message.author_id in people else "",
                by_desk=message.author_id in people and people[message.author_id].partner_id is None,
                mine=message.author_id == actor.person_id,
                body=message.body,
                at=message.created_at,
                attachments=tuple(
                    AttachmentLine(file.id, file.name, file.size_bytes) for file in files if file.message_id == message.id
                ),
            )
            for message in messages
        ),
    )


def _line(row: SupportRequest, read: int) -> RequestLine:
    return RequestLine(
        number=row.number,
        title=row.title,
        problem=row.problem,
        status=row.status,
        asks_to_cancel=row.asks_to_cancel,
        created_at=row.created_at,
        updated_at=row.updated_at,
        unread=row.answer_version > read,
    )


def open_attachment(actor: Actor, attachment_id: str) -> tuple[Attachment, bytes]:
    """A file of a thread, or of a payment proof, that the actor may see. Raises NotFound, FilesUnavailable, FileNotFoundError."""
    with reading() as session:
        found = _proof(session, actor, attachment_id) or _of_thread(session, actor, attachment_id)
    content = get_files().read(f"attachments/{found.id}")
    if content is None:
        raise FileNotFoundError(found.id)
    return found, content


def _of_thread(session: Session, actor: Actor, attachment_id: str) -> Attachment:
    """A file of a request that the actor may see, in the company or at the desk."""
    if actor.may(Right.DESK_REQUESTS) or actor.may(Right.DESK_MONEY):
        return RequestDesk(session, actor).file(attachment_id)
    return SupportRequests(session, actor).get_attachment(attachment_id)


def _proof(session: Session, actor: Actor, attachment_id: str) -> Attachment | None:
    """The company's own proof, for those who see its billing; anybody's, for the desk's finance."""
    if actor.may(Right.DESK_MONEY):
        return Desk(session, actor).file(attachment_id)
    return Proofs(session, actor).file(attachment_id) if actor.may(Right.SEE_BILLING) else None
