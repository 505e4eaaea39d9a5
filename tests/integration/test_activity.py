"""The company's activity: listed, filtered, exported; nobody sees more of it than the role allows."""

import csv
import dataclasses
import io
import itertools
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from actionpack_app.db import reading, transaction
from actionpack_app.domain.deeds import BILLING_DEEDS, BILLING_GROUPS, DEEDS, DeedGroup
from actionpack_app.domain.errors import NotAllowed
from actionpack_app.domain.rights import Right, Role, roles_with
from actionpack_app.messages import use_locale
from actionpack_app.messages.changes import change_of
from actionpack_app.models import ActivityEntry, Person, SavedCard
from actionpack_app.repositories.activity_lists import NEWEST_FIRST, Sought, query_of
from actionpack_app.repositories.pages import PAGE_SIZE
from actionpack_app.services.activity import export
from actionpack_app.services.activity.browse import ActivityFilter, ActivityLine, By, list_activity
from actionpack_app.services.activity.export import export_activity
from actionpack_app.services.cards.manage import make_default, remove_card, renew_with
from actionpack_app.services.desk.close_case import close_case
from actionpack_app.services.desk.decide_cancellation import cancel_and_refund, end_at_expiry
from actionpack_app.services.desk.reject_proof import reject_proof
from actionpack_app.services.orders.cancel import cancel_order
from actionpack_app.services.subscriptions.turn_off_renewal import turn_off_renewal
from actionpack_app.services.support.ask import ask_support, close_request, reply
from actionpack_app.workflows.cards import add_card
from tests.integration.companies import Company
from tests.integration.desk import asks_to_cancel, finance, proved, transferred
from tests.integration.requests import form
from tests.integration.rows import of, store_rows
from tests.integration.shopping import bought, reviewed_by_card, token
from tests.integration.test_rights import a_case_of

ALL = ActivityFilter()
SEES_NOTHING = [role for role in Role if role not in roles_with(Right.SEE_BILLING_ACTIVITY)]


def lines(company: Company, narrowed: ActivityFilter = ALL, role: Role = Role.GLOBAL_ADMIN) -> list[ActivityLine]:
    return list(list_activity(company.person(role), narrowed, 1).page.rows)


def deeds(company: Company, narrowed: ActivityFilter = ALL, role: Role = Role.GLOBAL_ADMIN) -> list[str]:
    return [line.action for line in lines(company, narrowed, role)]


def last(company: Company, action: str) -> ActivityLine:
    return next(line for line in lines(company) if line.action == action)


def said(company: Company, action: str) -> tuple[str, str]:
    """Both sides of the newest entry of an action, in English."""
    line = last(company, action)
    with use_locale("en"):
        change = change_of(line.action, line.subject, line.details)
    return change.before, change.after


def exported(
    company: Company, narrowed: ActivityFilter = ALL, role: Role = Role.GLOBAL_ADMIN, locale: str = "en"
) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(export_activity(company.person(role), narrowed, locale)))))


def note(company: Company, *moments: datetime, action: str = "request_made", subject: str = "SR-OLD", **entry: object) -> None:
    """Entries past the services."""
    values: dict[str, object] = {"person_id": company.admin.person_id, "details": {}, "address": "192.0.2.7"} | entry
    store_rows(*(ActivityEntry(partner_id=company.id, action=action, subject=subject, at=at, **values) for at in moments))


def at(company: Company, day: date, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=company.zone)


