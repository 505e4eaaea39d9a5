"""Saved cards: added, proposed, replaced, let go; and who may do so."""

import contextlib
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

from actionpack_app.db import engine
from actionpack_app.domain.errors import (
    CardDeclined,
    CardNeeded,
    InvalidInput,
    NotAllowed,
    NotATestCard,
    NotFound,
    OrderNotOpen,
    ProviderUnavailable,
)
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.orders import OrderStatus, PaymentMethod
from actionpack_app.domain.rights import Right, Role
from actionpack_app.gateways.payments import CardDetails, Outcome, get_payments
from actionpack_app.gateways.payments.sandbox_ledger import cards
from actionpack_app.models import Order, SavedCard, Subscription
from actionpack_app.repositories.orders import Orders
from actionpack_app.services.cards.company import show_company
from actionpack_app.services.cards.keep_card import keep_card
from actionpack_app.services.cards.manage import list_cards, make_default, note_card_gone, remove_card, renew_with
from actionpack_app.services.orders.intent import read_intent
from actionpack_app.services.orders.open_checkout import open_checkout
from actionpack_app.services.orders.place import place_order
from actionpack_app.services.orders.show import show_order
from actionpack_app.services.subscriptions.show import show_subscription
from actionpack_app.services.subscriptions.turn_off_renewal import turn_off_renewal
from actionpack_app.workflows import cards as card_work
from actionpack_app.workflows.cards import add_card, begin_card, drop_card
from tests.integration.companies import Company
from tests.integration.desk import actions, carried, finance
from tests.integration.rows import all_of, at_once, of
from tests.integration.shopping import asked, bought, reviewed_by_card, sandbox, token

AP = Offer.ACTION_PACK
ODD_KEYS = ("", "nothing", "x" * 500, "' OR 1=1 --", "\x00", "\ud83d")


def added(company: Company, last4: str = "4242") -> str:
    """A new card of the company's, and nobody's order."""
    return add_card(company.admin, "", token(last4), company.clock)


def default_of(company: Company) -> list[str]:
    return [line.face.id for line in list_cards(company.admin, company.clock) if line.is_default]


def somebody_waits_for_a_lock() -> bool:
    with engine().connect() as connection:
        waiting = sa.text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
        return connection.scalar(waiting) != 0


def known_at_provider(card_id: str) -> bool:
    """Whether the provider would still charge it."""
    card = next(row for row in all_of(SavedCard) if row.id == card_id)
    with sandbox()._ledger.engine().connect() as connection:  # noqa: SLF001 (the provider's own books)
        return connection.execute(sa.select(cards).where(cards.c.ref == card.provider_ref)).one_or_none() is not None


class TestAdding:
    def test_the_first_card_is_the_default_and_later_ones_are_not(self, fabrikam: Company) -> None:
        first, second = added(fabrikam), added(fabrikam, "0341")
        assert default_of(fabrikam) == [first]
        assert [line.face.id for line in list_cards(fabrikam.admin, fabrikam.clock)] == [first, second]
        assert actions(fabrikam).count("card_saved") == 2

    def test_a_refused_card_is_not_kept(self, fabrikam: Company) -> None:
        with pytest.raises(CardDeclined):
            added(fabrikam, "0002")
        with pytest.raises(NotATestCard):
            added(fabrikam, "1881")
        assert list_cards(fabrikam.admin, fabrikam.clock) == ()

    def test_a_card_that_is_told_of_twice_is_one_card(self, fabrikam: Company) -> None:
        details = CardDetails("card_told_twice", "Visa", "4242", 12, 2098)
        ids = {keep_card(fabrikam.admin, "", "sandbox", details, fabrikam.clock) for _ in range(3)}
        assert len(ids) == len(of(SavedCard, fabrikam)) == 1
        assert actions(fabrikam).count("card_saved") == 1

    def test_a_card_that_was_saved_for_the_company_is_proposed_at_the_checkout(self, fabrikam: Company) -> None:
        card = added(fabrikam)
        order = open_checkout(fabrikam.admin, AP, fabrikam.clock)
        assert (order.method, order.card.id if order.card else "") == (PaymentMethod.CARD, card)

    def test_the_default_one_is_proposed_first(self, fabrikam: Company) -> None:
        _first, second = added(fabrikam), added(fabrikam, "0341")
        make_default(fabrikam.admin, second, fabrikam.clock)
        order = open_checkout(fabrikam.admin, AP, fabrikam.clock)
        assert order.card is not None
        assert order.card.id == order.cards[0].id == second

    def test_two_first_cards_saved_at_once_are_both_kept_and_one_is_the_default(self, fabrikam: Company) -> None:
        outcomes = at_once([lambda: added(fabrikam)] * 4)
        assert [outcome for outcome in outcomes if isinstance(outcome, BaseException)] == []
        assert len(default_of(fabrikam)) == 1
        assert len(list_cards(fabrikam.admin, fabrikam.clock)) == 4

    @pytest.mark.usefixtures("store")
    def test_the_sandbox_needs_no_secret_to_begin(self, fabrikam: Company) -> None:
        assert begin_card(fabrikam.admin, "") == ""


