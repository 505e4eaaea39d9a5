"""What goes wrong between Stripe and us: afterwards every order is paid once, or clearly not paid."""

from collections.abc import Callable
from typing import Any

import pytest

from actionpack_app.domain.errors import NotFound, OrderNotOpen, ProviderUnavailable
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.orders import OrderStatus, PaymentStatus, RefundStatus
from actionpack_app.domain.rights import Role
from actionpack_app.domain.status import Status
from actionpack_app.gateways.payments import ChargeResult, Outcome, get_payments
from actionpack_app.messages import use_locale
from actionpack_app.messages.payments import explain_decline
from actionpack_app.models import Invoice, Refund, SavedCard
from actionpack_app.services.cards.manage import list_cards
from actionpack_app.services.orders.intent import Intent, note_reference, read_intent
from actionpack_app.services.orders.open_checkout import open_checkout
from actionpack_app.services.orders.place import place_order
from actionpack_app.services.orders.show import show_order
from actionpack_app.services.orders.view import OrderView
from actionpack_app.settings import SettingsError
from actionpack_app.workflows import cards, desk
from actionpack_app.workflows.pay import buy, challenge, confirmed, give_up, resume
from tests.integration.companies import Company
from tests.integration.desk import asks_to_cancel, finance
from tests.integration.rows import at_once, of, order_row
from tests.integration.shopping import bought
from tests.integration.stripe import (
    ASKS,
    DECLINES,
    OLD_WAY,
    PAYS,
    Stripe,
    attempts,
    books_agree,
    picked_up,
    settled,
)

pytestmark = OLD_WAY

AP = Offer.ACTION_PACK
NOTHING_DONE = ("drop_before", "error_500_before", "rate_limit_429")
DONE = ("drop_after_success", "error_500_after_success", "timeout_after_success")
KINDS = (*NOTHING_DONE, *DONE, "slow")
NEEDS_IMPATIENCE = {"timeout_after_success", "slow"}
UNTIL_IT_IS_CLEARED = 60.0

Body = Callable[[Any, Stripe, Company, str], None]


def under(*kinds: str) -> Callable[[Body], Callable[..., None]]:
    """A test under one fault after the other, each with a company of its own."""

    def each(body: Body) -> Callable[..., None]:
        def test(self: object, stripe: Stripe, sample: Callable[[str], Company], subtests: pytest.Subtests) -> None:
            for kind in kinds:
                with subtests.test(kind=kind):
                    body(self, stripe, sample("fabrikam"), kind)
                stripe.peer.clear_faults()

        test.__name__ = body.__name__
        return test

    return each


def meets(stripe: Stripe, operation: str, kind: str, *, seconds: float = UNTIL_IT_IS_CLEARED) -> None:
    """The next request of a kind meets a fault."""
    if kind in NEEDS_IMPATIENCE:
        stripe.impatient(operation)
    stripe.peer.fault(operation, kind, seconds=seconds)


def unpaid(company: Company, order: OrderView) -> None:
    """The dialog stands at the review, says that nothing was charged, and nothing was."""
    assert (order.status, order.step, order.needs_authentication) == (OrderStatus.DRAFT, "review", False)
    assert company.holds().status is Status.RENEWABLE
    assert len(of(Invoice, company)) == 1


def paid(company: Company, order: OrderView) -> None:
    assert (order.status, order.step) == (OrderStatus.PAID, "done")
    assert company.holds().status is Status.ACTIVE
    assert len(of(Invoice, company)) == 2


