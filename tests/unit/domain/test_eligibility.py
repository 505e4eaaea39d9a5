"""What a partner can buy or renew today, and what stands against it (product §2, §4, J10, J11)."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actionpack_app.domain.blockers import (
    Blocker,
    GoldIncludesSilver,
    LacksRight,
    ManagedElsewhere,
    NotQualified,
    OpensOn,
    RenewsToday,
    TransferOpen,
)
from actionpack_app.domain.calendar import Term, nth_term, transfer_last_day
from actionpack_app.domain.eligibility import Case, Holding, blockers, purchase
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.rights import Actor, Right, Role
from actionpack_app.domain.status import Standing, Status, status_on

ANCHOR = date(2026, 6, 23)
TERM = Term(ANCHOR, date(2027, 6, 22))
ANNIVERSARY = date(2027, 6, 23)
LAST_DAY = date(2027, 7, 22)
WINDOW_CLOSED = date(2027, 7, 23)
MID_TERM = date(2026, 12, 1)
BOTH_LEVELS = frozenset({Offer.SILVER, Offer.GOLD})
NOBODY_HOLDS: Mapping[Offer, Holding] = {}

thorough = settings(deadline=None, max_examples=300)


def person(role: Role) -> Actor:
    return Actor(person_id="somebody", partner_id="fabrikam", role=role, name="Somebody")


ADMIN = person(Role.GLOBAL_ADMIN)


def holding(standing: Standing, *, anchor: date = ANCHOR, terms_paid: int = 1) -> Holding:
    return Holding("a-subscription", anchor, terms_paid, standing)


def held(*, renews: bool = False, charge_failed: bool = False, transfer_until: date | None = None) -> Holding:
    """A subscription in its first term, 23 June 2026 to 22 June 2027."""
    return holding(Standing(TERM, renews_automatically=renews, charge_failed=charge_failed, open_transfer_until=transfer_until))


def partner(
    today: date,
    holdings: Mapping[Offer, Holding] = NOBODY_HOLDS,
    *,
    qualified: frozenset[Offer] = BOTH_LEVELS,
    transfers: Mapping[Offer, date] | None = None,
    managed_elsewhere: bool = False,
) -> Case:
    return Case(today, holdings, qualified, transfers or {}, managed_elsewhere=managed_elsewhere)


def against(case: Case, offer: Offer) -> tuple[Blocker, ...]:
    """What stands against it for a Global admin."""
    return blockers(ADMIN, case, offer)


# Nothing against it


@pytest.mark.parametrize("offer", Offer)
def test_a_qualified_partner_who_holds_nothing_can_buy_any_offer(offer: Offer) -> None:
    assert against(partner(MID_TERM), offer) == ()


@pytest.mark.parametrize("today", [ANNIVERSARY, LAST_DAY, WINDOW_CLOSED, date(2029, 1, 1)], ids=str)
@pytest.mark.parametrize("offer", Offer)
def test_in_the_window_the_partner_can_renew_and_after_it_buy_again(offer: Offer, today: date) -> None:
    assert against(partner(today, {offer: held()}), offer) == ()


def test_holding_one_offer_does_not_keep_a_partner_from_another() -> None:
    case = partner(MID_TERM, {Offer.ACTION_PACK: held()})
    assert against(case, Offer.SILVER) == ()
    assert against(case, Offer.GOLD) == ()


# Roles


@pytest.mark.parametrize("role", [Role.GLOBAL_ADMIN, Role.PARTNER_ADMIN])
def test_admins_can_buy(role: Role) -> None:
    assert blockers(person(role), partner(MID_TERM), Offer.ACTION_PACK) == ()


@pytest.mark.parametrize("role", [Role.BILLING_ADMIN, Role.USER, Role.SUPPORT_AGENT, Role.FINANCE, Role.DESK_ADMIN])
def test_others_are_told_which_right_they_lack(role: Role) -> None:
    assert blockers(person(role), partner(MID_TERM), Offer.ACTION_PACK) == (LacksRight(Right.BUY),)


# The renewal window


@pytest.mark.parametrize("today", [TERM.start, MID_TERM, TERM.expiry], ids=str)
@pytest.mark.parametrize("renews", [True, False])
def test_before_expiry_the_partner_is_told_when_the_window_opens_and_closes(today: date, *, renews: bool) -> None:
    assert against(partner(today, {Offer.ACTION_PACK: held(renews=renews)}), Offer.ACTION_PACK) == (
        OpensOn(date(2027, 6, 23), date(2027, 7, 22)),
    )


def test_on_the_anniversary_an_automatic_renewal_is_not_paid_by_hand() -> None:
    case = partner(ANNIVERSARY, {Offer.ACTION_PACK: held(renews=True)})
    assert against(case, Offer.ACTION_PACK) == (RenewsToday(),)


@pytest.mark.parametrize("today", [ANNIVERSARY, date(2027, 6, 26), LAST_DAY], ids=str)
def test_while_a_failed_charge_is_retried_the_partner_can_pay_by_hand(today: date) -> None:
    assert against(partner(today, {Offer.ACTION_PACK: held(renews=True, charge_failed=True)}), Offer.ACTION_PACK) == ()


# Bank transfer


def test_an_open_transfer_order_for_a_first_purchase_stands_against_a_second_one() -> None:
    until = transfer_last_day(MID_TERM)
    case = partner(MID_TERM, transfers={Offer.ACTION_PACK: until})
    assert against(case, Offer.ACTION_PACK) == (TransferOpen(until),)


@pytest.mark.parametrize("today", [date(2027, 7, 15), LAST_DAY, WINDOW_CLOSED, date(2027, 8, 14)], ids=str)
def test_an_open_transfer_order_for_a_renewal_stands_against_a_second_one_to_its_last_day(today: date) -> None:
    until = transfer_last_day(date(2027, 7, 15))
    case = partner(today, {Offer.ACTION_PACK: held(transfer_until=until)}, transfers={Offer.ACTION_PACK: until})
    assert against(case, Offer.ACTION_PACK) == (TransferOpen(until),)


def test_an_open_transfer_order_for_one_offer_leaves_the_others_free() -> None:
    case = partner(MID_TERM, transfers={Offer.ACTION_PACK: transfer_last_day(MID_TERM)})
    assert against(case, Offer.GOLD) == ()


# Competencies


@pytest.mark.parametrize("offer", [Offer.SILVER, Offer.GOLD])
def test_a_competency_offer_needs_a_qualified_competency_to_be_bought(offer: Offer) -> None:
    unqualified = partner(MID_TERM, qualified=BOTH_LEVELS - {offer})
    assert against(unqualified, offer) == (NotQualified(offer),)


@pytest.mark.parametrize("offer", [Offer.SILVER, Offer.GOLD])
def test_a_competency_offer_needs_a_qualified_competency_to_be_renewed(offer: Offer) -> None:
    unqualified = partner(ANNIVERSARY, {offer: held()}, qualified=frozenset())
    assert against(unqualified, offer) == (NotQualified(offer),)


def test_the_action_pack_needs_no_competency() -> None:
    assert against(partner(MID_TERM, qualified=frozenset()), Offer.ACTION_PACK) == ()


@pytest.mark.parametrize("today", [MID_TERM, TERM.expiry, ANNIVERSARY, LAST_DAY], ids=str)
def test_a_gold_partner_cannot_buy_silver(today: date) -> None:
    assert against(partner(today, {Offer.GOLD: held()}), Offer.SILVER) == (GoldIncludesSilver(),)


def test_a_partner_whose_gold_has_lapsed_can_buy_silver() -> None:
    assert against(partner(WINDOW_CLOSED, {Offer.GOLD: held()}), Offer.SILVER) == ()


def test_a_silver_partner_can_buy_gold() -> None:
    assert against(partner(MID_TERM, {Offer.SILVER: held()}), Offer.GOLD) == ()


# The Partner Membership Center


@pytest.mark.parametrize("offer", Offer)
def test_a_partner_still_managed_in_the_pmc_buys_nothing_here(offer: Offer) -> None:
    assert against(partner(MID_TERM, managed_elsewhere=True), offer) == (ManagedElsewhere(),)


# Several at once


def test_everything_that_stands_against_a_purchase_is_told_at_once() -> None:
    case = partner(MID_TERM, {Offer.SILVER: held(), Offer.GOLD: held()}, qualified=frozenset(), managed_elsewhere=True)
    assert set(blockers(person(Role.USER), case, Offer.SILVER)) == {
        ManagedElsewhere(),
        LacksRight(Right.BUY),
        NotQualified(Offer.SILVER),
        OpensOn(ANNIVERSARY, LAST_DAY),
        GoldIncludesSilver(),
    }


# What would be ordered


@pytest.mark.parametrize("offer", Offer)
def test_a_first_purchase_starts_on_the_day_it_is_paid(offer: Offer) -> None:
    order = purchase(partner(date(2026, 6, 23)), offer)
    assert order.term == Term(date(2026, 6, 23), date(2027, 6, 22))
    assert order.term_number == 0
    assert order.renews is None
    assert order.offer is offer


@pytest.mark.parametrize("today", [ANNIVERSARY, date(2027, 7, 1), LAST_DAY], ids=str)
@pytest.mark.parametrize("offer", Offer)
def test_a_renewal_starts_at_the_anniversary_on_whatever_day_it_is_paid(offer: Offer, today: date) -> None:
    subscription = held()
    order = purchase(partner(today, {offer: subscription}), offer)
    assert order.term == Term(date(2027, 6, 23), date(2028, 6, 22))
    assert order.term_number == 1
    assert order.renews is subscription
    assert not order.upgrade


def test_a_renewal_of_a_subscription_from_29_february_returns_to_it_in_the_leap_year() -> None:
    anchor = date(2024, 2, 29)
    fourth = holding(Standing(nth_term(anchor, 3), renews_automatically=False), anchor=anchor, terms_paid=4)
    order = purchase(partner(date(2028, 3, 10), {Offer.ACTION_PACK: fourth}), Offer.ACTION_PACK)
    assert order.term == Term(date(2028, 2, 29), date(2029, 2, 27))


def test_an_overdue_charge_paid_by_hand_renews_from_the_anniversary() -> None:
    case = partner(date(2027, 7, 1), {Offer.ACTION_PACK: held(renews=True, charge_failed=True)})
    assert purchase(case, Offer.ACTION_PACK).term.start == ANNIVERSARY


@pytest.mark.parametrize("today", [WINDOW_CLOSED, date(2029, 2, 28)], ids=str)
def test_after_the_window_the_offer_is_bought_anew_with_a_new_anchor(today: date) -> None:
    order = purchase(partner(today, {Offer.ACTION_PACK: held()}), Offer.ACTION_PACK)
    assert order.term == nth_term(today, 0)
    assert order.term.start == today
    assert order.term_number == 0
    assert order.renews is None


# Gold for silver partners


@pytest.mark.parametrize("today", [TERM.start, MID_TERM, TERM.expiry], ids=str)
def test_gold_is_an_upgrade_for_a_partner_with_an_active_silver(today: date) -> None:
    order = purchase(partner(today, {Offer.SILVER: held(renews=True)}), Offer.GOLD)
    assert order.upgrade
    assert order.term == nth_term(today, 0)
    assert order.renews is None


def test_gold_is_no_upgrade_for_a_partner_without_silver() -> None:
    assert not purchase(partner(MID_TERM), Offer.GOLD).upgrade
    assert not purchase(partner(MID_TERM, {Offer.ACTION_PACK: held()}), Offer.GOLD).upgrade


def test_gold_is_no_upgrade_for_a_partner_whose_silver_has_lapsed() -> None:
    assert not purchase(partner(WINDOW_CLOSED, {Offer.SILVER: held()}), Offer.GOLD).upgrade


@pytest.mark.parametrize("offer", [Offer.ACTION_PACK, Offer.SILVER])
def test_only_gold_is_ever_an_upgrade(offer: Offer) -> None:
    running = {Offer.SILVER: held(), Offer.GOLD: held()}
    assert not purchase(partner(MID_TERM, running), offer).upgrade


def test_renewing_gold_is_no_upgrade_whatever_silver_there_is() -> None:
    case = partner(ANNIVERSARY, {Offer.GOLD: held(), Offer.SILVER: held()})
    assert not purchase(case, Offer.GOLD).upgrade


# In every situation


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A partner with one Action Pack subscription on some day around its expiry, without an open order."""
    anchor = draw(st.dates(date(2000, 1, 1), date(2080, 12, 31)))
    terms_paid = draw(st.integers(1, 10))
    term = nth_term(anchor, terms_paid - 1)
    standing = Standing(term, renews_automatically=draw(st.booleans()), charge_failed=draw(st.booleans()))
    today = term.expiry + timedelta(days=draw(st.integers(-33, 33) | st.integers(-364, 400)))
    return partner(today, {Offer.ACTION_PACK: holding(standing, anchor=anchor, terms_paid=terms_paid)})


