"""Runs the parts of `make bench`, keeps what each found out, and goes on where it ended."""

import dataclasses
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from bench.figures import Found

KEPT = Path(__file__).parent / ".kept"


class Run:
    """What a part is given: where it may write, whether it is to be quick, and whom it tells how far it is."""

    def __init__(self, folder: Path, *, quick: bool, tell: Callable[[str, float], None]) -> None:
        self.folder, self.quick, self._tell = folder, quick, tell

    def either(self, quick: int, full: int) -> int:
        """A number for a quick run, or a full one."""
        return quick if self.quick else full

    def step(self, text: str, share: float) -> None:
        """What is done now, and the share of the part that is behind it (0 to 1)."""
        self._tell(text, share)


@dataclasses.dataclass(frozen=True)
class Part:
    """One part of the report."""

    name: str
    title: str
    about: str
    measure: Callable[[Run], Found]


class Keeper:
    """What parts found out, kept with the commit that they measured."""

    def __init__(self, commit: str, *, quick: bool) -> None:
        self._commit, self._folder = commit, KEPT / ("quick" if quick else "full")

    def forget(self) -> None:
        """Begins anew."""
        for file in self._folder.glob("part-*.json"):
            file.unlink()

    def kept(self, part: Part, *, older: bool = False) -> Found | None:
        """What was found out at this commit, or at another one where `older` will do; None for nothing, or what failed."""
        file = self._file(part)
        if not file.exists():
            return None
        plain = json.loads(file.read_text(encoding="utf-8"))
        found = Found.of(plain["found"])
        if found.failed or (plain["commit"] != self._commit and not older):
            return None
        if plain["commit"] == self._commit:
            return found
        return dataclasses.replace(found, words=[*found.words, f"Measured at {plain['commit']}, before this report's commit."])

    def keep(self, part: Part, found: Found) -> None:
        """For a run that goes on later."""
        self._folder.mkdir(parents=True, exist_ok=True)
        plain = {"commit": self._commit, "found": found.plain()}
        self._file(part).write_text(json.dumps(plain, ensure_ascii=False), encoding="utf-8")

    def _file(self, part: Part) -> Path:
        return self._folder / f"part-{part.name}.json"


def measured(part: Part, run: Run) -> Found:
    """What a part finds out; one that breaks is told, and the others go on."""
    try:
        return part.measure(run)
    except Exception as broken:  # noqa: BLE001 (whatever it was, it belongs into the report)
        Console(stderr=True).print_exception(max_frames=8)
        return Found(failed=f"{type(broken).__name__}: {str(broken).strip().splitlines()[0] if str(broken) else ''}")


@contextmanager
def progress(names: list[str]) -> Iterator[Callable[[str, str, float], None]]:
    """Bars on a terminal, lines elsewhere: gives what is called with a part, what it does, and the share behind it."""
    if not sys.stderr.isatty():
        yield _lines()
        return
    columns = (TextColumn("{task.description:9}"), BarColumn(), TextColumn("{task.fields[doing]}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bars:
        tasks = {name: bars.add_task(name, total=1.0, start=False, doing="") for name in names}

        def tell(name: str, text: str, share: float) -> None:
            bars.start_task(tasks[name])
            bars.update(tasks[name], completed=share, doing=text)

        yield tell


def _lines() -> Callable[[str, str, float], None]:
    began = time.monotonic()

    def tell(name: str, text: str, share: float) -> None:
        print(f"==> {time.monotonic() - began:4.0f} s  {name:9} {share:4.0%}  {text}", file=sys.stderr, flush=True)

    return tell
