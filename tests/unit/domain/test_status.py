"""The status of a subscription (product §2): each row by example, and all of them against the table written anew."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actionpack_app.domain.calendar import Term, nth_term
from actionpack_app.domain.status import (
    Closing,
    Next,
    Outlook,
    Standing,
    Status,
    benefits_run_on,
    ended_on,
    outlook_on,
    status_on,
)

TERM = Term(date(2026, 6, 23), date(2027, 6, 22))
EXPIRY = TERM.expiry
ANNIVERSARY = date(2027, 6, 23)
LAST_DAY = date(2027, 7, 22)

RENEWS = Standing(TERM, renews_automatically=True)
DOES_NOT_RENEW = Standing(TERM, renews_automatically=False)
CHARGE_FAILED = Standing(TERM, renews_automatically=True, charge_failed=True)
FAILED_THEN_TURNED_OFF = Standing(TERM, renews_automatically=False, charge_failed=True)
CANCELLED = Standing(TERM, renews_automatically=False, closing=Closing.CANCELLED, closed_on=date(2026, 7, 1))
REPLACED = Standing(TERM, renews_automatically=False, closing=Closing.REPLACED, closed_on=date(2027, 9, 1))
UPGRADED = Standing(TERM, renews_automatically=False, closing=Closing.UPGRADED, closed_on=date(2026, 12, 1))
TRANSFER_UNTIL = date(2027, 8, 14)  # placed on 15 July, inside the window
AWAITS_TRANSFER = Standing(TERM, renews_automatically=False, open_transfer_until=TRANSFER_UNTIL)

thorough = settings(deadline=None, max_examples=500)


def days_after_expiry(days: int) -> date:
    return EXPIRY + timedelta(days=days)


@st.composite
def situations(draw: st.DrawFn) -> tuple[date, Standing]:
    """A day and a standing that can be met on it; an open transfer order hasn't reached its last day yet."""
    term = nth_term(draw(st.dates(date(2000, 1, 1), date(2080, 12, 31))), draw(st.integers(0, 10)))
    near_an_edge = st.integers(-33, 33) | st.integers(-370, 400)
    today = term.expiry + timedelta(days=draw(near_an_edge))
    closing = draw(st.none() | st.sampled_from(Closing))
    transfer_days_left = draw(st.none() | st.integers(0, 30))
    return today, Standing(
        term,
        renews_automatically=draw(st.booleans()),
        closing=closing,
        closed_on=None if closing is None else draw(st.dates(term.start, term.expiry + timedelta(days=60))),
        open_transfer_until=None if transfer_days_left is None else today + timedelta(days=transfer_days_left),
        charge_failed=draw(st.booleans()),
    )


# The product's table once more, row by row, with day counts instead of the code's own window and anniversary.
# A subscription that was closed without the desk ending it (replaced, upgraded) is over: it fits the last row only.
TABLE: list[tuple[Status, Callable[[int, Standing], bool]]] = [
    (Status.CANCELLED, lambda _, facts: facts.closing is Closing.CANCELLED),
    (Status.EXPIRING_SOON, lambda after, facts: facts.closing is None and -30 <= after <= 0),
    (Status.ACTIVE, lambda after, facts: facts.closing is None and after <= 0),
    (Status.AWAITING_PAYMENT, lambda _, facts: facts.closing is None and facts.open_transfer_until is not None),
    (
        Status.RENEWING,
        lambda after, facts: facts.closing is None and facts.renews_automatically and after == 1 and not facts.charge_failed,
    ),
    (
        Status.PAYMENT_DUE,
        lambda after, facts: facts.closing is None and facts.renews_automatically and facts.charge_failed and 1 <= after <= 30,
    ),
    (Status.RENEWABLE, lambda after, facts: facts.closing is None and 1 <= after <= 30),
    (Status.LAPSED, lambda _after, _facts: True),
]


