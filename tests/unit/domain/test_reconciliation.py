"""Comparing two books: what only one of them has, or both with another amount, is told once; nothing else is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actionpack_app.domain.money import Money
from actionpack_app.domain.reconciliation import Booking, CaseKind, Difference, Side, compare

thorough = settings(deadline=None, max_examples=150)

MIRRORED = {
    CaseKind.NOT_IN_OUR_BOOKS: CaseKind.NOT_AT_PROVIDER,
    CaseKind.NOT_AT_PROVIDER: CaseKind.NOT_IN_OUR_BOOKS,
    CaseKind.AMOUNT_DIFFERS: CaseKind.AMOUNT_DIFFERS,
    CaseKind.REFUND_NOT_IN_OUR_BOOKS: CaseKind.REFUND_NOT_AT_PROVIDER,
    CaseKind.REFUND_NOT_AT_PROVIDER: CaseKind.REFUND_NOT_IN_OUR_BOOKS,
    CaseKind.REFUND_AMOUNT_DIFFERS: CaseKind.REFUND_AMOUNT_DIFFERS,
}

amounts = st.builds(Money, st.integers(1, 10**9), st.sampled_from(["USD", "EUR", "KRW", "KWD"]))
references = st.text("abc0123", min_size=1, max_size=4)
books = st.dictionaries(references, amounts, max_size=8)
sides = st.sampled_from(Side)


def bookings(book: dict[str, Money]) -> list[Booking]:
    return [Booking(ref, amount, f"ORD-{ref}", f"partner-{ref}") for ref, amount in book.items()]


@thorough
@given(side=sides, book=books)
def test_equal_books_have_no_difference_in_whatever_order_they_are_read(side: Side, book: dict[str, Money]) -> None:
    assert compare(side, bookings(book), reversed(bookings(book))) == ()


@thorough
@given(side=sides, ours=books, theirs=books)
def test_each_difference_is_told_once_and_nothing_else_is(side: Side, ours: dict[str, Money], theirs: dict[str, Money]) -> None:
    found = compare(side, bookings(ours), bookings(theirs))
    assert [difference.ref for difference in found] == sorted(
        ref for ref in ours.keys() | theirs.keys() if ours.get(ref) != theirs.get(ref)
    )
    assert len({difference.about for difference in found}) == len(found)
    for difference in found:
        assert (difference.ours, difference.theirs) == (ours.get(difference.ref), theirs.get(difference.ref))


@thorough
@given(side=sides, ours=books, theirs=books)
def test_seen_from_the_other_side_the_same_differences_stand_mirrored(
    side: Side, ours: dict[str, Money], theirs: dict[str, Money]
) -> None:
    there = compare(side, bookings(theirs), bookings(ours))
    mirrored = tuple(
        Difference(MIRRORED[seen.kind], seen.ref, seen.order_number, seen.partner_id, seen.theirs, seen.ours) for seen in there
    )
    assert compare(side, bookings(ours), bookings(theirs)) == mirrored


@thorough
@given(side=sides, ours=books, theirs=books)
def test_a_kind_says_what_the_two_books_have(side: Side, ours: dict[str, Money], theirs: dict[str, Money]) -> None:
    for difference in compare(side, bookings(ours), bookings(theirs)):
        assert difference.kind.startswith("refund_") is (side is Side.REFUNDS)
        assert difference.kind.endswith("not_in_our_books") is (difference.ours is None)
        assert difference.kind.endswith("not_at_provider") is (difference.theirs is None)


def test_a_difference_names_the_order_and_the_partner_that_either_side_knows() -> None:
    ours = Booking("pi_1", Money(47500, "USD"), "ORD-1", "fabrikam")
    theirs = Booking("pi_2", Money(100, "USD"), "ORD-2", "")
    first, second = compare(Side.PAYMENTS, [ours], [theirs])
    assert (first.kind, first.order_number, first.partner_id) == (CaseKind.NOT_AT_PROVIDER, "ORD-1", "fabrikam")
    assert (second.kind, second.order_number, second.partner_id) == (CaseKind.NOT_IN_OUR_BOOKS, "ORD-2", "")


@pytest.mark.parametrize("theirs", [Money(47501, "USD"), Money(47500, "EUR")])
def test_an_amount_differs_by_a_minor_unit_or_by_its_currency_alone(theirs: Money) -> None:
    ours = Money(47500, "USD")
    (found,) = compare(Side.REFUNDS, [Booking("re_1", ours)], [Booking("re_1", theirs)])
    assert (found.kind, found.ours, found.theirs) == (CaseKind.REFUND_AMOUNT_DIFFERS, ours, theirs)


def test_the_same_difference_is_the_same_business_fact_tomorrow() -> None:
    today = compare(Side.PAYMENTS, [Booking("pi_1", Money(1, "USD"))], [])
    tomorrow = compare(Side.PAYMENTS, [Booking("pi_1", Money(1, "USD"), "ORD-1", "fabrikam")], [])
    assert [found.about for found in today] == [found.about for found in tomorrow] == ["not_at_provider:pi_1"]
