"""Business profiles: what a company says of itself to customers, as it is being written and as it was published."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint
from sqlmodel import Field, SQLModel

from actionpack_app.models.columns import instant, known


class Stage(enum.StrEnum):
    """Which of a profile's two versions: the one at work, or the one that customers see."""

    DRAFT = "draft"
    PUBLISHED = "published"


def _at_most(name: str, length: int) -> CheckConstraint:
    return CheckConstraint(f"length({name}) <= {length}", name=f"{name}_fits")


DROPPED = 0
"""The size of a logo in bytes, once nothing shows it any more and its content is to be deleted, or is deleted already."""


class ProfileLogo(SQLModel, table=True):
    """A picture, made anew by us from what was uploaded; its content lies in the store of files and never changes.

    A dropped one can't be chosen again; its row goes once its content has gone.
    """

    __tablename__ = "profile_logo"  # pyright: ignore[reportAssignmentType]

    id: str = Field(primary_key=True, max_length=36)
    partner_id: str = Field(foreign_key="partner.id", index=True, max_length=36)
    uploaded_by: str = Field(foreign_key="person.id", max_length=36)
    size_bytes: int
    created_at: datetime = instant()


class BusinessProfile(SQLModel, table=True):
    """One version of a company's profile. The key makes it one draft and one published version a company."""

    __tablename__ = "business_profile"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("length(name) BETWEEN 1 AND 100", name="name_fits"),
        _at_most("description", 2500),
        _at_most("website", 300),
        _at_most("logo_alt", 200),
    )

    partner_id: str = Field(primary_key=True, foreign_key="partner.id", max_length=36)
    stage: Stage = Field(sa_column=Column(known(Stage), primary_key=True))
    name: str = Field(max_length=100)
    description: str = Field(max_length=2500)
    email: str = Field(max_length=254)
    phone: str = Field(max_length=64)
    website: str = Field(max_length=300)
    logo_id: str | None = Field(default=None, foreign_key="profile_logo.id", index=True, max_length=36)
    logo_alt: str = Field(max_length=200)
    version: int
    """Of the draft: whoever saves names the one that they read. Of the published version: the draft's that it is a copy of."""
    saved_at: datetime = instant()


class ProfileLocation(SQLModel, table=True):
    """One place of a version, in the order in which they are shown."""

    __tablename__ = "profile_location"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        ForeignKeyConstraint(["partner_id", "stage"], ["business_profile.partner_id", "business_profile.stage"]),
        CheckConstraint("position BETWEEN 0 AND 24", name="twenty_five_locations"),
    )

    partner_id: str = Field(primary_key=True, max_length=36)
    stage: Stage = Field(sa_column=Column(known(Stage), primary_key=True))
    position: int = Field(primary_key=True)
    name: str = Field(max_length=100)
    address_line: str = Field(max_length=200)
    city: str = Field(max_length=100)
    country: str = Field(max_length=2)
