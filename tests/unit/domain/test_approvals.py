"""When an order needs a second admin, and how long an approval is one."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actionpack_app.domain.actions import to_decide, to_pay, to_withdraw
from actionpack_app.domain.approvals import (
    GOOD_FOR,
    LIVE,
    ApprovalIs,
    ApprovalStatus,
    Asked,
    NotApproved,
    OwnRequest,
    Subject,
    Verdict,
    is_above,
    last_day_of,
    rule_can_work,
    status_on,
    subject_of,
)
from actionpack_app.domain.blockers import LacksRight
from actionpack_app.domain.calendar import nth_term
from actionpack_app.domain.eligibility import unmet
from actionpack_app.domain.money import Money
from actionpack_app.domain.rights import Actor, Right, Role, roles_with

thorough = settings(deadline=None, max_examples=300)
days = st.dates(date(2020, 1, 1), date(2040, 12, 31))
amounts = st.integers(0, 10**9)


@st.composite
def subjects(draw: st.DrawFn) -> Subject:
    """An order as it could be asked about: a renewal, or a purchase."""
    renews = draw(st.sampled_from(["", "s1", "s2"]))
    term = nth_term(draw(days), draw(st.integers(0, 3)))
    return subject_of(Money(draw(amounts), "USD"), renews, term, upgrade=draw(st.booleans()))


@st.composite
def requests(draw: st.DrawFn) -> tuple[date, Asked]:
    """The day of a request, and its facts."""
    on, subject = draw(days), draw(subjects())
    return on, Asked(draw(st.sampled_from(ApprovalStatus)), subject, last_day_of(on, subject))


@thorough
@given(amounts, amounts)
def test_above_is_more_than_the_amount(total: int, above: int) -> None:
    assert is_above(Money(total, "KRW"), above) is (total > above)
    assert not is_above(Money(total, "KRW"), None)


@thorough
@given(amounts, amounts, amounts)
def test_lowering_the_amount_never_frees_an_order(total: int, one: int, other: int) -> None:
    lower, higher = sorted((one, other))
    assert is_above(Money(total, "EUR"), lower) or not is_above(Money(total, "EUR"), higher)


@thorough
@given(requests())
def test_what_has_ended_stays_ended(asked: tuple[date, Asked]) -> None:
    on, facts = asked
    if facts.status not in LIVE:
        for order in (facts.subject, None):
            assert status_on(on, facts, order) is facts.status


@thorough
@given(requests(), st.integers(0, 60))
def test_it_holds_up_to_its_last_day_for_the_order_as_it_was(asked: tuple[date, Asked], later: int) -> None:
    on, facts = asked
    today = on + timedelta(days=later)
    if facts.status in LIVE:
        holds = today <= facts.last_day
        assert status_on(today, facts, facts.subject) is (facts.status if holds else ApprovalStatus.EXPIRED)


@thorough
@given(requests(), subjects())
def test_for_another_total_or_year_it_never_holds(asked: tuple[date, Asked], other: Subject) -> None:
    on, facts = asked
    if facts.status in LIVE and other != facts.subject:
        assert status_on(on, facts, other) is ApprovalStatus.EXPIRED


@thorough
@given(requests())
def test_once_the_order_is_placed_an_approval_was_used_and_a_request_is_over(asked: tuple[date, Asked]) -> None:
    on, facts = asked
    placed = status_on(on + timedelta(days=400), facts, None)
    assert placed is not ApprovalStatus.REQUESTED
    assert (placed is ApprovalStatus.APPROVED) is (facts.status is ApprovalStatus.APPROVED)


@thorough
@given(days, subjects())
def test_the_last_day_is_the_thirtieth_and_never_past_the_window(on: date, subject: Subject) -> None:
    last = last_day_of(on, subject)
    assert last <= on + GOOD_FOR
    if subject.term is None:
        assert last == on + GOOD_FOR
    else:
        assert last <= subject.term.start + timedelta(days=29)


def test_a_renewal_of_22_june_can_be_approved_until_22_july() -> None:
    term = nth_term(date(2026, 6, 23), 1)
    assert last_day_of(date(2027, 6, 30), subject_of(Money(1, "USD"), "s1", term, upgrade=False)) == date(2027, 7, 22)


def test_a_purchase_is_the_same_on_whichever_day_it_starts() -> None:
    one, other = (
        subject_of(Money(47500, "USD"), None, nth_term(day, 0), upgrade=False) for day in (date(2026, 1, 1), date(2026, 1, 9))
    )
    assert one == other
    renewed = subject_of(Money(47500, "USD"), "s1", nth_term(date(2026, 1, 1), 0), upgrade=False)
    assert renewed != one


@pytest.mark.parametrize("role", Role)
def test_who_may_decide_and_withdraw(role: Role) -> None:
    actor = Actor("me", "fabrikam", role, "Me")
    decides = unmet(to_decide(actor, "somebody", ApprovalStatus.REQUESTED))
    assert decides == (() if role in roles_with(Right.APPROVE) else (LacksRight(Right.APPROVE),))
    withdraws = unmet(to_withdraw(actor, ApprovalStatus.REQUESTED))
    assert withdraws == (() if role in roles_with(Right.BUY) else (LacksRight(Right.BUY),))


@pytest.mark.parametrize("status", ApprovalStatus)
def test_an_own_request_and_one_that_was_decided_are_not_decided(status: ApprovalStatus) -> None:
    admin = Actor("me", "fabrikam", Role.GLOBAL_ADMIN, "Me")
    assert OwnRequest() in unmet(to_decide(admin, "me", status))
    is_open = status is ApprovalStatus.REQUESTED
    assert unmet(to_decide(admin, "somebody", status)) == (() if is_open else (ApprovalIs(status),))
    assert unmet(to_withdraw(admin, status)) == (() if is_open else (ApprovalIs(status),))
    paid = to_pay(status, date(2026, 1, 1))
    assert paid.met is (status is ApprovalStatus.APPROVED)
    assert paid.met or paid.against == NotApproved(status, date(2026, 1, 1))


def test_each_verdict_leads_to_its_own_end() -> None:
    assert {verdict.leads_to for verdict in Verdict} == {ApprovalStatus.APPROVED, ApprovalStatus.DECLINED}


@given(st.integers(0, 5), st.integers(0, 5))
def test_a_rule_works_where_somebody_can_ask_another(partner_admins: int, global_admins: int) -> None:
    pairs = global_admins * (partner_admins + global_admins - 1) if global_admins else 0
    assert rule_can_work(partner_admins + global_admins, global_admins) is (pairs > 0)