class TestList:
    def test_it_says_who_did_what_to_which_thing_from_where(self, fabrikam: Company) -> None:
        order = bought(fabrikam, reviewed_by_card(fabrikam)).number
        placed = last(fabrikam, "order_placed")
        assert (placed.by, placed.who, placed.address) == (By.PERSON, fabrikam.admin.name, "192.0.2.7")
        assert (placed.order, placed.subject, placed.request) == (order, order, "")
        assert (placed.offer, placed.subscription_id) == (fabrikam.holds().offer, fabrikam.holds().id)
        assert placed.at == fabrikam.now

    def test_the_newest_comes_first_by_the_companys_own_time(self, fabrikam: Company) -> None:
        hours = [fabrikam.now - timedelta(hours=n) for n in (3, 1, 2)]
        note(fabrikam, *hours)
        moments = [line.at for line in lines(fabrikam)]
        assert moments == sorted(moments, reverse=True)
        assert moments[:3] == [hours[1], hours[2], hours[0]]

    def test_it_comes_in_pages(self, fabrikam: Company) -> None:
        before = list_activity(fabrikam.admin, ALL, 1).page.total
        note(fabrikam, *[fabrikam.now] * (2 * PAGE_SIZE + 10))
        pages = [list_activity(fabrikam.admin, ALL, number).page for number in (1, 2, 3)]
        assert [len(page.rows) for page in pages] == [PAGE_SIZE, PAGE_SIZE, 10 + before]
        assert pages[0].total == 2 * PAGE_SIZE + 10 + before
        assert list_activity(fabrikam.admin, ALL, 99).page.number == pages[0].last == 3

    def test_nothing_of_another_company_stands_in_it(self, fabrikam: Company, sample: Callable[[str], Company]) -> None:
        contoso = sample("contoso")
        turn_off_renewal(contoso.admin, contoso.holds().id, contoso.clock)
        theirs = {line.subject for line in lines(contoso) if line.subject}
        assert not theirs & {line.subject for line in lines(fabrikam)}
        assert lines(fabrikam, ActivityFilter(who=contoso.admin.person_id)) == []
        for number in theirs:
            assert lines(fabrikam, ActivityFilter(search=number)) == []
        people = {person.id for person in list_activity(fabrikam.admin, ALL, 1).people}
        assert people == {row.id for row in of(Person, fabrikam)}

    def test_the_desk_is_told_from_the_companys_people_and_its_address_stays_its_own(self, contoso: Company) -> None:
        end_at_expiry(finance(), asks_to_cancel(contoso))
        done = last(contoso, "ends_at_expiry")
        assert (done.by, done.who, done.address) == (By.DESK, finance().name, "")
        assert "Fiona" not in {person.name for person in list_activity(contoso.admin, ALL, 1).people}

    def test_somebody_who_was_erased_is_a_former_user(self, fabrikam: Company) -> None:
        note(fabrikam, fabrikam.now)
        with transaction() as session:
            session.execute(sa.update(Person).where(sa.column("id") == fabrikam.admin.person_id).values(name=""))
        newest = lines(fabrikam)[0]
        assert (newest.by, newest.who) == (By.FORMER, "")
        assert exported(fabrikam)[0]["who"] == "Former user"
        assert exported(fabrikam, locale="ko")[0]["who"] == "이전 사용자"

    def test_a_request_is_led_to_only_where_the_reader_may_see_it(self, fabrikam: Company) -> None:
        mine = ask_support(fabrikam.person(Role.PARTNER_ADMIN), form(submission="mine"), fabrikam.clock)
        theirs = ask_support(fabrikam.person(Role.USER), form(submission="theirs"), fabrikam.clock)
        shown = {line.subject: line.request for line in lines(fabrikam, role=Role.PARTNER_ADMIN)}
        assert (shown[mine], shown[theirs]) == (mine, "")
        assert {line.request for line in lines(fabrikam) if line.request} == {mine, theirs}


