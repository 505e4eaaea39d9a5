"""Reading a catalogue document: the checked way from a file's values to a `Catalogue`.

Every problem names the place in the document, so that whoever imports a broken file can mend it.
"""

import re
import zoneinfo
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import cast

from actionpack_app.domain.benefits import Tab
from actionpack_app.domain.file_problems import FileProblem
from actionpack_app.domain.money import EXPONENTS, from_major
from actionpack_app.domain.offers import (
    COMPETENCY_OFFERS,
    BankAccount,
    BenefitGrant,
    BenefitKind,
    Catalogue,
    Offer,
    Requirement,
    Seller,
    TaxRule,
)


class CatalogueError(ValueError):
    """The document breaks a rule; the text says where, in English."""

    def __init__(self, place: str, code: str, **values: str) -> None:
        self.problem = FileProblem(place, code, values)
        super().__init__(self.problem.reason)


def parse_catalogue(document: Mapping[str, object]) -> Catalogue:
    """A catalogue from a parsed TOML document. Raises CatalogueError."""
    seller = _seller(_table(document, "seller"))
    return Catalogue(
        seller=seller,
        prices=_prices(_table(document, "prices"), seller),
        taxes=_taxes(_table(document, "tax")),
        benefits=_benefits(document.get("benefits", [])),
        requirements=_requirements(document.get("requirements", [])),
    )


