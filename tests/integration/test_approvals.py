"""A second admin approves orders above an amount (J16): the rule, asking, deciding, paying; in the app and from a mail."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from actionpack_app.domain.actions import Action
from actionpack_app.domain.approvals import (
    ApprovalStatus,
    NotApproved,
    Verdict,
)
from actionpack_app.domain.eligibility import unmet
from actionpack_app.domain.errors import (
    ActionPackError,
    ApprovalNeeded,
    ApprovalNotOpen,
    InvalidInput,
    NoApprover,
    NotAllowed,
    NotFound,
    OwnApproval,
)
from actionpack_app.domain.money import Money
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.orders import OrderStatus
from actionpack_app.domain.rights import OPERATORS, Right, Role
from actionpack_app.gateways.chance import new_id
from actionpack_app.gateways.payments import get_payments
from actionpack_app.models import ActivityEntry, Approval, Letter, Order, Partner, Payment, Person
from actionpack_app.repositories.pages import PAGE_SIZE
from actionpack_app.services.approvals.browse import count_to_approve, list_approvals
from actionpack_app.services.approvals.by_mail import decide_by_mail, show_asked
from actionpack_app.services.approvals.decide import decide_approval, withdraw_approval
from actionpack_app.services.approvals.request import request_approval
from actionpack_app.services.approvals.rule import set_rule
from actionpack_app.services.eligibility.conditions import read_conditions
from actionpack_app.services.orders.fill_in import go_back, keep_typed
from actionpack_app.services.orders.open_checkout import open_checkout
from actionpack_app.services.orders.place import place_order
from actionpack_app.services.orders.show import show_order
from actionpack_app.services.samples.manage import reset_sample
from actionpack_app.workflows.clock import jump
from actionpack_app.workflows.pay import buy
from tests.integration.approving import above, approved, buyer, link_of, requested, second_admin, the_one
from tests.integration.companies import Company, signed_in
from tests.integration.desk import actions, change, operator
from tests.integration.rows import all_of, at_once, copy_of, of, order_row, store_rows
from tests.integration.shopping import bought, ledger, reviewed_by_card, reviewed_by_transfer

AP = Offer.ACTION_PACK


def refused(call: Callable[[], object]) -> type[ActionPackError]:
    with pytest.raises(ActionPackError) as raised:
        call()
    return type(raised.value)


class TestTheRule:
    def test_an_order_below_or_at_the_amount_is_paid_at_once(self, fabrikam: Company) -> None:
        above(fabrikam, "475.00")
        order = bought(fabrikam, reviewed_by_card(fabrikam, actor=buyer(fabrikam)), actor=buyer(fabrikam))
        assert order.status is OrderStatus.PAID

    def test_one_minor_unit_above_it_is_not(self, fabrikam: Company) -> None:
        above(fabrikam, "474.99")
        order = reviewed_by_card(fabrikam, actor=buyer(fabrikam))
        assert order.approval is not None
        assert (order.approval.status, order.approval.asked) == (None, (fabrikam.admin.name,))
        assert refused(lambda: bought(fabrikam, order, actor=buyer(fabrikam))) is ApprovalNeeded
        assert order_row(order.number).status is OrderStatus.DRAFT
        assert ledger() == []

    def test_what_counts_is_the_total_with_tax_in_a_currency_without_decimals(self, sample: Callable[[str], Company]) -> None:
        proseware = sample("proseware")
        second_admin(proseware)
        above(proseware, "600,000")
        order = reviewed_by_card(proseware)
        assert (order.net, order.total) == (Money(570_000, "KRW"), Money(627_000, "KRW"))
        assert refused(lambda: bought(proseware, order)) is ApprovalNeeded

    def test_it_is_noted_with_before_and_after(self, fabrikam: Company) -> None:
        above(fabrikam, "1,000.50")
        above(fabrikam, "1000.5")  # the same
        set_rule(fabrikam.admin, None, fabrikam.clock)
        set_rule(fabrikam.admin, None, fabrikam.clock)
        noted = [entry.details for entry in of(ActivityEntry, fabrikam) if entry.action == "approval_rule_set"]
        assert noted == [
            {"before": "none", "after": "100050", "currency": "USD"},
            {"before": "100050", "after": "none", "currency": "USD"},
        ]

    @pytest.mark.parametrize("typed", ["", "  ", "-1", "many", "1,00", "0.001", "1e9", "NaN", "Infinity", "9" * 30, 7])
    def test_what_is_no_amount_changes_nothing(self, fabrikam: Company, typed: object) -> None:
        above(fabrikam)
        with pytest.raises(InvalidInput) as raised:
            set_rule(fabrikam.admin, typed, fabrikam.clock)
        assert set(raised.value.problems) == {"amount"}
        assert list_approvals(fabrikam.admin, 1, fabrikam.clock).rule.above == Money(40_000, "USD")

    def test_a_company_in_which_nobody_could_approve_is_not_given_one(self, contoso: Company) -> None:
        """Contoso has one who buys: the Global admin, who can't approve her own orders."""
        assert refused(lambda: above(contoso)) is NoApprover
        assert list_approvals(contoso.admin, 1, contoso.clock).rule.above is None
        second_admin(contoso)
        above(contoso)
        assert list_approvals(contoso.admin, 1, contoso.clock).rule.can_work

    def test_orders_that_were_placed_before_stay_placed(self, fabrikam: Company) -> None:
        order = bought(fabrikam, reviewed_by_transfer(fabrikam))
        above(fabrikam, "0")
        assert order_row(order.number).status is OrderStatus.AWAITING_PAYMENT
        assert place_order(fabrikam.admin, order.number, order.total, "", "sandbox", fabrikam.clock) is None

    def test_without_it_a_request_asks_nobody(self, fabrikam: Company) -> None:
        order = requested(fabrikam)
        assert order.approval is None
        assert of(Approval, fabrikam) == []