def first_row_that_fits(today: date, standing: Standing) -> Status:
    after = today.toordinal() - standing.term.expiry.toordinal()
    return next(status for status, fits in TABLE if fits(after, standing))


# The table by example


@pytest.mark.parametrize(
    ("days", "status"),
    [
        (-364, Status.ACTIVE),
        (-31, Status.ACTIVE),
        (-30, Status.EXPIRING_SOON),
        (-1, Status.EXPIRING_SOON),
        (0, Status.EXPIRING_SOON),
        (1, Status.RENEWABLE),
        (30, Status.RENEWABLE),
        (31, Status.LAPSED),
        (400, Status.LAPSED),
    ],
)
def test_a_partner_without_automatic_renewal_goes_from_active_to_renewable_to_lapsed(days: int, status: Status) -> None:
    assert status_on(days_after_expiry(days), DOES_NOT_RENEW) is status


@pytest.mark.parametrize(
    ("days", "status"),
    [
        (-31, Status.ACTIVE),
        (0, Status.EXPIRING_SOON),
        (1, Status.RENEWING),
        (2, Status.RENEWABLE),
        (30, Status.RENEWABLE),
        (31, Status.LAPSED),
    ],
)
def test_a_partner_with_automatic_renewal_is_renewing_on_the_anniversary_only(days: int, status: Status) -> None:
    assert status_on(days_after_expiry(days), RENEWS) is status


@pytest.mark.parametrize(
    ("days", "status"),
    [(0, Status.EXPIRING_SOON), (1, Status.PAYMENT_DUE), (2, Status.PAYMENT_DUE), (30, Status.PAYMENT_DUE), (31, Status.LAPSED)],
)
def test_after_a_failed_charge_payment_is_due_to_the_end_of_the_window(days: int, status: Status) -> None:
    assert status_on(days_after_expiry(days), CHARGE_FAILED) is status


@pytest.mark.parametrize("days", [1, 30])
def test_a_failed_charge_is_no_payment_due_for_a_partner_who_does_not_renew_automatically(days: int) -> None:
    assert status_on(days_after_expiry(days), FAILED_THEN_TURNED_OFF) is Status.RENEWABLE


@pytest.mark.parametrize("days", [-100, 0, 1, 30, 31, 400])
def test_what_the_desk_ended_is_cancelled_on_every_day(days: int) -> None:
    assert status_on(days_after_expiry(days), CANCELLED) is Status.CANCELLED


@pytest.mark.parametrize("standing", [REPLACED, UPGRADED], ids=["replaced", "upgraded"])
@pytest.mark.parametrize("days", [-100, 1, 31, 400])
def test_what_a_new_purchase_followed_is_neither_renewable_nor_cancelled(standing: Standing, days: int) -> None:
    assert status_on(days_after_expiry(days), standing) is Status.LAPSED


@pytest.mark.parametrize("days", [23, 30, 31, 53])
def test_an_open_transfer_order_awaits_payment_until_its_own_last_day_beyond_the_window(days: int) -> None:
    assert days_after_expiry(53) == TRANSFER_UNTIL
    assert status_on(days_after_expiry(days), AWAITS_TRANSFER) is Status.AWAITING_PAYMENT


@pytest.mark.parametrize("standing", [RENEWS, CHARGE_FAILED], ids=["charge not tried", "charge failed"])
def test_an_open_transfer_order_comes_before_renewing_and_payment_due(standing: Standing) -> None:
    with_transfer = Standing(
        TERM,
        renews_automatically=True,
        charge_failed=standing.charge_failed,
        open_transfer_until=ANNIVERSARY + timedelta(days=30),
    )
    assert status_on(ANNIVERSARY, with_transfer) is Status.AWAITING_PAYMENT


def test_a_running_term_comes_before_an_open_transfer_order() -> None:
    assert status_on(EXPIRY, AWAITS_TRANSFER) is Status.EXPIRING_SOON


