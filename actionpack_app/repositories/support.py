"""Support requests that the actor may see: own ones, or the company's for those who have the right."""

import functools
from typing import Any

import sqlalchemy
from sqlalchemy import bindparam
from sqlmodel import Session, col, select, text
from sqlmodel.sql.expression import SelectOfScalar

from actionpack_app.db import insert_into
from actionpack_app.domain.errors import NotFound
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.models import Attachment, PaymentProof, RequestRead, SupportMessage, SupportRequest
from actionpack_app.models.support import CLOSED, NOT_CLOSED, RequestStatus
from actionpack_app.repositories.keys import findable, is_key
from actionpack_app.repositories.pages import Listed, Page, bounded_page_of, unindexed
from actionpack_app.repositories.request_words import WALKED_MOST, RequestWords

_NEWEST = (col(SupportRequest.updated_at).desc(), col(SupportRequest.number).desc())
_READ: Any = sqlalchemy.select(col(RequestRead.request_id), col(RequestRead.version)).where(
    col(RequestRead.person_id) == bindparam("person"), col(RequestRead.request_id).in_(bindparam("requests", expanding=True))
)


@functools.cache
def _listed(whole: bool, open_only: bool | None) -> Listed[SupportRequest]:  # noqa: FBT001 (a cache's key)
    """A list of a company or of a person, without a search, put together once."""
    column = col(SupportRequest.partner_id if whole else SupportRequest.created_by)
    return Listed(_of_status(select(SupportRequest).where(column == bindparam("whose")), open_only), _NEWEST)


def _of_status(query: SelectOfScalar[SupportRequest], open_only: bool | None) -> SelectOfScalar[SupportRequest]:  # noqa: FBT001
    return query if open_only is None else query.where(text(f"support_request.{NOT_CLOSED if open_only else CLOSED}"))


