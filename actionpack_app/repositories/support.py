"""Support requests that the actor may see: own ones, or the company's for those who have the right."""

from sqlmodel import Session, col, or_, select

from actionpack_app.domain.errors import NotFound
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.models import Attachment, PaymentProof, SupportMessage, SupportRequest
from actionpack_app.models.support import RequestStatus
from actionpack_app.repositories.keys import findable, is_key
from actionpack_app.repositories.pages import Page, contains, page_of


class SupportRequests:
    """Requests in the actor's sight, with their threads."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self._session = session
        self._actor = actor
        self._company = select(SupportRequest).where(SupportRequest.partner_id == actor.partner_id)
        seen = self._company
        if not actor.may(Right.SEE_COMPANY_REQUESTS):
            seen = seen.where(SupportRequest.created_by == actor.person_id)
        self._seen = seen

    def get(self, number: str) -> SupportRequest:
        """One request. Raises NotFound."""
        found = self._session.exec(self._seen.where(SupportRequest.number == findable(number))).one_or_none()
        if found is None:
            raise NotFound(number)
        return found

    def page(self, *, open_only: bool | None, search: str, number: int) -> Page[SupportRequest]:
        """A page of the list, the last touched first; `open_only` None shows all, False the closed ones."""
        query = self._seen
        if open_only is not None:
            status = col(SupportRequest.status)
            query = query.where(status != RequestStatus.CLOSED if open_only else status == RequestStatus.CLOSED)
        if search:
            query = query.where(or_(contains(SupportRequest.number, search), contains(SupportRequest.title, search)))
        newest = (col(SupportRequest.updated_at).desc(), col(SupportRequest.number).desc())
        return page_of(self._session, query, newest, number)

    def seen_of(self, numbers: set[str]) -> frozenset[str]:
        """Those of these numbers that are requests which the actor may see."""
        query = self._seen.where(col(SupportRequest.number).in_(numbers)).with_only_columns(col(SupportRequest.number))
        return frozenset(self._session.execute(query).scalars())

    def open_cancellations(self) -> dict[str, str]:
        """Number of the open cancellation request, by subscription; the mark is the company's, whoever asked."""
        query = self._company.where(col(SupportRequest.asks_to_cancel).is_(True), SupportRequest.status != RequestStatus.CLOSED)
        return {found.subscription_id: found.number for found in self._session.exec(query) if found.subscription_id}

    def messages(self, request: SupportRequest) -> list[SupportMessage]:
        """A request's thread, the oldest first."""
        query = select(SupportMessage).where(SupportMessage.request_id == request.id)
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
            col(Attachment.id).not_in(select(PaymentProof.attachment_id)),
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
                col(SupportMessage.request_id).in_(self._seen.with_only_columns(col(SupportRequest.id))),
            )
        )
        found = self._session.exec(query).one_or_none()
        if found is None:
            raise NotFound(attachment_id)
        return found
