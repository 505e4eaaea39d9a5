"""Bank transfers that the provider matches: told of, looked at when it says that something arrived, ended with their order."""

from dbos import DBOS

from actionpack_app.domain.errors import NotFound, ProviderUnavailable, TransferNotMatched
from actionpack_app.domain.money import Money
from actionpack_app.domain.orders import PaymentMethod, PaymentStatus
from actionpack_app.domain.rights import Actor
from actionpack_app.gateways.clock import Clock
from actionpack_app.gateways.payments import ChargeResult, Outcome, get_payments
from actionpack_app.services.cases.open_case import note_overpaid
from actionpack_app.services.orders.cancel import cancel_order
from actionpack_app.services.orders.intent import Intent, read_intent
from actionpack_app.services.orders.view import OrderView
from actionpack_app.services.transfers.note import note_transfer, receive_by_hand
from actionpack_app.workflows import engine
from actionpack_app.workflows.cards import customer_of
from actionpack_app.workflows.durable import workflow
from actionpack_app.workflows.errand import Errand, errand, on
from actionpack_app.workflows.settle import settle_now

FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 1.0, 60.0


def cancel(actor: Actor, order_number: str, clock: Clock) -> OrderView:
    """Cancels an order that awaits its payment, here and with the provider. Raises as `cancel_order` does."""
    shown, payment_id = cancel_order(actor, order_number, clock)
    begin_end(errand(actor, clock), payment_id)
    return shown


@workflow("expect_transfer")
def expect_transfer(told: Errand, payment_id: str) -> None:
    """Has the provider receive a transfer, however long it takes to reach it; the page shows the account when it is there."""
    pauses = engine.pauses(FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS)
    while not (done := _expect(told, payment_id)):
        next(pauses)
    if done == "over":  # whoever ended the order may have come before there was anything to end
        engine.start_anew(end_transfer, f"end-transfer:{payment_id}", told, payment_id)


@DBOS.step(name="expect")
def _expect(told: Errand, payment_id: str) -> str:
    """Empty while the provider can't be reached; "over" where the order has ended meanwhile."""
    actor, clock = on(told)
    try:
        customer_of(actor)
        intent = read_intent(actor, payment_id)
        if intent.status is not PaymentStatus.PENDING:
            return "over" if intent.provider_ref else "done"
        state = get_payments().expect_transfer(intent.request)
    except ProviderUnavailable:
        return ""
    except TransferNotMatched:
        receive_by_hand(actor, payment_id, clock)
        return "done"
    waits = note_transfer(actor, payment_id, state, clock)
    if state.outcome is Outcome.SUCCEEDED:
        check_transfer(actor, read_intent(actor, payment_id), clock)
    return "done" if waits else "over"


def begin_end(told: Errand, payment_id: str) -> None:
    """Has an expected transfer ended with the provider; nothing where it expects none."""
    if payment_id:
        engine.start(end_transfer, f"end-transfer:{payment_id}", told, payment_id)


@workflow("end_transfer")
def end_transfer(told: Errand, payment_id: str) -> None:
    """Has the provider expect a transfer no more; money that arrived in the last moment goes back."""
    pauses = engine.pauses(FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS)
    while not _end(told, payment_id):
        next(pauses)


@DBOS.step(name="end")
def _end(told: Errand, payment_id: str) -> bool:
    actor, clock = on(told)
    intent = read_intent(actor, payment_id)
    if not intent.provider_ref:
        return True
    try:
        ended = get_payments().cancel(intent.provider_ref)
        settle_now(actor, intent, ended, clock)
        note_unspent(actor, intent, taken=ended.outcome is Outcome.SUCCEEDED)
    except ProviderUnavailable:
        return False
    except NotFound:  # the provider has forgotten it: nothing will arrive by it
        settle_now(actor, intent, ChargeResult(intent.provider_ref, Outcome.DECLINED, "cancelled"), clock)
    return True


def check_transfer(actor: Actor, intent: Intent, clock: Clock) -> None:
    """Looks at how much has arrived, and settles what has arrived in full. Raises ProviderUnavailable."""
    state = get_payments().look_up_transfer(intent.provider_ref)
    note_transfer(actor, intent.payment_id, state, clock)
    if state.outcome in {Outcome.SUCCEEDED, Outcome.DECLINED}:
        settle_now(actor, intent, ChargeResult(intent.provider_ref, state.outcome, "cancelled"), clock)
        note_unspent(actor, intent, taken=state.outcome is Outcome.SUCCEEDED)


def note_unspent(actor: Actor, intent: Intent, *, taken: bool) -> None:
    """More arrived than was owed, nothing where the order was not paid: a person decides. Raises ProviderUnavailable."""
    if intent.method is not PaymentMethod.TRANSFER or not intent.request.customer:
        return
    amount = intent.request.amount
    rest = get_payments().unspent(intent.request.customer, amount.currency)
    if rest.amount_minor <= 0:
        return
    owed = amount if taken else Money(0, amount.currency)
    note_overpaid(actor, intent.order_number, intent.provider_ref, owed, owed + rest)
