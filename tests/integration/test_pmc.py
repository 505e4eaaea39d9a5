"""The Partner Membership Center (product, J10): its own renewal, the invitation, and moving, which keeps everything."""

import asyncio
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from starlette.requests import Request

from actionpack_app.api import mails
from actionpack_app.cli import cli
from actionpack_app.domain.blockers import ClosedOn, LacksRight, ManagedElsewhere, OpensOn
from actionpack_app.domain.eligibility import unmet
from actionpack_app.domain.errors import NotAllowed, NotFound, NotRenewable, PriceChanged
from actionpack_app.domain.moves_file import MovesError
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.orders import OrderStatus
from actionpack_app.domain.pmc import Verdict
from actionpack_app.domain.rights import COMPANY_ROLES, OPERATORS, Actor, Right, Role
from actionpack_app.domain.status import Status
from actionpack_app.gateways.clock import Clock, SystemClock
from actionpack_app.messages import use_locale
from actionpack_app.messages.changes import change_of
from actionpack_app.messages.deeds import deed
from actionpack_app.models import (
    ActivityEntry,
    Competency,
    Invoice,
    Letter,
    Notice,
    Order,
    Partner,
    Payment,
    RenewalPrice,
    SavedCard,
    Subscription,
    SubscriptionTerm,
    YearMark,
)
from actionpack_app.models.partners import ManagedIn
from actionpack_app.repositories.pages import PAGE_SIZE
from actionpack_app.services.catalogue.import_file import import_catalogue, sample_catalogue
from actionpack_app.services.letters.mail import LETTERS
from actionpack_app.services.mails.queue import Claimed
from actionpack_app.services.membership.overview import overview
from actionpack_app.services.notices.pay import pay_token
from actionpack_app.services.orders.open_checkout import open_checkout
from actionpack_app.services.orders.show import show_order
from actionpack_app.services.orders.view import OrderView
from actionpack_app.services.pmc.check_renewal import CheckedMembership, EligibilityCheck, check_eligibility
from actionpack_app.services.pmc.import_file import Moved, import_moves
from actionpack_app.services.pmc.list_partners import list_partners_in_pmc
from actionpack_app.services.pmc.move_partner import move_partner
from actionpack_app.services.pmc.move_sample import move_sample
from actionpack_app.services.samples.manage import reset_sample
from actionpack_app.services.subscriptions.show import show_subscription
from actionpack_app.workflows import engine
from actionpack_app.workflows.desk import confirm
from tests.integration.companies import Company, signed_in
from tests.integration.desk import change, desk_admin, finance, operator
from tests.integration.rows import all_of, at_once, of, order_row
from tests.integration.shopping import bought, ledger, reviewed_by_card, reviewed_by_transfer
from tests.integration.stripe import SHORT_PAUSE
from tests.integration.years import clock, in_one_jump, moved, seeded, subscription, told

AP, SILVER = Offer.ACTION_PACK, Offer.SILVER
HEAD = "mpn_id\n"


@pytest.fixture
def litware(sample: Callable[[str], Company]) -> Company:
    """Managed in the Partner Membership Center; Action Pack expires in five days."""
    return sample("litware")


@pytest.fixture
def there(fabrikam: Company) -> Company:
    """All four roles, renewable since today, in the Partner Membership Center."""
    change(Partner, fabrikam.id, managed_in=ManagedIn.PMC.value)
    return fabrikam


def checked(company: Company, clock: Clock | None = None, actor: Actor | None = None) -> EligibilityCheck:
    return check_eligibility(actor or company.admin, clock or company.clock)


def only(company: Company, clock: Clock | None = None, actor: Actor | None = None) -> CheckedMembership:
    (one,) = checked(company, clock, actor).memberships
    return one


def draft(company: Company, at: Clock | None = None, actor: Actor | None = None) -> OrderView:
    """What the renewal check's own button opens."""
    return open_checkout(actor or company.admin, AP, at or company.clock, in_pmc=True)


def renewed_by_card(company: Company, at: Clock) -> OrderView:
    draft(company, at)
    return bought(company, reviewed_by_card(company, clock=at, in_pmc=True), clock=at)