class TestAsking:
    def test_the_order_waits_as_a_draft_and_says_who_is_asked(self, fabrikam: Company) -> None:
        above(fabrikam)
        second = second_admin(fabrikam)
        order = requested(fabrikam)
        needed = order.approval
        assert needed is not None
        assert needed.newest is not None
        assert (order.status, order.step) == (OrderStatus.DRAFT, "review")
        assert (needed.status, set(needed.asked)) == (ApprovalStatus.REQUESTED, {fabrikam.admin.name, second.name})
        assert (needed.newest.requested_by, needed.newest.message) == (buyer(fabrikam).name, "For the new year")
        assert needed.newest.requested_at == fabrikam.now
        tile = fabrikam.tile(AP)
        assert tile.approval is not None
        assert tile.approval.status is ApprovalStatus.REQUESTED
        assert refused(lambda: bought(fabrikam, order, actor=buyer(fabrikam))) is ApprovalNeeded

    def test_asking_twice_or_twenty_times_at_once_asks_once(self, fabrikam: Company) -> None:
        above(fabrikam)
        order = reviewed_by_card(fabrikam, actor=buyer(fabrikam))
        ask = lambda: request_approval(buyer(fabrikam), order.number, order.total, "", "Please", fabrikam.clock)  # noqa: E731
        outcomes = at_once([ask] * 10)
        assert [outcome for outcome in outcomes if isinstance(outcome, BaseException)] == []
        ask()
        assert len(of(Approval, fabrikam)) == len(of(Letter, fabrikam)) == 1
        assert actions(fabrikam).count("approval_requested") == 1

    def test_who_asks_is_not_asked(self, fabrikam: Company) -> None:
        above(fabrikam)
        order = reviewed_by_card(fabrikam)
        assert order.approval is not None
        assert order.approval.asked == ()
        with pytest.raises(NoApprover):
            request_approval(fabrikam.admin, order.number, order.total, "", "", fabrikam.clock)
        second = second_admin(fabrikam)
        shown = request_approval(fabrikam.admin, order.number, order.total, "", "", fabrikam.clock)
        assert shown.approval is not None
        assert shown.approval.asked == (second.name,)

    def test_a_message_that_is_being_typed_is_kept_and_one_that_is_too_long_is_said(self, fabrikam: Company) -> None:
        above(fabrikam)
        order = reviewed_by_card(fabrikam, actor=buyer(fabrikam))
        keep_typed(buyer(fabrikam), order.number, "approval_message", "Half a sent")
        assert show_order(buyer(fabrikam), order.number).approval_message == "Half a sent"
        with pytest.raises(InvalidInput) as raised:
            request_approval(buyer(fabrikam), order.number, order.total, "", "x" * 501, fabrikam.clock)
        assert raised.value.problems == {"approval_message": "too_long"}

    def test_an_order_that_is_not_reviewed_or_costs_something_else_is_not_asked_about(self, fabrikam: Company) -> None:
        above(fabrikam)
        order = reviewed_by_card(fabrikam, actor=buyer(fabrikam))
        with pytest.raises(ActionPackError):
            request_approval(buyer(fabrikam), order.number, Money(1, "USD"), "", "", fabrikam.clock)
        go_back(buyer(fabrikam), order.number)
        with pytest.raises(ActionPackError):
            request_approval(buyer(fabrikam), order.number, order.total, "", "", fabrikam.clock)
        assert of(Approval, fabrikam) == []

    def test_withdrawn_it_can_be_asked_again_and_the_old_link_decides_nothing(self, fabrikam: Company) -> None:
        above(fabrikam)
        requested(fabrikam)
        token = link_of(fabrikam, fabrikam.admin)
        withdraw_approval(buyer(fabrikam), the_one(fabrikam).id, fabrikam.clock)
        asked = decide_by_mail(token, Verdict.APPROVE, "", "")
        assert asked.line is not None
        assert asked.line.facts.status is ApprovalStatus.WITHDRAWN
        requested(fabrikam)
        assert sorted(row.status for row in of(Approval, fabrikam)) == [ApprovalStatus.REQUESTED, ApprovalStatus.WITHDRAWN]

    def test_a_colleague_who_buys_can_withdraw_it_as_the_draft_is_the_companys(self, fabrikam: Company) -> None:
        above(fabrikam)
        requested(fabrikam)
        withdraw_approval(fabrikam.admin, the_one(fabrikam).id, fabrikam.clock)
        assert the_one(fabrikam).status is ApprovalStatus.WITHDRAWN


