"""Authenticator apps and recovery codes, looked up before there is an actor."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, delete, func, select, update

from actionpack_app.models import RecoveryCode, SecondFactor


class SecondFactors:
    """What people have beside their password."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, person_id: str, *, lock: bool = False) -> SecondFactor | None:
        """Somebody's app, confirmed or not."""
        return self._session.get(SecondFactor, person_id, with_for_update=lock, populate_existing=lock)

    def is_on(self, person_id: str) -> bool:
        """Whether a code is asked for at sign-in."""
        found = self.of(person_id)
        return found is not None and found.confirmed_at is not None

    def on_for(self, person_ids: Iterable[str]) -> set[str]:
        """Of these people, those whose sign-in asks for a code."""
        query = select(SecondFactor.person_id).where(col(SecondFactor.person_id).in_(list(person_ids)))
        return set(self._session.exec(query.where(col(SecondFactor.confirmed_at).is_not(None))))

    def put(self, new: SecondFactor) -> None:
        """Keeps a new one in the place of one that was never confirmed."""
        self._session.merge(new)

    def forget(self, person_id: str) -> None:
        """Takes the app and the recovery codes away."""
        self._session.exec(delete(RecoveryCode).where(col(RecoveryCode.person_id) == person_id))
        self._session.exec(delete(SecondFactor).where(col(SecondFactor.person_id) == person_id))

    def put_codes(self, person_id: str, fingerprints: Iterable[str]) -> None:
        """New recovery codes; the old ones are worth nothing any more."""
        self._session.exec(delete(RecoveryCode).where(col(RecoveryCode.person_id) == person_id))
        self._session.add_all([RecoveryCode(person_id=person_id, fingerprint=fingerprint) for fingerprint in fingerprints])

    def use_code(self, person_id: str, fingerprint: str, now: datetime) -> bool:
        """Uses a recovery code up; False for one that isn't theirs, or was used."""
        found = update(RecoveryCode).where(
            col(RecoveryCode.person_id) == person_id,
            col(RecoveryCode.fingerprint) == fingerprint,
            col(RecoveryCode.used_at).is_(None),
        )
        return self._session.connection().execute(found.values(used_at=now)).rowcount == 1

    def codes_left(self, person_id: str) -> int:
        """How many recovery codes weren't used."""
        query = select(func.count()).select_from(RecoveryCode)
        return self._session.exec(query.where(RecoveryCode.person_id == person_id, col(RecoveryCode.used_at).is_(None))).one()
