"""The desk's queue of requests, and one request as the desk sees it."""

import dataclasses
from datetime import date, datetime

from sqlmodel import Session

from actionpack_app.db import reading
from actionpack_app.domain.desk import Assigned, Waiting
from actionpack_app.domain.errors import NotAllowed
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.refunds import RefundVerdict
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.domain.status import Status, status_on
from actionpack_app.gateways.contacts import clean
from actionpack_app.models import Partner, Person, SupportMessage, SupportRequest
from actionpack_app.models.support import ProblemType, RequestStatus
from actionpack_app.repositories.pages import Page
from actionpack_app.repositories.partners import Partners
from actionpack_app.repositories.request_desk import RequestDesk, names_of_operators
from actionpack_app.repositories.stamps import DESK, stamp_of
from actionpack_app.repositories.subscriptions import Subscriptions
from actionpack_app.repositories.support import SupportRequests
from actionpack_app.services.desk.assign import candidates
from actionpack_app.services.desk.at_work import at_work
from actionpack_app.services.desk.care import Care, age_of
from actionpack_app.services.membership.standing import read_membership
from actionpack_app.services.support.ask import verdict_of
from actionpack_app.services.support.browse import SEARCH_MAX, AttachmentLine


@dataclasses.dataclass(frozen=True, slots=True)
class RequestFilter:
    """What the queue is narrowed to."""

    waiting: Waiting = Waiting.OPEN
    problem: str = ""
    """A type of problem; anything else narrows nothing."""
    assigned: Assigned = Assigned.ANYBODY
    search: str = ""
    """Words of the number, the title, the company's name, or its MPN ID: each the beginning of one."""


@dataclasses.dataclass(frozen=True, slots=True)
class DeskRequestLine:
    """One request of the queue."""

    number: str
    title: str
    company: str
    mpn_id: str
    problem: ProblemType
    status: RequestStatus
    asks_to_cancel: bool
    last_author: str
    last_by_desk: bool
    care: Care


@dataclasses.dataclass(frozen=True, slots=True)
class RequestQueue:
    """A page of the queue."""

    page: Page[DeskRequestLine]
    waiting: int
    """How many wait for the desk, whatever the page is narrowed to; one more than is counted for any more."""
    stamp: int


