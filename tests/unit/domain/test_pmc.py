"""Checking a renewal in the Partner Membership Center (product, J10): its window is everybody's, and only one rule differs."""

import dataclasses
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actionpack_app.domain.blockers import ClosedOn, LacksRight, ManagedElsewhere, OpensOn, RenewsToday, TransferOpen
from actionpack_app.domain.calendar import nth_term
from actionpack_app.domain.eligibility import Case, Holding, Need, blockers, pmc_conditions, purchase, unmet
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.pmc import Verdict, check_renewal
from actionpack_app.domain.rights import COMPANY_ROLES, Actor, Right, Role
from actionpack_app.domain.status import Standing

AP = Offer.ACTION_PACK
TERM = nth_term(date(2026, 6, 23), 0)
EXPIRY, OPENS, CLOSES = date(2027, 6, 22), date(2027, 6, 23), date(2027, 7, 22)
CAN_BUY = {Role.GLOBAL_ADMIN, Role.PARTNER_ADMIN}

thorough = settings(deadline=None, max_examples=300)


def person(role: Role) -> Actor:
    return Actor(person_id="somebody", partner_id="litware", role=role, name="Somebody")


ADMIN = person(Role.GLOBAL_ADMIN)


def litware(today: date, *, renews: bool = False, transfer_until: date | None = None, moved: bool = False) -> Case:
    standing = Standing(TERM, renews_automatically=renews, open_transfer_until=transfer_until)
    waiting = {AP: transfer_until} if transfer_until else {}
    return Case(today, {AP: Holding("a", TERM.start, 1, standing)}, frozenset(), waiting, managed_elsewhere=not moved)


