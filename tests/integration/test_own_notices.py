"""A person's own notices: whose they are, page by page, and who has read what."""

import dataclasses
from collections.abc import Callable
from datetime import timedelta

import pytest

from actionpack_app.db import transaction
from actionpack_app.domain.agenda import Item
from actionpack_app.domain.errors import NotAllowed, NotFound
from actionpack_app.domain.notices import NoticeFacts, NoticeKind
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.rights import OPERATORS, Actor, Right, Role, the_product
from actionpack_app.gateways.clock import StandingClock
from actionpack_app.models import NoticeDelivery, Person
from actionpack_app.models.mails import MailStatus
from actionpack_app.repositories.pages import PAGE_SIZE
from actionpack_app.services.notices.browse import NoticeList, count_unread, list_notices
from actionpack_app.services.notices.mark_read import mark_all_read, mark_read
from actionpack_app.services.notices.tell import tell
from actionpack_app.services.subscriptions.show import SubscriptionDetails, show_subscription
from actionpack_app.services.subscriptions.turn_off_renewal import turn_off_renewal
from tests.integration.asked import asked
from tests.integration.companies import Company
from tests.integration.desk import operator
from tests.integration.rows import all_of
from tests.integration.shopping import bought, reviewed_by_card

ODD_KEYS = ("", "nothing", "x" * 500, "' OR 1=1 --", "%", "../etc", "\x00", "a\x00b", "\ud83d")


def told(company: Company, count: int, kind: NoticeKind = NoticeKind.RENEWAL_OFF) -> None:
    """Tells the company of so many things, a minute apart."""
    held = company.holds()
    facts = NoticeFacts(kind, held.offer, held.id, held.term.start, held.term.expiry, until=held.term.last_renewal_day)
    with transaction() as session:
        for n in range(count):
            at = StandingClock(company.now + timedelta(minutes=n))
            tell(session, the_product(company.id), facts, f"test:{company.id}:{n}", at)


def read(actor: Actor, page: int = 1, *, unread_only: bool = False) -> NoticeList:
    return list_notices(actor, page, unread_only=unread_only)


@pytest.fixture
def quiet(fabrikam: Company) -> Company:
    """Fabrikam, where everybody has read everything."""
    for role in (Role.GLOBAL_ADMIN, Role.PARTNER_ADMIN, Role.BILLING_ADMIN):
        mark_all_read(fabrikam.person(role), fabrikam.clock)
    return fabrikam


class TestTheList:
    def test_the_newest_stands_first_in_pages(self, quiet: Company) -> None:
        before = read(quiet.admin).page.total
        told(quiet, 30)
        first = read(quiet.admin)
        assert (len(first.page.rows), first.page.total, first.unread) == (PAGE_SIZE, before + 30, 30)
        moments = [line.at for page in range(1, first.page.last + 1) for line in read(quiet.admin, page).page.rows]
        assert moments == sorted(moments, reverse=True)
        assert len(moments) == before + 30

    def test_a_page_beyond_the_end_is_the_last_one(self, quiet: Company) -> None:
        told(quiet, 30)
        beyond = read(quiet.admin, 1000)
        assert beyond.page.number == beyond.page.last
        assert beyond.page.rows != ()

    def test_unread_ones_alone(self, quiet: Company) -> None:
        assert read(quiet.admin, unread_only=True).page.rows == ()
        told(quiet, 2)
        assert [line.unread for line in read(quiet.admin, unread_only=True).page.rows] == [True, True]

    def test_a_renewal_is_told_with_the_order_and_the_invoice(self, quiet: Company) -> None:
        order = bought(quiet, reviewed_by_card(quiet))
        newest = read(quiet.person(Role.BILLING_ADMIN)).page.rows[0]
        assert (newest.facts.kind, newest.unread) == (NoticeKind.RENEWED, True)
        assert (newest.facts.order_number, newest.facts.invoice_number) == (order.number, order.invoice_number)

    def test_the_bell_costs_one_question(self, quiet: Company) -> None:
        told(quiet, 30)
        with asked() as statements:
            assert count_unread(quiet.admin) == 30
        assert len([statement for statement, _parameters in statements if statement.startswith("SELECT")]) == 1

    def test_a_user_is_told_nothing(self, quiet: Company) -> None:
        told(quiet, 3)
        found = read(quiet.person(Role.USER))
        assert (found.page.rows, found.unread, found.gets_notices) == ((), 0, False)
        assert count_unread(quiet.person(Role.USER)) == 0

    def test_who_loses_the_right_loses_what_was_told_before(self, quiet: Company) -> None:
        told(quiet, 3)
        demoted = dataclasses.replace(quiet.admin, role=Role.USER)
        assert read(demoted).page.rows == ()
        assert count_unread(demoted) == 0

    def test_another_company_is_told_other_things(self, quiet: Company, sample: Callable[[str], Company]) -> None:
        other = sample("fabrikam")
        before = read(other.admin)
        told(quiet, 3)
        assert read(other.admin) == before

    @pytest.mark.parametrize("role", sorted(OPERATORS))
    def test_operators_have_none(self, quiet: Company, role: Role) -> None:
        told(quiet, 1)
        with pytest.raises(NotAllowed) as refused:
            read(operator(role))
        assert refused.value.right is Right.SEE_OFFERS
        assert count_unread(operator(role)) == 0