class TestDeciding:
    def test_approved_it_is_paid_and_who_asked_is_written_to(self, fabrikam: Company) -> None:
        above(fabrikam)
        order = approved(fabrikam)
        paid = bought(fabrikam, order, actor=buyer(fabrikam))
        assert paid.status is OrderStatus.PAID
        done = [action for action in actions(fabrikam) if action.startswith(("approval", "order_p"))]
        assert done[-4:] == ["approval_requested", "approval_given", "order_placed", "order_paid"]
        assert sorted(letter.email for letter in of(Letter, fabrikam)) == sorted([fabrikam.admin.email, buyer(fabrikam).email])
        assert the_one(fabrikam).status is ApprovalStatus.APPROVED

    def test_declined_it_needs_a_reason_and_can_not_be_paid(self, fabrikam: Company) -> None:
        above(fabrikam)
        order = requested(fabrikam)
        for nothing in ("", "   ", None, 7, "x" * 501):
            with pytest.raises(InvalidInput):
                decide_approval(fabrikam.admin, the_one(fabrikam).id, Verdict.DECLINE, nothing, fabrikam.clock)
        decide_approval(fabrikam.admin, the_one(fabrikam).id, Verdict.DECLINE, "Not this year.", fabrikam.clock)
        assert refused(lambda: bought(fabrikam, order, actor=buyer(fabrikam))) is ApprovalNeeded
        shown = show_order(buyer(fabrikam), order.number).approval
        assert shown is not None
        assert shown.newest is not None
        assert (shown.status, shown.newest.reason, shown.newest.decided_by) == (
            ApprovalStatus.DECLINED, "Not this year.", fabrikam.admin.name
        )  # fmt: skip
        requested(fabrikam)
        assert count_to_approve(fabrikam.admin, fabrikam.clock) == 1

    def test_nobody_approves_their_own_order(self, fabrikam: Company) -> None:
        above(fabrikam)
        second = second_admin(fabrikam)
        requested(fabrikam, actor=fabrikam.admin)
        for verdict in Verdict:
            with pytest.raises(OwnApproval):
                decide_approval(fabrikam.admin, the_one(fabrikam).id, verdict, "Mine", fabrikam.clock)
        assert count_to_approve(fabrikam.admin, fabrikam.clock) == 0
        assert count_to_approve(second, fabrikam.clock) == 1
        row = list_approvals(fabrikam.admin, 1, fabrikam.clock).page.rows[0]
        assert (row.own, row.may_decide, row.may_withdraw) == (True, False, True)
        asked = decide_by_mail(link_of(fabrikam, fabrikam.admin), Verdict.APPROVE, "", "")
        assert asked.line is not None
        assert asked.line.own
        decide_approval(second, the_one(fabrikam).id, Verdict.APPROVE, "", fabrikam.clock)

    def test_the_database_refuses_an_own_approval_and_a_second_live_one(self, fabrikam: Company) -> None:
        above(fabrikam)
        requested(fabrikam)
        row = the_one(fabrikam)
        with pytest.raises(IntegrityError):
            change(Approval, row.id, status="approved", decided_by=row.requested_by, closed_at=fabrikam.now)
        with pytest.raises(IntegrityError):
            change(Approval, row.id, status="approved", closed_at=fabrikam.now)
        with pytest.raises(IntegrityError):
            change(Approval, row.id, status="withdrawn")
        with pytest.raises(IntegrityError):
            store_rows(copy_of(row, id=new_id()))
        with pytest.raises(IntegrityError):
            change(Partner, fabrikam.id, approval_above_minor=-1)

    @pytest.mark.parametrize("role", [Role.PARTNER_ADMIN, Role.BILLING_ADMIN, Role.USER, *sorted(OPERATORS)])
    def test_only_a_global_admin_decides(self, fabrikam: Company, role: Role) -> None:
        above(fabrikam)
        requested(fabrikam)
        actor = operator(role) if role in OPERATORS else fabrikam.person(role)
        with pytest.raises(NotAllowed) as raised:
            decide_approval(actor, the_one(fabrikam).id, Verdict.APPROVE, "", fabrikam.clock)
        assert raised.value.right is Right.APPROVE
        assert the_one(fabrikam).status is ApprovalStatus.REQUESTED

    def test_two_approvers_at_once_decide_once(self, fabrikam: Company) -> None:
        above(fabrikam)
        second = second_admin(fabrikam)
        requested(fabrikam)
        key = the_one(fabrikam).id
        outcomes = at_once(
            [
                lambda: decide_approval(fabrikam.admin, key, Verdict.APPROVE, "", fabrikam.clock),
                lambda: decide_approval(second, key, Verdict.DECLINE, "No", fabrikam.clock),
            ]
            * 4
        )
        assert [type(outcome) for outcome in outcomes if outcome is not None] == [ApprovalNotOpen] * 7
        done = actions(fabrikam)
        assert done.count("approval_given") + done.count("approval_declined") == 1
        assert [letter.kind for letter in of(Letter, fabrikam)].count("approval_decided") == 1

    def test_approving_and_withdrawing_at_once_is_one_of_them(self, fabrikam: Company) -> None:
        above(fabrikam)
        requested(fabrikam)
        key = the_one(fabrikam).id
        outcomes = at_once(
            [
                lambda: decide_approval(fabrikam.admin, key, Verdict.APPROVE, "", fabrikam.clock),
                lambda: withdraw_approval(buyer(fabrikam), key, fabrikam.clock),
            ]
        )
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["ApprovalNotOpen", "NoneType"]
        assert the_one(fabrikam).status in {ApprovalStatus.APPROVED, ApprovalStatus.WITHDRAWN}

    def test_buying_while_somebody_declines_pays_nothing(self, fabrikam: Company) -> None:
        above(fabrikam)
        order = requested(fabrikam)
        key = the_one(fabrikam).id
        calls: list[Callable[[], object]] = [
            lambda: decide_approval(fabrikam.admin, key, Verdict.DECLINE, "No", fabrikam.clock),
            *[lambda: bought(fabrikam, order, actor=buyer(fabrikam))] * 5,
        ]
        outcomes = at_once(calls)
        assert [type(outcome) for outcome in outcomes[1:]] == [ApprovalNeeded] * 5
        assert ledger() == []
        assert [row for row in all_of(Payment) if row.order_id == order_row(order.number).id] == []

    def test_what_belongs_to_others_looks_like_nothing(self, fabrikam: Company, sample: Callable[[str], Company]) -> None:
        other = sample("fabrikam")
        above(other)
        requested(other)
        for key in (the_one(other).id, "nothing", "x" * 500, "\x00"):
            with pytest.raises(NotFound):
                decide_approval(fabrikam.admin, key, Verdict.APPROVE, "", fabrikam.clock)
            with pytest.raises(NotFound):
                withdraw_approval(buyer(fabrikam), key, fabrikam.clock)
        assert list_approvals(fabrikam.admin, 1, fabrikam.clock).page.total == 0
        assert count_to_approve(fabrikam.admin, fabrikam.clock) == 0


