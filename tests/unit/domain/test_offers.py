"""Prices and tax (product §5, J11), on the sample catalogue that comes with the product."""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import actionpack_app
from actionpack_app.domain.catalogue_file import parse_catalogue
from actionpack_app.domain.money import Money
from actionpack_app.domain.offers import COMPETENCY_OFFERS, BenefitGrant, Catalogue, Offer, Seller, TaxRule, quote

SAMPLE = parse_catalogue(
    tomllib.loads((Path(actionpack_app.__file__).parent / "catalogue" / "sample.toml").read_text(encoding="utf-8"))
)
# fmt: off
EU = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU",
    "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
]
# fmt: on
PRICES = {
    "USD": (47_500, 167_000, 473_000),
    "EUR": (44_900, 159_000, 449_000),
    "GBP": (39_900, 139_000, 395_000),
    "JPY": (68_000, 240_000, 680_000),
    "KRW": (570_000, 2_000_000, 5_700_000),
}

thorough = settings(deadline=None, max_examples=300)


def catalogue_with_gold_at(amount_minor: int) -> Catalogue:
    seller = Seller(key="seller", name="Seller", address=("Street 1",), tax_id="1", time_zone="UTC", accounts={})
    return Catalogue(seller, {(Offer.GOLD, "KRW"): amount_minor}, taxes={}, benefits={})


# Prices


@pytest.mark.parametrize("currency", PRICES)
def test_the_sample_prices_are_those_of_the_product(currency: str) -> None:
    prices = tuple(SAMPLE.net_price(offer, currency).amount_minor for offer in (Offer.ACTION_PACK, Offer.SILVER, Offer.GOLD))
    assert prices == PRICES[currency]


def test_an_offer_has_no_price_in_a_currency_that_the_catalogue_leaves_out() -> None:
    with pytest.raises(KeyError):
        SAMPLE.net_price(Offer.ACTION_PACK, "CHF")


@pytest.mark.parametrize(
    ("currency", "amount_minor"),
    [("USD", 354_750), ("EUR", 336_750), ("GBP", 296_250), ("JPY", 510_000), ("KRW", 4_275_000)],
)
def test_a_silver_partner_pays_three_quarters_for_gold(currency: str, amount_minor: int) -> None:
    assert SAMPLE.net_price(Offer.GOLD, currency, upgrade=True) == Money(amount_minor, currency)


@pytest.mark.parametrize(
    ("full", "upgrade"),
    [
        pytest.param(4, 3, id="exact"),
        pytest.param(2, 2, id="1.5 rounds up"),
        pytest.param(6, 5, id="4.5 rounds up, not to the even four"),
        pytest.param(1, 1, id="0.75 is nearer to one"),
        pytest.param(3, 2, id="2.25 is nearer to two"),
    ],
)
def test_half_a_minor_unit_of_the_upgrade_price_rounds_up(full: int, upgrade: int) -> None:
    assert catalogue_with_gold_at(full).net_price(Offer.GOLD, "KRW", upgrade=True) == Money(upgrade, "KRW")


@thorough
@given(full=st.integers(1, 10**12))
def test_the_upgrade_price_is_three_quarters_rounded_half_up(full: int) -> None:
    upgrade = catalogue_with_gold_at(full).net_price(Offer.GOLD, "KRW", upgrade=True)
    assert upgrade.amount_minor == (3 * full + 2) // 4


def test_silver_and_gold_are_the_competency_offers() -> None:
    assert {Offer.SILVER, Offer.GOLD} == COMPETENCY_OFFERS


# Benefits


@pytest.mark.parametrize(
    ("offer", "incidents", "hours"), [(Offer.ACTION_PACK, 10, 5), (Offer.SILVER, 15, 20), (Offer.GOLD, 20, 50)]
)
def test_incidents_and_advisory_hours_are_those_of_the_product(offer: Offer, incidents: int, hours: int) -> None:
    support = sorted(grant.quantity for grant in SAMPLE.benefits[offer] if is_incident_or_advice(grant))
    assert support == sorted([incidents, hours])


def is_incident_or_advice(grant: BenefitGrant) -> bool:
    return "incident" in grant.key or "advisory" in grant.key


# Tax


