"""What was used of the benefits, and the pool of product keys."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from actionpack_app.domain.offers import BenefitKind
from actionpack_app.models.columns import instant, one_of

_IN_TERM = "ended_at IS NULL AND kind <> 'seats'"
_SEATED = "ended_at IS NULL AND kind = 'seats'"
_FREE = "claimed_at IS NULL"


class ProductKey(SQLModel, table=True):
    """A product key that the desk imported: sealed, and told from others by a fingerprint."""

    __tablename__ = "product_key"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index("free_product_keys", "benefit", "id", sqlite_where=text(_FREE), postgresql_where=text(_FREE)),)

    id: int | None = Field(default=None, primary_key=True)
    benefit: str = Field(max_length=48)
    sealed: str = Field(max_length=400)
    """What `gateways.vault` made of it."""
    fingerprint: str = Field(max_length=64, unique=True)
    imported_at: datetime = instant()
    claimed_at: datetime | None = instant(nullable=True)
    """When a partner viewed it first; it is that partner's from then on."""


class BenefitUse(SQLModel, table=True):
    """One of what a subscription grants of a benefit, used: a key, a seat, an incident.

    Each takes one of the numbers from 1 to what is granted, and none takes the number of another: the database itself
    lets nobody use more than there is.
    """

    __tablename__ = "benefit_use"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("slot >= 1 AND slot <= granted", name="no_more_than_granted"),
        CheckConstraint("(kind = 'seats') = (person_id IS NOT NULL)", name="a_seat_is_somebodys"),
        CheckConstraint("(kind = 'keys') = (key_id IS NOT NULL)", name="a_key_is_a_key"),
        UniqueConstraint("submission", "slot", name="used_once_a_click"),
        Index(
            "one_use_of_each",
            "subscription_id",
            "benefit",
            "term_number",
            "slot",
            unique=True,
            sqlite_where=text(_IN_TERM),
            postgresql_where=text(_IN_TERM),
        ),
        Index(
            "one_person_on_each_seat",
            "subscription_id",
            "benefit",
            "slot",
            unique=True,
            sqlite_where=text(_SEATED),
            postgresql_where=text(_SEATED),
        ),
        Index(
            "one_seat_for_each_person",
            "subscription_id",
            "benefit",
            "person_id",
            unique=True,
            sqlite_where=text(_SEATED),
            postgresql_where=text(_SEATED),
        ),
    )

    id: str = Field(primary_key=True, max_length=36)
    partner_id: str = Field(foreign_key="partner.id", index=True)
    subscription_id: str = Field(foreign_key="subscription.id", index=True)
    term_number: int
    """The paid term in which it was used."""
    benefit: str = Field(max_length=48)
    """Its key in the catalogue."""
    kind: BenefitKind = one_of(BenefitKind)
    slot: int
    granted: int
    """How many there were when it was used."""
    key_id: int | None = Field(default=None, foreign_key="product_key.id", unique=True)
    person_id: str | None = Field(default=None, foreign_key="person.id", index=True)
    """Whose seat it is."""
    submission: str = Field(max_length=36)
    """Drawn once per dialog, so that confirming it twice uses nothing twice."""
    used_at: datetime = instant()
    used_by: str | None = Field(default=None, foreign_key="person.id")
    ended_at: datetime | None = instant(nullable=True)
    """When a seat was taken back; None for all else, which stays used."""
