"""What falls due in a year, by product §2: its dates counted by hand, and what must hold for every term and time zone."""

import dataclasses
import itertools
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from actionpack_app.domain.agenda import (
    CHARGES,
    RETRIES,
    Entry,
    Item,
    Year,
    agenda,
    due,
    expected,
    is_worth_doing,
    next_due_at,
    next_retry_at,
    overtaken,
    whole_year,
)
from actionpack_app.domain.calendar import Term, local_day, nth_term
from actionpack_app.domain.status import Closing, Standing

TERM = Term(date(2026, 6, 23), date(2027, 6, 22))
NEW_YORK = ZoneInfo("America/New_York")
LONDON = ZoneInfo("Europe/London")
SEOUL = ZoneInfo("Asia/Seoul")
KIRITIMATI = ZoneInfo("Pacific/Kiritimati")
PAGO_PAGO = ZoneInfo("Pacific/Pago_Pago")
SAO_PAULO = ZoneInfo("America/Sao_Paulo")
BEIRUT = ZoneInfo("Asia/Beirut")
NOTICES = frozenset(Item) - CHARGES - {Item.LAPSE}

anchors = st.dates(date(1990, 1, 1), date(2100, 12, 31)) | st.just(date(2024, 2, 29))
zones = st.sampled_from([NEW_YORK, LONDON, SEOUL, KIRITIMATI, PAGO_PAGO, SAO_PAULO, BEIRUT, ZoneInfo("Australia/Lord_Howe")])
terms = st.builds(nth_term, anchors, st.integers(0, 12))
items = st.frozensets(st.sampled_from(Item))

thorough = settings(deadline=None, max_examples=300)


@st.composite
def years(draw: st.DrawFn) -> Year:
    """Any facts of a term that isn't over for good."""
    term = draw(terms)
    transfer = draw(st.none() | st.integers(0, 60))
    standing = Standing(
        term=term,
        renews_automatically=draw(st.booleans()),
        open_transfer_until=None if transfer is None else term.anniversary + timedelta(days=transfer),
        charge_failed=draw(st.booleans()),
        needs_partner=draw(st.booleans()),
    )
    return Year(standing, draw(zones), done=draw(items))


def year(
    term: Term = TERM,
    zone: ZoneInfo = NEW_YORK,
    *,
    renews: bool = True,
    failed: bool = False,
    needs_partner: bool = False,
    transfer_until: date | None = None,
    done: frozenset[Item] = frozenset(),
) -> Year:
    standing = Standing(term, renews, charge_failed=failed, needs_partner=needs_partner, open_transfer_until=transfer_until)
    return Year(standing, zone, done)


def wall(entries: tuple[Entry, ...], zone: ZoneInfo) -> list[tuple[str, str]]:
    """What falls due, by the clock on the partner's wall."""
    return [(entry.at.astimezone(zone).strftime("%Y-%m-%d %H:%M"), entry.item.value) for entry in entries]


def entry_of(of: Year, item: Item) -> Entry:
    return next(entry for entry in whole_year(of) if entry.item is item)


def at(day: str, zone: ZoneInfo = NEW_YORK) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=zone)


# By hand, from the rules


def test_a_term_that_expires_on_22_june_2027_has_these_ten_days() -> None:
    assert wall(whole_year(year()), NEW_YORK) == [
        ("2027-05-23 09:00", "expires_in_30"),
        ("2027-06-07 09:00", "expires_in_15"),
        ("2027-06-21 09:00", "expires_in_1"),
        ("2027-06-23 09:00", "renewal"),
        ("2027-06-23 09:00", "window_open"),
        ("2027-06-26 09:00", "retry_3"),
        ("2027-06-30 09:00", "retry_7"),
        ("2027-07-07 09:00", "retry_14"),
        ("2027-07-15 09:00", "window_closing"),
        ("2027-07-23 00:00", "lapse"),
    ]


def test_a_term_that_expires_on_15_october_lapses_after_14_november() -> None:
    of = year(Term(date(2026, 10, 16), date(2027, 10, 15)), SEOUL)
    assert wall((entry_of(of, Item.LAPSE),), SEOUL) == [("2027-11-15 00:00", "lapse")]


def test_an_anchor_on_29_february_has_its_days_in_common_and_in_leap_years() -> None:
    common, leap = nth_term(date(2024, 2, 29), 0), nth_term(date(2024, 2, 29), 3)
    assert wall(whole_year(year(common)), NEW_YORK)[:4] == [
        ("2025-01-28 09:00", "expires_in_30"),
        ("2025-02-12 09:00", "expires_in_15"),
        ("2025-02-26 09:00", "expires_in_1"),
        ("2025-02-28 09:00", "renewal"),
    ]
    assert wall(whole_year(year(leap)), NEW_YORK)[:4] == [
        ("2028-01-29 09:00", "expires_in_30"),
        ("2028-02-13 09:00", "expires_in_15"),
        ("2028-02-27 09:00", "expires_in_1"),
        ("2028-02-29 09:00", "renewal"),
    ]


