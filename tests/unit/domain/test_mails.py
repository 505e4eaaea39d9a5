"""When a mail is tried again, and whether it is still worth sending."""

import zoneinfo
from datetime import date, datetime, timedelta

import pytest

from actionpack_app.domain.agenda import Year
from actionpack_app.domain.calendar import Term
from actionpack_app.domain.mails import MOST_TRIES, PASSING, pause_after, still_holds
from actionpack_app.domain.notices import CANCELLED, NoticeFacts, NoticeKind
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.status import Closing, Standing

SEOUL = zoneinfo.ZoneInfo("Asia/Seoul")
TERM = Term(date(2026, 6, 23), date(2027, 6, 22))
"""Its window closes with 22 July."""


def at(year: int, month: int, day: int, hour: int = 0) -> datetime:
    """In Seoul."""
    return datetime(year, month, day, hour, tzinfo=SEOUL)


def facts(kind: NoticeKind, **more: object) -> NoticeFacts:
    return NoticeFacts(kind, Offer.ACTION_PACK, "subscription", TERM.start, TERM.expiry, **more)  # pyright: ignore[reportArgumentType]


def holds(about: NoticeFacts, now: datetime, standing: Standing | None = None, *awaited: str) -> bool:
    return still_holds(about, Year(standing or Standing(TERM, renews_automatically=True), SEOUL), now, awaited)


class TestPauses:
    def test_they_double_from_a_minute_to_six_hours(self) -> None:
        pauses = [pause_after(tries) for tries in range(1, MOST_TRIES)]
        assert pauses[:4] == [timedelta(minutes=minutes) for minutes in (1, 2, 4, 8)]
        assert pauses[-1] == timedelta(hours=6)
        assert pauses == sorted(pauses, key=lambda pause: pause or timedelta())

    def test_they_end_after_about_three_days(self) -> None:
        whole = sum((pause_after(tries) or timedelta() for tries in range(1, MOST_TRIES)), timedelta())
        assert timedelta(days=2, hours=18) < whole < timedelta(days=3, hours=6)
        assert pause_after(MOST_TRIES) is None


class TestHolding:
    @pytest.mark.parametrize(
        ("kind", "until"),
        [
            (NoticeKind.EXPIRES_IN_30, at(2027, 6, 7, 9)),  # the next reminder
            (NoticeKind.EXPIRES_IN_15, at(2027, 6, 21, 9)),
            (NoticeKind.EXPIRES_IN_1, at(2027, 6, 23)),  # the anniversary opens
            (NoticeKind.WINDOW_OPEN, at(2027, 7, 15, 9)),
            (NoticeKind.WINDOW_CLOSING, at(2027, 7, 23)),  # the window is over
            (NoticeKind.CHARGE_FAILED, at(2027, 7, 23)),
        ],
    )
    def test_each_holds_until_the_next_overtakes_it(self, kind: NoticeKind, until: datetime) -> None:
        assert holds(facts(kind), until - timedelta(seconds=1))
        assert not holds(facts(kind), until)

    @pytest.mark.parametrize("kind", sorted(PASSING - {NoticeKind.TRANSFER_ORDERED}))
    def test_none_outlives_its_term(self, kind: NoticeKind) -> None:
        off = kind is NoticeKind.RENEWAL_OFF
        early = at(2027, 5, 25)
        assert holds(facts(kind), early, Standing(TERM, renews_automatically=not off))
        renewed = Standing(Term(date(2027, 6, 23), date(2028, 6, 22)), renews_automatically=not off)
        assert not holds(facts(kind), early, renewed)
        assert not holds(facts(kind), early, Standing(TERM, renews_automatically=False, closing=Closing.CANCELLED))

    @pytest.mark.parametrize("kind", sorted(set(NoticeKind) - PASSING))
    def test_what_has_happened_is_always_told(self, kind: NoticeKind) -> None:
        closed = Standing(TERM, renews_automatically=False, closing=Closing.CANCELLED)
        assert holds(facts(kind), at(2029, 1, 1), closed)

    def test_a_cancellation_has_happened_too(self) -> None:
        closed = Standing(TERM, renews_automatically=False, closing=Closing.CANCELLED)
        assert holds(facts(NoticeKind.RENEWAL_OFF, reason=CANCELLED), at(2029, 1, 1), closed)

    def test_a_charge_that_was_called_off_is_not_announced(self) -> None:
        about, early = facts(NoticeKind.EXPIRES_IN_30, renews=True), at(2027, 5, 25)
        assert holds(about, early)
        assert not holds(about, early, Standing(TERM, renews_automatically=False))

    @pytest.mark.parametrize("kind", [NoticeKind.CHARGE_FAILED, NoticeKind.WINDOW_OPEN])
    def test_what_names_a_retry_is_overtaken_by_it(self, kind: NoticeKind) -> None:
        about = facts(kind, retry_on=date(2027, 6, 26))
        assert holds(about, at(2027, 6, 25, 23))
        assert not holds(about, at(2027, 6, 26))

    def test_nobody_is_asked_for_money_that_is_not_awaited(self) -> None:
        about = facts(NoticeKind.TRANSFER_ORDERED, order_number="O-1")
        assert holds(about, at(2027, 6, 25), None, "O-1")
        assert not holds(about, at(2027, 6, 25), None, "O-2")

    def test_that_renewal_is_off_is_not_told_once_it_is_on(self) -> None:
        about, early = facts(NoticeKind.RENEWAL_OFF), at(2027, 5, 25)
        assert holds(about, early, Standing(TERM, renews_automatically=False))
        assert not holds(about, early)
