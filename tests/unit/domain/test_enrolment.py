"""How far somebody may go with an enrolment."""

from hypothesis import given
from hypothesis import strategies as st

from actionpack_app.domain.enrolment import STEPS, Step, furthest, step_after, step_before, within_reach

steps = st.sampled_from(STEPS)
done = st.frozensets(steps)


@given(wanted=steps, done=done)
def test_nobody_is_beyond_a_step_that_is_not_done(wanted: Step, done: frozenset[Step]) -> None:
    at = within_reach(wanted, done)
    assert all(before in done for before in STEPS[: STEPS.index(at)])
    assert STEPS.index(at) <= STEPS.index(wanted)


@given(wanted=steps, done=done)
def test_everybody_is_where_they_want_to_be_as_far_as_it_goes(wanted: Step, done: frozenset[Step]) -> None:
    assert within_reach(wanted, done) in {wanted, furthest(done)}


def test_somebody_new_begins_with_the_company() -> None:
    assert furthest(frozenset()) is Step.COMPANY


@given(step=steps)
def test_back_and_on_are_opposite_ways_within_the_house(step: Step) -> None:
    assert step_before(step_after(step)) in {step, STEPS[-2]}
    assert step_after(Step.PASSWORD) is Step.PASSWORD
    assert step_before(Step.COMPANY) is Step.COMPANY
