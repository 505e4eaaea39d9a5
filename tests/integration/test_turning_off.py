"""Turning automatic renewal off, asking to cancel, and the dates for calendar programs."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from icalendar import Calendar, Event

from actionpack_app.domain.errors import (
    ActionPackError,
    AutomaticRenewalAlreadyOff,
    NotFound,
    RenewalUnderWay,
)
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.refunds import RefundBar
from actionpack_app.domain.rights import Role
from actionpack_app.domain.status import Next, Status
from actionpack_app.gateways.clock import StandingClock
from actionpack_app.gateways.signing import sign
from actionpack_app.models import ActivityEntry, Subscription, SupportRequest
from actionpack_app.services.membership.overview import overview
from actionpack_app.services.orders.fill_in import submit_details
from actionpack_app.services.orders.open_checkout import open_checkout
from actionpack_app.services.samples.manage import reset_sample
from actionpack_app.services.subscriptions.calendar_file import calendar_file
from actionpack_app.services.subscriptions.show import show_subscription
from actionpack_app.services.subscriptions.turn_off_renewal import show_renewal_switch, turn_off_renewal
from actionpack_app.services.support.ask import ask_support, close_request, start_cancellation
from actionpack_app.services.support.browse import list_requests, show_request
from tests.integration.companies import Company
from tests.integration.requests import form
from tests.integration.rows import at_once, of
from tests.integration.shopping import bought, reviewed_by_card, reviewed_by_transfer

AP, SILVER, GOLD = Offer.ACTION_PACK, Offer.SILVER, Offer.GOLD


class TestTurningOff:
    def test_it_takes_effect_at_once(self, contoso: Company) -> None:
        before = contoso.holds()
        switch = turn_off_renewal(contoso.admin, before.id, contoso.clock)
        assert (switch.subscription_id, switch.offer, switch.term) == (before.id, AP, before.term)
        after = contoso.holds()
        assert (after.renews_automatically, after.may_turn_off, after.renewal_off_on) == (False, False, contoso.today)
        assert (after.status, after.term) == (Status.ACTIVE, before.term)
        assert after.outlook.next is Next.RENEWABLE_LATER

    def test_looking_at_the_dialog_changes_nothing(self, contoso: Company) -> None:
        before = contoso.holds()
        assert show_renewal_switch(contoso.admin, before.id, contoso.clock).term == before.term
        assert contoso.holds() == before

    def test_the_activity_says_who_did_it(self, contoso: Company) -> None:
        held = contoso.holds().id
        turn_off_renewal(contoso.admin, held, contoso.clock)
        newest = show_subscription(contoso.admin, held, contoso.clock).activity[0]
        assert (newest.action, newest.who, newest.at) == ("renewal_turned_off", contoso.admin.name, contoso.now)

    def test_a_second_time_is_refused(self, contoso: Company) -> None:
        held = contoso.holds().id
        turn_off_renewal(contoso.admin, held, contoso.clock)
        for again in (turn_off_renewal, show_renewal_switch):
            with pytest.raises(AutomaticRenewalAlreadyOff):
                again(contoso.admin, held, contoso.clock)

    def test_two_people_at_once_do_it_once(self, contoso: Company) -> None:
        held = contoso.holds().id
        outcomes = at_once([lambda: turn_off_renewal(contoso.admin, held, contoso.clock)] * 8)
        refused = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
        assert [type(error) for error in refused] == [AutomaticRenewalAlreadyOff] * 7
        assert [entry.action for entry in of(ActivityEntry, contoso)].count("renewal_turned_off") == 1

    def test_it_may_be_done_up_to_the_last_instant_before_the_anniversary(self, contoso: Company) -> None:
        held = contoso.holds()
        midnight = contoso.on(held.term.anniversary).now().replace(hour=0)
        with pytest.raises(RenewalUnderWay):
            turn_off_renewal(contoso.admin, held.id, StandingClock(midnight))
        turn_off_renewal(contoso.admin, held.id, StandingClock(midnight - timedelta(seconds=1)))
        assert not contoso.holds().renews_automatically

    def test_from_the_anniversary_on_it_is_refused(self, sample: Callable[[str], Company], contoso: Company) -> None:
        for day in (0, 1, 29):
            with pytest.raises(RenewalUnderWay):
                turn_off_renewal(contoso.admin, contoso.holds().id, contoso.in_days(121 + day))
        relecloud = sample("relecloud")
        with pytest.raises(RenewalUnderWay):
            turn_off_renewal(relecloud.admin, relecloud.holds().id, relecloud.clock)
        assert relecloud.holds().renews_automatically

    def test_only_the_next_renewal_turns_it_on_again(self, contoso: Company) -> None:
        turn_off_renewal(contoso.admin, contoso.holds().id, contoso.clock)
        later = contoso.in_days(121)
        assert not contoso.holds(clock=later).renews_automatically
        order = submit_details(contoso.admin, open_checkout(contoso.admin, AP, later).number, {})
        bought(contoso, order, clock=later)
        held = contoso.holds(clock=later)
        assert (held.renews_automatically, held.may_turn_off) == (True, True)
        turn_off_renewal(contoso.admin, held.id, later)

    def test_an_order_by_transfer_does_not_turn_it_on_before_it_is_paid(self, fabrikam: Company) -> None:
        bought(fabrikam, reviewed_by_transfer(fabrikam))
        assert not fabrikam.holds().renews_automatically

    def test_one_subscription_leaves_the_others_alone(self, sample: Callable[[str], Company]) -> None:
        woodgrove = sample("woodgrove")
        turn_off_renewal(woodgrove.person(Role.PARTNER_ADMIN), woodgrove.holds(SILVER).id, woodgrove.clock)
        assert not woodgrove.holds(SILVER).renews_automatically
        assert woodgrove.holds(AP).renews_automatically

    def test_a_silver_that_became_gold_has_nothing_left_to_turn_off(self, sample: Callable[[str], Company]) -> None:
        woodgrove = sample("woodgrove")
        silver = woodgrove.holds(SILVER).id
        bought(woodgrove, reviewed_by_card(woodgrove, GOLD))
        with pytest.raises(AutomaticRenewalAlreadyOff):
            turn_off_renewal(woodgrove.admin, silver, woodgrove.clock)


class TestCancelling:
    def test_a_renewal_of_today_would_be_refunded(self, fabrikam: Company) -> None:
        bought(fabrikam, reviewed_by_card(fabrikam))
        start = start_cancellation(fabrikam.admin, fabrikam.holds().id, fabrikam.clock)
        assert start.verdict.due
        assert start.verdict.until == fabrikam.today + timedelta(days=30)
        assert start.open_request == ""

    def test_thirty_days_after_the_payment_is_the_last_day(self, fabrikam: Company) -> None:
        bought(fabrikam, reviewed_by_card(fabrikam))
        held = fabrikam.holds().id
        assert start_cancellation(fabrikam.admin, held, fabrikam.in_days(30)).verdict.due
        assert start_cancellation(fabrikam.admin, held, fabrikam.in_days(31)).verdict.bars == (RefundBar.PAID_TOO_LONG_AGO,)

    def test_contoso_paid_too_long_ago(self, contoso: Company) -> None:
        verdict = start_cancellation(contoso.admin, contoso.holds().id, contoso.clock).verdict
        assert (verdict.due, verdict.bars) == (False, (RefundBar.PAID_TOO_LONG_AGO,))

    def test_a_closed_subscription_can_not_be_cancelled(self, sample: Callable[[str], Company]) -> None:
        woodgrove = sample("woodgrove")
        silver = woodgrove.holds(SILVER).id
        bought(woodgrove, reviewed_by_card(woodgrove, GOLD))
        with pytest.raises(NotFound):
            start_cancellation(woodgrove.admin, silver, woodgrove.clock)

    def test_nor_can_the_desk_be_asked_to_cancel_it(self, sample: Callable[[str], Company]) -> None:
        woodgrove = sample("woodgrove")
        silver = woodgrove.holds(SILVER).id
        bought(woodgrove, reviewed_by_card(woodgrove, GOLD))
        with pytest.raises(ActionPackError):
            ask_support(woodgrove.admin, form(subscription_id=silver, asks_to_cancel=True), woodgrove.clock)
        assert of(SupportRequest, woodgrove) == []

    def test_the_request_marks_the_subscription_beside_its_status(self, contoso: Company) -> None:
        held = contoso.holds()
        number = ask_support(contoso.admin, form(subscription_id=held.id, asks_to_cancel=True), contoso.clock)
        after = contoso.holds()
        assert after.cancellation_request == number
        assert (after.status, after.renews_automatically) == (held.status, True)
        details = show_subscription(contoso.admin, held.id, contoso.clock)
        assert not details.may_cancel
        assert details.activity[0].action == "cancellation_requested"

    def test_everybody_sees_the_mark_though_not_the_request(self, fabrikam: Company) -> None:
        bought(fabrikam, reviewed_by_card(fabrikam))
        held = fabrikam.holds().id
        number = ask_support(fabrikam.admin, form(subscription_id=held, asks_to_cancel=True), fabrikam.clock)
        for role in (Role.PARTNER_ADMIN, Role.USER):
            shown = show_subscription(fabrikam.person(role), held, fabrikam.clock)
            assert shown.summary.cancellation_request == number
            assert list_requests(fabrikam.person(role), open_only=True, search="", page_number=1).page.total == 0

    def test_it_is_found_under_open_with_its_subscription(self, contoso: Company) -> None:
        held = contoso.holds().id
        number = ask_support(contoso.admin, form(subscription_id=held, asks_to_cancel=True), contoso.clock)
        (line,) = list_requests(contoso.admin, open_only=True, search="", page_number=1).page.rows
        assert (line.number, line.asks_to_cancel) == (number, True)
        assert list_requests(contoso.admin, open_only=False, search="", page_number=1).page.rows == ()
        shown = show_request(contoso.admin, number)
        assert (shown.subscription_id, shown.offer) == (held, AP)

    def test_asking_twice_gives_the_same_request(self, contoso: Company) -> None:
        held = contoso.holds().id
        first = ask_support(contoso.admin, form(subscription_id=held, asks_to_cancel=True), contoso.clock)
        again = form(subscription_id=held, asks_to_cancel=True, submission="another form")
        assert ask_support(contoso.admin, again, contoso.clock) == first
        assert len(of(SupportRequest, contoso)) == 1
        assert start_cancellation(contoso.admin, held, contoso.clock).open_request == first

    def test_asking_in_eight_tabs_at_once_gives_one_request(self, contoso: Company) -> None:
        held = contoso.holds().id
        forms = [form(subscription_id=held, asks_to_cancel=True, submission=f"tab {n}") for n in range(8)]
        outcomes = at_once([lambda f=filled: ask_support(contoso.admin, f, contoso.clock) for filled in forms])
        assert len(set(map(str, outcomes))) == 1
        assert len(of(SupportRequest, contoso)) == 1

    def test_a_colleagues_request_is_the_same_one(self, fabrikam: Company) -> None:
        bought(fabrikam, reviewed_by_card(fabrikam))
        held = fabrikam.holds().id
        first = ask_support(fabrikam.admin, form(subscription_id=held, asks_to_cancel=True), fabrikam.clock)
        again = form(subscription_id=held, asks_to_cancel=True, submission="colleague's")
        assert ask_support(fabrikam.person(Role.PARTNER_ADMIN), again, fabrikam.clock) == first

    def test_taken_back_it_unmarks_the_subscription_and_it_can_be_asked_again(self, contoso: Company) -> None:
        held = contoso.holds().id
        first = ask_support(contoso.admin, form(subscription_id=held, asks_to_cancel=True), contoso.clock)
        close_request(contoso.admin, first, contoso.clock)
        assert contoso.holds().cancellation_request == ""
        again = form(subscription_id=held, asks_to_cancel=True, submission="another form")
        assert ask_support(contoso.admin, again, contoso.clock) != first

    def test_an_ordinary_request_about_a_subscription_does_not_mark_it(self, contoso: Company) -> None:
        ask_support(contoso.admin, form(subscription_id=contoso.holds().id), contoso.clock)
        assert contoso.holds().cancellation_request == ""
        assert show_subscription(contoso.admin, contoso.holds().id, contoso.clock).may_cancel

    def test_to_cancel_nothing_is_no_cancellation(self, contoso: Company) -> None:
        number = ask_support(contoso.admin, form(asks_to_cancel=True), contoso.clock)
        assert not show_request(contoso.admin, number).line.asks_to_cancel


def events(token: str) -> list[tuple[str, date, date]]:
    """Title, first and last day of every entry."""
    calendar = Calendar.from_ical(calendar_file(token))
    return sorted(((str(e["summary"]), *days(e)) for e in calendar.walk("VEVENT")), key=lambda event: event[1:])


def days(event: Event) -> tuple[date, date]:
    """First and last day of an entry, both inclusive; a timed one has its own date twice."""
    first, end = event["dtstart"].dt, event["dtend"].dt
    return (first.date(), end.date()) if isinstance(first, datetime) else (first, end - timedelta(days=1))


class TestCalendarFile:
    def token(self, company: Company, offer: Offer = AP) -> str:
        return show_subscription(company.admin, company.holds(offer).id, company.clock).calendar_token

    def test_it_holds_expiry_and_automatic_renewal(self, contoso: Company) -> None:
        term = contoso.holds().term
        days = [(first, last) for _title, first, last in events(self.token(contoso))]
        assert days == [(term.expiry, term.expiry), (term.anniversary, term.anniversary)]

    def test_turned_off_it_holds_the_renewal_window(self, fabrikam: Company) -> None:
        term = fabrikam.holds().term
        days = [(first, last) for _title, first, last in events(self.token(fabrikam))]
        assert days == [(term.expiry, term.expiry), (term.anniversary, term.last_renewal_day)]

    def test_it_follows_the_subscription(self, fabrikam: Company) -> None:
        token = self.token(fabrikam)
        order = bought(fabrikam, reviewed_by_card(fabrikam))
        assert events(token)[0][1] == order.term.expiry
        assert events(order.calendar_token) == events(token)

    def test_the_same_dates_are_the_same_file(self, contoso: Company) -> None:
        assert calendar_file(self.token(contoso)) == calendar_file(self.token(contoso))

    def test_a_silver_that_became_gold_promises_no_renewal_any_more(self, sample: Callable[[str], Company]) -> None:
        woodgrove = sample("woodgrove")
        token = self.token(woodgrove, SILVER)
        bought(woodgrove, reviewed_by_card(woodgrove, GOLD))
        assert [event for event in events(token) if event[2] > woodgrove.today] == []

    def test_a_forged_token_is_not_found(self, contoso: Company) -> None:
        token = self.token(contoso)
        (row,) = of(Subscription, contoso)
        for forged in ("", "x", token[:-1], f"{token}x", sign("another purpose", row.id), sign("calendar", "nobody"), row.id):
            with pytest.raises(NotFound):
                calendar_file(forged)

    def test_it_still_opens_after_a_reset(self, contoso: Company) -> None:
        token = self.token(contoso)
        reset_sample(contoso.id)
        assert len(events(token)) == 2


def test_the_mark_of_one_partner_is_not_anothers(contoso: Company, sample: Callable[[str], Company]) -> None:
    other = sample("contoso")
    ask_support(contoso.admin, form(subscription_id=contoso.holds().id, asks_to_cancel=True), contoso.clock)
    assert all(row.cancellation_request == "" for row in overview(other.admin, other.clock).subscriptions)
