"""The mails of our own server, which it leaves in a folder."""

import email
import re
import threading
import time
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import cast

WITHIN_SECONDS = 60.0
LOOKS_EVERY_SECONDS = 0.2


class Outbox:
    """What was sent, looked at from outside."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def address(self, number: str, kind: str) -> str:
        """The address of one of our own pages in the mail about `number`, once the mail is there."""

        def in_it(_mail: EmailMessage, text: str) -> str:
            return next((word for word in text.split() if f"/api/{kind}/" in word), "") if number in text else ""

        return self._first(in_it, f"about {number}")

    def link(self, to: str, page: str) -> str:
        """The address of `page` in the newest mail to somebody, once the mail is there."""

        def in_it(mail: EmailMessage, text: str) -> str:
            found = re.search(rf"https?://\S+{re.escape(page)}\?(?:token|address)=\S+", text)
            return found.group(0) if found and to in str(mail["To"]) else ""

        return self._first(in_it, f"to {to} with a link to {page}")

    def _first(self, look: Callable[[EmailMessage, str], str], what: str) -> str:
        """What is found in the newest mail that has it; the server's post has to send it first."""
        until, pause = time.monotonic() + WITHIN_SECONDS, threading.Event()
        while time.monotonic() < until:
            for mail in self._newest_first():
                body = mail.get_body(("plain",))
                if found := look(mail, body.get_content() if body else ""):
                    return found
            pause.wait(LOOKS_EVERY_SECONDS)
        raise AssertionError(f"no mail {what}")

    def _newest_first(self) -> list[EmailMessage]:
        files = sorted(self._folder.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns, reverse=True)
        return [cast("EmailMessage", email.message_from_bytes(file.read_bytes(), policy=default)) for file in files]
