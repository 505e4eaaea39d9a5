"""A secret that a demo makes for itself, and keeps."""

import contextlib
import os
import secrets
from pathlib import Path


def kept_key(file: Path) -> str:
    """What stands in `file`; the first who asks draws it, and however many ask at once, all get the same."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists() or not file.read_text().strip():
        _put_whole(file, secrets.token_urlsafe(32))
    return file.read_text().strip()


def _put_whole(file: Path, key: str) -> None:
    """Written beside and then linked, so that no process ever reads half a key; the first one's counts."""
    beside = file.with_name(f"{file.name}-{os.getpid()}")
    beside.touch(mode=0o600)
    beside.write_text(key)
    if file.exists():  # left empty by a crash
        beside.replace(file)
        return
    with contextlib.suppress(FileExistsError):
        os.link(beside, file)
    beside.unlink()
