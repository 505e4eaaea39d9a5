"""Uploading a file whose import is to be previewed; nothing of it counts yet."""

from pathlib import PurePath

from actionpack_app.db import transaction
from actionpack_app.domain.errors import InvalidInput, NotAllowed
from actionpack_app.domain.imports import MOST_BYTES, ImportKind, text_of
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.gateways.chance import new_id
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.gateways.contacts import clean
from actionpack_app.models import DataImport
from actionpack_app.repositories.imports import Imports

NAME_MAX = 120


def upload_import(actor: Actor, kind: ImportKind, name: str, content: bytes) -> str:
    """Keeps a text in UTF-8 of up to 1 MB, whatever its name says; returns its id. Raises NotAllowed, InvalidInput."""
    if not actor.may(Right.DESK_ADMIN):
        raise NotAllowed(Right.DESK_ADMIN)
    if len(content) > MOST_BYTES:
        raise InvalidInput({"file": "import_too_large"})
    text = text_of(content)
    if text is None:
        raise InvalidInput({"file": "not_utf8"})
    if not text.strip():
        raise InvalidInput({"file": "empty_file"})
    with transaction() as session:
        kept = DataImport(
            id=new_id(),
            kind=kind,
            name=plain_name(name),
            content=text,
            person_id=actor.person_id,
            uploaded_at=SystemClock().now(),
        )
        Imports(session, actor).keep(kept)
        return kept.id


def plain_name(name: str) -> str:
    """The last part of a path, of either kind, without control characters."""
    return PurePath(clean(name).replace("\\", "/")).name[-NAME_MAX:] or "file"
