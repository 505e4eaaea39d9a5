"""Signing in with an e-mail address and a password."""

from datetime import timedelta
from urllib.parse import quote

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from actionpack_app.db import engine, transaction
from actionpack_app.domain.errors import AccountExists, InvalidInput, NotFound, SignInRefused, TooManyTries
from actionpack_app.domain.rights import Role
from actionpack_app.domain.throttle import SIGN_IN, SIGN_INS_OF_ACCOUNT
from actionpack_app.gateways import passwords
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.models import Attempts, Credential, LoginSession, Person
from actionpack_app.repositories.accounts import Tries
from actionpack_app.routes import HTTP_SIGN_IN, HTTP_TICKET
from actionpack_app.services.accounts.create import NewAccount, choose_password, create_account, login_of
from actionpack_app.services.samples.manage import list_sample_people, reset_sample
from actionpack_app.services.sessions.sign_in import find_visitor, session_lives, sign_in_as_sample
from actionpack_app.services.sessions.ticket import sign_in_with_ticket, ticket_for
from actionpack_app.services.sessions.with_password import sign_in_with_password
from tests.integration.companies import Company
from tests.integration.desk import change
from tests.integration.people import ELSEWHERE, HOME, OTHER_PASSWORD, PASSWORD, Browser, Member, member
from tests.integration.rows import all_of, at_once, copy_of, store_rows


@pytest.fixture(autouse=True)
def _quick(quick_passwords: None) -> None:
    """Hashing costs little here."""


@pytest.fixture
def ada(fabrikam: Company) -> Member:
    return member(fabrikam, "Ada.Reyes@fabrikam.example.com", Role.PARTNER_ADMIN)


def later(much: timedelta) -> None:
    """All tries lie so much longer ago."""
    with transaction() as session:
        for row in session.scalars(sa.select(Attempts)):
            row.last_at -= much


def refused(email: str, password: str, address: str = HOME) -> None:
    with pytest.raises(SignInRefused):
        sign_in_with_password(email, password, address)


def test_whoever_has_an_account_signs_in_however_the_address_is_typed(fabrikam: Company, ada: Member) -> None:
    for typed in (ada.email, "ada.reyes@FABRIKAM.example.com", " ADA.REYES@fabrikam.example.com".strip()):
        visitor = find_visitor(sign_in_with_password(typed, PASSWORD, HOME), HOME)
        assert visitor is not None
        assert (visitor.actor.person_id, visitor.actor.role, visitor.company) == (ada.id, Role.PARTNER_ADMIN, "Fabrikam")
    assert next(row for row in all_of(Person) if row.id == ada.id).last_sign_in_at is not None
    assert fabrikam.id == visitor.actor.partner_id


@pytest.mark.usefixtures("store")
def test_an_operator_signs_in_without_a_company() -> None:
    visitor = member(None, "ops@example.com", Role.FINANCE).signs_in()
    assert (visitor.actor.partner_id, visitor.actor.role, visitor.company) == ("", Role.FINANCE, "Desk")


def test_wrong_unknown_and_deactivated_are_refused_alike(fabrikam: Company, ada: Member) -> None:
    change(Person, member(fabrikam, "gone@fabrikam.example.com").id, active=False)
    before = len(all_of(LoginSession))
    refused(ada.email, OTHER_PASSWORD)
    refused("nobody@fabrikam.example.com", PASSWORD)
    refused("gone@fabrikam.example.com", PASSWORD)
    refused("not an address", PASSWORD)
    refused("", "")
    refused("\ud800@example.com", "\ud800")
    refused(fabrikam.admin.email, PASSWORD)  # a sample person, who has no password
    assert len(all_of(LoginSession)) == before


def test_every_refusal_costs_one_look_at_a_password(ada: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str | None] = []
    real = passwords.matches
    monkeypatch.setattr(
        "actionpack_app.services.sessions.with_password.matches",
        lambda password, kept: looked.append(kept) or real(password, kept),
    )
    for email in (ada.email, "nobody@example.com", "not an address"):
        refused(email, OTHER_PASSWORD)
    assert [kept is not None for kept in looked] == [True, False, False]


