"""The desk has a mail tried once more that was given up, once what stood in its way is gone."""

from sqlmodel import Session

from actionpack_app.db import transaction
from actionpack_app.domain.rights import Actor, inside
from actionpack_app.gateways.clock import SystemClock, clock_of
from actionpack_app.models.mails import MailStatus
from actionpack_app.repositories.activity import Activity
from actionpack_app.repositories.post import Delivered, Post, Stuck

STARTS_WITH_TRIES = 1
"""The pauses begin anew, but it isn't a first try: what passes is compared with the partner's present state before it is
sent, also where a test clock stands still (`services.notices.mail`)."""


def send_again(actor: Actor, key: str) -> None:
    """Puts a mail back into its queue, due now. Raises NotAllowed, NotFound (also for one that wasn't given up)."""
    first, _dot, second = key.partition(".")
    with transaction() as session:
        stuck = Post(session, actor).failed(first, second)
        mail = stuck.delivery if isinstance(stuck, Delivered) else stuck.letter
        mail.mail_status, mail.tries, mail.next_try_at = MailStatus.WAITING, STARTS_WITH_TRIES, SystemClock().now()
        _record(session, actor, stuck)


def _record(session: Session, actor: Actor, stuck: Stuck) -> None:
    if stuck.partner is None:
        return
    notice = stuck.notice if isinstance(stuck, Delivered) else None
    Activity(session, inside(actor, stuck.partner.id)).record(
        "mail_sent_again",
        clock_of(stuck.partner.clock_at).now(),
        subscription_id=notice.subscription_id if notice else None,
        mail=notice.kind if notice else "letter",
    )
