"""Letters in words, in the language of the context."""

from collections.abc import Callable, Mapping
from datetime import date

from actionpack_app.domain.approvals import ApprovalStatus
from actionpack_app.domain.letters import LetterKind
from actionpack_app.domain.money import Money
from actionpack_app.domain.offers import Offer
from actionpack_app.messages import _
from actionpack_app.messages.formats import format_date, format_money
from actionpack_app.messages.mails import Parts
from actionpack_app.messages.words import offer_name


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


def _approval_requested(facts: Mapping[str, str], company: str) -> Words:
    said = _("Message: {message}").format(message=facts["message"]) if facts["message"] else ""
    lines = (
        f"{offer_name(Offer(facts['offer']))} · {facts['number']}",
        said,
        _("You can approve or decline until {until}.").format(until=_day(facts["until"])),
    )
    return (
        _("{by} asks you to approve an order for {amount}").format(by=facts["by"], amount=_amount(facts)),
        tuple(line for line in lines if line),
        _("Approve or decline"),
        _("This mail is for people who can approve orders of {company}.").format(company=company),
    )


def _approval_decided(facts: Mapping[str, str], company: str) -> Words:
    approved = facts["status"] == ApprovalStatus.APPROVED
    about, by = f"{offer_name(Offer(facts['offer']))} · {_amount(facts)}", facts["by"]
    why = _("This mail is for whoever asked for an approval at {company}.").format(company=company)
    if approved:
        pay = _("{by} approved it. Please pay by {until}; after that it needs a new approval.")
        title = _("{number} is approved: you can buy it now").format(number=facts["number"])
        return title, (about, pay.format(by=by, until=_day(facts["until"]))), _("Pay now"), why
    declined = _("{by} declined it: {reason}").format(by=by, reason=facts["reason"])
    again = _("You can change the order and ask again.")
    return _("{number} was not approved").format(number=facts["number"]), (about, declined, again), _("Show approvals"), why


def _amount(facts: Mapping[str, str]) -> str:
    return format_money(Money(int(facts["amount_minor"]), facts["currency"]))


def _day(text: str) -> str:
    return format_date(date.fromisoformat(text))


_WORDS: dict[LetterKind, Callable[[Mapping[str, str], str], Words]] = {
    LetterKind.REQUEST_ANSWERED: _request_answered,
    LetterKind.INVITED_FROM_PMC: _invited_from_pmc,
    LetterKind.APPROVAL_REQUESTED: _approval_requested,
    LetterKind.APPROVAL_DECIDED: _approval_decided,
}