class TestBuying:
    @under(*(kind for kind in KINDS if not kind.startswith("error_500")))
    def test_a_payment_that_could_not_be_registered_is_clearly_not_paid(
        self, stripe: Stripe, fabrikam: Company, kind: str
    ) -> None:
        reviewed = stripe.saved(fabrikam)
        meets(stripe, "payment_intents.create", kind)
        order = bought(fabrikam, reviewed)
        unpaid(fabrikam, order)
        assert order.decline_code == "provider_unavailable"
        books_agree(stripe, fabrikam)
        stripe.peer.clear_faults()
        paid(fabrikam, bought(fabrikam, reviewed))
        books_agree(stripe, fabrikam)

    @under(*DONE)
    def test_a_charge_whose_answer_was_lost_is_found_paid(self, stripe: Stripe, fabrikam: Company, kind: str) -> None:
        reviewed = stripe.saved(fabrikam)
        meets(stripe, "payment_intents.confirm", kind)
        paid(fabrikam, bought(fabrikam, reviewed))
        assert bought(fabrikam, reviewed) == show_order(fabrikam.admin, reviewed.number)
        assert [row.status for row in attempts(reviewed.number)] == [PaymentStatus.SUCCEEDED]
        books_agree(stripe, fabrikam)

    @under(*NOTHING_DONE, "slow")
    def test_a_charge_that_was_not_made_is_given_up_and_can_be_tried_again(
        self, stripe: Stripe, fabrikam: Company, kind: str
    ) -> None:
        reviewed = stripe.saved(fabrikam)
        meets(stripe, "payment_intents.confirm", kind)
        order = bought(fabrikam, reviewed)
        unpaid(fabrikam, order)
        assert order.decline_code == "provider_unavailable"
        assert [one["status"] for one in stripe.intents(fabrikam)] == ["canceled"]
        books_agree(stripe, fabrikam)
        stripe.peer.clear_faults()
        paid(fabrikam, bought(fabrikam, reviewed))
        books_agree(stripe, fabrikam)

    def test_a_charge_that_the_provider_still_had_to_carry_out_comes_too_late(self, stripe: Stripe, fabrikam: Company) -> None:
        reviewed = stripe.saved(fabrikam)
        stripe.impatient("payment_intents.confirm")
        stripe.peer.pause("payment_intents.confirm", "before")
        unpaid(fabrikam, bought(fabrikam, reviewed))
        stripe.peer.resume()
        while any(one["status"] is None for one in stripe.requests("payment_intents.confirm")):
            pass  # the provider carries it out by now, and answers nobody
        assert [one["status"] for one in stripe.intents(fabrikam)] == ["canceled"]
        books_agree(stripe, fabrikam)

    @under(*KINDS)
    def test_looking_it_up_may_fail_too(self, stripe: Stripe, fabrikam: Company, kind: str) -> None:
        reviewed = stripe.saved(fabrikam)
        stripe.peer.fault("payment_intents.confirm", "drop_after_success")
        meets(stripe, "payment_intents.retrieve", kind)
        paid(fabrikam, bought(fabrikam, reviewed))
        ref = attempts(reviewed.number)[0].provider_ref or ""
        assert len([one for one in stripe.requests("payment_intents.retrieve") if one["path"].endswith(ref)]) == 2
        books_agree(stripe, fabrikam)

    @under(*KINDS)
    def test_giving_it_up_may_fail_too(self, stripe: Stripe, fabrikam: Company, kind: str) -> None:
        reviewed = stripe.saved(fabrikam)
        stripe.peer.fault("payment_intents.confirm", "drop_before")
        meets(stripe, "payment_intents.cancel", kind)
        order = bought(fabrikam, reviewed)
        unpaid(fabrikam, order)
        assert order.decline_code in {"provider_unavailable", "cancelled"}
        stripe.peer.clear_faults()
        paid(fabrikam, bought(fabrikam, reviewed))
        books_agree(stripe, fabrikam)

    @under(*KINDS)
    def test_a_decline_stays_a_decline_and_its_payment_is_closed(self, stripe: Stripe, fabrikam: Company, kind: str) -> None:
        reviewed = stripe.saved(fabrikam, DECLINES)
        meets(stripe, "payment_intents.cancel", kind)
        order = bought(fabrikam, reviewed)
        unpaid(fabrikam, order)
        assert order.decline_code == "card_declined"
        assert [one["status"] for one in stripe.intents(fabrikam)] == ["canceled"]
        books_agree(stripe, fabrikam)

    @under(*DONE)
    def test_a_decline_whose_answer_was_lost_is_found_declined(self, stripe: Stripe, fabrikam: Company, kind: str) -> None:
        reviewed = stripe.saved(fabrikam, DECLINES)
        meets(stripe, "payment_intents.confirm", kind)
        order = bought(fabrikam, reviewed)
        unpaid(fabrikam, order)
        assert order.decline_code == "card_declined"
        books_agree(stripe, fabrikam)

    @under(*DONE)
    def test_a_question_of_the_bank_whose_announcement_was_lost_is_asked(
        self, stripe: Stripe, fabrikam: Company, kind: str
    ) -> None:
        reviewed = stripe.saved(fabrikam, ASKS)
        meets(stripe, "payment_intents.confirm", kind)
        order = bought(fabrikam, reviewed)
        assert (order.status, order.needs_authentication) == (OrderStatus.PROCESSING, True)
        stripe.peer.authenticate(attempts(order.number)[0].provider_ref or "")
        paid(fabrikam, confirmed(fabrikam.admin, order.number, fabrikam.clock))
        books_agree(stripe, fabrikam)

    @under("drop_before", "drop_after_success", "error_500_before", "timeout_after_success")
    def test_what_the_client_repeats_under_its_key_partners_never_notice(
        self, stripe: Stripe, fabrikam: Company, kind: str
    ) -> None:
        reviewed = stripe.saved(fabrikam)
        stripe.persistent()
        meets(stripe, "payment_intents.create", kind)
        meets(stripe, "payment_intents.confirm", kind)
        paid(fabrikam, bought(fabrikam, reviewed))
        (attempt,) = attempts(reviewed.number)
        for operation, key in (("create", attempt.idempotency_key), ("confirm", f"confirm:{attempt.provider_ref}:")):
            asked = [one for one in stripe.requests(f"payment_intents.{operation}") if one["idempotency_key"].startswith(key)]
            assert (len(asked), sum(one["executed"] for one in asked)) == (2, 1)
            assert len({one["idempotency_key"] for one in asked}) == 1
        books_agree(stripe, fabrikam)

    def test_a_partner_who_does_not_wait_finds_the_order_as_it_has_become(self, stripe: Stripe, fabrikam: Company) -> None:
        reviewed = stripe.saved(fabrikam)
        stripe.peer.pause("payment_intents.confirm", "after")
        order = buy(fabrikam.admin, reviewed.number, reviewed.total, "", fabrikam.clock, patience=0)
        assert order.status is OrderStatus.PROCESSING
        stripe.peer.waiting()
        assert resume(fabrikam.admin, order.number, fabrikam.clock, patience=0).status is OrderStatus.PROCESSING
        assert open_checkout(fabrikam.admin, AP, fabrikam.clock).number == order.number
        stripe.peer.resume()
        settled()
        paid(fabrikam, resume(fabrikam.admin, order.number, fabrikam.clock))
        books_agree(stripe, fabrikam)

    @pytest.mark.parametrize("seed", range(2))
    def test_in_a_storm_every_order_is_paid_once_or_clearly_not_paid(
        self, stripe: Stripe, sample: Callable[[str], Company], seed: int
    ) -> None:
        companies = [sample("fabrikam") for _ in range(3)]
        orders = [
            (company, stripe.saved(company, number)) for company, number in zip(companies, (PAYS, DECLINES, PAYS), strict=True)
        ]
        for place, kind in enumerate((*NOTHING_DONE, "drop_after_success", "error_500_after_success")):
            stripe.peer.fault("*", kind, times=None, probability=0.12, seed=10 * seed + place)
        for _ in range(3):
            at_once([lambda c=company, o=order: bought(c, o) for company, order in orders])
        stripe.peer.clear_faults()
        settled()
        for company, order in orders:
            assert order_row(order.number).status in {OrderStatus.PAID, OrderStatus.DRAFT}
            assert len(stripe.charges(company)) == (order_row(order.number).status is OrderStatus.PAID)
        books_agree(stripe, *companies)


