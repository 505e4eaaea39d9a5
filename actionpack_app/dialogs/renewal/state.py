"""The dialog's state: which subscription, and what turning it off means."""

import dataclasses
from collections.abc import AsyncGenerator
from typing import Any

import reflex as rx

from actionpack_app.auth.visit import run
from actionpack_app.dialogs.phases import argument
from actionpack_app.dialogs.refresh import refresh
from actionpack_app.domain.errors import ActionPackError
from actionpack_app.messages.explain import explain
from actionpack_app.messages.formats import format_date, format_days
from actionpack_app.messages.words import offer_name
from actionpack_app.services.subscriptions.turn_off_renewal import RenewalSwitch, show_renewal_switch, turn_off_renewal


@dataclasses.dataclass(frozen=True)
class SwitchShown:
    """The consequences, with their dates in words."""

    subscription_id: str = ""
    offer: str = ""
    expiry: str = ""
    window: str = ""


class RenewalState(rx.State):
    """One subscription's switch."""

    is_open: bool = False
    busy: bool = False
    done: bool = False
    refusal: str = ""
    switch: SwitchShown = SwitchShown()

    @rx.event
    async def ask(self, subscription_id: str) -> None:
        """Opens the dialog with what would happen."""
        self.is_open, self.done, self.busy, self.refusal = True, False, False, ""
        self.switch = SwitchShown()
        try:
            self.switch = _shown(await run(show_renewal_switch, argument(subscription_id)))
        except ActionPackError as refused:
            self.refusal = explain(refused)

    @rx.event
    async def turn_off(self) -> AsyncGenerator[Any]:
        """Turns it off, and says so."""
        if self.done:
            return  # the second click of a double one
        self.busy = True
        yield
        try:
            self.switch = _shown(await run(turn_off_renewal, self.switch.subscription_id))
            self.done = True
        except ActionPackError as refused:
            self.refusal = explain(refused)
        self.busy = False
        yield refresh(self)

    @rx.event
    async def change_open(self, opened: bool) -> None:  # noqa: FBT001 (Radix hands it over so)
        """Closes the dialog."""
        if not opened:
            self.is_open = False

    @rx.event
    async def close(self) -> None:
        """Closes the dialog."""
        self.is_open = False


def _shown(switch: RenewalSwitch) -> SwitchShown:
    term = switch.term
    return SwitchShown(
        subscription_id=switch.subscription_id,
        offer=offer_name(switch.offer),
        expiry=format_date(term.expiry),
        window=format_days(term.anniversary, term.last_renewal_day),
    )
