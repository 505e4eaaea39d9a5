"""The home page in words."""

import dataclasses

from actionpack_app.messages import _, current_locale
from actionpack_app.messages.formats import format_date, format_money
from actionpack_app.messages.reasons import explain_blocker, explain_outlook
from actionpack_app.messages.tones import TONE_OF_STATUS
from actionpack_app.messages.words import offer_name, status_name
from actionpack_app.routes import subscription
from actionpack_app.services.membership.overview import SubscriptionSummary, Tile


@dataclasses.dataclass(frozen=True)
class RowShown:
    """One row of a list below the tiles."""

    key: str
    offer: str
    name: str
    href: str
    expiry: str
    status: str
    tone: str
    renewal: str
    may_turn_off: bool
    payment: str
    price: str
    action: str
    enabled: bool
    why: list[str]
    cancelling: bool


def show_available(tile: Tile) -> RowShown:
    """An offer that can be bought, or what is missing for it."""
    return RowShown(
        key=tile.offer,
        offer=tile.offer,
        name=offer_name(tile.offer),
        href="",
        expiry="",
        status="",
        tone="neutral",
        renewal="",
        may_turn_off=False,
        payment="",
        price=format_money(tile.price),
        action=_("Buy"),
        enabled=not tile.blockers,
        why=[explain_blocker(blocker) for blocker in tile.blockers],
        cancelling=False,
    )


def show_held(held: SubscriptionSummary) -> RowShown:
    """A subscription of the Purchased or the Expired list."""
    return RowShown(
        key=held.id,
        offer=held.offer,
        name=offer_name(held.offer),
        href=subscription(current_locale(), held.id),
        expiry=format_date(held.ended_on or held.term.expiry),
        status=status_name(held.status),
        tone=TONE_OF_STATUS[held.status],
        renewal=renewal_text(held),
        may_turn_off=held.may_turn_off,
        payment=card_text(held),
        price="",
        action="",
        enabled=False,
        why=[explain_outlook(held.outlook)],
        cancelling=bool(held.cancellation_request),
    )


def renewal_text(held: SubscriptionSummary) -> str:
    """How automatic renewal stands."""
    if held.renews_automatically:
        return _("On")
    if held.renewal_off_on is None or held.closed_on is not None:
        return "–"
    return _("Off since {day}").format(day=format_date(held.renewal_off_on))


def card_text(held: SubscriptionSummary) -> str:
    """The card that automatic renewal charges."""
    if held.card is None:
        return "–"
    return _("{brand} ending in {last4}").format(brand=held.card.brand, last4=held.card.last4)
