"""What the console command imports stands in the history too."""

from sqlmodel import Session

from actionpack_app.domain.imports import ImportKind
from actionpack_app.gateways.chance import new_id
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.models import DataImport
from actionpack_app.services.imports.upload import plain_name


def note_console_import(session: Session, kind: ImportKind, name: str, content: str, changes: int) -> None:
    """Notes an import of nobody who is signed in."""
    now = SystemClock().now()
    session.add(
        DataImport(
            id=new_id(), kind=kind, name=plain_name(name), content=content, uploaded_at=now, confirmed_at=now, changes=changes
        )
    )
