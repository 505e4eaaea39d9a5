"""Files that people upload and documents once made: a folder, keyed by names that we choose."""

import functools
import re
import tempfile
from pathlib import Path
from typing import Protocol

from actionpack_app.settings import get_settings

_KEY = re.compile(r"[a-z]+/[A-Za-z0-9.-]+")


class Files(Protocol):
    """A store of private files."""

    def read(self, key: str) -> bytes | None:
        """The content under a key; None if there is none."""
        ...

    def write(self, key: str, content: bytes) -> None:
        """Keeps content under a key, whole or not at all."""
        ...


class FolderFiles:
    """A folder of this machine."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, key: str) -> bytes | None:
        """The content under a key; None if there is none."""
        try:
            return self._path(key).read_bytes()
        except FileNotFoundError:
            return None

    def write(self, key: str, content: bytes) -> None:
        """Written beside and renamed, so that nobody reads half a file."""
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as new:
            new.write(content)
        Path(new.name).replace(path)

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key) or ".." in key:
            raise ValueError("a file key is a kind and a name")
        return self._folder / key


@functools.cache
def get_files() -> Files:
    """The store of this process."""
    return FolderFiles(Path(get_settings().files_url.removeprefix("file:")))


SIGNATURES = {b"%PDF-": "application/pdf", b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


def media_type_of(content: bytes) -> str | None:
    """PDF, PNG or JPEG by content, whatever the name says; None for anything else."""
    return next((kind for start, kind in SIGNATURES.items() if content.startswith(start)), None)
