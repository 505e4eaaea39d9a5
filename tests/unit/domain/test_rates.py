"""A steady rate with a burst: what passes, what waits, and clocks that don't behave."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionpack_app.domain.rates import Bucket, Rate, neighbourhood

RATES = st.builds(Rate, most=st.integers(1, 500), per_second=st.floats(0.01, 500))
STEPS = st.lists(st.floats(0, 100), max_size=60)


@given(RATES, STEPS)
def test_no_stretch_of_time_lets_more_pass_than_the_burst_and_the_rate(rate: Rate, steps: list[float]) -> None:
    bucket, now, passed = Bucket(rate), 1000.0, list[float]()
    for step in steps:
        now += step
        for _try in range(20):
            if not bucket.take(now):
                passed.append(now)
    for first in range(len(passed)):
        for last in range(first, len(passed)):
            assert last - first + 1 <= rate.most + (passed[last] - passed[first]) * rate.per_second + 1e-3


@given(RATES, STEPS)
def test_nobody_is_shut_out_for_good(rate: Rate, steps: list[float]) -> None:
    bucket, now = Bucket(rate), 1000.0
    for step in steps:
        now += step
        wait = bucket.take(now)
        assert 0 <= wait <= 1 / rate.per_second + 1e-3
        if wait:
            now += wait
            assert bucket.take(now) == 0.0


@given(RATES, st.integers(1, 500))
def test_after_a_rest_the_whole_burst_is_there(rate: Rate, tries: int) -> None:
    bucket = Bucket(rate)
    for _try in range(tries):
        bucket.take(0.0)
    rested = rate.most / rate.per_second + 1
    assert sum(not bucket.take(rested) for _try in range(math.ceil(rate.most) + 5)) == rate.most


@given(RATES, st.lists(st.floats(-100, 100), max_size=60))
def test_a_clock_that_goes_back_gives_nothing_and_shuts_nobody_out(rate: Rate, steps: list[float]) -> None:
    bucket, now, forward, passed = Bucket(rate), 10_000.0, 0.0, 0
    for step in steps:
        now, forward = now + step, forward + max(0.0, step)
        wait = bucket.take(now)
        passed += not wait
        assert wait <= 1 / rate.per_second + 1e-3
    assert passed <= rate.most + forward * rate.per_second + 1e-3


def test_a_refused_try_costs_nothing() -> None:
    bucket = Bucket(Rate(1, 1))
    assert bucket.take(0.0) == 0.0
    assert [bucket.take(0.5) for _try in range(100)] == [0.5] * 100
    assert bucket.take(1.0) == 0.0


@pytest.mark.parametrize(
    ("address", "stands_for"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::1", "2001:db8:1:2::"),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_a_network_of_the_newer_kind_is_one_sender(address: str, stands_for: str) -> None:
    assert neighbourhood(address) == stands_for