class TestPaying:
    @pytest.mark.parametrize("who", ["card", "transfer"])
    def test_every_way_to_pay_meets_it(self, fabrikam: Company, who: str) -> None:
        above(fabrikam)
        order = reviewed_by_card(fabrikam) if who == "card" else reviewed_by_transfer(fabrikam)
        for actor in (fabrikam.admin, buyer(fabrikam)):
            with pytest.raises(ApprovalNeeded):
                buy(actor, order.number, order.total, "", fabrikam.clock)
            with pytest.raises(ApprovalNeeded):
                place_order(actor, order.number, order.total, "", get_payments().name, fabrikam.clock)
        assert order_row(order.number).status is OrderStatus.DRAFT

    def test_a_declined_card_leaves_the_approval_as_it_is(self, fabrikam: Company) -> None:
        above(fabrikam)
        order = reviewed_by_card(fabrikam, actor=buyer(fabrikam), last4="0341")
        request_approval(buyer(fabrikam), order.number, order.total, "", "", fabrikam.clock)
        decide_approval(fabrikam.admin, the_one(fabrikam).id, Verdict.APPROVE, "", fabrikam.clock)
        again = bought(fabrikam, order, actor=buyer(fabrikam))
        assert (again.status, again.decline_code != "") == (OrderStatus.DRAFT, True)
        assert again.approval is not None
        assert again.approval.given
        paid = bought(fabrikam, reviewed_by_card(fabrikam, actor=buyer(fabrikam)), actor=buyer(fabrikam))
        assert paid.status is OrderStatus.PAID

    def test_another_price_makes_it_void(self, fabrikam: Company) -> None:
        above(fabrikam)
        order = approved(fabrikam)
        change(Approval, the_one(fabrikam).id, total_minor=46_000)  # somebody approved what it cost before
        assert refused(lambda: bought(fabrikam, order, actor=buyer(fabrikam))) is ApprovalNeeded
        shown = show_order(buyer(fabrikam), order.number).approval
        assert shown is not None
        assert shown.status is ApprovalStatus.EXPIRED
        requested(fabrikam)
        assert {row.status for row in of(Approval, fabrikam)} == {ApprovalStatus.EXPIRED, ApprovalStatus.REQUESTED}

    def test_another_year_makes_it_void(self, fabrikam: Company) -> None:
        above(fabrikam)
        order = approved(fabrikam)
        change(Approval, the_one(fabrikam).id, start=order.term.start + timedelta(days=1))
        assert refused(lambda: bought(fabrikam, order, actor=buyer(fabrikam))) is ApprovalNeeded

    def test_a_purchase_is_approved_for_whichever_day_it_is_paid_on(self, sample: Callable[[str], Company]) -> None:
        """Its year begins on that day; an approval by the next morning's mail has to count."""
        adventure = sample("adventure_works")
        second = second_admin(adventure)
        above(adventure, "0")
        requested(adventure, actor=adventure.admin)
        decide_approval(second, the_one(adventure).id, Verdict.APPROVE, "", adventure.in_days(1))
        later = adventure.in_days(2)
        today = open_checkout(adventure.admin, AP, later)
        assert bought(adventure, today, clock=later).status is OrderStatus.PAID

    def test_it_ends_after_its_last_day(self, sample: Callable[[str], Company]) -> None:
        adventure = sample("adventure_works")
        second = second_admin(adventure)
        above(adventure, "0")
        requested(adventure, actor=adventure.admin)
        decide_approval(second, the_one(adventure).id, Verdict.APPROVE, "", adventure.clock)
        last, after = adventure.in_days(30), adventure.in_days(31)
        assert the_one(adventure).last_day == adventure.today + timedelta(days=30)
        order = open_checkout(adventure.admin, AP, after)
        assert refused(lambda: bought(adventure, order, clock=after)) is ApprovalNeeded
        order = open_checkout(adventure.admin, AP, last)
        assert bought(adventure, order, clock=last).status is OrderStatus.PAID

    def test_a_request_ends_with_the_window_of_what_it_renews(self, sample: Callable[[str], Company]) -> None:
        proseware = sample("proseware")  # expired five days ago
        second = second_admin(proseware)
        above(proseware, "0")
        requested(proseware, actor=proseware.admin)
        last = proseware.holds().term.last_renewal_day
        assert the_one(proseware).last_day == last
        with pytest.raises(ApprovalNotOpen):
            decide_approval(second, the_one(proseware).id, Verdict.APPROVE, "", proseware.on(last + timedelta(days=1)))
        decide_approval(second, the_one(proseware).id, Verdict.APPROVE, "", proseware.on(last))

    def test_after_the_rule_is_turned_off_it_is_paid_without(self, fabrikam: Company) -> None:
        above(fabrikam)
        order = requested(fabrikam)
        set_rule(fabrikam.admin, None, fabrikam.clock)
        assert bought(fabrikam, order, actor=buyer(fabrikam)).status is OrderStatus.PAID
        with pytest.raises(ApprovalNotOpen):
            decide_approval(fabrikam.admin, the_one(fabrikam).id, Verdict.APPROVE, "", fabrikam.clock)
        row = list_approvals(fabrikam.admin, 1, fabrikam.clock).page.rows[0]
        assert (row.facts.status, row.may_decide) == (ApprovalStatus.EXPIRED, False)

    def test_gold_for_a_quarter_less_is_an_order_like_any_other(self, sample: Callable[[str], Company]) -> None:
        woodgrove = sample("woodgrove")
        above(woodgrove, "3000")
        order = reviewed_by_card(woodgrove, Offer.GOLD, actor=buyer(woodgrove))
        assert refused(lambda: bought(woodgrove, order, actor=buyer(woodgrove))) is ApprovalNeeded
        request_approval(buyer(woodgrove), order.number, order.total, "", "", woodgrove.clock)
        decide_approval(woodgrove.admin, the_one(woodgrove).id, Verdict.APPROVE, "", woodgrove.clock)
        assert bought(woodgrove, order, actor=buyer(woodgrove)).status is OrderStatus.PAID


