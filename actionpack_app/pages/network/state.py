"""The network page: open to strangers, the same for everybody."""

import dataclasses

import reflex as rx

from actionpack_app.auth.guard import public
from actionpack_app.auth.visit import run_as_nobody, visitor_if_any
from actionpack_app.components.filters import Option
from actionpack_app.dialogs.phases import LOADING, READY, argument
from actionpack_app.domain.offers import Offer
from actionpack_app.gateways.places import country_in
from actionpack_app.messages import _
from actionpack_app.messages.formats import format_money
from actionpack_app.messages.places import currency_name
from actionpack_app.messages.words import benefit_name, offer_includes, offer_line, offer_name, requirement_name
from actionpack_app.services.enrolment.network import ExplainedOffer, explain_network


@dataclasses.dataclass(frozen=True)
class Amount:
    """How much of something."""

    name: str
    quantity: int


@dataclasses.dataclass(frozen=True)
class OfferShown:
    """One offer."""

    offer: str
    name: str
    line: str
    price: str
    needs_nothing: str
    requirements: list[Amount]
    benefits: list[Amount]
    includes: str


class NetworkState(rx.State):
    """The offers in a currency."""

    phase: str = LOADING
    signed_in: bool = False
    currency: str = ""
    currencies: list[Option] = []  # noqa: RUF012 (a var's default; Reflex copies it)
    offers: list[OfferShown] = []  # noqa: RUF012

    @public
    @rx.event
    async def load(self) -> None:
        """Reads the offers, in the currency that was chosen, or that the browser's languages let expect."""
        self.signed_in = visitor_if_any() is not None
        await self._read(self.currency)
        self.phase = READY

    @public
    @rx.event
    async def choose_currency(self, currency: str) -> None:
        """Shows the prices in another currency."""
        await self._read(argument(currency))

    async def _read(self, currency: str) -> None:
        likely = country_in(self.router.headers.raw_headers.get("accept-language", ""))
        found = await run_as_nobody(explain_network, currency, likely)
        self.currency = found.currency
        self.currencies = [Option(code, currency_name(code)) for code in found.currencies]
        self.offers = [_shown(offer) for offer in found.offers]


def _shown(explained: ExplainedOffer) -> OfferShown:
    return OfferShown(
        offer=explained.offer,
        name=offer_name(explained.offer),
        line=offer_line(explained.offer),
        price=format_money(explained.price),
        needs_nothing=_("No competency is needed.") if explained.offer is Offer.ACTION_PACK else "",
        requirements=[Amount(requirement_name(one.key), one.needed) for one in explained.requirements],
        benefits=[Amount(benefit_name(grant.key), grant.quantity) for grant in explained.benefits],
        includes=offer_includes(explained.offer),
    )
