"""The calendar of product §2: its own examples, and what must hold for every anchor and every time zone."""

import calendar as gregorian
import itertools
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from actionpack_app.domain.calendar import CHARGE_TIME, Term, at_local_time, day_opens_at, local_day, nth_term, transfer_last_day

FIRST_TERM = Term(date(2026, 6, 23), date(2027, 6, 22))
LEAP_ANCHOR = date(2024, 2, 29)
YEARS = 40
ONE_DAY = timedelta(days=1)
ONE_SECOND = timedelta(seconds=1)
SEOUL = ZoneInfo("Asia/Seoul")

ZONES = sorted(available_timezones())
TELLING_DAYS = (
    date(1993, 8, 21),  # Kwajalein leaves it out
    date(1994, 12, 31),  # Kiritimati and Kanton leave it out
    date(2000, 1, 1),
    date(2011, 12, 30),  # Apia and Fakaofo leave it out
    date(2018, 11, 4),  # no midnight in São Paulo
    date(2023, 10, 1),  # no midnight in Asunción
    date(2024, 2, 29),
    date(2024, 3, 31),  # no midnight in Beirut
    date(2024, 4, 26),  # no midnight in Cairo
    date(2024, 11, 3),  # two midnights in Havana
    date(2026, 6, 23),
    date(2027, 7, 22),
)

anchors = st.dates(date(1990, 1, 1), date(2100, 12, 31))
zones = st.sampled_from(ZONES).map(ZoneInfo)
days_in_use = st.dates(date(1970, 1, 1), date(2080, 12, 31))

thorough = settings(deadline=None, max_examples=300)


def exists(day: date, zone: ZoneInfo) -> bool:
    """Whether clocks in `zone` ever show `day`, found by looking at them every half hour."""
    start = datetime.combine(day, time(), UTC) - timedelta(hours=16)
    return any((start + timedelta(minutes=30 * step)).astimezone(zone).date() == day for step in range(2 * 56))


def opens_properly(day: date, zone: ZoneInfo) -> bool:
    """Whether the opening instant has the day's date, and the second before it an earlier one."""
    opening = day_opens_at(day, zone)
    return local_day(opening, zone) == day and local_day(opening - ONE_SECOND, zone) < day


# Terms


def test_a_term_that_starts_on_23_june_2026_expires_on_22_june_2027() -> None:
    assert nth_term(date(2026, 6, 23), 0) == FIRST_TERM


def test_the_anniversary_is_the_day_after_expiry() -> None:
    assert FIRST_TERM.anniversary == date(2027, 6, 23)
    assert nth_term(date(2026, 6, 23), 1) == Term(date(2027, 6, 23), date(2028, 6, 22))


def test_a_term_that_starts_on_new_year_s_day_expires_on_the_last_day_of_that_year() -> None:
    assert nth_term(date(2026, 1, 1), 0) == Term(date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("n", "start", "expiry"),
    [
        (0, date(2024, 2, 29), date(2025, 2, 27)),
        (1, date(2025, 2, 28), date(2026, 2, 27)),
        (2, date(2026, 2, 28), date(2027, 2, 27)),
        (3, date(2027, 2, 28), date(2028, 2, 28)),
        (4, date(2028, 2, 29), date(2029, 2, 27)),
        (5, date(2029, 2, 28), date(2030, 2, 27)),
    ],
)
def test_an_anchor_on_29_february_starts_on_the_28th_in_common_years_and_returns_in_leap_years(
    n: int, start: date, expiry: date
) -> None:
    assert nth_term(LEAP_ANCHOR, n) == Term(start, expiry)


def test_an_anchor_on_29_february_starts_on_the_28th_in_2100_which_is_no_leap_year() -> None:
    assert nth_term(date(2096, 2, 29), 4).start == date(2100, 2, 28)
    assert nth_term(date(2096, 2, 29), 8).start == date(2104, 2, 29)


