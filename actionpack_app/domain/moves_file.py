"""Reading a file of partners to be moved to Partner Center: CSV, one column `mpn_id`, a line for each partner.

Every broken line is named by its number.
"""

import csv
import dataclasses
import io
import re
from collections.abc import Collection
from typing import cast

from actionpack_app.domain.file_problems import FileProblem

COLUMN = "mpn_id"


@dataclasses.dataclass(frozen=True, slots=True)
class Move:
    """One line: the partner that is to be moved."""

    line: int
    mpn_id: str


class MovesError(ValueError):
    """The file breaks rules: nobody is moved. The text names each line and its reason."""

    def __init__(self, problems: Collection[FileProblem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.line))
        super().__init__("\n".join(f"line {problem.line}: {problem.reason}" for problem in self.problems))


def parse_moves(content: str) -> tuple[list[Move], list[FileProblem]]:
    """The lines that keep the rules, and those that don't. Raises MovesError where the columns are wrong."""
    reader = csv.reader(io.StringIO(content.removeprefix("\ufeff"), newline=""), strict=True)
    found: list[Move] = []
    problems: list[FileProblem] = []
    seen: dict[str, int] = {}
    try:
        header = [name.strip() for name in next(reader, cast("list[str]", []))]
        if header != [COLUMN]:
            raise MovesError([FileProblem("", "one_column", {"column": COLUMN}, 1)])
        for cells in reader:
            if any(cell.strip() for cell in cells):
                move = Move(reader.line_num, cells[0].strip())
                if problem := _against(move, cells, seen.setdefault(move.mpn_id, move.line)):
                    problems.append(problem)
                else:
                    found.append(move)
    except csv.Error as broken:
        raise MovesError([FileProblem("", "no_csv", {"detail": str(broken)}, max(1, reader.line_num))]) from None
    return found, problems


def _against(move: Move, cells: list[str], first_line: int) -> FileProblem | None:
    if len(cells) != 1:
        return FileProblem("", "cells", {"cells": str(len(cells)), "columns": "1"}, move.line)
    if not re.fullmatch("[0-9]{7}", move.mpn_id):
        return FileProblem(COLUMN, "mpn_id", {"value": repr(move.mpn_id)}, move.line)
    return FileProblem("", "same_partner", {"line": str(first_line)}, move.line) if first_line != move.line else None
