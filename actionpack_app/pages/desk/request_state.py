"""One request at the desk: its thread, answers, notes, and who looks after it."""

from collections.abc import AsyncGenerator, Callable
from typing import Any

import reflex as rx

from actionpack_app.auth.visit import run, visitor
from actionpack_app.components.basics import Fact
from actionpack_app.dialogs.files import FileWaiting, with_file, without_file
from actionpack_app.dialogs.phases import LOADING, READY, argument, fields, named_in, phase_of
from actionpack_app.domain.desk import Subject
from actionpack_app.domain.errors import ActionPackError, InvalidInput
from actionpack_app.gateways.chance import new_id
from actionpack_app.messages import _
from actionpack_app.messages.explain import explain
from actionpack_app.messages.problems import explain_problem
from actionpack_app.pages.desk.queue_view import (
    Colleague,
    DeskMessageShown,
    DeskRequestShown,
    show_desk_request_head,
    show_desk_thread,
    show_request_facts,
)
from actionpack_app.services.desk.answer import answer_request, close_at_desk, note_request, reopen_request
from actionpack_app.services.desk.assign import assign
from actionpack_app.services.desk.requests import desk_request_versions, show_desk_request
from actionpack_app.services.support.ask import BODY_MAX

REPLY, NOTE = "reply", "note"


