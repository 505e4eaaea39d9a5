"""Who is signed in, for the frame; and the one place where an unexpected error is told."""

import asyncio
import dataclasses
from typing import Any

import reflex as rx
from reflex_base.event.context import EventContext

from actionpack_app.auth.outages import meets_outage, note_page
from actionpack_app.auth.visit import run, visitor
from actionpack_app.dialogs.proof.state import ProofState
from actionpack_app.dialogs.refresh import loader
from actionpack_app.domain.rights import OPERATORS, Right
from actionpack_app.gateways.chance import new_id
from actionpack_app.logs import log, without_digits
from actionpack_app.messages import N_, _, use_locale
from actionpack_app.messages.formats import format_count
from actionpack_app.messages.words import role_name
from actionpack_app.routes import NOTIFICATIONS, OFFERS, SUBSCRIPTION, locale_of
from actionpack_app.services.approvals.browse import count_to_approve
from actionpack_app.services.notices.browse import count_unread
from actionpack_app.services.sessions.sign_in import Visitor


@dataclasses.dataclass(frozen=True)
class Frame:
    """What the frame shows."""

    company: str = ""
    mpn: str = ""
    person: str = ""
    role: str = ""
    initials: str = ""
    sees_billing: bool = False
    sees_activity: bool = False
    edits_profile: bool = False
    sees_approvals: bool = False
    manages_people: bool = False
    operator: bool = False
    looks_up: bool = False
    imports: bool = False


@dataclasses.dataclass(frozen=True)
class Bell:
    """How many notices are unread."""

    count: str = ""
    """As it fits into the bell; empty for none."""
    label: str = ""
    """What a screen reader says; empty before it is known."""


MOST_IN_BELL = 99
_TOLD_OF = (NOTIFICATIONS, OFFERS, SUBSCRIPTION.partition("[")[0])
"""Pages whose dates and states change with what notices tell: a renewal, also by a colleague, a refused charge."""


def bell(unread: int) -> Bell:
    """The bell for a number of unread notices."""
    if unread == 0:
        return Bell(label=_("Notifications"))
    short = str(unread) if unread <= MOST_IN_BELL else f"{MOST_IN_BELL}+"
    return Bell(short, _("Notifications, {count} unread").format(count=format_count(unread)))


def frame_of(who: Visitor) -> Frame:
    """The frame around a visitor's pages, in the language of the context; the desk is no company, and is named in it."""
    return Frame(
        company=who.company if who.actor.partner_id else _("Desk"),
        mpn=f"MPN {who.mpn_id}" if who.mpn_id else "",
        person=who.actor.name,
        role=role_name(who.actor.role),
        initials="".join(part[0] for part in who.actor.name.split()[:2]).upper(),
        sees_billing=who.actor.may(Right.SEE_BILLING),
        sees_activity=who.actor.may(Right.SEE_BILLING_ACTIVITY),
        edits_profile=who.actor.may(Right.BUSINESS_PROFILE),
        sees_approvals=who.actor.may(Right.BUY) or who.actor.may(Right.APPROVE),
        manages_people=who.actor.may(Right.MANAGE_PEOPLE),
        operator=who.actor.role in OPERATORS,
        looks_up=who.actor.may(Right.DESK_LOOKUP),
        imports=who.actor.may(Right.DESK_ADMIN),
    )


class ShellState(rx.State):
    """The frame of the current page."""

    frame: Frame = Frame()
    bell: Bell = Bell()
    to_approve: str = ""
    """How many orders wait for the reader's approval; empty for none."""
    here: str = ""
    """The page's path without its locale, for the link to the other language."""
    folded: bool = False
    failure: str = ""
    """The id of an unexpected error, which the log has too."""

    @rx.event
    async def load(self) -> Any:
        """Fills the frame; runs before each page's own loading."""
        who = visitor()
        path = self.router.url.path
        self.here = path.removeprefix(f"/{locale_of(path)}") + (f"?{self.router.url.query}" if self.router.url.query else "")
        self.failure = ""
        self.frame = frame_of(who)
        self.bell = bell(await run(count_unread))
        await self._count_approvals()
        asked = await self.get_state(ProofState)
        return ProofState.come_back if asked.is_open else None

    @rx.event
    async def look(self) -> Any:
        """Counts the unread notices again; pages that show what notices tell of are loaded again when there are more or fewer.

        Somebody whose role was changed meanwhile gets the frame and the page of the new one.
        """
        if self.frame.role and self.frame.role != role_name(visitor().actor.role):
            return [ShellState.load, loader(self)]
        before, self.bell = self.bell, bell(await run(count_unread))
        await self._count_approvals()
        return loader(self) if self.bell != before and self.here.partition("?")[0].startswith(_TOLD_OF) else None

    async def _count_approvals(self) -> None:
        waiting = await run(count_to_approve) if self.frame.sees_approvals else 0
        self.to_approve = str(waiting) if waiting else ""

    @rx.event
    async def fold(self) -> None:
        """Opens or closes the navigation."""
        self.folded = not self.folded

    @rx.event
    async def unfold(self) -> None:
        """Back to how the navigation stands by itself, after following one of its links."""
        self.folded = False

    @rx.event
    async def fail(self, incident: str) -> None:
        """Tells of an unexpected error by its id."""
        self.failure = _(
            "Something went wrong on our side. Nothing you typed is lost. Please try again; if it happens again, tell support this number: {incident}."
        ).format(incident=str(incident)[:8])

    @rx.event
    async def dismiss(self) -> None:
        """Puts the message away."""
        self.failure = ""


def shown(locale: str, text: str) -> dict[str, dict[str, str]]:
    """What shows a message in a page past its state; closing the message goes through the state, and sends an empty one."""
    with use_locale(locale):
        return {ShellState.get_full_name(): {str(ShellState.failure).rpartition(".")[2]: _(text)}}


def outage(locale: str) -> dict[str, dict[str, str]]:
    """What a page is told while our database or the store of its state can't be reached."""
    return shown(locale, OUTAGE)


OUTAGE = N_(
    "Our servers can't reach their data at the moment. We keep trying, and this page goes on by itself; what was ordered or paid is kept, and is never charged twice."
)
_telling: set[asyncio.Task[None]] = set()


def report(exception: Exception) -> rx.event.EventSpec | None:
    """Logs an unexpected error under an id and shows the id; what was sent with the event is not logged.

    In an outage the page is told so past its state, which may be what can't be reached, and is noted to be loaded anew.
    """
    if meets_outage(exception):
        context = EventContext.get()
        log.warning("event met an outage", error=type(exception).__name__)
        note_page(context.token)
        telling = asyncio.create_task(context.emit_delta(outage(locale_of(str(context.router_data.get("pathname", ""))))))
        _telling.add(telling)
        telling.add_done_callback(_telling.discard)
        return None
    incident = new_id()[:8]
    log.error("event failed", incident=incident, exc_info=exception)
    return ShellState.fail(incident)  # pyright: ignore[reportReturnType] (a handler called on its class makes a spec)


def report_from_browser(exception: Exception) -> None:
    """Logs an error that a browser told of; its text is whatever the browser sent."""
    log.warning("browser error", text=without_digits(str(exception)))