class TestFilters:
    def test_by_who(self, fabrikam: Company) -> None:
        billing = fabrikam.person(Role.BILLING_ADMIN)
        add_card(billing, "", token("4242"), fabrikam.clock)
        note(fabrikam, fabrikam.now, action="subscription_lapsed", person_id=None)
        note(fabrikam, fabrikam.now, action="proof_rejected", person_id=finance().person_id)
        assert deeds(fabrikam, ActivityFilter(who=billing.person_id)) == ["card_saved"]
        assert {line.by for line in lines(fabrikam, ActivityFilter(who="product"))} == {By.PRODUCT}
        assert deeds(fabrikam, ActivityFilter(who="desk")) == ["proof_rejected"]
        for nobody in ("nobody", "x" * 500, "' OR 1=1 --", "%", "a\x00b", "\ud83d"):
            assert deeds(fabrikam, ActivityFilter(who=nobody)) == []

    @pytest.mark.parametrize("group", DeedGroup)
    def test_by_what(self, fabrikam: Company, group: DeedGroup) -> None:
        for action in {action for actions in DEEDS.values() for action in actions}:
            note(fabrikam, fabrikam.now, action=action)
        assert set(deeds(fabrikam, ActivityFilter(group=group))) == DEEDS[group]

    @pytest.mark.parametrize("key", ["fabrikam", "proseware"])
    def test_by_days_of_the_companys_time_zone_both_inclusive(self, sample: Callable[[str], Company], key: str) -> None:
        company, day = sample(key), date(2020, 3, 8)  # the clocks go forward in Los Angeles
        moments = {
            "before": at(company, day) - timedelta(seconds=1),
            "first": at(company, day),
            "last": at(company, day + timedelta(days=1)) - timedelta(seconds=1),
            "after": at(company, day + timedelta(days=1)),
        }
        for name, moment in moments.items():
            note(company, moment, subject=name)
        seen = lines(company, ActivityFilter(since=day, until=day))
        assert [line.subject for line in seen] == ["last", "first"]
        assert "after" in [line.subject for line in lines(company, ActivityFilter(since=day))]
        assert [line.subject for line in lines(company, ActivityFilter(until=day))][:3] == ["last", "first", "before"]

    def test_a_day_that_no_calendar_needs_breaks_nothing(self, fabrikam: Company) -> None:
        everything = deeds(fabrikam)
        assert deeds(fabrikam, ActivityFilter(since=date.min, until=date.max)) == everything
        assert deeds(fabrikam, ActivityFilter(since=date.max)) == deeds(fabrikam, ActivityFilter(until=date.min)) == []
        assert deeds(fabrikam, ActivityFilter(since=date(2020, 2, 1), until=date(2020, 1, 1))) == []

    def test_by_number_as_it_is_written(self, fabrikam: Company) -> None:
        order = bought(fabrikam, reviewed_by_card(fabrikam))
        found = {line.action for line in lines(fabrikam, ActivityFilter(search=f" {order.number.lower()} "))}
        assert found == {"order_placed", "order_paid"}
        assert deeds(fabrikam, ActivityFilter(search=order.invoice_number)) == ["order_paid"]
        note(fabrikam, fabrikam.now, subject="A%B_C")
        assert [line.subject for line in lines(fabrikam, ActivityFilter(search="a%b_"))] == ["A%B_C"]
        for absent in ("x" * 10_000, "김", "\\", "%", "_"):
            assert deeds(fabrikam, ActivityFilter(search=absent)) == []

    @pytest.mark.parametrize("part", ["ord-2031-0", "2031-000120", "120", "0120", "00012"])
    def test_by_how_a_part_of_a_number_begins(self, fabrikam: Company, part: str) -> None:
        note(fabrikam, fabrikam.now, subject="ORD-2031-000120")
        note(fabrikam, fabrikam.now, subject="SR-2032-000012")
        note(fabrikam, fabrikam.now, subject="4242")
        found = {line.subject for line in lines(fabrikam, ActivityFilter(search=part))}
        assert found == {"ORD-2031-000120"} | ({"SR-2032-000012"} if part == "00012" else set())

    def test_by_the_last_digits_of_a_card_also_with_zeros_in_front(self, fabrikam: Company) -> None:
        note(fabrikam, fabrikam.now, action="card_saved", subject="0042")
        note(fabrikam, fabrikam.now, action="card_saved", subject="1142")
        for part in ("0042", "004"):
            assert [line.subject for line in lines(fabrikam, ActivityFilter(search=part))] == ["0042"]

    def test_people_actions_days_and_numbers_add_up(self, fabrikam: Company) -> None:
        billing, desk = fabrikam.person(Role.BILLING_ADMIN).person_id, finance().person_id
        day = date(2020, 3, 8)
        for person in (billing, desk, None):
            for action in ("card_saved", "card_removed", "order_paid"):
                note(fabrikam, at(fabrikam, day), at(fabrikam, day, 3), action=action, person_id=person, subject=f"N-{person}")
        seen = ActivityFilter(who=billing, group=DeedGroup.CARDS, since=day, until=day)
        assert sorted(deeds(fabrikam, seen)) == ["card_removed"] * 2 + ["card_saved"] * 2
        assert [line.at for line in lines(fabrikam, seen)] == [at(fabrikam, day, 3)] * 2 + [at(fabrikam, day)] * 2
        assert {line.by for line in lines(fabrikam, dataclasses.replace(seen, who="desk"))} == {By.DESK}
        assert {line.by for line in lines(fabrikam, dataclasses.replace(seen, who="product"))} == {By.PRODUCT}
        assert len(lines(fabrikam, dataclasses.replace(seen, who="", search="n-"))) == 12
        assert len(lines(fabrikam, dataclasses.replace(seen, search="N-"))) == 4
        assert lines(fabrikam, dataclasses.replace(seen, search=f"N-{desk}")) == []

    def test_a_search_for_characters_that_no_text_has_does_not_break_the_list(self, fabrikam: Company) -> None:
        for odd in ("\x00", "\ud83d", "ORD\x00"):
            list_activity(fabrikam.admin, ActivityFilter(search=odd), 1)

    def test_filters_add_up(self, fabrikam: Company) -> None:
        note(fabrikam, at(fabrikam, date(2020, 1, 1)), action="card_saved", subject="4242")
        note(fabrikam, at(fabrikam, date(2020, 1, 2)), action="card_saved", subject="4242", person_id=None)
        wanted = ActivityFilter("product", DeedGroup.CARDS, date(2020, 1, 1), date(2020, 1, 2), "42")
        assert [line.by for line in lines(fabrikam, wanted)] == [By.PRODUCT]