def status_of(case: Case) -> Status:
    return status_on(case.today, case.holdings[Offer.ACTION_PACK].standing)


@thorough
@given(case=cases())
def test_a_partner_can_order_exactly_when_renewable_payment_is_due_or_lapsed(case: Case) -> None:
    can_order = status_of(case) in {Status.RENEWABLE, Status.PAYMENT_DUE, Status.LAPSED}
    assert (against(case, Offer.ACTION_PACK) == ()) is can_order


@thorough
@given(case=cases())
def test_a_renewal_follows_the_paid_term_without_a_gap_and_a_purchase_starts_today(case: Case) -> None:
    order = purchase(case, Offer.ACTION_PACK)
    if status_of(case) is Status.LAPSED:
        assert order.renews is None
        assert order.term.start == case.today
    else:
        assert order.renews is case.holdings[Offer.ACTION_PACK]
        assert order.term.start == case.holdings[Offer.ACTION_PACK].standing.term.anniversary


@thorough
@given(case=cases())
def test_no_day_is_ever_paid_twice(case: Case) -> None:
    assert purchase(case, Offer.ACTION_PACK).term.start > case.holdings[Offer.ACTION_PACK].standing.term.expiry


@thorough
@given(case=cases(), role=st.sampled_from(Role), managed=st.booleans())
def test_the_role_and_the_pmc_stand_against_an_order_whatever_the_day(case: Case, role: Role, managed: bool) -> None:  # noqa: FBT001
    somewhere = Case(case.today, case.holdings, case.qualified, case.open_transfers, managed_elsewhere=managed)
    found = blockers(person(role), somewhere, Offer.ACTION_PACK)
    assert (LacksRight(Right.BUY) in found) is (role not in {Role.GLOBAL_ADMIN, Role.PARTNER_ADMIN})
    assert (ManagedElsewhere() in found) is managed
