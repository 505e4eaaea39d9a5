"""A person's calendar feed: what it holds, that strict readers take it, and who reads it where."""

import asyncio
import zoneinfo
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar
from starlette.applications import Starlette
from starlette.datastructures import Headers

from actionpack_app.api.files import ROUTES
from actionpack_app.db import transaction
from actionpack_app.domain.calendar import nth_term
from actionpack_app.domain.errors import NotAllowed, NotFound
from actionpack_app.domain.rights import COMPANY_ROLES, Actor, Role
from actionpack_app.gateways.signing import sign
from actionpack_app.models import ActivityEntry, Partner, Person, Subscription
from actionpack_app.services.calendar.address import FEED, feed_address, renew_feed, revoke_feed
from actionpack_app.services.calendar.feed import calendar_feed
from actionpack_app.services.subscriptions.calendar_file import calendar_file
from actionpack_app.services.subscriptions.show import show_subscription
from actionpack_app.services.subscriptions.turn_off_renewal import turn_off_renewal
from tests.integration.companies import Company
from tests.integration.rows import of
from tests.integration.shopping import bought, reviewed_by_card

Entry = dict[str, Any]


def token_of(address: str) -> str:
    return address.rpartition("/")[2].removesuffix(".ics")


def feed(company: Company, role: Role = Role.GLOBAL_ADMIN) -> bytes:
    """What the person's calendar program reads, at an address that is made if there is none."""
    actor = company.person(role)
    return calendar_feed(token_of(feed_address(actor) or renew_feed(actor, company.clock)))


def entries(content: bytes) -> dict[str, Entry]:
    """Each entry by the kind in its identity; strict readers take the whole file first."""
    checked(content)
    calendar = Calendar.from_ical(content)
    return {str(event["uid"]).partition("@")[0].rpartition("-")[2]: event for event in calendar.walk("VEVENT")}


