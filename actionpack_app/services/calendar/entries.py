"""Which dates of a subscription belong into a calendar, and what they are called there.

Expiry and renewal window are days of the partner's, so they are all-day: every program shows them on that date, whatever
zone it stands in, as every page of ours does. The automatic charge is an instant, 09:00 in the partner's time zone: a
timed entry is shown at the right moment to somebody who is elsewhere, and doesn't look like a day on which to act.
Nothing marks its reader as busy.
"""

import dataclasses
from datetime import date, time
from typing import Literal

from actionpack_app.domain.calendar import CHARGE_TIME
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.status import Standing
from actionpack_app.messages import _
from actionpack_app.messages.words import offer_name

Kind = Literal["expiry", "renewal", "window"]


@dataclasses.dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One entry: days of the partner's, both inclusive, or a time on the first of them."""

    kind: Kind
    """What it is about; with the subscription and its term, an entry's identity over all changes of its dates."""
    title: str
    first: date
    last: date
    at: time | None = None
    """In the partner's time zone; None for whole days."""


def entries_of(offer: Offer, standing: Standing) -> tuple[CalendarEntry, ...]:
    """The entries of a subscription's current term, in the language of the context, the earliest first."""
    term = standing.term
    if standing.closing is not None:
        over = standing.closed_on or term.expiry
        return (CalendarEntry("expiry", _titled(_("{offer} expires"), offer), over, over),)
    expiry = CalendarEntry("expiry", _titled(_("{offer} expires"), offer), term.expiry, term.expiry)
    return (expiry, *_window(offer, standing), *_charge(offer, standing))


def _charge(offer: Offer, standing: Standing) -> tuple[CalendarEntry, ...]:
    """When money is taken by itself: on the anniversary, or when a refused charge is tried again."""
    if standing.retry_on is not None:
        title = _titled(_("{offer}: the automatic charge is tried again"), offer)
        return (CalendarEntry("renewal", title, standing.retry_on, standing.retry_on, CHARGE_TIME),)
    if not standing.renews_automatically or _is_for_the_partner(standing):
        return ()
    day = standing.term.anniversary
    return (CalendarEntry("renewal", _titled(_("{offer} renews automatically"), offer), day, day, CHARGE_TIME),)


def _window(offer: Offer, standing: Standing) -> tuple[CalendarEntry, ...]:
    """The days on which the partner can renew, where it doesn't happen by itself."""
    if standing.renews_automatically and not _is_for_the_partner(standing):
        return ()
    term = standing.term
    last = max(term.last_renewal_day, standing.open_transfer_until or term.last_renewal_day)
    return (CalendarEntry("window", _titled(_("{offer} can be renewed"), offer), term.anniversary, last),)


def _is_for_the_partner(standing: Standing) -> bool:
    """Whether the automatic renewal has come to nothing, or waits for a transfer."""
    return standing.charge_failed or standing.left_out or standing.open_transfer_until is not None


def _titled(text: str, offer: Offer) -> str:
    return text.format(offer=offer_name(offer))
