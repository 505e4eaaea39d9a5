"""What can be done with a subscription or an order that is there, and what stands against it."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actionpack_app.domain.actions import (
    to_cancel_order,
    to_cancel_subscription,
    to_replace_payment_method,
    to_turn_off_renewal,
)
from actionpack_app.domain.blockers import AnniversaryCame, CancellationOpen, ClosedOn, EndedOn, LacksRight, OrderIs, RenewalIsOff
from actionpack_app.domain.calendar import nth_term
from actionpack_app.domain.eligibility import Case, Condition, Holding, Need, blockers, conditions, renewal_conditions, unmet
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.orders import OrderStatus
from actionpack_app.domain.rights import Actor, Right, Role, roles_with
from actionpack_app.domain.status import Closing, Standing, Status, status_on

thorough = settings(deadline=None, max_examples=300)

TERM = nth_term(date(2026, 6, 23), 0)
MID_TERM = date(2026, 12, 1)


def person(role: Role) -> Actor:
    return Actor(person_id="somebody", partner_id="fabrikam", role=role, name="Somebody")


ADMIN = person(Role.GLOBAL_ADMIN)


def running(*, renews: bool = True) -> Standing:
    return Standing(TERM, renews_automatically=renews)


CANCELLED = Standing(TERM, renews_automatically=False, closing=Closing.CANCELLED, closed_on=date(2026, 8, 1))


@st.composite
def standings(draw: st.DrawFn) -> tuple[date, Standing]:
    """A subscription and a day around its term."""
    term = nth_term(draw(st.dates(date(2000, 1, 1), date(2080, 12, 31))), draw(st.integers(0, 5)))
    today = term.expiry + timedelta(days=draw(st.integers(-33, 33) | st.integers(-364, 400)))
    closing = draw(st.none() | st.sampled_from(Closing))
    renews = draw(st.booleans()) and closing is None
    failed = draw(st.booleans())
    until = draw(st.none() | st.integers(-5, 30).map(lambda days: today + timedelta(days=days)))
    closed_on = today if closing else None
    standing = Standing(term, renews, closing, closed_on, open_transfer_until=until, charge_failed=failed)
    return today, standing


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A partner who holds any of the offers, on one day."""
    today = draw(st.dates(date(2001, 1, 1), date(2080, 12, 31)))
    holdings: dict[Offer, Holding] = {}
    for offer in draw(st.sets(st.sampled_from(Offer))):
        term = nth_term(today + timedelta(days=draw(st.integers(-430, 0))), 0)
        until = draw(st.none() | st.integers(-5, 30).map(lambda days: today + timedelta(days=days)))
        renews, failed = draw(st.booleans()), draw(st.booleans())
        standing = Standing(term, renews, open_transfer_until=until, charge_failed=failed)
        holdings[offer] = Holding(f"the {offer}", term.start, 1, standing)
    transfers = {
        offer: today + timedelta(days=draw(st.integers(-3, 30))) for offer in draw(st.sets(st.sampled_from(Offer), max_size=1))
    }
    qualified = frozenset(draw(st.sets(st.sampled_from([Offer.SILVER, Offer.GOLD]))))
    return Case(today, holdings, qualified, transfers, managed_elsewhere=draw(st.booleans()))


# Every action


@thorough
@given(case=cases(), offer=st.sampled_from(Offer), role=st.sampled_from(Role))
def test_an_offer_can_be_ordered_exactly_when_no_condition_is_unmet(case: Case, offer: Offer, role: Role) -> None:
    found = conditions(person(role), case, offer)
    assert (blockers(person(role), case, offer) == ()) is all(condition.met for condition in found)
    assert blockers(person(role), case, offer) == tuple(condition.against for condition in found if not condition.met)


@thorough
@given(case=cases(), offer=st.sampled_from(Offer))
def test_each_condition_is_told_once_and_the_same_ones_whoever_asks(case: Case, offer: Offer) -> None:
    needs = [condition.need for condition in conditions(ADMIN, case, offer)]
    assert len(needs) == len(set(needs))
    assert needs == [condition.need for condition in conditions(person(Role.USER), case, offer)]
    assert (Need.QUALIFIED in needs) is (offer is not Offer.ACTION_PACK)
    assert (Need.WINDOW in needs) is (offer in case.holdings)
    assert (Need.NOT_INCLUDED in needs) is (offer is Offer.SILVER)


@thorough
@given(case=cases(), offer=st.sampled_from(Offer))
def test_what_is_met_until_a_day_is_met_today(case: Case, offer: Offer) -> None:
    for condition in conditions(ADMIN, case, offer):
        if condition.until is not None:
            assert condition.met
            assert case.today <= condition.until


