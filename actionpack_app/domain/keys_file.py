"""Reading a file of product keys: CSV with the columns `benefit` and `product_key`, a line for each key.

Every broken line is named by its number and the reason, never by the key: what is printed ends up in logs.
"""

import csv
import dataclasses
import io
import re
from collections.abc import Collection, Iterator
from typing import Protocol, cast

COLUMNS = ["benefit", "product_key"]
_KEY = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{3,98})[A-Za-z0-9]")


@dataclasses.dataclass(frozen=True, slots=True)
class KeyLine:
    """One line: a benefit and a product key for it."""

    line: int
    benefit: str
    product_key: str = dataclasses.field(repr=False)


class KeysFileError(ValueError):
    """The file breaks rules: nothing of it counts. The text names each line and its reason."""

    def __init__(self, problems: Collection[tuple[int, str]]) -> None:
        super().__init__("\n".join(f"line {line}: {reason}" for line, reason in sorted(problems)))


class _Reader(Protocol):
    """What `csv.reader` gives."""

    @property
    def line_num(self) -> int: ...

    def __iter__(self) -> Iterator[list[str]]: ...


def same_key(product_key: str) -> str:
    """A product key as it is compared: neither case nor hyphens make another one of it."""
    return product_key.replace("-", "").upper()


def parse_keys(content: str, benefits: Collection[str]) -> list[KeyLine]:
    """The lines of a file; `benefits` are those that keys can be for. Raises KeysFileError."""
    reader = csv.reader(io.StringIO(content.removeprefix("\ufeff")), strict=True)
    try:
        header = [name.strip() for name in next(iter(reader), cast("list[str]", []))]
        if header != COLUMNS:
            raise KeysFileError([(1, f"the columns have to be {' and '.join(COLUMNS)}")])
        return _lines(reader, benefits)
    except csv.Error as broken:
        raise KeysFileError([(max(1, reader.line_num), f"this is no CSV ({broken})")]) from None


def _lines(reader: _Reader, benefits: Collection[str]) -> list[KeyLine]:
    found: list[KeyLine] = []
    problems: list[tuple[int, str]] = []
    seen: dict[str, int] = {}
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        number = reader.line_num
        if problem := _problem(cells, benefits):
            problems.append((number, problem))
            continue
        benefit, product_key = (cell.strip() for cell in cells)
        if (before := seen.setdefault(same_key(product_key), number)) != number:
            problems.append((number, f"product_key: it stands in line {before} already"))
        found.append(KeyLine(number, benefit, product_key))
    if problems:
        raise KeysFileError(problems)
    return found


def _problem(cells: list[str], benefits: Collection[str]) -> str:
    if len(cells) != len(COLUMNS):
        return f"{len(cells)} cells under {len(COLUMNS)} columns"
    if cells[0].strip() not in benefits:
        return f"benefit: the catalogue has no product keys for {cells[0].strip()!r}"
    if not _KEY.fullmatch(cells[1].strip()):
        return "product_key: 5 to 100 letters, digits and hyphens are needed"
    return ""
