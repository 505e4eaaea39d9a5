"""The card's state: the address, if there is one."""

from collections.abc import AsyncGenerator, Awaitable
from typing import Any

import reflex as rx

from actionpack_app.auth.visit import run
from actionpack_app.dialogs.phases import LOADING, READY, phase_of
from actionpack_app.domain.errors import ActionPackError
from actionpack_app.messages.explain import explain
from actionpack_app.services.calendar.address import feed_address, renew_feed, revoke_feed


class CalendarFeedState(rx.State):
    """The visitor's own address. A page that shows the card has `load` among its loading events."""

    phase: str = LOADING
    address: str = ""
    busy: bool = False
    refusal: str = ""

    @rx.event
    async def load(self) -> None:
        """Reads the address."""
        self.busy = False
        await self._take(run(feed_address))

    @rx.event
    async def renew(self) -> AsyncGenerator[Any]:
        """Makes a new address; the one before ends."""
        self.busy = True
        yield
        await self._take(run(renew_feed))
        self.busy = False

    @rx.event
    async def revoke(self) -> AsyncGenerator[Any]:
        """Ends the address."""
        self.busy = True
        yield
        await self._take(run(revoke_feed))
        self.busy = False

    async def _take(self, answer: Awaitable[str | None]) -> None:
        try:
            self.address, self.refusal, self.phase = await answer or "", "", READY
        except ActionPackError as refused:
            self.refusal, self.phase = explain(refused), phase_of(refused)
