"""Mails as they travel."""

import dataclasses
import email
import smtplib
import ssl
from datetime import UTC, datetime
from email.policy import default
from pathlib import Path

import pytest

from actionpack_app.gateways.mail import Mail, MailDelayed, MailFailed, MailRefused
from actionpack_app.gateways.mail.message import message_of
from actionpack_app.gateways.mail.outbox import FolderMailer
from actionpack_app.gateways.mail.smtp import SmtpMailer

MAIL = Mail(
    key="11111111-2222-4333-8444-555566667777-9f8e7d6c-1111-4222-8333-444455556666",
    to_name="김서연",
    to_address="seoyeon@example.com",
    from_name="파트너 센터",
    locale="ko",
    subject="Microsoft Action Pack 구독 만료일: 2026년 12월 24일",
    text="안녕하세요.\n" + "긴 줄 " * 300,
    html="<p>안녕하세요.</p>",
    unsubscribe="https://partners.example.com/api/unsubscribe/" + "a" * 90,
)
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


class Told(SmtpMailer):
    """A connection that gives the answers of a test."""

    def __init__(self, url: str, wrong: Exception | None = None, offers: tuple[str, ...] = ()) -> None:
        super().__init__(url, "no-reply@example.com")
        self.calls: list[str] = []
        self._wrong, self._offers = wrong, offers

    def _open(self) -> smtplib.SMTP:
        told = self

        class Connection:
            def ehlo_or_helo_if_needed(self) -> None:
                told.calls.append("ehlo")

            def has_extn(self, name: str) -> bool:
                return name in told._offers

            def __getattr__(self, name: str) -> object:
                def called(*_args: object, **_more: object) -> None:
                    told.calls.append(name)
                    if name == "send_message" and told._wrong:
                        raise told._wrong
                    if name == "quit":
                        raise smtplib.SMTPServerDisconnected("gone")

                return called

        return Connection()  # pyright: ignore[reportReturnType]


def failure(wrong: Exception) -> MailFailed:
    with pytest.raises(MailFailed) as failed:
        Told("smtp://127.0.0.1", wrong).send(MAIL)
    return failed.value


def test_every_line_is_short_and_of_seven_bits() -> None:
    content = message_of(MAIL, "no-reply@partners.example.com", NOW).as_bytes()
    assert content.isascii()
    lines = content.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    long = [line for line in lines if len(line) > 78]
    assert [line.partition(b":")[0] for line in long] == [b"Message-ID", b"List-Unsubscribe"]


def test_what_is_written_is_read_again() -> None:
    read = email.message_from_bytes(message_of(MAIL, "no-reply@partners.example.com", NOW).as_bytes(), policy=default)
    assert read["Subject"] == MAIL.subject
    assert read["To"] == "김서연 <seoyeon@example.com>"
    assert read["From"] == "파트너 센터 <no-reply@partners.example.com>"
    assert read["Message-ID"] == f"<{MAIL.key}@partners.example.com>"
    assert read["List-Unsubscribe"] == f"<{MAIL.unsubscribe}>"
    assert read["Content-Language"] == "ko"


def test_what_can_not_be_switched_off_says_nothing_of_it() -> None:
    message = message_of(dataclasses.replace(MAIL, unsubscribe=""), "no-reply@example.com", NOW)
    assert [name for name in message if name.startswith("List-")] == []


@pytest.mark.parametrize(
    "name", ["A\r\nBcc: b@example.com", "A\nBcc: b@example.com", 'A" <b@example.com>,', "A\u2028B", "A\x00B"]
)
def test_no_name_becomes_a_header_or_another_recipient(name: str) -> None:
    content = message_of(dataclasses.replace(MAIL, to_name=name, subject=name), "no-reply@example.com", NOW).as_bytes()
    read = email.message_from_bytes(content, policy=default)
    assert [found.addr_spec for found in read["To"].addresses] == ["seoyeon@example.com"]
    assert "Bcc" not in read


@pytest.mark.parametrize(
    "address", ["", "nobody", "a@b@c", "a b@example.com", "a@example.com\r\nBcc: b@example.com", "a@example.com,b@x.com"]
)
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(MailRefused, match="address"):
        message_of(dataclasses.replace(MAIL, to_address=address), "no-reply@example.com", NOW)


