"""Reading a file of qualifications: CSV, a line for each competency of a partner.

Columns: `mpn_id`, `competency`, `level`, `state`, and any of the requirements of the catalogue by their keys. A column that
is left out, or an empty cell, says that nothing of that requirement is there. Every broken line is named by its number.
"""

import csv
import dataclasses
import io
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Protocol, cast

from actionpack_app.domain.competencies import LEVELS, CompetencyState, fulfilments
from actionpack_app.domain.offers import Offer, Requirement

COLUMNS = ("mpn_id", "competency", "level", "state")
IMPORTED_STATES = (CompetencyState.STARTED, CompetencyState.QUALIFIED, CompetencyState.AT_RISK)
NAME_MAX = 100
MOST = 100_000


@dataclasses.dataclass(frozen=True, slots=True)
class Qualification:
    """One line: a partner's competency of a level, and what of its requirements is there."""

    line: int
    mpn_id: str
    name: str
    level: Offer
    state: CompetencyState
    progress: Mapping[str, int]


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """A line that breaks a rule; the first line holds the columns' names."""

    line: int
    reason: str


class QualificationsError(ValueError):
    """The file breaks rules: nothing of it counts. The text names each line and its reason."""

    def __init__(self, problems: Collection[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.line))
        super().__init__("\n".join(f"line {problem.line}: {problem.reason}" for problem in self.problems))


class _BrokenLineError(ValueError):
    pass


class _Reader(Protocol):
    """What `csv.reader` gives."""

    @property
    def line_num(self) -> int: ...

    def __iter__(self) -> Iterator[list[str]]: ...


def parse_qualifications(
    content: str, requirements: Mapping[Offer, tuple[Requirement, ...]]
) -> tuple[list[Qualification], list[Problem]]:
    """The lines that keep the rules, and those that don't. Raises QualificationsError where the columns are wrong."""
    reader = csv.reader(io.StringIO(content.removeprefix("\ufeff")), strict=True)
    try:
        header = [name.strip() for name in next(iter(reader), cast("list[str]", []))]
        _check_columns(header, {wanted.key for level in LEVELS for wanted in requirements.get(level, ())})
        return _lines(reader, header, requirements)
    except csv.Error as broken:
        raise QualificationsError([Problem(max(1, reader.line_num), f"this is no CSV ({broken})")]) from None


def _check_columns(header: list[str], keys: Collection[str]) -> None:
    problems = [f"the column {name} is missing" for name in COLUMNS if name not in header]
    problems += [f"the column {name!r} is no requirement of the catalogue" for name in header if name not in {*COLUMNS, *keys}]
    problems += [f"the column {name} stands there twice" for name in sorted({name for name in header if header.count(name) > 1})]
    if problems:
        raise QualificationsError([Problem(1, problem) for problem in problems])


def _lines(
    reader: "_Reader", header: list[str], requirements: Mapping[Offer, tuple[Requirement, ...]]
) -> tuple[list[Qualification], list[Problem]]:
    found: list[Qualification] = []
    problems: list[Problem] = []
    seen: dict[tuple[str, str, Offer], int] = {}
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        try:
            read = _line(reader.line_num, cells, header, requirements)
        except _BrokenLineError as broken:
            problems.append(Problem(reader.line_num, str(broken)))
            continue
        before = seen.setdefault((read.mpn_id, read.name, read.level), read.line)
        if before != read.line:
            problems.append(Problem(read.line, f"the same competency stands in line {before}"))
        found.append(read)
    return found, problems


def _line(
    number: int, cells: list[str], header: list[str], requirements: Mapping[Offer, tuple[Requirement, ...]]
) -> Qualification:
    if len(cells) != len(header):
        raise _BrokenLineError(f"{len(cells)} cells under {len(header)} columns")
    row = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
    if not re.fullmatch("[0-9]{7}", row["mpn_id"]):
        raise _BrokenLineError(f"mpn_id: {row['mpn_id']!r} is not seven digits")
    name = row["competency"]
    if not name or len(name) > NAME_MAX or not name.isprintable():
        raise _BrokenLineError(f"competency: a name of up to {NAME_MAX} characters is needed")
    if row["level"] not in set(LEVELS):
        raise _BrokenLineError(f"level: {row['level']!r} is none of {', '.join(LEVELS)}")
    if row["state"] not in set(IMPORTED_STATES):
        raise _BrokenLineError(f"state: {row['state']!r} is none of {', '.join(IMPORTED_STATES)}")
    level, state = Offer(row["level"]), CompetencyState(row["state"])
    wanted = requirements.get(level, ())
    progress = {one.key: 0 for one in wanted} | {key: _count(key, row[key]) for key in header if key not in COLUMNS}
    lacks = [one.key for one in fulfilments(wanted, progress) if not one.met]
    if state is CompetencyState.QUALIFIED and lacks:
        raise _BrokenLineError(f"state: qualified, but not enough of {', '.join(lacks)} (at_risk, if it was qualified before)")
    return Qualification(number, row["mpn_id"], name, level, state, progress)


def _count(key: str, cell: str) -> int:
    if not cell:
        return 0
    if not re.fullmatch("[0-9]{1,6}", cell) or int(cell) > MOST:
        raise _BrokenLineError(f"{key}: {cell!r} is not a number of up to {MOST}")
    return int(cell)