def placed(company: Company, order: OrderView) -> Intent:
    """Buy was clicked, and the process died."""
    intent = place_order(company.admin, order.number, order.total, "", get_payments().name, company.clock)
    assert intent is not None
    return read_intent(company.admin, intent.payment_id)


def died_before_anybody_was_asked(company: Company, order: OrderView) -> None:
    placed(company, order)


def died_before_the_reference_was_kept(company: Company, order: OrderView) -> None:
    get_payments().register(placed(company, order).request)


def died_before_the_charge(company: Company, order: OrderView) -> None:
    intent = placed(company, order)
    note_reference(company.admin, intent.payment_id, get_payments().register(intent.request))


def died_before_the_answer_was_kept(company: Company, order: OrderView) -> None:
    died_before_the_charge(company, order)
    ref = attempts(order.number)[-1].provider_ref or ""
    assert get_payments().charge(ref, automatic=False).outcome is not Outcome.UNKNOWN


DEATHS = [
    died_before_anybody_was_asked,
    died_before_the_reference_was_kept,
    died_before_the_charge,
    died_before_the_answer_was_kept,
]


def reloaded(company: Company, order: OrderView) -> None:
    resume(company.admin, order.number, company.clock)


def clicked_again(company: Company, order: OrderView) -> None:
    bought(company, order)


