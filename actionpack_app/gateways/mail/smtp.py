"""Mail through an SMTP server: one connection a mail, each answer waited for no longer than `PATIENCE_SECONDS`.

A 5xx about the recipient or the mail itself is for good. Everything else may pass: 4xx, a server that isn't there, doesn't
know our password, or doesn't want our sender.
"""

import contextlib
import ipaddress
import smtplib
import ssl
from urllib.parse import unquote, urlsplit

from actionpack_app.gateways.clock import SystemClock
from actionpack_app.gateways.mail import Mail, MailDelayed, MailFailed, MailRefused
from actionpack_app.gateways.mail.message import message_of

PATIENCE_SECONDS = 10.0
FOR_GOOD = 500
"""From this code on."""
CLOSING = 421
"""The server takes nothing more, from anybody."""


class SmtpMailer:
    """The server that `url` names: `smtp://user:password@host:port`, or `smtps:`."""

    def __init__(self, url: str, sender: str) -> None:
        parts = urlsplit(url)
        self._host = parts.hostname or ""
        self._at_once = parts.scheme == "smtps"
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._port = parts.port or (465 if self._at_once else 587 if self._user else 25)
        self._sender = sender

    def send(self, mail: Mail) -> None:
        """Hands a mail to the server. Raises MailRefused, MailDelayed."""
        message = message_of(mail, self._sender, SystemClock().now())
        connection = self._connect()
        try:
            connection.send_message(message, self._sender, [mail.to_address])
        except (OSError, UnicodeError) as wrong:  # smtplib's own errors are OSErrors
            raise _failure(wrong) from None
        finally:
            _hang_up(connection)

    def _connect(self) -> smtplib.SMTP:
        """A connection that takes mail. Raises MailDelayed."""
        try:
            connection = self._open()
        except (OSError, UnicodeError) as wrong:
            raise MailDelayed(_kind(wrong), for_all=True) from None
        try:
            self._greet(connection)
        except (OSError, UnicodeError) as wrong:
            _hang_up(connection)
            raise MailDelayed(_kind(wrong), for_all=True) from None
        return connection

    def _open(self) -> smtplib.SMTP:
        name = self._sender.rpartition("@")[2]  # asking the network for ours may take longer than everything else
        if self._at_once:
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(self._host, self._port, name, timeout=PATIENCE_SECONDS, context=context)
        return smtplib.SMTP(self._host, self._port, name, timeout=PATIENCE_SECONDS)

    def _greet(self, connection: smtplib.SMTP) -> None:
        connection.ehlo_or_helo_if_needed()
        private = self._at_once or _is_this_machine(self._host)
        if not private and connection.has_extn("starttls"):
            connection.starttls(context=ssl.create_default_context())
            connection.ehlo()
            private = True
        if self._user and not private:
            raise ssl.SSLError("a password is told to nobody who doesn't offer encryption")
        if self._user:
            connection.login(self._user, self._password)


def _is_this_machine(host: str) -> bool:
    """What stays here needs no encryption, and a local server's certificate is seldom one to be believed."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _failure(wrong: OSError | UnicodeError) -> MailFailed:
    match wrong:
        case smtplib.SMTPRecipientsRefused():
            return _answered(next((code for code, _text in wrong.recipients.values()), 0))
        case smtplib.SMTPSenderRefused():
            return MailDelayed(str(wrong.smtp_code), for_all=True)
        case smtplib.SMTPDataError():
            return _answered(wrong.smtp_code)
        case smtplib.SMTPNotSupportedError():
            return MailRefused("smtputf8")
        case UnicodeError():
            return MailRefused("address")
        case _:
            return MailDelayed(_kind(wrong), for_all=True)


def _answered(code: int) -> MailFailed:
    return MailRefused(str(code)) if code >= FOR_GOOD else MailDelayed(str(code), for_all=code == CLOSING)


def _kind(wrong: OSError | UnicodeError) -> str:
    match wrong:
        case smtplib.SMTPAuthenticationError() | smtplib.SMTPNotSupportedError():
            return "auth"
        case smtplib.SMTPResponseException():
            return str(wrong.smtp_code)
        case smtplib.SMTPServerDisconnected():
            return "disconnected"
        case TimeoutError():
            return "timeout"
        case ssl.SSLError():
            return "tls"
        case _:
            return "connection"


def _hang_up(connection: smtplib.SMTP) -> None:
    """Whatever the server says to that: a mail that it took, it has."""
    with contextlib.suppress(OSError):
        connection.quit()
    connection.close()
