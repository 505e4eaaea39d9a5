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


def partners_by_mpn_id(session: Session, mpn_ids: set[str], *, lock: bool = False) -> dict[str, Partner]:
    """Companies by their MPN ID, across all of them: for an operator's import.

    `lock` keeps other writers away until the transaction ends, in one order, so that two imports don't wait for each other.
    """
    query = select(Partner).where(col(Partner.mpn_id).in_(mpn_ids)).order_by(col(Partner.mpn_id))
    found = session.exec(query.with_for_update() if lock else query)
    return {partner.mpn_id: partner for partner in found if partner.mpn_id}


def competencies_of(session: Session, partner_ids: set[str]) -> dict[tuple[str, str, Offer], tuple[Competency, dict[str, int]]]:
    """What these companies have, by company, name and level, with how much of each requirement is there."""
    rows = list(session.exec(select(Competency).where(col(Competency.partner_id).in_(partner_ids))))
    progress: dict[str, dict[str, int]] = {row.id: {} for row in rows}
    mine = select(Competency.id).where(col(Competency.partner_id).in_(partner_ids))
    for done in session.exec(select(CompetencyProgress).where(col(CompetencyProgress.competency_id).in_(mine))):
        progress[done.competency_id][done.key] = done.done
    return {(row.partner_id, row.name, row.level): (row, progress[row.id]) for row in rows}
