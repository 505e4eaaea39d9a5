"""Uploading a file before the message that it goes with is sent."""

from pathlib import PurePath

from actionpack_app.db import reading, transaction
from actionpack_app.domain.errors import InvalidInput, NotAllowed
from actionpack_app.domain.rights import Actor, Right, inside
from actionpack_app.gateways.chance import new_id
from actionpack_app.gateways.clock import Clock, clock_of
from actionpack_app.gateways.contacts import clean
from actionpack_app.gateways.files import get_files, media_type_of
from actionpack_app.models import Attachment, Partner
from actionpack_app.repositories.request_desk import RequestDesk
from actionpack_app.repositories.support import SupportRequests
from actionpack_app.services.support.browse import AttachmentLine

FILE_MAX_BYTES = 10 * 1024 * 1024
NAME_MAX = 120


def attach(actor: Actor, name: str, content: bytes, clock: Clock) -> AttachmentLine:
    """Keeps a PDF, PNG or JPEG, told by its content, of at most 10 MB.

    Raises InvalidInput, NotAllowed, FilesUnavailable; then nothing is known of it.
    """
    if not actor.may(Right.ASK_SUPPORT):
        raise NotAllowed(Right.ASK_SUPPORT)
    return _keep(actor, name, content, clock)


def attach_at_desk(actor: Actor, number: str, name: str, content: bytes) -> AttachmentLine:
    """The same for the desk's answer to a request; the file is the company's.

    Raises InvalidInput, NotAllowed, NotFound, FilesUnavailable.
    """
    if not actor.may(Right.DESK_REQUESTS):
        raise NotAllowed(Right.DESK_REQUESTS)
    with reading() as session:
        partner = session.get_one(Partner, RequestDesk(session, actor).get(number).partner_id)
    return _keep(inside(actor, partner.id), name, content, clock_of(partner.clock_at))


def _keep(actor: Actor, name: str, content: bytes, clock: Clock) -> AttachmentLine:
    media_type = media_type_of(content)
    if len(content) > FILE_MAX_BYTES:
        raise InvalidInput({"attachments": "too_large"})
    if media_type is None:
        raise InvalidInput({"attachments": "file_type"})
    kept = Attachment(
        id=new_id(),
        partner_id=actor.partner_id,
        uploaded_by=actor.person_id,
        name=_plain_name(name),
        media_type=media_type,
        size_bytes=len(content),
        created_at=clock.now(),
    )
    get_files().write(f"attachments/{kept.id}", content)
    with transaction() as session:
        SupportRequests(session, actor).add_attachment(kept)
    return AttachmentLine(kept.id, kept.name, kept.size_bytes)


def _plain_name(name: str) -> str:
    """The last part of a path, of either kind, without control characters."""
    last = PurePath(clean(name).replace("\\", "/")).name
    return last[-NAME_MAX:] if last.strip(".") else "file"