class TestDefault:
    def test_another_one_takes_its_place(self, fabrikam: Company) -> None:
        first, second = added(fabrikam), added(fabrikam)
        make_default(fabrikam.admin, second, fabrikam.clock)
        assert default_of(fabrikam) == [second]
        make_default(fabrikam.admin, first, fabrikam.clock)
        make_default(fabrikam.admin, first, fabrikam.clock)
        assert default_of(fabrikam) == [first]
        assert actions(fabrikam).count("card_made_default") == 2

    def test_chosen_by_several_at_once_there_is_one(self, fabrikam: Company) -> None:
        kept = [added(fabrikam) for _ in range(4)]
        outcomes = at_once([lambda c=card: make_default(fabrikam.admin, c, fabrikam.clock) for card in kept])
        assert [outcome for outcome in outcomes if isinstance(outcome, BaseException)] == []
        assert len(default_of(fabrikam)) == 1

    def test_removing_it_passes_it_on(self, fabrikam: Company) -> None:
        first, second, third = added(fabrikam), added(fabrikam), added(fabrikam)
        remove_card(fabrikam.admin, first, fabrikam.clock)
        (passed_on,) = default_of(fabrikam)
        assert passed_on in {second, third}
        remove_card(fabrikam.admin, passed_on, fabrikam.clock)
        (last,) = default_of(fabrikam)
        remove_card(fabrikam.admin, last, fabrikam.clock)
        assert list_cards(fabrikam.admin, fabrikam.clock) == ()
        assert default_of(fabrikam) == []
        assert added(fabrikam) in default_of(fabrikam)

    def test_removing_another_one_leaves_it(self, fabrikam: Company) -> None:
        first, second = added(fabrikam), added(fabrikam)
        remove_card(fabrikam.admin, second, fabrikam.clock)
        assert default_of(fabrikam) == [first]


