"""Finance rejects a payment proof, with a reason that the partner reads."""

from actionpack_app.db import transaction
from actionpack_app.domain.errors import OrderNotOpen
from actionpack_app.domain.orders import OrderStatus, ProofStatus
from actionpack_app.domain.rights import Actor
from actionpack_app.repositories.activity import Activity
from actionpack_app.repositories.desk import Desk
from actionpack_app.repositories.orders import Orders
from actionpack_app.repositories.stamps import MONEY, put_stamps
from actionpack_app.repositories.transfers import Proofs
from actionpack_app.services.desk.at_work import at_work, check_finance, said
from actionpack_app.services.notices.tell import tell_of_rejected_proof

REASON_MAX = 500


def reject_proof(actor: Actor, number: str, reason: str) -> None:
    """The order waits for its payment again. Raises NotAllowed, NotFound, OrderNotOpen, InvalidInput."""
    check_finance(actor)
    written = said("reason", reason, REASON_MAX)
    with transaction() as session:
        acting, clock, _partner = at_work(session, actor, Desk(session, actor).partner_of_order(number))
        order = Orders(session, acting).get(number, lock=True)
        proof = Proofs(session, acting).waiting(order.id)
        if order.status is not OrderStatus.PROOF_IN_REVIEW or proof is None:
            raise OrderNotOpen(number)
        proof.status, proof.reason = ProofStatus.REJECTED, written
        proof.decided_at, proof.decided_by = clock.now(), actor.person_id
        before, order.status = order.status, OrderStatus.AWAITING_PAYMENT
        Activity(session, acting).record(
            "proof_rejected",
            clock.now(),
            subscription_id=order.subscription_id,
            subject=order.number,
            before=before,
            after=order.status,
        )
        tell_of_rejected_proof(session, acting, order, proof.id, clock)
        put_stamps(session, MONEY)
