"""What Stripe tells of cards: gone, or handed over by a form that died before it could say so."""

import pytest

from actionpack_app.domain.offers import Offer
from actionpack_app.domain.rights import Role
from actionpack_app.gateways.payments import get_payments
from actionpack_app.models import ActivityEntry, SavedCard
from actionpack_app.services.cards.manage import list_cards, remove_card
from actionpack_app.services.orders.open_checkout import open_checkout
from actionpack_app.workflows.cards import customer_of
from tests.integration.companies import Company
from tests.integration.rows import of
from tests.integration.stripe import ASKS, OLD_WAY, PAYS, REFUSED_WHEN_SAVED, Stripe, made_up

pytestmark = OLD_WAY

AP = Offer.ACTION_PACK


class TestCards:
    def test_a_card_that_was_detached_outside_can_not_be_chosen_any_more(self, stripe: Stripe, fabrikam: Company) -> None:
        reviewed = stripe.saved(fabrikam)
        other = stripe.saved(fabrikam, ASKS)
        assert other.number == reviewed.number
        first, second = sorted(of(SavedCard, fabrikam), key=lambda card: card.created_at)
        gone = next(card for card in (first, second) if card.last4 == "4242")
        get_payments().forget_card(gone.provider_ref)
        stripe.tell(*stripe.events("payment_method.detached") * 2)
        assert [line.face.last4 for line in list_cards(fabrikam.admin, fabrikam.clock)] == ["3184"]
        assert [line.is_default for line in list_cards(fabrikam.admin, fabrikam.clock)] == [True]
        assert [entry.action for entry in of(ActivityEntry, fabrikam)].count("card_removed") == 1

    def test_a_card_that_is_still_there_stays(self, stripe: Stripe, fabrikam: Company) -> None:
        stripe.saved(fabrikam)
        (card,) = of(SavedCard, fabrikam)
        stripe.tell(made_up("payment_method.detached", card.provider_ref))
        assert len(list_cards(fabrikam.admin, fabrikam.clock)) == 1


class TestCardsWhoseFormDied:
    """Stripe accepted the card, and the browser was gone before it could say so to us."""

    def test_it_is_kept_once_under_the_name_of_who_typed_it(self, stripe: Stripe, fabrikam: Company) -> None:
        buyer = fabrikam.person(Role.BILLING_ADMIN)
        stripe.handed_over(buyer, "", PAYS)
        assert list_cards(buyer, fabrikam.clock) == ()
        stripe.tell(*stripe.events("setup_intent.succeeded") * 2)
        (line,) = list_cards(buyer, fabrikam.clock)
        assert (line.face.last4, line.is_default) == ("4242", True)
        (entry,) = [entry for entry in of(ActivityEntry, fabrikam) if entry.action == "card_saved"]
        assert entry.person_id == buyer.person_id

    def test_whoever_opens_the_order_again_finds_it_among_the_saved_ones(self, stripe: Stripe, fabrikam: Company) -> None:
        before = open_checkout(fabrikam.admin, AP, fabrikam.clock)
        stripe.handed_over(fabrikam.admin, before.number, PAYS)
        stripe.tell(*stripe.events("setup_intent.succeeded"))
        after = open_checkout(fabrikam.admin, AP, fabrikam.clock)
        assert (after.number, after.step, after.method) == (before.number, before.step, before.method)
        assert [card.last4 for card in after.cards] == ["4242"]

    def test_a_form_that_lived_and_its_notification_keep_one_card(self, stripe: Stripe, fabrikam: Company) -> None:
        stripe.saved(fabrikam)
        stripe.tell(*stripe.events("setup_intent.succeeded"))
        assert len(of(SavedCard, fabrikam)) == 1

    def test_one_that_was_removed_since_stays_removed(self, stripe: Stripe, fabrikam: Company) -> None:
        stripe.saved(fabrikam)
        (card,) = of(SavedCard, fabrikam)
        remove_card(fabrikam.admin, card.id, fabrikam.clock)
        stripe.tell(*stripe.events("setup_intent.succeeded"))
        assert list_cards(fabrikam.admin, fabrikam.clock) == ()

    def test_one_that_was_detached_before_we_heard_of_it_is_not_kept(self, stripe: Stripe, fabrikam: Company) -> None:
        token = stripe.handed_over(fabrikam.admin, "", PAYS)
        setup = next(one for one in stripe.peer.ledger()["setup_intents"] if one["id"] == token)
        get_payments().forget_card(setup["payment_method"])
        stripe.tell(*stripe.events("setup_intent.succeeded"))
        assert of(SavedCard, fabrikam) == []

    @pytest.mark.parametrize("number", REFUSED_WHEN_SAVED)
    def test_a_card_that_was_refused_is_not_kept(self, stripe: Stripe, fabrikam: Company, number: str) -> None:
        stripe.handed_over(fabrikam.admin, "", number)
        stripe.tell(*stripe.events("setup_intent.setup_failed"))
        assert of(SavedCard, fabrikam) == []

    def test_a_card_that_nobody_here_handed_over_is_not_kept(self, stripe: Stripe, fabrikam: Company) -> None:
        secret = get_payments().begin_card(customer_of(fabrikam.admin), {})
        stripe.peer.confirm_setup(secret, PAYS)
        stripe.tell(*stripe.events("setup_intent.succeeded"))
        assert of(SavedCard, fabrikam) == []
