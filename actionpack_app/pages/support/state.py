"""Support requests: the list, and one request with its thread."""

from collections.abc import AsyncGenerator
from typing import Any

import reflex as rx

from actionpack_app.auth.visit import run
from actionpack_app.dialogs.files import FileWaiting, with_file, without_file
from actionpack_app.dialogs.phases import LOADING, READY, argument, fields, named_in, page_number, phase_of
from actionpack_app.domain.errors import ActionPackError, InvalidInput
from actionpack_app.gateways.chance import new_id
from actionpack_app.messages import _
from actionpack_app.messages.explain import explain
from actionpack_app.messages.problems import explain_problem
from actionpack_app.pages.support.view import (
    MessageShown,
    RequestRow,
    RequestShown,
    news_of,
    show_request_facts,
    show_row,
    show_thread,
)
from actionpack_app.services.support.ask import BODY_MAX, close_request, reply
from actionpack_app.services.support.browse import list_requests, list_stamp, read_request, request_version, show_request

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
    more: bool = False
    news: str = ""
    """What a screen reader is told when the list changes by itself."""
    _stamp: int = 0

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

    @rx.event
    async def look(self) -> None:
        """Reads the list again where anything in it has changed."""
        if self.phase != READY:
            return
        try:
            if await run(list_stamp) == self._stamp:
                return
        except ActionPackError:
            return
        before = self.rows
        await self._read()
        self.news = _("The list has been updated.") if self.rows != before else ""

    async def _read(self) -> None:
        self.news = ""
        try:
            found = await run(list_requests, open_only=FILTERS[self.shown], search=self.search, page_number=self.number)
        except ActionPackError as refused:
            self.phase, self.message = phase_of(refused), explain(refused)
            return
        self.rows = [show_row(line, found.time_zone) for line in found.page.rows]
        self.number, self.last, self.total = found.page.number, found.page.last, found.page.total
        self.company_wide, self.more, self._stamp = found.company_wide, found.page.more, found.stamp
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
    news: str = ""
    """What has happened to the request while it was open."""
    replies: bool = False
    """Whether the reply's form is there. A request that is closed meanwhile leaves it: nothing typed is lost."""
    form_key: str = ""
    """Drawn once per reply; the form starts afresh with it, and with nothing else. What is sent has to name it."""
    _version: int = 0

    @rx.event
    async def load(self) -> None:
        """Reads the request that the address names; a foreign one looks like a missing one."""
        wanted = named_in(self.router.url.path)
        if self.request.row.number != wanted:
            self._start_reply()
            self.phase = LOADING
        self.refusal = self.news = ""
        try:
            await self._show(wanted)
            self.replies = not self.request.closed or self.typed != ""
        except ActionPackError as refused:
            self.phase, self.message, self.request = phase_of(refused), explain(refused), RequestShown()

    @rx.event
    async def look(self) -> None:
        """Shows what has come since; what is being typed stays."""
        number, before = self.request.row.number, self.thread
        if self.phase != READY:
            return
        try:
            if await run(request_version, number) == self._version:
                return
            await self._show(number)
        except ActionPackError:
            return
        self.replies = self.replies or not self.request.closed
        self.news = news_of(before, self.thread, self.request.row.status)

    @rx.event
    async def keep(self, text: str) -> None:
        """Keeps the reply as it is typed."""
        self.typed = argument(text, BODY_MAX * 2)

    @rx.event
    async def attach(self, file_id: str, name: str) -> None:
        """Takes note of an uploaded file; whose it is, is checked when the reply is sent."""
        self.files = with_file(self.files, file_id, name)

    @rx.event
    async def detach(self, file_id: str) -> None:
        """Leaves a file out."""
        self.files = without_file(self.files, file_id)

    @rx.event
    async def send(self, form: dict[str, Any]) -> AsyncGenerator[Any]:
        """Sends the reply."""
        given = fields(form)
        if not self.form_key or argument(given.get("form_key")) != self.form_key:
            return  # the second click of a double one: what it sends was sent with the first
        self.typed = argument(given.get("reply"), BODY_MAX * 2)
        self.busy, self.problem, self.refusal = True, "", ""
        yield
        number, files = self.request.row.number, tuple(file.id for file in self.files)
        try:
            await run(reply, number, self.typed, files, self.form_key)
            self._start_reply()
            await self._show(number)
        except InvalidInput as refused:
            self.problem = explain_problem(next(iter(refused.problems.values())))
        except ActionPackError as refused:
            self.refusal = explain(refused)
        self.busy = False

    @rx.event
    async def close(self) -> None:
        """Takes the request back; a reply that is typed or has files would be lost, and goes first."""
        if self.typed.strip() or self.files:
            self.problem = explain_problem("unsent")
            return
        try:
            await run(close_request, self.request.row.number)
            await self._show(self.request.row.number)
            self.replies, self.news = False, ""
        except ActionPackError as refused:
            self.refusal = explain(refused)

    async def _show(self, number: str) -> None:
        found = await run(show_request, number)
        self.request, self.thread, self.phase = show_request_facts(found), show_thread(found), READY
        self._version = found.version
        if found.line.unread:
            await run(read_request, number)

    def _start_reply(self) -> None:
        self.typed, self.problem, self.files, self.form_key, self.news = "", "", [], new_id(), ""
