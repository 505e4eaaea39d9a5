"""Each outage with two people who pay; `make bench-chaos` has a hundred, and takes the time."""

from tests.chaos.outages import OUTAGES
from tests.chaos.runs import chaos

PEOPLE = 2


def test_whatever_goes_away_pages_say_so_come_back_by_themselves_and_nobody_pays_twice() -> None:
    report = chaos(PEOPLE, 0.5, say=lambda _line: None)
    assert report.problems == []
    assert report.people == PEOPLE * len(OUTAGES)
    assert report.paid == report.charged == report.people
    assert report.gaps == []
