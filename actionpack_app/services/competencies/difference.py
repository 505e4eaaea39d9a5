"""What a file of qualifications would change, before anything of it is taken."""

import dataclasses

from sqlmodel import Session

from actionpack_app.domain.competencies import CompetencyState
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.qualifications_file import Qualification
from actionpack_app.models import Competency, Partner
from actionpack_app.repositories.competencies import competencies_of
from actionpack_app.services.competencies.import_file import Lines


@dataclasses.dataclass(frozen=True, slots=True)
class QualificationChange:
    """One competency of one partner; `before` is None for a new one."""

    company: str
    mpn_id: str
    name: str
    level: Offer
    before: CompetencyState | None
    after: CompetencyState
    requirements: tuple[tuple[str, int, int], ...]
    """Key, and how much of it is there before and after, where that differs."""


def qualifications_difference(session: Session, lines: Lines) -> tuple[QualificationChange, ...]:
    """Only what changes, in the order in which it would be taken."""
    kept = competencies_of(session, {partner.id for partner, _line in lines})
    changes = (_change(partner, line, kept.get((partner.id, line.name, line.level))) for partner, line in lines)
    return tuple(change for change in changes if change is not None)


def _change(partner: Partner, line: Qualification, kept: tuple[Competency, dict[str, int]] | None) -> QualificationChange | None:
    row, progress = kept or (None, {})
    differ = tuple((key, progress.get(key, 0), done) for key, done in line.progress.items() if progress.get(key, 0) != done)
    before = row.state if row else None
    if before is line.state and not differ:
        return None
    return QualificationChange(partner.name, line.mpn_id, line.name, line.level, before, line.state, differ)