class TestTheCheck:
    def test_before_expiry_it_says_from_which_day_to_which(self, litware: Company) -> None:
        one = only(litware)
        expiry = litware.today + timedelta(days=5)
        assert one.verdict is Verdict.NOT_YET
        assert unmet(one.conditions.conditions) == (OpensOn(expiry + timedelta(days=1), expiry + timedelta(days=30)),)
        assert (one.summary.status, one.summary.term.expiry) == (Status.EXPIRING_SOON, expiry)

    @pytest.mark.parametrize(("days", "verdict"), [(5, Verdict.NOT_YET), (6, Verdict.RENEWABLE), (35, Verdict.RENEWABLE)])
    def test_it_opens_the_day_after_expiry_for_thirty_days(self, litware: Company, days: int, verdict: Verdict) -> None:
        assert only(litware, litware.in_days(days)).verdict is verdict

    def test_after_the_window_it_says_that_it_is_over_and_nothing_is_bought_anew_there(self, litware: Company) -> None:
        late = litware.in_days(36)
        one = only(litware, late)
        assert one.verdict is Verdict.OVER
        assert unmet(one.conditions.conditions) == (ClosedOn(litware.today + timedelta(days=35)),)
        with pytest.raises(NotRenewable) as refused:
            draft(litware, late)
        assert refused.value.blockers == (ClosedOn(litware.today + timedelta(days=35)),)

    def test_it_names_the_company_as_it_is_known_there(self, litware: Company) -> None:
        found = checked(litware)
        assert (found.company, found.mpn_id, found.sent) == ("Litware", litware.made.mpn_id, None)
        assert [order.status for order in found.orders] == [OrderStatus.PAID]

    def test_a_partner_that_was_never_there_is_told_so(self, contoso: Company) -> None:
        found = checked(contoso)
        assert (found.sent, found.moved_on, found.orders) == (Verdict.NEVER_THERE, None, ())
        assert {one.verdict for one in found.memberships} == {Verdict.NEVER_THERE}

    def test_who_holds_nothing_there_has_nothing_to_renew(self, sample: Callable[[str], Company]) -> None:
        adventure_works = sample("adventure_works")
        change(Partner, adventure_works.id, managed_in=ManagedIn.PMC.value)
        found = checked(adventure_works)
        assert (found.sent, found.memberships) == (None, ())
        with pytest.raises(NotRenewable) as refused:
            draft(adventure_works)
        assert refused.value.blockers == (ManagedElsewhere(),), "nothing is bought there"

    def test_a_transfer_that_is_awaited_stands_in_the_way_with_its_order(self, there: Company) -> None:
        order = bought(there, reviewed_by_transfer(there, in_pmc=True))
        one = only(there)
        assert (one.verdict, one.transfer.number if one.transfer else "") == (Verdict.STOPPED, order.number)

    @pytest.mark.parametrize("role", COMPANY_ROLES)
    def test_every_role_reads_it_and_sees_what_it_may(self, there: Company, role: Role) -> None:
        found = checked(there, actor=there.person(role))
        buys = role in {Role.GLOBAL_ADMIN, Role.PARTNER_ADMIN}
        (one,) = found.memberships
        assert one.verdict is (Verdict.RENEWABLE if buys else Verdict.STOPPED)
        assert unmet(one.conditions.conditions) == (() if buys else (LacksRight(Right.BUY),))
        assert found.sees_billing is (role is not Role.USER)

    @pytest.mark.parametrize("role", sorted(OPERATORS))
    def test_operators_have_no_membership_to_check(self, litware: Company, role: Role) -> None:
        with pytest.raises(NotAllowed):
            checked(litware, actor=operator(role))


