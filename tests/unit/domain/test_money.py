"""Money as integer minor units (product §5): exponents, exact reading of amounts, rounding half up."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actionpack_app.domain.money import EXPONENTS, Money, from_major, percentage

currencies = st.sampled_from(sorted(EXPONENTS))
amounts = st.integers(-(10**12), 10**12)
prices = st.integers(0, 10**12)

thorough = settings(deadline=None, max_examples=300)


@pytest.mark.parametrize(("currency", "exponent"), [("KRW", 0), ("JPY", 0), ("USD", 2), ("EUR", 2), ("GBP", 2), ("KWD", 3)])
def test_a_currency_has_the_exponent_of_its_minor_unit(currency: str, exponent: int) -> None:
    assert EXPONENTS[currency] == exponent


@pytest.mark.parametrize(
    ("written", "currency", "amount_minor"),
    [
        ("475.00", "USD", 47_500),
        ("475", "USD", 47_500),
        ("0.01", "USD", 1),
        ("1670.5", "EUR", 167_050),
        ("570000", "KRW", 570_000),
        ("68000", "JPY", 68_000),
        ("68000.00", "JPY", 68_000),
        ("1.234", "KWD", 1_234),
        ("0", "GBP", 0),
    ],
)
def test_a_price_is_read_in_major_units_and_kept_in_minor_ones(written: str, currency: str, amount_minor: int) -> None:
    assert from_major(written, currency) == Money(amount_minor, currency)
    assert from_major(Decimal(written), currency) == Money(amount_minor, currency)


@pytest.mark.parametrize(
    ("written", "currency"), [("0.5", "KRW"), ("68000.01", "JPY"), ("475.001", "USD"), ("0.005", "EUR"), ("1.2345", "KWD")]
)
def test_a_price_with_more_decimals_than_the_currency_is_refused(written: str, currency: str) -> None:
    with pytest.raises(ValueError, match="more decimals"):
        from_major(written, currency)


def test_money_in_an_unknown_currency_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown currency"):
        Money(1, "XXX")


def test_money_of_two_currencies_cannot_be_added() -> None:
    with pytest.raises(ValueError, match="cannot add"):
        _ = Money(1, "USD") + Money(1, "EUR")


@pytest.mark.parametrize(
    ("money", "major"),
    [
        (Money(47_500, "USD"), Decimal("475.00")),
        (Money(570_000, "KRW"), Decimal(570_000)),
        (Money(1_234, "KWD"), Decimal("1.234")),
        (Money(-5, "USD"), Decimal("-0.05")),
    ],
)
def test_money_is_printed_from_major_units(money: Money, major: Decimal) -> None:
    assert money.major == major


@thorough
@given(amount=amounts, currency=currencies)
def test_money_comes_back_unchanged_from_major_units(amount: int, currency: str) -> None:
    money = Money(amount, currency)
    assert from_major(money.major, currency) == money
    assert from_major(str(money.major), currency) == money


@thorough
@given(amount=amounts, currency=currencies, digit=st.integers(1, 9))
def test_one_digit_beyond_the_minor_unit_is_always_refused(amount: int, currency: str, digit: int) -> None:
    too_fine = Decimal(10 * amount + digit).scaleb(-EXPONENTS[currency] - 1)
    with pytest.raises(ValueError, match="more decimals"):
        from_major(too_fine, currency)


@thorough
@given(first=amounts, second=amounts, currency=currencies)
def test_adding_money_adds_its_minor_units(first: int, second: int, currency: str) -> None:
    assert Money(first, currency) + Money(second, currency) == Money(first + second, currency)


@pytest.mark.parametrize(
    ("amount_minor", "percent", "part"),
    [
        pytest.param(570_000, "10", 57_000, id="exact"),
        pytest.param(5, "10", 1, id="half a won rounds up"),
        pytest.param(15, "10", 2, id="one and a half rounds up"),
        pytest.param(25, "10", 3, id="two and a half rounds up, not to the even two"),
        pytest.param(4, "10", 0, id="less than half is dropped"),
        pytest.param(50, "19", 10, id="nine and a half rounds up"),
        pytest.param(49, "19", 9, id="9.31"),
        pytest.param(47_599, "25.5", 12_138, id="Finland's 25.5 %, 12137.745"),
        pytest.param(100, "0.5", 1, id="half from a fraction of a per cent"),
        pytest.param(1, "49.999", 0, id="just below half"),
        pytest.param(44_900, "0", 0, id="no tax"),
        pytest.param(44_900, "100", 44_900, id="everything"),
    ],
)
def test_a_percentage_rounds_half_a_minor_unit_up(amount_minor: int, percent: str, part: int) -> None:
    assert percentage(amount_minor, Decimal(percent)) == part


@thorough
@given(amount=prices, basis_points=st.integers(0, 10_000))
def test_a_percentage_is_what_whole_number_arithmetic_gives(amount: int, basis_points: int) -> None:
    half_up = (2 * amount * basis_points + 10_000) // 20_000
    assert percentage(amount, Decimal(basis_points) / 100) == half_up


@thorough
@given(amount=prices, basis_points=st.integers(0, 10_000))
def test_a_percentage_never_exceeds_the_whole_nor_falls_below_zero(amount: int, basis_points: int) -> None:
    assert 0 <= percentage(amount, Decimal(basis_points) / 100) <= amount


@thorough
@given(amount=prices, basis_points=st.integers(0, 10_000))
def test_a_credit_note_takes_back_exactly_what_was_charged(amount: int, basis_points: int) -> None:
    percent = Decimal(basis_points) / 100
    assert percentage(-amount, percent) == -percentage(amount, percent)
