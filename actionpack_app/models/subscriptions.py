"""Subscriptions and their paid terms; competencies."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from actionpack_app.domain.agenda import Item
from actionpack_app.domain.competencies import CompetencyState
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.status import Closing
from actionpack_app.models.columns import instant, known, one_of

_PLANNED = "next_due_at IS NOT NULL"


class Subscription(SQLModel, table=True):
    """A partner's hold on an offer. Its status is derived (`domain.status`); what is stored are facts."""

    __tablename__ = "subscription"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index(
            "one_subscription_not_closed",
            "partner_id",
            "offer",
            unique=True,
            sqlite_where=text("closed_on IS NULL"),
            postgresql_where=text("closed_on IS NULL"),
        ),
        Index("due_subscriptions", "next_due_at", sqlite_where=text(_PLANNED), postgresql_where=text(_PLANNED)),
    )

    id: str = Field(primary_key=True, max_length=36)
    partner_id: str = Field(foreign_key="partner.id", index=True)
    offer: Offer = one_of(Offer)
    anchor_on: date
    """The first start, from which all terms are counted."""
    terms_paid: int
    """How many terms have been paid; the newest is number `terms_paid - 1`."""
    renewal_off_at: datetime | None = instant(nullable=True)
    """When automatic renewal was turned off; the next renewal clears it."""
    card_id: str | None = Field(default=None, foreign_key="saved_card.id")
    """The card that automatic renewal charges; without one it orders by bank transfer."""
    closed_on: date | None = None
    closing: Closing | None = one_of(Closing, nullable=True)
    left_out_term: int | None = None
    """The term whose automatic renewal came and charged nothing: it ordered by transfer, or the competency wasn't qualified."""
    next_due_at: datetime | None = instant(nullable=True)
    """When the next thing of its year falls due; None where nothing will by itself, and where a test clock stands still."""
    created_at: datetime = instant()


class YearMark(SQLModel, table=True):
    """One item of a term that was carried, or passed over because it no longer held. The key makes it once for all."""

    __tablename__ = "year_mark"  # pyright: ignore[reportAssignmentType]

    subscription_id: str = Field(primary_key=True, foreign_key="subscription.id", max_length=36)
    term_number: int = Field(primary_key=True)
    """The paid term in which it fell due."""
    item: Item = Field(sa_column=Column(known(Item), primary_key=True))
    passed_over: bool = Field(default=False)
    at: datetime = instant()


class RenewalPrice(SQLModel, table=True):
    """What the automatic renewal of a term costs: fixed when the partner is first told. The tax is what was told with it."""

    __tablename__ = "renewal_price"  # pyright: ignore[reportAssignmentType]

    subscription_id: str = Field(primary_key=True, foreign_key="subscription.id", max_length=36)
    term_number: int = Field(primary_key=True)
    """The term to come."""
    currency: str = Field(max_length=3)
    net_minor: int
    tax_minor: int
    total_minor: int
    tax_percent: str = Field(max_length=8)
    reverse_charge: bool
    fixed_at: datetime = instant()


class SubscriptionTerm(SQLModel, table=True):
    """One paid year of a subscription and the order that paid it."""

    __tablename__ = "subscription_term"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("subscription_id", "number", name="one_term_per_year"),)

    id: str = Field(primary_key=True, max_length=36)
    subscription_id: str = Field(foreign_key="subscription.id", index=True)
    number: int
    start: date
    expiry: date
    order_id: str = Field(foreign_key="purchase_order.id", unique=True)


class Competency(SQLModel, table=True):
    """A partner's competency of a level. Whether it is active follows from the membership (`domain.competencies`)."""

    __tablename__ = "competency"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("partner_id", "name", "level", name="one_competency_per_level"),)

    id: str = Field(primary_key=True, max_length=36)
    partner_id: str = Field(foreign_key="partner.id", index=True)
    name: str = Field(max_length=100)
    level: Offer = one_of(Offer)
    state: CompetencyState = one_of(CompetencyState)


class CompetencyProgress(SQLModel, table=True):
    """How much of one requirement of a competency is there."""

    __tablename__ = "competency_progress"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (CheckConstraint("done >= 0", name="done_is_no_debt"),)

    competency_id: str = Field(primary_key=True, foreign_key="competency.id", max_length=36)
    key: str = Field(primary_key=True, max_length=48)
    """A requirement of the catalogue."""
    done: int
