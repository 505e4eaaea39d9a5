"""Collecting a payment, over crashes: charge, find out, settle, and give back what isn't owed.

One workflow serves Buy, automatic renewal and its retries; its id is `collect:{order}:{attempt}`. Each step may run again
after a crash, and none of them takes money twice: the provider's record is made before it is charged, and an answer that
got lost is looked up before anything else.
"""

from collections.abc import Callable
from datetime import timedelta

from dbos import DBOS

from actionpack_app.domain.errors import NotFound, ProviderUnavailable
from actionpack_app.domain.orders import GIVEN_UP, PROVIDER_UNAVAILABLE, TOO_LATE
from actionpack_app.gateways.payments import ChargeResult, Outcome, get_payments
from actionpack_app.services.orders.intent import Intent, note_reference, read_intent
from actionpack_app.services.orders.settle import settle
from actionpack_app.workflows import engine
from actionpack_app.workflows.durable import workflow
from actionpack_app.workflows.errand import Errand, on
from actionpack_app.workflows.refund import begin_refund

Answer = list[str]
"""Outcome and decline code, as a step keeps them."""
Collected = list[str]
"""Outcome, decline code, and the refund where money has to go back."""

FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.5, 60.0
BANK_ANSWERS_WITHIN = timedelta(days=1)
"""After that, nobody will confirm a payment any more: the order goes back to its review."""
NOT_ASKED: Answer = [Outcome.DECLINED.value, PROVIDER_UNAVAILABLE]
OUT_OF_REACH: Answer = ["out_of_reach", ""]
"""The provider couldn't be asked for an automatic charge: no bank has refused anything, so it is asked later."""
FIRST_TRY_SECONDS, LONGEST_TRY_SECONDS, TRIES = 5.0, 300.0, 78
"""After each other, about six hours; then the attempt has failed, and the schedule of retries goes on."""


def collect_id(order_id: str, attempt: int) -> str:
    """The business fact: one attempt to pay an order."""
    return f"collect:{order_id}:{attempt}"


@workflow("collect_payment")
def collect_payment(told: Errand, order_number: str, payment_id: str) -> None:
    """Takes the money of a stored intent and settles it, whatever happens in between."""
    outcome, _code, refund = _collect(told, order_number, payment_id)
    if outcome == OUT_OF_REACH[0]:
        outcome, _code, refund = _reach(told, order_number, payment_id)
    if outcome == Outcome.UNKNOWN:
        refund = _settle(told, order_number, payment_id, _wait_for_answer(told, payment_id))
    begin_refund(told, refund)


@DBOS.step(name="collect")
def _collect(told: Errand, order_number: str, payment_id: str) -> Collected:
    """Charges, and settles an answer that is clear; in one step, as both may be done again and each step costs writes."""
    answer = _charge(told, payment_id)
    if answer == OUT_OF_REACH:
        engine.say_done()  # whoever carries what is due goes on to the next one
        return [*answer, ""]
    refund = "" if answer[0] == Outcome.UNKNOWN else _settled(told, order_number, payment_id, answer)
    return [*answer, refund]


def _reach(told: Errand, order_number: str, payment_id: str) -> Collected:
    """Asks again and again, until the provider can be reached or enough time has passed."""
    pauses = engine.pauses(FIRST_TRY_SECONDS, LONGEST_TRY_SECONDS)
    for _try in range(TRIES):
        next(pauses)
        collected = _collect(told, order_number, payment_id)
        if collected[0] != OUT_OF_REACH[0]:
            return collected
    return [*NOT_ASKED, _settle(told, order_number, payment_id, NOT_ASKED)]


def _wait_for_answer(told: Errand, payment_id: str) -> Answer:
    pauses = engine.pauses(FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS)
    while True:
        next(pauses)
        answer = _find_out(told, payment_id)
        if answer[0] != Outcome.UNKNOWN:
            return answer


