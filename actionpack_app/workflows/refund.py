"""Giving a payment back, over crashes. Its id is `refund:{refund}`."""

from dbos import DBOS

from actionpack_app.domain.errors import NotFound, ProviderUnavailable
from actionpack_app.domain.orders import RefundStatus
from actionpack_app.gateways.payments import RefundResult, get_payments
from actionpack_app.services.refunds.give_back import read_refund, settle_refund
from actionpack_app.workflows import engine
from actionpack_app.workflows.durable import workflow
from actionpack_app.workflows.errand import Errand, on

FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 1.0, 60.0
UNAVAILABLE = "unavailable"


def begin_refund(told: Errand, refund_id: str) -> None:
    """Starts, or finds, the workflow of a refund; nothing where no refund is to be carried out."""
    if refund_id:
        engine.start(carry_refund, f"refund:{refund_id}", told, refund_id)


@workflow("carry_refund")
def carry_refund(told: Errand, refund_id: str) -> None:
    """Asks the provider until it answers. One that it hasn't settled yet is looked up later (`upkeep`)."""
    pauses = engine.pauses(FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS)
    while (answer := _ask(told, refund_id))[1] == UNAVAILABLE:
        next(pauses)
    _settle(told, refund_id, answer)


@DBOS.step(name="give_back")
def _ask(told: Errand, refund_id: str) -> list[str]:
    """Reference, status and failure code, as the provider tells them."""
    refund = read_refund(on(told)[0], refund_id)
    try:
        if refund.provider_ref:
            result = get_payments().look_up_refund(refund.provider_ref)
        else:
            marks = {"refund_id": refund_id, "order_number": refund.order_number}
            result = get_payments().refund(refund.payment_ref, refund.amount, refund.idempotency_key, marks)
    except ProviderUnavailable:
        return ["", UNAVAILABLE, ""]
    except NotFound:
        return ["", RefundStatus.FAILED.value, "payment_not_found"]
    return [result.provider_ref, result.status.value, result.failure_code]


@DBOS.step(name="settle_refund")
def _settle(told: Errand, refund_id: str, answer: list[str]) -> None:
    actor, clock = on(told)
    settle_refund(actor, refund_id, RefundResult(answer[0], RefundStatus(answer[1]), answer[2]), clock)