def looked_after(company: Company, order: OrderView) -> None:
    del company, order
    picked_up()


@pytest.mark.parametrize("rescue", [reloaded, clicked_again, looked_after])
class TestDying:
    @pytest.mark.parametrize("dies", DEATHS)
    def test_wherever_a_process_dies_the_order_is_paid_once(
        self,
        stripe: Stripe,
        fabrikam: Company,
        dies: Callable[[Company, OrderView], None],
        rescue: Callable[[Company, OrderView], None],
    ) -> None:
        reviewed = stripe.saved(fabrikam)
        dies(fabrikam, reviewed)
        rescue(fabrikam, reviewed)
        paid(fabrikam, show_order(fabrikam.admin, reviewed.number))
        picked_up()
        assert len(stripe.intents(fabrikam)) == len(attempts(reviewed.number)) == 1
        books_agree(stripe, fabrikam)

    def test_a_lost_decline_is_a_decline(
        self, stripe: Stripe, fabrikam: Company, rescue: Callable[[Company, OrderView], None]
    ) -> None:
        reviewed = stripe.saved(fabrikam, DECLINES)
        died_before_the_answer_was_kept(fabrikam, reviewed)
        rescue(fabrikam, reviewed)
        order = show_order(fabrikam.admin, reviewed.number)
        unpaid(fabrikam, order)
        assert order.decline_code == "card_declined"
        assert [one["status"] for one in stripe.intents(fabrikam)] == ["canceled"]
        books_agree(stripe, fabrikam)


@pytest.mark.parametrize("dies", DEATHS)
def test_everybody_at_once_looks_after_what_lies_about(
    stripe: Stripe, fabrikam: Company, dies: Callable[[Company, OrderView], None]
) -> None:
    reviewed = stripe.saved(fabrikam)
    dies(fabrikam, reviewed)
    calls: list[Callable[[], object]] = [
        picked_up,
        lambda: resume(fabrikam.admin, reviewed.number, fabrikam.clock),
        lambda: bought(fabrikam, reviewed),
    ]
    assert [outcome for outcome in at_once(calls * 3) if isinstance(outcome, BaseException)] == []
    settled()
    paid(fabrikam, show_order(fabrikam.admin, reviewed.number))
    books_agree(stripe, fabrikam)


