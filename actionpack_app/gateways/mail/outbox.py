"""Mails as files, for whoever has no mail server: any mail program opens them."""

import re
import tempfile
from pathlib import Path

from actionpack_app.gateways.clock import SystemClock
from actionpack_app.gateways.mail import Mail, MailDelayed
from actionpack_app.gateways.mail.message import message_of

_KEY = re.compile(r"[A-Za-z0-9-]+")


class FolderMailer:
    """A folder of this machine."""

    def __init__(self, folder: Path, sender: str) -> None:
        self._folder = folder
        self._sender = sender

    def send(self, mail: Mail) -> None:
        """Written beside and renamed: whoever watches the folder reads whole mails, and each of them once. Raises MailDelayed."""
        if not _KEY.fullmatch(mail.key):
            raise ValueError("a mail's key is made of ids")
        content = message_of(mail, self._sender, SystemClock().now()).as_bytes()
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as new:
                new.write(content)
            Path(new.name).replace(self._folder / f"{mail.key}.eml")
        except OSError:
            raise MailDelayed("folder", for_all=True) from None