def test_after_five_wrong_passwords_one_has_to_wait_and_the_right_one_waits_too(ada: Member) -> None:
    for _try in range(SIGN_IN.free):
        refused(ada.email, OTHER_PASSWORD)
    with pytest.raises(TooManyTries) as early:
        sign_in_with_password(ada.email, PASSWORD, HOME)
    assert timedelta(0) < early.value.wait <= timedelta(seconds=5)
    ada.signs_in(address=ELSEWHERE)  # the owner, elsewhere, doesn't
    later(timedelta(seconds=5))
    ada.signs_in()
    refused(ada.email, OTHER_PASSWORD)  # and starts anew


def test_waiting_is_not_made_longer_by_asking_meanwhile(ada: Member) -> None:
    for _try in range(SIGN_IN.free):
        refused(ada.email, OTHER_PASSWORD)
    for _try in range(20):
        with pytest.raises(TooManyTries):
            sign_in_with_password(ada.email, PASSWORD, HOME)
    later(timedelta(seconds=5))
    ada.signs_in()


def test_an_attack_from_many_addresses_is_bounded_and_the_owner_still_comes_in(ada: Member) -> None:
    ada.signs_in()  # from home, as often before
    for _try in range(SIGN_INS_OF_ACCOUNT.free - 1):
        with transaction() as session:
            Tries(session, SystemClock().now()).take(SIGN_INS_OF_ACCOUNT, "sign-in of", login_of(ada.email))
    refused(ada.email, OTHER_PASSWORD, "203.0.113.1")
    with pytest.raises(TooManyTries):
        sign_in_with_password(ada.email, OTHER_PASSWORD, "203.0.113.2")
    ada.signs_in()


def test_guesses_at_the_same_moment_are_counted_one_by_one(ada: Member) -> None:
    def guess() -> str:
        return sign_in_with_password(ada.email, OTHER_PASSWORD, ELSEWHERE)

    outcomes = at_once([guess] * 12)
    kinds = [type(outcome) for outcome in outcomes]
    assert kinds.count(SignInRefused) == SIGN_IN.free
    assert kinds.count(TooManyTries) == 12 - SIGN_IN.free


def test_tries_of_long_ago_are_forgotten(ada: Member) -> None:
    refused(ada.email, OTHER_PASSWORD)
    refused("nobody@example.com", OTHER_PASSWORD)
    later(timedelta(days=2))
    refused("another@example.com", OTHER_PASSWORD, ELSEWHERE)
    assert len(all_of(Attempts)) == 3


