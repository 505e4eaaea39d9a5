"""Files that people upload and documents once made: private, keyed by names that we choose.

They lie in a folder of one machine, or in a bucket for more than one; `FILES_URL` says which.
"""

import functools
from pathlib import Path
from typing import Protocol

from actionpack_app.bucket_url import read_bucket
from actionpack_app.gateways.files.bucket import BucketFiles
from actionpack_app.gateways.files.folder import FolderFiles
from actionpack_app.gateways.files.media_types import SIGNATURES as SIGNATURES
from actionpack_app.gateways.files.media_types import media_type_of as media_type_of
from actionpack_app.settings import get_settings


class Files(Protocol):
    """A store of private files. It reaches outside: never inside a transaction.

    Every method but `answers` raises FilesUnavailable where the store can't be reached or refuses, and ValueError for a key
    that isn't a kind and a name.
    """

    def read(self, key: str) -> bytes | None:
        """The content under a key; None if there is none."""
        ...

    def write(self, key: str, content: bytes) -> None:
        """Keeps content under a key, whole or not at all. Doing it again is harmless, also after a failure."""
        ...

    def delete(self, key: str) -> None:
        """Nothing is under a key any more, whether there was anything or not."""
        ...

    def answers(self) -> bool:
        """Whether files can be kept and found now; told within seconds."""
        ...


@functools.cache
def get_files() -> Files:
    """The store of this process."""
    address = get_settings().files_url
    if address.startswith("file:"):
        return FolderFiles(Path(address.removeprefix("file:")))
    return BucketFiles(read_bucket(address))


def files_answer() -> bool:
    """Whether the store of this process works: cheap, and told within seconds. It waits, so not on the event loop."""
    return get_files().answers()
