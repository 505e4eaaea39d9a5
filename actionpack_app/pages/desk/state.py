"""The desk's page: one list at a time, and one decision at a time."""

import contextlib
import dataclasses
from collections.abc import AsyncGenerator
from typing import Any

import reflex as rx

from actionpack_app.auth.visit import run, run_outside, visitor
from actionpack_app.dialogs.phases import LOADING, READY, argument, fields, page_number, phase_of, put
from actionpack_app.domain.desk import Assigned, Subject
from actionpack_app.domain.errors import ActionPackError, InvalidInput, ProviderUnavailable
from actionpack_app.gateways.payments import get_payments
from actionpack_app.messages import _
from actionpack_app.messages.explain import explain
from actionpack_app.messages.formats import format_capped
from actionpack_app.messages.problems import explain_problem
from actionpack_app.pages.desk.queue_state import QueueState
from actionpack_app.pages.desk.view import Item, fact_names, section_name, show_line
from actionpack_app.services.desk.assign import assign
from actionpack_app.services.desk.close_case import close_case
from actionpack_app.services.desk.decide_cancellation import decline_cancellation, end_at_expiry
from actionpack_app.services.desk.queue import DeskCounts, DeskView, Section, count_desk, money_stamp, show_desk
from actionpack_app.services.desk.record_refund import record_refund
from actionpack_app.services.desk.reject_proof import reject_proof
from actionpack_app.workflows.desk import confirm, refund


@dataclasses.dataclass(frozen=True)
class Tab:
    """One of the lists."""

    key: str
    name: str
    count: str


REQUESTS = "requests"
"""The list of those who answer requests; the others are finance's."""
SUBJECTS = {
    Section.TRANSFERS: Subject.TRANSFER,
    Section.CANCELLATIONS: Subject.REQUEST,
    Section.REFUNDS: Subject.REFUND,
    Section.CASES: Subject.CASE,
}


class DeskState(rx.State):
    """What waits for the reader's role: one list at a time."""

    phase: str = LOADING
    message: str = ""
    section: str = ""
    assigned: str = Assigned.ANYBODY
    trouble: str = ""
    """Why something couldn't be taken up."""
    tabs: list[Tab] = []  # noqa: RUF012 (a var's default; Reflex copies it)
    names: list[str] = []  # noqa: RUF012
    """Of what is known of each item."""
    items: list[Item] = []  # noqa: RUF012
    records: str = ""
    """The provider's page for what it calls a record, which comes at the end; empty where it has none."""
    number: int = 1
    last: int = 1
    total: int = 0
    action: str = ""
    """What is being decided; empty while nothing is."""
    subject: Item = Item("")
    problem: str = ""
    refusal: str = ""
    busy: bool = False
    news: str = ""
    """What a screen reader is told when the list changes by itself."""
    _held_by: dict[str, str] = {}  # noqa: RUF012
    """Who of the desk has each item, as the list was read: the page needs their names only."""
    _stamp: int = 0
    _asked: str = ""
    """The list that the address named last."""

    @rx.event
    async def load(self) -> Any:
        """Reads the list. Where only the connection came back, what is being decided stays, as long as it still waits."""
        asked = argument(self.router.url.query_parameters.get("list", ""))
        if asked and asked != self._asked:
            self.section, self.number = asked, 1
        self._asked, self.trouble = asked, ""
        await self._read()
        if self.subject.key not in {item.key for item in self.items}:
            self.action = ""
        return QueueState.load if self.phase == READY and self.section == REQUESTS else None

    @rx.event
    async def choose(self, section: str) -> Any:
        """Goes to another list."""
        self.section, self.number, self.assigned, self.trouble = argument(section), 1, Assigned.ANYBODY, ""
        await self._read()
        return QueueState.load if self.phase == READY and self.section == REQUESTS else None

    @rx.event
    async def choose_assigned(self, assigned: str) -> None:
        """Everybody's things, nobody's, or the reader's own."""
        wanted = argument(assigned)
        if wanted in set(Assigned):
            self.assigned, self.number = wanted, 1
        await self._read()

    @rx.event
    async def look(self) -> None:
        """Reads the list again where anything in it has changed; what is being decided stays, as long as it still waits."""
        if self.phase != READY or self.section == REQUESTS:
            return
        try:
            if await run(money_stamp) == self._stamp:
                return
        except ActionPackError:
            return
        before = self.items
        await self._read()
        self.news = _("The list has been updated.") if self.items != before else ""

    @rx.event
    async def take(self, key: str) -> None:
        """Takes a thing up, from whoever the page says has it."""
        await self._assign(argument(key), visitor().actor.person_id)

    @rx.event
    async def put_down(self, key: str) -> None:
        """Gives a thing back to nobody."""
        await self._assign(argument(key), "")

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

    async def _assign(self, key: str, to: str) -> None:
        found = next((item for item in self.items if item.key == key), None)
        if found is None or self.section not in SUBJECTS:
            return
        self.trouble = ""
        try:
            await run(assign, SUBJECTS[Section(self.section)], key, to, self._held_by.get(key, ""))
        except ActionPackError as refused:
            self.trouble = explain(refused)
        await self._read()

    async def _read(self) -> None:
        self.news = ""
        try:
            counts = await run(count_desk)
            self._take_counts(counts)
            found = None
            if self.section != REQUESTS:
                found = await run(show_desk, Section(self.section), self.number, Assigned(self.assigned))
        except ActionPackError as refused:
            self.phase, self.message, self.items = phase_of(refused), explain(refused), []
            return
        if found is not None:
            self._take(found)
        else:
            self.items, self.number, self.last, self.total = [], 1, 1, 0
        self.phase = READY

    def _take_counts(self, counts: DeskCounts) -> None:
        of_requests = [] if counts.requests is None else [Tab(REQUESTS, _("Requests"), format_capped(counts.requests))]
        self.tabs = of_requests + [Tab(key, section_name(key), format_capped(count)) for key, count in counts.money.items()]
        if self.section not in {tab.key for tab in self.tabs}:
            self.section = self.tabs[0].key

    def _take(self, found: DeskView) -> None:
        reader = visitor().actor.person_id
        put(self, names=fact_names(Section(self.section)), records=_records())
        self._stamp, self.items = found.stamp, [show_line(line, reader) for line in found.page.rows]
        self._held_by = {
            item.key: line.care.assigned_to
            for item, line in zip(self.items, found.page.rows, strict=True)
            if line.care.assigned_to
        }
        self.number, self.last, self.total = found.page.number, found.page.last, found.page.total


def _records() -> str:
    with contextlib.suppress(ProviderUnavailable):  # a server without any
        return get_payments().search_page
    return ""
