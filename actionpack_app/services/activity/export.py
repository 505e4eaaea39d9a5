"""The activity as CSV, read piece by piece: however long the list, one piece is held at a time."""

import csv
import io
import zoneinfo
from collections.abc import Iterator

from actionpack_app.db import reading
from actionpack_app.domain.rights import Actor
from actionpack_app.messages import use_locale
from actionpack_app.messages.changes import change_of
from actionpack_app.messages.deeds import author_name, deed
from actionpack_app.messages.words import offer_name
from actionpack_app.repositories.activity import Activity, Narrowed
from actionpack_app.repositories.partners import Partners
from actionpack_app.services.activity.browse import ActivityFilter, ActivityLine, check_may_see, lines_of, wanted
from actionpack_app.services.invoices.browse import harmless

PIECE = 1000
HEADS = ("at", "who", "action", "what", "number", "order", "offer", "before", "after", "more", "address")


def export_activity(actor: Actor, narrowed: ActivityFilter, locale: str) -> Iterator[str]:
    """The filtered list, the newest first, in pieces; times are ISO 8601 in the company's zone, words in `locale`.

    Raises NotAllowed, before the first piece.
    """
    check_may_see(actor)
    with reading() as session:
        zone = Partners(session, actor).time_zone()
    return _pieces(actor, wanted(actor, narrowed, zone), zoneinfo.ZoneInfo(zone), locale)


def _pieces(actor: Actor, narrowed: Narrowed, zone: zoneinfo.ZoneInfo, locale: str) -> Iterator[str]:
    yield _written([HEADS])
    last = None
    while True:
        with reading() as session:
            entries = Activity(session, actor).older_than(narrowed, last, PIECE)
            lines = lines_of(session, actor, entries)
        if not entries:
            return
        with use_locale(locale):
            written = _written([_row(line, zone) for line in lines])
        last = entries[-1]
        yield written


def _row(line: ActivityLine, zone: zoneinfo.ZoneInfo) -> tuple[str, ...]:
    change = change_of(line.action, line.subject, line.details)
    return (
        line.at.astimezone(zone).isoformat(timespec="seconds"),
        author_name(line.by, line.who),
        line.action,
        deed(line.action),
        line.subject,
        line.order,
        offer_name(line.offer) if line.offer else "",
        change.before,
        change.after,
        " · ".join(change.more),
        line.address,
    )


def _written(rows: list[tuple[str, ...]]) -> str:
    written = io.StringIO()
    csv.writer(written).writerows([harmless(cell) for cell in row] for row in rows)
    return written.getvalue()
