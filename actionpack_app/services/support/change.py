"""What every change of a request brings with it."""

from sqlmodel import Session

from actionpack_app.gateways.clock import Clock
from actionpack_app.models import SupportRequest
from actionpack_app.models.support import RequestStatus
from actionpack_app.repositories.stamps import DESK, put_stamps


def change_request(
    session: Session, request: SupportRequest, status: RequestStatus, clock: Clock, *, by_desk: bool = False
) -> None:
    """Puts a request, locked by whoever calls, into a status; open pages see that there is news. Last in a transaction."""
    if status is not request.status or not request.version:
        request.waits_since = clock.now()
    request.closed_at = clock.now() if status is RequestStatus.CLOSED else None
    request.status, request.updated_at, request.version = status, clock.now(), request.version + 1
    if by_desk:
        request.answer_version = request.version
    session.flush()
    put_stamps(session, request.partner_id, DESK)


def change_at_desk(session: Session, request: SupportRequest) -> None:
    """The same for what only the desk sees: nothing that the partner can see moves."""
    request.desk_version += 1
    session.flush()
    put_stamps(session, DESK)
