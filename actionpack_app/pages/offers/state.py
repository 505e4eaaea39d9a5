"""Membership offers: tiles, and the lists below them."""

import reflex as rx

from actionpack_app.auth.visit import run
from actionpack_app.dialogs.offer_tile.view import TileShown, is_over, show_tile
from actionpack_app.dialogs.phases import LOADING, READY, phase_of
from actionpack_app.domain.errors import ActionPackError
from actionpack_app.domain.status import Status
from actionpack_app.messages.explain import explain
from actionpack_app.pages.offers.view import RowShown, show_available, show_held
from actionpack_app.services.membership.overview import overview

TABS = ("available", "purchased", "expired")


class OffersState(rx.State):
    """What the partner holds and could have."""

    phase: str = LOADING
    message: str = ""
    managed_elsewhere: bool = False
    sees_billing: bool = False
    tiles: list[TileShown] = []  # noqa: RUF012 (a var's default; Reflex copies it)
    available: list[RowShown] = []  # noqa: RUF012
    purchased: list[RowShown] = []  # noqa: RUF012
    expired: list[RowShown] = []  # noqa: RUF012
    tab: str = ""

    @rx.event
    async def load(self) -> None:
        """Reads the page's data."""
        try:
            found = await run(overview)
        except ActionPackError as refused:
            self.phase, self.message = phase_of(refused), explain(refused)
            return
        self.managed_elsewhere, self.sees_billing = found.managed_elsewhere, found.sees_billing
        self.tiles = [show_tile(tile, found) for tile in found.tiles]
        free = [tile for tile in found.tiles if tile.held is None or tile.held.status is Status.LAPSED]
        self.available = [show_available(tile) for tile in free]
        self.purchased = [show_held(held) for held in found.subscriptions if not is_over(held)]
        self.expired = [show_held(held) for held in found.subscriptions if is_over(held)]
        if self.tab not in TABS:
            self.tab = "purchased" if self.purchased else "available"
        self.phase = READY

    @rx.event
    async def choose_tab(self, tab: str) -> None:
        """Shows one of the lists."""
        if tab in TABS:
            self.tab = tab
