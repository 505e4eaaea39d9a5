"""The company's competencies and how much of their requirements is there."""

from sqlmodel import Session, col, select

from actionpack_app.domain.offers import Offer
from actionpack_app.domain.rights import Actor
from actionpack_app.models import Competency, CompetencyProgress, Partner


class Competencies:
    """Competencies of the actor's company."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self._session = session
        self._actor = actor

    def all(self) -> list[Competency]:
        """All of them, by name."""
        query = select(Competency).where(Competency.partner_id == self._actor.partner_id)
        return list(self._session.exec(query.order_by(col(Competency.name), col(Competency.level).desc())))

    def progress(self) -> dict[str, dict[str, int]]:
        """How much of each requirement is there, by competency."""
        query = select(CompetencyProgress).join(Competency, col(Competency.id) == CompetencyProgress.competency_id)
        found: dict[str, dict[str, int]] = {}
        for row in self._session.exec(query.where(Competency.partner_id == self._actor.partner_id)):
            found.setdefault(row.competency_id, {})[row.key] = row.done
        return found

    def find(self, name: str, level: Offer) -> Competency | None:
        """The competency of that name and level, if there is one."""
        query = select(Competency).where(Competency.partner_id == self._actor.partner_id, Competency.name == name)
        return self._session.exec(query.where(Competency.level == level)).one_or_none()

    def add(self, competency: Competency) -> None:
        """Keeps a new competency."""
        self._session.add(competency)
        self._session.flush()

    def note(self, competency: Competency, key: str, done: int) -> bool:
        """Notes how much of a requirement is there; returns whether that is news."""
        known = self._session.get(CompetencyProgress, (competency.id, key))
        if known is None:
            self._session.add(CompetencyProgress(competency_id=competency.id, key=key, done=done))
            return done > 0
        changed, known.done = known.done != done, done
        return changed


def partners_by_mpn_id(session: Session, mpn_ids: set[str]) -> dict[str, Partner]:
    """Companies by their MPN ID, across all of them: for an operator's import."""
    found = session.exec(select(Partner).where(col(Partner.mpn_id).in_(mpn_ids)))
    return {partner.mpn_id: partner for partner in found if partner.mpn_id}