def test_on_the_day_after_its_last_day_a_transfer_order_keeps_nothing_open() -> None:
    the_day_after = TRANSFER_UNTIL + timedelta(days=1)
    assert status_on(the_day_after, AWAITS_TRANSFER) is Status.LAPSED
    assert not benefits_run_on(the_day_after, AWAITS_TRANSFER)


@pytest.mark.parametrize(
    ("today", "status"),
    [
        (date(2025, 1, 28), Status.EXPIRING_SOON),
        (date(2025, 2, 27), Status.EXPIRING_SOON),
        (date(2025, 2, 28), Status.RENEWABLE),
        (date(2025, 3, 29), Status.RENEWABLE),
        (date(2025, 3, 30), Status.LAPSED),
    ],
)
def test_a_subscription_from_29_february_is_renewable_from_28_february(today: date, status: Status) -> None:
    assert status_on(today, Standing(nth_term(date(2024, 2, 29), 0), renews_automatically=False)) is status


# The table as a whole


@thorough
@given(situation=situations())
def test_every_situation_has_the_status_of_the_first_row_that_fits(situation: tuple[date, Standing]) -> None:
    today, standing = situation
    assert status_on(today, standing) is first_row_that_fits(today, standing)


def test_the_table_has_a_row_for_every_status_in_the_order_of_the_product() -> None:
    assert [status for status, _ in TABLE] == list(Status)


@pytest.mark.parametrize("standing", [RENEWS, DOES_NOT_RENEW, CHARGE_FAILED, FAILED_THEN_TURNED_OFF])
def test_a_partner_who_does_nothing_never_returns_to_an_earlier_status(standing: Standing) -> None:
    year = [status_on(days_after_expiry(days), standing) for days in range(-364, 61)]
    changes = [status for earlier, status in zip([None, *year], year, strict=False) if status is not earlier]
    assert len(changes) == len(set(changes))
    assert changes[0] is Status.ACTIVE
    assert changes[-1] is Status.LAPSED


# Benefits


@pytest.mark.parametrize(
    ("today", "standing", "run"),
    [
        pytest.param(EXPIRY, DOES_NOT_RENEW, True, id="last day of the term"),
        pytest.param(ANNIVERSARY, DOES_NOT_RENEW, True, id="first day of the window"),
        pytest.param(LAST_DAY, DOES_NOT_RENEW, True, id="last day of the window"),
        pytest.param(LAST_DAY + timedelta(days=1), DOES_NOT_RENEW, False, id="day after the window"),
        pytest.param(LAST_DAY, CHARGE_FAILED, True, id="payment due"),
        pytest.param(TRANSFER_UNTIL, AWAITS_TRANSFER, True, id="last day of the transfer order"),
        pytest.param(date(2026, 7, 2), CANCELLED, False, id="cancelled"),
        pytest.param(date(2026, 12, 2), UPGRADED, False, id="silver that became gold"),
    ],
)
def test_benefits_go_on_through_the_window_and_stop_after_it(today: date, standing: Standing, *, run: bool) -> None:
    assert benefits_run_on(today, standing) is run


@thorough
@given(situation=situations())
def test_benefits_run_exactly_while_the_subscription_is_neither_cancelled_nor_lapsed(situation: tuple[date, Standing]) -> None:
    today, standing = situation
    assert benefits_run_on(today, standing) is (first_row_that_fits(today, standing) not in {Status.CANCELLED, Status.LAPSED})


# What happens next