class TestSavingACard:
    @under(*KINDS)
    def test_the_partner_tries_again_later_and_has_one_card(self, stripe: Stripe, fabrikam: Company, kind: str) -> None:
        for operation in ("customers.create", "setup_intents.create", "setup_intents.retrieve", "payment_methods.retrieve"):
            meets(stripe, operation, kind)
            with pytest.raises(ProviderUnavailable):
                stripe.saved(fabrikam)
            assert of(SavedCard, fabrikam) == []
            stripe.peer.clear_faults()
        reviewed = stripe.saved(fabrikam)
        assert [line.face.last4 for line in list_cards(fabrikam.admin, fabrikam.clock)] == ["4242"]
        paid(fabrikam, bought(fabrikam, reviewed))
        books_agree(stripe, fabrikam)

    @under(*KINDS)
    def test_a_card_that_is_removed_is_let_go_at_the_provider_in_the_end(
        self, stripe: Stripe, fabrikam: Company, kind: str
    ) -> None:
        stripe.saved(fabrikam)
        (saved,) = of(SavedCard, fabrikam)
        meets(stripe, "payment_methods.detach", kind)
        cards.drop_card(fabrikam.admin, saved.id, fabrikam.clock)
        assert list_cards(fabrikam.admin, fabrikam.clock) == ()
        settled()
        assert [one["id"] for one in stripe.peer.ledger()["payment_methods"] if one["customer"]] == []

    def test_a_token_of_another_company_saves_no_card(
        self, stripe: Stripe, fabrikam: Company, sample: Callable[[str], Company]
    ) -> None:
        contoso = sample("contoso")
        token = stripe.handed_over(contoso.admin, "", PAYS)
        number = open_checkout(fabrikam.admin, AP, fabrikam.clock).number
        for told in (token, "seti_unknown", "seti_../customers", "pm_card_visa", "", "seti_\x00"):
            with pytest.raises(NotFound):
                cards.save_card(fabrikam.admin, number, told, fabrikam.clock)
        assert of(SavedCard, fabrikam) == []

    def test_two_people_who_add_the_first_card_at_the_same_moment_both_can(self, stripe: Stripe, fabrikam: Company) -> None:
        number = open_checkout(fabrikam.admin, AP, fabrikam.clock).number
        people = [fabrikam.admin, fabrikam.person(Role.PARTNER_ADMIN)] * 3
        tokens = at_once([lambda who=who: stripe.handed_over(who, number, PAYS) for who in people])
        for who, token in zip(people, tokens, strict=True):
            order = cards.save_card(who, number, str(token), fabrikam.clock)
        assert len(list_cards(fabrikam.admin, fabrikam.clock)) == len(people)
        paid(fabrikam, bought(fabrikam, order))
        books_agree(stripe, fabrikam)

    def test_telling_of_the_same_card_twice_saves_it_once(self, stripe: Stripe, fabrikam: Company) -> None:
        number = open_checkout(fabrikam.admin, AP, fabrikam.clock).number
        token = stripe.handed_over(fabrikam.admin, number, PAYS)
        for _ in range(2):
            cards.save_card(fabrikam.admin, number, token, fabrikam.clock)
        assert len(of(SavedCard, fabrikam)) == 1

    def test_a_card_that_was_detached_outside_is_declined_and_another_one_pays(self, stripe: Stripe, fabrikam: Company) -> None:
        reviewed = stripe.saved(fabrikam)
        get_payments().forget_card(of(SavedCard, fabrikam)[0].provider_ref)
        order = bought(fabrikam, reviewed)
        unpaid(fabrikam, order)
        assert order.decline_code == "card_not_found"
        paid(fabrikam, bought(fabrikam, stripe.saved(fabrikam)))
        books_agree(stripe, fabrikam)


class TestGivingBack:
    @under(*KINDS)
    def test_a_refund_is_made_once_whatever_happens_to_its_answer(self, stripe: Stripe, fabrikam: Company, kind: str) -> None:
        order = bought(fabrikam, stripe.saved(fabrikam))
        meets(stripe, "refunds.create", kind, seconds=1.0)
        request = asks_to_cancel(fabrikam)
        desk.refund(finance(), request)
        ref = attempts(order.number)[0].provider_ref or ""
        while not stripe.refunds(ref):
            pass  # durable work asks until it is answered
        stripe.tell(*[event for event in stripe.events("charge.refunded") if event["data"]["object"]["payment_intent"] == ref])
        assert [one["amount"] for one in stripe.refunds(ref)] == [47500]
        refunded = show_order(fabrikam.admin, order.number)
        assert refunded.status is OrderStatus.REFUNDED
        assert refunded.refund is not None
        assert refunded.refund.status is RefundStatus.SUCCEEDED
        assert refunded.credit_note_number
        books_agree(stripe, fabrikam)


