"""The desk's page: one list at a time, and one decision at a time."""

import dataclasses
from collections.abc import AsyncGenerator
from typing import Any

import reflex as rx

from actionpack_app.auth.visit import run, run_outside
from actionpack_app.dialogs.phases import LOADING, READY, argument, fields, page_number, phase_of
from actionpack_app.domain.errors import ActionPackError, InvalidInput
from actionpack_app.messages.explain import explain, explain_problem
from actionpack_app.pages.desk.view import Item, section_name, show_line
from actionpack_app.services.desk.close_case import close_case
from actionpack_app.services.desk.decide_cancellation import decline_cancellation, end_at_expiry
from actionpack_app.services.desk.queue import DeskView, Section, show_desk
from actionpack_app.services.desk.record_refund import record_refund
from actionpack_app.services.desk.reject_proof import reject_proof
from actionpack_app.workflows.desk import confirm, refund

CONFIRM, REJECT, REFUND, END, DECLINE, RECORD, CLOSE = "confirm", "reject", "refund", "end", "decline", "record", "close"


@dataclasses.dataclass(frozen=True)
class Tab:
    """One of the lists."""

    key: str
    name: str
    count: int


class DeskState(rx.State):
    """What waits for finance."""

    phase: str = LOADING
    message: str = ""
    section: str = Section.TRANSFERS
    tabs: list[Tab] = []  # noqa: RUF012 (a var's default; Reflex copies it)
    items: list[Item] = []  # noqa: RUF012
    number: int = 1
    last: int = 1
    total: int = 0
    action: str = ""
    """What is being decided; empty while nothing is."""
    subject: Item = Item("", "")
    problem: str = ""
    refusal: str = ""
    busy: bool = False

    @rx.event
    async def load(self) -> None:
        """Reads the list. Where only the connection came back, what is being decided stays, as long as it still waits."""
        await self._read()
        if self.subject.key not in {item.key for item in self.items}:
            self.action = ""

    @rx.event
    async def choose(self, section: str) -> None:
        """Goes to another list."""
        wanted = argument(section)
        self.section, self.number = wanted if wanted in set(Section) else Section.TRANSFERS, 1
        await self._read()

    @rx.event
    async def go(self, number: int) -> None:
        """Goes to another page of the list."""
        self.number = page_number(number)
        await self._read()

    @rx.event
    async def ask(self, action: str, key: str) -> None:
        """Asks before it is done."""
        wanted = argument(key)
        found = next((item for item in self.items if item.key == wanted), None)
        if found is not None:
            self.action, self.subject, self.problem, self.refusal = argument(action), found, "", ""

    @rx.event
    async def change_open(self, opened: bool) -> None:  # noqa: FBT001 (Radix hands it over so)
        """Closes the question."""
        if not opened:
            self.action = ""

    @rx.event
    async def decide(self, form: dict[str, Any]) -> AsyncGenerator[None]:
        """Does what was asked."""
        said = argument(fields(form).get("said"), 2000)
        self.busy, self.problem, self.refusal = True, "", ""
        yield
        try:
            await self._do(said)
            self.action = ""
        except InvalidInput as refused:
            self.problem = explain_problem(next(iter(refused.problems.values())))
        except ActionPackError as refused:
            self.refusal = explain(refused)
        self.busy = False
        await self._read()

    async def _do(self, said: str) -> None:
        key = self.subject.key
        match self.action:
            case "confirm":
                await run_outside(confirm, key)
            case "reject":
                await run(reject_proof, key, said)
            case "refund":
                await run_outside(refund, key)
            case "end":
                await run(end_at_expiry, key)
            case "decline":
                await run(decline_cancellation, key, said)
            case "record":
                await run(record_refund, key, said)
            case "close":
                await run(close_case, int(key) if key.isdecimal() else 0, said)
            case _other:
                return

    async def _read(self) -> None:
        try:
            found = await run(show_desk, Section(self.section), self.number)
        except ActionPackError as refused:
            self.phase, self.message, self.items = phase_of(refused), explain(refused), []
            return
        self._take(found)

    def _take(self, found: DeskView) -> None:
        self.tabs = [Tab(section, section_name(section), count) for section, count in found.counts.items()]
        self.items = [show_line(line) for line in found.page.rows]
        self.number, self.last, self.total = found.page.number, found.page.last, found.page.total
        self.phase = READY
