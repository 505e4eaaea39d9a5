"""Sample partners of demo and staging: read and made across companies, never in production."""

from datetime import datetime

from sqlmodel import Session, col, delete, select, update

from actionpack_app.domain.errors import NotFound
from actionpack_app.domain.offers import Offer
from actionpack_app.models import (
    ClockMove,
    Credential,
    Invitation,
    LoginSession,
    Order,
    Partner,
    Person,
    ProviderLink,
    RecoveryCode,
    SecondFactor,
)
from actionpack_app.repositories.keys import findable


class Samples:
    """Sample partners, their copies, and their people."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def any_partner(self) -> bool:
        """Whether the database has partners at all."""
        return self._session.exec(select(Partner.id).limit(1)).first() is not None

    def originals(self) -> list[Partner]:
        """The sample partners that the sign-in page lists."""
        query = select(Partner).where(col(Partner.sample).is_not(None), col(Partner.is_copy).is_(False))
        return list(self._session.exec(query))

    def get(self, partner_id: str, *, lock: bool = False) -> Partner:
        """A sample partner or a copy; `lock` keeps other writers away until the transaction ends. Raises NotFound."""
        query = select(Partner).where(Partner.id == findable(partner_id), col(Partner.sample).is_not(None))
        found = self._session.exec(query.with_for_update() if lock else query).one_or_none()
        if found is None:
            raise NotFound(partner_id)
        return found

    def people(self, partner_ids: list[str]) -> list[Person]:
        """The active people of these partners whom demo sign-in lets in: who has a password uses it."""
        query = select(Person).where(col(Person.partner_id).in_(partner_ids), col(Person.active).is_(True))
        return list(self._session.exec(query.where(col(Person.id).not_in(select(Credential.person_id)))))

    def operators(self) -> list[Person]:
        """The sample people of the desk."""
        query = select(Person).where(col(Person.partner_id).is_(None), col(Person.active).is_(True))
        return list(self._session.exec(query.where(col(Person.id).not_in(select(Credential.person_id)))))

    def close_accounts(self, partner_id: str, now: datetime) -> None:
        """Nobody of a partner that is reset comes in any more, and whoever was invited isn't; their addresses are free."""
        people = select(Person.id).where(Person.partner_id == partner_id)
        for table in (Credential, ProviderLink, RecoveryCode, SecondFactor):
            self._session.exec(delete(table).where(col(table.person_id).in_(people)))
        self._session.exec(delete(LoginSession).where(col(LoginSession.person_id).in_(people)))
        self._session.exec(update(Person).where(col(Person.partner_id) == partner_id).values(active=False))
        is_open = (col(Invitation.accepted_at).is_(None), col(Invitation.revoked_at).is_(None))
        self._session.exec(update(Invitation).where(col(Invitation.partner_id) == partner_id, *is_open).values(revoked_at=now))

    def move_sessions(self, old: Person, new: Person) -> None:
        """Whoever is signed in as `old` goes on as `new`."""
        self._session.exec(update(LoginSession).where(col(LoginSession.person_id) == old.id).values(person_id=new.id))

    def last_move(self, partner_id: str) -> ClockMove | None:
        """The newest move of a partner's clock."""
        query = select(ClockMove).where(ClockMove.partner_id == partner_id)
        return self._session.exec(query.order_by(col(ClockMove.asked_at).desc()).limit(1)).first()

    def first_move(self, partner_id: str) -> ClockMove | None:
        """The oldest move of a partner's clock."""
        query = select(ClockMove).where(ClockMove.partner_id == partner_id)
        return self._session.exec(query.order_by(col(ClockMove.asked_at)).limit(1)).first()

    def unfinished_moves(self) -> list[ClockMove]:
        """Moves that were begun and aren't over; those of a partner that was reset meanwhile lead nowhere."""
        query = select(ClockMove).join(Partner, col(Partner.id) == ClockMove.partner_id)
        return list(self._session.exec(query.where(col(ClockMove.done_at).is_(None), col(Partner.sample).is_not(None))))

    def offers_of_orders(self, partner_id: str) -> dict[str, Offer]:
        """What a partner's orders are for, by number."""
        found = self._session.exec(select(Order.number, Order.offer).where(Order.partner_id == partner_id))
        return {number: Offer(offer) for number, offer in found}

    def mpn_id_taken(self, mpn_id: str) -> bool:
        """Whether a partner has this MPN ID."""
        return self._session.exec(select(Partner.id).where(Partner.mpn_id == mpn_id)).first() is not None