class TestRenewingThere:
    def test_by_card_from_the_anniversary_on_and_marked_as_placed_there(self, litware: Company) -> None:
        at = litware.in_days(10)
        order = renewed_by_card(litware, at)
        held = litware.holds(clock=at)
        assert (order.status, order.in_pmc, order.renews) == (OrderStatus.PAID, True, True)
        assert order.term.start == litware.today + timedelta(days=6), "not the day of payment"
        assert (held.status, held.term, held.renews_automatically) == (Status.ACTIVE, order.term, True)
        assert only(litware, at).verdict is Verdict.NOT_YET
        assert [line.number for line in checked(litware, at).orders] == [order.number, of(Order, litware)[0].number]
        assert len(of(Invoice, litware)) == 2

    def test_by_transfer_which_finance_confirms(self, litware: Company) -> None:
        at = litware.in_days(6)
        order = bought(litware, reviewed_by_transfer(litware, clock=at, in_pmc=True), clock=at)
        assert (order.status, order.in_pmc) == (OrderStatus.AWAITING_PAYMENT, True)
        confirm(finance(), order.number)
        assert show_order(litware.admin, order.number).status is OrderStatus.PAID
        assert litware.holds(clock=at).status is Status.ACTIVE

    def test_twice_at_once_is_one_order_one_charge_one_term(self, there: Company) -> None:
        order = reviewed_by_card(there, in_pmc=True)
        done = at_once([lambda: bought(there, order), lambda: bought(there, order), lambda: draft(there)])
        assert [one for one in done if isinstance(one, BaseException) and not isinstance(one, NotRenewable)] == []
        assert len([row for row in of(Order, there) if row.in_pmc]) == 1
        assert len(ledger()) == 1
        assert subscription(there).terms_paid == 2
        with pytest.raises(NotRenewable):
            draft(there)

    def test_the_draft_is_one_whoever_opens_it(self, there: Company) -> None:
        assert draft(there).number == draft(there, actor=there.person(Role.PARTNER_ADMIN)).number

    @pytest.mark.parametrize("role", [Role.BILLING_ADMIN, Role.USER])
    def test_who_may_not_buy_may_not_renew_there(self, there: Company, role: Role) -> None:
        with pytest.raises(NotAllowed):
            draft(there, actor=there.person(role))

    def test_an_old_price_is_reviewed_again_and_the_order_stays_where_it_is_placed(self, there: Company) -> None:
        order = reviewed_by_card(there, in_pmc=True)
        import_catalogue(sample_catalogue().replace('USD = "475.00"', 'USD = "499.00"'))
        with pytest.raises(PriceChanged):
            bought(there, order)
        assert draft(there).in_pmc
        assert bought(there, draft(there)).in_pmc

    def test_not_before_expiry(self, litware: Company) -> None:
        with pytest.raises(NotRenewable) as refused:
            draft(litware)
        assert {type(one) for one in refused.value.blockers} == {OpensOn}


class TestFromTheOffersPage:
    def test_nothing_is_renewed_there_even_beside_a_draft_of_the_other_side(self, there: Company) -> None:
        for _time in ("before", "after a draft was opened there"):
            with pytest.raises(NotRenewable) as refused:
                open_checkout(there.admin, AP, there.clock)
            assert refused.value.blockers == (ManagedElsewhere(),)
            draft(there)

    def test_a_draft_from_before_the_partner_was_there_is_not_placed(self, fabrikam: Company) -> None:
        order = reviewed_by_card(fabrikam)
        change(Partner, fabrikam.id, managed_in=ManagedIn.PMC.value)
        with pytest.raises(NotRenewable):
            bought(fabrikam, order)
        assert ledger() == []

    def test_what_a_partner_of_partner_center_opens_there_is_an_order_of_partner_center(self, fabrikam: Company) -> None:
        assert not draft(fabrikam).in_pmc
        assert not bought(fabrikam, reviewed_by_card(fabrikam)).in_pmc


class TestItsYear:
    @pytest.fixture(autouse=True)
    def _quick(self, monkeypatch: pytest.MonkeyPatch, store: object) -> None:
        monkeypatch.setattr(engine, "POLLS_EVERY_SECONDS", SHORT_PAUSE)

    def test_the_renewal_there_is_followed_by_automatic_ones_there(self) -> None:
        litware = seeded("litware")  # expires on 15 March 2027
        moved(litware, "2027-03-20")
        renewed_by_card(litware, clock(litware))
        in_one_jump(litware, 370)
        paid = [order for order in of(Order, litware) if order.status is OrderStatus.PAID]
        assert [(order.term_number, order.in_pmc) for order in sorted(paid, key=lambda order: order.term_number)] == [
            (0, True),
            (1, True),
            (2, True),
        ]
        assert [notice.renews for notice in told(litware, "expires_in_30")][-1] is True

    def test_after_a_move_the_automatic_renewal_is_partner_centers(self) -> None:
        litware = seeded("litware")
        moved(litware, "2027-03-20")
        renewed_by_card(litware, clock(litware))
        move_partner(desk_admin(), litware.id)
        in_one_jump(litware, 370)
        last = max(of(Order, litware), key=lambda order: order.term_number)
        assert (last.status, last.term_number, last.in_pmc) == (OrderStatus.PAID, 2, False)
        assert last.start == date(2028, 3, 16), "counted from the anchor, as before"

    def test_its_reminders_lead_to_the_check_and_after_the_move_to_the_subscription(self) -> None:
        litware = seeded("litware")
        held = subscription(litware).id
        token = pay_token("ko", held, litware.today)
        assert _leads_to(token) == "/ko/renewal-check"
        move_partner(desk_admin(), litware.id)
        assert _leads_to(token) == f"/ko/subscriptions/{held}?pay=1"


