"""Importing exactly what was previewed."""

from actionpack_app.db import transaction
from actionpack_app.domain.errors import PreviewOutdated
from actionpack_app.domain.imports import ImportKind
from actionpack_app.domain.rights import Actor
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.repositories.imports import Imports
from actionpack_app.services.catalogue.import_file import put_in_force, read_catalogue
from actionpack_app.services.competencies.import_file import read_qualifications, take_qualifications
from actionpack_app.services.imports.preview import read_preview


def confirm_import(actor: Actor, import_id: str, seen: str) -> int:
    """Imports a file whose preview was `seen`, and returns how much it changed.

    Raises: NotAllowed, NotFound (also for what was confirmed before), FileBroken, PreviewOutdated.
    """
    with transaction() as session:
        row = Imports(session, actor).pending(import_id, lock=True)
        preview = read_preview(session, row, lock=True)
        if preview.seen != seen:
            raise PreviewOutdated(import_id)
        if row.kind is ImportKind.CATALOGUE:
            put_in_force(session, read_catalogue(row.content)[0], preview.version)
        else:
            take_qualifications(session, read_qualifications(session, row.content, lock=True), actor)
        row.confirmed_at, row.changes = SystemClock().now(), len(preview.changes)
        return row.changes
