"""Competencies: how far they are, what they require, what they qualify for."""

import dataclasses
import enum
from collections.abc import Collection, Iterable, Mapping

from actionpack_app.domain.eligibility import Case, against_automatic_renewal
from actionpack_app.domain.offers import COMPETENCY_OFFERS, Offer, Requirement
from actionpack_app.domain.status import benefits_run_on

LEVELS = tuple(offer for offer in Offer if offer in COMPETENCY_OFFERS)


class CompetencyState(enum.StrEnum):
    """How far a partner's competency is."""

    STARTED = "started"
    QUALIFIED = "qualified"
    ACTIVE = "active"
    """Qualified, and the membership runs: derived from what is held, never imported."""
    AT_RISK = "at_risk"
    """Qualified once, and no longer fulfilling everything: it still counts, until it is taken back."""


@dataclasses.dataclass(frozen=True, slots=True)
class Fulfilment:
    """One requirement, and how much of it is there."""

    key: str
    needed: int
    done: int

    @property
    def met(self) -> bool:
        """Whether enough is there."""
        return self.done >= self.needed

    @property
    def missing(self) -> int:
        """How much isn't there yet."""
        return max(0, self.needed - self.done)


def fulfilments(requirements: Iterable[Requirement], progress: Mapping[str, int]) -> tuple[Fulfilment, ...]:
    """What a level requires, beside what is there; what nobody told of isn't."""
    return tuple(Fulfilment(wanted.key, wanted.needed, progress.get(wanted.key, 0)) for wanted in requirements)


def counts_for(level: Offer) -> frozenset[Offer]:
    """The offers for which a competency of `level` counts: a gold one for silver too."""
    return frozenset({Offer.SILVER, Offer.GOLD}) if level is Offer.GOLD else frozenset({level})


def qualified_offers(competencies: Iterable[tuple[Offer, CompetencyState]]) -> frozenset[Offer]:
    """The offers for which a partner's competencies, as level and state, qualify."""
    qualified = [counts_for(level) for level, state in competencies if state is not CompetencyState.STARTED]
    return frozenset[Offer]().union(*qualified)


def shown_state(stored: CompetencyState, level: Offer, case: Case) -> CompetencyState:
    """The state of a competency today: active where it is qualified and its membership runs; gold includes silver."""
    if stored not in {CompetencyState.QUALIFIED, CompetencyState.ACTIVE}:
        return stored
    included_in = {level, Offer.GOLD}
    runs = any(benefits_run_on(case.today, held.standing) for offer, held in case.holdings.items() if offer in included_in)
    return CompetencyState.ACTIVE if runs else CompetencyState.QUALIFIED


def hangs_on(level: Offer, others: Collection[tuple[Offer, CompetencyState]], case: Case) -> tuple[Offer, ...]:
    """The memberships whose automatic renewal would charge nothing if a competency of `level` were lost.

    `others` are the partner's other competencies, as level and state.
    """
    without = dataclasses.replace(case, qualified=qualified_offers(others))
    return tuple(
        offer
        for offer in LEVELS
        if offer in counts_for(level)
        and offer in case.holdings
        and case.holdings[offer].standing.renews_automatically
        and case.today <= case.holdings[offer].standing.term.expiry
        and not against_automatic_renewal(case, offer)
        and against_automatic_renewal(without, offer)
    )