def _leads_to(token: str) -> str:
    request = Request({"type": "http", "headers": [], "path_params": {"token": token}, "method": "GET", "path": "/"})
    (pay,) = [route for route in mails.ROUTES if route.path == "/api/pay/{token}"]
    return asyncio.run(pay.endpoint(request)).headers["location"]


KEPT = (Subscription, Order, Invoice, SavedCard, Notice, Competency)


def everything_of(company: Company) -> dict[str, list[dict[str, Any]]]:
    """All that the company holds, but where it is managed."""
    rows = {table.__name__: [row.model_dump() for row in of(table, company)] for table in KEPT}
    for table in (SubscriptionTerm, YearMark, RenewalPrice, Payment):
        rows[table.__name__] = [row.model_dump() for row in all_of(table)]
    (partner,) = [row for row in all_of(Partner) if row.id == company.id]
    rows["Partner"] = [partner.model_dump(exclude={"managed_in", "moved_at"})]
    return rows


class TestMoving:
    def test_keeps_every_date_order_card_and_setting(self, sample: Callable[[str], Company]) -> None:
        for key in ("woodgrove", "tailspin", "relecloud", "litware", "northwind"):
            company = sample(key)
            change(Partner, company.id, managed_in=ManagedIn.PMC.value)
            before = everything_of(company)
            standings = [line.summary for line in checked(company).memberships]
            assert move_partner(desk_admin(), company.id) is True
            assert everything_of(company) == before
            assert [line.summary for line in checked(company).memberships] == standings

    def test_stands_in_the_activity_with_who_did_it_once(self, litware: Company) -> None:
        who = desk_admin()
        assert [move_partner(who, litware.id), move_partner(who, litware.id)] == [True, False]
        (entry,) = [row for row in of(ActivityEntry, litware) if row.action == "moved_from_pmc"]
        assert (entry.person_id, entry.at, entry.subject) == (who.person_id, litware.now, litware.made.mpn_id)
        with use_locale("en"):
            assert deed(entry.action) == "Moved from the Partner Membership Center"
            change_said = change_of(entry.action, entry.subject, entry.details)
            assert change_said.line == "Partner Membership Center → Partner Center"

    def test_everybody_who_can_renew_is_invited_by_mail_once(self, there: Company) -> None:
        who = desk_admin()
        move_partner(who, there.id)
        move_partner(who, there.id)
        letters = of(Letter, there)
        renewing = {there.person(role).email for role in (Role.GLOBAL_ADMIN, Role.PARTNER_ADMIN)}
        assert {letter.email for letter in letters} == renewing
        assert len(letters) == 2
        for locale in ("en", "ko"):
            change(Letter, letters[0].id, locale=locale)
            mail = LETTERS.compose(Claimed(LETTERS, (letters[0].id,), 1, timedelta(), SystemClock().now()))
            assert mail is not None
            assert f"/{locale}/offers" in mail.text
            assert ("파트너 센터" in mail.subject) is (locale == "ko")

    def test_at_once_by_two_is_one_move(self, litware: Company) -> None:
        who = desk_admin()
        assert sorted(str(done) for done in at_once([lambda: move_partner(who, litware.id)] * 3)) == ["False", "False", "True"]
        assert [row.action for row in of(ActivityEntry, litware)].count("moved_from_pmc") == 1

    def test_then_the_partner_is_invited_and_everything_works_in_partner_center(self, litware: Company) -> None:
        at = litware.in_days(6)
        move_partner(desk_admin(), litware.id)
        found = checked(litware, at)
        assert (found.sent, found.moved_on) == (Verdict.INVITED, litware.today)
        assert [one.verdict for one in found.memberships] == [Verdict.INVITED]
        assert not overview(litware.admin, at).managed_elsewhere
        order = bought(litware, reviewed_by_card(litware, clock=at), clock=at)
        assert not order.in_pmc
        lines = show_subscription(litware.admin, litware.holds(clock=at).id, at).orders
        assert [(line.number == order.number, line.in_pmc) for line in lines] == [(True, False), (False, True)]

    def test_an_open_transfer_that_was_ordered_there_stays_payable(self, litware: Company) -> None:
        at = litware.in_days(6)
        order = bought(litware, reviewed_by_transfer(litware, clock=at, in_pmc=True), clock=at)
        move_partner(desk_admin(), litware.id)
        waiting = show_order(litware.admin, order.number)
        assert (waiting.status, waiting.transfer, waiting.in_pmc) == (OrderStatus.AWAITING_PAYMENT, order.transfer, True)
        confirm(finance(), order.number)
        assert litware.holds(clock=at).term == order.term
        assert show_order(litware.admin, order.number).in_pmc

    def test_a_draft_that_was_begun_there_is_placed_in_partner_center(self, there: Company) -> None:
        order = reviewed_by_card(there, in_pmc=True)
        assert order.in_pmc
        move_partner(desk_admin(), there.id)
        done = bought(there, order)
        assert (done.number, done.status, done.in_pmc) == (order.number, OrderStatus.PAID, False)

    def test_a_charge_that_is_under_way_ends_as_it_would_have(self, there: Company) -> None:
        order = bought(there, reviewed_by_card(there, last4="3184", in_pmc=True))
        assert order.needs_authentication
        move_partner(desk_admin(), there.id)
        assert order_row(order.number).status is OrderStatus.PROCESSING
        assert order_row(order.number).in_pmc

    @pytest.mark.parametrize("role", Role)
    def test_is_the_desks_admins_alone(self, there: Company, role: Role) -> None:
        actor = operator(role) if role in OPERATORS else there.person(role)
        if role is Role.DESK_ADMIN:
            assert move_partner(actor, there.id)
            return
        with pytest.raises(NotAllowed) as refused:
            move_partner(actor, there.id)
        assert refused.value.right is Right.DESK_ADMIN
        assert checked(there).sent is None

    @pytest.mark.usefixtures("store")
    def test_nobody_is_found_whom_nobody_could_have_named(self) -> None:
        who = desk_admin()
        for key in ("", "nothing", "x" * 500, "' OR 1=1 --", "%", "\x00", "a\x00b", "\ud83d"):
            with pytest.raises(NotFound):
                move_partner(who, key)

    def test_a_sample_is_moved_for_previews_and_nobody_else_is(self, litware: Company, monkeypatch: pytest.MonkeyPatch) -> None:
        change(Partner, litware.id, sample=None)
        with pytest.raises(NotFound):
            move_sample(litware.id)
        change(Partner, litware.id, sample="litware")
        assert [move_sample(litware.id), move_sample(litware.id)] == [True, False]
        monkeypatch.setenv("ACTIONPACK_MODE", "production")
        with pytest.raises(NotFound):
            move_sample("nobody")

    def test_a_reset_brings_the_sample_back_to_the_pmc(self, litware: Company) -> None:
        move_partner(desk_admin(), litware.id)
        again = signed_in(reset_sample(litware.id))
        found = checked(again)
        assert (found.sent, found.moved_on, found.mpn_id) == (None, None, litware.made.mpn_id)
        assert found.memberships[0].verdict is Verdict.NOT_YET


