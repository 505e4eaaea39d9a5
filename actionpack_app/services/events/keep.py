"""Keeping notifications: once each, with what became of them."""

from datetime import timedelta

from actionpack_app.db import reading, transaction
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.gateways.payments import Notification
from actionpack_app.models import ProviderEvent
from actionpack_app.models.running import EventStatus
from actionpack_app.repositories.running import ProviderEvents

SOON = timedelta(seconds=20)
"""After which a notification that nobody has handled is picked up."""
LONGEST_PAUSE = timedelta(hours=1)


def keep_event(provider: str, notification: Notification) -> bool:
    """Keeps a notification; tells whether it is a new one."""
    now = SystemClock().now()
    with transaction() as session:
        return ProviderEvents(session).keep(
            ProviderEvent(
                id=notification.id,
                provider=provider,
                kind=notification.kind,
                object_ref=notification.object_ref,
                status=EventStatus.RECEIVED,
                received_at=now,
                next_try_at=now + SOON,
            )
        )


def read_event(event_id: str) -> tuple[str, Notification] | None:
    """The provider and the notification; None for one that is unknown or done."""
    with reading() as session:
        found = ProviderEvents(session).get(event_id)
    if found is None or found.status is EventStatus.DONE:
        return None
    return found.provider, Notification(found.id, found.kind, found.object_ref)


def events_due() -> list[str]:
    """Ids of notifications that wait for their handling."""
    with reading() as session:
        return ProviderEvents(session).due(SystemClock().now())


def note_handled(event_id: str) -> None:
    """It is done."""
    with transaction() as session:
        found = ProviderEvents(session).get(event_id)
        if found is not None:
            found.status, found.error, found.handled_at = EventStatus.DONE, "", SystemClock().now()
            found.tries += 1


def note_failed(event_id: str, error: str) -> None:
    """It isn't done: tried again later, and seen by the desk meanwhile."""
    with transaction() as session:
        found = ProviderEvents(session).get(event_id)
        if found is not None and found.status is not EventStatus.DONE:
            found.tries += 1
            pause = min(timedelta(seconds=10 * 2 ** min(found.tries, 12)), LONGEST_PAUSE)
            found.status, found.error, found.next_try_at = EventStatus.FAILED, error[:64], SystemClock().now() + pause