class SupportRequests:
    """Requests in the actor's sight, with their threads."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self._session = session
        self._actor = actor
        self._whole = actor.may(Right.SEE_COMPANY_REQUESTS)
        company, own = (col(SupportRequest.partner_id), actor.partner_id), (col(SupportRequest.created_by), actor.person_id)
        self._scope: tuple[Any, str] = company if self._whole else own

    @functools.cached_property
    def _company(self) -> SelectOfScalar[SupportRequest]:
        return select(SupportRequest).where(SupportRequest.partner_id == self._actor.partner_id)

    @functools.cached_property
    def _seen(self) -> SelectOfScalar[SupportRequest]:
        return self._company if self._whole else self._company.where(SupportRequest.created_by == self._actor.person_id)

    def get(self, number: str, *, lock: bool = False) -> SupportRequest:
        """One request; `lock` keeps other writers away until the transaction ends. Raises NotFound."""
        query = self._seen.where(SupportRequest.number == findable(number))
        found = self._session.exec(query.with_for_update() if lock else query).one_or_none()
        if found is None:
            raise NotFound(number)
        return found

    def page(self, *, open_only: bool | None, search: str, number: int) -> Page[SupportRequest]:
        """A page of the list, the last touched first; `open_only` None shows all, False the closed ones."""
        column, whose = self._scope
        if not search:
            return _listed(self._whole, open_only).page(self._session, number, {"whose": whose})
        found, led = RequestWords(self._session, self._actor.partner_id).conditions(search)
        column = unindexed(column) if led else column
        query = _of_status(select(SupportRequest).where(column == whose, *found), open_only)
        return bounded_page_of(self._session, query, _NEWEST, number, WALKED_MOST if found and not led else None)

    def version(self, number: str) -> int:
        """How often one request has changed, as far as the actor can see. Raises NotFound."""
        query = self._seen.where(SupportRequest.number == findable(number)).with_only_columns(col(SupportRequest.version))
        found = self._session.execute(query).scalar_one_or_none()
        if found is None:
            raise NotFound(number)
        return found

    def read_by_actor(self, requests: tuple[SupportRequest, ...]) -> dict[str, int]:
        """The version that the actor has read, by request."""
        if not requests:
            return {}
        asked = {"person": self._actor.person_id, "requests": [row.id for row in requests]}
        found = self._session.connection().execute(_READ, asked).mappings()
        return {row["request_id"]: row["version"] for row in found}

    def mark_read(self, request: SupportRequest) -> None:
        """The actor has read a request as it stands."""
        statement = insert_into(self._session, RequestRead).values(
            request_id=request.id, person_id=self._actor.person_id, version=request.version
        )
        known = ["request_id", "person_id"]
        again = statement.on_conflict_do_update(index_elements=known, set_={"version": request.version})
        self._session.connection().execute(again)

    def seen_of(self, numbers: set[str]) -> frozenset[str]:
        """Those of these numbers that are requests which the actor may see."""
        column, whose = self._scope
        query = select(SupportRequest.number).where(col(SupportRequest.number).in_(numbers), unindexed(column) == whose)
        return frozenset(self._session.execute(query).scalars())

    def open_cancellations(self) -> dict[str, str]:
        """Number of the open cancellation request, by subscription; the mark is the company's, whoever asked."""
        query = self._company.where(col(SupportRequest.asks_to_cancel).is_(True), SupportRequest.status != RequestStatus.CLOSED)
        return {found.subscription_id: found.number for found in self._session.exec(query) if found.subscription_id}

    def messages(self, request: SupportRequest) -> list[SupportMessage]:
        """A request's thread, the oldest first, without the desk's notes."""
        query = select(SupportMessage).where(SupportMessage.request_id == request.id, col(SupportMessage.internal).is_(False))
        return list(self._session.exec(query.order_by(col(SupportMessage.id))))

    def attachments(self, messages: list[SupportMessage]) -> list[Attachment]:
        """The files sent with these messages."""
        ids = [message.id for message in messages]
        return list(self._session.exec(select(Attachment).where(col(Attachment.message_id).in_(ids))))

    def sent_before(self, submission: str) -> SupportRequest | None:
        """The request that this very submission of a form made or answered already."""
        query = self._seen.join(SupportMessage, col(SupportMessage.request_id) == SupportRequest.id)
        return self._session.exec(query.where(SupportMessage.submission == submission)).one_or_none()

    def add(self, request: SupportRequest) -> None:
        """Stores a new request."""
        self._session.add(request)
        self._session.flush()

    def say(self, message: SupportMessage, attachment_ids: list[str]) -> None:
        """Adds to a thread; of the files, those that the author uploaded and has not sent yet go with it."""
        self._session.add(message)
        self._session.flush()
        for waiting in self.waiting_attachments(attachment_ids):
            waiting.message_id = message.id

    def waiting_attachments(self, attachment_ids: list[str]) -> list[Attachment]:
        """Files that the actor uploaded and has not sent yet."""
        query = select(Attachment).where(
            col(Attachment.id).in_([key for key in attachment_ids if is_key(key)]),
            ~select(PaymentProof.attachment_id).where(PaymentProof.attachment_id == Attachment.id).correlate(Attachment).exists(),
            Attachment.partner_id == self._actor.partner_id,
            Attachment.uploaded_by == self._actor.person_id,
            col(Attachment.message_id).is_(None),
        )
        return list(self._session.exec(query))

    def add_attachment(self, attachment: Attachment) -> None:
        """Stores what is known of an uploaded file."""
        self._session.add(attachment)

    def get_attachment(self, attachment_id: str) -> Attachment:
        """A file of a thread that the actor may see. Raises NotFound."""
        query = (
            select(Attachment)
            .join(SupportMessage, col(SupportMessage.id) == Attachment.message_id)
            .where(
                Attachment.id == findable(attachment_id),
                col(SupportMessage.internal).is_(False),
                col(SupportMessage.request_id).in_(self._seen.with_only_columns(col(SupportRequest.id))),
            )
        )
        found = self._session.exec(query).one_or_none()
        if found is None:
            raise NotFound(attachment_id)
        return found