class TestOutage:
    def test_an_order_is_kept_for_later(self, stripe: Stripe, fabrikam: Company) -> None:
        reviewed = stripe.saved(fabrikam)
        stripe.away()
        for _ in range(2):
            order = bought(fabrikam, reviewed)
            unpaid(fabrikam, order)
            assert order.decline_code == "provider_unavailable"
        stripe.back()
        paid(fabrikam, bought(fabrikam, reviewed))
        assert [row.decline_code for row in attempts(order.number)] == ["provider_unavailable"] * 2 + [""]
        books_agree(stripe, fabrikam)

    def test_a_card_can_not_be_saved_meanwhile_and_nothing_is_lost(self, stripe: Stripe, fabrikam: Company) -> None:
        number = open_checkout(fabrikam.admin, AP, fabrikam.clock).number
        stripe.away()
        with pytest.raises(ProviderUnavailable):
            cards.begin_card(fabrikam.admin, number)
        with pytest.raises(ProviderUnavailable):
            cards.save_card(fabrikam.admin, number, "seti_1", fabrikam.clock)
        stripe.back()
        paid(fabrikam, bought(fabrikam, stripe.saved(fabrikam)))

    def test_between_the_charge_and_its_answer_the_order_is_processing_until_it_is_known(
        self, stripe: Stripe, fabrikam: Company
    ) -> None:
        reviewed = stripe.saved(fabrikam)
        stripe.peer.fault("payment_intents.confirm", "drop_after_success")
        stripe.peer.fault("payment_intents.retrieve", "drop_before", times=None)
        order = buy(fabrikam.admin, reviewed.number, reviewed.total, "", fabrikam.clock, patience=0.2)
        assert (order.status, order.decline_code) == (OrderStatus.PROCESSING, "")
        assert len(of(Invoice, fabrikam)) == 1
        stripe.peer.clear_faults()
        settled()
        paid(fabrikam, show_order(fabrikam.admin, order.number))
        books_agree(stripe, fabrikam)

    def test_a_question_of_the_bank_waits(self, stripe: Stripe, fabrikam: Company) -> None:
        order = bought(fabrikam, stripe.saved(fabrikam, ASKS))
        ref = attempts(order.number)[0].provider_ref or ""
        stripe.away()
        for ask in (challenge, lambda who, number: give_up(who, number, fabrikam.clock)):
            with pytest.raises(ProviderUnavailable):
                ask(fabrikam.admin, order.number)
        with pytest.raises(ProviderUnavailable):
            confirmed(fabrikam.admin, order.number, fabrikam.clock)
        assert resume(fabrikam.admin, order.number, fabrikam.clock).needs_authentication
        stripe.back()
        assert challenge(fabrikam.admin, order.number).startswith(f"{ref}_secret_")
        stripe.peer.authenticate(ref)
        paid(fabrikam, resume(fabrikam.admin, order.number, fabrikam.clock))
        books_agree(stripe, fabrikam)

    def test_the_start_goes_on_without_the_provider_but_not_with_a_wrong_key(self, stripe: Stripe) -> None:
        get_payments().check()
        stripe.away()
        with pytest.raises(ProviderUnavailable):
            get_payments().check()
        stripe.back()
        stripe.keys(STRIPE_SECRET_KEY="sk_test_wrong")
        with pytest.raises(SettingsError, match="STRIPE_SECRET_KEY"):
            get_payments().check()

    def test_a_key_that_is_refused_later_is_an_outage_for_partners(self, stripe: Stripe, fabrikam: Company) -> None:
        reviewed = stripe.saved(fabrikam)
        stripe.keys(STRIPE_SECRET_KEY="sk_test_wrong")
        order = bought(fabrikam, reviewed)
        unpaid(fabrikam, order)
        assert order.decline_code == "provider_unavailable"
        stripe.keys(STRIPE_SECRET_KEY=stripe.peer.secret_key)
        paid(fabrikam, bought(fabrikam, reviewed))