class DeskRequestState(rx.State):
    """One request with its thread, for the desk."""

    phase: str = LOADING
    message: str = ""
    request: DeskRequestShown = DeskRequestShown()
    facts: list[Fact] = []  # noqa: RUF012 (a var's default; Reflex copies it)
    thread: list[DeskMessageShown] = []  # noqa: RUF012
    colleagues: list[Colleague] = []  # noqa: RUF012
    files: list[FileWaiting] = []  # noqa: RUF012
    typed: dict[str, str] = {REPLY: "", NOTE: ""}  # noqa: RUF012
    problems: dict[str, str] = {REPLY: "", NOTE: ""}  # noqa: RUF012
    keys: dict[str, str] = {REPLY: "", NOTE: ""}  # noqa: RUF012
    """Drawn once per answer and per note: a form starts afresh with its key, and with nothing else.

    What is sent has to name it.
    """
    refusal: str = ""
    news: str = ""
    replies: bool = False
    """Whether the reply's form is there. A request that is closed meanwhile leaves it: nothing typed is lost."""
    busy: bool = False
    _versions: tuple[int, int] = (0, 0)

    @rx.event
    async def load(self) -> None:
        """Reads the request that the address names."""
        wanted = named_in(self.router.url.path)
        if self.request.row.number != wanted:
            self._start(REPLY)
            self._start(NOTE)
            self.phase = LOADING
        self.refusal = self.news = ""
        try:
            await self._show(wanted)
            self.replies = not self.request.closed or self.typed[REPLY] != ""
        except ActionPackError as refused:
            self.phase, self.message, self.request = phase_of(refused), explain(refused), DeskRequestShown()

    @rx.event
    async def look(self) -> None:
        """Shows what has come since; what is being typed stays."""
        if self.phase != READY:
            return
        number, before, row = self.request.row.number, len(self.thread), self.request.row
        try:
            if await run(desk_request_versions, number) == self._versions:
                return
            await self._show(number)
        except ActionPackError:
            return
        self.replies = self.replies or not self.request.closed
        if len(self.thread) > before:
            self.news = _("New message from {name}.").format(name=self.thread[-1].author)
        elif self.request.row.care.assigned != row.care.assigned:
            self.news = self._who_has_it()
        else:
            self.news = _("The request has changed. Status: {status}").format(status=self.request.row.status)

    @rx.event
    async def keep(self, field: str, text: str) -> None:
        """Keeps the reply or the note as it is typed."""
        if argument(field) in self.typed:
            self.typed = self.typed | {field: argument(text, BODY_MAX * 2)}

    @rx.event
    async def attach(self, file_id: str, name: str) -> None:
        """Takes note of an uploaded file; whose it is, is checked when the reply is sent."""
        self.files = with_file(self.files, file_id, name)

    @rx.event
    async def detach(self, file_id: str) -> None:
        """Leaves a file out."""
        self.files = without_file(self.files, file_id)

    @rx.event
    async def send(self, form: dict[str, Any]) -> AsyncGenerator[None]:
        """Answers the partner."""
        if not self._begin(REPLY, form):
            return
        yield
        await self._say(REPLY, answer_request, tuple(file.id for file in self.files))

    @rx.event
    async def add_note(self, form: dict[str, Any]) -> AsyncGenerator[None]:
        """Notes something that only the desk reads."""
        if not self._begin(NOTE, form):
            return
        yield
        await self._say(NOTE, note_request)

    @rx.event
    async def close(self) -> None:
        """Nothing more is to be done; a reply that is typed or has files would be lost, and goes first."""
        if self.typed[REPLY].strip() or self.files:
            self.problems = self.problems | {REPLY: explain_problem("unsent")}
            return
        if await self._do(close_at_desk, self.request.row.number):
            self.replies = False

    @rx.event
    async def reopen(self) -> None:
        """It waits for the desk again."""
        if await self._do(reopen_request, self.request.row.number):
            self.replies = True

    @rx.event
    async def take(self) -> None:
        """The reader looks after it, instead of whoever the page says."""
        await self._assign(visitor().actor.person_id)

    @rx.event
    async def put_down(self) -> None:
        """Nobody looks after it any more."""
        await self._assign("")

    @rx.event
    async def give(self, form: dict[str, Any]) -> None:
        """Somebody else looks after it."""
        if to := argument(fields(form).get("to")):
            await self._assign(to)

    async def _assign(self, to: str) -> None:
        row = self.request.row
        await self._do(assign, Subject.REQUEST, row.number, to, row.care.assigned_to)

    async def _do(self, service: Callable[..., None], *given: Any) -> bool:
        """Does something with the request and shows how it stands then, done or not."""
        self.refusal = self.news = ""
        try:
            await run(service, *given)
        except ActionPackError as refused:
            self.refusal = explain(refused)
        try:
            await self._show(self.request.row.number)
        except ActionPackError as refused:
            self.refusal = explain(refused)
        return not self.refusal

    def _begin(self, field: str, form: dict[str, Any]) -> bool:
        """Whether there is something to send: what the second click of a double one brings was sent with the first."""
        given = fields(form)
        if not self.keys[field] or argument(given.get("form_key")) != self.keys[field]:
            return False
        self.typed = self.typed | {field: argument(given.get(field), BODY_MAX * 2)}
        self.busy, self.refusal, self.news, self.problems = True, "", "", {REPLY: "", NOTE: ""}
        return True

    async def _say(self, field: str, service: Callable[..., None], *more: Any) -> None:
        number = self.request.row.number
        try:
            await run(service, number, self.typed[field], *more, self.keys[field])
            self._start(field)
            await self._show(number)
        except InvalidInput as refused:
            self.problems = self.problems | {field: explain_problem(next(iter(refused.problems.values())))}
        except ActionPackError as refused:
            self.refusal = explain(refused)
        self.busy = False

    async def _show(self, number: str) -> None:
        found = await run(show_desk_request, number)
        self.request = show_desk_request_head(found, visitor().actor.person_id)
        self.facts, self.thread = show_request_facts(found), show_desk_thread(found)
        self.colleagues = [Colleague(key, name) for key, name in found.candidates.items() if key != found.line.care.assigned_to]
        self._versions, self.phase = found.versions, READY

    def _start(self, field: str) -> None:
        self.typed, self.keys = self.typed | {field: ""}, self.keys | {field: new_id()}
        self.problems = {REPLY: "", NOTE: ""}
        if field == REPLY:
            self.files = []

    def _who_has_it(self) -> str:
        name = self.request.row.care.assigned
        return _("{name} looks after it now.").format(name=name) if name else _("Nobody looks after it now.")