def test_a_hash_of_older_days_is_made_anew_at_sign_in(ada: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    before = all_of(Credential)[0]
    monkeypatch.setattr(passwords, "ITERATIONS", 2)
    passwords._hasher.cache_clear()  # noqa: SLF001
    ada.signs_in()
    after = all_of(Credential)[0]
    assert before.password_hash != after.password_hash
    assert "t=2" in after.password_hash
    assert after.changed_at == before.changed_at  # the same password: links that replace it still hold
    ada.signs_in()


def test_an_address_belongs_to_one_account(fabrikam: Company, contoso: Company, ada: Member) -> None:
    people = len(all_of(Person))
    for company in (fabrikam, contoso, None):
        with pytest.raises(AccountExists):
            member(company, ada.email.upper())
    assert len(all_of(Person)) == people
    assert len(all_of(Credential)) == 1
    with pytest.raises(IntegrityError):
        store_rows(copy_of(all_of(Credential)[0], person_id=fabrikam.admin.person_id))


def test_two_who_take_an_address_at_once_are_one(fabrikam: Company) -> None:
    kept = choose_password(PASSWORD)

    def take() -> str:
        with transaction() as session:
            return create_account(session, NewAccount(fabrikam.id, "Ada", "ada@example.com", Role.USER), kept).id

    outcomes = at_once([take] * 2)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AccountExists", "str"]


def test_a_new_password_that_breaks_a_rule_is_told_why() -> None:
    with pytest.raises(InvalidInput) as wrong:
        choose_password("fabrikam 2026", "Fabrikam")
    assert wrong.value.problems == {"password": "password_personal"}


def test_a_ticket_lets_in_once(ada: Member) -> None:
    person = next(row for row in all_of(Person) if row.id == ada.id)
    ticket = ticket_for(person)
    visitor = find_visitor(sign_in_with_ticket(ticket), HOME)
    assert visitor is not None
    assert visitor.actor.person_id == ada.id
    for wrong in (ticket, "", "forged", ticket[:-1], "\x00"):
        with pytest.raises(SignInRefused):
            sign_in_with_ticket(wrong)


def test_a_ticket_is_worth_nothing_once_its_person_was_deactivated(ada: Member) -> None:
    ticket = ticket_for(next(row for row in all_of(Person) if row.id == ada.id))
    change(Person, ada.id, active=False)
    with pytest.raises(SignInRefused):
        sign_in_with_ticket(ticket)


class TestTheForm:
    """What the browser posts, and where it is led."""

    def test_a_refused_try_leads_back_with_the_address_and_says_why(self, ada: Member) -> None:
        client = Browser()
        for _try in range(SIGN_IN.free):
            answer = client.post(HTTP_SIGN_IN, {"email": ada.email, "password": "wrong", "locale": "ko"})
            assert answer.headers["location"] == "/ko/sign-in?refused=1"
            assert quote(ada.email) in client.cookies["typed"]
        answer = client.post(HTTP_SIGN_IN, {"email": ada.email, "password": PASSWORD, "next": "/en/invoices"})
        assert answer.headers["location"].startswith("/en/sign-in?wait=")
        assert answer.headers["location"].endswith("&next=%2Fen%2Finvoices")
        assert "session" not in client.cookies

    def test_the_right_password_opens_a_new_session_and_ends_the_one_before(self, ada: Member) -> None:
        client = Browser()
        form = {"email": ada.email, "password": PASSWORD, "next": "/en/invoices"}
        assert client.post(HTTP_SIGN_IN, form).headers["location"] == "/en/invoices"
        first = client.cookies["session"]
        answer = client.post(HTTP_SIGN_IN, form | {"next": "https://elsewhere.example.com/"})
        assert answer.headers["location"] == "/en/"
        assert "HttpOnly" in answer.headers["set-cookie"]
        assert client.cookies["session"] != first
        assert find_visitor(first, "") is None
        assert "typed" not in client.cookies

    def test_another_sites_form_signs_nobody_in(self, ada: Member) -> None:
        client = Browser()
        theirs = {"origin": "https://elsewhere.example.com"}
        for address, form in ((HTTP_SIGN_IN, {"email": ada.email, "password": PASSWORD}), (HTTP_TICKET, {"ticket": "x"})):
            assert client.post(address, form, headers=theirs).status_code == 403

    @pytest.mark.usefixtures("store")
    def test_a_ticket_that_is_worth_nothing_leads_to_the_sign_in_page(self) -> None:
        client = Browser()
        answer = client.post(HTTP_TICKET, {"ticket": "forged", "locale": "ko"})
        assert answer.headers["location"] == "/ko/sign-in"


class TestSamples:
    def test_who_has_a_password_is_no_sample_person(self, fabrikam: Company, ada: Member) -> None:
        operator = member(None, "ops@example.com", Role.DESK_ADMIN)
        offered = {person.id for person in (*list_sample_people(fabrikam.id), *list_sample_people())}
        assert not offered & {ada.id, operator.id}
        for person in (ada, operator):
            with pytest.raises(NotFound):
                sign_in_as_sample(person.id)

    def test_a_reset_ends_accounts_and_frees_their_addresses(self, fabrikam: Company, ada: Member) -> None:
        session = ada.signs_in().session_hash
        reset_sample(fabrikam.id)
        refused(ada.email, PASSWORD)
        assert not session_lives(session)
        assert session_lives(fabrikam.visitors[Role.GLOBAL_ADMIN].session_hash)  # goes on as the new one
        assert member(None, ada.email, Role.FINANCE).signs_in().company == "Desk"


@pytest.mark.usefixtures("store")
def test_no_address_lies_in_the_counters() -> None:
    refused("somebody@example.com", PASSWORD)
    with engine().connect() as connection:
        written = str(connection.execute(sa.text("SELECT * FROM attempts")).all())
    assert "somebody" not in written
    assert HOME not in written