class TestWhoIsStillThere:
    def test_by_name_with_what_they_hold(self, there: Company, litware: Company, contoso: Company) -> None:
        page = list_partners_in_pmc(desk_admin(), "", 1)
        assert [row.name for row in page.rows] == ["Fabrikam", "Litware"]
        assert page.rows[1].memberships == ((AP, litware.today + timedelta(days=5)),)
        assert contoso.id not in {row.id for row in page.rows}
        move_partner(desk_admin(), there.id)
        assert [row.id for row in list_partners_in_pmc(desk_admin(), "", 1).rows] == [litware.id]

    def test_found_by_part_of_a_name_or_of_an_mpn_id(self, litware: Company) -> None:
        for search in ("litw", "WARE", litware.made.mpn_id[:5], f"  {litware.made.mpn_id} "):
            assert [row.id for row in list_partners_in_pmc(desk_admin(), search, 1).rows] == [litware.id]
        for search in ("%", "_", "contoso", "\x00%", "' OR 1=1 --", "x" * 5000):
            assert list_partners_in_pmc(desk_admin(), search, 1).rows == ()

    def test_it_comes_in_pages(self, sample: Callable[[str], Company]) -> None:
        for _number in range(PAGE_SIZE + 1):
            change(Partner, sample("adventure_works").id, managed_in=ManagedIn.PMC.value)
        first, second = (list_partners_in_pmc(desk_admin(), "", number) for number in (1, 2))
        assert (len(first.rows), len(second.rows), first.total, first.last) == (PAGE_SIZE, 1, PAGE_SIZE + 1, 2)
        assert {row.id for row in first.rows}.isdisjoint(row.id for row in second.rows)

    def test_one_that_was_reset_is_nobodys_to_move(self, litware: Company) -> None:
        new = reset_sample(litware.id)
        assert [row.id for row in list_partners_in_pmc(desk_admin(), "", 1).rows] == [new.id]

    @pytest.mark.parametrize("role", Role)
    def test_is_for_those_who_look_partners_up(self, there: Company, role: Role) -> None:
        actor = operator(role) if role in OPERATORS else there.person(role)
        if role in {Role.SUPPORT_AGENT, Role.DESK_ADMIN}:
            assert list_partners_in_pmc(actor, "", 1).total == 1
            return
        with pytest.raises(NotAllowed) as refused:
            list_partners_in_pmc(actor, "", 1)
        assert refused.value.right is Right.DESK_LOOKUP


