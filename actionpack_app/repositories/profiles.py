"""Business profiles: the actor's company's own; and, across companies, what is published."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, delete, or_, select, update

from actionpack_app.domain.errors import NotFound
from actionpack_app.domain.profiles import Location, Profile
from actionpack_app.domain.rights import Actor
from actionpack_app.models import BusinessProfile, Partner, ProfileLocation, ProfileLogo
from actionpack_app.models.profiles import DROPPED, Stage
from actionpack_app.repositories.keys import findable


class Profiles:
    """The profile of the actor's company, and its logos."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self._session = session
        self._actor = actor

    def row(self, stage: Stage) -> BusinessProfile | None:
        """One version's row, if there is one."""
        return self._session.get(BusinessProfile, (self._actor.partner_id, stage))

    def read(self, stage: Stage) -> Profile | None:
        """One version, if there is one."""
        row = self.row(stage)
        return _read(self._session, row) if row else None

    def put(self, stage: Stage, profile: Profile, version: int, at: datetime) -> None:
        """Makes one version say what `profile` says."""
        said: dict[str, Any] = {
            "name": profile.name,
            "description": profile.description,
            "email": profile.email,
            "phone": profile.phone,
            "website": profile.website,
            "logo_id": profile.logo_id or None,
            "logo_alt": profile.logo_alt,
            "version": version,
            "saved_at": at,
        }
        if (row := self.row(stage)) is None:
            self._session.add(BusinessProfile(partner_id=self._actor.partner_id, stage=stage, **said))
        else:
            row.sqlmodel_update(said)
        self._session.flush()
        self._forget_locations(stage)
        for position, place in enumerate(profile.locations):
            self._session.add(_location(self._actor.partner_id, stage, position, place))
        self._session.flush()

    def take_back(self) -> None:
        """Nothing is published any more."""
        self._forget_locations(Stage.PUBLISHED)
        if row := self.row(Stage.PUBLISHED):
            self._session.delete(row)
            self._session.flush()

    def add_logo(self, logo: ProfileLogo) -> None:
        """Stores what is known of an uploaded logo."""
        self._session.add(logo)

    def has_logo(self, logo_id: str) -> bool:
        """Whether the company has uploaded this logo, and still has it."""
        query = select(ProfileLogo.id).where(
            ProfileLogo.id == findable(logo_id),
            ProfileLogo.partner_id == self._actor.partner_id,
            ProfileLogo.size_bytes != DROPPED,
        )
        return self._session.exec(query).one_or_none() is not None

    def drop_logos(self, replaced: str, uploaded_before: datetime) -> None:
        """Gives up the logo that was replaced, and those never saved, unless a version shows it; the company is locked."""
        mine = col(ProfileLogo.partner_id) == self._actor.partner_id
        shown = select(BusinessProfile.logo_id).where(
            BusinessProfile.partner_id == self._actor.partner_id, col(BusinessProfile.logo_id).is_not(None)
        )
        gone = or_(col(ProfileLogo.id) == replaced, col(ProfileLogo.created_at) < uploaded_before)
        unused = mine & gone & col(ProfileLogo.id).not_in(shown)
        self._session.exec(update(ProfileLogo).where(unused).values(size_bytes=DROPPED))

    def dropped_logos(self) -> list[str]:
        """Logos whose content is to be deleted."""
        mine = ProfileLogo.partner_id == self._actor.partner_id
        return list(self._session.exec(select(ProfileLogo.id).where(mine, ProfileLogo.size_bytes == DROPPED)))

    def forget_logo(self, logo_id: str) -> None:
        """Nothing is known of a dropped logo any more."""
        dropped = (col(ProfileLogo.partner_id) == self._actor.partner_id) & (col(ProfileLogo.size_bytes) == DROPPED)
        self._session.exec(delete(ProfileLogo).where(dropped, col(ProfileLogo.id) == logo_id))

    def _forget_locations(self, stage: Stage) -> None:
        mine = col(ProfileLocation.partner_id) == self._actor.partner_id
        self._session.exec(delete(ProfileLocation).where(mine, col(ProfileLocation.stage) == stage))


class PublishedProfiles:
    """What anybody may read: nothing else of a company."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, mpn_id: str) -> Profile:
        """What a company has published. Raises NotFound for companies that have not, as for those that don't exist."""
        query = select(BusinessProfile).join(Partner, col(Partner.id) == BusinessProfile.partner_id)
        found = self._session.exec(
            query.where(Partner.mpn_id == findable(mpn_id), BusinessProfile.stage == Stage.PUBLISHED)
        ).one_or_none()
        if found is None:
            raise NotFound(mpn_id)
        return _read(self._session, found)

    def shows_logo(self, logo_id: str) -> bool:
        """Whether a logo stands in a published profile of a company that has its MPN ID still."""
        query = select(BusinessProfile.partner_id).join(Partner, col(Partner.id) == BusinessProfile.partner_id)
        query = query.where(BusinessProfile.logo_id == findable(logo_id), BusinessProfile.stage == Stage.PUBLISHED)
        return self._session.exec(query.where(col(Partner.mpn_id).is_not(None)).limit(1)).first() is not None


def _read(session: Session, row: BusinessProfile) -> Profile:
    query = select(ProfileLocation).where(ProfileLocation.partner_id == row.partner_id, ProfileLocation.stage == row.stage)
    places = session.exec(query.order_by(col(ProfileLocation.position)))
    return Profile(
        name=row.name,
        description=row.description,
        email=row.email,
        phone=row.phone,
        website=row.website,
        logo_id=row.logo_id or "",
        logo_alt=row.logo_alt,
        locations=tuple(Location(place.name, place.address_line, place.city, place.country) for place in places),
    )


def _location(partner_id: str, stage: Stage, position: int, place: Location) -> ProfileLocation:
    return ProfileLocation(
        partner_id=partner_id,
        stage=stage,
        position=position,
        name=place.name,
        address_line=place.address_line,
        city=place.city,
        country=place.country,
    )