def test_an_anchor_on_28_february_stays_on_the_28th_in_leap_years() -> None:
    assert nth_term(date(2023, 2, 28), 1).start == date(2024, 2, 28)
    assert nth_term(date(2023, 2, 28), 0).expiry == date(2024, 2, 27)


def test_an_anchor_on_1_march_covers_29_february_where_there_is_one() -> None:
    assert nth_term(date(2023, 3, 1), 0).expiry == date(2024, 2, 29)
    assert nth_term(date(2023, 3, 1), 1).expiry == date(2025, 2, 28)


@thorough
@given(anchor=anchors)
@example(anchor=LEAP_ANCHOR)
@example(anchor=date(2096, 2, 29))
def test_a_partner_who_renews_for_forty_years_has_no_gap_and_no_overlap_between_terms(anchor: date) -> None:
    terms = [nth_term(anchor, n) for n in range(YEARS + 1)]
    assert terms[0].start == anchor
    for earlier, later in itertools.pairwise(terms):
        assert later.start == earlier.anniversary == earlier.expiry + ONE_DAY


@thorough
@given(anchor=anchors, n=st.integers(0, YEARS))
@example(anchor=LEAP_ANCHOR, n=1)
@example(anchor=LEAP_ANCHOR, n=YEARS)
def test_a_partner_who_renews_for_forty_years_keeps_the_day_of_the_first_start(anchor: date, n: int) -> None:
    start = nth_term(anchor, n).start
    assert start.year == anchor.year + n
    if (anchor.month, anchor.day) == (2, 29) and not gregorian.isleap(start.year):
        assert (start.month, start.day) == (2, 28)
    else:
        assert (start.month, start.day) == (anchor.month, anchor.day)


@thorough
@given(anchor=anchors, n=st.integers(0, YEARS))
@example(anchor=LEAP_ANCHOR, n=3)
def test_every_term_lasts_365_or_366_days(anchor: date, n: int) -> None:
    term = nth_term(anchor, n)
    assert (term.expiry - term.start).days + 1 in {365, 366}


# The renewal window


def test_a_term_that_expires_on_22_june_can_be_renewed_from_23_june_to_22_july() -> None:
    assert not FIRST_TERM.window_contains(date(2027, 6, 22))
    assert FIRST_TERM.window_contains(date(2027, 6, 23))
    assert FIRST_TERM.window_contains(date(2027, 7, 22))
    assert not FIRST_TERM.window_contains(date(2027, 7, 23))
    assert FIRST_TERM.last_renewal_day == date(2027, 7, 22)


def test_a_term_that_expires_on_15_october_has_14_november_as_its_last_renewal_day() -> None:
    term = nth_term(date(2025, 10, 16), 0)
    assert term.expiry == date(2026, 10, 15)
    assert term.last_renewal_day == date(2026, 11, 14)


def test_a_window_over_the_end_of_a_leap_february_still_has_thirty_days() -> None:
    assert nth_term(date(2023, 2, 15), 0).last_renewal_day == date(2024, 3, 15)
    assert nth_term(date(2024, 2, 15), 0).last_renewal_day == date(2025, 3, 16)


@thorough
@given(anchor=anchors, n=st.integers(0, YEARS))
@example(anchor=LEAP_ANCHOR, n=0)
def test_exactly_thirty_days_are_renewable_and_the_first_of_them_is_the_anniversary(anchor: date, n: int) -> None:
    term = nth_term(anchor, n)
    around = [term.expiry + timedelta(days=offset) for offset in range(-400, 401)]
    renewable = [day for day in around if term.window_contains(day)]
    assert len(renewable) == 30
    assert renewable[0] == term.anniversary
    assert renewable[-1] == term.last_renewal_day == term.anniversary + timedelta(days=29)


@thorough
@given(anchor=anchors, n=st.integers(0, YEARS))
def test_no_day_of_a_term_is_in_its_own_window(anchor: date, n: int) -> None:
    term = nth_term(anchor, n)
    assert not term.window_contains(term.start)
    assert not term.window_contains(term.expiry)