@workflow("look_again")
def look_again(told: Errand, order_number: str, payment_id: str, over: bool) -> None:  # noqa: FBT001 (kept as it is told)
    """Settles what the bank was told, though nobody came back to tell us; `over` ends what nobody will answer any more."""
    begin_refund(told, _settle(told, order_number, payment_id, _look_again(told, payment_id, over)))


@DBOS.step(name="look_again")
def _look_again(told: Errand, payment_id: str, over: bool) -> Answer:  # noqa: FBT001
    intent = read_intent(on(told)[0], payment_id)

    def look() -> ChargeResult:
        found = get_payments().look_up(intent.provider_ref)
        if found.outcome is not Outcome.NEEDS_AUTHENTICATION or not over:
            return found
        ended = get_payments().cancel(intent.provider_ref)
        return ended if ended.outcome is not Outcome.DECLINED else _declined(intent, GIVEN_UP)

    return _ask(look)


def _charge(told: Errand, payment_id: str) -> Answer:
    """Registers the payment, keeps the provider's reference, and only then takes the money."""
    actor, clock = on(told)
    intent = read_intent(actor, payment_id)
    reference = intent.provider_ref
    if intent.charge_before is not None and clock.now() >= intent.charge_before:  # whoever was to ask died, and slept
        return [Outcome.UNKNOWN.value, ""] if reference else [Outcome.DECLINED.value, TOO_LATE]
    try:
        if not reference:
            reference = get_payments().register(intent.request)
            note_reference(actor, payment_id, reference)
    except ProviderUnavailable:
        return OUT_OF_REACH if intent.automatic else NOT_ASKED
    except NotFound:
        return [Outcome.DECLINED.value, "card_not_found"]
    return _ask(lambda: get_payments().charge(reference, automatic=intent.automatic))


@DBOS.step(name="find_out")
def _find_out(told: Errand, payment_id: str) -> Answer:
    """What became of it. One that was never taken is given up, not tried again: the partner may be gone by now.

    An automatic charge needs nobody to be there, and is made after all, unless its window is over.
    """
    actor, clock = on(told)
    intent = read_intent(actor, payment_id)

    def look() -> ChargeResult:
        found = get_payments().look_up(intent.provider_ref)
        if found.outcome is not Outcome.REGISTERED:
            return found
        if intent.charge_before is not None and clock.now() < intent.charge_before:
            return get_payments().charge(intent.provider_ref, automatic=True)
        ended = get_payments().cancel(intent.provider_ref)
        return ended if ended.outcome is not Outcome.DECLINED else _declined(intent, PROVIDER_UNAVAILABLE)

    return _ask(look)


@DBOS.step(name="settle")
def _settle(told: Errand, order_number: str, payment_id: str, answer: Answer) -> str:
    return _settled(told, order_number, payment_id, answer)


def _settled(told: Errand, order_number: str, payment_id: str, answer: Answer) -> str:
    """The answer's consequences, in one transaction; the id of a refund where money has to go back."""
    actor, clock = on(told)
    refund = settle(actor, order_number, payment_id, ChargeResult("", Outcome(answer[0]), answer[1]), clock)
    if not refund:
        engine.say_done()
    return refund


def _ask(ask: Callable[[], ChargeResult]) -> Answer:
    """An answer that can be settled: what was declined is closed with the provider, so that nobody can pay it later."""
    try:
        result = closed(ask())
    except ProviderUnavailable:
        return [Outcome.UNKNOWN.value, ""]
    except NotFound:  # the provider's record is gone: nothing can be taken by it
        return [Outcome.DECLINED.value, "cancelled"]
    return [result.outcome.value, result.decline_code]


def closed(result: ChargeResult) -> ChargeResult:
    """A declined payment, ended for good; tells if it was taken in the last moment. Raises ProviderUnavailable."""
    if result.outcome is not Outcome.DECLINED:
        return result
    ended = get_payments().cancel(result.provider_ref)
    return ended if ended.outcome is Outcome.SUCCEEDED else result


def _declined(intent: Intent, code: str) -> ChargeResult:
    return ChargeResult(intent.provider_ref, Outcome.DECLINED, code)
