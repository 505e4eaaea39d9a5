"""What an uploaded file would change, compared with what is in force right now."""

import dataclasses
import hashlib

from sqlmodel import Session

from actionpack_app.db import reading
from actionpack_app.domain.catalogue_difference import Change
from actionpack_app.domain.catalogue_file import CatalogueError
from actionpack_app.domain.errors import FileBroken
from actionpack_app.domain.imports import ImportKind
from actionpack_app.domain.qualifications_file import QualificationsError
from actionpack_app.domain.rights import Actor
from actionpack_app.models import DataImport
from actionpack_app.repositories.counters import version_in_force
from actionpack_app.repositories.imports import Imports
from actionpack_app.repositories.pages import Page, page_from
from actionpack_app.services.catalogue.import_file import difference_to, read_catalogue
from actionpack_app.services.competencies.difference import QualificationChange, qualifications_difference
from actionpack_app.services.competencies.import_file import read_qualifications

PROBLEMS_SHOWN = 50

ImportChange = Change | QualificationChange


@dataclasses.dataclass(frozen=True, slots=True)
class ImportPreview:
    """The whole difference, and what binds a confirmation to it."""

    id: str
    kind: ImportKind
    name: str
    changes: tuple[ImportChange, ...]
    seen: str
    """Of the content and of what it was compared with: another one once either isn't the same any more."""
    version: int | None = None
    """Of the catalogue that it was compared with, and that it would follow."""

    def page(self, number: int) -> Page[ImportChange]:
        """A page of the changes."""
        return page_from(self.changes, number)


def preview_import(actor: Actor, import_id: str) -> ImportPreview:
    """What the actor's file would change. Raises NotAllowed, NotFound, FileBroken."""
    with reading() as session:
        return read_preview(session, Imports(session, actor).pending(import_id))


def read_preview(session: Session, row: DataImport, *, lock: bool = False) -> ImportPreview:
    """The same within somebody's transaction; `lock` keeps what it is compared with as it is. Raises FileBroken."""
    try:
        if row.kind is ImportKind.CATALOGUE:
            return _of_catalogue(session, row)
        return _of_qualifications(session, row, lock=lock)
    except CatalogueError as broken:
        raise FileBroken([broken.problem]) from None
    except QualificationsError as broken:
        raise FileBroken(broken.problems[:PROBLEMS_SHOWN]) from None


def _of_catalogue(session: Session, row: DataImport) -> ImportPreview:
    _document, catalogue = read_catalogue(row.content)
    version = version_in_force(session)  # first: what is imported from here on makes the comparison outdated, not the mark
    changes = difference_to(session, catalogue)
    return ImportPreview(row.id, row.kind, row.name, changes, _seen(row.content, str(version)), version)


def _of_qualifications(session: Session, row: DataImport, *, lock: bool) -> ImportPreview:
    lines = read_qualifications(session, row.content, lock=lock)
    changes = qualifications_difference(session, lines)
    return ImportPreview(row.id, row.kind, row.name, changes, _seen(row.content, repr(changes)))


def _seen(*parts: str) -> str:
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()
