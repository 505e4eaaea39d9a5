"""Requests as the desk sees them, across companies: all for those who answer them, those to cancel for finance."""

from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from actionpack_app.domain.desk import Assigned, Waiting
from actionpack_app.domain.errors import NotAllowed, NotFound
from actionpack_app.domain.rights import Actor, Right, Role
from actionpack_app.models import Attachment, Partner, Person, SupportMessage, SupportRequest
from actionpack_app.models.support import ProblemType, RequestStatus
from actionpack_app.repositories.keys import findable
from actionpack_app.repositories.pages import COUNTED_MOST, Page, Row, bounded_page_of, count_at_most, unindexed
from actionpack_app.repositories.request_words import WALKED_MOST, RequestWords


class RequestDesk:
    """Every company's requests, with their threads and notes. Raises NotAllowed for anybody who isn't of the desk."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self._session = session
        self._actor = actor
        self._seen = select(SupportRequest)
        if not actor.may(Right.DESK_REQUESTS):
            if not actor.may(Right.DESK_MONEY):
                raise NotAllowed(Right.DESK_REQUESTS)
            self._seen = self._seen.where(col(SupportRequest.asks_to_cancel).is_(True))

    def get(self, number: str, *, lock: bool = False) -> SupportRequest:
        """One request; `lock` keeps other writers away until the transaction ends. Raises NotFound."""
        query = self._seen.where(SupportRequest.number == findable(number))
        found = self._session.exec(query.with_for_update() if lock else query).one_or_none()
        if found is None:
            raise NotFound(number)
        return found

    def page(
        self, waiting: Waiting, problem: ProblemType | None, assigned: Assigned, search: str, number: int
    ) -> Page[SupportRequest]:
        """A page of the list: what waits, the oldest first; what doesn't or may not, the newest first."""
        found, led = RequestWords(self._session, "").conditions(search) if search else ([], False)
        narrowed = {
            col(SupportRequest.status): None if waiting is Waiting.ALL else RequestStatus(waiting),
            col(SupportRequest.problem): problem,
        }
        query = self._seen.where(*found)
        for column, value in narrowed.items():
            if value is not None:
                query = query.where((unindexed(column) if led else column) == value)
        assignee = col(SupportRequest.assigned_to)
        query = narrow_to_assigned(query, unindexed(assignee) if led else assignee, assigned, self._actor)
        order = (col(SupportRequest.waits_since), col(SupportRequest.number))
        if waiting in {Waiting.CLOSED, Waiting.ALL}:
            order = tuple(column.desc() for column in order)
        return bounded_page_of(self._session, query, order, number, WALKED_MOST if found and not led else None)

    def count_open(self) -> int:
        """How many wait for the desk; one more than COUNTED_MOST for any more."""
        query = self._seen.where(SupportRequest.status == RequestStatus.OPEN)
        return count_at_most(self._session, query, (col(SupportRequest.waits_since), col(SupportRequest.number)), COUNTED_MOST)

    def versions(self, number: str) -> tuple[int, int]:
        """How often one request has changed, for the partner and for the desk alone. Raises NotFound."""
        columns = (col(SupportRequest.version), col(SupportRequest.desk_version))
        query = self._seen.where(SupportRequest.number == findable(number)).with_only_columns(*columns)
        found = self._session.execute(query).one_or_none()
        if found is None:
            raise NotFound(number)
        return found[0], found[1]

    def thread(self, request: SupportRequest) -> list[SupportMessage]:
        """Messages and notes, the oldest first."""
        query = select(SupportMessage).where(SupportMessage.request_id == request.id)
        return list(self._session.exec(query.order_by(col(SupportMessage.id))))

    def last_authors(self, requests: tuple[SupportRequest, ...]) -> dict[str, Person]:
        """Who wrote last in each of these threads, notes aside."""
        ids = [request.id for request in requests]
        newest = (
            select(func.max(SupportMessage.id))
            .where(col(SupportMessage.request_id).in_(ids), col(SupportMessage.internal).is_(False))
            .group_by(col(SupportMessage.request_id))
        )
        query = select(SupportMessage.request_id, Person).join(Person, col(Person.id) == SupportMessage.author_id)
        return dict(self._session.exec(query.where(col(SupportMessage.id).in_(newest))).all())

    def partners(self, ids: set[str]) -> dict[str, Partner]:
        """Companies by id."""
        return {partner.id: partner for partner in self._session.exec(select(Partner).where(col(Partner.id).in_(ids)))}

    def sent_before(self, submission: str) -> bool:
        """Whether this very submission of a form was taken already."""
        return self._session.exec(select(SupportMessage.id).where(SupportMessage.submission == submission)).first() is not None

    def file(self, attachment_id: str) -> Attachment:
        """A file of a thread. Raises NotFound."""
        query = (
            select(Attachment)
            .join(SupportMessage, col(SupportMessage.id) == Attachment.message_id)
            .where(
                Attachment.id == findable(attachment_id),
                col(SupportMessage.request_id).in_(self._seen.with_only_columns(col(SupportRequest.id))),
            )
        )
        found = self._session.exec(query).one_or_none()
        if found is None:
            raise NotFound(attachment_id)
        return found


def narrow_to_assigned(query: SelectOfScalar[Row], column: Any, assigned: Assigned, actor: Actor) -> SelectOfScalar[Row]:
    """Nobody's things, the actor's own, or everybody's."""
    match assigned:
        case Assigned.NOBODY:
            return query.where(column.is_(None))
        case Assigned.ME:
            return query.where(column == actor.person_id)
        case Assigned.ANYBODY:
            return query


def operators_with(session: Session, roles: tuple[Role, ...]) -> dict[str, str]:
    """Names of the desk's people who have one of these roles and may sign in, by id, in the order of their names."""
    query = select(Person).where(col(Person.partner_id).is_(None), col(Person.active).is_(True), col(Person.role).in_(roles))
    return {person.id: person.name for person in session.exec(query.order_by(col(Person.name), col(Person.id)))}


def names_of_operators(session: Session, ids: set[str | None]) -> dict[str, str]:
    """Names of the desk's people by id, former ones too."""
    query = select(Person).where(col(Person.id).in_([key for key in ids if key]), col(Person.partner_id).is_(None))
    return {person.id: person.name for person in session.exec(query)}
