"""Showing the draft to customers, and taking it back."""

from actionpack_app.db import transaction
from actionpack_app.domain.errors import InvalidInput, NotAllowed, NotFound
from actionpack_app.domain.profiles import to_publish
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.gateways.clock import Clock
from actionpack_app.models.profiles import Stage
from actionpack_app.repositories.activity import Activity
from actionpack_app.repositories.partners import Partners
from actionpack_app.repositories.profiles import Profiles
from actionpack_app.services.profile.delete_logos import abandoned_before, delete_logos

PUBLISHED, NOT_PUBLISHED = "published", "not_published"


def publish_profile(actor: Actor, clock: Clock) -> None:
    """Copies the draft to what everybody sees. Raises NotAllowed, NotFound without a draft, InvalidInput for what it lacks."""
    if not actor.may(Right.BUSINESS_PROFILE):
        raise NotAllowed(Right.BUSINESS_PROFILE)
    with transaction() as session:
        Partners(session, actor).mine(lock=True)
        profiles = Profiles(session, actor)
        kept, draft, shown = profiles.row(Stage.DRAFT), profiles.read(Stage.DRAFT), profiles.read(Stage.PUBLISHED)
        if kept is None or draft is None:
            raise NotFound("profile")
        if lacks := to_publish(draft):
            raise InvalidInput(lacks)
        if draft != shown:
            profiles.put(Stage.PUBLISHED, draft, kept.version, clock.now())
            profiles.drop_logos(shown.logo_id if shown else "", abandoned_before(clock))
            before = PUBLISHED if shown else NOT_PUBLISHED
            Activity(session, actor).record("profile_published", clock.now(), before=before, after=PUBLISHED)
    delete_logos(actor)


def unpublish_profile(actor: Actor, clock: Clock) -> None:
    """From now on nobody outside sees anything of it; the draft stays. Raises NotAllowed."""
    if not actor.may(Right.BUSINESS_PROFILE):
        raise NotAllowed(Right.BUSINESS_PROFILE)
    with transaction() as session:
        Partners(session, actor).mine(lock=True)
        profiles = Profiles(session, actor)
        if (shown := profiles.read(Stage.PUBLISHED)) is not None:
            profiles.take_back()
            profiles.drop_logos(shown.logo_id, abandoned_before(clock))
            Activity(session, actor).record("profile_unpublished", clock.now(), before=PUBLISHED, after=NOT_PUBLISHED)
    delete_logos(actor)
