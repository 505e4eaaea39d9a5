"""Letters in words, in the language of the context."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from actionpack_app.domain.approvals import ApprovalStatus
from actionpack_app.domain.letters import AccountChange, LetterKind
from actionpack_app.domain.money import Money
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.rights import Role
from actionpack_app.messages import _
from actionpack_app.messages.formats import format_date, format_moment, format_money
from actionpack_app.messages.mails import Parts
from actionpack_app.messages.words import offer_name, role_name


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


def _enrolment(_facts: Mapping[str, str], company: str) -> Words:
    return (
        _("Confirm your email address"),
        (
            _("Somebody, most likely you, is enrolling {company} in Partner Center, with this address.").format(company=company),
            _("Confirm that the address is yours: then the enrollment goes on by itself where it was begun. Or go on here."),
            _("The link is good for 24 hours. If you don't know of this, you needn't do anything."),
        ),
        _("Confirm this address"),
        _("This mail is for the contact of a company that is enrolling."),
    )


def _enrolment_known(_facts: Mapping[str, str], _company: str) -> Words:
    return (
        _("You already have an account"),
        (
            _("Somebody, most likely you, wanted to enroll a company in Partner Center, with this address."),
            _("The address has an account already: sign in with it. To enroll another company, use another address."),
            _("If it wasn't you, you needn't do anything: your account stays as it is."),
        ),
        _("Sign in"),
        _("This mail is for the owner of the account with this address."),
    )


def _invitation(facts: Mapping[str, str], company: str) -> Words:
    role = role_name(Role(facts["role"]))
    place = company or _("the desk of Partner Center")
    invited = (
        _("{by} invites you to {company} in Partner Center, as {role}.").format(by=facts["by"], company=place, role=role)
        if facts["by"]
        else _("You are invited to {company} in Partner Center, as {role}.").format(company=place, role=role)
    )
    until = format_moment(datetime.fromisoformat(facts["until"]), facts["time_zone"])
    return (
        _("Your invitation to {company} in Partner Center").format(company=place),
        (
            invited,
            _("Choose a password, and you are in. The invitation holds until {until} ({zone}).").format(
                until=until, zone=facts["time_zone"]
            ),
            _("If you don't expect it, you needn't do anything."),
        ),
        _("Accept the invitation"),
        _("This mail is for whom it was sent to: the link lets one person in, once."),
    )


def _password_reset(_facts: Mapping[str, str], _company: str) -> Words:
    return (
        _("Choose a new password"),
        (
            _("Somebody, most likely you, asked to choose a new password for your account in Partner Center."),
            _("The link is good for one hour, and once. It signs you out everywhere else."),
            _("If it wasn't you, you needn't do anything: your password stays as it is."),
        ),
        _("Choose a new password"),
        _("This mail is for the owner of the account with this address."),
    )


def _new_address(facts: Mapping[str, str], _company: str) -> Words:
    return (
        _("Confirm your new email address"),
        (
            _("Somebody, most likely you, wants to sign in to Partner Center with {email} from now on.").format(
                email=facts["email"]
            ),
            _("Confirm that the address is yours: sign in with your old address once more, and the new one takes its place."),
            _("The link is good for one hour, and once. If it wasn't you, you needn't do anything."),
        ),
        _("Confirm this address"),
        _("This mail is for the owner of this address; an account in Partner Center wants to have it."),
    )


def _account_changed(facts: Mapping[str, str], _company: str) -> Words:
    at = format_moment(datetime.fromisoformat(facts["at"]), facts["time_zone"])
    return (
        _("Your account was changed"),
        (
            _changed(AccountChange(facts["change"])),
            _("That was on {at} ({zone}).").format(at=at, zone=facts["time_zone"]),
            _("If it wasn't you, choose a new password at once, and tell a Global admin of your company or support."),
        ),
        _("Go to sign-in"),
        _("This mail is for the owner of an account in Partner Center: changes of what you sign in with are always told."),
    )


def _changed(what: AccountChange) -> str:
    return {
        AccountChange.PASSWORD: _("Your account has a new password. You were signed out everywhere else."),
        AccountChange.ADDRESS: _("Your account has another email address. This one signs nobody in any more."),
        AccountChange.CODES_ON: _("Signing in asks for a code of an authenticator app from now on."),
        AccountChange.CODES_OFF: _("Signing in asks for no code any more."),
        AccountChange.CODES_TAKEN: _("A Global admin, or the desk, has turned off the codes that signing in asked for."),
        AccountChange.NEW_CODES: _("You have new recovery codes. The old ones are worth nothing any more."),
        AccountChange.PROVIDER: _("From now on your organization's account signs you in."),
    }[what]


_WORDS: dict[LetterKind, Callable[[Mapping[str, str], str], Words]] = {
    LetterKind.INVITATION: _invitation,
    LetterKind.PASSWORD_RESET: _password_reset,
    LetterKind.NEW_ADDRESS: _new_address,
    LetterKind.ACCOUNT_CHANGED: _account_changed,
    LetterKind.ENROLMENT: _enrolment,
    LetterKind.ENROLMENT_KNOWN: _enrolment_known,
    LetterKind.REQUEST_ANSWERED: _request_answered,
    LetterKind.INVITED_FROM_PMC: _invited_from_pmc,
    LetterKind.APPROVAL_REQUESTED: _approval_requested,
    LetterKind.APPROVAL_DECIDED: _approval_decided,
}
