"""The list of support requests, and one request with its thread."""

import dataclasses
from datetime import datetime

from sqlmodel import Session

from actionpack_app.db import reading
from actionpack_app.domain.errors import NotAllowed
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.gateways.contacts import clean
from actionpack_app.gateways.files import get_files
from actionpack_app.models import Attachment
from actionpack_app.models.support import ProblemType, RequestStatus
from actionpack_app.repositories.desk import Desk
from actionpack_app.repositories.pages import Page
from actionpack_app.repositories.partners import Partners
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


@dataclasses.dataclass(frozen=True, slots=True)
class RequestList:
    """A page of requests, and whose they are."""

    page: Page[RequestLine]
    time_zone: str
    company_wide: bool


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
    messages: tuple[MessageLine, ...]


def list_requests(actor: Actor, *, open_only: bool | None, search: str, page_number: int) -> RequestList:
    """A page of the requests that the actor may see, the last touched first. Raises NotAllowed."""
    if not actor.may(Right.ASK_SUPPORT):
        raise NotAllowed(Right.ASK_SUPPORT)
    with reading() as session:
        partner = Partners(session, actor).mine()
        page = SupportRequests(session, actor).page(open_only=open_only, search=clean(search)[:SEARCH_MAX], number=page_number)
    lines = page.map(
        lambda row: RequestLine(
            row.number, row.title, row.problem, row.status, row.asks_to_cancel, row.created_at, row.updated_at
        )
    )
    return RequestList(lines, partner.time_zone, actor.may(Right.SEE_COMPANY_REQUESTS))


def show_request(actor: Actor, number: str) -> RequestDetails:
    """One request with its thread. Raises NotAllowed, NotFound."""
    if not actor.may(Right.ASK_SUPPORT):
        raise NotAllowed(Right.ASK_SUPPORT)
    with reading() as session:
        requests = SupportRequests(session, actor)
        row = requests.get(number)
        messages = requests.messages(row)
        files = requests.attachments(messages)
        names = Partners(session, actor).names_of({message.author_id for message in messages})
        partner = Partners(session, actor).mine()
        subscription = Subscriptions(session, actor).get(row.subscription_id) if row.subscription_id else None
    return RequestDetails(
        line=RequestLine(row.number, row.title, row.problem, row.status, row.asks_to_cancel, row.created_at, row.updated_at),
        time_zone=partner.time_zone,
        contact_name=row.contact_name,
        contact_phone=row.contact_phone,
        contact_email=row.contact_email,
        subscription_id=row.subscription_id or "",
        offer=subscription.offer if subscription else None,
        messages=tuple(
            MessageLine(
                author=names.get(message.author_id, ""),
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


def open_attachment(actor: Actor, attachment_id: str) -> tuple[Attachment, bytes]:
    """A file of a thread, or of a payment proof, that the actor may see. Raises NotFound, FileNotFoundError."""
    with reading() as session:
        found = _proof(session, actor, attachment_id) or SupportRequests(session, actor).get_attachment(attachment_id)
    content = get_files().read(f"attachments/{found.id}")
    if content is None:
        raise FileNotFoundError(found.id)
    return found, content


def _proof(session: Session, actor: Actor, attachment_id: str) -> Attachment | None:
    """The company's own proof, for those who see its billing; anybody's, for the desk's finance."""
    if actor.may(Right.DESK_MONEY):
        return Desk(session, actor).file(attachment_id)
    return Proofs(session, actor).file(attachment_id) if actor.may(Right.SEE_BILLING) else None