class TestByMail:
    def test_looking_changes_nothing_and_the_button_decides(self, fabrikam: Company) -> None:
        above(fabrikam)
        order = requested(fabrikam)
        token = link_of(fabrikam, fabrikam.admin)
        before = (of(Approval, fabrikam), of(Letter, fabrikam), actions(fabrikam))
        for _look in range(3):
            asked = show_asked(token)
        assert (of(Approval, fabrikam), of(Letter, fabrikam), actions(fabrikam)) == before
        assert asked.line is not None
        assert (asked.line.order_number, asked.line.total, asked.line.may_decide) == (order.number, order.total, True)
        decided = decide_by_mail(token, Verdict.APPROVE, "", "203.0.113.9")
        assert decided.line is not None
        assert decided.line.facts.status is ApprovalStatus.APPROVED
        entry = next(row for row in of(ActivityEntry, fabrikam) if row.action == "approval_given")
        assert (entry.person_id, entry.address) == (fabrikam.admin.person_id, "203.0.113.9")

    def test_the_first_answer_counts(self, fabrikam: Company) -> None:
        above(fabrikam)
        requested(fabrikam)
        token = link_of(fabrikam, fabrikam.admin)
        decide_by_mail(token, Verdict.DECLINE, "No", "")
        again = decide_by_mail(token, Verdict.APPROVE, "", "")
        assert again.line is not None
        assert (again.line.facts.status, again.line.facts.reason) == (ApprovalStatus.DECLINED, "No")

    def test_whoever_left_or_lost_the_role_decides_nothing_and_reads_nothing(self, fabrikam: Company) -> None:
        above(fabrikam)
        second_admin(fabrikam)
        requested(fabrikam)
        token = link_of(fabrikam, fabrikam.admin)
        for values in ({"active": False}, {"active": True, "role": "billing_admin"}):
            change(Person, fabrikam.admin.person_id, **values)
            assert show_asked(token).line is None
            assert decide_by_mail(token, Verdict.APPROVE, "", "").line is None
        assert the_one(fabrikam).status is ApprovalStatus.REQUESTED

    def test_after_a_reset_the_old_link_decides_nothing(self, fabrikam: Company) -> None:
        above(fabrikam)
        requested(fabrikam)
        token = link_of(fabrikam, fabrikam.admin)
        fresh = signed_in(reset_sample(fabrikam.id))
        assert show_asked(token).line is None
        assert list_approvals(fresh.admin, 1, fresh.clock).rule.above is None
        assert list_approvals(fresh.admin, 1, fresh.clock).page.total == 0

    @pytest.mark.parametrize("token", ["", "forged", "x" * 3000, "\x00", "a.b"])
    @pytest.mark.usefixtures("fabrikam")
    def test_what_we_never_signed_is_not_found(self, token: str) -> None:
        with pytest.raises(NotFound):
            show_asked(token)
        with pytest.raises(NotFound):
            decide_by_mail(token, Verdict.APPROVE, "", "")


