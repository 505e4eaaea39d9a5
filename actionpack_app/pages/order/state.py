"""One order: paid, waiting for its transfer, or over."""

from collections.abc import AsyncGenerator

import reflex as rx

from actionpack_app.auth.visit import run
from actionpack_app.dialogs.checkout.view import OrderShown, show
from actionpack_app.dialogs.phases import LOADING, READY, named_in, phase_of
from actionpack_app.domain.errors import ActionPackError
from actionpack_app.messages.explain import explain
from actionpack_app.messages.words import TONE_OF_ORDER
from actionpack_app.services.orders.cancel import cancel_order
from actionpack_app.services.orders.show import show_order
from actionpack_app.services.orders.view import OrderView


class OrderState(rx.State):
    """One order of the company."""

    phase: str = LOADING
    message: str = ""
    order: OrderShown = OrderShown()
    tone: str = "neutral"
    asking: bool = False
    busy: bool = False
    refusal: str = ""

    @rx.event
    async def load(self) -> None:
        """Reads the order that the address names; a foreign one looks like a missing one."""
        wanted = named_in(self.router.url.path)
        if self.order.number != wanted:
            self.phase = LOADING
        self.asking, self.refusal = False, ""
        try:
            self._take(await run(show_order, wanted))
        except ActionPackError as refused:
            self.phase, self.message, self.order = phase_of(refused), explain(refused), OrderShown()

    @rx.event
    async def ask_to_cancel(self) -> None:
        """Asks whether the order shall really be cancelled."""
        self.asking, self.refusal = True, ""

    @rx.event
    async def change_asking(self, opened: bool) -> None:  # noqa: FBT001 (Radix hands it over so)
        """Closes the question."""
        self.asking = opened is True and self.asking

    @rx.event
    async def cancel(self) -> AsyncGenerator[None]:
        """Cancels the order while it is unpaid."""
        self.busy = True
        yield
        try:
            self._take(await run(cancel_order, self.order.number))
            self.asking = False
        except ActionPackError as refused:
            self.refusal = explain(refused)
        self.busy = False

    def _take(self, view: OrderView) -> None:
        self.order, self.tone, self.phase = show(view), TONE_OF_ORDER[view.status], READY
