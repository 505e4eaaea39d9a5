"""Reading notices: each person's own mark, which nobody else's changes."""

from actionpack_app.db import transaction
from actionpack_app.domain.errors import NotAllowed
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.gateways.clock import Clock
from actionpack_app.repositories.notices import Notices


def mark_read(actor: Actor, notice_id: str, clock: Clock) -> None:
    """The actor has read one notice; a second time changes nothing. Raises NotAllowed, NotFound."""
    _check(actor)
    with transaction() as session:
        notices = Notices(session, actor)
        notices.check_mine(notice_id)
        notices.mark_read(clock.now(), notice_id)


def mark_all_read(actor: Actor, clock: Clock) -> None:
    """The actor has read all notices. Raises NotAllowed."""
    _check(actor)
    with transaction() as session:
        Notices(session, actor).mark_read(clock.now())


def _check(actor: Actor) -> None:
    if not actor.may(Right.SEE_BILLING):
        raise NotAllowed(Right.SEE_BILLING)