@pytest.mark.parametrize(
    ("zone", "expiry", "item", "utc"),
    [
        (NEW_YORK, date(2027, 3, 14), Item.EXPIRES_IN_1, "2027-03-13T14:00"),  # the day before clocks go forward
        (NEW_YORK, date(2027, 3, 13), Item.RENEWAL, "2027-03-14T13:00"),  # the day on which they do
        (NEW_YORK, date(2027, 11, 7), Item.EXPIRES_IN_1, "2027-11-06T13:00"),
        (NEW_YORK, date(2027, 11, 6), Item.RENEWAL, "2027-11-07T14:00"),  # back
        (LONDON, date(2027, 3, 27), Item.RENEWAL, "2027-03-28T08:00"),
        (LONDON, date(2027, 10, 30), Item.RENEWAL, "2027-10-31T09:00"),
        (LONDON, date(2027, 9, 30), Item.LAPSE, "2027-10-30T23:00"),  # still in summer time
        (SEOUL, date(2027, 6, 22), Item.RENEWAL, "2027-06-23T00:00"),
        (SEOUL, date(2027, 6, 22), Item.LAPSE, "2027-07-22T15:00"),
        (KIRITIMATI, date(2027, 6, 22), Item.RENEWAL, "2027-06-22T19:00"),  # fourteen hours ahead
        (PAGO_PAGO, date(2027, 6, 22), Item.RENEWAL, "2027-06-23T20:00"),  # eleven hours behind
    ],
)
def test_nine_o_clock_is_the_partners(zone: ZoneInfo, expiry: date, item: Item, utc: str) -> None:
    of = year(Term(expiry - timedelta(days=365), expiry), zone)
    assert entry_of(of, item).at == datetime.fromisoformat(utc).replace(tzinfo=UTC)


def test_where_the_clock_skips_midnight_the_day_after_the_window_begins_at_one() -> None:
    expiry = date(2018, 10, 4)  # the window's last day is 3 November; São Paulo had no midnight on the 4th
    of = year(Term(expiry - timedelta(days=364), expiry), SAO_PAULO)
    assert wall((entry_of(of, Item.LAPSE),), SAO_PAULO) == [("2018-11-04 01:00", "lapse")]


# What comes


def test_without_a_refused_charge_there_is_nothing_to_try_again() -> None:
    assert not RETRIES.keys() & {entry.item for entry in agenda(year())}


def test_with_automatic_renewal_off_nothing_is_charged_and_everything_is_told() -> None:
    assert {entry.item for entry in agenda(year(renews=False, failed=True))} == NOTICES | {Item.LAPSE}


@pytest.mark.parametrize("closing", Closing)
def test_after_its_closing_a_subscription_has_no_agenda(closing: Closing) -> None:
    of = year(failed=True)
    closed = dataclasses.replace(of, standing=dataclasses.replace(of.standing, closing=closing))
    assert agenda(closed) == ()
    assert next_due_at(closed) is None
    assert expected(closed, at("2027-06-01T12:00"), charges=True) == ()


def test_a_card_that_needs_the_partner_is_not_tried_again() -> None:
    of = year(failed=True, needs_partner=True, done=frozenset({Item.RENEWAL}))
    for late in RETRIES:
        entry = entry_of(of, late)
        assert not is_worth_doing(of, entry, entry.at)
    assert next_retry_at(of, at("2027-06-23T09:00")) is None
    assert not RETRIES.keys() & {entry.item for entry in expected(of, at("2027-06-23T10:00"), charges=True)}


def test_a_retry_that_the_partner_was_needed_for_is_behind_when_its_day_has_come() -> None:
    """Else a new card would be charged at once, on a day that no notice named."""
    of = year(failed=True, needs_partner=True, done=frozenset({Item.RENEWAL, Item.WINDOW_OPEN}))
    assert Item.RETRY_3 in {entry.item for entry in due(of, at("2027-06-26T09:00"))}


@pytest.mark.parametrize(
    ("now", "retry"),
    [
        ("2027-06-23T09:00", "2027-06-26T09:00"),
        ("2027-06-26T08:59", "2027-06-26T09:00"),
        ("2027-06-26T09:00", "2027-06-30T09:00"),
        ("2027-06-30T09:00", "2027-07-07T09:00"),
        ("2027-07-07T09:00", None),
    ],
)
def test_a_refused_charge_is_tried_again_after_3_7_and_14_days(now: str, retry: str | None) -> None:
    of = year(failed=True, done=frozenset({Item.RENEWAL}))
    assert next_retry_at(of, at(now)) == (at(retry) if retry else None)


