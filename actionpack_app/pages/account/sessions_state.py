"""Where the person is signed in."""

import dataclasses
from typing import Any

import reflex as rx

from actionpack_app.auth.guard import wants_proof
from actionpack_app.auth.visit import run, visitor
from actionpack_app.dialogs.phases import argument, refusal_of
from actionpack_app.messages import _
from actionpack_app.messages.formats import format_count, format_moment
from actionpack_app.services.sessions.own import OwnSession, end_others, end_own, list_own


@dataclasses.dataclass(frozen=True)
class SessionRow:
    """One browser."""

    key: str
    name: str
    detail: str
    is_here: bool


class SessionsState(rx.State):
    """The card."""

    rows: list[SessionRow] = []  # noqa: RUF012 (a var's default; Reflex copies it)
    more: str = ""
    done: str = ""
    refusal: str = ""

    @rx.event
    async def load(self) -> None:
        """Reads the list."""
        self.done, self.refusal = "", ""
        await self._read()

    @wants_proof
    @rx.event
    async def end(self, key: str) -> None:
        """Signs one of the other browsers out."""
        await self._try(_("That browser is signed out."), end_own, visitor().session_hash, argument(key))

    @wants_proof
    @rx.event
    async def end_others(self) -> None:
        """Signs all of them out but this one."""
        await self._try(_("You are signed out everywhere else."), end_others, visitor().session_hash)

    async def _try(self, done: str, service: Any, *args: Any) -> None:
        self.refusal = await refusal_of(run(service, *args))
        self.done = "" if self.refusal else done
        await self._read()

    async def _read(self) -> None:
        who = visitor()
        found = await run(list_own, who.session_hash)
        self.rows = [_row(session, who.time_zone) for session in found.rows]
        self.more = _("{count} more aren't shown.").format(count=format_count(found.more)) if found.more else ""


def _row(session: OwnSession, time_zone: str) -> SessionRow:
    known = [part for part in (session.browser, session.system) if part]
    began = _("Signed in {at}").format(at=format_moment(session.began_at, time_zone))
    used = _("last used {at}").format(at=format_moment(session.used_at, time_zone))
    return SessionRow(
        key=session.key,
        name=", ".join(known) or _("Unknown browser"),
        detail=" · ".join(part for part in (began, used, session.address) if part),
        is_here=session.is_here,
    )
