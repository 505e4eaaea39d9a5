"""The sandbox behaves like a provider outside: a ledger of its own, idempotency keys, documented cards only."""

import pytest

from actionpack_app.db import engine
from actionpack_app.domain.errors import CardDeclined, NotATestCard, NotFound
from actionpack_app.domain.money import Money
from actionpack_app.gateways.payments import ChargeResult, Outcome, PaymentRequest
from actionpack_app.gateways.payments.sandbox import SandboxPayments
from actionpack_app.settings import get_settings
from tests.integration.rows import at_once
from tests.integration.shopping import ledger, sandbox, token

pytestmark = pytest.mark.usefixtures("store")


def request(card_ref: str, *, key: str = "charge:1:1", customer: str = "partner", amount: int = 47500) -> PaymentRequest:
    return PaymentRequest(key, customer, card_ref, Money(amount, "USD"), "US", {"order_number": "ORD-1"})


def charge(asked: PaymentRequest, *, automatic: bool = False) -> ChargeResult:
    """Registers a payment and takes its money."""
    return sandbox().charge(sandbox().register(asked), automatic=automatic)


def kept(last4: str, customer: str = "partner") -> str:
    return sandbox().save_card(customer, token(last4)).provider_ref


def test_a_card_is_kept_with_what_people_know_it_by() -> None:
    details = sandbox().save_card("partner", token("4242"))
    assert (details.brand, details.last4, details.exp_month, details.exp_year) == ("Visa", "4242", 12, 2098)


@pytest.mark.parametrize(
    ("last4", "code"), [("0002", "card_declined"), ("9995", "insufficient_funds")], ids=["declined", "insufficient funds"]
)
def test_some_cards_are_refused_when_they_are_saved(last4: str, code: str) -> None:
    with pytest.raises(CardDeclined) as refused:
        sandbox().save_card("partner", token(last4))
    assert refused.value.code == code


def test_a_card_that_has_expired_is_refused() -> None:
    with pytest.raises(CardDeclined) as refused:
        sandbox().save_card("partner", "sandbox_4242_0120_abcdefgh")
    assert refused.value.code == "expired_card"


@pytest.mark.parametrize(
    "given",
    [
        "",
        "4242424242424242",
        "sandbox_4242",
        "sandbox_1881_1298_abcdefgh",
        "sandbox_4242_1398_abcdefgh",
        "sandbox_4242_0098_abcdefgh",
        "sandbox_4242_1298_short",
        "sandbox_4242_1298_abcdefgh\n",
        "xsandbox_4242_1298_abcdefgh",
        "sandbox_４２４２_1298_abcdefgh",
        "sandbox_4242_1298_" + "a" * 41,
        "tok_visa",
    ],
)
def test_anything_but_a_documented_number_is_no_test_card(given: str) -> None:
    with pytest.raises(NotATestCard):
        sandbox().save_card("partner", given)


def test_a_repeated_charge_gets_the_first_answer_and_moves_no_more_money() -> None:
    card = kept("4242")
    first = charge(request(card))
    assert first.outcome is Outcome.SUCCEEDED
    assert charge(request(card)) == first == sandbox().look_up(first.provider_ref)
    assert len(ledger()) == 1


def test_a_key_can_not_be_used_for_another_charge() -> None:
    card = kept("4242")
    charge(request(card))
    with pytest.raises(ValueError, match="idempotency"):
        charge(request(card, amount=1))


def test_a_declined_charge_stays_declined_under_its_key() -> None:
    card = kept("0341")
    first = charge(request(card))
    assert (first.outcome, first.decline_code) == (Outcome.DECLINED, "card_declined")
    assert charge(request(card)) == first


def test_a_card_can_be_charged_for_its_own_customer_only() -> None:
    card = kept("4242", "somebody else")
    assert charge(request(card)).outcome is Outcome.DECLINED
    assert charge(request("card_unknown", key="charge:2:1")).outcome is Outcome.DECLINED
    assert {row["outcome"] for row in ledger()} == {Outcome.DECLINED}


def test_a_payment_that_was_never_registered_is_not_known() -> None:
    for ask in (sandbox().look_up, sandbox().cancel, lambda ref: sandbox().charge(ref, automatic=False)):
        with pytest.raises(NotFound):
            ask("ch_unknown")


def test_registering_moves_no_money_and_what_is_cancelled_can_not_be_charged() -> None:
    reference = sandbox().register(request(kept("4242")))
    assert sandbox().look_up(reference).outcome is Outcome.REGISTERED
    assert ledger() == []
    assert sandbox().cancel(reference).outcome is Outcome.DECLINED
    assert sandbox().charge(reference, automatic=False).outcome is Outcome.DECLINED
    assert ledger() == []


def test_a_payment_that_was_taken_can_not_be_cancelled() -> None:
    taken = charge(request(kept("4242")))
    assert sandbox().cancel(taken.provider_ref).outcome is Outcome.SUCCEEDED


def test_where_nobody_is_there_no_card_asks_for_authentication() -> None:
    asked = charge(request(kept("3184")), automatic=True)
    assert (asked.outcome, asked.decline_code) == (Outcome.DECLINED, "authentication_required")


@pytest.mark.parametrize(("complete", "outcome"), [(True, Outcome.SUCCEEDED), (False, Outcome.DECLINED)])
def test_an_authentication_is_answered_once(outcome: Outcome, *, complete: bool) -> None:
    card = kept("3184")
    asked = charge(request(card))
    assert asked.outcome is Outcome.NEEDS_AUTHENTICATION
    for answer in (complete, not complete):
        sandbox().answer_challenge(asked.provider_ref, complete=answer)
        assert sandbox().look_up(asked.provider_ref).outcome is outcome


def test_the_ledger_survives_a_rollback_of_the_product() -> None:
    card = kept("4242")
    with engine().connect() as connection:
        connection.begin()
        charge(request(card))
        connection.rollback()
    assert len(ledger()) == 1


def test_another_process_sees_the_same_ledger() -> None:
    taken = charge(request(kept("4242")))
    other = SandboxPayments(get_settings().database_url)
    assert other.look_up(taken.provider_ref) == taken
    other.close()


def test_the_first_cards_of_a_new_deployment_can_be_saved_at_the_same_moment() -> None:
    outcomes = at_once([lambda: kept("4242")] * 8)
    assert [outcome for outcome in outcomes if isinstance(outcome, BaseException)] == []


def test_the_same_charge_sent_twenty_times_at_once_is_one_charge() -> None:
    card = kept("4242")
    outcomes = at_once([lambda: charge(request(card))] * 20)
    assert len({str(outcome) for outcome in outcomes}) == 1
    assert len(ledger()) == 1
