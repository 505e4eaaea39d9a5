"""What was imported: when, by whom."""

import dataclasses
from datetime import datetime

from actionpack_app.db import reading
from actionpack_app.domain.imports import ImportKind
from actionpack_app.domain.rights import Actor
from actionpack_app.models import DataImport
from actionpack_app.repositories.imports import Imports
from actionpack_app.repositories.pages import Page


@dataclasses.dataclass(frozen=True, slots=True)
class ImportLine:
    """One import."""

    kind: ImportKind
    name: str
    at: datetime
    who: str
    """Empty for the console command, which nobody signs in for."""
    changes: int


def list_imports(actor: Actor, page_number: int) -> Page[ImportLine]:
    """A page of the imports, the newest first. Raises NotAllowed."""
    with reading() as session:
        imports = Imports(session, actor)
        page = imports.confirmed(page_number)
        names = imports.names({row.person_id for row in page.rows if row.person_id})
    return page.map(lambda row: _line(row, names))


def _line(row: DataImport, names: dict[str, str]) -> ImportLine:
    who = names.get(row.person_id or "", "")
    return ImportLine(row.kind, row.name, row.confirmed_at or row.uploaded_at, who, row.changes)
