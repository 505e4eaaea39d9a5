"""What can be bought, and the catalogue that an operator imports."""

import dataclasses
import enum
from collections.abc import Mapping
from decimal import Decimal

from actionpack_app.domain.money import Money, percentage

UPGRADE_PERCENT = Decimal(75)
"""Gold costs 25 % less for a partner with an active silver (product, J11)."""


class Offer(enum.StrEnum):
    """The three offers; a partner holds at most one subscription of each at a time."""

    ACTION_PACK = "action_pack"
    SILVER = "silver"
    GOLD = "gold"


COMPETENCY_OFFERS = frozenset({Offer.SILVER, Offer.GOLD})


@dataclasses.dataclass(frozen=True, slots=True)
class TaxRule:
    """How one country taxes the offers."""

    percent: Decimal
    reverse_charge: bool
    """Whether a buyer with a valid VAT ID pays no tax but owes it at home (European Union)."""


@dataclasses.dataclass(frozen=True, slots=True)
class BankAccount:
    """Where a transfer in one currency is received."""

    holder: str
    bank: str
    account: str
    code: str
    """BIC, routing number or sort code."""


@dataclasses.dataclass(frozen=True, slots=True)
class Seller:
    """Who issues the invoices."""

    key: str
    name: str
    address: tuple[str, ...]
    tax_id: str
    time_zone: str
    """Decides the year of an invoice number."""
    accounts: Mapping[str, BankAccount]


class BenefitKind(enum.StrEnum):
    """How a benefit is used."""

    KEYS = "keys"
    """Product keys, each of which is viewed once and then the partner's."""
    SEATS = "seats"
    """Places that people of the company are given."""
    UNITS = "units"
    """Activated one by one or several at a time: incidents, hours, consultations."""
    WHOLE = "whole"
    """Activated once, as a whole: a credit."""


@dataclasses.dataclass(frozen=True, slots=True)
class BenefitGrant:
    """One line of what an offer includes: `quantity` of `key`, under a tab."""

    tab: str
    key: str
    quantity: int
    kind: BenefitKind = BenefitKind.UNITS


@dataclasses.dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that a competency of a level needs: `needed` of `key`."""

    key: str
    needed: int


@dataclasses.dataclass(frozen=True, slots=True)
class Catalogue:
    """Offers, net prices a year, benefits, tax rates and the seller."""

    seller: Seller
    prices: Mapping[tuple[Offer, str], int]
    """Net price a year in minor units, by offer and currency."""
    taxes: Mapping[str, TaxRule]
    """By ISO 3166 country code; a country that is not named is not taxed."""
    benefits: Mapping[Offer, tuple[BenefitGrant, ...]]
    requirements: Mapping[Offer, tuple[Requirement, ...]] = dataclasses.field(
        default_factory=dict[Offer, tuple[Requirement, ...]]
    )
    """What a competency of a level needs; nothing for an offer that isn't named."""

    def net_price(self, offer: Offer, currency: str, *, upgrade: bool = False) -> Money:
        """The price of a year; `upgrade` for a partner whose active silver becomes gold. Raises KeyError."""
        amount = self.prices[offer, currency]
        return Money(percentage(amount, UPGRADE_PERCENT) if upgrade else amount, currency)


@dataclasses.dataclass(frozen=True, slots=True)
class Quote:
    """What an order costs. Tax is rounded once, half up."""

    net: Money
    tax: Money
    tax_percent: Decimal
    reverse_charge: bool

    @property
    def total(self) -> Money:
        """Net and tax."""
        return self.net + self.tax


NO_TAX = TaxRule(Decimal(0), reverse_charge=False)


def quote(catalogue: Catalogue, net: Money, country: str, *, valid_vat_id: bool) -> Quote:
    """Adds the tax of the partner's country to a net price."""
    rule = catalogue.taxes.get(country, NO_TAX)
    reverse = rule.reverse_charge and valid_vat_id
    percent = Decimal(0) if reverse else rule.percent
    tax = Money(percentage(net.amount_minor, percent), net.currency)
    return Quote(net, tax, percent, reverse)
