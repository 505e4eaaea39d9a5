"""Importing qualifications: the whole file, or nothing of it."""

from sqlmodel import Session

from actionpack_app.db import transaction
from actionpack_app.domain.file_problems import FileProblem
from actionpack_app.domain.imports import ImportKind
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.qualifications_file import Qualification, QualificationsError, parse_qualifications
from actionpack_app.domain.rights import Actor, inside, the_product
from actionpack_app.gateways.clock import clock_of
from actionpack_app.models import Partner
from actionpack_app.repositories.activity import Activity
from actionpack_app.repositories.competencies import partners_by_mpn_id
from actionpack_app.repositories.counters import current_catalogue
from actionpack_app.repositories.partners import Partners
from actionpack_app.repositories.subscriptions import Subscriptions
from actionpack_app.services.competencies.put import put_competency
from actionpack_app.services.imports.console import note_console_import

SUBJECT_MAX = 64

Lines = list[tuple[Partner, Qualification]]


def import_qualifications(content: str, name: str = "qualifications.csv") -> int:
    """Puts every line in force, from the console, and returns how many changed something.

    Raises QualificationsError that names broken lines.
    """
    with transaction() as session:
        changed = take_qualifications(session, read_qualifications(session, content, lock=True), None)
        note_console_import(session, ImportKind.QUALIFICATIONS, name, content, changed)
        return changed


def read_qualifications(session: Session, content: str, *, lock: bool = False) -> Lines:
    """The lines with their partners, in one order for all imports. Raises QualificationsError that names broken lines."""
    lines, problems = parse_qualifications(content, current_catalogue(session).requirements)
    partners = partners_by_mpn_id(session, {line.mpn_id for line in lines}, lock=lock)
    unknown = [
        FileProblem("mpn_id", "no_partner", {"value": line.mpn_id}, line.line) for line in lines if line.mpn_id not in partners
    ]
    if problems or unknown:
        raise QualificationsError([*problems, *unknown])
    return [(partners[line.mpn_id], line) for line in sorted(lines, key=lambda line: line.mpn_id)]


def take_qualifications(session: Session, lines: Lines, operator: Actor | None) -> int:
    """Puts lines in force, as `operator`, or as the product where the console does; returns how many changed something."""
    return sum(_take(session, partner, line, operator) for partner, line in lines)


def _take(session: Session, partner: Partner, line: Qualification, operator: Actor | None) -> bool:
    actor = inside(operator, partner.id) if operator else the_product(partner.id)
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
