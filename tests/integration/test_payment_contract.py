"""What the product relies on, whoever moves the money: the sandbox and Stripe, each with a ledger outside ours."""

import contextlib
import dataclasses
import itertools
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Protocol

import pytest

from actionpack_app.domain.errors import CardDeclined, NotFound, ProviderUnavailable
from actionpack_app.domain.money import Money
from actionpack_app.domain.orders import RefundStatus
from actionpack_app.domain.reconciliation import Booking
from actionpack_app.gateways.payments import (
    ChargeResult,
    CustomerProfile,
    Outcome,
    PaymentProvider,
    PaymentRequest,
    RefundResult,
    get_payments,
)
from tests.integration.rows import at_once
from tests.integration.shopping import ledger, sandbox, token
from tests.integration.store import Store, Templates
from tests.integration.stripe import ASKS, DECLINES, OLD_WAY, PAYS, REFUSED_WHEN_SAVED, Stripe, account
from tests.payment_peer.process import ControlRefused

BOTH = pytest.mark.parametrize(
    ("store", "kind"),
    [("sqlite", "sandbox"), ("postgresql", "sandbox"), ("sqlite", "stripe")],
    ids=["sandbox-sqlite", "sandbox-postgresql", "stripe"],
    indirect=["store"],
)
pytestmark = [BOTH, OLD_WAY]

LONG_AGO = timedelta(hours=1)
_keys = itertools.count(1)


class Outside(Protocol):
    """The world around a provider: the browser, the cardholder, and the provider's own books."""

    def handed_over(self, customer: str, number: str) -> str:
        """What the browser's card field makes of a number."""
        ...

    def answered(self, ref: str, *, complete: bool) -> None:
        """The cardholder answers the bank; nothing where nobody is asked."""
        ...

    def taken(self) -> list[Money]:
        """What the provider's books say was charged."""
        ...


class AroundTheSandbox:
    def handed_over(self, customer: str, number: str) -> str:
        del customer
        return token(number[-4:])

    def answered(self, ref: str, *, complete: bool) -> None:
        sandbox().answer_challenge(ref, complete=complete)

    def taken(self) -> list[Money]:
        return [Money(row["amount_minor"], row["currency"]) for row in ledger() if row["outcome"] == Outcome.SUCCEEDED]


@dataclasses.dataclass
class AroundStripe:
    stripe: Stripe

    def handed_over(self, customer: str, number: str) -> str:
        secret = get_payments().begin_card(customer, {"person_id": "somebody"})
        self.stripe.peer.confirm_setup(secret, number)
        return secret.partition("_secret_")[0]

    def answered(self, ref: str, *, complete: bool) -> None:
        with contextlib.suppress(ControlRefused):
            self.stripe.peer.authenticate(ref, success=complete)

    def taken(self) -> list[Money]:
        charges = self.stripe.peer.ledger()["charges"]
        return [Money(one["amount"], one["currency"].upper()) for one in charges if one["paid"]]


@pytest.fixture
def outside(kind: str, store: Store, templates: Templates, monkeypatch: pytest.MonkeyPatch) -> Iterator[Outside]:
    if kind == "sandbox":
        yield AroundTheSandbox()
        return
    with account(store, templates, monkeypatch) as stripe:
        yield AroundStripe(stripe)


@pytest.fixture
def provider(outside: Outside) -> PaymentProvider:  # noqa: ARG001 (which one it is)
    return get_payments()


@pytest.fixture
def fabrikam(provider: PaymentProvider) -> str:
    """What the provider calls a partner."""
    return provider.register_customer(profile("fabrikam"))


@pytest.fixture
def card(outside: Outside, fabrikam: str) -> Callable[[str], str]:
    """Saves a card of Fabrikam's, by its number."""

    def save(number: str = PAYS) -> str:
        return get_payments().save_card(fabrikam, outside.handed_over(fabrikam, number)).provider_ref

    return save


def profile(name: str) -> CustomerProfile:
    return CustomerProfile(f"partner-{name}", name.capitalize(), "4821907", f"billing@{name}.example.com", "US")


def request(customer: str, card_ref: str, amount: int = 47500, currency: str = "USD", *, key: str = "") -> PaymentRequest:
    number = next(_keys)
    marks = {"payment_id": f"payment-{number}", "order_number": f"ORD-{number}", "partner_id": "partner-fabrikam"}
    money = Money(amount, currency)
    return PaymentRequest(key or f"charge:{number}:1", customer, card_ref, money, "US", marks)


def charged(asked: PaymentRequest, *, automatic: bool = False) -> ChargeResult:
    return get_payments().charge(get_payments().register(asked), automatic=automatic)


def refused(asked: PaymentRequest) -> bool:
    """Whether a payment can't be taken, at whichever of its two halves the provider says so."""
    try:
        return charged(asked).outcome is Outcome.DECLINED
    except NotFound:
        return True


