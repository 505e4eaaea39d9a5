"""Imports: a file's preview, its confirmation, and what was imported before."""

import dataclasses
from collections.abc import AsyncGenerator

import reflex as rx

from actionpack_app.auth.visit import run, run_outside
from actionpack_app.dialogs.phases import LOADING, READY, argument, page_number, phase_of
from actionpack_app.domain.errors import ActionPackError, FileBroken, NotFound, PreviewOutdated
from actionpack_app.domain.imports import ImportKind
from actionpack_app.messages import _
from actionpack_app.messages.catalogue import change_in_words, import_kind_name
from actionpack_app.messages.explain import explain
from actionpack_app.messages.file_problems import explain_file_problem
from actionpack_app.messages.formats import format_count, format_moment
from actionpack_app.messages.words import competency_state_name, offer_name, requirement_name
from actionpack_app.services.competencies.difference import QualificationChange
from actionpack_app.services.imports.confirm import confirm_import
from actionpack_app.services.imports.history import ImportLine, list_imports
from actionpack_app.services.imports.preview import ImportChange, preview_import

ZONE = "UTC"
PREVIEW = "preview"
"""The preview's id: it takes the focus when a file has been read."""


@dataclasses.dataclass(frozen=True)
class ChangeRow:
    """One change of the preview."""

    group: str
    what: str
    before: str
    after: str
    more: str


@dataclasses.dataclass(frozen=True)
class ImportRow:
    """One import of the history."""

    at: str
    who: str
    kind: str
    name: str
    changes: str


class ImportsState(rx.State):
    """One file at a time."""

    phase: str = LOADING
    message: str = ""
    kind: str = ""
    """Of the file that is looked at; empty while there is none."""
    file: str = ""
    problems: list[str] = []  # noqa: RUF012 (a var's default; Reflex copies it)
    rows: list[ChangeRow] = []  # noqa: RUF012
    number: int = 1
    last: int = 1
    total: int = 0
    summary: str = ""
    busy: bool = False
    said: str = ""
    refusal: str = ""
    history: list[ImportRow] = []  # noqa: RUF012
    history_number: int = 1
    history_last: int = 1
    history_total: int = 0
    _import_id: str = ""
    _seen: str = ""
    """What binds the confirmation to the preview that was shown."""

    @rx.event
    async def load(self) -> None:
        """Reads the history. Where only the connection came back, the file that is looked at stays."""
        self.busy, self.said = False, ""
        await self._read_history()

    @rx.event
    async def take_catalogue(self, file_id: str, name: str) -> AsyncGenerator[object]:
        """Looks at a catalogue file that was uploaded."""
        await self._take(ImportKind.CATALOGUE, argument(file_id), argument(name))
        yield rx.set_focus(PREVIEW)

    @rx.event
    async def take_qualifications(self, file_id: str, name: str) -> AsyncGenerator[object]:
        """Looks at a file of qualifications that was uploaded."""
        await self._take(ImportKind.QUALIFICATIONS, argument(file_id), argument(name))
        yield rx.set_focus(PREVIEW)

    @rx.event
    async def go(self, number: int) -> None:
        """Turns to another page of the preview."""
        self.number = page_number(number)
        if self._import_id:
            await self._preview()

    @rx.event
    async def turn_history(self, number: int) -> None:
        """Turns to another page of the history."""
        self.history_number = page_number(number)
        await self._read_history()

    @rx.event
    async def drop(self) -> None:
        """Puts the file away; nothing was changed."""
        self._forget()
        self.said = self.refusal = ""

    @rx.event
    async def confirm(self) -> AsyncGenerator[None]:
        """Imports what is shown."""
        if not self._import_id:
            return
        self.busy, self.refusal, self.said = True, "", ""
        yield
        try:
            changed = await run_outside(confirm_import, self._import_id, self._seen)
            self.said = _("{file} was imported. Changes: {count}").format(file=self.file, count=format_count(changed))
            self._forget()
        except PreviewOutdated as refused:
            self.refusal, self.number = explain(refused), 1
            await self._preview()
        except NotFound:
            self.refusal = _("This file was imported already, or another one was uploaded since.")
            self._forget()
        except ActionPackError as refused:
            self.refusal = explain(refused)
        self.busy = False
        await self._read_history()

    async def _take(self, kind: ImportKind, file_id: str, name: str) -> None:
        self._forget()
        self.said = self.refusal = ""
        self._import_id, self.kind, self.file = file_id, kind, name
        await self._preview()

    async def _preview(self) -> None:
        try:
            found = await run_outside(preview_import, self._import_id)
        except FileBroken as broken:
            self.problems, self.rows, self._seen = [explain_file_problem(one) for one in broken.problems], [], ""
            return
        except ActionPackError as refused:
            self._forget()
            self.refusal = explain(refused)
            return
        page = found.page(self.number)
        self.kind, self.file, self.problems = found.kind, found.name, []
        self.rows = [_change(change) for change in page.rows]
        self.number, self.last, self.total, self._seen = page.number, page.last, page.total, found.seen
        self.summary = _("Changes to what is in force: {count}").format(count=format_count(page.total))

    def _forget(self) -> None:
        self._import_id = self._seen = self.kind = self.file = self.summary = ""
        self.problems, self.rows, self.number, self.last, self.total = [], [], 1, 1, 0

    async def _read_history(self) -> None:
        try:
            found = await run(list_imports, self.history_number)
        except ActionPackError as refused:
            self.phase, self.message, self.history = phase_of(refused), explain(refused), []
            return
        self.history = [_import(line) for line in found.rows]
        self.history_number, self.history_last, self.history_total = found.number, found.last, found.total
        self.phase = READY


def _change(change: ImportChange) -> ChangeRow:
    if isinstance(change, QualificationChange):
        return _qualification(change)
    words = change_in_words(change)
    return ChangeRow(words.group, words.what, words.before, words.after, words.more)


def _qualification(change: QualificationChange) -> ChangeRow:
    counted = [f"{requirement_name(key)}: {before} → {after}" for key, before, after in change.requirements]
    return ChangeRow(
        group=f"{change.company} · MPN {change.mpn_id}",
        what=f"{change.name} · {offer_name(change.level)}",
        before=competency_state_name(change.before) if change.before else _("none"),
        after=competency_state_name(change.after),
        more=" · ".join(counted),
    )


def _import(line: ImportLine) -> ImportRow:
    return ImportRow(
        at=format_moment(line.at, ZONE),
        who=line.who or _("Console command"),
        kind=import_kind_name(line.kind),
        name=line.name,
        changes=format_count(line.changes),
    )
