"""What an import would change: complete, and nothing that isn't so."""

import dataclasses
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import actionpack_app
from actionpack_app.domain.catalogue_difference import (
    AccountChange,
    BenefitChange,
    Change,
    PriceChange,
    RequirementChange,
    SellerChange,
    TaxChange,
    catalogue_difference,
)
from actionpack_app.domain.catalogue_file import parse_catalogue
from actionpack_app.domain.imports import text_of
from actionpack_app.domain.offers import BankAccount, BenefitGrant, BenefitKind, Catalogue, Offer, Requirement, Seller, TaxRule

TEXT = (Path(actionpack_app.__file__).parent / "catalogue" / "sample.toml").read_text(encoding="utf-8")
SAMPLE = parse_catalogue(tomllib.loads(TEXT))

thorough = settings(deadline=None, max_examples=200)
words = st.sampled_from(["a", "b", "c"])
amounts = st.integers(1, 5)
accounts = st.builds(BankAccount, holder=words, bank=words, account=words, code=words)
sellers = st.builds(
    Seller,
    key=words,
    name=words,
    address=st.lists(words, min_size=1, max_size=2).map(tuple),
    tax_id=words,
    time_zone=st.sampled_from(["UTC", "Asia/Seoul"]),
    accounts=st.dictionaries(st.sampled_from(["USD", "KRW"]), accounts),
)
taxes = st.dictionaries(
    st.sampled_from(["DE", "KR", "JP"]),
    st.builds(TaxRule, percent=st.integers(0, 3).map(Decimal), reverse_charge=st.booleans()),
)
grants = st.dictionaries(st.tuples(words, words, st.sampled_from(BenefitKind)), st.integers(0, 3)).map(
    lambda found: tuple(BenefitGrant(tab, key, quantity, kind) for (tab, key, kind), quantity in found.items())
)
needs = st.dictionaries(words, amounts).map(lambda found: tuple(Requirement(key, needed) for key, needed in found.items()))
catalogues = st.builds(
    Catalogue,
    seller=sellers,
    prices=st.dictionaries(st.tuples(st.sampled_from(Offer), st.sampled_from(["USD", "KRW"])), amounts),
    taxes=taxes,
    benefits=st.fixed_dictionaries(dict.fromkeys(Offer, grants)),
    requirements=st.fixed_dictionaries({Offer.SILVER: needs, Offer.GOLD: needs}),
)


def applied(old: Catalogue, changes: tuple[Change, ...]) -> Catalogue:
    """A catalogue after its changes: what somebody would write down who read the preview only."""
    prices, taxes, accounts = dict(old.prices), dict(old.taxes), dict(old.seller.accounts)
    granted = {offer: {(one.tab, one.key, one.kind): one.quantity for one in old.benefits[offer]} for offer in Offer}
    needed = {offer: {one.key: one.needed for one in lines} for offer, lines in old.requirements.items()}
    seller = old.seller
    for change in changes:
        match change:
            case PriceChange():
                put(prices, (change.offer, change.currency), change.after)
            case TaxChange():
                put(taxes, change.country, change.after)
            case BenefitChange():
                put(granted[change.offer], (change.tab, change.key, change.kind), change.after)
            case RequirementChange():
                put(needed[change.offer], change.key, change.after)
            case AccountChange():
                put(accounts, change.currency, change.after)
            case SellerChange():
                value = tuple(change.after.split("\n")) if change.field == "address" else change.after
                seller = dataclasses.replace(seller, **{change.field: value})
    return Catalogue(
        seller=dataclasses.replace(seller, accounts=accounts),
        prices=prices,
        taxes=taxes,
        benefits={
            offer: tuple(BenefitGrant(tab, key, quantity, kind) for (tab, key, kind), quantity in lines.items())
            for offer, lines in granted.items()
        },
        requirements={offer: tuple(Requirement(key, count) for key, count in lines.items()) for offer, lines in needed.items()},
    )


def put(kept: dict, key: object, value: object) -> None:  # type: ignore[type-arg]
    if value is None:
        del kept[key]
    else:
        kept[key] = value


@given(catalogues)
@thorough
def test_a_catalogue_does_not_differ_from_itself(catalogue: Catalogue) -> None:
    assert catalogue_difference(catalogue, catalogue) == ()


@given(catalogues, catalogues)
@thorough
def test_whoever_knows_the_old_catalogue_and_the_difference_knows_the_new_one(old: Catalogue, new: Catalogue) -> None:
    assert catalogue_difference(applied(old, catalogue_difference(old, new)), new) == ()


@given(catalogues, catalogues)
@thorough
def test_every_change_is_one_and_stands_there_once(old: Catalogue, new: Catalogue) -> None:
    changes = catalogue_difference(old, new)
    assert all(change.before != change.after for change in changes)
    assert len(set(changes)) == len(changes)


@given(catalogues, catalogues)
@thorough
def test_the_way_back_has_the_same_changes_the_other_way_round(old: Catalogue, new: Catalogue) -> None:
    back = [dataclasses.replace(change, before=change.after, after=change.before) for change in catalogue_difference(new, old)]
    assert sorted(map(repr, back)) == sorted(map(repr, catalogue_difference(old, new)))


def test_nothing_of_a_catalogue_is_left_out_of_the_comparison() -> None:
    """Whoever gives a catalogue something more has to compare it too."""
    compared = {"seller", "prices", "taxes", "benefits", "requirements"}
    assert {field.name for field in dataclasses.fields(Catalogue)} == compared
    compared = {"key", "name", "address", "tax_id", "time_zone", "accounts"}
    assert {field.name for field in dataclasses.fields(Seller)} == compared


@pytest.mark.parametrize(
    ("written", "instead", "expected"),
    [
        ('USD = "475.00"', 'USD = "500.00"', PriceChange(Offer.ACTION_PACK, "USD", 47_500, 50_000)),
        ('KRW = "570000"', 'KRW = "285000"', PriceChange(Offer.ACTION_PACK, "KRW", 570_000, 285_000)),
        ('tax_id = "US 91-1144442"', 'tax_id = "US 1"', SellerChange("tax_id", "US 91-1144442", "US 1")),
    ],
    ids=["dearer", "cheaper", "another tax ID"],
)
def test_one_line_of_the_file_is_one_change(written: str, instead: str, expected: Change) -> None:
    assert written in TEXT
    new = parse_catalogue(tomllib.loads(TEXT.replace(written, instead, 1)))
    assert catalogue_difference(SAMPLE, new) == (expected,)


@pytest.mark.parametrize(("before", "after", "percent"), [(47_500, 50_000, "5.3"), (200, 100, "-50.0"), (3, 4, "33.3")])
def test_a_price_says_by_how_much_it_rises(before: int, after: int, percent: str) -> None:
    assert PriceChange(Offer.GOLD, "USD", before, after).percent == Decimal(percent)


def test_a_price_that_is_new_or_gone_has_no_percentage() -> None:
    assert PriceChange(Offer.GOLD, "USD", None, 1).percent is None
    assert PriceChange(Offer.GOLD, "USD", 1, None).percent is None


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04\x00\xff", b"a\x00b"], ids=repr)
def test_what_is_no_text_in_utf_8_is_none(content: bytes) -> None:
    assert text_of(content) is None


def test_a_text_loses_the_mark_that_some_programs_put_before_it() -> None:
    assert text_of("\ufeffkey = 1".encode()) == "key = 1"