class TestRoles:
    @pytest.mark.parametrize("role", SEES_NOTHING)
    def test_others_are_told_who_can(self, fabrikam: Company, role: Role) -> None:
        actor = fabrikam.person(role) if role is Role.USER else finance()
        for call in (lambda: list_activity(actor, ALL, 1), lambda: export_activity(actor, ALL, "en")):
            with pytest.raises(NotAllowed) as refused:
                call()
            assert refused.value.right is Right.SEE_BILLING_ACTIVITY

    @pytest.fixture
    def everything(self, fabrikam: Company) -> Company:
        """A company where everything has happened."""
        for action in sorted(action for actions in DEEDS.values() for action in actions):
            note(fabrikam, fabrikam.now, action=action, subject=f"N-{action}")
        note(fabrikam, fabrikam.now, action="of_a_newer_version", subject="N-newer")
        return fabrikam

    def test_admins_see_all_of_it(self, everything: Company) -> None:
        happened = {entry.action for entry in of(ActivityEntry, everything)}
        for role in (Role.GLOBAL_ADMIN, Role.PARTNER_ADMIN):
            assert {row["action"] for row in exported(everything, role=role)} == happened
            shown = list_activity(everything.person(role), ALL, 1)
            assert (shown.groups, shown.billing_only) == (tuple(DeedGroup), False)

    def test_a_billing_admin_sees_the_billing_part_by_no_way_more(self, everything: Company) -> None:
        """Neither by a group, a number, a person, a day or the export."""
        hidden = {entry.action for entry in of(ActivityEntry, everything)} - BILLING_DEEDS
        assert {"request_made", "renewal_turned_off", "cancellation_requested", "of_a_newer_version"} <= hidden
        narrowed = [
            ALL,
            *(ActivityFilter(group=group) for group in DeedGroup),
            *(ActivityFilter(search=f"N-{action}") for action in hidden),
            ActivityFilter(who=everything.admin.person_id, since=everything.today, until=everything.today, search="N-"),
        ]
        for wanted in narrowed:
            assert {row["action"] for row in exported(everything, wanted, Role.BILLING_ADMIN)} <= BILLING_DEEDS
            assert set(deeds(everything, wanted, Role.BILLING_ADMIN)) <= BILLING_DEEDS
        assert deeds(everything, ActivityFilter(group=DeedGroup.SUPPORT), Role.BILLING_ADMIN) == []
        shown = list_activity(everything.person(Role.BILLING_ADMIN), ALL, 1)
        assert (shown.groups, shown.billing_only) == (BILLING_GROUPS, True)
        assert shown.page.total == len(exported(everything, role=Role.BILLING_ADMIN)) < len(of(ActivityEntry, everything))


