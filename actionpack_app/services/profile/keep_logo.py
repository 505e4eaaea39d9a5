"""Uploading a logo before the profile that it goes with is saved."""

from actionpack_app.db import transaction
from actionpack_app.domain.errors import InvalidInput, NotAllowed
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.gateways.chance import new_id
from actionpack_app.gateways.clock import Clock
from actionpack_app.gateways.files import get_files
from actionpack_app.gateways.images import NotAPicture, made_anew
from actionpack_app.models import ProfileLogo
from actionpack_app.repositories.profiles import Profiles

LOGO_MAX_BYTES = 1024 * 1024


def keep_logo(actor: Actor, content: bytes, clock: Clock) -> str:
    """Keeps what a PNG or JPEG of at most 1 MB shows, and returns its id.

    Raises NotAllowed, InvalidInput, FilesUnavailable; then nothing is known of it.
    """
    if not actor.may(Right.BUSINESS_PROFILE):
        raise NotAllowed(Right.BUSINESS_PROFILE)
    if len(content) > LOGO_MAX_BYTES:
        raise InvalidInput({"logo": "logo_too_large"})
    try:
        picture = made_anew(content)
    except NotAPicture as refused:
        raise InvalidInput({"logo": refused.code}) from refused
    logo = ProfileLogo(
        id=new_id(),
        partner_id=actor.partner_id,
        uploaded_by=actor.person_id,
        size_bytes=len(picture),
        created_at=clock.now(),
    )
    get_files().write(f"logos/{logo.id}", picture)
    with transaction() as session:
        Profiles(session, actor).add_logo(logo)
    return logo.id