def test_what_was_done_is_not_due_again() -> None:
    now = at("2027-06-23T09:00")
    assert [entry.item for entry in due(year(), now)] == [
        Item.EXPIRES_IN_30,
        Item.EXPIRES_IN_15,
        Item.EXPIRES_IN_1,
        Item.RENEWAL,
        Item.WINDOW_OPEN,
    ]
    done = frozenset({Item.EXPIRES_IN_30, Item.EXPIRES_IN_15, Item.EXPIRES_IN_1, Item.RENEWAL})
    assert [entry.item for entry in due(year(done=done), now)] == [Item.WINDOW_OPEN]
    assert next_due_at(year(done=done)) == now


# After an outage: whether it still holds


@pytest.mark.parametrize(
    ("item", "holds", "over"),
    [
        (Item.EXPIRES_IN_30, "2027-06-07T08:59", "2027-06-07T09:00"),  # the next notice says it better
        (Item.EXPIRES_IN_15, "2027-06-21T08:59", "2027-06-21T09:00"),
        (Item.EXPIRES_IN_1, "2027-06-22T23:59", "2027-06-23T00:00"),  # it has expired
        (Item.RENEWAL, "2027-07-22T23:59", "2027-07-23T00:00"),  # the window is over
        (Item.WINDOW_OPEN, "2027-07-15T08:59", "2027-07-15T09:00"),
        (Item.RETRY_3, "2027-06-30T08:59", "2027-06-30T09:00"),
        (Item.RETRY_7, "2027-07-07T08:59", "2027-07-07T09:00"),
        (Item.RETRY_14, "2027-07-22T23:59", "2027-07-23T00:00"),
        (Item.WINDOW_CLOSING, "2027-07-22T23:59", "2027-07-23T00:00"),
    ],
)
def test_it_holds_until_something_overtakes_it(item: Item, holds: str, over: str) -> None:
    of = year(failed=True)
    entry = entry_of(of, item)
    assert is_worth_doing(of, entry, entry.at)
    assert is_worth_doing(of, entry, at(holds))
    assert not is_worth_doing(of, entry, at(over))


def test_the_end_of_the_window_is_noted_however_late() -> None:
    of = year()
    assert is_worth_doing(of, entry_of(of, Item.LAPSE), at("2035-01-01T00:00"))


@pytest.mark.parametrize("item", sorted(CHARGES))
def test_nothing_is_charged_while_a_bank_transfer_is_awaited(item: Item) -> None:
    of = year(failed=True, transfer_until=date(2027, 7, 20))
    entry = entry_of(of, item)
    assert not is_worth_doing(of, entry, entry.at)


@pytest.mark.parametrize(
    ("now", "late"),
    [
        ("2027-06-23T09:00", []),
        ("2027-06-26T08:59", []),
        ("2027-06-26T09:00", [Item.RETRY_3]),
        ("2027-06-30T09:00", [Item.RETRY_3, Item.RETRY_7]),
        ("2027-07-20T12:00", [Item.RETRY_3, Item.RETRY_7, Item.RETRY_14]),
    ],
)
def test_a_late_charge_takes_the_place_of_the_retries_that_were_due_by_then(now: str, late: list[Item]) -> None:
    assert list(overtaken(Item.RENEWAL, year(), at(now))) == late
    assert list(overtaken(Item.WINDOW_OPEN, year(), at(now))) == []


def test_a_late_retry_takes_the_place_of_the_ones_before_it_and_not_its_own() -> None:
    assert list(overtaken(Item.RETRY_14, year(), at("2027-07-10T00:00"))) == [Item.RETRY_3, Item.RETRY_7]


def test_a_bank_transfer_keeps_the_year_open_until_the_transfers_own_last_day() -> None:
    of = year(transfer_until=date(2027, 8, 3))
    assert wall((entry_of(of, Item.LAPSE),), NEW_YORK) == [("2027-08-04 00:00", "lapse")]
    soon = year(transfer_until=date(2027, 7, 1))
    assert wall((entry_of(soon, Item.LAPSE),), NEW_YORK) == [("2027-07-23 00:00", "lapse")]


# What will happen


def test_after_a_renewal_that_charges_nothing_more_of_the_term_is_expected() -> None:
    coming = expected(year(done=frozenset({Item.EXPIRES_IN_30})), at("2027-06-01T12:00"), charges=True)
    assert [entry.item for entry in coming] == [Item.EXPIRES_IN_15, Item.EXPIRES_IN_1, Item.RENEWAL]