class TestOutbox:
    def test_a_mail_is_one_file(self, tmp_path: Path) -> None:
        mailer = FolderMailer(tmp_path / "outbox", "no-reply@example.com")
        for _twice in range(2):
            mailer.send(MAIL)
        assert [file.name for file in (tmp_path / "outbox").iterdir()] == [f"{MAIL.key}.eml"]

    def test_a_key_leads_nowhere_else(self, tmp_path: Path) -> None:
        with pytest.raises(ValueError, match="key"):
            FolderMailer(tmp_path, "no-reply@example.com").send(dataclasses.replace(MAIL, key="../x"))
        assert list(tmp_path.iterdir()) == []


class TestAnswers:
    @pytest.mark.parametrize(
        ("wrong", "kind", "code", "for_all"),
        [
            (smtplib.SMTPRecipientsRefused({"a": (550, b"no")}), MailRefused, "550", None),
            (smtplib.SMTPRecipientsRefused({"a": (450, b"later")}), MailDelayed, "450", False),
            (smtplib.SMTPRecipientsRefused({"a": (421, b"closing")}), MailDelayed, "421", True),
            (smtplib.SMTPDataError(554, b"spam"), MailRefused, "554", None),
            (smtplib.SMTPDataError(451, b"later"), MailDelayed, "451", False),
            (smtplib.SMTPSenderRefused(550, b"who?", "a"), MailDelayed, "550", True),
            (smtplib.SMTPServerDisconnected("gone"), MailDelayed, "disconnected", True),
            (smtplib.SMTPNotSupportedError("SMTPUTF8"), MailRefused, "smtputf8", None),
            (TimeoutError(), MailDelayed, "timeout", True),
            (ConnectionResetError(), MailDelayed, "connection", True),
            (UnicodeEncodeError("ascii", "ü", 0, 1, "no"), MailRefused, "address", None),
        ],
    )
    def test_what_each_means(self, wrong: Exception, kind: type[MailFailed], code: str, for_all: bool | None) -> None:  # noqa: FBT001
        failed = failure(wrong)
        assert (type(failed), failed.code, getattr(failed, "for_all", None)) == (kind, code, for_all)

    def test_what_was_taken_is_taken_even_if_the_server_is_gone_by_goodbye(self) -> None:
        mailer = Told("smtp://127.0.0.1")
        mailer.send(MAIL)
        assert mailer.calls == ["ehlo", "send_message", "quit", "close"]


class TestEncryption:
    def test_it_is_used_where_it_is_offered_before_the_password_is_told(self) -> None:
        mailer = Told("smtp://app:secret@mail.example.com", offers=("starttls",))
        mailer.send(MAIL)
        assert mailer.calls == ["ehlo", "starttls", "ehlo", "login", "send_message", "quit", "close"]

    def test_without_it_no_password_is_told(self) -> None:
        mailer = Told("smtp://app:secret@mail.example.com")
        with pytest.raises(MailDelayed, match="tls"):
            mailer.send(MAIL)
        assert "login" not in mailer.calls

    def test_on_this_machine_it_is_not_needed(self) -> None:
        mailer = Told("smtp://app:secret@localhost", offers=("starttls",))
        mailer.send(MAIL)
        assert mailer.calls == ["ehlo", "login", "send_message", "quit", "close"]

    @pytest.mark.parametrize(
        ("wrong", "code"),
        [
            (smtplib.SMTPAuthenticationError(535, b"no"), "auth"),
            (smtplib.SMTPNotSupportedError("no AUTH"), "auth"),
            (ssl.SSLCertVerificationError("whose?"), "tls"),
            (smtplib.SMTPConnectError(554, b"no service"), "554"),
        ],
    )
    def test_a_server_that_does_not_let_us_in_is_asked_again(
        self, monkeypatch: pytest.MonkeyPatch, wrong: Exception, code: str
    ) -> None:
        def greet(_mailer: SmtpMailer, _connection: object) -> None:
            raise wrong

        monkeypatch.setattr(SmtpMailer, "_greet", greet)
        with pytest.raises(MailDelayed) as delayed:
            Told("smtp://127.0.0.1").send(MAIL)
        assert (delayed.value.code, delayed.value.for_all) == (code, True)
