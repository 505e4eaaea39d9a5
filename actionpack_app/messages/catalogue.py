"""What an import changes, in words."""

import dataclasses

from actionpack_app.domain.catalogue_difference import (
    AccountChange,
    BenefitChange,
    Change,
    PriceChange,
    RequirementChange,
    SellerChange,
    TaxChange,
)
from actionpack_app.domain.imports import ImportKind
from actionpack_app.domain.money import Money
from actionpack_app.domain.offers import BankAccount, TaxRule
from actionpack_app.messages import _
from actionpack_app.messages.formats import format_count, format_money, format_percent
from actionpack_app.messages.words import benefit_kind_name, benefit_name, country_name, offer_name, requirement_name


@dataclasses.dataclass(frozen=True, slots=True)
class ChangeWords:
    """One change: of what, from what, to what."""

    group: str
    what: str
    before: str
    after: str
    more: str = ""
    """By how much."""


def change_in_words(change: Change) -> ChangeWords:
    """A change of the catalogue."""
    match change:
        case PriceChange():
            return _price(change)
        case TaxChange():
            return ChangeWords(_("Taxes"), country_name(change.country), _tax(change.before), _tax(change.after))
        case BenefitChange():
            what = f"{offer_name(change.offer)}: {benefit_name(change.key)}"
            kind = benefit_kind_name(change.kind)
            return ChangeWords(_("Benefits"), what, _quantity(change.before), _quantity(change.after), kind)
        case RequirementChange():
            what = f"{offer_name(change.offer)}: {requirement_name(change.key)}"
            return ChangeWords(_("Requirements"), what, _quantity(change.before), _quantity(change.after))
        case SellerChange():
            before, after = (", ".join(side.split("\n")) for side in (change.before, change.after))
            return ChangeWords(_("Seller"), seller_field_name(change.field), before, after)
        case AccountChange():
            what = _("Receiving account in {currency}").format(currency=change.currency)
            return ChangeWords(_("Seller"), what, _account(change.before), _account(change.after))


def import_kind_name(kind: ImportKind) -> str:
    """What sort of file was imported."""
    return {ImportKind.CATALOGUE: _("Catalogue"), ImportKind.QUALIFICATIONS: _("Qualifications")}[kind]


def seller_field_name(field: str) -> str:
    """One of the seller's own facts; one that only a newer version knows is shown as it is."""
    return {
        "name": _("Name"),
        "address": _("Address"),
        "tax_id": _("Tax ID"),
        "time_zone": _("Time zone"),
        "key": _("Key of its invoice numbers"),
    }.get(field, field)


def _price(change: PriceChange) -> ChangeWords:
    def said(minor: int | None) -> str:
        return format_money(Money(minor, change.currency)) if minor is not None else _("not sold")

    percent = change.percent
    more = f"{'+' if percent > 0 else ''}{format_percent(percent)}" if percent is not None else ""
    what = _("{offer} in {currency}").format(offer=offer_name(change.offer), currency=change.currency)
    return ChangeWords(_("Prices a year, plus tax"), what, said(change.before), said(change.after), more)


def _tax(rule: TaxRule | None) -> str:
    if rule is None:
        return _("none")
    percent = format_percent(rule.percent)
    return _("{percent}, reverse charge with a VAT ID").format(percent=percent) if rule.reverse_charge else percent


def _quantity(quantity: int | None) -> str:
    return format_count(quantity) if quantity is not None else _("none")


def _account(account: BankAccount | None) -> str:
    return f"{account.holder}, {account.bank}, {account.account}, {account.code}" if account else _("none")
