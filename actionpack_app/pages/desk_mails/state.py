"""Mails that were given up, and those that wait to be tried again."""

import dataclasses
from typing import Any

import reflex as rx

from actionpack_app.auth.visit import run
from actionpack_app.dialogs.phases import LOADING, READY, argument, page_number, phase_of, put
from actionpack_app.domain.errors import ActionPackError, NotFound
from actionpack_app.domain.mails import Trouble
from actionpack_app.messages import _, current_locale
from actionpack_app.messages.explain import explain
from actionpack_app.messages.formats import format_moment
from actionpack_app.messages.post import explain_mail_trouble, mail_title
from actionpack_app.routes import desk_partner
from actionpack_app.services.post.browse import MailLine, list_mails
from actionpack_app.services.post.send_again import send_again

ZONE = "UTC"
LIST = "mails"
"""The list's id: it takes the focus when the button that had it is gone."""


@dataclasses.dataclass(frozen=True)
class Tab:
    """One of the lists."""

    key: str
    name: str
    count: int


@dataclasses.dataclass(frozen=True)
class MailRow:
    """One mail."""

    key: str
    company: str
    mpn: str
    href: str
    reader: str
    email: str
    what: str
    why: str
    tries: int
    next_try: str


class MailsState(rx.State):
    """A page of mails."""

    phase: str = LOADING
    message: str = ""
    shown: str = Trouble.FAILED
    tabs: list[Tab] = []  # noqa: RUF012 (a var's default; Reflex copies it)
    rows: list[MailRow] = []  # noqa: RUF012
    number: int = 1
    last: int = 1
    total: int = 0
    said: str = ""
    """What was done last, read out."""
    refusal: str = ""

    @rx.event
    async def load(self) -> None:
        """Reads the page."""
        self.said = self.refusal = ""
        await self._read()

    @rx.event
    async def show(self, which: str) -> None:
        """One list or the other."""
        if argument(which) in set(Trouble):
            self.shown, self.number = which, 1
        await self._read()

    @rx.event
    async def go(self, number: int) -> None:
        """Turns to another page."""
        self.number = page_number(number)
        await self._read()

    @rx.event
    async def again(self, key: str) -> Any:
        """Has a mail sent again."""
        wanted = argument(key)
        email = next((row.email for row in self.rows if row.key == wanted), "")
        self.said = self.refusal = ""
        try:
            await run(send_again, wanted)
            self.said = _("The mail to {email} is being sent again.").format(email=email)
        except NotFound:
            self.refusal = _("This mail no longer waits here: somebody has had it sent again already.")
        except ActionPackError as refused:
            self.refusal = explain(refused)
        await self._read()
        return rx.set_focus(LIST)

    async def _read(self) -> None:
        try:
            found = await run(list_mails, Trouble(self.shown), self.number)
        except ActionPackError as refused:
            self.phase, self.message, self.rows = phase_of(refused), explain(refused), []
            return
        self.rows = [_row(line) for line in found.page.rows]
        self.number, self.last, self.total = found.page.number, found.page.last, found.page.total
        names = {Trouble.FAILED: _("Given up"), Trouble.RETRIED: _("Tried again by itself")}
        put(self, tabs=[Tab(trouble, names[trouble], count) for trouble, count in found.counts.items()])
        self.phase = READY


def _row(line: MailLine) -> MailRow:
    return MailRow(
        key=line.key,
        company=line.company or "–",
        mpn=f"MPN {line.mpn_id}" if line.mpn_id else "",
        href=desk_partner(current_locale(), line.partner_id) if line.partner_id else "",
        reader=line.reader,
        email=line.email,
        what=mail_title(line.about, line.company),
        why=explain_mail_trouble(line.error) if line.error else "–",
        tries=line.tries,
        next_try=format_moment(line.next_try_at, ZONE),
    )
