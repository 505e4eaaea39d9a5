"""The conditions of an action as people are told them, on what they really have."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from actionpack_app.dialogs.why_not.view import show_condition
from actionpack_app.domain.actions import Action
from actionpack_app.domain.blockers import (
    CancellationOpen,
    ClosedOn,
    LacksRight,
    ManagedElsewhere,
    NotQualified,
    OpensOn,
    OrderIs,
    RenewalIsOff,
    TransferOpen,
)
from actionpack_app.domain.eligibility import unmet
from actionpack_app.domain.errors import NotAllowed, NotFound
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.orders import OrderStatus
from actionpack_app.domain.rights import OPERATORS, Actor, Right, Role
from actionpack_app.messages import use_locale
from actionpack_app.services.eligibility.conditions import ReadConditions, read_conditions
from actionpack_app.services.orders.show import show_order
from actionpack_app.services.subscriptions.show import show_subscription
from actionpack_app.services.subscriptions.turn_off_renewal import turn_off_renewal
from tests.integration.companies import Company
from tests.integration.desk import asks_to_cancel, operator, proved, transferred
from tests.integration.shopping import bought, reviewed_by_card

AP = Offer.ACTION_PACK


def asked(company: Company, action: Action, thing: str, actor: Actor | None = None) -> ReadConditions:
    return read_conditions(actor or company.admin, action, thing, company.clock)


def links(found: ReadConditions) -> list[str]:
    with use_locale("en"):
        return [shown.href for shown in (show_condition(condition, found) for condition in found.conditions) if shown.href]


@pytest.mark.parametrize("key", ["fabrikam", "contoso", "northwind", "adventure_works", "woodgrove", "litware", "relecloud"])
def test_the_dialog_says_what_the_tile_says_and_lists_what_is_met_too(sample: Callable[[str], Company], key: str) -> None:
    company = sample(key)
    for offer in Offer:
        found = asked(company, Action.BUY, offer)
        assert unmet(found.conditions) == company.tile(offer).blockers
        assert len(found.conditions) > len(company.tile(offer).blockers)


def test_before_expiry_the_window_is_the_one_thing_missing(contoso: Company) -> None:
    term = contoso.holds().term
    found = asked(contoso, Action.BUY, AP)
    assert unmet(found.conditions) == (OpensOn(term.anniversary, term.last_renewal_day),)
    assert links(found) == [f"/en/subscriptions/{contoso.holds().id}"]
    assert links(asked(contoso, Action.RENEW, contoso.holds().id)) == []


def test_what_is_missing_and_what_is_managed_elsewhere_have_a_way(sample: Callable[[str], Company]) -> None:
    found = asked(sample("litware"), Action.BUY, Offer.GOLD)
    assert set(unmet(found.conditions)) == {NotQualified(Offer.GOLD), ManagedElsewhere()}
    assert len(links(found)) == 2


def test_a_transfer_that_is_awaited_leads_to_its_order_those_who_may_open_it(fabrikam: Company) -> None:
    order = transferred(fabrikam)
    found = asked(fabrikam, Action.BUY, AP)
    assert unmet(found.conditions) == (TransferOpen(fabrikam.today + timedelta(days=30)),)
    assert links(found) == [f"/en/orders/{order.number}"]
    assert links(asked(fabrikam, Action.BUY, AP, fabrikam.person(Role.USER))) == []


def test_what_the_page_leaves_out_is_explained(contoso: Company) -> None:
    held = contoso.holds().id
    assert show_subscription(contoso.admin, held, contoso.clock).left_out == ()
    for action in (Action.TURN_OFF_RENEWAL, Action.CANCEL_SUBSCRIPTION, Action.REPLACE_PAYMENT_METHOD):
        assert unmet(asked(contoso, action, held).conditions) == ()

    turn_off_renewal(contoso.admin, held, contoso.clock)
    number, term = asks_to_cancel(contoso), contoso.holds().term
    details = show_subscription(contoso.admin, held, contoso.clock)
    assert set(details.left_out) == {Action.TURN_OFF_RENEWAL, Action.CANCEL_SUBSCRIPTION, Action.REPLACE_PAYMENT_METHOD}
    off = (RenewalIsOff(term.anniversary, term.last_renewal_day),)
    assert unmet(asked(contoso, Action.TURN_OFF_RENEWAL, held).conditions) == off
    assert unmet(asked(contoso, Action.REPLACE_PAYMENT_METHOD, held).conditions) == off
    assert unmet(asked(contoso, Action.CANCEL_SUBSCRIPTION, held).conditions) == (CancellationOpen(number),)
    assert links(asked(contoso, Action.CANCEL_SUBSCRIPTION, held)) == [f"/en/support/{number}"]
    assert links(asked(contoso, Action.REPLACE_PAYMENT_METHOD, held)) == ["/en/company"]


def test_a_lapsed_subscription_leads_back_to_the_offers(sample: Callable[[str], Company]) -> None:
    northwind = sample("northwind")
    found = asked(northwind, Action.RENEW, northwind.holds().id)
    assert unmet(found.conditions) == (ClosedOn(northwind.today - timedelta(days=1)),)
    assert links(found) == ["/en/offers"]
    assert unmet(asked(northwind, Action.BUY, AP).conditions) == ()


def test_an_order_whose_proof_is_read_can_not_be_cancelled(fabrikam: Company) -> None:
    number = transferred(fabrikam).number
    assert unmet(asked(fabrikam, Action.CANCEL_ORDER, number).conditions) == ()
    proved(fabrikam, number)
    against = (OrderIs(OrderStatus.PROOF_IN_REVIEW),)
    assert unmet(asked(fabrikam, Action.CANCEL_ORDER, number).conditions) == against
    assert show_order(fabrikam.admin, number).against_cancelling == against


@pytest.mark.parametrize("role", [Role.BILLING_ADMIN, Role.USER])
def test_a_colleague_without_the_right_is_told_who_has_it(fabrikam: Company, role: Role) -> None:
    colleague, held = fabrikam.person(role), fabrikam.holds().id
    for action, thing in ((Action.BUY, AP), (Action.RENEW, held), (Action.CANCEL_SUBSCRIPTION, held)):
        assert unmet(asked(fabrikam, action, thing, colleague).conditions) == (LacksRight(Right.BUY),)
    assert show_subscription(colleague, held, fabrikam.clock).left_out != ()


def test_a_billing_admin_reads_why_an_order_is_not_theirs_to_cancel_and_a_user_does_not_see_it(fabrikam: Company) -> None:
    number = transferred(fabrikam).number
    billing = fabrikam.person(Role.BILLING_ADMIN)
    assert unmet(asked(fabrikam, Action.CANCEL_ORDER, number, billing).conditions) == (LacksRight(Right.BUY),)
    assert show_order(billing, number).against_cancelling == (LacksRight(Right.BUY),)
    with pytest.raises(NotAllowed) as refused:
        asked(fabrikam, Action.CANCEL_ORDER, number, fabrikam.person(Role.USER))
    assert refused.value.right is Right.SEE_BILLING


@pytest.mark.parametrize("action", [*Action, "", "sell", "x" * 500, "\x00"])
def test_what_nobody_could_have_named_is_not_found(fabrikam: Company, action: str) -> None:
    for thing in ("", "nothing", "x" * 500, "' OR 1=1 --", "\x00", "\ud83d"):
        with pytest.raises(NotFound):
            read_conditions(fabrikam.admin, action, thing, fabrikam.clock)


def test_what_belongs_to_others_is_not_found(fabrikam: Company, sample: Callable[[str], Company]) -> None:
    other = sample("contoso")
    order = bought(fabrikam, reviewed_by_card(fabrikam)).number
    for action in Action:
        if action is not Action.BUY:
            thing = order if action is Action.CANCEL_ORDER else fabrikam.holds().id
            with pytest.raises(NotFound):
                asked(other, action, thing)


@pytest.mark.parametrize("role", sorted(OPERATORS))
def test_operators_have_no_membership_to_ask_about(fabrikam: Company, role: Role) -> None:
    with pytest.raises(NotAllowed):
        asked(fabrikam, Action.BUY, AP, operator(role))
