"""Mail: through an SMTP server, or into a folder where none is named.

MailFailed
├── MailRefused   for good: this recipient or this mail will never be taken
└── MailDelayed   nothing is wrong with the mail, or the server doesn't say so: try later
"""

import dataclasses
import functools
from pathlib import Path
from typing import Protocol

from actionpack_app.settings import get_settings


@dataclasses.dataclass(frozen=True, slots=True)
class Mail:
    """One mail to one person, put into words."""

    key: str
    """What it is about and for whom. With it, a mail has the same Message-ID however often it is sent."""
    to_name: str
    to_address: str
    from_name: str
    locale: str
    subject: str
    text: str
    html: str
    unsubscribe: str = ""
    """The address to which a mail program posts for whoever wants no more of these; empty where they can't be switched off."""


class MailFailed(Exception):
    """It wasn't taken. `code` is the server's, or the kind of failure; the server's text may hold anything and is dropped."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class MailRefused(MailFailed):
    """For good."""


class MailDelayed(MailFailed):
    """To be tried again. With `for_all`, the server takes no mail at all now, whoever it is for."""

    def __init__(self, code: str, *, for_all: bool = False) -> None:
        super().__init__(code)
        self.for_all = for_all


class Mailer(Protocol):
    """Whoever takes mails."""

    def send(self, mail: Mail) -> None:
        """Hands a mail over; it was taken when this returns. Raises MailRefused, MailDelayed."""
        ...


@functools.cache
def get_mailer() -> Mailer:
    """The mailer of this process."""
    settings = get_settings()
    if settings.smtp_url.startswith("file:"):
        from actionpack_app.gateways.mail.outbox import FolderMailer  # noqa: PLC0415 (one of the two is needed)

        return FolderMailer(Path(settings.smtp_url.removeprefix("file:")), settings.mail_from)
    from actionpack_app.gateways.mail.smtp import SmtpMailer  # noqa: PLC0415

    return SmtpMailer(settings.smtp_url, settings.mail_from)
