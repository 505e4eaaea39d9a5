"""The dialog's state: which subscription, what can be chosen, and what was."""

from collections.abc import AsyncGenerator
from typing import Any

import reflex as rx

from actionpack_app.auth.guard import wants_proof
from actionpack_app.auth.visit import run, run_outside
from actionpack_app.dialogs.card_entry.choice import CardChoice, card_choice
from actionpack_app.dialogs.card_entry.provider import CardProvider, card_provider
from actionpack_app.dialogs.phases import argument
from actionpack_app.dialogs.refresh import refresh
from actionpack_app.domain.errors import ActionPackError
from actionpack_app.messages.explain import explain
from actionpack_app.messages.payments import explain_decline
from actionpack_app.services.cards.manage import list_cards, renew_with, renews_with
from actionpack_app.workflows.cards import add_card

TRANSFER, NEW = "transfer", "new"


class PaymentMethodState(rx.State):
    """One subscription's payment method."""

    is_open: bool = False
    busy: bool = False
    refusal: str = ""
    card_refusal: str = ""
    chosen: str = ""
    """A card's id, `transfer`, or `new`."""
    cards: list[CardChoice] = []  # noqa: RUF012 (a var's default; Reflex copies it)
    provider: CardProvider = CardProvider()
    _subscription_id: str = ""

    @wants_proof
    @rx.event
    async def ask(self, subscription_id: str) -> None:
        """Opens the dialog with what can be chosen."""
        self.is_open, self.busy, self.refusal, self.card_refusal, self.chosen = True, False, "", "", ""
        self._subscription_id = argument(subscription_id)
        try:
            found = await run(list_cards)
            self.provider = card_provider()
            self.chosen = await run(renews_with, self._subscription_id) or TRANSFER
            self.cards = [card_choice(card.face) for card in found]
        except ActionPackError as refused:
            self.refusal = explain(refused)

    @rx.event
    async def choose(self, what: str) -> None:
        """Picks one of them; nothing is replaced yet."""
        self.chosen, self.card_refusal = argument(what), ""

    @wants_proof
    @rx.event
    async def replace(self) -> AsyncGenerator[Any]:
        """Replaces the payment method by what was picked."""
        self.busy = True
        yield
        await self._replace_by("" if self.chosen == TRANSFER else self.chosen)
        self.busy = False
        if not self.is_open:
            yield refresh(self)

    @wants_proof
    @rx.event
    async def replace_by_new(self, token: str) -> AsyncGenerator[Any]:
        """Saves a new card, and renews with it from now on."""
        self.busy, self.card_refusal = True, ""
        yield
        try:
            await self._replace_by(await run_outside(add_card, "", argument(token)))
        except ActionPackError as refused:
            self.card_refusal = explain(refused)
        self.busy = False
        if not self.is_open:
            yield refresh(self)

    @rx.event
    async def refuse_card(self, code: str) -> None:
        """The provider refused a card in the browser, before we heard of it; without a code, what it said before is over."""
        self.card_refusal = explain_decline(argument(code, 64)) if code else ""

    @rx.event
    async def change_open(self, opened: bool) -> None:  # noqa: FBT001 (Radix hands it over so)
        """Closes the dialog."""
        if not opened:
            self.is_open = False

    @rx.event
    async def close(self) -> None:
        """Closes the dialog."""
        self.is_open = False

    async def _replace_by(self, card_id: str) -> None:
        try:
            await run(renew_with, self._subscription_id, card_id)
            self.is_open = False
        except ActionPackError as refused:
            self.refusal = explain(refused)
