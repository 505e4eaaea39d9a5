"""Whether a partner who cancels gets the money back (product J6)."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actionpack_app.domain.refunds import PaidYear, RefundBar, refund_verdict

PAID_ON = date(2026, 6, 23)
LAST_DAY = date(2026, 7, 23)

thorough = settings(deadline=None, max_examples=300)


@pytest.mark.parametrize("today", [PAID_ON, date(2026, 7, 22), LAST_DAY], ids=str)
def test_a_partner_who_paid_no_more_than_thirty_days_ago_gets_the_money_back(today: date) -> None:
    verdict = refund_verdict(today, PaidYear(PAID_ON))
    assert verdict.due
    assert verdict.bars == ()
    assert verdict.until == LAST_DAY


@pytest.mark.parametrize("today", [date(2026, 7, 24), date(2027, 6, 23)], ids=str)
def test_a_partner_who_paid_more_than_thirty_days_ago_does_not(today: date) -> None:
    verdict = refund_verdict(today, PaidYear(PAID_ON))
    assert not verdict.due
    assert verdict.bars == (RefundBar.PAID_TOO_LONG_AGO,)
    assert verdict.until == LAST_DAY


def test_thirty_days_from_29_january_end_on_28_february_in_a_common_year_and_29_february_is_counted_in_a_leap_year() -> None:
    assert refund_verdict(date(2027, 2, 28), PaidYear(date(2027, 1, 29))).due
    assert not refund_verdict(date(2027, 3, 1), PaidYear(date(2027, 1, 29))).due
    assert refund_verdict(date(2028, 2, 29), PaidYear(date(2028, 1, 30))).due
    assert not refund_verdict(date(2028, 3, 1), PaidYear(date(2028, 1, 30))).due


@pytest.mark.parametrize(
    ("paid", "bar"),
    [
        (PaidYear(PAID_ON, benefit_activated=True), RefundBar.BENEFIT_ACTIVATED),
        (PaidYear(PAID_ON, key_viewed=True), RefundBar.KEY_VIEWED),
        (PaidYear(PAID_ON, became_gold=True), RefundBar.BECAME_GOLD),
    ],
    ids=["a benefit was activated", "a product key was viewed", "a silver became gold"],
)
def test_using_what_was_paid_ends_refundability_even_on_the_day_of_payment(paid: PaidYear, bar: RefundBar) -> None:
    verdict = refund_verdict(PAID_ON, paid)
    assert not verdict.due
    assert verdict.bars == (bar,)


def test_a_partner_who_never_paid_has_nothing_to_get_back() -> None:
    verdict = refund_verdict(PAID_ON, PaidYear(None))
    assert not verdict.due
    assert verdict.bars == (RefundBar.NEVER_PAID,)
    assert verdict.until is None


def test_a_partner_is_told_everything_that_stands_against_a_refund() -> None:
    used_up = PaidYear(PAID_ON, benefit_activated=True, key_viewed=True, became_gold=True)
    assert set(refund_verdict(date(2026, 7, 24), used_up).bars) == {
        RefundBar.PAID_TOO_LONG_AGO,
        RefundBar.BENEFIT_ACTIVATED,
        RefundBar.KEY_VIEWED,
        RefundBar.BECAME_GOLD,
    }


@thorough
@given(
    paid_on=st.dates(date(2000, 1, 1), date(2090, 12, 31)),
    days=st.integers(0, 60),
    activated=st.booleans(),
    viewed=st.booleans(),
    became_gold=st.booleans(),
)
def test_a_refund_is_due_within_thirty_days_of_an_unused_payment_and_never_else(
    paid_on: date,
    days: int,
    activated: bool,  # noqa: FBT001
    viewed: bool,  # noqa: FBT001
    became_gold: bool,  # noqa: FBT001
) -> None:
    paid = PaidYear(paid_on, benefit_activated=activated, key_viewed=viewed, became_gold=became_gold)
    unused = not (activated or viewed or became_gold)
    assert refund_verdict(paid_on + timedelta(days=days), paid).due is (days <= 30 and unused)
