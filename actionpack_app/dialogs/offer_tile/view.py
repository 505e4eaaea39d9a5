"""An offer's tile in words: for the partner, and for the desk that looks on."""

import dataclasses

from actionpack_app.components.year import YearView, year_view
from actionpack_app.dialogs.checkout.approval_view import approval_text
from actionpack_app.domain.calendar import WINDOW_DAYS
from actionpack_app.domain.status import Status
from actionpack_app.messages import _, current_locale
from actionpack_app.messages.formats import format_money
from actionpack_app.messages.reasons import explain_blocker, explain_outlook
from actionpack_app.messages.tones import TONE_OF_STATUS
from actionpack_app.messages.words import offer_line, offer_name, status_name
from actionpack_app.routes import order, subscription
from actionpack_app.services.membership.overview import Overview, SubscriptionSummary, Tile


@dataclasses.dataclass(frozen=True)
class TileShown:
    """One offer."""

    offer: str
    name: str
    line: str
    href: str
    status: str
    tone: str
    next: str
    day_of_window: str
    has_year: bool
    year: YearView
    price: str
    upgrade: bool
    action: str
    enabled: bool
    why: list[str]
    order_href: str
    cancelling: bool
    in_pmc: bool
    """Whether it is held in the Partner Membership Center."""
    approval: str
    """How far the approval of its order is; empty where none is needed, or nobody was asked."""


def show_tile(tile: Tile, overview: Overview) -> TileShown:
    """A tile in words."""
    held = tile.held
    waiting = tile.transfer is not None
    return TileShown(
        offer=tile.offer,
        name=offer_name(tile.offer),
        line=offer_line(tile.offer),
        href=subscription(current_locale(), held.id) if held else "",
        status=status_name(held.status) if held else _("Awaiting payment") if waiting else _("Not purchased"),
        tone=TONE_OF_STATUS[held.status] if held else "info" if waiting else "neutral",
        next=explain_outlook(held.outlook) if held else "",
        day_of_window=_day_of_window(held, overview) if held else "",
        has_year=held is not None,
        year=year_view(held.term, overview.today, held.ended_on) if held else YearView(),
        price=format_money(tile.price),
        upgrade=tile.upgrade,
        action=_("Renew subscription") if tile.renews else _("Buy"),
        enabled=not tile.blockers,
        why=[explain_blocker(blocker) for blocker in tile.blockers],
        order_href=order(current_locale(), tile.transfer.number) if tile.transfer and overview.sees_billing else "",
        cancelling=bool(held and held.cancellation_request),
        in_pmc=held is not None and overview.managed_elsewhere,
        approval=approval_text(tile.approval) if tile.approval and tile.approval.newest else "",
    )


def is_over(held: SubscriptionSummary) -> bool:
    """Whether a subscription belongs to the Expired list: lapsed or cancelled."""
    return held.status in {Status.LAPSED, Status.CANCELLED}


def _day_of_window(held: SubscriptionSummary, overview: Overview) -> str:
    if not held.term.window_contains(overview.today) or is_over(held):
        return ""
    day = (overview.today - held.term.expiry).days
    return _("Day {day} of {days}").format(day=day, days=WINDOW_DAYS)