# Bank transfer


def test_a_transfer_order_placed_on_23_june_has_23_july_as_its_last_day() -> None:
    assert transfer_last_day(date(2026, 6, 23)) == date(2026, 7, 23)


def test_a_transfer_order_placed_on_the_last_day_of_the_window_outlives_the_window() -> None:
    assert transfer_last_day(FIRST_TERM.last_renewal_day) == date(2027, 8, 21)


@given(placed_on=anchors)
@settings(deadline=None)
def test_a_transfer_order_lives_the_day_it_is_placed_and_thirty_more(placed_on: date) -> None:
    assert transfer_last_day(placed_on) - placed_on == timedelta(days=30)


# Days in time zones


def test_the_window_of_a_partner_in_seoul_opens_at_15_utc_on_the_day_before() -> None:
    assert day_opens_at(FIRST_TERM.anniversary, SEOUL) == datetime(2027, 6, 22, 15, tzinfo=UTC)
    assert not FIRST_TERM.window_contains(local_day(datetime(2027, 6, 22, 14, 59, 59, tzinfo=UTC), SEOUL))
    assert FIRST_TERM.window_contains(local_day(datetime(2027, 6, 22, 15, tzinfo=UTC), SEOUL))


def test_the_window_of_a_partner_in_seoul_ends_when_23_july_opens_there() -> None:
    closing = day_opens_at(FIRST_TERM.last_renewal_day + ONE_DAY, SEOUL)
    assert closing == datetime(2027, 7, 22, 15, tzinfo=UTC)
    assert FIRST_TERM.window_contains(local_day(closing - ONE_SECOND, SEOUL))
    assert not FIRST_TERM.window_contains(local_day(closing, SEOUL))


@pytest.mark.parametrize(
    ("zone", "day", "opens"),
    [
        pytest.param("UTC", date(2026, 6, 23), "2026-06-23T00:00:00", id="utc"),
        pytest.param("Pacific/Kiritimati", date(2026, 6, 23), "2026-06-22T10:00:00", id="first place on earth"),
        pytest.param("Pacific/Pago_Pago", date(2026, 6, 23), "2026-06-23T11:00:00", id="last place on earth"),
        pytest.param("America/Los_Angeles", date(2026, 6, 23), "2026-06-23T07:00:00", id="summer time"),
        pytest.param("America/Los_Angeles", date(2026, 12, 23), "2026-12-23T08:00:00", id="winter time"),
        pytest.param("America/Los_Angeles", date(2026, 3, 8), "2026-03-08T08:00:00", id="day that loses an hour at 2"),
        pytest.param("America/Los_Angeles", date(2026, 3, 9), "2026-03-09T07:00:00", id="day after an hour was lost"),
        pytest.param("Asia/Kathmandu", date(2026, 6, 23), "2026-06-22T18:15:00", id="quarter of an hour"),
        pytest.param("America/Sao_Paulo", date(2018, 11, 4), "2018-11-04T03:00:00", id="no midnight in São Paulo"),
        pytest.param("Africa/Cairo", date(2024, 4, 26), "2024-04-25T22:00:00", id="no midnight in Cairo"),
        pytest.param("Asia/Beirut", date(2024, 3, 31), "2024-03-30T22:00:00", id="no midnight in Beirut"),
        pytest.param("America/Santiago", date(2024, 9, 8), "2024-09-08T04:00:00", id="no midnight in Santiago"),
        pytest.param("America/Toronto", date(1919, 3, 31), "1919-03-31T04:30:00", id="23:30 was followed by 00:30"),
        pytest.param("America/Nuuk", date(2024, 3, 31), "2024-03-31T01:00:00", id="23:00 was followed by midnight"),
        pytest.param("America/Havana", date(2024, 11, 3), "2024-11-03T04:00:00", id="the first of two midnights"),
        pytest.param("America/Sao_Paulo", date(2018, 2, 18), "2018-02-18T03:00:00", id="an hour twice before midnight"),
        pytest.param("Pacific/Apia", date(2011, 12, 29), "2011-12-29T10:00:00", id="Apia east of the date line"),
        pytest.param("Pacific/Apia", date(2011, 12, 31), "2011-12-30T10:00:00", id="Apia west of the date line"),
    ],
)
def test_a_day_opens_at_the_first_instant_that_the_zone_gives_it(zone: str, day: date, opens: str) -> None:
    assert day_opens_at(day, ZoneInfo(zone)) == datetime.fromisoformat(opens).replace(tzinfo=UTC)
    assert opens_properly(day, ZoneInfo(zone))


