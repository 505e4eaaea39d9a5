"""Drafts of new companies, found before there is an actor; and the companies that they become."""

from datetime import datetime

from sqlmodel import Session, col, delete, or_, select

from actionpack_app.db import insert_into
from actionpack_app.models import Enrolment, Partner


class Enrolments:
    """Drafts. Only who brings a draft's token, or the signed link that names it, has one: nobody lists them."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now

    def of_token(self, token_hash: str, *, lock: bool = False) -> Enrolment | None:
        """The draft of a browser, a completed one too; `lock` keeps other writers away until the transaction ends."""
        mine = or_(col(Enrolment.token_hash) == token_hash, col(Enrolment.mail_token_hash) == token_hash)
        query = select(Enrolment).where(mine, col(Enrolment.expires_at) > self._now)
        return self._session.exec(query.with_for_update() if lock else query).one_or_none()

    def get(self, enrolment_id: str, *, lock: bool = False) -> Enrolment | None:
        """The draft that a link names."""
        query = select(Enrolment).where(Enrolment.id == enrolment_id, col(Enrolment.expires_at) > self._now)
        return self._session.exec(query.with_for_update() if lock else query).one_or_none()

    def add(self, draft: Enrolment) -> bool:
        """Keeps a new one; False where its browser has one already."""
        statement = insert_into(self._session, Enrolment).values(**draft.model_dump(exclude_none=True))
        statement = statement.on_conflict_do_nothing(index_elements=["token_hash"])
        return self._session.connection().execute(statement.returning(col(Enrolment.id))).first() is not None

    def discard(self, draft: Enrolment) -> None:
        """Takes a draft away, as its person wants."""
        self._session.delete(draft)

    def forget_expired(self) -> int:
        """Takes away what nobody went on with; what was completed stays."""
        old = delete(Enrolment).where(col(Enrolment.expires_at) <= self._now, col(Enrolment.completed_at).is_(None))
        return int(self._session.connection().execute(old).rowcount)


class NewPartners:
    """Companies as they become members."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def is_member(self, tax_key: str | None) -> bool:
        """Whether a company with this tax ID is a member."""
        return (
            tax_key is not None and self._session.exec(select(Partner.id).where(Partner.tax_key == tax_key)).first() is not None
        )

    def add(self, partner: Partner) -> bool:
        """Stores a new company; False where its MPN ID or its tax ID is another's. Two at once: the second waits, and is told."""
        statement = insert_into(self._session, Partner).values(**partner.model_dump(exclude_none=True))
        statement = statement.on_conflict_do_nothing().returning(col(Partner.id))
        return self._session.connection().execute(statement).first() is not None
