"""Another address to sign in with: asked for by its owner, confirmed by who reads its mail, told to the old one."""

from datetime import timedelta
from email.message import EmailMessage
from urllib.parse import unquote

import pytest

from actionpack_app.domain.accounts import ADDRESS_HOLDS, LinkEnd
from actionpack_app.domain.errors import AccountExists, InvalidInput, LinkOver, NotFound, SignInRefused, TooManyTries
from actionpack_app.domain.rights import Role
from actionpack_app.domain.throttle import NEW_ADDRESS
from actionpack_app.models import ActivityEntry, Letter
from actionpack_app.services.account.show import show_account
from actionpack_app.services.accounts import address_link
from actionpack_app.services.accounts.change_address import address_of_link, ask_new_address, confirm_address
from actionpack_app.services.accounts.reset_password import ask_reset, check_reset
from actionpack_app.services.sessions.sign_in import Visitor, session_lives
from actionpack_app.services.sessions.with_password import sign_in_with_password
from actionpack_app.workflows.mails import send_due
from tests.integration.companies import Company
from tests.integration.people import HOME, PASSWORD, Member, member, token_in
from tests.integration.post import both_parts, outbox
from tests.integration.rows import all_of, of

NEW = "Ada.Okafor@fabrikam.example.com"


@pytest.fixture(autouse=True)
def _quick(quick_passwords: None) -> None:
    """Hashing costs little here."""


@pytest.fixture
def ada(fabrikam: Company) -> Member:
    return member(fabrikam, "ada.reyes@fabrikam.example.com", Role.BILLING_ADMIN)


def link(who: Visitor, email: str = NEW) -> str:
    """Asks for the mail, and opens it: its link's token."""
    ask_new_address(who.actor, email)
    assert send_due() == 1
    text = both_parts(mail_to(email))[0]
    return unquote(text.split("?address=")[1].split()[0])


def mail_to(email: str) -> EmailMessage:
    """The one that came there."""
    (found,) = (mail for mail in outbox() if email in mail["To"])
    return found


def test_who_reads_the_mail_takes_the_address_and_the_old_one_is_told(fabrikam: Company, ada: Member) -> None:
    here, elsewhere = ada.signs_in(), ada.signs_in()
    token = link(here)
    assert address_of_link(here.actor, token) == NEW
    assert confirm_address(here.actor, here.session_hash, token, fabrikam.clock) == NEW
    assert session_lives(here.session_hash)
    assert not session_lives(elsewhere.session_hash)
    assert show_account(here.actor).email == NEW
    assert sign_in_with_password(NEW.lower(), PASSWORD, HOME)
    with pytest.raises(SignInRefused):
        ada.signs_in()
    entry = of(ActivityEntry, fabrikam)[-1]
    assert (entry.action, entry.details, entry.person_id) == ("address_changed", {}, ada.id)
    assert send_due() == 1
    assert NEW not in both_parts(mail_to(ada.email))[0]


def test_a_link_is_good_once_and_for_an_hour(fabrikam: Company, ada: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    here = ada.signs_in()
    token = link(here)
    monkeypatch.setattr(address_link, "ADDRESS_HOLDS", -ADDRESS_HOLDS)
    assert ended(here, token) is LinkEnd.EXPIRED
    monkeypatch.undo()
    confirm_address(here.actor, here.session_hash, token, fabrikam.clock)
    assert ended(here, token) is LinkEnd.USED


def ended(who: Visitor, token: str) -> LinkEnd:
    with pytest.raises(LinkOver) as refused:
        address_of_link(who.actor, token)
    return refused.value.end


def test_a_link_is_its_owners_alone(fabrikam: Company, ada: Member) -> None:
    token = link(ada.signs_in())
    other = member(fabrikam, "sam@fabrikam.example.com", Role.GLOBAL_ADMIN, "Sam Okoro").signs_in()
    assert ended(other, token) is LinkEnd.UNKNOWN
    with pytest.raises(LinkOver):
        confirm_address(other.actor, other.session_hash, token, fabrikam.clock)
    for forged in ("", "x", token[:-2], token + "x", "\ud800"):
        assert ended(ada.signs_in(), forged) is LinkEnd.UNKNOWN


def test_an_address_that_became_somebodys_meanwhile_stays_theirs(fabrikam: Company, ada: Member) -> None:
    here = ada.signs_in()
    token = link(here)
    member(None, NEW, Role.FINANCE)
    with pytest.raises(AccountExists):
        confirm_address(here.actor, here.session_hash, token, fabrikam.clock)
    assert show_account(here.actor).email == ada.email
    assert ada.signs_in()


def test_whether_an_address_has_an_account_is_not_told_when_it_is_asked_for(fabrikam: Company, ada: Member) -> None:
    other = member(fabrikam, "sam@fabrikam.example.com", name="Sam Okoro")
    ask_new_address(ada.actor, other.email)
    assert [letter.email for letter in all_of(Letter) if letter.kind == "new_address"] == [other.email]


def test_links_to_the_old_address_are_void(fabrikam: Company, ada: Member) -> None:
    ask_reset(ada.email, HOME)
    assert send_due() == 1
    reset = token_in(both_parts(outbox()[-1])[0])
    assert check_reset(reset) == ada.email
    here = ada.signs_in()
    confirm_address(here.actor, here.session_hash, link(here), fabrikam.clock)
    with pytest.raises(LinkOver):
        check_reset(reset)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [("", "required"), ("ada", "email"), ("a@b" + "c" * 300 + ".example", "email"), ("\ud800@a.example", "email")],
)
def test_what_is_no_address_is_refused(typed: str, problem: str, ada: Member) -> None:
    with pytest.raises(InvalidInput) as refused:
        ask_new_address(ada.actor, typed)
    assert refused.value.problems == {"email": problem}


def test_the_same_address_is_no_new_one(ada: Member) -> None:
    with pytest.raises(InvalidInput) as refused:
        ask_new_address(ada.actor, ada.email)
    assert refused.value.problems == {"email": "address_same"}


def test_mails_are_bounded(ada: Member) -> None:
    actor = ada.actor
    for number in range(NEW_ADDRESS.free):
        ask_new_address(actor, f"ada{number}@fabrikam.example.com")
    with pytest.raises(TooManyTries) as refused:
        ask_new_address(actor, NEW)
    assert refused.value.wait > timedelta(0)


def test_who_has_no_password_has_no_address_to_change_here(fabrikam: Company) -> None:
    with pytest.raises(NotFound):
        ask_new_address(fabrikam.admin, NEW)
