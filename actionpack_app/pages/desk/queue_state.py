"""The queue of requests, for those who answer them."""

from typing import Any

import reflex as rx

from actionpack_app.auth.visit import run, visitor
from actionpack_app.dialogs.phases import LOADING, READY, argument, fields, page_number, phase_of
from actionpack_app.domain.desk import Assigned, Subject, Waiting
from actionpack_app.domain.errors import ActionPackError
from actionpack_app.messages import _
from actionpack_app.messages.explain import explain
from actionpack_app.messages.formats import format_capped
from actionpack_app.messages.words import PROBLEMS
from actionpack_app.pages.desk.queue_view import QueueRow, show_queue_row
from actionpack_app.services.desk.assign import assign
from actionpack_app.services.desk.requests import RequestFilter, list_desk_requests, queue_stamp


class QueueState(rx.State):
    """A page of all companies' requests."""

    phase: str = LOADING
    message: str = ""
    rows: list[QueueRow] = []  # noqa: RUF012 (a var's default; Reflex copies it)
    waiting: str = Waiting.OPEN
    problem: str = ""
    assigned: str = Assigned.ANYBODY
    search: str = ""
    number: int = 1
    last: int = 1
    total: int = 0
    more: bool = False
    open_count: str = ""
    """How many wait, for the tab; empty before it is known."""
    trouble: str = ""
    """Why something couldn't be taken up."""
    news: str = ""
    """What a screen reader is told when the list changes by itself."""
    _stamp: int = 0

    @rx.event
    async def load(self) -> None:
        """Reads the page."""
        self.trouble = ""
        await self._read()

    @rx.event
    async def look(self) -> None:
        """Reads the page again where any request has changed."""
        if self.phase != READY:
            return
        try:
            if await run(queue_stamp) == self._stamp:
                return
        except ActionPackError:
            return
        before = self.rows
        await self._read()
        self.news = _("The list has been updated.") if self.rows != before else ""

    @rx.event
    async def show(self, waiting: str) -> None:
        """What waits for the desk, for the partner, what is closed, or all."""
        wanted = argument(waiting)
        if wanted in set(Waiting):
            self.waiting, self.number = wanted, 1
        await self._read()

    @rx.event
    async def choose_problem(self, problem: str) -> None:
        """One type of problem, or every."""
        wanted = argument(problem)
        self.problem, self.number = wanted if wanted in PROBLEMS else "", 1
        await self._read()

    @rx.event
    async def choose_assigned(self, assigned: str) -> None:
        """Everybody's requests, nobody's, or the reader's own."""
        wanted = argument(assigned)
        if wanted in set(Assigned):
            self.assigned, self.number = wanted, 1
        await self._read()

    @rx.event
    async def find(self, form: dict[str, Any]) -> None:
        """Searches by number, title, company, MPN ID."""
        self.search, self.number = argument(fields(form).get("search")), 1
        await self._read()

    @rx.event
    async def go(self, number: int) -> None:
        """Turns to another page."""
        self.number = page_number(number)
        await self._read()

    @rx.event
    async def take(self, number: str) -> None:
        """Takes a request up, from whoever the page says has it."""
        wanted, self.trouble = argument(number), ""
        row = next((row for row in self.rows if row.number == wanted), None)
        if row is None:
            return
        try:
            await run(assign, Subject.REQUEST, wanted, visitor().actor.person_id, row.care.assigned_to)
        except ActionPackError as refused:
            self.trouble = explain(refused)
        await self._read()

    async def _read(self) -> None:
        self.news = ""
        narrowed = RequestFilter(Waiting(self.waiting), self.problem, Assigned(self.assigned), self.search)
        try:
            found = await run(list_desk_requests, narrowed, self.number)
        except ActionPackError as refused:
            self.phase, self.message, self.rows = phase_of(refused), explain(refused), []
            return
        reader = visitor().actor.person_id
        self.rows = [show_queue_row(line, reader) for line in found.page.rows]
        self.number, self.last, self.total = found.page.number, found.page.last, found.page.total
        self.open_count = format_capped(found.waiting)
        self.more, self._stamp, self.phase = found.page.more, found.stamp, READY