class TestAuthentication:
    def test_giving_up_closes_the_payment_for_good(self, stripe: Stripe, fabrikam: Company) -> None:
        order = bought(fabrikam, stripe.saved(fabrikam, ASKS))
        ended = give_up(fabrikam.admin, order.number, fabrikam.clock)
        assert (ended.status, ended.step, ended.decline_code) == (OrderStatus.DRAFT, "method", "")
        assert [one["status"] for one in stripe.intents(fabrikam)] == ["canceled"]
        paid(fabrikam, bought(fabrikam, stripe.saved(fabrikam)))
        books_agree(stripe, fabrikam)

    def test_giving_up_in_the_moment_in_which_the_bank_said_yes_is_paid(self, stripe: Stripe, fabrikam: Company) -> None:
        order = bought(fabrikam, stripe.saved(fabrikam, ASKS))
        stripe.peer.authenticate(attempts(order.number)[0].provider_ref or "")
        paid(fabrikam, give_up(fabrikam.admin, order.number, fabrikam.clock))
        books_agree(stripe, fabrikam)

    def test_the_bank_says_no(self, stripe: Stripe, fabrikam: Company) -> None:
        order = bought(fabrikam, stripe.saved(fabrikam, ASKS))
        stripe.peer.authenticate(attempts(order.number)[0].provider_ref or "", success=False)
        failed = confirmed(fabrikam.admin, order.number, fabrikam.clock)
        unpaid(fabrikam, failed)
        assert failed.decline_code == "authentication_failed"
        assert [one["status"] for one in stripe.intents(fabrikam)] == ["canceled"]
        books_agree(stripe, fabrikam)

    def test_asking_what_became_of_it_before_the_bank_has_answered_changes_nothing(
        self, stripe: Stripe, fabrikam: Company
    ) -> None:
        order = bought(fabrikam, stripe.saved(fabrikam, ASKS))
        for _ in range(2):
            assert confirmed(fabrikam.admin, order.number, fabrikam.clock) == order
            assert resume(fabrikam.admin, order.number, fabrikam.clock) == order
        picked_up()
        assert show_order(fabrikam.admin, order.number) == order
        with pytest.raises(OrderNotOpen):
            challenge(fabrikam.admin, bought_and_paid(stripe, fabrikam, order).number)

    def test_an_answer_of_the_bank_that_was_lost_with_the_browser_waits_for_the_partner(
        self, stripe: Stripe, fabrikam: Company
    ) -> None:
        order = bought(fabrikam, stripe.saved(fabrikam, ASKS))
        stripe.peer.authenticate(attempts(order.number)[0].provider_ref or "")
        paid(fabrikam, resume(fabrikam.admin, order.number, fabrikam.clock))
        books_agree(stripe, fabrikam)


def bought_and_paid(stripe: Stripe, company: Company, order: OrderView) -> OrderView:
    stripe.peer.authenticate(attempts(order.number)[0].provider_ref or "")
    return confirmed(company.admin, order.number, company.clock)


def test_no_key_card_number_or_secret_stands_in_the_log(
    stripe: Stripe, fabrikam: Company, capfd: pytest.CaptureFixture[str]
) -> None:
    bought(fabrikam, stripe.saved(fabrikam, DECLINES))
    order = bought(fabrikam, stripe.saved(fabrikam, ASKS))
    secret = challenge(fabrikam.admin, order.number)
    stripe.away()
    resume(fabrikam.admin, order.number, fabrikam.clock)
    stripe.back()
    stripe.keys(STRIPE_SECRET_KEY="sk_test_wrong_key")
    resume(fabrikam.admin, order.number, fabrikam.clock)
    said = "".join(capfd.readouterr())
    assert "check STRIPE_SECRET_KEY" in said
    for private in ("sk_test", "whsec_", DECLINES, ASKS, secret, "_secret_", fabrikam.admin.email, "Grace"):
        assert private not in said