@pytest.mark.parametrize(
    ("zone", "day"),
    [("America/Sao_Paulo", date(2018, 11, 4)), ("Africa/Cairo", date(2024, 4, 26)), ("Asia/Beirut", date(2024, 3, 31))],
)
def test_where_midnight_is_skipped_the_partner_s_day_opens_at_one_o_clock(zone: str, day: date) -> None:
    wall_clock = day_opens_at(day, ZoneInfo(zone)).astimezone(ZoneInfo(zone))
    assert wall_clock.replace(tzinfo=None) == datetime.combine(day, time(1))


@pytest.mark.parametrize("zone", ["Pacific/Apia", "Pacific/Fakaofo"])
def test_the_missing_30_december_2011_opens_where_the_31st_does(zone: str) -> None:
    missing = date(2011, 12, 30)
    apia = ZoneInfo(zone)
    assert not exists(missing, apia)
    assert day_opens_at(missing, apia) == day_opens_at(missing + ONE_DAY, apia)
    assert local_day(day_opens_at(missing, apia) - ONE_SECOND, apia) == date(2011, 12, 29)


def test_a_term_that_expired_before_the_missing_day_is_renewable_from_the_31st() -> None:
    apia = ZoneInfo("Pacific/Apia")
    term = nth_term(date(2010, 12, 30), 0)
    assert term.anniversary == date(2011, 12, 30)
    opening = day_opens_at(term.anniversary, apia)
    assert local_day(opening, apia) == date(2011, 12, 31)
    assert term.window_contains(local_day(opening, apia))
    assert not term.window_contains(local_day(opening - ONE_SECOND, apia))


def test_at_one_instant_partners_on_both_sides_of_the_date_line_have_different_days() -> None:
    noon = datetime(2026, 6, 23, 10, 30, tzinfo=UTC)
    assert local_day(noon, ZoneInfo("Pacific/Kiritimati")) == date(2026, 6, 24)
    assert local_day(noon, ZoneInfo("Pacific/Pago_Pago")) == date(2026, 6, 22)


def test_the_local_day_does_not_depend_on_the_zone_in_which_the_instant_is_written() -> None:
    instant = datetime(2026, 6, 22, 15, tzinfo=UTC)
    assert local_day(instant.astimezone(ZoneInfo("America/Denver")), SEOUL) == local_day(instant, SEOUL) == date(2026, 6, 23)


@pytest.mark.parametrize("day", TELLING_DAYS, ids=str)
def test_in_every_zone_a_day_opens_where_it_begins_or_where_the_next_one_does_if_it_is_left_out(day: date) -> None:
    for name in ZONES:
        zone = ZoneInfo(name)
        if exists(day, zone):
            assert opens_properly(day, zone), name
        else:
            assert day_opens_at(day, zone) == day_opens_at(day + ONE_DAY, zone), name


@thorough
@given(day=days_in_use, zone=zones)
@example(day=date(2011, 12, 30), zone=ZoneInfo("Pacific/Apia"))
def test_one_second_before_a_day_opens_it_is_an_earlier_day(day: date, zone: ZoneInfo) -> None:
    if exists(day, zone):
        assert opens_properly(day, zone)
    else:
        assert local_day(day_opens_at(day, zone), zone) == day + ONE_DAY


