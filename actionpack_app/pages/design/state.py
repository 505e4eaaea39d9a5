"""The design page's state: whether there is such a page here, and what of it is open. Strangers may load it."""

import reflex as rx

from actionpack_app.auth.guard import public
from actionpack_app.dialogs.phases import LOADING, MISSING, READY, argument, page_number
from actionpack_app.settings import get_settings


class DesignState(rx.State):
    """The page holds no data; its samples are part of its tree."""

    phase: str = LOADING
    opened: str = ""
    """The sample dialog that is open; empty for none."""
    number: int = 1
    """Where the sample pager stands."""

    @public
    @rx.event
    async def load(self) -> None:
        """There is nothing to see in production."""
        self.phase = READY if get_settings().has_samples else MISSING
        self.opened, self.number = "", 1

    @public
    @rx.event
    async def open(self, dialog: str) -> None:
        """Opens one of the sample dialogs."""
        self.opened = argument(dialog, 20)

    @public
    @rx.event
    async def change_open(self, opened: bool) -> None:  # noqa: FBT001 (Radix hands it over so)
        """Closes the dialog."""
        if not opened:
            self.opened = ""

    @public
    @rx.event
    async def close(self) -> None:
        """Closes the dialog."""
        self.opened = ""

    @public
    @rx.event
    async def go(self, number: int) -> None:
        """Moves the sample pager."""
        self.number = page_number(number)
