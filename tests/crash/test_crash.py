"""Forty killed servers, half of them embedded, half on PostgreSQL with two processes; `make bench-crash` does five hundred."""

import pytest

from tests.crash.runs import crash

KILLS = 20


@pytest.mark.parametrize("store", ["sqlite", "postgresql"])
def test_a_server_that_is_killed_at_any_moment_leaves_every_order_paid_once_or_clearly_not_paid(store: str) -> None:
    report = crash(store, KILLS, seed=3, say=lambda _line: None)
    assert report.problems == []
    assert report.kills == KILLS
    assert report.paid == report.charged
    assert report.gaps == []
    assert report.invalid == 0
