"""What the company has used of its benefits; and the pool of product keys, which is everybody's until one is claimed."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_
from sqlmodel import Session, col, select

from actionpack_app.domain.errors import NotFound
from actionpack_app.domain.offers import BenefitKind
from actionpack_app.domain.rights import Actor
from actionpack_app.models import BenefitUse, Person, ProductKey, Subscription
from actionpack_app.repositories.keys import findable

AT_ONCE = 500
"""Fingerprints in one question: databases take only so many values."""


class BenefitUses:
    """Uses of the actor's company. A seat counts while its person is active, all else in the term in which it was used."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self._session = session
        self._actor = actor
        self._mine = select(BenefitUse).where(BenefitUse.partner_id == actor.partner_id)

    def counts(self) -> dict[tuple[str, str], int]:
        """How many are used today, by subscription and benefit."""
        query = self._mine.join(Subscription, col(Subscription.id) == BenefitUse.subscription_id).where(
            _counting(col(BenefitUse.term_number) == col(Subscription.terms_paid) - 1)
        )
        key = (col(BenefitUse.subscription_id), col(BenefitUse.benefit))
        rows: Any = self._session.execute(query.with_only_columns(*key, func.count()).group_by(*key))
        return {(subscription_id, benefit): number for subscription_id, benefit, number in rows}

    def counting(self, subscription: Subscription, benefit: str) -> list[BenefitUse]:
        """What counts today of one benefit of a subscription."""
        query = self._mine.where(
            BenefitUse.subscription_id == subscription.id,
            BenefitUse.benefit == benefit,
            _counting(col(BenefitUse.term_number) == subscription.terms_paid - 1),
        )
        return list(self._session.exec(query.order_by(col(BenefitUse.slot))))

    def sent(self, submission: str) -> bool:
        """Whether a dialog was confirmed before."""
        return self._session.exec(self._mine.where(BenefitUse.submission == submission).limit(1)).first() is not None

    def kinds_used(self, subscription_id: str, term_number: int) -> frozenset[BenefitKind]:
        """How benefits were used in one paid term."""
        query = self._mine.where(BenefitUse.subscription_id == subscription_id, BenefitUse.term_number == term_number)
        found: Any = self._session.execute(query.with_only_columns(col(BenefitUse.kind)).distinct())
        return frozenset(BenefitKind(kind) for (kind,) in found)

    def keys(self, subscription_id: str, benefit: str) -> list[tuple[BenefitUse, ProductKey]]:
        """The product keys that were viewed for a benefit of a subscription, in all its terms, the newest first."""
        query = select(BenefitUse, ProductKey).join(ProductKey, col(ProductKey.id) == BenefitUse.key_id)
        query = query.where(BenefitUse.partner_id == self._actor.partner_id, BenefitUse.subscription_id == subscription_id)
        newest = (col(BenefitUse.used_at).desc(), col(ProductKey.id).desc())
        return list(self._session.exec(query.where(BenefitUse.benefit == benefit).order_by(*newest)))

    def seats(self, subscription_id: str, benefit: str) -> list[tuple[BenefitUse, Person]]:
        """Who has a seat today, by name."""
        query = select(BenefitUse, Person).join(Person, col(Person.id) == BenefitUse.person_id)
        query = query.where(BenefitUse.partner_id == self._actor.partner_id, BenefitUse.subscription_id == subscription_id)
        running = (BenefitUse.benefit == benefit, col(BenefitUse.ended_at).is_(None), col(Person.active).is_(True))
        return list(self._session.exec(query.where(*running).order_by(col(Person.name), col(Person.id))))

    def seat(self, use_id: str) -> BenefitUse:
        """One seat, taken back or not. Raises NotFound."""
        query = self._mine.where(BenefitUse.id == findable(use_id), BenefitUse.kind == BenefitKind.SEATS)
        found = self._session.exec(query).one_or_none()
        if found is None:
            raise NotFound(use_id)
        return found

    def seats_of(self, person_id: str) -> list[BenefitUse]:
        """The seats that one person has."""
        return list(self._session.exec(self._mine.where(BenefitUse.person_id == person_id, col(BenefitUse.ended_at).is_(None))))

    def left_behind(self, subscription_id: str, benefit: str) -> list[BenefitUse]:
        """Seats of people who are no longer active: they count for nothing, but hold their numbers until they are ended."""
        query = self._mine.join(Person, col(Person.id) == BenefitUse.person_id).where(
            BenefitUse.subscription_id == subscription_id,
            BenefitUse.benefit == benefit,
            col(BenefitUse.ended_at).is_(None),
            col(Person.active).is_(False),
        )
        return list(self._session.exec(query))

    def add(self, uses: Sequence[BenefitUse]) -> None:
        """Keeps new uses; the database refuses one beyond what is granted, and a number that is taken."""
        self._session.add_all(uses)
        self._session.flush()


class KeyPool:
    """Product keys across companies: imported by the desk, taken by whoever views one."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def take(self, benefit: str, number: int, at: datetime) -> list[ProductKey]:
        """The next free keys of a benefit, marked as claimed; fewer where there aren't as many. Nobody else gets the same."""
        free = select(ProductKey).where(ProductKey.benefit == benefit, col(ProductKey.claimed_at).is_(None))
        query = free.order_by(col(ProductKey.id)).limit(number).with_for_update(skip_locked=True)
        taken = list(self._session.exec(query))
        for key in taken:
            key.claimed_at = at
        return taken

    def free(self) -> dict[str, int]:
        """How many keys are left, by benefit."""
        benefit = col(ProductKey.benefit)
        query = select(benefit, func.count()).where(col(ProductKey.claimed_at).is_(None)).group_by(benefit)
        return dict(self._session.exec(query).all())

    def known(self, fingerprints: Collection[str]) -> set[str]:
        """Those of these fingerprints whose keys were imported before."""
        asked = sorted(fingerprints)
        found: set[str] = set()
        for start in range(0, len(asked), AT_ONCE):
            query = select(ProductKey.fingerprint).where(col(ProductKey.fingerprint).in_(asked[start : start + AT_ONCE]))
            found.update(self._session.exec(query))
        return found

    def add(self, keys: Sequence[ProductKey]) -> None:
        """Keeps new keys; the database refuses one that it has."""
        self._session.add_all(keys)
        self._session.flush()


def _counting(in_this_term: ColumnElement[bool]) -> ColumnElement[bool]:
    """Seats of active people, whenever they were given; all else of this term."""
    theirs = select(Person.id).where(col(Person.id) == BenefitUse.person_id, col(Person.active).is_(True))
    seated = and_(col(BenefitUse.kind) == BenefitKind.SEATS, theirs.correlate(BenefitUse).exists())
    return and_(col(BenefitUse.ended_at).is_(None), or_(seated, and_(col(BenefitUse.kind) != BenefitKind.SEATS, in_this_term)))
