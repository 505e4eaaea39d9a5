"""Taking the provider's answer to a payment outside its own workflow; money that nothing is owed for is sent back."""

from actionpack_app.domain.rights import Actor
from actionpack_app.gateways.clock import Clock
from actionpack_app.gateways.payments import ChargeResult
from actionpack_app.services.orders.intent import Intent
from actionpack_app.services.orders.settle import settle
from actionpack_app.workflows.errand import errand
from actionpack_app.workflows.refund import begin_refund


def settle_now(actor: Actor, intent: Intent, result: ChargeResult, clock: Clock) -> None:
    """Settles an answer that somebody has just got. Raises NotFound."""
    begin_refund(errand(actor, clock), settle(actor, intent.order_number, intent.payment_id, result, clock))