@dataclasses.dataclass(frozen=True, slots=True)
class DeskMessage:
    """One entry of a thread, notes included."""

    author: str
    by_desk: bool
    internal: bool
    body: str
    at: datetime
    attachments: tuple[AttachmentLine, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class AboutCompany:
    """Who asks, in short."""

    name: str
    mpn_id: str
    country: str
    time_zone: str
    locale: str
    contact_name: str
    contact_phone: str
    contact_email: str


@dataclasses.dataclass(frozen=True, slots=True)
class AboutSubscription:
    """What it is about; the verdict stands where it asks to cancel what can be cancelled."""

    offer: Offer
    status: Status
    expiry: date
    verdict: RefundVerdict | None


@dataclasses.dataclass(frozen=True, slots=True)
class DeskRequest:
    """One request, whole."""

    line: DeskRequestLine
    created_at: datetime
    company: AboutCompany
    subscription: AboutSubscription | None
    messages: tuple[DeskMessage, ...]
    candidates: dict[str, str]
    """Names of who can look after it, by id."""
    may_answer: bool
    may_decide: bool
    versions: tuple[int, int]


def list_desk_requests(actor: Actor, narrowed: RequestFilter, page_number: int) -> RequestQueue:
    """A page of all companies' requests, what waits longest first. Raises NotAllowed."""
    _check_right(actor)
    with reading() as session:
        stamp, desk = stamp_of(session, DESK), RequestDesk(session, actor)
        search = clean(narrowed.search)[:SEARCH_MAX]
        problem = ProblemType(narrowed.problem) if narrowed.problem in set(ProblemType) else None
        page = desk.page(narrowed.waiting, problem, narrowed.assigned, search, page_number)
        lines, waiting = iter(_lines(session, desk, page.rows)), desk.count_open()
    return RequestQueue(page.map(lambda _row: next(lines)), waiting, stamp)


def queue_stamp(actor: Actor) -> int:
    """Whether a queue that is open still is as it was read. Raises NotAllowed."""
    _check_right(actor)
    with reading() as session:
        return stamp_of(session, DESK)


def show_desk_request(actor: Actor, number: str) -> DeskRequest:
    """One request with its thread and notes; those to cancel are open to finance, too. Raises NotAllowed, NotFound."""
    with reading() as session:
        desk = RequestDesk(session, actor)
        row = desk.get(number)
        acting, _clock, partner = at_work(session, actor, row.partner_id)
        return DeskRequest(
            line=_lines(session, desk, (row,))[0],
            created_at=row.created_at,
            company=_about(row, partner),
            subscription=_subscription(session, actor, row),
            messages=_messages(session, acting, desk.thread(row)),
            candidates=candidates(session, row),
            may_answer=actor.may(Right.DESK_REQUESTS),
            may_decide=row.asks_to_cancel and row.status is not RequestStatus.CLOSED and actor.may(Right.DESK_MONEY),
            versions=(row.version, row.desk_version),
        )


def desk_request_versions(actor: Actor, number: str) -> tuple[int, int]:
    """Whether a request that is open still is as it was read. Raises NotAllowed, NotFound."""
    with reading() as session:
        return RequestDesk(session, actor).versions(number)


def _check_right(actor: Actor) -> None:
    if not actor.may(Right.DESK_REQUESTS):
        raise NotAllowed(Right.DESK_REQUESTS)


def _lines(session: Session, desk: RequestDesk, rows: tuple[SupportRequest, ...]) -> list[DeskRequestLine]:
    partners = desk.partners({row.partner_id for row in rows})
    names = names_of_operators(session, {row.assigned_to for row in rows})
    authors = desk.last_authors(rows)
    return [_line(row, partners[row.partner_id], names, authors.get(row.id)) for row in rows]


def _line(row: SupportRequest, partner: Partner, names: dict[str, str], author: Person | None) -> DeskRequestLine:
    return DeskRequestLine(
        number=row.number,
        title=row.title,
        company=partner.name,
        mpn_id=partner.mpn_id or "",
        problem=row.problem,
        status=row.status,
        asks_to_cancel=row.asks_to_cancel,
        last_author=author.name if author else "",
        last_by_desk=author is not None and author.partner_id is None,
        care=Care(age_of(row.waits_since, partner), row.assigned_to or "", names.get(row.assigned_to or "", "")),
    )


def _about(row: SupportRequest, partner: Partner) -> AboutCompany:
    return AboutCompany(
        name=partner.name,
        mpn_id=partner.mpn_id or "",
        country=partner.country,
        time_zone=partner.time_zone,
        locale=partner.locale,
        contact_name=row.contact_name,
        contact_phone=row.contact_phone,
        contact_email=row.contact_email,
    )


def _subscription(session: Session, actor: Actor, row: SupportRequest) -> AboutSubscription | None:
    if not row.subscription_id:
        return None
    acting, clock, _partner = at_work(session, actor, row.partner_id)
    held = Subscriptions(session, acting).get(row.subscription_id)
    membership = read_membership(session, acting, clock)
    standing = membership.standings[held.id]
    undecided = row.asks_to_cancel and row.status is not RequestStatus.CLOSED and held.closed_on is None
    verdict = verdict_of(session, acting, held, clock) if undecided else None
    return AboutSubscription(held.offer, status_on(membership.today, standing), standing.term.expiry, verdict)


def _messages(session: Session, acting: Actor, thread: list[SupportMessage]) -> tuple[DeskMessage, ...]:
    people = Partners(session, acting).known({message.author_id for message in thread})
    files = SupportRequests(session, acting).attachments(thread)

    def shown(message: SupportMessage) -> DeskMessage:
        author = people.get(message.author_id)
        return DeskMessage(
            author=author.name if author else "",
            by_desk=author is not None and author.partner_id is None,
            internal=message.internal,
            body=message.body,
            at=message.created_at,
            attachments=tuple(
                AttachmentLine(file.id, file.name, file.size_bytes) for file in files if file.message_id == message.id
            ),
        )

    return tuple(shown(message) for message in thread)
