"""The person's own notices."""

import dataclasses
from typing import Any

import reflex as rx

from actionpack_app.auth.visit import run
from actionpack_app.dialogs.phases import LOADING, READY, argument, page_number, phase_of, put
from actionpack_app.dialogs.shell.state import ShellState, bell
from actionpack_app.domain.errors import ActionPackError
from actionpack_app.messages import _, current_locale
from actionpack_app.messages.explain import explain
from actionpack_app.messages.formats import format_count, format_moment
from actionpack_app.messages.notices import in_words, leads_to, tone_of
from actionpack_app.messages.roles import explain_who_is_told
from actionpack_app.services.notices.browse import NoticeLine, list_notices
from actionpack_app.services.notices.mark_read import mark_all_read, mark_read

LIST = "notices"
"""The list's id: it takes the focus when the button that had it is gone."""
FILTERS = {"all": False, "unread": True}


@dataclasses.dataclass(frozen=True)
class NoticeRow:
    """One notice in words."""

    id: str
    title: str
    lines: list[str]
    moment: str
    action: str
    href: str
    tone: str
    unread: bool


class NotificationsState(rx.State):
    """A page of the person's notices."""

    phase: str = LOADING
    message: str = ""
    rows: list[NoticeRow] = []  # noqa: RUF012 (a var's default; Reflex copies it)
    shown: str = "all"
    number: int = 1
    last: int = 1
    total: int = 0
    any_unread: bool = False
    unread: str = ""
    """How many are unread, in words."""
    who_is_told: str = ""
    """For somebody whom notices aren't for: whom they are for."""
    refusal: str = ""

    @rx.event
    async def load(self) -> None:
        """Reads the page."""
        self.refusal = ""
        await self._read()

    @rx.event
    async def show(self, which: str) -> None:
        """All notices, or unread ones."""
        if argument(which) in FILTERS:
            self.shown, self.number = which, 1
        await self._read()

    @rx.event
    async def go(self, number: int) -> Any:
        """Turns to another page, and to its beginning."""
        self.number = page_number(number)
        await self._read()
        return rx.set_focus(LIST)

    @rx.event
    async def read(self, notice_id: str) -> Any:
        """Marks a notice as read."""
        await self._try(mark_read, argument(notice_id))
        return rx.set_focus(LIST)

    @rx.event
    async def read_all(self) -> Any:
        """Marks all notices as read."""
        await self._try(mark_all_read)
        return rx.set_focus(LIST)

    @rx.event
    async def follow(self, notice_id: str) -> None:
        """Somebody went where a notice leads, and so has read it."""
        await self._try(mark_read, argument(notice_id))

    async def _try(self, service: Any, *args: Any) -> None:
        self.refusal = ""
        try:
            await run(service, *args)
        except ActionPackError as refused:
            self.refusal = explain(refused)
        await self._read()

    async def _read(self) -> None:
        try:
            found = await run(list_notices, self.number, unread_only=FILTERS[self.shown])
        except ActionPackError as refused:
            self.phase, self.message = phase_of(refused), explain(refused)
            return
        self.rows = [_row(line, found.time_zone) for line in found.page.rows]
        self.number, self.last, self.total = found.page.number, found.page.last, found.page.total
        self.any_unread, self.unread = found.unread > 0, _unread(found.unread)
        self.who_is_told = "" if found.gets_notices else explain_who_is_told()
        self.phase = READY
        put(await self.get_state(ShellState), bell=bell(found.unread))


def _row(line: NoticeLine, time_zone: str) -> NoticeRow:
    words = in_words(line.facts)
    return NoticeRow(
        id=line.id,
        title=words.title,
        lines=list(words.lines),
        moment=format_moment(line.at, time_zone),
        action=words.action,
        href=leads_to(line.facts, current_locale()),
        tone=tone_of(line.facts),
        unread=line.unread,
    )


def _unread(count: int) -> str:
    return _("{count} unread").format(count=format_count(count)) if count else _("Everything is read.")
