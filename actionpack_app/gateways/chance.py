"""The one place that draws ids and secrets."""

import secrets
import uuid


def new_id() -> str:
    """An id that nobody can guess."""
    return str(uuid.uuid4())


def new_token() -> str:
    """A secret of 32 random bytes, fit for a cookie."""
    return secrets.token_urlsafe(32)


def new_mpn_id() -> str:
    """Seven digits; whoever uses it checks that it is free."""
    return str(1_000_000 + secrets.randbelow(9_000_000))


def new_sample_key() -> str:
    """A product key that opens nothing: five groups, the first of which says so."""
    groups = ("".join(secrets.choice(_KEY_LETTERS) for _ in range(5)) for _ in range(4))
    return "-".join(("SAMPL", *groups))


def new_recovery_code() -> str:
    """Ten letters and digits that nobody takes for others, in two halves: 49 bits."""
    return "-".join("".join(secrets.choice(_CODE_LETTERS) for _ in range(5)) for _ in range(2))


_CODE_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
_KEY_LETTERS = "BCDFGHJKMPQRTVWXY2346789"
"""Without letters and digits that look like others."""
