"""Files in a folder of this machine."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from actionpack_app.domain.errors import FilesUnavailable
from actionpack_app.gateways.files.keys import checked_key
from actionpack_app.logs import log


class FolderFiles:
    """Keeps files in a folder, which is made when the first one comes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, key: str) -> bytes | None:
        """The content under a key; None if there is none."""
        path = self._path(key)
        with _in_our_words("read"):
            try:
                return path.read_bytes()
            except FileNotFoundError:
                return None

    def write(self, key: str, content: bytes) -> None:
        """Written beside and renamed, so that nobody reads half a file."""
        path = self._path(key)
        with _in_our_words("write"):
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as new:
                beside = Path(new.name)
                try:
                    new.write(content)
                    new.flush()
                    beside.replace(path)
                except OSError:
                    beside.unlink(missing_ok=True)
                    raise

    def delete(self, key: str) -> None:
        """Nothing is under a key any more."""
        path = self._path(key)
        with _in_our_words("delete"):
            path.unlink(missing_ok=True)

    def answers(self) -> bool:
        """Whether something can be written; what it tries that with is gone at once."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=self._folder) as tried:
                tried.write(b"1")
        except OSError as failed:
            _note("answers", failed)
            return False
        return True

    def _path(self, key: str) -> Path:
        return self._folder / checked_key(key)


@contextmanager
def _in_our_words(asked: str) -> Iterator[None]:
    """Raises FilesUnavailable for what the disk refuses: full, read-only, not ours."""
    try:
        yield
    except OSError as failed:
        _note(asked, failed)
        raise FilesUnavailable from None


def _note(asked: str, failed: OSError) -> None:
    log.error("the folder of files refused", asked=asked, kind=type(failed).__name__, error=failed.strerror)
