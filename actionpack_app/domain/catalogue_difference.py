"""What changes when one catalogue takes another's place.

Complete: catalogues without a difference sell the same things on the same conditions. The order in which a file names
things is none.
"""

import dataclasses
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import TypeVar

from actionpack_app.domain.offers import BankAccount, BenefitGrant, BenefitKind, Catalogue, Offer, Requirement, Seller, TaxRule

Key = TypeVar("Key")
Value = TypeVar("Value")


@dataclasses.dataclass(frozen=True, slots=True)
class PriceChange:
    """The net price a year of an offer in a currency, in minor units; None where it isn't sold in it."""

    offer: Offer
    currency: str
    before: int | None
    after: int | None

    @property
    def percent(self) -> Decimal | None:
        """By how much it rises, in per cent with one decimal; None where one side has no price."""
        if self.before is None or self.after is None:
            return None
        return (Decimal(self.after - self.before) * 100 / self.before).quantize(Decimal("0.1"))


@dataclasses.dataclass(frozen=True, slots=True)
class TaxChange:
    """How a country taxes; None where it isn't named, and so doesn't."""

    country: str
    before: TaxRule | None
    after: TaxRule | None


@dataclasses.dataclass(frozen=True, slots=True)
class BenefitChange:
    """How much of a benefit an offer includes; None where its line isn't there. Used in another way, it is another one."""

    offer: Offer
    tab: str
    key: str
    kind: BenefitKind
    before: int | None
    after: int | None


@dataclasses.dataclass(frozen=True, slots=True)
class RequirementChange:
    """How much a competency of a level needs of something; None where it isn't needed."""

    offer: Offer
    key: str
    before: int | None
    after: int | None


@dataclasses.dataclass(frozen=True, slots=True)
class SellerChange:
    """One of the seller's own facts: `key`, `name`, `address`, `tax_id` or `time_zone`."""

    field: str
    before: str
    after: str


@dataclasses.dataclass(frozen=True, slots=True)
class AccountChange:
    """Where transfers in a currency are received; None where they aren't."""

    currency: str
    before: BankAccount | None
    after: BankAccount | None


Change = PriceChange | TaxChange | BenefitChange | RequirementChange | SellerChange | AccountChange

SELLER_FIELDS = ("name", "address", "tax_id", "time_zone", "key")


def catalogue_difference(old: Catalogue, new: Catalogue) -> tuple[Change, ...]:
    """Everything that differs: prices first, then taxes, requirements, benefits and the seller, each in a fixed order."""
    changes: list[Change] = [
        PriceChange(offer, currency, before, after)
        for (offer, currency), before, after in _sorted_by_offer(_changed(old.prices, new.prices))
    ]
    changes += [TaxChange(*changed) for changed in sorted(_changed(old.taxes, new.taxes), key=lambda changed: changed[0])]
    for offer in Offer:
        wanted = _changed(_needed(old.requirements.get(offer, ())), _needed(new.requirements.get(offer, ())))
        changes += [RequirementChange(offer, *changed) for changed in sorted(wanted, key=lambda changed: changed[0])]
    for offer in Offer:
        granted = _changed(_granted(old.benefits.get(offer, ())), _granted(new.benefits.get(offer, ())))
        changes += [
            BenefitChange(offer, tab, key, kind, before, after)
            for (tab, key, kind), before, after in sorted(granted, key=lambda changed: changed[0])
        ]
    return (*changes, *_seller(old.seller, new.seller))


def _seller(old: Seller, new: Seller) -> list[Change]:
    facts = ((field, _fact(old, field), _fact(new, field)) for field in SELLER_FIELDS)
    changes: list[Change] = [SellerChange(field, before, after) for field, before, after in facts if before != after]
    accounts = sorted(_changed(old.accounts, new.accounts), key=lambda changed: changed[0])
    return [*changes, *(AccountChange(*changed) for changed in accounts)]


def _fact(seller: Seller, field: str) -> str:
    return "\n".join(seller.address) if field == "address" else str(getattr(seller, field))


def _changed(old: Mapping[Key, Value], new: Mapping[Key, Value]) -> list[tuple[Key, Value | None, Value | None]]:
    keys = {**old, **new}
    return [(key, old.get(key), new.get(key)) for key in keys if old.get(key) != new.get(key)]


def _sorted_by_offer(
    changed: list[tuple[tuple[Offer, str], int | None, int | None]],
) -> list[tuple[tuple[Offer, str], int | None, int | None]]:
    order = list(Offer)
    return sorted(changed, key=lambda entry: (order.index(entry[0][0]), entry[0][1]))


def _needed(requirements: tuple[Requirement, ...]) -> dict[str, int]:
    return {one.key: one.needed for one in requirements}


def _granted(grants: tuple[BenefitGrant, ...]) -> dict[tuple[str, str, BenefitKind], int]:
    """By tab, key and kind; a benefit that a file names twice counts together."""
    granted: dict[tuple[str, str, BenefitKind], int] = defaultdict(int)
    for grant in grants:
        granted[grant.tab, grant.key, grant.kind] += grant.quantity
    return granted
