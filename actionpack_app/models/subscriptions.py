"""Subscriptions and their paid terms; competencies."""

import enum
from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from actionpack_app.domain.offers import Offer
from actionpack_app.domain.status import Closing
from actionpack_app.models.columns import instant, one_of


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
    created_at: datetime = instant()


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


class CompetencyState(enum.StrEnum):
    """How far a partner's competency is."""

    STARTED = "started"
    QUALIFIED = "qualified"
    ACTIVE = "active"
    AT_RISK = "at_risk"


class Competency(SQLModel, table=True):
    """A partner's competency of a level."""

    __tablename__ = "competency"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("partner_id", "name", "level", name="one_competency_per_level"),)

    id: str = Field(primary_key=True, max_length=36)
    partner_id: str = Field(foreign_key="partner.id", index=True)
    name: str = Field(max_length=100)
    level: Offer = one_of(Offer)
    state: CompetencyState = one_of(CompetencyState)
