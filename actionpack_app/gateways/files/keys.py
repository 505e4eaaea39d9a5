"""The names under which files are kept."""

import re

_KEY = re.compile(r"[a-z]+/[A-Za-z0-9.-]+")


def checked_key(key: str) -> str:
    """The key, where it is a kind and a name and leads nowhere else. Raises ValueError."""
    if not _KEY.fullmatch(key) or ".." in key or key.endswith("/."):
        raise ValueError("a file key is a kind and a name")
    return key