class TestErrorsThatStripeKeeps:
    """An error of Stripe's own is kept under its key for a day: nobody is kept waiting for that long."""

    def test_a_customer_whose_making_ended_in_an_error_is_made(self, stripe: Stripe, fabrikam: Company) -> None:
        stripe.peer.fault("customers.create", "error_500_after_success")
        with pytest.raises(ProviderUnavailable):
            stripe.saved(fabrikam)
        paid(fabrikam, bought(fabrikam, stripe.saved(fabrikam)))
        books_agree(stripe, fabrikam)

    @pytest.mark.parametrize("kind", ["error_500_after_success", "error_500_before"])
    def test_a_payment_whose_registering_ended_in_an_error_is_found_or_made_anew(
        self, stripe: Stripe, fabrikam: Company, kind: str
    ) -> None:
        reviewed = stripe.saved(fabrikam)
        stripe.peer.fault("payment_intents.create", kind)
        paid(fabrikam, bought(fabrikam, reviewed))
        assert [one["status"] for one in stripe.intents(fabrikam)] == ["succeeded"]
        books_agree(stripe, fabrikam)

    def test_a_charge_that_ended_in_an_error_can_be_asked_for_again(self, stripe: Stripe, fabrikam: Company) -> None:
        reviewed = stripe.saved(fabrikam)
        died_before_the_charge(fabrikam, reviewed)
        ref = attempts(reviewed.number)[0].provider_ref or ""
        stripe.peer.fault("payment_intents.confirm", "error_500_before")
        outcomes = [get_payments().charge(ref, automatic=True).outcome for _ in range(3)]
        assert outcomes == [Outcome.UNKNOWN, Outcome.SUCCEEDED, Outcome.SUCCEEDED]
        assert [one["status"] for one in stripe.intents(fabrikam)] == ["succeeded"]

    def test_a_refund_whose_making_ended_in_an_error_is_found(self, stripe: Stripe, fabrikam: Company) -> None:
        order = bought(fabrikam, stripe.saved(fabrikam))
        ref = attempts(order.number)[0].provider_ref or ""
        stripe.peer.fault("refunds.create", "error_500_after_success")
        with pytest.raises(ProviderUnavailable):
            get_payments().refund(ref, order.total, "refund:x", {"refund_id": "x"})
        assert get_payments().refund(ref, order.total, "refund:x", {"refund_id": "x"}).status is RefundStatus.SUCCEEDED
        assert len(stripe.refunds()) == 1


def test_a_payment_that_was_ended_is_not_told_as_a_decline() -> None:
    with use_locale("en"):
        assert "declined" not in explain_decline("cancelled")


def test_an_order_whose_record_has_vanished_at_the_provider_is_clearly_not_paid(stripe: Stripe, fabrikam: Company) -> None:
    reviewed = stripe.saved(fabrikam)
    died_before_the_charge(fabrikam, reviewed)
    stripe.peer.forget(attempts(reviewed.number)[0].provider_ref or "")
    picked_up()
    unpaid(fabrikam, show_order(fabrikam.admin, reviewed.number))
    paid(fabrikam, bought(fabrikam, reviewed))
    books_agree(stripe, fabrikam)


def test_a_part_that_went_back_outside_is_not_taken_for_the_whole(stripe: Stripe, fabrikam: Company) -> None:
    order = bought(fabrikam, stripe.saved(fabrikam))
    ref = attempts(order.number)[0].provider_ref or ""
    stripe.peer.refund_outside(ref, 1000)
    desk.refund(finance(), asks_to_cancel(fabrikam))
    settled()
    (ours,) = of(Refund, fabrikam)
    back = sum(one["amount"] for one in stripe.refunds(ref))
    assert ours.status is not RefundStatus.SUCCEEDED or back == order.total.amount_minor


def test_a_settled_answer_is_never_taken_back(stripe: Stripe, fabrikam: Company) -> None:
    order = bought(fabrikam, stripe.saved(fabrikam))
    payment = attempts(order.number)[0]
    intent = read_intent(fabrikam.admin, payment.id)
    assert intent.status is PaymentStatus.SUCCEEDED
    assert get_payments().charge(intent.provider_ref, automatic=False) == ChargeResult(intent.provider_ref, Outcome.SUCCEEDED)
    picked_up()
    assert show_order(fabrikam.admin, order.number) == order
