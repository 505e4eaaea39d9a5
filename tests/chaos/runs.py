"""One outage after the other, each in the midst of people who pay; afterwards all books are compared."""

import dataclasses
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from tests.chaos.outages import OUTAGES, Outage
from tests.chaos.people import Person, person_at_the_review
from tests.crash.books import untrue
from tests.crash.pair import Pair, pair

PREPARED_AT_ONCE = 4
LOOKS = 600


@dataclasses.dataclass
class Report:
    """What came of a run."""

    people: int = 0
    came_back: dict[str, list[float]] = dataclasses.field(default_factory=dict)
    problems: list[str] = dataclasses.field(default_factory=list)
    paid: int = 0
    charged: int = 0
    gaps: list[str] = dataclasses.field(default_factory=list)
    seconds: float = 0.0

    def __str__(self) -> str:
        lines = [f"{self.people} people in {self.seconds:.0f} s; payments in our books {self.paid}, charges {self.charged};"]
        lines[0] += f" gaps {self.gaps or 'none'}; untrue: {len(self.problems)}"
        for name, seconds in self.came_back.items():
            lines.append(f"  {name}: pages back after {statistics.median(seconds):.1f} s, the last {max(seconds):.1f} s")
        return "\n".join(lines)


def chaos(people: int, lasts_seconds: float, say: Callable[[str], None]) -> Report:
    """Each outage with so many people of its own, and so much longer than pages need to tell."""
    report, started = Report(), time.monotonic()
    with pair() as house:
        for outage in OUTAGES:
            _one(house, outage, people, lasts_seconds, report)
            say(f"{outage.name}: {len(report.problems)} untrue so far")
        report.paid, report.charged = house.books.totals()
        report.gaps = house.books.gaps()
        report.problems += [f"an invalid request: {request}" for request in house.books.invalid_requests()]
    report.seconds = time.monotonic() - started
    return report


def _one(house: Pair, outage: Outage, people: int, lasts_seconds: float, report: Report) -> None:
    addresses = (house.one.address, house.two.address)
    with ThreadPoolExecutor(PREPARED_AT_ONCE) as several:
        asked = [several.submit(person_at_the_review, house, at, lambda at=at: at) for at in (addresses * people)[:people]]
        present = [one.result() for one in asked]
    report.people += len(present)
    for person in present[::2]:  # half of them have just clicked
        person.click_buy()
    for person in present:
        person.connections = person.page.connections
    outage.begin(house)
    for person in present[1::2]:  # and half of them click while nothing answers
        person.click_buy()
    if outage.lasts:
        for person in present:
            person.is_told()
        house.one.alive(lasts_seconds)
    outage.end(house)
    ended_at = time.monotonic()
    if outage.lasts:
        _all(present, lambda person: person.comes_back(ended_at))
        report.came_back[outage.name] = [person.came_back_after for person in present]
    _all(present, Person.pays)
    _judge(house, outage, present, report)


def _judge(house: Pair, outage: Outage, present: list[Person], report: Report) -> None:
    numbers = {person.number for person in present}
    for _look in range(LOOKS):
        if house.books.unfinished() == 0:
            break
        house.one.alive(0.1)
    problems = [problem for person in present for problem in person.problems]
    for found in house.books.orders(numbers):
        wrong = untrue(found) or ("" if found.status == "paid" else f"{found.number} ended as {found.status}")
        problems += [wrong] if wrong else []
    _all(present, lambda person: person.page.close())
    report.problems += [f"{outage.name}: {problem}" for problem in problems]


def _all(present: list[Person], do: Callable[[Person], None]) -> None:
    """Everybody at once."""
    with ThreadPoolExecutor(len(present)) as several:
        for done in [several.submit(do, person) for person in present]:
            done.result()