def since(ago: timedelta = LONG_AGO) -> datetime:
    return datetime.now(UTC) - ago


class TestTakingMoney:
    def test_registering_a_payment_moves_no_money(
        self, provider: PaymentProvider, outside: Outside, fabrikam: str, card: Callable[..., str]
    ) -> None:
        ref = provider.register(request(fabrikam, card()))
        assert provider.look_up(ref) == ChargeResult(ref, Outcome.REGISTERED)
        assert outside.taken() == []

    def test_registering_it_again_finds_the_same_record(
        self, provider: PaymentProvider, outside: Outside, fabrikam: str, card: Callable[..., str]
    ) -> None:
        asked = request(fabrikam, card())
        assert provider.register(asked) == provider.register(asked)
        assert charged(asked).outcome is Outcome.SUCCEEDED
        assert charged(asked).outcome is Outcome.SUCCEEDED
        assert outside.taken() == [asked.amount]

    def test_a_key_never_stands_for_two_payments(
        self, provider: PaymentProvider, outside: Outside, fabrikam: str, card: Callable[..., str]
    ) -> None:
        kept = card()
        charged(request(fabrikam, kept, key="charge:same:1"))
        with pytest.raises((ValueError, ProviderUnavailable)):
            provider.register(request(fabrikam, kept, 1_00, key="charge:same:1"))
        assert outside.taken() == [Money(47500, "USD")]

    def test_charging_twice_charges_once(
        self, provider: PaymentProvider, outside: Outside, fabrikam: str, card: Callable[..., str]
    ) -> None:
        ref = provider.register(request(fabrikam, card()))
        first = provider.charge(ref, automatic=False)
        assert first == ChargeResult(ref, Outcome.SUCCEEDED)
        assert provider.charge(ref, automatic=False) == provider.look_up(ref) == first
        assert outside.taken() == [Money(47500, "USD")]

    def test_charging_twenty_times_at_once_charges_once(
        self, provider: PaymentProvider, outside: Outside, fabrikam: str, card: Callable[..., str]
    ) -> None:
        ref = provider.register(request(fabrikam, card()))
        answers = at_once([lambda: provider.charge(ref, automatic=False)] * 20)
        assert {answer.outcome for answer in answers if isinstance(answer, ChargeResult)} <= {Outcome.SUCCEEDED, Outcome.UNKNOWN}
        assert [answer for answer in answers if isinstance(answer, BaseException)] == []
        assert provider.look_up(ref).outcome is Outcome.SUCCEEDED
        assert outside.taken() == [Money(47500, "USD")]

    def test_what_was_cancelled_can_not_be_charged(
        self, provider: PaymentProvider, outside: Outside, fabrikam: str, card: Callable[..., str]
    ) -> None:
        ref = provider.register(request(fabrikam, card()))
        ended = ChargeResult(ref, Outcome.DECLINED, "cancelled")
        assert provider.cancel(ref) == provider.cancel(ref) == provider.look_up(ref) == ended
        assert provider.charge(ref, automatic=False).outcome is Outcome.DECLINED
        assert outside.taken() == []

    def test_what_was_taken_can_not_be_cancelled(
        self, provider: PaymentProvider, outside: Outside, fabrikam: str, card: Callable[..., str]
    ) -> None:
        taken = charged(request(fabrikam, card()))
        assert provider.cancel(taken.provider_ref).outcome is Outcome.SUCCEEDED
        assert outside.taken() == [Money(47500, "USD")]

    @pytest.mark.parametrize(("amount", "currency"), [(627000, "KRW"), (74800, "JPY"), (47880, "GBP"), (44900, "EUR")])
    def test_amounts_are_in_the_smallest_unit_of_their_currency(
        self, outside: Outside, fabrikam: str, card: Callable[..., str], amount: int, currency: str
    ) -> None:
        charged(request(fabrikam, card(), amount, currency))
        assert outside.taken() == [Money(amount, currency)]

    def test_an_automatic_charge_takes_the_money_too(self, outside: Outside, fabrikam: str, card: Callable[..., str]) -> None:
        assert charged(request(fabrikam, card()), automatic=True).outcome is Outcome.SUCCEEDED
        assert outside.taken() == [Money(47500, "USD")]