@thorough
@given(day=days_in_use, zone=zones)
@example(day=date(2011, 12, 30), zone=ZoneInfo("Pacific/Apia"))
def test_a_day_never_opens_after_the_day_that_follows_it(day: date, zone: ZoneInfo) -> None:
    length = day_opens_at(day + ONE_DAY, zone) - day_opens_at(day, zone)
    assert length > timedelta() if exists(day, zone) else length == timedelta()


@thorough
@given(anchor=st.dates(date(1990, 1, 1), date(2060, 12, 31)), n=st.integers(0, 10), zone=zones)
@example(anchor=date(2010, 12, 31), n=0, zone=ZoneInfo("Pacific/Apia"))
@example(anchor=date(2017, 11, 4), n=0, zone=ZoneInfo("America/Sao_Paulo"))
def test_the_window_opens_with_the_anniversary_and_closes_after_its_thirtieth_day_in_every_zone(
    anchor: date, n: int, zone: ZoneInfo
) -> None:
    term = nth_term(anchor, n)
    opens = day_opens_at(term.anniversary, zone)
    closes = day_opens_at(term.last_renewal_day + ONE_DAY, zone)
    assert not term.window_contains(local_day(opens - ONE_SECOND, zone))
    assert term.window_contains(local_day(opens, zone))
    assert term.window_contains(local_day(closes - ONE_SECOND, zone))
    assert not term.window_contains(local_day(closes, zone))


@thorough
@given(day=days_in_use, zone=zones)
def test_openings_are_told_in_utc(day: date, zone: ZoneInfo) -> None:
    assert day_opens_at(day, zone).utcoffset() == timedelta()


# Nine o'clock, when charges and notices go out


@pytest.mark.parametrize(
    ("zone", "day", "expected"),
    [
        pytest.param("Asia/Seoul", date(2027, 6, 23), "2027-06-23T00:00:00", id="Seoul"),
        pytest.param("America/New_York", date(2026, 3, 7), "2026-03-07T14:00:00", id="New York, day before summer time"),
        pytest.param("America/New_York", date(2026, 3, 8), "2026-03-08T13:00:00", id="New York, summer time since two"),
        pytest.param("America/New_York", date(2026, 11, 1), "2026-11-01T14:00:00", id="New York, winter time since two"),
        pytest.param("Pacific/Kiritimati", date(2026, 6, 23), "2026-06-22T19:00:00", id="first place on earth"),
        pytest.param("Pacific/Pago_Pago", date(2026, 6, 23), "2026-06-23T20:00:00", id="last place on earth"),
    ],
)
def test_automatic_renewal_charges_at_nine_local_time(zone: str, day: date, expected: str) -> None:
    charged_at = at_local_time(day, CHARGE_TIME, ZoneInfo(zone))
    assert charged_at == datetime.fromisoformat(expected).replace(tzinfo=UTC)
    assert charged_at.utcoffset() == timedelta()


def test_a_skipped_time_counts_from_before_the_change() -> None:
    new_york = ZoneInfo("America/New_York")
    skipped = at_local_time(date(2026, 3, 8), time(2, 30), new_york)
    assert skipped.astimezone(new_york).time() == time(3, 30)


def test_a_time_that_comes_twice_is_the_first_of_the_two() -> None:
    new_york = ZoneInfo("America/New_York")
    assert at_local_time(date(2026, 11, 1), time(1, 30), new_york) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


@thorough
@given(day=days_in_use, zone=zones)
def test_nine_o_clock_is_on_the_partner_s_own_day_in_every_zone(day: date, zone: ZoneInfo) -> None:
    charged_at = at_local_time(day, CHARGE_TIME, zone)
    if exists(day, zone):
        assert charged_at.astimezone(zone).replace(tzinfo=None) == datetime.combine(day, CHARGE_TIME)
        assert day_opens_at(day, zone) < charged_at < day_opens_at(day + ONE_DAY, zone)
