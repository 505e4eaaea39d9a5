"""The mails of our own server, which it leaves in a folder."""

import email
import threading
import time
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import cast

WITHIN_SECONDS = 60.0
LOOKS_EVERY_SECONDS = 0.2


class Outbox:
    """A folder of mails."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def address(self, number: str, kind: str) -> str:
        """The address of one of our own pages in the mail about `number`, once the mail is there."""
        until, pause = time.monotonic() + WITHIN_SECONDS, threading.Event()
        while time.monotonic() < until:
            for text in self._texts():
                found = [word for word in text.split() if f"/api/{kind}/" in word]
                if number in text and found:
                    return found[0]
            pause.wait(LOOKS_EVERY_SECONDS)
        raise AssertionError(f"no mail about {number}")

    def _texts(self) -> list[str]:
        bodies = [_parsed(file).get_body(("plain",)) for file in sorted(self._folder.glob("letter-*.eml"))]
        return [str(body.get_content()) for body in bodies if isinstance(body, EmailMessage)]


def _parsed(file: Path) -> EmailMessage:
    return cast("EmailMessage", email.message_from_bytes(file.read_bytes(), policy=default))