class TestTheList:
    def test_who_approves_sees_all_and_who_buys_their_own(self, fabrikam: Company) -> None:
        above(fabrikam)
        second = second_admin(fabrikam)
        requested(fabrikam)
        other = second_admin(fabrikam, "Cy Buyer", Role.PARTNER_ADMIN)
        assert list_approvals(buyer(fabrikam), 1, fabrikam.clock).page.total == 1
        assert list_approvals(other, 1, fabrikam.clock).page.total == 0
        for admin in (fabrikam.admin, second):
            assert list_approvals(admin, 1, fabrikam.clock).page.total == 1
        mine = list_approvals(buyer(fabrikam), 1, fabrikam.clock)
        assert (mine.may_set_rule, mine.page.rows[0].may_decide, mine.page.rows[0].may_withdraw) == (False, False, True)

    def test_it_comes_in_pages_and_what_is_open_comes_first(self, fabrikam: Company) -> None:
        above(fabrikam)
        for _n in range(PAGE_SIZE + 2):
            requested(fabrikam)
            open_one = next(row for row in of(Approval, fabrikam) if row.status is ApprovalStatus.REQUESTED)
            withdraw_approval(buyer(fabrikam), open_one.id, fabrikam.clock)
        requested(fabrikam)
        page = list_approvals(fabrikam.admin, 1, fabrikam.clock).page
        assert (len(page.rows), page.last, page.total) == (PAGE_SIZE, 2, PAGE_SIZE + 3)
        assert page.rows[0].facts.status is ApprovalStatus.REQUESTED

    def test_why_not_says_that_it_is_awaited_and_leads_there(self, fabrikam: Company) -> None:
        above(fabrikam)
        reviewed_by_card(fabrikam, actor=buyer(fabrikam))
        found = read_conditions(buyer(fabrikam), Action.BUY, AP, fabrikam.clock)
        assert unmet(found.conditions) == (NotApproved(None),)
        requested(fabrikam)
        found = read_conditions(fabrikam.admin, Action.BUY, AP, fabrikam.clock)
        assert unmet(found.conditions) == (NotApproved(ApprovalStatus.REQUESTED, fabrikam.today),)
        decide_approval(fabrikam.admin, the_one(fabrikam).id, Verdict.APPROVE, "", fabrikam.clock)
        assert unmet(read_conditions(fabrikam.admin, Action.RENEW, fabrikam.holds().id, fabrikam.clock).conditions) == ()


def test_the_automatic_renewal_needs_no_approval(contoso: Company) -> None:
    """It was agreed to when the year before was bought; and a request for a draft that it takes is over."""
    second_admin(contoso)
    above(contoso, "0")
    on = contoso.holds().term.anniversary
    jump(contoso.id, "anniversary")
    assert contoso.holds(clock=contoso.on(on)).term.start == on
    assert [row.status for row in of(Order, contoso)].count(OrderStatus.PAID) == 4
    assert of(Approval, contoso) == []