@pytest.mark.parametrize(
    ("country", "net", "tax", "total"),
    [
        pytest.param("US", Money(47_500, "USD"), 0, 47_500, id="United States, none"),
        pytest.param("KR", Money(570_000, "KRW"), 57_000, 627_000, id="Republic of Korea, 10 %"),
        pytest.param("JP", Money(68_000, "JPY"), 6_800, 74_800, id="Japan, 10 %"),
        pytest.param("GB", Money(39_900, "GBP"), 7_980, 47_880, id="United Kingdom, 20 %"),
        pytest.param("DE", Money(44_900, "EUR"), 8_531, 53_431, id="Germany, 19 %"),
        pytest.param("CH", Money(44_900, "EUR"), 0, 44_900, id="a country that is not named, none"),
    ],
)
def test_a_partner_without_a_vat_id_pays_the_tax_of_its_country(country: str, net: Money, tax: int, total: int) -> None:
    priced = quote(SAMPLE, net, country, valid_vat_id=False)
    assert (priced.net, priced.tax, priced.total) == (net, Money(tax, net.currency), Money(total, net.currency))
    assert not priced.reverse_charge


def test_a_german_partner_with_a_valid_vat_id_pays_no_tax_here() -> None:
    priced = quote(SAMPLE, Money(44_900, "EUR"), "DE", valid_vat_id=True)
    assert priced.reverse_charge
    assert priced.tax == Money(0, "EUR")
    assert priced.tax_percent == 0
    assert priced.total == Money(44_900, "EUR")


def test_a_german_partner_without_a_valid_vat_id_pays_the_german_rate() -> None:
    priced = quote(SAMPLE, Money(44_900, "EUR"), "DE", valid_vat_id=False)
    assert not priced.reverse_charge
    assert priced.tax_percent == Decimal(19)


@pytest.mark.parametrize(("country", "percent"), [("KR", 10), ("JP", 10), ("GB", 20), ("US", 0)])
def test_outside_the_european_union_a_valid_tax_id_changes_nothing(country: str, percent: int) -> None:
    net = Money(100_000, "USD")
    with_id = quote(SAMPLE, net, country, valid_vat_id=True)
    assert with_id == quote(SAMPLE, net, country, valid_vat_id=False)
    assert with_id.tax_percent == percent
    assert not with_id.reverse_charge


@pytest.mark.parametrize("country", EU)
def test_every_country_of_the_european_union_taxes_without_and_reverses_with_a_vat_id(country: str) -> None:
    net = Money(44_900, "EUR")
    assert quote(SAMPLE, net, country, valid_vat_id=False).tax.amount_minor > 0
    reversed_quote = quote(SAMPLE, net, country, valid_vat_id=True)
    assert reversed_quote.reverse_charge
    assert reversed_quote.total == net


@pytest.mark.parametrize(
    ("country", "net", "tax"),
    [
        pytest.param("KR", Money(5, "KRW"), 1, id="half a won"),
        pytest.param("KR", Money(25, "KRW"), 3, id="two and a half won"),
        pytest.param("KR", Money(4, "KRW"), 0, id="less than half a won"),
        pytest.param("DE", Money(50, "EUR"), 10, id="nine and a half cents"),
    ],
)
def test_tax_rounds_half_a_minor_unit_up(country: str, net: Money, tax: int) -> None:
    assert quote(SAMPLE, net, country, valid_vat_id=False).tax == Money(tax, net.currency)


def test_tax_of_an_upgrade_is_taken_from_the_reduced_price() -> None:
    net = SAMPLE.net_price(Offer.GOLD, "GBP", upgrade=True)
    assert quote(SAMPLE, net, "GB", valid_vat_id=False).total == Money(296_250 + 59_250, "GBP")


@thorough
@given(
    amount=st.integers(0, 10**12),
    tenths=st.integers(0, 1000),
    reverse_charge=st.booleans(),
    valid_vat_id=st.booleans(),
)
def test_the_total_is_net_and_tax_and_reverse_charge_needs_both_the_rule_and_the_id(
    amount: int,
    tenths: int,
    reverse_charge: bool,  # noqa: FBT001
    valid_vat_id: bool,  # noqa: FBT001
) -> None:
    rule = TaxRule(Decimal(tenths) / 10, reverse_charge=reverse_charge)
    catalogue = Catalogue(SAMPLE.seller, prices={}, taxes={"XX": rule}, benefits={})
    priced = quote(catalogue, Money(amount, "EUR"), "XX", valid_vat_id=valid_vat_id)
    assert priced.reverse_charge is (reverse_charge and valid_vat_id)
    assert priced.tax.amount_minor == (0 if priced.reverse_charge else (2 * amount * tenths + 1000) // 2000)
    assert priced.total.amount_minor == amount + priced.tax.amount_minor
