"""The desk's decisions that reach outside."""

from actionpack_app.domain.rights import Actor
from actionpack_app.services.desk.confirm_transfer import confirm_transfer
from actionpack_app.services.desk.decide_cancellation import cancel_and_refund
from actionpack_app.services.running.pick_up import on_behalf_of
from actionpack_app.workflows.refund import begin_refund
from actionpack_app.workflows.transfers import begin_end


def confirm(actor: Actor, number: str) -> None:
    """Confirms a transfer that has arrived; the provider expects it no more. Raises as `confirm_transfer` does."""
    partner_id, expected = confirm_transfer(actor, number)
    begin_end(on_behalf_of(partner_id, actor.person_id), expected)


def refund(actor: Actor, number: str) -> None:
    """Cancels a subscription, and has its money given back. Raises as `cancel_and_refund` does."""
    partner_id, refund_id = cancel_and_refund(actor, number)
    begin_refund(on_behalf_of(partner_id, actor.person_id), refund_id)
