"""How far somebody may go with an enrolment."""

from hypothesis import given
from hypothesis import strategies as st

from actionpack_app.domain.enrolment import STEPS, Step, furthest, step_before, within_reach

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


def test_back_leads_one_step_back_and_not_out_of_the_house() -> None:
    assert [step_before(step) for step in STEPS] == [STEPS[0], *STEPS[:-1]]
