"""Partner companies, their people, and the sessions of those who signed in."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Column, Index, Integer, String, event, text, true
from sqlmodel import Field, SQLModel

from actionpack_app.domain.accounts import Means
from actionpack_app.domain.rights import Role
from actionpack_app.models.columns import instant, known, one_of


class ManagedIn(enum.StrEnum):
    """Where a partner's memberships are managed."""

    PARTNER_CENTER = "partner_center"
    PMC = "pmc"


class Partner(SQLModel, table=True):
    """A company. Dates of its terms are dates in `time_zone`."""

    __tablename__ = "partner"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("partners_by_name", "search_name", postgresql_ops={"search_name": "text_pattern_ops"}),
        Index("partners_by_tax_id", "tax_id", postgresql_ops={"tax_id": "text_pattern_ops"}),
    )

    id: str = Field(primary_key=True, max_length=36)
    mpn_id: str | None = Field(default=None, max_length=7, unique=True)
    """Seven digits; None for a sample partner that was reset, whose history stays."""
    name: str = Field(max_length=120)
    country: str = Field(max_length=2)
    time_zone: str = Field(max_length=64)
    currency: str = Field(max_length=3)
    locale: str = Field(max_length=2)
    address_line: str = Field(max_length=200)
    city: str = Field(max_length=100)
    postal_code: str = Field(default="", max_length=20)
    tax_id: str = Field(default="", max_length=32)
    tax_key: str | None = Field(default=None, max_length=40, unique=True, index=True)
    """The tax ID in its one normal form: a company enrols once. None without one, and for samples, which share theirs."""
    billing_email: str = Field(default="", max_length=254)
    details_version: int = Field(default=0, sa_column=Column(Integer(), nullable=False, server_default="0"))
    """How often name, address, tax ID and billing e-mail were changed: whoever saves names the one that they read."""
    managed_in: ManagedIn = one_of(ManagedIn)
    moved_at: datetime | None = instant(nullable=True)
    """When it was moved from the Partner Membership Center to Partner Center, by its own clock; None where it never was."""
    approval_above_minor: int | None = None
    """Orders of a larger total need a second admin's approval; None where none does. In `currency`, with tax."""
    sample: str | None = Field(default=None, max_length=32, index=True)
    """Which sample situation the partner was made from; None for real ones."""
    is_copy: bool = Field(default=False)
    """A copy made for a test run; the sign-in page lists only the originals."""
    clock_at: datetime | None = instant(nullable=True)
    """The instant at which a sample partner's own clock stands still."""
    created_at: datetime = instant()
    search_name: str = Field(default="", sa_column=Column(String(120), nullable=False, server_default=text("''")))
    """The name as the desk searches it, whoever writes the name: kept below."""


def searched(name: str) -> str:
    """A name without what doesn't matter when somebody looks for it."""
    return " ".join(name.casefold().split())[:120]


def _keep_search_name(_mapper: Any, _connection: Any, partner: Partner) -> None:
    partner.search_name = searched(partner.name)


event.listen(Partner, "before_insert", _keep_search_name)
event.listen(Partner, "before_update", _keep_search_name)


class Person(SQLModel, table=True):
    """Somebody of a company, or an operator, who has none."""

    __tablename__ = "person"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index("people_by_email", "email", postgresql_ops={"email": "text_pattern_ops"}),)

    id: str = Field(primary_key=True, max_length=36)
    partner_id: str | None = Field(default=None, foreign_key="partner.id", index=True)
    name: str = Field(max_length=100)
    email: str = Field(max_length=254)
    role: Role = one_of(Role)
    active: bool = Field(default=True)
    last_sign_in_at: datetime | None = instant(nullable=True)
    mail_locale: str | None = Field(default=None, max_length=2)
    """The language of mails; None for the company's."""
    reminder_mails: bool = Field(default=True, sa_column=Column(Boolean(), nullable=False, server_default=true()))
    """Whether reminders come by mail too; notices about money always do."""
    erased_at: datetime | None = instant(nullable=True)
    """When all that names the person was replaced by a pseudonym, by the machine's clock."""
    feed_version: int = Field(default=0, sa_column=Column(Integer(), nullable=False, server_default="0"))
    """Of the private calendar address; a new number revokes the one before. 0 before there is one, negative when it is off."""


class LoginSession(SQLModel, table=True):
    """A signed-in browser. The cookie holds 32 random bytes; only their SHA-256 is kept."""

    __tablename__ = "login_session"  # pyright: ignore[reportAssignmentType]

    token_hash: str = Field(primary_key=True, max_length=64)
    person_id: str = Field(foreign_key="person.id", index=True)
    created_at: datetime = instant()
    expires_at: datetime = instant(index=True)
    seen_at: datetime | None = instant(nullable=True, index=True)
    """When its person last did something, to the minute; None for the moment at which it began."""
    proved_at: datetime | None = instant(nullable=True)
    """When they last proved who they are; None as above."""
    means: Means = Field(
        default=Means.PASSWORD, sa_column=Column(known(Means), nullable=False, server_default=Means.PASSWORD.value)
    )
    address: str = Field(default="", sa_column=Column(String(64), nullable=False, server_default=text("''")))
    """The network address at which it began."""
    browser: str = Field(default="", sa_column=Column(String(200), nullable=False, server_default=text("''")))
    """What the browser said that it is."""
