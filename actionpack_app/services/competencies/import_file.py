"""Importing qualifications: the whole file, or nothing of it."""

from sqlmodel import Session

from actionpack_app.db import transaction
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.qualifications_file import Problem, Qualification, QualificationsError, parse_qualifications
from actionpack_app.domain.rights import Actor, the_product
from actionpack_app.gateways.clock import clock_of
from actionpack_app.models import Partner
from actionpack_app.repositories.activity import Activity
from actionpack_app.repositories.competencies import partners_by_mpn_id
from actionpack_app.repositories.counters import current_catalogue
from actionpack_app.repositories.partners import Partners
from actionpack_app.repositories.subscriptions import Subscriptions
from actionpack_app.services.competencies.put import put_competency

SUBJECT_MAX = 64


def import_qualifications(content: str) -> int:
    """Puts every line in force and returns how many changed something. Raises QualificationsError that names broken lines."""
    with transaction() as session:
        lines, problems = parse_qualifications(content, current_catalogue(session).requirements)
        partners = partners_by_mpn_id(session, {line.mpn_id for line in lines})
        unknown = [
            Problem(line.line, f"mpn_id: there is no partner {line.mpn_id}") for line in lines if line.mpn_id not in partners
        ]
        if problems or unknown:
            raise QualificationsError([*problems, *unknown])
        in_one_order = sorted(lines, key=lambda line: line.mpn_id)  # so that two imports don't wait for each other
        return sum(_take(session, partners[line.mpn_id], line) for line in in_one_order)


def _take(session: Session, partner: Partner, line: Qualification) -> bool:
    actor = the_product(partner.id)
    Partners(session, actor).mine(lock=True)
    changed = put_competency(session, actor, line.name, line.level, line.state, line.progress)
    if changed:
        Activity(session, actor).record(
            "competency_updated",
            clock_of(partner.clock_at).now(),
            subscription_id=_membership(session, actor, line.level),
            subject=line.name[:SUBJECT_MAX],
            level=line.level,
            state=line.state,
        )
    return changed


def _membership(session: Session, actor: Actor, level: Offer) -> str | None:
    """The membership of that level, whose activity tells of it too."""
    held = (row.id for row in Subscriptions(session, actor).all() if row.offer is level and row.closed_on is None)
    return next(held, None)