class TestByFile:
    def test_everybody_of_it_and_again_nobody(self, there: Company, litware: Company, contoso: Company) -> None:
        file = HEAD + "".join(f"{company.made.mpn_id}\n" for company in (litware, there, contoso))
        assert import_moves(file) == Moved(2, 1)
        assert import_moves(file) == Moved(0, 3)
        assert (checked(litware).sent, checked(there).sent, checked(contoso).sent) == (
            Verdict.INVITED,
            Verdict.INVITED,
            Verdict.NEVER_THERE,
        )
        (entry,) = [row for row in of(ActivityEntry, litware) if row.action == "moved_from_pmc"]
        assert (entry.person_id, entry.at) == (None, litware.now)

    def test_nobody_of_a_broken_one_and_each_broken_line_is_named(self, litware: Company) -> None:
        before = (all_of(Partner), all_of(ActivityEntry))
        with pytest.raises(MovesError) as broken:
            import_moves(f"{HEAD}{litware.made.mpn_id}\n0000001\nLitware\n{litware.made.mpn_id}\n")
        assert str(broken.value).splitlines() == [
            "line 3: mpn_id: there is no partner 0000001",
            "line 4: mpn_id: 'Litware' is not seven digits",
            "line 5: the same partner stands in line 2",
        ]
        assert (all_of(Partner), all_of(ActivityEntry)) == before

    def test_the_same_file_at_once_moves_each_once(self, there: Company, litware: Company) -> None:
        file = f"{HEAD}{litware.made.mpn_id}\n{there.made.mpn_id}\n"
        done = at_once([lambda: import_moves(file)] * 3)
        assert sorted(str(one) for one in done) == [str(Moved(0, 2)), str(Moved(0, 2)), str(Moved(2, 0))]

    @pytest.mark.parametrize("store", ["sqlite"], indirect=True)
    def test_the_command_says_how_many(self, litware: Company, tmp_path: Path) -> None:
        file = tmp_path / "moves.csv"
        file.write_text(f"{HEAD}{litware.made.mpn_id}\n", encoding="utf-8")
        result = CliRunner().invoke(cli, ["partners", "move", str(file)])
        assert (result.exit_code, result.stdout) == (0, "1 partners moved, 0 had been moved before\n")
        assert checked(litware).sent is Verdict.INVITED

    @pytest.mark.parametrize("store", ["sqlite"], indirect=True)
    @pytest.mark.usefixtures("litware")
    def test_the_command_names_broken_lines_and_moves_nobody(self, tmp_path: Path) -> None:
        file = tmp_path / "moves.csv"
        for content, said in ((b"\xff\xfe", "not UTF-8"), (b"mpn_id\n1\n", "line 2: mpn_id"), (b"", "line 1: ")):
            file.write_bytes(content)
            result = CliRunner().invoke(cli, ["partners", "move", str(file)])
            assert result.exit_code == 1
            assert said in result.output
            assert "nobody was moved" in result.output


def test_what_a_seoul_partner_is_told_is_in_its_own_days(sample: Callable[[str], Company]) -> None:
    proseware = sample("proseware")
    change(Partner, proseware.id, managed_in=ManagedIn.PMC.value)
    move_partner(desk_admin(), proseware.id)
    assert checked(proseware).moved_on == proseware.today
    assert datetime.combine(proseware.today, time(), proseware.zone).utcoffset() == timedelta(hours=9)
