"""Keeping what is told of one competency, in somebody's transaction."""

from collections.abc import Mapping

from sqlmodel import Session

from actionpack_app.domain.competencies import CompetencyState
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.rights import Actor
from actionpack_app.gateways.chance import new_id
from actionpack_app.models import Competency
from actionpack_app.repositories.competencies import Competencies


def put_competency(
    session: Session, actor: Actor, name: str, level: Offer, state: CompetencyState, progress: Mapping[str, int]
) -> bool:
    """Makes a competency of the actor's company what is told of it; returns whether that is news."""
    kept = Competencies(session, actor)
    row = kept.find(name, level)
    changed = row is None or row.state is not state
    if row is None:
        row = Competency(id=new_id(), partner_id=actor.partner_id, name=name, level=level, state=state)
        kept.add(row)
    row.state = state
    news = [kept.note(row, key, done) for key, done in progress.items()]
    session.flush()
    return changed or any(news)
