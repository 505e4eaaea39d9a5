"""Keeping the draft of the business profile. Customers see nothing of it before it is published."""

import dataclasses

from sqlmodel import Session

from actionpack_app.db import transaction
from actionpack_app.domain.errors import ChangedMeanwhile, NotAllowed, NotFound
from actionpack_app.domain.profiles import Profile, ProfileChange, changes
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.gateways.clock import Clock
from actionpack_app.models.profiles import Stage
from actionpack_app.repositories.activity import Activity
from actionpack_app.repositories.partners import Partners
from actionpack_app.repositories.profiles import Profiles
from actionpack_app.services.profile.check import checked
from actionpack_app.services.profile.delete_logos import abandoned_before, delete_logos


def save_profile(actor: Actor, typed: Profile, version: int, clock: Clock) -> Profile:
    """Keeps the draft in its normal form, and returns it so; `version` is the one that the form started from.

    Raises: NotAllowed, InvalidInput by field, NotFound for a logo that the company hasn't uploaded or no longer has,
    ChangedMeanwhile where somebody else was first.
    """
    if not actor.may(Right.BUSINESS_PROFILE):
        raise NotAllowed(Right.BUSINESS_PROFILE)
    with transaction() as session:
        partner = Partners(session, actor).mine(lock=True)  # one draft a company
        draft, profiles = checked(typed, partner.country), Profiles(session, actor)
        if draft.logo_id and not profiles.has_logo(draft.logo_id):
            raise NotFound(draft.logo_id)
        kept, before = profiles.row(Stage.DRAFT), profiles.read(Stage.DRAFT)
        if version != (kept.version if kept else 0):
            raise ChangedMeanwhile(fields_of(before) if before else {}, kept.version if kept else 0)
        if before != draft:
            profiles.put(Stage.DRAFT, draft, version + 1, clock.now())
            profiles.drop_logos(before.logo_id if before else "", abandoned_before(clock))
            record_changes(session, actor, changes(before, draft), clock)
    delete_logos(actor)
    return draft


def record_changes(session: Session, actor: Actor, changed: tuple[ProfileChange, ...], clock: Clock) -> None:
    """An entry of the activity for each field."""
    activity = Activity(session, actor)
    for change in changed:
        activity.record("profile_changed", clock.now(), before=change.before, after=change.after, field=change.field)


def fields_of(profile: Profile) -> dict[str, str]:
    """A profile's fields as texts, so that a page can tell which of them have changed."""
    plain = dataclasses.asdict(profile)
    places = (", ".join(part for part in dataclasses.astuple(place) if part) for place in profile.locations)
    return {**{field: str(text) for field, text in plain.items()}, "locations": "; ".join(places)}
