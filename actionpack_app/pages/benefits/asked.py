"""What the events of the dialogs are sent, read."""

from actionpack_app.dialogs.phases import argument, fields


def thing_of(value: object) -> tuple[str, str]:
    """A subscription's id and a benefit's key; empty texts for whatever else was sent."""
    subscription_id, _colon, benefit = argument(value).partition(":")
    return subscription_id, benefit


def how_many_of(form: object) -> int:
    """The amount that was typed; 0, which nobody can use, where it is no number. One where the form doesn't ask."""
    given = fields(form).get("how_many", "1")
    text = argument(given, most=6).strip()
    return int(text) if text.isascii() and text.isdecimal() else 0