@pytest.mark.parametrize(
    ("today", "standing", "outlook"),
    [
        pytest.param(date(2027, 1, 1), RENEWS, Outlook(Next.RENEWS, ANNIVERSARY, LAST_DAY), id="renews automatically"),
        pytest.param(EXPIRY, RENEWS, Outlook(Next.RENEWS, ANNIVERSARY, LAST_DAY), id="renews tomorrow"),
        pytest.param(EXPIRY, DOES_NOT_RENEW, Outlook(Next.RENEWABLE_LATER, ANNIVERSARY, LAST_DAY), id="from 23 June to 22 July"),
        pytest.param(ANNIVERSARY, RENEWS, Outlook(Next.RENEWING, ANNIVERSARY, LAST_DAY), id="renewing today"),
        pytest.param(ANNIVERSARY, DOES_NOT_RENEW, Outlook(Next.RENEWABLE_NOW, ANNIVERSARY, LAST_DAY), id="can be renewed"),
        pytest.param(ANNIVERSARY, CHARGE_FAILED, Outlook(Next.PAY_NOW, ANNIVERSARY, LAST_DAY), id="to be paid by hand"),
        pytest.param(
            date(2027, 7, 15), AWAITS_TRANSFER, Outlook(Next.AWAITS_TRANSFER, ANNIVERSARY, TRANSFER_UNTIL), id="transfer expected"
        ),
        pytest.param(date(2027, 7, 23), DOES_NOT_RENEW, Outlook(Next.CLOSED, LAST_DAY, LAST_DAY), id="closed yesterday"),
        pytest.param(date(2027, 9, 2), REPLACED, Outlook(Next.CLOSED, LAST_DAY, LAST_DAY), id="bought again"),
        pytest.param(
            date(2026, 8, 1),
            CANCELLED,
            Outlook(Next.ENDED, date(2026, 7, 1), date(2026, 7, 1), closing=Closing.CANCELLED),
            id="ended by the desk",
        ),
        pytest.param(
            date(2027, 1, 1),
            UPGRADED,
            Outlook(Next.ENDED, date(2026, 12, 1), date(2026, 12, 1), closing=Closing.UPGRADED),
            id="ended by becoming gold",
        ),
    ],
)
def test_a_partner_is_told_what_happens_next_and_when(today: date, standing: Standing, outlook: Outlook) -> None:
    assert outlook_on(today, standing) == outlook


FITTING: dict[Status, set[Next]] = {
    Status.CANCELLED: {Next.ENDED},
    Status.EXPIRING_SOON: {Next.RENEWS, Next.RENEWABLE_LATER, Next.AWAITS_TRANSFER},
    Status.ACTIVE: {Next.RENEWS, Next.RENEWABLE_LATER, Next.AWAITS_TRANSFER},
    Status.AWAITING_PAYMENT: {Next.AWAITS_TRANSFER},
    Status.RENEWING: {Next.RENEWING},
    Status.PAYMENT_DUE: {Next.PAY_NOW},
    Status.RENEWABLE: {Next.RENEWABLE_NOW},
    Status.LAPSED: {Next.CLOSED, Next.ENDED},
}


@thorough
@given(situation=situations())
def test_what_happens_next_fits_the_status(situation: tuple[date, Standing]) -> None:
    today, standing = situation
    assert outlook_on(today, standing).next in FITTING[status_on(today, standing)]


@thorough
@given(situation=situations())
def test_what_is_still_to_come_lies_ahead_and_what_is_open_is_open_today(situation: tuple[date, Standing]) -> None:
    today, standing = situation
    outlook = outlook_on(today, standing)
    match outlook.next:
        case Next.RENEWS | Next.RENEWABLE_LATER:
            assert today < outlook.on <= outlook.until
        case Next.RENEWABLE_NOW | Next.PAY_NOW:
            assert outlook.on <= today <= outlook.until
        case Next.RENEWING:
            assert outlook.on == today
        case Next.AWAITS_TRANSFER:
            assert today <= outlook.until
        case Next.CLOSED:
            assert standing.closing is not None or outlook.on < today
        case Next.ENDED:
            assert outlook.on == standing.closed_on == ended_on(standing)


@thorough
@given(situation=situations())
def test_a_renewal_is_only_announced_to_partners_who_renew_automatically(situation: tuple[date, Standing]) -> None:
    today, standing = situation
    if outlook_on(today, standing).next in {Next.RENEWS, Next.RENEWING, Next.PAY_NOW}:
        assert standing.renews_automatically
