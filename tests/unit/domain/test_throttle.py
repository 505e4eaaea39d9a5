"""Pauses grow, end, and are forgotten."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionpack_app.domain import throttle
from actionpack_app.domain.throttle import SIGN_IN, Limit

LIMITS = [limit for limit in vars(throttle).values() if isinstance(limit, Limit)]
NOW = datetime(2026, 6, 23, 12, tzinfo=UTC)


def test_five_wrong_passwords_are_free_then_each_costs_twice_as_much() -> None:
    pauses = [SIGN_IN.pause_after(tries).total_seconds() for tries in range(5, 15)]
    assert [SIGN_IN.pause_after(tries) for tries in range(5)] == [timedelta(0)] * 5
    assert pauses == [5, 10, 20, 40, 80, 160, 320, 640, 900, 900]


@given(limit=st.sampled_from(LIMITS), tries=st.integers(0, 10**9))
def test_no_pause_is_longer_than_the_longest_and_none_shrinks(limit: Limit, tries: int) -> None:
    assert timedelta(0) <= limit.pause_after(tries) <= limit.pause_after(tries + 1) <= limit.longest_pause


@given(limit=st.sampled_from(LIMITS), tries=st.integers(0, 10**6))
def test_nobody_waits_longer_than_tries_are_remembered(limit: Limit, tries: int) -> None:
    assert limit.wait(tries, NOW, NOW) <= limit.forgotten_after
    assert limit.wait(tries, NOW, NOW + limit.longest_pause) == timedelta(0)
    assert limit.forgets(NOW, NOW + limit.forgotten_after)


@given(limit=st.sampled_from(LIMITS), early=st.timedeltas(timedelta(0), timedelta(days=1)))
def test_what_is_free_needs_no_waiting_whichever_server_counted_last(limit: Limit, early: timedelta) -> None:
    assert limit.wait(limit.free - 1, NOW, NOW - early) == timedelta(0)


@pytest.mark.parametrize("limit", LIMITS)
def test_whoever_guesses_all_day_gets_few_tries(limit: Limit) -> None:
    """Tries that are made as soon as they are welcome, for a day."""
    at, tries, made = NOW, 0, 0
    while at < NOW + timedelta(days=1):
        made += 1
        tries += 1
        at += limit.pause_after(tries)
    assert made <= limit.free + 24 * 60 * 60 / limit.longest_pause.total_seconds() + 20
