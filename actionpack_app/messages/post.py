"""Mails that didn't get through, in words."""

from actionpack_app.domain.letters import LetterAbout
from actionpack_app.domain.notices import NoticeFacts
from actionpack_app.messages import _, letters, notices


def mail_title(about: NoticeFacts | LetterAbout, company: str) -> str:
    """The title of a mail, as its reader would have read it."""
    if isinstance(about, NoticeFacts):
        return notices.in_words(about).title
    return letters.in_words(about.kind, about.facts, "", company).title


def explain_mail_trouble(code: str) -> str:
    """Why a mail wasn't taken, by the mail server's code or the kind of failure."""
    unreachable, no_address = (
        _("The mail server couldn't be reached, or hung up."),
        _("The address is not one that mail can be sent to."),
    )
    unknown = _("The address is unknown there ({code}).")
    said = {
        "connection": unreachable,
        "timeout": unreachable,
        "disconnected": unreachable,
        "auth": _("The mail server didn't accept our user name or password."),
        "tls": _("No encrypted connection to the mail server could be made."),
        "folder": _("The folder for mails couldn't be written to."),
        "address": no_address,
        "smtputf8": no_address,
        "lost": _("Every process that sent it died with it."),
        "550": unknown,
        "551": unknown,
        "553": unknown,
        "552": _("The mailbox is full ({code})."),
    }
    by_kind = {
        "4": _("The mail server refused it for now ({code})."),
        "5": _("The mail server refused it for good ({code})."),
    }
    sentence = said.get(code) or by_kind.get(code[:1]) or _("It wasn't taken ({code}).")
    return sentence.format(code=code or "–")
