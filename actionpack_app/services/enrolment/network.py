"""What membership is, for anybody: the offers of the catalogue in force, in a currency."""

import dataclasses

from actionpack_app.db import reading
from actionpack_app.domain.money import Money
from actionpack_app.domain.offers import BenefitGrant, Offer, Requirement
from actionpack_app.gateways.places import currency_of
from actionpack_app.repositories.counters import current_catalogue
from actionpack_app.services.enrolment.check import currencies_of


@dataclasses.dataclass(frozen=True, slots=True)
class ExplainedOffer:
    """One offer: what it costs, needs and brings."""

    offer: Offer
    price: Money
    requirements: tuple[Requirement, ...]
    benefits: tuple[BenefitGrant, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Network:
    """The whole page."""

    currency: str
    currencies: tuple[str, ...]
    offers: tuple[ExplainedOffer, ...]


def explain_network(currency: str, country: str) -> Network:
    """In `currency`, where there are prices in it; else in the one of `country`, which may be empty."""
    with reading() as session:
        catalogue = current_catalogue(session)
    offered = currencies_of(catalogue)
    chosen = currency if currency in offered else currency_of(country, offered)
    return Network(
        currency=chosen,
        currencies=offered,
        offers=tuple(
            ExplainedOffer(
                offer, catalogue.net_price(offer, chosen), catalogue.requirements.get(offer, ()), catalogue.benefits[offer]
            )
            for offer in Offer
        ),
    )
