"""A mail server of the test's own, which answers as it is told, and what was written to the outbox."""

import dataclasses
import email
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, cast

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller

from actionpack_app.db import transaction
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.gateways.mail import get_mailer
from actionpack_app.models import NoticeDelivery
from actionpack_app.models.mails import MailStatus
from actionpack_app.settings import get_settings
from tests.integration.rows import all_of
from tests.ports import free_port


@dataclasses.dataclass
class MailServer:
    """Takes everything, unless told otherwise."""

    port: int
    taken: list[EmailMessage] = dataclasses.field(default_factory=list)
    recipients: list[str] = dataclasses.field(default_factory=list)
    to_recipients: list[str] = dataclasses.field(default_factory=list)
    """Answers to the next recipients; after them, all are taken."""
    to_contents: list[str] = dataclasses.field(default_factory=list)
    """Answers to the next mails; "dies" hangs up instead."""

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        if self.to_recipients:
            return self.to_recipients.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        answer = self.to_contents.pop(0) if self.to_contents else "250 OK"
        if answer == "dies":
            server.transport.abort()
        elif answer.startswith("250"):
            self.taken.append(parsed(envelope.content))
            self.recipients.extend(envelope.rcpt_tos)
        return answer

    @contextmanager
    def running(self) -> Iterator[None]:
        """Listens as long as the block runs."""
        controller = Controller(self, hostname="127.0.0.1", port=self.port)
        controller.start()
        try:
            yield
        finally:
            controller.stop()


def parsed(content: bytes) -> EmailMessage:
    """A mail as any program reads it; without defects."""
    message = cast("EmailMessage", email.message_from_bytes(content, policy=default))
    assert [part.defects for part in message.walk()] == [[]] * 3
    return message


def both_parts(message: EmailMessage) -> tuple[str, str]:
    """Plain text and HTML."""
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert html is not None
    return plain.get_content(), html.get_content()


def use_server(monkeypatch: pytest.MonkeyPatch, path: str = "") -> MailServer:
    """A port on which nobody listens yet, as the product's mail server."""
    port = free_port()
    monkeypatch.setenv("SMTP_URL", f"smtp://127.0.0.1:{port}{path}")
    get_settings.cache_clear()
    get_mailer.cache_clear()
    return MailServer(port)


def outbox() -> list[EmailMessage]:
    """What lies in the folder, and nothing but whole mails does."""
    folder = Path(os.environ["SMTP_URL"].removeprefix("file:"))
    files = sorted(folder.iterdir()) if folder.exists() else []
    assert [file.suffix for file in files] == [".eml"] * len(files)
    return [parsed(file.read_bytes()) for file in files]


def deliveries(*statuses: MailStatus) -> list[NoticeDelivery]:
    """Mails that are as far, in the order of their people."""
    found = [row for row in all_of(NoticeDelivery) if row.mail_status in (statuses or (*MailStatus,))]
    return sorted(found, key=lambda row: row.email)


def time_passes(much: timedelta = timedelta(days=1)) -> None:
    """Pauses and leases end."""
    with transaction() as session:
        session.execute(sa.update(NoticeDelivery).values(next_try_at=SystemClock().now() - much))


def address_in(text: str, kind: str) -> str:
    """The path of a link to one of our own addresses."""
    found = re.search(rf"https?://[^/\s]+(/api/{kind}/\S+)", text)
    assert found is not None
    return found.group(1)
