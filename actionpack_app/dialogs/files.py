"""Files that were uploaded and wait to go with a message: what the states of both sides' forms remember of them."""

import dataclasses

from actionpack_app.dialogs.phases import argument
from actionpack_app.services.support.ask import FILES_MAX


@dataclasses.dataclass(frozen=True)
class FileWaiting:
    """An uploaded file that goes with the next message."""

    id: str
    name: str


def with_file(files: list[FileWaiting], file_id: str, name: str) -> list[FileWaiting]:
    """One more, as far as there may be more; whose it is, is checked when the message is sent."""
    if len(files) >= FILES_MAX or not argument(file_id):
        return files
    return [*files, FileWaiting(file_id, argument(name))]


def without_file(files: list[FileWaiting], file_id: str) -> list[FileWaiting]:
    """All but one."""
    return [file for file in files if file.id != file_id]
