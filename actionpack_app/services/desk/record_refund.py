"""Finance records a refund that it has sent by bank transfer."""

from actionpack_app.db import transaction
from actionpack_app.domain.errors import RefundNotPossible
from actionpack_app.domain.orders import RefundStatus
from actionpack_app.domain.rights import Actor
from actionpack_app.repositories.desk import Desk
from actionpack_app.repositories.payments import Refunds
from actionpack_app.repositories.stamps import MONEY, put_stamps
from actionpack_app.services.desk.at_work import at_work, check_finance, said
from actionpack_app.services.refunds.give_back import complete_refund

REFERENCE_MAX = 64


def record_refund(actor: Actor, refund_id: str, reference: str) -> None:
    """The money went back under a bank reference: of a transfer, or where the provider couldn't give it back.

    Raises: NotAllowed, NotFound, InvalidInput, RefundNotPossible where the provider carries it, or it is done.
    """
    check_finance(actor)
    written = said("reference", reference, REFERENCE_MAX)
    with transaction() as session:
        acting, clock, _partner = at_work(session, actor, Desk(session, actor).partner_of_refund(refund_id))
        refund = Refunds(session, acting).get(refund_id, lock=True)
        if refund.status not in {RefundStatus.BY_HAND, RefundStatus.FAILED}:
            raise RefundNotPossible
        refund.reference = written
        complete_refund(session, acting, refund, clock)
        put_stamps(session, MONEY)