class TestRemoving:
    def test_a_card_that_a_renewal_needs_stays_and_says_for_what(self, contoso: Company) -> None:
        (line,) = list_cards(contoso.admin, contoso.clock)
        assert line.renews == (AP,)
        with pytest.raises(CardNeeded) as refused:
            drop_card(contoso.admin, line.face.id, contoso.clock)
        assert refused.value.offers == (AP,)
        assert list_cards(contoso.admin, contoso.clock) == (line,)
        assert known_at_provider(line.face.id)

    def test_one_card_for_two_offers_names_both(self, sample: Callable[[str], Company]) -> None:
        woodgrove = sample("woodgrove")
        (line,) = list_cards(woodgrove.admin, woodgrove.clock)
        assert set(line.renews) == {AP, Offer.SILVER}

    def test_replaced_by_another_card_it_can_go(self, contoso: Company) -> None:
        old = list_cards(contoso.admin, contoso.clock)[0].face.id
        new = added(contoso)
        renew_with(contoso.admin, contoso.holds().id, new, contoso.clock)
        drop_card(contoso.admin, old, contoso.clock)
        carried(f"forget-card:{old}")
        assert [line.face.id for line in list_cards(contoso.admin, contoso.clock)] == [new]
        assert not known_at_provider(old)
        assert known_at_provider(new)

    def test_with_automatic_renewal_off_it_can_go(self, contoso: Company) -> None:
        turn_off_renewal(contoso.admin, contoso.holds().id, contoso.clock)
        card = list_cards(contoso.admin, contoso.clock)[0].face.id
        drop_card(contoso.admin, card, contoso.clock)
        carried(f"forget-card:{card}")
        assert list_cards(contoso.admin, contoso.clock) == ()
        assert not known_at_provider(card)

    def test_once_the_window_is_over_it_can_go(self, contoso: Company) -> None:
        (line,) = list_cards(contoso.admin, contoso.clock)
        last = contoso.holds().term.last_renewal_day
        assert list_cards(contoso.admin, contoso.on(last))[0].renews == (AP,)
        with pytest.raises(CardNeeded):
            remove_card(contoso.admin, line.face.id, contoso.on(last))
        lapsed = contoso.on(last + timedelta(days=1))
        assert list_cards(contoso.admin, lapsed)[0].renews == ()
        remove_card(contoso.admin, line.face.id, lapsed)
        assert list_cards(contoso.admin, lapsed) == ()

    def test_while_a_payment_with_it_is_under_way_it_stays(self, fabrikam: Company) -> None:
        order = bought(fabrikam, reviewed_by_card(fabrikam, last4="3184"))
        assert order.card is not None
        with pytest.raises(CardNeeded) as refused:
            remove_card(fabrikam.admin, order.card.id, fabrikam.clock)
        assert refused.value.offers == ()

    def test_a_draft_that_had_chosen_it_goes_back_to_the_payment_method(self, fabrikam: Company) -> None:
        order = reviewed_by_card(fabrikam)
        assert order.card is not None
        remove_card(fabrikam.admin, order.card.id, fabrikam.clock)
        shown = show_order(fabrikam.admin, order.number)
        assert (shown.status, shown.step, shown.card, shown.cards) == (OrderStatus.DRAFT, "method", None, ())
        assert bought(fabrikam, reviewed_by_card(fabrikam)).status is OrderStatus.PAID

    def test_removed_while_somebody_clicks_buy_it_is_paid_for_or_asked_for_again(self, fabrikam: Company) -> None:
        """A charge that is under way keeps the card that it is made with."""
        order = reviewed_by_card(fabrikam)
        assert order.card is not None
        card = order.card.id
        provider, clock = get_payments().name, fabrikam.clock
        at_once(
            [
                lambda: place_order(fabrikam.admin, order.number, order.total, "", provider, clock),
                lambda: remove_card(fabrikam.admin, card, clock),
            ]
        )
        shown = show_order(fabrikam.admin, order.number)
        removed = list_cards(fabrikam.admin, fabrikam.clock) == ()
        assert (shown.status is OrderStatus.PROCESSING) is not removed
        assert (shown.card is None) is removed

    @pytest.mark.parametrize("store", ["postgresql"], indirect=True)
    def test_bought_between_the_look_at_the_orders_and_the_removal_the_charge_keeps_its_card(
        self, fabrikam: Company, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """SQLite lets one writer in at a time; PostgreSQL has to be told."""
        order = reviewed_by_card(fabrikam)
        assert order.card is not None
        provider, look = get_payments().name, Orders.using_card
        args = (fabrikam.admin, order.number, order.total, "", provider, fabrikam.clock)

        def look_and_let_the_other_go_first(orders: Orders, card_id: str) -> list[Order]:
            found = look(orders, card_id)
            buying.start()
            while buying.is_alive() and not somebody_waits_for_a_lock():
                buying.join(0.01)
            return found

        def buy() -> None:
            with contextlib.suppress(InvalidInput, OrderNotOpen):
                place_order(*args)

        buying = threading.Thread(target=buy)
        monkeypatch.setattr(Orders, "using_card", look_and_let_the_other_go_first)
        with contextlib.suppress(CardNeeded):
            remove_card(fabrikam.admin, order.card.id, fabrikam.clock)
        buying.join()
        shown = show_order(fabrikam.admin, order.number)
        assert (shown.status, shown.card is None) in {(OrderStatus.PROCESSING, False), (OrderStatus.DRAFT, True)}

    def test_past_orders_still_name_it(self, fabrikam: Company) -> None:
        order = bought(fabrikam, reviewed_by_card(fabrikam))
        assert order.card is not None
        turn_off_renewal(fabrikam.admin, fabrikam.holds().id, fabrikam.clock)
        remove_card(fabrikam.admin, order.card.id, fabrikam.clock)
        assert show_order(fabrikam.admin, order.number).card == order.card

    def test_a_removed_card_is_gone_for_everything(self, fabrikam: Company) -> None:
        card = added(fabrikam)
        remove_card(fabrikam.admin, card, fabrikam.clock)
        for call in (
            lambda: remove_card(fabrikam.admin, card, fabrikam.clock),
            lambda: make_default(fabrikam.admin, card, fabrikam.clock),
            lambda: renew_with(fabrikam.admin, fabrikam.holds().id, card, fabrikam.clock),
        ):
            with pytest.raises(NotFound):
                call()
        assert actions(fabrikam).count("card_removed") == 1

    def test_the_provider_is_asked_until_it_lets_go(self, fabrikam: Company, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(card_work, "FIRST_PAUSE_SECONDS", 0.001)
        card, really, tries = added(fabrikam), sandbox().forget_card, []

        def out_once(reference: str) -> None:
            tries.append(reference)
            if len(tries) == 1:
                raise ProviderUnavailable
            really(reference)

        monkeypatch.setattr(sandbox(), "forget_card", out_once, raising=False)
        drop_card(fabrikam.admin, card, fabrikam.clock)
        carried(f"forget-card:{card}")
        assert len(tries) == 2
        assert not known_at_provider(card)

    def test_a_card_that_the_provider_gave_up_can_not_be_chosen_any_more(self, fabrikam: Company) -> None:
        card = added(fabrikam)
        reference = of(SavedCard, fabrikam)[0].provider_ref
        for _ in range(2):
            note_card_gone(fabrikam.admin, reference, fabrikam.clock)
        assert list_cards(fabrikam.admin, fabrikam.clock) == ()
        assert actions(fabrikam).count("card_removed") == 1
        note_card_gone(fabrikam.admin, "card_unknown", fabrikam.clock)
        with pytest.raises(NotFound):
            make_default(fabrikam.admin, card, fabrikam.clock)

    def test_a_charge_with_a_card_that_is_gone_is_declined(self, fabrikam: Company) -> None:
        order = reviewed_by_card(fabrikam)
        assert order.card is not None
        intent = place_order(fabrikam.admin, order.number, order.total, "", get_payments().name, fabrikam.clock)
        assert intent is not None
        sandbox().forget_card(of(SavedCard, fabrikam)[0].provider_ref)
        result = asked(fabrikam, read_intent(fabrikam.admin, intent.payment_id))
        assert (result.outcome, result.decline_code) == (Outcome.DECLINED, "card_not_found")


class TestRenewingWith:
    def test_another_card(self, contoso: Company) -> None:
        new = added(contoso, "0341")
        renew_with(contoso.admin, contoso.holds().id, new, contoso.clock)
        held = contoso.holds()
        assert held.card is not None
        assert (held.card.id, held.renews_automatically) == (new, True)
        activity = show_subscription(contoso.admin, held.id, contoso.clock).activity
        assert (activity[0].action, activity[0].subject) == ("payment_method_replaced", "0341")

    def test_the_same_card_changes_nothing(self, contoso: Company) -> None:
        before = actions(contoso)
        renew_with(contoso.admin, contoso.holds().id, list_cards(contoso.admin, contoso.clock)[0].face.id, contoso.clock)
        assert actions(contoso) == before

    def test_a_bank_transfer(self, contoso: Company) -> None:
        renew_with(contoso.admin, contoso.holds().id, "", contoso.clock)
        held = contoso.holds()
        assert (held.card, held.renews_automatically) == (None, True)
        assert list_cards(contoso.admin, contoso.clock)[0].renews == ()

    def test_a_closed_subscription_renews_with_nothing(self, sample: Callable[[str], Company]) -> None:
        woodgrove = sample("woodgrove")
        silver = woodgrove.holds(Offer.SILVER).id
        bought(woodgrove, reviewed_by_card(woodgrove, Offer.GOLD))
        before = of(Subscription, woodgrove)
        with pytest.raises(NotFound):
            renew_with(woodgrove.admin, silver, "", woodgrove.clock)
        assert of(Subscription, woodgrove) == before

    def test_anothers_card_or_subscription_is_not_found(self, fabrikam: Company, contoso: Company) -> None:
        foreign = list_cards(contoso.admin, contoso.clock)[0].face.id
        held = fabrikam.holds().id
        for subscription, card in ((held, foreign), (contoso.holds().id, ""), *((held, key) for key in ODD_KEYS[1:])):
            with pytest.raises(NotFound):
                renew_with(fabrikam.admin, subscription, card, fabrikam.clock)
        for card in (foreign, *ODD_KEYS):
            for call in (make_default, remove_card, drop_card):
                with pytest.raises(NotFound):
                    call(fabrikam.admin, card, fabrikam.clock)
        assert known_at_provider(foreign)
        assert default_of(contoso) == [foreign]


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
@pytest.mark.parametrize("role", [Role.PARTNER_ADMIN, Role.BILLING_ADMIN, Role.USER])
def test_cards_are_looked_after_by_those_who_see_billing(fabrikam: Company, role: Role) -> None:
    actor, card, other = fabrikam.person(role), added(fabrikam), added(fabrikam)
    calls: list[Callable[[], object]] = [
        lambda: list_cards(actor, fabrikam.clock),
        lambda: show_company(actor, fabrikam.clock),
        lambda: begin_card(actor, ""),
        lambda: add_card(actor, "", token("4242"), fabrikam.clock),
        lambda: make_default(actor, other, fabrikam.clock),
        lambda: renew_with(actor, fabrikam.holds().id, card, fabrikam.clock),
        lambda: remove_card(actor, other, fabrikam.clock),
    ]
    for call in calls:
        if role is not Role.USER:
            call()
            continue
        with pytest.raises(NotAllowed) as refused:
            call()
        assert refused.value.right is Right.SEE_BILLING


def test_the_desk_has_no_cards_and_sees_none(fabrikam: Company) -> None:
    card, operator = added(fabrikam), finance()
    for call in (lambda: list_cards(operator, fabrikam.clock), lambda: remove_card(operator, card, fabrikam.clock)):
        with pytest.raises(NotAllowed):
            call()


def test_the_companys_details_are_left_out_for_who_may_not_see_them(fabrikam: Company) -> None:
    added(fabrikam)
    whole, part = (show_company(fabrikam.person(role), fabrikam.clock) for role in (Role.BILLING_ADMIN, Role.PARTNER_ADMIN))
    assert (whole.sees_details, whole.address_line, whole.city) == (True, "1 Main Street", "98101 Seattle, WA")
    assert (part.sees_details, part.address_line, part.city, part.country, part.tax_id, part.billing_email) == (
        False,
        "",
        "",
        "",
        "",
        "",
    )
    assert part.cards == whole.cards
