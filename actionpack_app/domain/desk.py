"""Who of the desk looks after what."""

import enum


class Subject(enum.StrEnum):
    """What somebody of the desk can have taken up."""

    REQUEST = "request"
    TRANSFER = "transfer"
    REFUND = "refund"
    CASE = "case"


class Assigned(enum.StrEnum):
    """Whose things a list of the desk shows."""

    ANYBODY = "anybody"
    NOBODY = "nobody"
    ME = "me"


class Waiting(enum.StrEnum):
    """Which requests the desk's list shows."""

    OPEN = "open"
    """They wait for the desk."""
    ANSWERED = "answered"
    """They wait for the partner."""
    CLOSED = "closed"
    ALL = "all"