class TestReading:
    def test_one_is_read_the_others_are_not(self, quiet: Company) -> None:
        told(quiet, 3)
        second = read(quiet.admin).page.rows[1].id
        mark_read(quiet.admin, second, quiet.clock)
        assert [line.unread for line in read(quiet.admin).page.rows[:3]] == [True, False, True]
        assert count_unread(quiet.admin) == 2

    def test_each_person_reads_for_themselves(self, quiet: Company) -> None:
        told(quiet, 2)
        mark_read(quiet.admin, read(quiet.admin).page.rows[0].id, quiet.clock)
        mark_all_read(quiet.person(Role.PARTNER_ADMIN), quiet.clock)
        roles = (Role.GLOBAL_ADMIN, Role.PARTNER_ADMIN, Role.BILLING_ADMIN)
        assert [count_unread(quiet.person(role)) for role in roles] == [1, 0, 2]

    def test_the_first_time_is_the_one_that_is_kept(self, quiet: Company) -> None:
        told(quiet, 1)
        notice = read(quiet.admin).page.rows[0].id
        mark_read(quiet.admin, notice, quiet.clock)
        mark_read(quiet.admin, notice, quiet.in_days(1))
        mark_all_read(quiet.admin, quiet.in_days(2))
        (delivery,) = [row for row in all_of(NoticeDelivery) if (row.notice_id, row.person_id) == (notice, quiet.admin.person_id)]
        assert delivery.read_at == quiet.now

    def test_what_others_were_told_looks_like_what_does_not_exist(self, quiet: Company, sample: Callable[[str], Company]) -> None:
        other = sample("fabrikam")
        told(other, 1)
        foreign = read(other.admin).page.rows[0].id
        for key in (foreign, "00000000-0000-4000-8000-000000000000", *ODD_KEYS):
            with pytest.raises(NotFound):
                mark_read(quiet.admin, key, quiet.clock)
        mark_all_read(quiet.admin, quiet.clock)
        assert read(other.admin).page.rows[0].unread


class TestOfASubscription:
    def shown(self, company: Company, role: Role = Role.GLOBAL_ADMIN) -> SubscriptionDetails:
        return show_subscription(company.person(role), company.holds().id, company.clock)

    def test_what_was_told_says_how_far_its_mails_are(self, quiet: Company) -> None:
        told(quiet, 1)
        states = (MailStatus.SENT, MailStatus.FAILED, MailStatus.WAITING)
        notice = read(quiet.admin).page.rows[0].id
        with transaction() as session:
            for role, state in zip((Role.GLOBAL_ADMIN, Role.PARTNER_ADMIN, Role.BILLING_ADMIN), states, strict=True):
                session.get_one(NoticeDelivery, (notice, quiet.person(role).person_id)).mail_status = state
        newest = self.shown(quiet).told[0]
        assert (newest.sent, newest.waiting, newest.app_only) == (1, 1, 0)
        assert newest.failed == (quiet.person(Role.PARTNER_ADMIN).email,)

    def test_reminders_that_somebody_does_not_want_by_mail_are_in_the_app_only(self, quiet: Company) -> None:
        with transaction() as session:
            session.get_one(Person, quiet.admin.person_id).reminder_mails = False
        told(quiet, 1, NoticeKind.WINDOW_CLOSING)
        newest = self.shown(quiet).told[0]
        assert (newest.waiting, newest.app_only) == (2, 1)

    def test_automatic_renewal_is_the_last_thing_to_come(self, contoso: Company) -> None:
        coming = [entry.item for entry in self.shown(contoso).to_come]
        assert coming == [Item.EXPIRES_IN_30, Item.EXPIRES_IN_15, Item.EXPIRES_IN_1, Item.RENEWAL]

    def test_turned_off_the_window_and_its_end_come(self, contoso: Company) -> None:
        turn_off_renewal(contoso.admin, contoso.holds().id, contoso.clock)
        shown = self.shown(contoso)
        assert [entry.item for entry in shown.to_come][-3:] == [Item.WINDOW_OPEN, Item.WINDOW_CLOSING, Item.LAPSE]
        assert shown.told[0].facts.kind is NoticeKind.RENEWAL_OFF
        local = [entry.at.astimezone(contoso.zone) for entry in shown.to_come]
        assert {at.hour for at in local[:-1]} == {9}

    def test_a_user_sees_neither(self, quiet: Company) -> None:
        told(quiet, 1)
        shown = self.shown(quiet, Role.USER)
        assert (shown.told, shown.to_come) == ((), ())

    def test_what_was_told_of_another_subscription_is_not_its(self, sample: Callable[[str], Company]) -> None:
        woodgrove = sample("woodgrove")
        told(woodgrove, 2)
        silver = woodgrove.holds(Offer.SILVER).id
        shown = show_subscription(woodgrove.admin, silver, woodgrove.clock).told
        assert {line.facts.subscription_id for line in shown} <= {silver}
        assert self.shown(woodgrove).told[0].facts.subscription_id == woodgrove.holds().id