@thorough
@given(given=standings(), role=st.sampled_from(Role), request=st.sampled_from(["", "SR-2026-000001"]))
def test_a_role_changes_its_own_condition_and_no_other(given: tuple[date, Standing], role: Role, request: str) -> None:
    today, standing = given
    for right, of in (
        (Right.BUY, lambda actor: to_turn_off_renewal(actor, today, standing)),
        (Right.BUY, lambda actor: to_cancel_subscription(actor, standing, request)),
        (Right.SEE_BILLING, lambda actor: to_replace_payment_method(actor, standing)),
        (Right.BUY, lambda actor: to_cancel_order(actor, OrderStatus.AWAITING_PAYMENT)),
    ):
        mine, admins = of(person(role)), of(ADMIN)
        assert mine[0] == Condition(Need.RIGHT, None if role in roles_with(right) else LacksRight(right))
        assert mine[1:] == admins[1:]


# Turning automatic renewal off


@thorough
@given(given=standings())
def test_automatic_renewal_can_be_turned_off_while_it_is_on_before_the_anniversary(given: tuple[date, Standing]) -> None:
    today, standing = given
    possible = standing.closing is None and standing.renews_automatically and today < standing.term.anniversary
    assert (unmet(to_turn_off_renewal(ADMIN, today, standing)) == ()) is possible


def test_what_is_off_already_tells_how_it_comes_on_again() -> None:
    against = unmet(to_turn_off_renewal(ADMIN, MID_TERM, running(renews=False)))
    assert against == (RenewalIsOff(date(2027, 6, 23), date(2027, 7, 22)),)


def test_from_the_anniversary_on_it_is_too_late() -> None:
    against = unmet(to_turn_off_renewal(ADMIN, date(2027, 6, 23), running()))
    assert against == (AnniversaryCame(date(2027, 6, 23)),)


def test_its_last_day_is_told_while_it_is_possible() -> None:
    found = to_turn_off_renewal(ADMIN, MID_TERM, running())
    assert Condition(Need.BEFORE_ANNIVERSARY, until=TERM.expiry) in found
    assert unmet(found) == ()


# Cancelling, replacing the payment method


def test_a_subscription_is_cancelled_once_at_a_time() -> None:
    assert unmet(to_cancel_subscription(ADMIN, running(), "")) == ()
    assert unmet(to_cancel_subscription(ADMIN, running(), "SR-2026-000007")) == (CancellationOpen("SR-2026-000007"),)


def test_the_payment_method_can_be_replaced_while_automatic_renewal_is_on() -> None:
    assert unmet(to_replace_payment_method(ADMIN, running())) == ()
    assert unmet(to_replace_payment_method(ADMIN, running(renews=False))) == (RenewalIsOff(date(2027, 6, 23), date(2027, 7, 22)),)


def test_what_has_ended_says_only_that_it_has() -> None:
    ended = (EndedOn(date(2026, 8, 1), Closing.CANCELLED),)
    assert unmet(to_turn_off_renewal(ADMIN, MID_TERM, CANCELLED)) == ended
    assert unmet(to_cancel_subscription(ADMIN, CANCELLED, "")) == ended
    assert unmet(to_replace_payment_method(ADMIN, CANCELLED)) == ended


# Renewing one subscription


@thorough
@given(given=standings(), role=st.sampled_from(Role))
def test_a_subscription_that_is_over_is_not_renewed_and_any_other_as_its_offer(given: tuple[date, Standing], role: Role) -> None:
    today, standing = given
    holdings = {} if standing.closing else {Offer.GOLD: Holding("a-subscription", standing.term.start, 1, standing)}
    case = Case(today, holdings, frozenset({Offer.GOLD}), {})
    found = renewal_conditions(person(role), case, Offer.GOLD, standing)
    if status_on(today, standing) in {Status.LAPSED, Status.CANCELLED}:
        cut_short = standing.closing in {Closing.CANCELLED, Closing.UPGRADED}
        assert any(isinstance(against, EndedOn if cut_short else ClosedOn) for against in unmet(found))
    else:
        assert found == conditions(person(role), case, Offer.GOLD)


# Orders


@pytest.mark.parametrize("status", OrderStatus)
def test_an_order_is_cancelled_while_it_awaits_its_payment(status: OrderStatus) -> None:
    awaits = status is OrderStatus.AWAITING_PAYMENT
    assert unmet(to_cancel_order(ADMIN, status)) == (() if awaits else (OrderIs(status),))
