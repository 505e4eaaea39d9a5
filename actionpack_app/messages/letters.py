"""Letters in words, in the language of the context."""

from collections.abc import Callable, Mapping

from actionpack_app.domain.letters import LetterKind
from actionpack_app.messages import _
from actionpack_app.messages.mails import Parts


def in_words(kind: LetterKind, facts: Mapping[str, str], name: str, company: str) -> Parts:
    """A letter as it is read; `name` may be empty where nobody knows it yet."""
    title, lines, action, why = _WORDS[kind](facts, company)
    greeting = _("Hello {name},").format(name=name) if name else _("Hello,")
    return Parts(title=title, greeting=greeting, lines=lines, action=action, company=company, why=why)


Words = tuple[str, tuple[str, ...], str, str]
"""Title, lines, what the button says, and why the reader gets it."""


def _request_answered(facts: Mapping[str, str], company: str) -> Words:
    return (
        _("{number}: there is an answer to your request").format(number=facts["number"]),
        (facts["title"], _("Read it in Partner Center, and reply there if something is still open.")),
        _("Show the request"),
        _("This mail is for the contact of a support request of {company}.").format(company=company),
    )


def _invited_from_pmc(_facts: Mapping[str, str], company: str) -> Words:
    return (
        _("You're invited to renew in Partner Center"),
        (
            _("{company} was moved from the Partner Membership Center to Partner Center.").format(company=company),
            _("All your memberships keep their dates, and you renew them on the page of membership offers from now on."),
        ),
        _("Go to Membership offers"),
        _("This mail is for everybody of {company} who can renew its memberships.").format(company=company),
    )


_WORDS: dict[LetterKind, Callable[[Mapping[str, str], str], Words]] = {
    LetterKind.REQUEST_ANSWERED: _request_answered,
    LetterKind.INVITED_FROM_PMC: _invited_from_pmc,
}