class TestNo:
    @pytest.mark.parametrize("automatic", [False, True])
    def test_a_declined_payment_says_why_and_stays_declined(
        self, provider: PaymentProvider, outside: Outside, fabrikam: str, card: Callable[..., str], *, automatic: bool
    ) -> None:
        first = charged(request(fabrikam, card(DECLINES)), automatic=automatic)
        assert (first.outcome, first.decline_code) == (Outcome.DECLINED, "card_declined")
        assert provider.look_up(first.provider_ref) == first
        provider.cancel(first.provider_ref)
        assert provider.charge(first.provider_ref, automatic=automatic).outcome is Outcome.DECLINED
        assert provider.look_up(first.provider_ref) == first
        assert outside.taken() == []

    @pytest.mark.parametrize("number", REFUSED_WHEN_SAVED, ids=["declined", "insufficient funds"])
    def test_a_card_that_the_bank_refuses_is_not_saved(
        self, provider: PaymentProvider, outside: Outside, fabrikam: str, number: str
    ) -> None:
        with pytest.raises(CardDeclined):
            provider.save_card(fabrikam, outside.handed_over(fabrikam, number))

    def test_a_card_can_not_be_charged_for_somebody_else(
        self, provider: PaymentProvider, outside: Outside, card: Callable[..., str]
    ) -> None:
        contoso = provider.register_customer(profile("contoso"))
        assert refused(request(contoso, card()))
        assert outside.taken() == []

    def test_a_card_that_was_let_go_can_not_be_charged(
        self, provider: PaymentProvider, outside: Outside, fabrikam: str, card: Callable[..., str]
    ) -> None:
        kept = card()
        asked = request(fabrikam, kept)
        ref = provider.register(asked)
        provider.forget_card(kept)
        assert provider.charge(ref, automatic=False).outcome is Outcome.DECLINED
        assert refused(request(fabrikam, kept))
        assert outside.taken() == []

    def test_letting_a_card_go_twice_or_one_that_never_was_is_no_matter(
        self, provider: PaymentProvider, card: Callable[..., str]
    ) -> None:
        kept = card()
        for ref in (kept, kept, "pm_unknown"):
            provider.forget_card(ref)

    def test_a_payment_that_nobody_knows_is_not_found(self, provider: PaymentProvider, outside: Outside) -> None:
        for ask in (provider.look_up, provider.cancel):
            with pytest.raises(NotFound):
                ask("pi_unknown")
        with contextlib.suppress(NotFound):
            assert provider.charge("pi_unknown", automatic=False).outcome is Outcome.DECLINED
        assert outside.taken() == []


class TestTheCardholderIsAsked:
    def test_nothing_is_taken_before_the_answer(
        self, provider: PaymentProvider, outside: Outside, fabrikam: str, card: Callable[..., str]
    ) -> None:
        asked = charged(request(fabrikam, card(ASKS)))
        assert asked.outcome is Outcome.NEEDS_AUTHENTICATION
        assert provider.look_up(asked.provider_ref) == provider.charge(asked.provider_ref, automatic=False) == asked
        assert outside.taken() == []

    def test_yes_takes_the_money_once(
        self, provider: PaymentProvider, outside: Outside, fabrikam: str, card: Callable[..., str]
    ) -> None:
        asked = charged(request(fabrikam, card(ASKS)))
        for complete in (True, True, False):
            outside.answered(asked.provider_ref, complete=complete)
        assert provider.look_up(asked.provider_ref) == ChargeResult(asked.provider_ref, Outcome.SUCCEEDED)
        assert outside.taken() == [Money(47500, "USD")]

    def test_no_is_a_decline_that_says_so(
        self, provider: PaymentProvider, outside: Outside, fabrikam: str, card: Callable[..., str]
    ) -> None:
        asked = charged(request(fabrikam, card(ASKS)))
        for complete in (False, True):
            outside.answered(asked.provider_ref, complete=complete)
        assert provider.look_up(asked.provider_ref) == ChargeResult(asked.provider_ref, Outcome.DECLINED, "authentication_failed")
        assert provider.cancel(asked.provider_ref).outcome is Outcome.DECLINED
        assert outside.taken() == []

    def test_an_answer_to_a_payment_that_was_given_up_takes_nothing(
        self, provider: PaymentProvider, outside: Outside, fabrikam: str, card: Callable[..., str]
    ) -> None:
        asked = charged(request(fabrikam, card(ASKS)))
        assert provider.cancel(asked.provider_ref).outcome is Outcome.DECLINED
        outside.answered(asked.provider_ref, complete=True)
        assert provider.look_up(asked.provider_ref).outcome is Outcome.DECLINED
        assert outside.taken() == []

    def test_where_nobody_is_there_it_is_declined(self, outside: Outside, fabrikam: str, card: Callable[..., str]) -> None:
        asked = charged(request(fabrikam, card(ASKS)), automatic=True)
        assert (asked.outcome, asked.decline_code) == (Outcome.DECLINED, "authentication_required")
        assert outside.taken() == []


