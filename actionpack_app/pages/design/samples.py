"""What the samples show: one situation for each status, by the product's own calendar."""

import dataclasses
from datetime import date, timedelta

from actionpack_app.components.year import year_view
from actionpack_app.dialogs.offer_tile.view import TileShown
from actionpack_app.domain.calendar import WINDOW_DAYS, Term
from actionpack_app.domain.money import Money
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.status import Closing, Standing, Status, outlook_on, status_on
from actionpack_app.messages import _, current_locale
from actionpack_app.messages.formats import format_money
from actionpack_app.messages.reasons import explain_outlook
from actionpack_app.messages.tones import TONE_OF_STATUS
from actionpack_app.messages.words import offer_line, offer_name, status_name
from actionpack_app.routes import DESIGN, localized

TERM = Term(date(2025, 6, 23), date(2026, 6, 22))
PRICE = Money(47_500, "USD")


@dataclasses.dataclass(frozen=True)
class Situation:
    """A subscription on a day."""

    today: date
    standing: Standing

    @property
    def status(self) -> Status:
        """What it is called."""
        return status_on(self.today, self.standing)


def _on(days_after_expiry: int, standing: Standing) -> Situation:
    return Situation(TERM.expiry + timedelta(days=days_after_expiry), standing)


_RENEWS, _OFF = Standing(TERM, renews_automatically=True), Standing(TERM, renews_automatically=False)

SITUATIONS = (
    _on(-120, _RENEWS),
    _on(-10, _OFF),
    _on(1, _RENEWS),
    _on(2, dataclasses.replace(_RENEWS, charge_failed=True, retry_on=TERM.anniversary + timedelta(days=3))),
    _on(12, dataclasses.replace(_OFF, open_transfer_until=TERM.anniversary + timedelta(days=30))),
    _on(1, _OFF),
    _on(WINDOW_DAYS, _OFF),
    _on(WINDOW_DAYS + 1, _OFF),
    _on(-60, dataclasses.replace(_OFF, closing=Closing.CANCELLED, closed_on=TERM.expiry - timedelta(days=90))),
)
"""Every status, the renewable one on its first day and on its last."""


def tile(situation: Situation) -> TileShown:
    """The offer's tile in a situation, in the language of the context."""
    status = situation.status
    opened = situation.standing.term.window_contains(situation.today)
    renewable = status in {Status.RENEWABLE, Status.PAYMENT_DUE}
    return dataclasses.replace(
        unsold(Offer.ACTION_PACK),
        status=status_name(status),
        tone=TONE_OF_STATUS[status],
        next=explain_outlook(outlook_on(situation.today, situation.standing)),
        day_of_window=_("Day {day} of {days}").format(day=(situation.today - TERM.expiry).days, days=WINDOW_DAYS)
        if opened
        else "",
        has_year=True,
        year=year_view(situation.standing.term, situation.today),
        action=_("Renew subscription"),
        enabled=renewable,
        why=[]
        if renewable
        else [_("Your role can't do this. People with this role can: {roles}.").format(roles=_("Global admin"))],
    )


def unsold(offer: Offer) -> TileShown:
    """An offer that the partner doesn't hold."""
    return TileShown(
        offer=offer,
        name=offer_name(offer),
        line=offer_line(offer),
        href=localized(current_locale(), DESIGN),
        status=_("Not purchased"),
        tone="neutral",
        next="",
        day_of_window="",
        has_year=False,
        year=year_view(TERM, TERM.start),
        price=format_money(PRICE),
        upgrade=False,
        action=_("Buy"),
        enabled=True,
        why=[],
        order_href="",
        cancelling=False,
        in_pmc=False,
        approval="",
    )
