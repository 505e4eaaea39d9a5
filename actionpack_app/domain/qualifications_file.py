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
from actionpack_app.domain.file_problems import FileProblem
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


class QualificationsError(ValueError):
    """The file breaks rules: nothing of it counts. The text names each line and its reason."""

    def __init__(self, problems: Collection[FileProblem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.line))
        super().__init__("\n".join(f"line {problem.line}: {problem.reason}" for problem in self.problems))


class _BrokenLineError(ValueError):
    def __init__(self, place: str, code: str, **values: str) -> None:
        self.place, self.code, self.values = place, code, values
        super().__init__(code)


class _Reader(Protocol):
    """What `csv.reader` gives."""

    @property
    def line_num(self) -> int: ...

    def __iter__(self) -> Iterator[list[str]]: ...


def parse_qualifications(
    content: str, requirements: Mapping[Offer, tuple[Requirement, ...]]
) -> tuple[list[Qualification], list[FileProblem]]:
    """The lines that keep the rules, and those that don't. Raises QualificationsError where the columns are wrong."""
    reader = csv.reader(io.StringIO(content.removeprefix("\ufeff")), strict=True)
    try:
        header = [name.strip() for name in next(iter(reader), cast("list[str]", []))]
        _check_columns(header, {wanted.key for level in LEVELS for wanted in requirements.get(level, ())})
        return _lines(reader, header, requirements)
    except csv.Error as broken:
        raise QualificationsError([FileProblem("", "no_csv", {"detail": str(broken)}, max(1, reader.line_num))]) from None


def _check_columns(header: list[str], keys: Collection[str]) -> None:
    problems = [("column_missing", name) for name in COLUMNS if name not in header]
    problems += [("column_unknown", repr(name)) for name in header if name not in {*COLUMNS, *keys}]
    problems += [("column_twice", name) for name in sorted({name for name in header if header.count(name) > 1})]
    if problems:
        raise QualificationsError([FileProblem("", code, {"column": name}, 1) for code, name in problems])


def _lines(
    reader: "_Reader", header: list[str], requirements: Mapping[Offer, tuple[Requirement, ...]]
) -> tuple[list[Qualification], list[FileProblem]]:
    found: list[Qualification] = []
    problems: list[FileProblem] = []
    seen: dict[tuple[str, str, Offer], int] = {}
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        try:
            read = _line(reader.line_num, cells, header, requirements)
        except _BrokenLineError as broken:
            problems.append(FileProblem(broken.place, broken.code, broken.values, reader.line_num))
            continue
        before = seen.setdefault((read.mpn_id, read.name, read.level), read.line)
        if before != read.line:
            problems.append(FileProblem("", "same", {"line": str(before)}, read.line))
        found.append(read)
    return found, problems


def _line(
    number: int, cells: list[str], header: list[str], requirements: Mapping[Offer, tuple[Requirement, ...]]
) -> Qualification:
    if len(cells) != len(header):
        raise _BrokenLineError("", "cells", cells=str(len(cells)), columns=str(len(header)))
    row = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
    if not re.fullmatch("[0-9]{7}", row["mpn_id"]):
        raise _BrokenLineError("mpn_id", "mpn_id", value=repr(row["mpn_id"]))
    name = row["competency"]
    if not name or len(name) > NAME_MAX or not name.isprintable():
        raise _BrokenLineError("competency", "name", most=str(NAME_MAX))
    if row["level"] not in set(LEVELS):
        raise _BrokenLineError("level", "none_of", value=repr(row["level"]), choices=", ".join(LEVELS))
    if row["state"] not in set(IMPORTED_STATES):
        raise _BrokenLineError("state", "none_of", value=repr(row["state"]), choices=", ".join(IMPORTED_STATES))
    level, state = Offer(row["level"]), CompetencyState(row["state"])
    wanted = requirements.get(level, ())
    progress = {one.key: 0 for one in wanted} | {key: _count(key, row[key]) for key in header if key not in COLUMNS}
    lacks = [one.key for one in fulfilments(wanted, progress) if not one.met]
    if state is CompetencyState.QUALIFIED and lacks:
        raise _BrokenLineError("state", "not_qualified", requirements=", ".join(lacks))
    return Qualification(number, row["mpn_id"], name, level, state, progress)


def _count(key: str, cell: str) -> int:
    if not cell:
        return 0
    if not re.fullmatch("[0-9]{1,6}", cell) or int(cell) > MOST:
        raise _BrokenLineError(key, "number", value=repr(cell), most=str(MOST))
    return int(cell)