class TestGivingBack:
    def test_a_refund_under_its_key_is_made_once(
        self, provider: PaymentProvider, fabrikam: str, card: Callable[..., str]
    ) -> None:
        taken = charged(request(fabrikam, card()))
        marks = {"refund_id": "refund-1"}
        first = provider.refund(taken.provider_ref, Money(47500, "USD"), "refund:1", marks)
        assert first == RefundResult(first.provider_ref, RefundStatus.SUCCEEDED)
        assert provider.refund(taken.provider_ref, Money(47500, "USD"), "refund:1", marks) == first
        assert provider.look_up_refund(first.provider_ref) == first
        assert [one.amount for one in provider.given_back_since(since())] == [Money(47500, "USD")]

    def test_under_another_key_nothing_more_goes_back(
        self, provider: PaymentProvider, fabrikam: str, card: Callable[..., str]
    ) -> None:
        taken = charged(request(fabrikam, card()))
        first = provider.refund(taken.provider_ref, Money(47500, "USD"), "refund:1", {})
        assert provider.refund(taken.provider_ref, Money(47500, "USD"), "refund:2", {}) == first
        assert len(list(provider.given_back_since(since()))) == 1

    @pytest.mark.parametrize("number", [PAYS, DECLINES, ASKS], ids=["registered", "declined", "asked"])
    def test_what_was_not_taken_is_not_given_back(
        self, provider: PaymentProvider, fabrikam: str, card: Callable[..., str], number: str
    ) -> None:
        ref = provider.register(request(fabrikam, card(number)))
        if number != PAYS:
            provider.charge(ref, automatic=False)
        with contextlib.suppress(NotFound):
            answer = provider.refund(ref, Money(47500, "USD"), "refund:1", {})
            assert (answer.provider_ref, answer.status) == ("", RefundStatus.FAILED)
        assert list(provider.given_back_since(since())) == []


class TestTheBooks:
    def test_they_list_what_was_taken_and_given_back_and_nothing_else(
        self, provider: PaymentProvider, outside: Outside, fabrikam: str, card: Callable[..., str]
    ) -> None:
        pays, declines, asks = card(PAYS), card(DECLINES), card(ASKS)
        provider.register(request(fabrikam, pays))
        provider.cancel(provider.register(request(fabrikam, pays)))
        charged(request(fabrikam, declines))
        charged(request(fabrikam, asks))
        first, second = request(fabrikam, pays), request(fabrikam, asks, 74800, "JPY")
        refs = [charged(first).provider_ref, charged(second).provider_ref]
        outside.answered(refs[1], complete=True)
        back = provider.refund(refs[0], first.amount, "refund:1", {})
        taken = {booking.ref: booking for booking in provider.taken_since(since())}
        assert set(taken) == set(refs)
        for ref, asked in zip(refs, (first, second), strict=True):
            assert (taken[ref].amount, taken[ref].order_number) == (asked.amount, asked.marks["order_number"])
            assert taken[ref].partner_id in {asked.marks["partner_id"], fabrikam}
        assert list(provider.given_back_since(since())) == [Booking(back.provider_ref, first.amount)]

    def test_they_begin_at_the_instant_that_is_asked_for(
        self, provider: PaymentProvider, fabrikam: str, card: Callable[..., str]
    ) -> None:
        ref = charged(request(fabrikam, card())).provider_ref
        provider.refund(ref, Money(47500, "USD"), "refund:1", {})
        later = datetime.now(UTC) + timedelta(minutes=1)
        assert list(provider.taken_since(later)) == list(provider.given_back_since(later)) == []
        assert len(list(provider.taken_since(since()))) == len(list(provider.given_back_since(since()))) == 1


class TestWhoItIs:
    def test_the_provider_is_there_and_knows_us(self, provider: PaymentProvider, kind: str) -> None:
        provider.check()
        assert provider.name == kind

    def test_each_partner_is_a_customer_of_its_own(self, provider: PaymentProvider, fabrikam: str) -> None:
        assert provider.register_customer(profile("contoso")) != fabrikam

    def test_a_card_is_kept_with_what_people_know_it_by(self, provider: PaymentProvider, outside: Outside, fabrikam: str) -> None:
        kept = provider.save_card(fabrikam, outside.handed_over(fabrikam, PAYS))
        assert (kept.brand, kept.last4, kept.exp_month, kept.exp_year) == ("Visa", "4242", 12, 2098)

    def test_the_secret_of_a_challenge_is_for_the_browser_alone(
        self, provider: PaymentProvider, fabrikam: str, card: Callable[..., str], kind: str
    ) -> None:
        asked = charged(request(fabrikam, card(ASKS)))
        secret = provider.challenge(asked.provider_ref)
        assert secret.startswith(f"{asked.provider_ref}_secret_") if kind == "stripe" else not secret

    @pytest.mark.parametrize("currency", ["USD", "EUR", "GBP", "JPY", "KRW"])
    def test_nobody_has_money_lying_about(self, provider: PaymentProvider, fabrikam: str, currency: str) -> None:
        assert provider.unspent(fabrikam, currency) == Money(0, currency)
