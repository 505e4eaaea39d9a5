"""How people of companies and operators get accounts and keep them: passwords, invitations, and how often things were tried."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, Index, text
from sqlmodel import Field, SQLModel

from actionpack_app.domain.rights import Role
from actionpack_app.models.columns import instant, one_of

_OPEN = "accepted_at IS NULL AND revoked_at IS NULL"
_OPEN_IN_COMPANY = f"{_OPEN} AND partner_id IS NOT NULL"
_OPEN_AT_DESK = f"{_OPEN} AND partner_id IS NULL"


class Credential(SQLModel, table=True):
    """What somebody signs in with. Sample people share addresses and have none, so an address is one account's alone."""

    __tablename__ = "credential"  # pyright: ignore[reportAssignmentType]

    person_id: str = Field(primary_key=True, foreign_key="person.id", max_length=36)
    login: str = Field(max_length=254, unique=True)
    """The e-mail address, casefolded."""
    password_hash: str = Field(max_length=255)
    changed_at: datetime = instant()
    """When the password, or the address, was set; links that set a new password hold for these only."""


class SecondFactor(SQLModel, table=True):
    """The secret that somebody's authenticator app shares with us, sealed."""

    __tablename__ = "second_factor"  # pyright: ignore[reportAssignmentType]

    person_id: str = Field(primary_key=True, foreign_key="person.id", max_length=36)
    sealed: str = Field(max_length=255)
    begun_at: datetime = instant()
    confirmed_at: datetime | None = instant(nullable=True)
    """When the app showed its first code; until then nothing is asked at sign-in."""
    last_step: int = Field(default=0, sa_column=Column(BigInteger(), nullable=False))
    """The half minute of the last code that was taken: each is good once."""


class RecoveryCode(SQLModel, table=True):
    """What somebody signs in with who has lost the app. Only a fingerprint is kept."""

    __tablename__ = "recovery_code"  # pyright: ignore[reportAssignmentType]

    person_id: str = Field(primary_key=True, foreign_key="person.id", max_length=36)
    fingerprint: str = Field(primary_key=True, max_length=64)
    used_at: datetime | None = instant(nullable=True)


class ProviderLink(SQLModel, table=True):
    """Who somebody is to the organization's identity provider. The address may change there; the subject doesn't."""

    __tablename__ = "provider_link"  # pyright: ignore[reportAssignmentType]

    issuer: str = Field(primary_key=True, max_length=255)
    subject: str = Field(primary_key=True, max_length=255)
    person_id: str = Field(foreign_key="person.id", index=True, max_length=36)
    linked_at: datetime = instant()


class Invitation(SQLModel, table=True):
    """An account that waits for its person. The link in the mail is signed and names it by its id."""

    __tablename__ = "invitation"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index(
            "one_open_invitation_a_company",
            "partner_id",
            "login",
            unique=True,
            sqlite_where=text(_OPEN_IN_COMPANY),
            postgresql_where=text(_OPEN_IN_COMPANY),
        ),
        Index(
            "one_open_invitation_to_the_desk",
            "login",
            unique=True,
            sqlite_where=text(_OPEN_AT_DESK),
            postgresql_where=text(_OPEN_AT_DESK),
        ),
    )

    id: str = Field(primary_key=True, max_length=36)
    partner_id: str | None = Field(default=None, foreign_key="partner.id", index=True)
    """None for the desk's."""
    email: str = Field(max_length=254)
    login: str = Field(max_length=254)
    name: str = Field(default="", max_length=100)
    role: Role = one_of(Role)
    invited_by: str | None = Field(default=None, foreign_key="person.id")
    """None for the server's owner."""
    created_at: datetime = instant()
    expires_at: datetime = instant()
    mails: int = Field(default=1)
    """How many letters were written; each moves `expires_at`."""
    accepted_at: datetime | None = instant(nullable=True)
    revoked_at: datetime | None = instant(nullable=True)
    person_id: str | None = Field(default=None, foreign_key="person.id")
    """Whom it became."""


class Attempts(SQLModel, table=True):
    """How often one thing was tried of late. The key is a hash, so that no address of anybody lies here."""

    __tablename__ = "attempts"  # pyright: ignore[reportAssignmentType]

    key: str = Field(primary_key=True, max_length=64)
    tries: int = Field(default=0)
    last_at: datetime = instant(index=True)
    succeeded_at: datetime | None = instant(nullable=True)
    """When it went well last."""
