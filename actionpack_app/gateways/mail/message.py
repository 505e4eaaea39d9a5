"""A mail as it travels: headers, plain text and HTML."""

from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy

from actionpack_app.gateways.contacts import clean
from actionpack_app.gateways.mail import Mail, MailRefused


class _OneLine(BaseHeader, UnstructuredHeader):
    """An address longer than a line: folded, it would be encoded, and no mail program would find it."""

    def fold(self, *, policy: Policy) -> str:
        """The header as it is written."""
        return f"{self.name}: {self}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("list-unsubscribe", _OneLine)
POLICY = SMTP.clone(header_factory=_HEADERS, cte_type="7bit")
"""Every server takes it: seven bits, short lines."""


def message_of(mail: Mail, sender: str, now: datetime) -> EmailMessage:
    """The message. Names lose their control characters, so that none of them becomes a header. Raises MailRefused."""
    try:
        to, by = Address(clean(mail.to_name), addr_spec=mail.to_address), Address(mail.from_name, addr_spec=sender)
    except (ValueError, HeaderParseError, IndexError):
        raise MailRefused("address") from None
    message = EmailMessage(policy=POLICY)
    message["From"] = by
    message["To"] = to
    message["Subject"] = clean(mail.subject)
    message["Date"] = now
    message["Message-ID"] = f"<{mail.key}@{by.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    if mail.unsubscribe:
        message["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    message["Content-Language"] = mail.locale
    return message