def test_after_a_renewal_that_charges_nothing_the_window_is_expected() -> None:
    coming = expected(year(done=frozenset({Item.EXPIRES_IN_30})), at("2027-06-01T12:00"), charges=False)
    assert [entry.item for entry in coming] == [
        Item.EXPIRES_IN_15,
        Item.EXPIRES_IN_1,
        Item.RENEWAL,
        Item.WINDOW_OPEN,
        Item.WINDOW_CLOSING,
        Item.LAPSE,
    ]


def test_with_automatic_renewal_off_the_window_and_its_end_are_expected() -> None:
    told = frozenset({Item.EXPIRES_IN_30, Item.EXPIRES_IN_15, Item.EXPIRES_IN_1})
    coming = expected(year(renews=False, done=told), at("2027-06-22T12:00"), charges=True)
    assert [entry.item for entry in coming] == [Item.WINDOW_OPEN, Item.WINDOW_CLOSING, Item.LAPSE]


# For every year


@thorough
@given(years())
@example(Year(Standing(nth_term(date(2024, 2, 29), 3), renews_automatically=True), NEW_YORK))
def test_every_item_stands_in_a_year_once_and_in_order(of: Year) -> None:
    entries = whole_year(of)
    assert sorted(entry.item for entry in entries) == sorted(Item)
    assert all(one.at <= two.at for one, two in itertools.pairwise(entries))
    assert [entry.item for entry in entries].index(Item.RENEWAL) + 1 == [entry.item for entry in entries].index(Item.WINDOW_OPEN)


@thorough
@given(years())
def test_notices_and_charges_fall_on_nine_o_clock_of_the_day_that_the_rules_name(of: Year) -> None:
    expiry = of.standing.term.expiry
    days = {
        Item.EXPIRES_IN_30: -30,
        Item.EXPIRES_IN_15: -15,
        Item.EXPIRES_IN_1: -1,
        Item.RENEWAL: 1,
        Item.WINDOW_OPEN: 1,
        Item.RETRY_3: 4,
        Item.RETRY_7: 8,
        Item.RETRY_14: 15,
        Item.WINDOW_CLOSING: 23,
    }
    for entry in whole_year(of):
        if entry.item is not Item.LAPSE:
            local = entry.at.astimezone(of.zone)
            assert (local.date(), local.time()) == (expiry + timedelta(days=days[entry.item]), time(9))


@thorough
@given(years())
def test_no_charge_is_worth_making_outside_of_the_window(of: Year) -> None:
    term = of.standing.term
    for entry in whole_year(of):
        if entry.item in CHARGES:
            assert term.window_contains(local_day(entry.at, of.zone))
            assert term.window_contains(local_day(entry.until - timedelta(seconds=1), of.zone))
            assert local_day(entry.until, of.zone) <= term.last_renewal_day + timedelta(days=1)


@thorough
@given(years())
def test_the_subscription_lapses_when_neither_window_nor_transfer_is_left(of: Year) -> None:
    lapse = entry_of(of, Item.LAPSE)
    last = local_day(lapse.at - timedelta(seconds=1), of.zone)
    until = of.standing.open_transfer_until
    assert last >= of.standing.term.last_renewal_day
    assert last == max(of.standing.term.last_renewal_day, until or of.standing.term.last_renewal_day)


@thorough
@given(years(), st.integers(-60, 120))
def test_what_is_carried_in_any_steps_is_what_is_carried_at_once(of: Year, days: int) -> None:
    """Marking what is due, day after day, meets every item once, and never one before its time."""
    until = datetime.combine(of.standing.term.expiry + timedelta(days=days), time(12), of.zone)
    at_once = [entry.item for entry in due(of, until)]
    now, met = until - timedelta(days=200), list[Item]()
    while now < until:
        now = min(now + timedelta(days=1), until)
        step = due(dataclasses.replace(of, done=of.done | set(met)), now)
        assert all(entry.at <= now for entry in step)
        met += [entry.item for entry in step]
    assert met == at_once


@thorough
@given(years(), st.integers(-60, 120))
def test_what_is_due_is_on_the_agenda_and_not_done(of: Year, days: int) -> None:
    now = datetime.combine(of.standing.term.expiry + timedelta(days=days), time(9), of.zone)
    coming = agenda(of)
    assert set(due(of, now)) == {entry for entry in coming if entry.at <= now}
    assert not {entry.item for entry in coming} & of.done
    assert next_due_at(of) == min((entry.at for entry in coming), default=None)


@thorough
@given(years(), st.integers(-60, 120))
def test_the_next_retry_lies_ahead_in_the_window_and_only_after_a_refusal(of: Year, days: int) -> None:
    now = datetime.combine(of.standing.term.expiry + timedelta(days=days), time(9), of.zone)
    retry = next_retry_at(of, now)
    if retry is not None:
        assert of.standing.renews_automatically
        assert of.standing.charge_failed
        assert not of.standing.needs_partner
        assert retry > now
        assert of.standing.term.window_contains(local_day(retry, of.zone))