def checked(content: bytes) -> None:
    """The format's own rules, and two parsers."""
    text = content.decode()
    assert text.endswith("END:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert [line for line in content.split(b"\r\n") if len(line) > 75] == []
    for line in content.split(b"\r\n"):
        line.decode()  # no character is torn by folding
    calendar = Calendar.from_ical(content)
    assert [component.errors for component in calendar.walk() if component.errors] == []
    names = [str(event["uid"]) for event in calendar.walk("VEVENT")]
    assert len(set(names)) == len(names)
    read = IcsCalendarStream.calendar_from_ics(text).events
    assert len(read) == len(names)
    zones = {str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")}
    named = {event["dtstart"].params.get("TZID") for event in calendar.walk("VEVENT")} - {None}
    assert named == zones


def move_to(company: Company, zone: str, anchor: date) -> None:
    """A company of another zone whose subscription began on another day; its current term stays the n-th."""
    with transaction() as session:
        session.exec(sa.update(Partner).where(Partner.id == company.id).values(time_zone=zone))
        session.exec(sa.update(Subscription).where(Subscription.partner_id == company.id).values(anchor_on=anchor, terms_paid=1))


def answer(token: str, **sent: str) -> tuple[int, Headers, bytes]:
    """A program's request, through the routes of the application."""
    messages: list[Any] = []

    async def ask() -> None:
        scope = {
            "type": "http",
            "method": "GET",
            "path": f"/api/calendar/{token}.ics",
            "query_string": b"",
            "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in sent.items()],
        }

        async def receive() -> Any:
            return {"type": "http.request", "body": b""}

        async def send(message: Any) -> None:
            messages.append(message)

        await Starlette(routes=ROUTES)(scope, receive, send)

    asyncio.run(ask())
    body = b"".join(message.get("body", b"") for message in messages[1:])
    return messages[0]["status"], Headers(raw=messages[0]["headers"]), body


class TestContent:
    def test_an_automatic_renewal_is_a_time_and_expiry_a_day(self, contoso: Company) -> None:
        found, term = entries(feed(contoso)), contoso.holds().term
        assert set(found) == {"expiry", "renewal"}
        assert (found["expiry"]["dtstart"].dt, found["expiry"]["dtend"].dt) == (term.expiry, term.anniversary)
        starts = found["renewal"]["dtstart"].dt
        assert starts == datetime(term.anniversary.year, term.anniversary.month, term.anniversary.day, 9, tzinfo=contoso.zone)
        assert found["renewal"]["dtstart"].params["TZID"] == "America/New_York"

    def test_turned_off_it_has_the_window_from_its_first_to_its_last_day(self, fabrikam: Company) -> None:
        found, term = entries(feed(fabrikam)), fabrikam.holds().term
        assert set(found) == {"expiry", "window"}
        window = found["window"]
        assert (window["dtstart"].dt, window["dtend"].dt) == (term.anniversary, term.last_renewal_day + timedelta(days=1))

    def test_a_refused_charge_shows_when_it_is_tried_again_and_how_long_there_is(self, sample: Callable[[str], Company]) -> None:
        relecloud = sample("relecloud")
        found, held = entries(feed(relecloud)), relecloud.holds()
        assert set(found) == {"expiry", "renewal", "window"}
        assert found["renewal"]["dtstart"].dt.date() == held.outlook.retry_on

    def test_it_has_every_open_subscription(self, sample: Callable[[str], Company]) -> None:
        woodgrove = sample("woodgrove")
        titles = {str(event["summary"]) for event in Calendar.from_ical(feed(woodgrove)).walk("VEVENT")}
        assert len(titles) == 4

    def test_a_company_without_any_has_an_empty_calendar(self, sample: Callable[[str], Company]) -> None:
        assert entries(feed(sample("adventure_works"))) == {}

    def test_nothing_marks_its_reader_as_busy(self, contoso: Company) -> None:
        assert {str(event["transp"]) for event in entries(feed(contoso)).values()} == {"TRANSPARENT"}

    def test_programs_are_told_when_to_read_it_again(self, contoso: Company) -> None:
        text = feed(contoso).decode()
        assert "REFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n" in text
        assert "X-PUBLISHED-TTL:PT6H\r\n" in text

    def test_korean_is_folded_between_characters(self, sample: Callable[[str], Company]) -> None:
        proseware = sample("proseware")
        with transaction() as session:
            session.exec(sa.update(Partner).where(Partner.id == proseware.id).values(name="가나다라마바사아자차카타파하" * 8))
        content = feed(proseware)
        checked(content)
        assert "만료" in str(entries(content)["expiry"]["summary"])
        assert "가나다라마바사아자차카타파하" * 8 in str(Calendar.from_ical(content)["x-wr-calname"])

    def test_the_language_is_that_of_the_persons_mails(self, contoso: Company) -> None:
        english = str(entries(feed(contoso))["expiry"]["summary"])
        with transaction() as session:
            session.exec(sa.update(Person).where(Person.id == contoso.admin.person_id).values(mail_locale="ko"))
        korean = str(entries(feed(contoso))["expiry"]["summary"])
        assert "expires" in english
        assert "만료" in korean
        assert "expires" in str(entries(feed(contoso, Role.BILLING_ADMIN))["expiry"]["summary"])

    @pytest.mark.parametrize(
        ("zone", "offset"),
        [
            ("America/New_York", timedelta(hours=-4)),
            ("Europe/Berlin", timedelta(hours=2)),
            ("Australia/Lord_Howe", timedelta(hours=10, minutes=30)),
            ("Pacific/Kiritimati", timedelta(hours=14)),
            ("Pacific/Pago_Pago", timedelta(hours=-11)),
            ("Asia/Seoul", timedelta(hours=9)),
        ],
    )
    def test_a_charge_is_at_nine_by_the_companys_own_clock(self, contoso: Company, zone: str, offset: timedelta) -> None:
        move_to(contoso, zone, date(2026, 6, 23))
        content = feed(contoso)
        found = entries(content)
        assert found["expiry"]["dtstart"].dt == date(2027, 6, 22)
        starts = found["renewal"]["dtstart"].dt
        assert (starts.replace(tzinfo=None), starts.utcoffset()) == (datetime(2027, 6, 23, 9), offset)  # noqa: DTZ001
        (event,) = [one for one in IcsCalendarStream.calendar_from_ics(content.decode()).events if one.uid.find("renewal") > 0]
        assert event.dtstart.utcoffset() == offset  # by the zone that the file itself describes

    def test_the_days_around_a_change_of_the_clocks_keep_nine_o_clock(self, contoso: Company) -> None:
        for anchor in (date(2026, 3, 13), date(2026, 3, 14), date(2026, 3, 15), date(2026, 11, 7), date(2026, 11, 8)):
            move_to(contoso, "America/New_York", anchor)
            starts = entries(feed(contoso))["renewal"]["dtstart"].dt
            expected = nth_term(anchor, 1).start
            assert (starts.date(), starts.hour) == (expected, 9)

    def test_an_anchor_on_29_february_expires_on_27_february(self, contoso: Company) -> None:
        move_to(contoso, "Europe/Berlin", date(2024, 2, 29))
        found = entries(feed(contoso))
        assert found["expiry"]["dtstart"].dt == date(2025, 2, 27)
        assert found["renewal"]["dtstart"].dt.date() == date(2025, 2, 28)


class TestChanges:
    def test_the_same_facts_are_the_same_bytes(self, contoso: Company) -> None:
        assert feed(contoso) == feed(contoso)

    def test_a_turned_off_renewal_gives_way_to_the_window_and_expiry_counts_up(self, contoso: Company) -> None:
        before = entries(feed(contoso))
        turn_off_renewal(contoso.admin, contoso.holds().id, contoso.clock)
        after = entries(feed(contoso))
        assert set(after) == {"expiry", "window"}
        assert after["expiry"]["uid"] == before["expiry"]["uid"]
        assert after["expiry"]["sequence"] > before["expiry"]["sequence"]
        assert after["expiry"]["last-modified"].dt == contoso.now

    def test_a_renewal_brings_the_next_years_dates(self, fabrikam: Company) -> None:
        before = entries(feed(fabrikam))
        order = bought(fabrikam, reviewed_by_card(fabrikam))
        after = entries(feed(fabrikam))
        assert after["expiry"]["dtstart"].dt == order.term.expiry
        assert after["expiry"]["uid"] != before["expiry"]["uid"]

    def test_the_file_of_a_subscription_knows_the_same_entries(self, contoso: Company) -> None:
        token = show_subscription(contoso.admin, contoso.holds().id, contoso.clock).calendar_token
        assert entries(calendar_file(token)) == entries(feed(contoso))


class TestAddress:
    def test_there_is_none_until_it_is_made(self, contoso: Company) -> None:
        assert feed_address(contoso.admin) == ""
        made = renew_feed(contoso.admin, contoso.clock)
        assert made == feed_address(contoso.admin)
        assert made.startswith("http://localhost:3000/api/calendar/")
        assert made.endswith(".ics")

    def test_a_new_one_ends_the_one_before(self, contoso: Company) -> None:
        old, new = renew_feed(contoso.admin, contoso.clock), renew_feed(contoso.admin, contoso.clock)
        with pytest.raises(NotFound):
            calendar_feed(token_of(old))
        assert calendar_feed(token_of(new))

    def test_a_revoked_one_stays_revoked(self, contoso: Company) -> None:
        old = renew_feed(contoso.admin, contoso.clock)
        revoke_feed(contoso.admin, contoso.clock)
        revoke_feed(contoso.admin, contoso.clock)
        assert feed_address(contoso.admin) == ""
        renew_feed(contoso.admin, contoso.clock)
        with pytest.raises(NotFound):
            calendar_feed(token_of(old))

    def test_what_was_done_is_in_the_activity_once(self, contoso: Company) -> None:
        renew_feed(contoso.admin, contoso.clock)
        for _again in range(2):
            revoke_feed(contoso.admin, contoso.clock)
        done = [entry.action for entry in of(ActivityEntry, contoso) if entry.action.startswith("calendar")]
        assert done == ["calendar_address_made", "calendar_address_ended"]

    def test_somebody_who_was_deactivated_has_no_feed(self, contoso: Company) -> None:
        token = token_of(renew_feed(contoso.admin, contoso.clock))
        with transaction() as session:
            session.exec(sa.update(Person).where(Person.id == contoso.admin.person_id).values(active=False))
        with pytest.raises(NotFound):
            calendar_feed(token)

    def test_each_person_has_their_own(self, contoso: Company) -> None:
        mine = renew_feed(contoso.admin, contoso.clock)
        theirs = renew_feed(contoso.person(Role.BILLING_ADMIN), contoso.clock)
        revoke_feed(contoso.person(Role.BILLING_ADMIN), contoso.clock)
        assert calendar_feed(token_of(mine))
        with pytest.raises(NotFound):
            calendar_feed(token_of(theirs))

    def test_a_forged_or_foreign_token_is_not_found(self, contoso: Company) -> None:
        person = contoso.admin.person_id
        token = token_of(renew_feed(contoso.admin, contoso.clock))
        of_file = show_subscription(contoso.admin, contoso.holds().id, contoso.clock).calendar_token
        forged = ("", "x", token[:-1], f"{token}x", of_file, person, sign("calendar", f"{person}:1"))
        signed = (f"{person}:0", f"{person}:-1", f"{person}:2", person, f"{person}:", ":1", "nobody:1", f"{person}:x")
        for one in (*forged, *(sign(FEED, value) for value in signed)):
            with pytest.raises(NotFound):
                calendar_feed(one)
        with pytest.raises(NotFound):
            calendar_file(token)

    @pytest.mark.parametrize("role", COMPANY_ROLES)
    def test_everybody_of_a_company_may_have_one(self, fabrikam: Company, role: Role) -> None:
        assert renew_feed(fabrikam.person(role), fabrikam.clock)

    def test_operators_have_no_company_to_follow(self, contoso: Company) -> None:
        desk = Actor("somebody", "", Role.DESK_ADMIN, "")
        for refused in (
            lambda: feed_address(desk),
            lambda: renew_feed(desk, contoso.clock),
            lambda: revoke_feed(desk, contoso.clock),
        ):
            with pytest.raises(NotAllowed):
                refused()


class TestRequest:
    def test_it_answers_a_calendar_and_then_only_that_nothing_changed(self, contoso: Company) -> None:
        token = token_of(renew_feed(contoso.admin, contoso.clock))
        status, headers, body = answer(token)
        assert (status, body) == (200, calendar_feed(token))
        assert headers["content-type"] == "text/calendar; charset=utf-8"
        assert headers["cache-control"] == "private, no-cache"
        status, again, body = answer(token, if_none_match=f'"other", W/{headers["etag"]}')
        assert (status, body, again["etag"]) == (304, b"", headers["etag"])

    def test_a_change_answers_anew(self, contoso: Company) -> None:
        token = token_of(renew_feed(contoso.admin, contoso.clock))
        known = answer(token)[1]["etag"]
        turn_off_renewal(contoso.admin, contoso.holds().id, contoso.clock)
        status, headers, _body = answer(token, if_none_match=known)
        assert status == 200
        assert headers["etag"] != known

    def test_a_revoked_address_is_missing(self, contoso: Company) -> None:
        token = token_of(renew_feed(contoso.admin, contoso.clock))
        known = answer(token)[1]["etag"]
        revoke_feed(contoso.admin, contoso.clock)
        for sent in ({}, {"if_none_match": known}, {"if_none_match": "*"}):
            assert answer(token, **sent)[0] == 404

    def test_the_file_of_a_subscription_has_the_same_form_of_address(self, contoso: Company) -> None:
        token = show_subscription(contoso.admin, contoso.holds().id, contoso.clock).calendar_token
        assert answer(token)[0] == 200


def test_the_zone_of_the_file_changes_when_the_clocks_do() -> None:
    """Onsets are told by the wall clock that was valid before (RFC 5545, 3.6.5): 02:00 in New York, both times."""
    from actionpack_app.services.calendar.zone import time_zone  # noqa: PLC0415

    zone = time_zone(zoneinfo.ZoneInfo("America/New_York"), date(2026, 1, 1), date(2027, 1, 1))
    onsets = [(part.name, part["dtstart"].dt) for part in zone.subcomponents][1:]
    assert onsets == [("DAYLIGHT", datetime(2026, 3, 8, 2)), ("STANDARD", datetime(2026, 11, 1, 2))]  # noqa: DTZ001
