"""Keys as browsers send them."""

import re

from actionpack_app.domain.errors import NotFound

_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")


def findable(key: str) -> str:
    """A key that a row could have. Raises NotFound for any other text, some of which no database would take."""
    if not is_key(key):
        raise NotFound(key)
    return key


def is_key(key: str) -> bool:
    """Whether a row could have it."""
    return _KEY.fullmatch(key) is not None