class TestExport:
    def test_it_holds_the_filtered_list_whole_piece_by_piece(self, fabrikam: Company, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(export, "PIECE", 7)
        note(fabrikam, *[fabrikam.now] * 20, *[fabrikam.now - timedelta(hours=n) for n in range(20)])
        pieces = list(export_activity(fabrikam.admin, ActivityFilter(search="SR-OLD"), "en"))
        assert len(pieces) == 1 + -(-40 // 7)
        rows = exported(fabrikam, ActivityFilter(search="SR-OLD"))
        assert len(rows) == 40
        moments = [datetime.fromisoformat(row["at"]) for row in rows]
        assert moments == sorted(moments, reverse=True)
        assert exported(fabrikam, ActivityFilter(search="nothing")) == []

    def test_times_are_the_companys_and_words_the_readers(self, sample: Callable[[str], Company]) -> None:
        proseware = sample("proseware")
        note(
            proseware,
            datetime(2026, 6, 22, 15, tzinfo=UTC),
            action="order_expired",
            details={"before": "awaiting_payment", "after": "expired"},
        )
        wanted = ActivityFilter(search="SR-OLD")
        english, korean = exported(proseware, wanted)[0], exported(proseware, wanted, locale="ko")[0]
        assert english["at"] == korean["at"] == "2026-06-23T00:00:00+09:00"
        assert (english["what"], english["before"], english["after"]) == ("Order expired", "Awaiting payment", "Order expired")
        assert (korean["what"], korean["before"]) == ("주문 만료됨", "결제 대기 중")
        assert english["address"] == "192.0.2.7"

    def test_no_text_becomes_a_formula(self, fabrikam: Company) -> None:
        with transaction() as session:
            session.execute(sa.update(Person).where(sa.column("id") == fabrikam.admin.person_id).values(name="=1+1"))
        for typed in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1"):
            note(fabrikam, fabrikam.now, action=typed, subject=typed, address=typed, details={"before": typed, "after": "ok"})
        for row in exported(fabrikam)[:5]:
            assert row["who"] == "'=1+1"
            for cell in ("action", "what", "number", "before", "address"):
                assert row[cell].startswith("'")


class TestChanges:
    """Before and after, in words, of what the services record."""

    def test_of_orders_and_transfers(self, fabrikam: Company) -> None:
        order = transferred(fabrikam)
        assert said(fabrikam, "order_placed") == ("Draft", "Awaiting payment")
        proved(fabrikam, order.number)
        assert said(fabrikam, "proof_uploaded") == ("Awaiting payment", "Proof in review")
        reject_proof(finance(), order.number, "Another account.")
        assert said(fabrikam, "proof_rejected") == ("Proof in review", "Awaiting payment")
        cancel_order(fabrikam.admin, order.number, fabrikam.clock)
        assert said(fabrikam, "order_cancelled") == ("Awaiting payment", "Cancelled")

    def test_of_a_payment_with_its_amount_term_and_invoice(self, fabrikam: Company) -> None:
        order = bought(fabrikam, reviewed_by_card(fabrikam))
        paid = last(fabrikam, "order_paid")
        with use_locale("en"):
            more = change_of(paid.action, paid.subject, paid.details).more
        assert said(fabrikam, "order_paid") == ("Processing", "Paid")
        assert {"$475.00", f"Invoice {order.invoice_number}", "Automatic renewal on"} <= set(more)

    def test_of_a_refused_charge(self, fabrikam: Company) -> None:
        bought(fabrikam, reviewed_by_card(fabrikam, last4="0341"))
        refused = last(fabrikam, "payment_failed")
        with use_locale("en"):
            assert change_of(refused.action, refused.subject, refused.details).more == ("$475.00", "Refused by the bank")
        assert said(fabrikam, "payment_failed") == ("Processing", "Draft")

    def test_of_cards(self, contoso: Company) -> None:
        (first,) = of(SavedCard, contoso)
        second = add_card(contoso.admin, "", token("3184"), contoso.clock)
        assert said(contoso, "card_saved") == ("", "Visa ending in 3184")
        make_default(contoso.admin, second, contoso.clock)
        assert said(contoso, "card_made_default") == ("Visa ending in 4242", "Visa ending in 3184")
        renew_with(contoso.admin, contoso.holds().id, second, contoso.clock)
        assert said(contoso, "payment_method_replaced") == ("Visa ending in 4242", "Visa ending in 3184")
        renew_with(contoso.admin, contoso.holds().id, "", contoso.clock)
        assert said(contoso, "payment_method_replaced") == ("Visa ending in 3184", "Electronic bank transfer")
        remove_card(contoso.admin, first.id, contoso.clock)
        assert said(contoso, "card_removed") == ("Visa ending in 4242", "")

    def test_of_automatic_renewal(self, contoso: Company) -> None:
        turn_off_renewal(contoso.admin, contoso.holds().id, contoso.clock)
        assert said(contoso, "renewal_turned_off") == ("Automatic renewal on", "Automatic renewal off")

    def test_of_a_cancelled_subscription_with_what_goes_back(self, fabrikam: Company) -> None:
        order = bought(fabrikam, reviewed_by_card(fabrikam))
        cancel_and_refund(finance(), asks_to_cancel(fabrikam))
        cancelled = last(fabrikam, "subscription_cancelled")
        with use_locale("en"):
            more = change_of(cancelled.action, cancelled.subject, cancelled.details).more
        assert said(fabrikam, "subscription_cancelled") == ("Active", "Cancelled")
        assert more == ("$475.00", f"Order {order.number}")
        assert cancelled.order == order.number

    def test_of_requests(self, fabrikam: Company) -> None:
        number = ask_support(fabrikam.admin, form(), fabrikam.clock)
        assert said(fabrikam, "request_made") == ("", "Open")
        reply(fabrikam.admin, number, "One more thing", (), "again", fabrikam.clock)
        assert said(fabrikam, "request_answered") == ("", "Open")
        reply(fabrikam.admin, number, "One more thing", (), "again", fabrikam.clock)
        assert deeds(fabrikam).count("request_answered") == 1, "sent twice, it is one reply"
        close_request(fabrikam.admin, number, fabrikam.clock)
        assert said(fabrikam, "request_closed") == ("Open", "Closed")

    def test_a_settled_case_is_in_the_partners_activity(self, fabrikam: Company) -> None:
        close_case(finance(), int(a_case_of(fabrikam)), "Sent back by hand.")
        closed = last(fabrikam, "case_closed")
        assert (closed.by, closed.at, closed.details) == (By.DESK, fabrikam.now, {"reason": "overpaid"})

    def test_whatever_a_sample_partner_lived_through_reads_well(self, sample: Callable[[str], Company]) -> None:
        for key, locale in itertools.product(("fabrikam", "relecloud", "northwind"), ("en", "ko")):
            for row in exported(sample(key), locale=locale):
                assert not {"{", "_"} & set("".join((row["what"], row["before"], row["after"], row["more"], row["who"])))


@pytest.mark.parametrize("statement", ["UPDATE activity SET action = 'x'", "DELETE FROM activity"])
def test_the_database_itself_refuses_every_change(fabrikam: Company, statement: str) -> None:
    before = of(ActivityEntry, fabrikam)
    with pytest.raises(sa.exc.DBAPIError), transaction() as session:
        session.execute(sa.text(statement))
    assert of(ActivityEntry, fabrikam) == before != []


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_the_list_is_read_in_the_order_of_its_index(fabrikam: Company) -> None:
    """However long it is, the newest page needs no sorting."""
    with reading() as session:
        query = query_of(Sought(fabrikam.id)).order_by(*NEWEST_FIRST)
        compiled = query.compile(session.get_bind(), compile_kwargs={"literal_binds": True})
        plan = " ".join(str(row) for row in session.execute(sa.text(f"EXPLAIN QUERY PLAN {compiled}")))
    assert "activity_of_a_company" in plan
    assert "TEMP B-TREE" not in plan
