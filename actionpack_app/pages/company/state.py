"""The company's details and its saved cards."""

import dataclasses
from collections.abc import AsyncGenerator
from typing import Any

import reflex as rx

from actionpack_app.auth.guard import wants_proof
from actionpack_app.auth.visit import run, run_outside
from actionpack_app.dialogs.card_entry.provider import CardProvider, card_provider
from actionpack_app.dialogs.phases import LOADING, READY, argument, phase_of, refusal_of
from actionpack_app.domain.errors import ActionPackError
from actionpack_app.domain.rights import Right
from actionpack_app.messages import _
from actionpack_app.messages.explain import explain
from actionpack_app.messages.formats import format_card, format_valid_until
from actionpack_app.messages.payments import explain_decline
from actionpack_app.messages.roles import explain_right
from actionpack_app.messages.words import country_name, offer_name
from actionpack_app.services.cards.company import Company, show_company
from actionpack_app.services.cards.manage import CardLine, make_default
from actionpack_app.workflows.cards import add_card, drop_card


@dataclasses.dataclass(frozen=True)
class CardRow:
    """A saved card."""

    id: str
    name: str
    valid: str
    is_default: bool
    needed: str
    """Why it can't be removed, in words; empty where it can."""


@dataclasses.dataclass(frozen=True)
class CompanyShown:
    """What is printed as the buyer."""

    name: str = ""
    address: str = ""
    country: str = ""
    tax_id: str = ""
    currency: str = ""
    time_zone: str = ""
    billing_email: str = ""
    sees_details: bool = False
    who_sees_details: str = ""


class CompanyState(rx.State):
    """The company's page."""

    phase: str = LOADING
    message: str = ""
    company: CompanyShown = CompanyShown()
    cards: list[CardRow] = []  # noqa: RUF012 (a var's default; Reflex copies it)
    adding: bool = False
    removing: str = ""
    """The card that is to be removed, once it is confirmed."""
    removing_name: str = ""
    busy: bool = False
    refusal: str = ""
    card_refusal: str = ""
    provider: CardProvider = CardProvider()

    @rx.event
    async def load(self) -> None:
        """Reads the page. Where only the connection came back, what was begun stays."""
        self.busy, self.refusal = False, ""
        await self._read()
        if self.removing not in {card.id for card in self.cards}:
            self.removing = ""

    @wants_proof
    @rx.event
    async def begin_adding(self) -> None:
        """Shows the card field."""
        self.adding, self.card_refusal = True, ""

    @rx.event
    async def stop_adding(self) -> None:
        """Puts the card field away."""
        self.adding = False

    @wants_proof
    @rx.event
    async def add(self, token: str) -> AsyncGenerator[None]:
        """Saves the card that the browser has handed to the provider."""
        self.busy, self.card_refusal = True, ""
        yield
        try:
            await run_outside(add_card, "", argument(token))
            self.adding = False
        except ActionPackError as refused:
            self.card_refusal = explain(refused)
        self.busy = False
        await self._read()

    @rx.event
    async def refuse_card(self, code: str) -> None:
        """The provider refused a card in the browser, before we heard of it; without a code, what it said before is over."""
        self.card_refusal = explain_decline(argument(code, 64)) if code else ""

    @wants_proof
    @rx.event
    async def choose_default(self, card_id: str) -> None:
        """The checkout proposes this card first from now on."""
        await self._try(run, make_default, argument(card_id))

    @wants_proof
    @rx.event
    async def ask_to_remove(self, card_id: str) -> None:
        """Asks whether a card shall really be removed."""
        wanted = argument(card_id)
        self.removing_name = next((card.name for card in self.cards if card.id == wanted), "")
        self.removing = wanted if self.removing_name else ""

    @rx.event
    async def change_removing(self, opened: bool) -> None:  # noqa: FBT001 (Radix hands it over so)
        """Closes the question."""
        if not opened:
            self.removing = ""

    @wants_proof
    @rx.event
    async def remove(self) -> AsyncGenerator[None]:
        """Removes the card, here and with the provider."""
        self.busy = True
        yield
        await self._try(run_outside, drop_card, self.removing)
        self.removing, self.busy = "", False

    async def _try(self, reach: Any, service: Any, *args: Any) -> None:
        self.refusal = await refusal_of(reach(service, *args))
        await self._read()

    async def _read(self) -> None:
        try:
            found = await run(show_company)
            self.provider = card_provider()
        except ActionPackError as refused:
            self.phase, self.message = phase_of(refused), explain(refused)
            return
        self.company, self.cards, self.phase = _shown(found), [_row(card) for card in found.cards], READY


def _shown(found: Company) -> CompanyShown:
    return CompanyShown(
        name=found.name,
        address=", ".join(part for part in (found.address_line, found.city) if part),
        country=country_name(found.country) if found.country else "",
        tax_id=found.tax_id or "–",
        currency=found.currency,
        time_zone=found.time_zone,
        billing_email=found.billing_email,
        sees_details=found.sees_details,
        who_sees_details=explain_right(Right.COMPANY_DETAILS),
    )


def _row(card: CardLine) -> CardRow:
    offers = ", ".join(offer_name(offer) for offer in card.renews)
    needed = _("{offers} renews with this card. Replace it there first.").format(offers=offers) if offers else ""
    return CardRow(card.face.id, format_card(card.face), format_valid_until(card.face), card.is_default, needed)
