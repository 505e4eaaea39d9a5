"""How far competencies are, what they require, and what hangs on them."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actionpack_app.domain.calendar import nth_term
from actionpack_app.domain.competencies import (
    LEVELS,
    CompetencyState,
    fulfilments,
    hangs_on,
    qualified_offers,
    shown_state,
)
from actionpack_app.domain.eligibility import Case, Holding, against_automatic_renewal
from actionpack_app.domain.offers import Offer, Requirement
from actionpack_app.domain.status import Standing, benefits_run_on

thorough = settings(deadline=None, max_examples=300)

TERM = nth_term(date(2026, 6, 23), 0)
MID_TERM = date(2026, 12, 1)
STATES = st.sampled_from(CompetencyState)
COMPETENCIES = st.lists(st.tuples(st.sampled_from(LEVELS), STATES), max_size=4)


def partner(today: date, *held: Offer, renews: bool = True, qualified: frozenset[Offer] = frozenset(LEVELS)) -> Case:
    standing = Standing(TERM, renews_automatically=renews)
    return Case(today, {offer: Holding(f"the {offer}", TERM.start, 1, standing) for offer in held}, qualified, {})


# Requirements


@thorough
@given(needed=st.integers(1, 50), done=st.integers(0, 60))
def test_a_requirement_is_met_exactly_when_nothing_of_it_is_missing(needed: int, done: int) -> None:
    (one,) = fulfilments([Requirement("certified_people", needed)], {"certified_people": done})
    assert one.met is (one.missing == 0)
    assert one.met is (done >= needed)
    assert one.met or one.done + one.missing == needed


def test_what_nobody_told_of_is_not_there_and_what_nobody_asks_for_is_left_out() -> None:
    found = fulfilments([Requirement("certified_people", 2), Requirement("customer_references", 3)], {"awards": 9})
    assert [(one.key, one.done, one.met) for one in found] == [("certified_people", 0, False), ("customer_references", 0, False)]


# What they qualify for


@thorough
@given(competencies=COMPETENCIES)
def test_gold_counts_for_silver_and_what_was_only_started_for_nothing(competencies: list[tuple[Offer, CompetencyState]]) -> None:
    counting = {level for level, state in competencies if state is not CompetencyState.STARTED}
    found = qualified_offers(competencies)
    assert (Offer.GOLD in found) is (Offer.GOLD in counting)
    assert (Offer.SILVER in found) is bool(counting)
    assert Offer.ACTION_PACK not in found


# State


@pytest.mark.parametrize("stored", [CompetencyState.QUALIFIED, CompetencyState.ACTIVE])
@pytest.mark.parametrize(("level", "held", "active"), [
    (Offer.SILVER, (Offer.SILVER,), True),
    (Offer.SILVER, (Offer.GOLD,), True),
    (Offer.GOLD, (Offer.GOLD,), True),
    (Offer.GOLD, (Offer.SILVER,), False),
    (Offer.SILVER, (Offer.ACTION_PACK,), False),
    (Offer.SILVER, (), False),
])  # fmt: skip
def test_a_qualified_competency_is_active_while_its_membership_runs(
    stored: CompetencyState, level: Offer, held: tuple[Offer, ...], *, active: bool
) -> None:
    expected = CompetencyState.ACTIVE if active else CompetencyState.QUALIFIED
    assert shown_state(stored, level, partner(MID_TERM, *held)) is expected


@pytest.mark.parametrize("stored", [CompetencyState.STARTED, CompetencyState.AT_RISK])
def test_a_membership_hides_neither_what_is_unfinished_nor_what_is_at_risk(stored: CompetencyState) -> None:
    assert shown_state(stored, Offer.SILVER, partner(MID_TERM, Offer.SILVER)) is stored


@thorough
@given(level=st.sampled_from(LEVELS), days=st.integers(-40, 60))
def test_it_is_active_as_long_as_the_benefits_run(level: Offer, days: int) -> None:
    case = partner(TERM.expiry + timedelta(days=days), level)
    runs = benefits_run_on(case.today, case.holdings[level].standing)
    assert (shown_state(CompetencyState.QUALIFIED, level, case) is CompetencyState.ACTIVE) is runs


# What hangs on one


def test_a_silver_renewal_hangs_on_the_only_competency_that_counts_for_it() -> None:
    case = partner(MID_TERM, Offer.SILVER, Offer.ACTION_PACK)
    assert hangs_on(Offer.GOLD, [], case) == (Offer.SILVER,)
    assert hangs_on(Offer.SILVER, [], case) == (Offer.SILVER,)
    assert hangs_on(Offer.SILVER, [(Offer.GOLD, CompetencyState.QUALIFIED)], case) == ()
    assert hangs_on(Offer.SILVER, [(Offer.GOLD, CompetencyState.STARTED)], case) == (Offer.SILVER,)


def test_nothing_hangs_on_it_where_nothing_renews_by_itself() -> None:
    assert hangs_on(Offer.SILVER, [], partner(MID_TERM, Offer.SILVER, renews=False)) == ()
    assert hangs_on(Offer.SILVER, [], partner(MID_TERM)) == ()
    assert hangs_on(Offer.SILVER, [], partner(TERM.anniversary, Offer.SILVER)) == ()


@thorough
@given(level=st.sampled_from(LEVELS), others=COMPETENCIES, held=st.sets(st.sampled_from(Offer)), days=st.integers(-60, 60))
def test_what_hangs_on_it_would_be_charged_with_it_and_not_without(
    level: Offer, others: list[tuple[Offer, CompetencyState]], held: set[Offer], days: int
) -> None:
    qualified = qualified_offers([*others, (level, CompetencyState.AT_RISK)])
    case = partner(TERM.expiry + timedelta(days=days), *held, qualified=qualified)
    lost = Case(case.today, case.holdings, qualified_offers(others), {})
    for offer in hangs_on(level, others, case):
        assert against_automatic_renewal(case, offer) == ()
        assert against_automatic_renewal(lost, offer) != ()
