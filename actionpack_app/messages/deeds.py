"""What the activity says that somebody did."""

from actionpack_app.messages import _


def deed(action: str) -> str:
    """An action of the activity in words; one that only a newer version knows is shown as it is."""
    return {
        "order_placed": _("Placed an order"),
        "order_paid": _("Order paid, term started"),
        "payment_failed": _("Payment failed"),
        "order_cancelled": _("Cancelled an order"),
        "card_saved": _("Saved a card"),
        "renewal_turned_off": _("Turned off automatic renewal"),
        "request_made": _("Made a support request"),
        "cancellation_requested": _("Asked to cancel the subscription"),
        "request_closed": _("Closed a support request"),
    }.get(action, action)