def verdict(case: Case, moved_on: date | None = None, actor: Actor = ADMIN) -> Verdict:
    return check_renewal(actor, case, AP, moved_on).verdict


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A partner of the Partner Membership Center that holds any of the offers, on one day."""
    today = draw(st.dates(date(2001, 1, 1), date(2080, 12, 31)))
    holdings: dict[Offer, Holding] = {}
    for offer in draw(st.sets(st.sampled_from(Offer), min_size=1)):
        term = nth_term(today + timedelta(days=draw(st.integers(-430, 0) | st.integers(-400, -360))), 0)
        until = draw(st.none() | st.integers(-5, 30).map(lambda days: today + timedelta(days=days)))
        standing = Standing(term, draw(st.booleans()), open_transfer_until=until, charge_failed=draw(st.booleans()))
        holdings[offer] = Holding(f"the {offer}", term.start, 1, standing)
    transfers = {
        offer: today + timedelta(days=draw(st.integers(-3, 30))) for offer in draw(st.sets(st.sampled_from(Offer), max_size=1))
    }
    qualified = frozenset(draw(st.sets(st.sampled_from([Offer.SILVER, Offer.GOLD]))))
    return Case(today, holdings, qualified, transfers, managed_elsewhere=True)


roles = st.sampled_from(COMPANY_ROLES)


# The three answers


@pytest.mark.parametrize(
    ("today", "answer"),
    [
        (EXPIRY - timedelta(days=5), Verdict.NOT_YET),
        (EXPIRY, Verdict.NOT_YET),
        (OPENS, Verdict.RENEWABLE),
        (CLOSES, Verdict.RENEWABLE),
        (CLOSES + timedelta(days=1), Verdict.OVER),
    ],
    ids=str,
)
def test_only_after_expiry_and_for_thirty_days(today: date, answer: Verdict) -> None:
    assert verdict(litware(today)) is answer


def test_before_expiry_and_after_the_window_the_days_are_told() -> None:
    assert OpensOn(OPENS, CLOSES) in unmet(check_renewal(ADMIN, litware(EXPIRY), AP, None).conditions)
    late = check_renewal(ADMIN, litware(CLOSES + timedelta(days=1)), AP, None)
    assert unmet(late.conditions) == (ClosedOn(CLOSES),)


@given(today=st.dates(date(2026, 6, 23), date(2028, 1, 1)), moved_on=st.dates(date(2026, 6, 23), date(2028, 1, 1)))
def test_once_moved_the_partner_is_invited_whatever_the_day(today: date, moved_on: date) -> None:
    assert verdict(litware(today, moved=True), moved_on) is Verdict.INVITED
    assert verdict(litware(today, moved=True), None) is Verdict.NEVER_THERE


@pytest.mark.parametrize("role", COMPANY_ROLES)
def test_in_the_window_a_colleague_without_the_right_is_stopped_by_it_alone(role: Role) -> None:
    found = check_renewal(person(role), litware(OPENS), AP, None)
    assert found.verdict is (Verdict.RENEWABLE if role in CAN_BUY else Verdict.STOPPED)
    assert unmet(found.conditions) == (() if role in CAN_BUY else (LacksRight(Right.BUY),))


def test_the_charge_of_the_anniversary_and_a_transfer_that_is_awaited_are_waited_for() -> None:
    charge = check_renewal(ADMIN, litware(OPENS, renews=True), AP, None)
    assert (charge.verdict, unmet(charge.conditions)) == (Verdict.STOPPED, (RenewsToday(),))
    transfer = check_renewal(ADMIN, litware(OPENS, transfer_until=CLOSES), AP, None)
    assert (transfer.verdict, unmet(transfer.conditions)) == (Verdict.STOPPED, (TransferOpen(CLOSES),))


# The same rules


@thorough
@given(case=cases(), role=roles, offer=st.sampled_from(Offer))
def test_its_own_renewal_lifts_one_thing_alone(case: Case, role: Role, offer: Offer) -> None:
    there = blockers(person(role), case, offer, in_pmc=True)
    moved = dataclasses.replace(case, managed_elsewhere=False)
    if offer not in case.holdings:
        assert there == blockers(person(role), case, offer)
    elif any(isinstance(one, ClosedOn) for one in there):
        assert set(there) <= {ClosedOn(case.holdings[offer].standing.term.last_renewal_day), LacksRight(Right.BUY)}
        assert purchase(case, offer).renews is None, "in Partner Center it would be bought anew"
    else:
        assert there == blockers(person(role), moved, offer)


@thorough
@given(case=cases(), role=roles, offer=st.sampled_from(Offer))
def test_what_can_be_ordered_there_is_a_renewal_that_could_be_made_in_partner_center_too(
    case: Case, role: Role, offer: Offer
) -> None:
    if not blockers(person(role), case, offer, in_pmc=True):
        assert blockers(person(role), dataclasses.replace(case, managed_elsewhere=False), offer) == ()
        order = purchase(case, offer)
        assert order.renews is case.holdings[offer]
        assert order.term.start == case.holdings[offer].standing.term.anniversary


@thorough
@given(case=cases(), role=roles, offer=st.sampled_from(Offer))
def test_from_the_offers_page_nothing_can_be_ordered(case: Case, role: Role, offer: Offer) -> None:
    assert ManagedElsewhere() in blockers(person(role), case, offer)


@thorough
@given(case=cases(), role=roles)
def test_the_answer_is_that_it_can_be_renewed_exactly_when_nothing_stands_against_it(case: Case, role: Role) -> None:
    for offer in case.holdings:
        found = check_renewal(person(role), case, offer, None)
        assert (found.verdict is Verdict.RENEWABLE) is (unmet(found.conditions) == ())
        assert found.verdict not in {Verdict.INVITED, Verdict.NEVER_THERE}
        needs = [condition.need for condition in found.conditions]
        assert len(needs) == len(set(needs))
        assert Need.MANAGED_IN_PMC in needs
        assert Need.MANAGED_HERE not in needs


@thorough
@given(case=cases(), role=roles, offer=st.sampled_from(Offer))
def test_once_moved_it_is_as_everywhere(case: Case, role: Role, offer: Offer) -> None:
    moved = dataclasses.replace(case, managed_elsewhere=False)
    assert blockers(person(role), moved, offer, in_pmc=True) == blockers(person(role), moved, offer)
    assert Need.MANAGED_IN_PMC not in {condition.need for condition in pmc_conditions(person(role), moved, offer)}
