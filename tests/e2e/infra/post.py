"""A mail server of the test's own, which takes no mail for whom it is told not to know."""

import dataclasses
import email
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiosmtpd.controller import Controller

from tests.ports import free_port


@dataclasses.dataclass
class MailServer:
    """Knows everybody, but for `unknown`."""

    port: int = dataclasses.field(default_factory=free_port)
    unknown: set[str] = dataclasses.field(default_factory=set)
    taken: list[tuple[str, str]] = dataclasses.field(default_factory=list)
    """Recipient and subject, in the order in which they came."""

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        if address in self.unknown:
            return "550 No such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        subject = str(email.message_from_bytes(envelope.content)["Subject"])
        self.taken += [(address, subject) for address in envelope.rcpt_tos]
        return "250 OK"

    @contextmanager
    def running(self) -> Iterator["MailServer"]:
        """Listens as long as the block runs."""
        controller = Controller(self, hostname="127.0.0.1", port=self.port)
        controller.start()
        try:
            yield self
        finally:
            controller.stop()
