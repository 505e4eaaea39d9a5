"""Support requests: the list, and one request with its thread."""

from collections.abc import AsyncGenerator
from typing import Any

import reflex as rx

from actionpack_app.auth.visit import run
from actionpack_app.dialogs.phases import LOADING, READY, argument, fields, named_in, page_number, phase_of
from actionpack_app.domain.errors import ActionPackError, InvalidInput
from actionpack_app.gateways.chance import new_id
from actionpack_app.messages.explain import explain, explain_problem
from actionpack_app.pages.support.view import (
    FileWaiting,
    MessageShown,
    RequestRow,
    RequestShown,
    show_request_facts,
    show_row,
    show_thread,
)
from actionpack_app.services.support.ask import BODY_MAX, FILES_MAX, close_request, reply
from actionpack_app.services.support.browse import RequestDetails, list_requests, show_request

FILTERS = {"open": True, "closed": False, "all": None}


class SupportState(rx.State):
    """A page of the requests that the actor may see."""

    phase: str = LOADING
    message: str = ""
    rows: list[RequestRow] = []  # noqa: RUF012 (a var's default; Reflex copies it)
    company_wide: bool = False
    shown: str = "open"
    search: str = ""
    number: int = 1
    last: int = 1
    total: int = 0

    @rx.event
    async def load(self) -> None:
        """Reads the page."""
        await self._read()

    @rx.event
    async def show(self, which: str) -> None:
        """Open requests, closed ones, or all."""
        if argument(which) in FILTERS:
            self.shown, self.number = which, 1
        await self._read()

    @rx.event
    async def find(self, form: dict[str, Any]) -> None:
        """Searches in numbers and titles."""
        given = fields(form)
        self.search, self.number = argument(given.get("search")), 1
        await self._read()

    @rx.event
    async def go(self, number: int) -> None:
        """Turns to another page."""
        self.number = page_number(number)
        await self._read()

    async def _read(self) -> None:
        try:
            found = await run(list_requests, open_only=FILTERS[self.shown], search=self.search, page_number=self.number)
        except ActionPackError as refused:
            self.phase, self.message = phase_of(refused), explain(refused)
            return
        self.rows = [show_row(line, found.time_zone) for line in found.page.rows]
        self.number, self.last, self.total = found.page.number, found.page.last, found.page.total
        self.company_wide = found.company_wide
        self.phase = READY


class RequestState(rx.State):
    """One request with its thread."""

    phase: str = LOADING
    message: str = ""
    request: RequestShown = RequestShown()
    thread: list[MessageShown] = []  # noqa: RUF012 (a var's default; Reflex copies it)
    files: list[FileWaiting] = []  # noqa: RUF012
    typed: str = ""
    problem: str = ""
    refusal: str = ""
    busy: bool = False
    _submission: str = ""

    @rx.event
    async def load(self) -> None:
        """Reads the request that the address names; a foreign one looks like a missing one."""
        wanted = named_in(self.router.url.path)
        if self.request.row.number != wanted:
            self._start_reply()
            self.phase = LOADING
        self.refusal = ""
        try:
            self._take(await run(show_request, wanted))
        except ActionPackError as refused:
            self.phase, self.message, self.request = phase_of(refused), explain(refused), RequestShown()

    @rx.event
    async def keep(self, text: str) -> None:
        """Keeps the reply as it is typed."""
        self.typed = argument(text, BODY_MAX * 2)

    @rx.event
    async def attach(self, file_id: str, name: str) -> None:
        """Takes note of an uploaded file; whose it is, is checked when the reply is sent."""
        if len(self.files) < FILES_MAX and argument(file_id):
            self.files = [*self.files, FileWaiting(file_id, argument(name))]

    @rx.event
    async def detach(self, file_id: str) -> None:
        """Leaves a file out."""
        self.files = [file for file in self.files if file.id != file_id]

    @rx.event
    async def send(self, form: dict[str, Any]) -> AsyncGenerator[Any]:
        """Sends the reply."""
        given = fields(form)
        self.typed = argument(given.get("reply"), BODY_MAX * 2)
        self.busy, self.problem, self.refusal = True, "", ""
        yield
        number, files = self.request.row.number, tuple(file.id for file in self.files)
        try:
            await run(reply, number, self.typed, files, self._submission)
            self._start_reply()
            self._take(await run(show_request, number))
        except InvalidInput as refused:
            self.problem = explain_problem(next(iter(refused.problems.values())))
        except ActionPackError as refused:
            self.refusal = explain(refused)
        self.busy = False

    @rx.event
    async def close(self) -> None:
        """Takes the request back."""
        try:
            await run(close_request, self.request.row.number)
            self._take(await run(show_request, self.request.row.number))
        except ActionPackError as refused:
            self.refusal = explain(refused)

    def _take(self, found: RequestDetails) -> None:
        self.request, self.thread, self.phase = show_request_facts(found), show_thread(found), READY

    def _start_reply(self) -> None:
        self.typed, self.problem, self.files, self._submission = "", "", [], new_id()
