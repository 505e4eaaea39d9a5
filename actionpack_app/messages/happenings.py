"""What comes to pass in a subscription's year, and what is told of it, by name."""

from actionpack_app.domain.agenda import Item
from actionpack_app.domain.notices import NoticeKind
from actionpack_app.messages import _


def item_name(item: str) -> str:
    """What of a subscription's year is to come; `order_expires` is an order's end."""
    return {
        Item.EXPIRES_IN_30: _("Notice: 30 days before expiry"),
        Item.EXPIRES_IN_15: _("Notice: 15 days before expiry"),
        Item.EXPIRES_IN_1: _("Notice: 1 day before expiry"),
        Item.RENEWAL: _("Automatic renewal"),
        Item.WINDOW_OPEN: _("Notice: first day of the renewal window"),
        Item.RETRY_3: _("The charge is tried again (after 3 days)"),
        Item.RETRY_7: _("The charge is tried again (after 7 days)"),
        Item.RETRY_14: _("The charge is tried again (after 14 days)"),
        Item.WINDOW_CLOSING: _("Notice: the renewal window closes soon"),
        Item.LAPSE: _("The renewal period ends"),
        "order_expires": _("Order expires"),
    }.get(item, item)


def notice_name(kind: NoticeKind) -> str:
    """What a kind of notice is called."""
    return {
        NoticeKind.EXPIRES_IN_30: _("Notice: 30 days before expiry"),
        NoticeKind.EXPIRES_IN_15: _("Notice: 15 days before expiry"),
        NoticeKind.EXPIRES_IN_1: _("Notice: 1 day before expiry"),
        NoticeKind.WINDOW_OPEN: _("Notice: first day of the renewal window"),
        NoticeKind.WINDOW_CLOSING: _("Notice: the renewal window closes soon"),
        NoticeKind.BOUGHT: _("Notice: bought"),
        NoticeKind.RENEWED: _("Notice: renewed"),
        NoticeKind.CHARGE_FAILED: _("Notice: charge failed"),
        NoticeKind.TRANSFER_ORDERED: _("Notice: order by bank transfer"),
        NoticeKind.NOT_CHARGED: _("Notice: not renewed automatically"),
        NoticeKind.RENEWAL_OFF: _("Notice: automatic renewal turned off"),
    }[kind]