def _seller(table: Mapping[str, object]) -> Seller:
    zone = _text(table, "time_zone", "seller")
    try:
        zoneinfo.ZoneInfo(zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        raise CatalogueError("seller.time_zone", "time_zone", value=repr(zone)) from None
    address = table.get("address")
    if not isinstance(address, list) or not address:
        raise CatalogueError("seller.address", "lines")
    accounts = {
        currency: _account(_table(_table(table, "accounts"), currency), f"seller.accounts.{currency}")
        for currency in _table(table, "accounts")
    }
    return Seller(
        key=_text(table, "key", "seller"),
        name=_text(table, "name", "seller"),
        address=tuple(str(line) for line in cast("list[object]", address)),
        tax_id=_text(table, "tax_id", "seller"),
        time_zone=zone,
        accounts=accounts,
    )


def _account(table: Mapping[str, object], place: str) -> BankAccount:
    return BankAccount(
        holder=_text(table, "holder", place),
        bank=_text(table, "bank", place),
        account=_text(table, "account", place),
        code=_text(table, "code", place),
    )


def _prices(table: Mapping[str, object], seller: Seller) -> dict[tuple[Offer, str], int]:
    prices: dict[tuple[Offer, str], int] = {}
    for offer in Offer:
        for currency, amount in _table(table, offer).items():
            place = f"prices.{offer}.{currency}"
            if currency not in EXPONENTS:
                raise CatalogueError(place, "currency")
            if currency not in seller.accounts:
                raise CatalogueError(place, "no_account")
            try:
                price = from_major(str(amount), currency)
            except ValueError:
                raise CatalogueError(place, "amount", value=repr(amount)) from None
            if price.amount_minor <= 0:
                raise CatalogueError(place, "price")
            prices[offer, currency] = price.amount_minor
        if missing := sorted(set(seller.accounts) - set(_table(table, offer))):
            raise CatalogueError(f"prices.{offer}", "no_price", currencies=", ".join(missing))
    return prices


def _taxes(table: Mapping[str, object]) -> dict[str, TaxRule]:
    taxes: dict[str, TaxRule] = {}
    for kind in ("plain", "reverse_charge"):
        for country, rate in _table(table, kind).items():
            place = f"tax.{kind}.{country}"
            if country in taxes or not re.fullmatch("[A-Z]{2}", country):
                raise CatalogueError(place, "country")
            taxes[country] = TaxRule(_percent(rate, place), reverse_charge=kind == "reverse_charge")
    return taxes


def _percent(value: object, place: str) -> Decimal:
    try:
        percent = Decimal(str(value))
    except InvalidOperation:
        raise CatalogueError(place, "rate", value=repr(value)) from None
    if percent.is_nan() or not Decimal(0) <= percent <= Decimal(100):
        raise CatalogueError(place, "rate_range")
    return percent


def _benefits(rows: object) -> dict[Offer, tuple[BenefitGrant, ...]]:
    grants: dict[Offer, list[BenefitGrant]] = {offer: [] for offer in Offer}
    keys: set[str] = set()
    for place, row in _tables(rows, "benefits"):
        tab, key = _text(row, "tab", place), _new_key(row, place, keys)
        kind = _kind(row, tab, place)
        for offer in Offer:
            grants[offer].append(BenefitGrant(tab, key, _quantity(row, offer, place), kind))
    return {offer: tuple(lines) for offer, lines in grants.items()}


_KIND_OF_TAB = {
    Tab.SOFTWARE: BenefitKind.KEYS,
    Tab.CLOUD: BenefitKind.WHOLE,
    Tab.VISUAL_STUDIO: BenefitKind.SEATS,
    Tab.TRAINING: BenefitKind.SEATS,
}
"""How a benefit is used where the file, as older ones, doesn't say: what isn't named here is activated in units."""


def _kind(row: Mapping[str, object], tab: str, place: str) -> BenefitKind:
    kind = row.get("kind")
    if kind is None:
        return _KIND_OF_TAB.get(Tab(tab), BenefitKind.UNITS) if tab in set(Tab) else BenefitKind.UNITS
    if kind not in set(BenefitKind):
        raise CatalogueError(f"{place}.kind", "none_of", value=repr(kind), choices=", ".join(BenefitKind))
    return BenefitKind(cast("str", kind))


def _new_key(row: Mapping[str, object], place: str, keys: set[str]) -> str:
    """A key that no line before has; uses are kept by it."""
    key = _text(row, "key", place)
    if key in keys or not re.fullmatch("[a-z][a-z0-9_]{0,47}", key):
        raise CatalogueError(f"{place}.key", "requirement_key", value=repr(key))
    keys.add(key)
    return key


def _requirements(rows: object) -> dict[Offer, tuple[Requirement, ...]]:
    """A requirement of none isn't one of that level."""
    needed: dict[Offer, list[Requirement]] = {offer: [] for offer in Offer if offer in COMPETENCY_OFFERS}
    keys: set[str] = set()
    for place, row in _tables(rows, "requirements"):
        key = _new_key(row, place, keys)
        for offer, lines in needed.items():
            if quantity := _quantity(row, offer, place):
                lines.append(Requirement(key, quantity))
    return {offer: tuple(lines) for offer, lines in needed.items()}


def _tables(rows: object, name: str) -> list[tuple[str, Mapping[str, object]]]:
    """A list's tables, each with its place in the document."""
    if not isinstance(rows, list):
        raise CatalogueError(name, "tables")
    found: list[tuple[str, Mapping[str, object]]] = []
    for index, given in enumerate(cast("list[object]", rows), start=1):
        if not isinstance(given, Mapping):
            raise CatalogueError(f"{name}[{index}]", "table")
        found.append((f"{name}[{index}]", cast("Mapping[str, object]", given)))
    return found


def _quantity(row: Mapping[str, object], key: str, place: str) -> int:
    quantity = row.get(key)
    if not isinstance(quantity, int) or isinstance(quantity, bool) or quantity < 0:
        raise CatalogueError(f"{place}.{key}", "whole_number")
    return quantity


def _table(document: Mapping[str, object], key: str) -> Mapping[str, object]:
    value = document.get(key)
    if not isinstance(value, Mapping):
        raise CatalogueError(key, "table")
    return cast("Mapping[str, object]", value)


def _text(table: Mapping[str, object], key: str, place: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise CatalogueError(f"{place}.{key}", "text")
    return value
