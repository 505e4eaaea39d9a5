"""The desk closes a case, and says how it was settled."""

from sqlmodel import Session

from actionpack_app.db import transaction
from actionpack_app.domain.errors import NotFound
from actionpack_app.domain.reconciliation import CaseKind
from actionpack_app.domain.rights import Actor
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.models.cases import CaseStatus
from actionpack_app.repositories.activity import Activity
from actionpack_app.repositories.desk import Desk
from actionpack_app.repositories.orders import Orders
from actionpack_app.repositories.payments import Payments
from actionpack_app.repositories.stamps import MONEY, put_stamps
from actionpack_app.services.desk.at_work import at_work, check_finance, said

NOTE_MAX = 500


def close_case(actor: Actor, case_id: int, note: str) -> None:
    """Closes it; no money moves. Raises NotAllowed, NotFound (one that is closed already too), InvalidInput."""
    check_finance(actor)
    written = said("note", note, NOTE_MAX)
    with transaction() as session:
        case = Desk(session, actor).case(case_id)
        if case.status is CaseStatus.CLOSED:
            raise NotFound(str(case_id))
        case.status, case.note = CaseStatus.CLOSED, written
        case.closed_at, case.closed_by = SystemClock().now(), actor.person_id
        if case.partner_id is not None:
            acting, clock, _partner = at_work(session, actor, case.partner_id)
            if case.kind is CaseKind.DISPUTE:
                _end_dispute(session, acting, case.order_number)
            Activity(session, acting).record("case_closed", clock.now(), subject=case.order_number, reason=case.kind)
        put_stamps(session, MONEY)


def _end_dispute(session: Session, actor: Actor, order_number: str) -> None:
    """Nobody looks into it any more, and the order's page no longer says so."""
    order = Orders(session, actor).get(order_number)
    for payment in Payments(session, actor).of_orders([order.id]):
        payment.disputed_at = None
