"""Where a test clock's buttons lead, by product §7: named days of the year, seen at noon."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actionpack_app.domain.calendar import Term, local_day, nth_term
from actionpack_app.domain.jumps import Jump, target

NEW_YORK = ZoneInfo("America/New_York")
SEOUL = ZoneInfo("Asia/Seoul")
KIRITIMATI = ZoneInfo("Pacific/Kiritimati")
PAGO_PAGO = ZoneInfo("Pacific/Pago_Pago")
ANCHOR = date(2026, 6, 23)
HELD = [(ANCHOR, nth_term(ANCHOR, 0))]


def at(text: str, zone: ZoneInfo = NEW_YORK) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def led_to(jump: Jump, now: str, zone: ZoneInfo = NEW_YORK, held: list[tuple[date, Term]] | None = None) -> str | None:
    """By the clock on the partner's wall."""
    found = target(jump, at(now, zone), zone, HELD if held is None else held)
    return found.astimezone(zone).strftime("%Y-%m-%d %H:%M") if found else None


@pytest.mark.parametrize(
    ("jump", "day"),
    [
        (Jump.EXPIRY, "2027-06-22 12:00"),
        (Jump.WINDOW_FIRST, "2027-06-23 12:00"),
        (Jump.WINDOW_LAST, "2027-07-22 12:00"),
        (Jump.ANNIVERSARY, "2027-06-23 12:00"),
    ],
)
@pytest.mark.parametrize("zone", [NEW_YORK, SEOUL, KIRITIMATI, PAGO_PAGO], ids=str)
def test_in_the_middle_of_the_term_the_year_lies_ahead(jump: Jump, day: str, zone: ZoneInfo) -> None:
    assert led_to(jump, "2027-01-05T08:00", zone) == day


def test_on_the_morning_of_the_day_it_leads_to_noon_and_at_noon_nowhere() -> None:
    assert led_to(Jump.EXPIRY, "2027-06-22T08:00") == "2027-06-22 12:00"
    assert led_to(Jump.EXPIRY, "2027-06-22T12:00") is None
    assert led_to(Jump.WINDOW_LAST, "2027-07-22T12:01") is None


def test_a_day_that_is_over_is_not_gone_back_to() -> None:
    assert led_to(Jump.EXPIRY, "2027-07-01T12:00") is None
    assert led_to(Jump.WINDOW_FIRST, "2027-07-01T12:00") is None
    assert led_to(Jump.WINDOW_LAST, "2027-07-01T12:00") == "2027-07-22 12:00"


def test_the_next_anniversary_is_the_anchors_even_where_the_window_closed() -> None:
    assert led_to(Jump.ANNIVERSARY, "2027-06-23T12:00") == "2028-06-23 12:00"
    assert led_to(Jump.ANNIVERSARY, "2027-09-01T12:00") == "2028-06-23 12:00"
    assert led_to(Jump.ANNIVERSARY, "2030-01-01T12:00") == "2030-06-23 12:00"


def test_an_anchor_of_29_february_has_its_anniversary_on_the_28th_in_common_years() -> None:
    held = [(date(2024, 2, 29), nth_term(date(2024, 2, 29), 2))]
    assert led_to(Jump.ANNIVERSARY, "2026-03-10T12:00", held=held) == "2027-02-28 12:00"
    assert led_to(Jump.ANNIVERSARY, "2027-03-10T12:00", held=held) == "2028-02-29 12:00"


def test_of_several_subscriptions_the_nearest_day_counts() -> None:
    silver = date(2026, 11, 30)
    held = [*HELD, (silver, nth_term(silver, 0))]
    assert led_to(Jump.EXPIRY, "2027-01-05T12:00", held=held) == "2027-06-22 12:00"
    assert led_to(Jump.EXPIRY, "2027-07-01T12:00", held=held) == "2027-11-29 12:00"


@pytest.mark.parametrize("jump", sorted(set(Jump) - {Jump.NEXT_DAY}))
def test_without_a_subscription_there_is_no_named_day(jump: Jump) -> None:
    assert led_to(jump, "2027-01-05T12:00", held=[]) is None


@pytest.mark.parametrize(
    ("now", "next_day"),
    [
        ("2027-01-05T08:30", "2027-01-06 08:30"),
        ("2027-03-13T08:30", "2027-03-14 08:30"),  # a day of 23 hours
        ("2027-11-06T08:30", "2027-11-07 08:30"),  # a day of 25 hours
        ("2028-02-28T08:30", "2028-02-29 08:30"),
    ],
)
def test_the_next_day_has_the_same_time_on_the_wall(now: str, next_day: str) -> None:
    assert led_to(Jump.NEXT_DAY, now, held=[]) == next_day


@settings(deadline=None, max_examples=300)
@given(
    st.sampled_from(Jump),
    st.datetimes(datetime(2025, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 (the strategy adds it)
    st.sampled_from([NEW_YORK, SEOUL, KIRITIMATI, PAGO_PAGO, ZoneInfo("America/Sao_Paulo")]),
    st.lists(st.tuples(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 5)), max_size=3),
)
def test_a_jump_leads_ahead_to_the_nearest_such_day(
    jump: Jump, now: datetime, zone: ZoneInfo, held: list[tuple[date, int]]
) -> None:
    today = local_day(now, zone)
    terms = [(anchor, nth_term(anchor, number)) for anchor, number in held if anchor <= today]
    found = target(jump, now, zone, terms)
    if found is None:
        assert jump is not Jump.NEXT_DAY
        assert not terms or jump is not Jump.ANNIVERSARY
        return
    assert found > now
    assert found.utcoffset() == timedelta(0)
    day = local_day(found, zone)
    match jump:
        case Jump.NEXT_DAY:
            assert day == today + timedelta(days=1)
        case Jump.ANNIVERSARY:
            assert day == min(
                nth_term(anchor, n).start for anchor, _term in terms for n in range(30) if nth_term(anchor, n).start > today
            )
        case _:
            named = {Jump.EXPIRY: "expiry", Jump.WINDOW_FIRST: "anniversary", Jump.WINDOW_LAST: "last_renewal_day"}[jump]
            assert day in {getattr(term, named) for _anchor, term in terms}
            assert not [term for _anchor, term in terms if today < getattr(term, named) < day]
