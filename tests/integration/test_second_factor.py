"""Codes at sign-in: turned on, asked for, good once, and what is left for those who lose the app."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from actionpack_app.domain.errors import InvalidInput, NotAllowed, NotFound, SecondStepNeeded, SignInRefused, TooManyTries
from actionpack_app.domain.letters import LetterKind
from actionpack_app.domain.rights import Role
from actionpack_app.domain.throttle import SECOND_STEP
from actionpack_app.gateways.codes import matching_step, new_recovery_codes, normal_code
from actionpack_app.models import ActivityEntry, Letter, Person, RecoveryCode, SecondFactor
from actionpack_app.services.accounts.second_factor import (
    begin_second_factor,
    confirm_second_factor,
    new_codes,
    show_second_factor,
    turn_off_second_factor,
)
from actionpack_app.services.people.look_after import take_codes
from actionpack_app.services.samples.manage import reset_sample
from actionpack_app.services.sessions import second_step
from actionpack_app.services.sessions.open import NOWHERE
from actionpack_app.services.sessions.prove import prove_by_password
from actionpack_app.services.sessions.second_step import GOOD_FOR, sign_in_with_code
from actionpack_app.services.sessions.sign_in import find_visitor, session_lives
from actionpack_app.services.sessions.ticket import sign_in_with_ticket, ticket_for
from actionpack_app.services.sessions.with_password import sign_in_with_password
from tests.integration.companies import Company
from tests.integration.desk import change
from tests.integration.people import HOME, PASSWORD, Browser, Member, member
from tests.integration.rows import all_of, at_once, of


@pytest.fixture(autouse=True)
def _quick(quick_passwords: None) -> None:
    """Hashing costs little here."""


class Ada:
    """Somebody with an app."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.member: Member = member(company, "ada.reyes@fabrikam.example.com", Role.BILLING_ADMIN)
        self.visitor = self.member.signs_in()
        self.secret = begin_second_factor(self.visitor.actor).secret
        self.codes = confirm_second_factor(self.visitor.actor, self.code(-1), company.clock)

    def code(self, steps: int = 0) -> str:
        """What the app shows, some half minutes from now."""
        return pyotp.TOTP(self.secret).at(datetime.now(UTC) + timedelta(seconds=30 * steps))

    def ticket(self) -> str:
        """The first step."""
        with pytest.raises(SecondStepNeeded) as needed:
            sign_in_with_password(self.member.email, PASSWORD, HOME)
        return needed.value.ticket

    def comes_in(self, code: str) -> bool:
        visitor = find_visitor(sign_in_with_code(self.ticket(), code, NOWHERE), HOME)
        return visitor is not None and visitor.actor.person_id == self.member.id


@pytest.fixture
def ada(fabrikam: Company) -> Ada:
    return Ada(fabrikam)


def test_the_password_alone_lets_nobody_in_any_more(ada: Ada) -> None:
    assert ada.ticket()
    assert ada.comes_in(ada.code())
    assert "second_factor_on" in {entry.action for entry in of(ActivityEntry, ada.company)}


def test_a_ticket_of_a_letter_asks_for_the_code_too(ada: Ada) -> None:
    person = next(row for row in all_of(Person) if row.id == ada.member.id)
    with pytest.raises(SecondStepNeeded) as needed:
        sign_in_with_ticket(ticket_for(person))
    assert sign_in_with_code(needed.value.ticket, ada.code(), NOWHERE)


def test_a_code_is_good_once(ada: Ada) -> None:
    shown = ada.code()
    assert ada.comes_in(shown)
    with pytest.raises(InvalidInput):
        sign_in_with_code(ada.ticket(), shown, NOWHERE)


def test_of_two_at_once_with_one_code_one_comes_in(ada: Ada) -> None:
    shown, tickets = ada.code(), [ada.ticket(), ada.ticket()]
    results = at_once([lambda ticket=ticket: sign_in_with_code(ticket, shown, NOWHERE) for ticket in tickets])
    assert sum(isinstance(result, str) for result in results) == 1


@pytest.mark.parametrize("wrong", ["", "000000", "abc", "½½½½½½", "x" * 40, "12345", "-----"])
def test_wrong_ones_are_refused_and_counted(wrong: str, ada: Ada) -> None:
    ticket = ada.ticket()
    for _try in range(SECOND_STEP.free):
        with pytest.raises(InvalidInput):
            sign_in_with_code(ticket, wrong, NOWHERE)
    with pytest.raises(TooManyTries):
        sign_in_with_code(ticket, ada.code(), NOWHERE)


def test_a_recovery_code_comes_in_once_however_it_is_typed(ada: Ada) -> None:
    first, second, *_rest = ada.codes
    assert ada.comes_in(first.upper().replace("-", " "))
    assert "recovery_code_used" in {entry.action for entry in of(ActivityEntry, ada.company)}
    with pytest.raises(InvalidInput):
        ada.comes_in(first)
    assert ada.comes_in(second)
    assert show_second_factor(ada.visitor.actor).codes_left == len(ada.codes) - 2


def test_new_codes_take_the_old_ones_place(ada: Ada) -> None:
    fresh = new_codes(ada.visitor.actor, ada.company.clock)
    assert not set(fresh) & set(ada.codes)
    with pytest.raises(InvalidInput):
        ada.comes_in(ada.codes[0])
    assert ada.comes_in(fresh[0])


def test_the_first_step_holds_for_minutes_and_for_one_sign_in(ada: Ada, monkeypatch: pytest.MonkeyPatch) -> None:
    early, used = ada.ticket(), ada.ticket()
    sign_in_with_code(used, ada.code(), NOWHERE)
    for over in (early, used, "", "x", ticket_for(next(row for row in all_of(Person) if row.id == ada.member.id))):
        with pytest.raises(SignInRefused):
            sign_in_with_code(over, ada.codes[0], NOWHERE)
    late = ada.ticket()

    class Later(second_step.SystemClock):
        def now(self) -> datetime:
            return datetime.now(UTC) + GOOD_FOR + timedelta(seconds=5)

    monkeypatch.setattr(second_step, "SystemClock", Later)
    with pytest.raises(SignInRefused):
        sign_in_with_code(late, ada.codes[0], NOWHERE)


def test_who_is_deactivated_between_the_steps_stays_out(ada: Ada) -> None:
    ticket = ada.ticket()
    change(Person, ada.member.id, active=False)
    with pytest.raises(SignInRefused):
        sign_in_with_code(ticket, ada.code(), NOWHERE)


def test_confirming_who_one_is_asks_for_a_code_too(ada: Ada) -> None:
    who = ada.visitor
    for code in ("", "000000"):
        with pytest.raises(InvalidInput) as refused:
            prove_by_password(who.actor, who.session_hash, PASSWORD, code)
        assert refused.value.problems == {"code": "code_wrong"}
    prove_by_password(who.actor, who.session_hash, PASSWORD, ada.code())


def test_it_is_turned_off_with_a_code(ada: Ada) -> None:
    who = ada.visitor
    with pytest.raises(InvalidInput):
        turn_off_second_factor(who.actor, "000000", ada.company.clock)
    turn_off_second_factor(who.actor, ada.code(), ada.company.clock)
    assert sign_in_with_password(ada.member.email, PASSWORD, HOME)
    assert (all_of(SecondFactor), all_of(RecoveryCode)) == ([], [])
    with pytest.raises(NotFound):
        turn_off_second_factor(who.actor, ada.codes[0], ada.company.clock)


def test_nothing_is_asked_before_the_app_has_shown_a_code(fabrikam: Company) -> None:
    bo = member(fabrikam, "bo.lind@fabrikam.example.com", Role.USER, "Bo Lind")
    who = bo.signs_in()
    first = begin_second_factor(who.actor).secret
    assert bo.signs_in()
    again = begin_second_factor(who.actor).secret
    assert first != again
    with pytest.raises(InvalidInput):
        confirm_second_factor(who.actor, pyotp.TOTP(first).now(), fabrikam.clock)
    confirm_second_factor(who.actor, pyotp.TOTP(again).now(), fabrikam.clock)
    with pytest.raises(NotFound):
        begin_second_factor(who.actor)


def test_sample_people_have_none(fabrikam: Company) -> None:
    assert not show_second_factor(fabrikam.admin).is_possible
    with pytest.raises(NotFound):
        begin_second_factor(fabrikam.admin)


def test_neither_secrets_nor_codes_lie_open(ada: Ada) -> None:
    stored = repr(all_of(SecondFactor)) + repr(all_of(RecoveryCode))
    assert ada.secret not in stored
    assert not [code for code in ada.codes if code in stored or code.replace("-", "") in stored]


def test_a_reset_takes_it_away(sample: Callable[[str], Company]) -> None:
    ada = Ada(sample("fabrikam"))
    reset_sample(ada.company.id)
    assert (all_of(SecondFactor), all_of(RecoveryCode)) == ([], [])


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_over_http_the_page_asks_and_the_cookie_holds_the_first_step(ada: Ada) -> None:
    browser = Browser()
    first = {"email": ada.member.email, "password": PASSWORD, "locale": "ko", "next": "/ko/invoices"}
    asked = browser.post("/auth/sign-in", first)
    assert asked.headers["location"] == "/ko/sign-in?code=1&next=%2Fko%2Finvoices"
    assert "session" not in browser.cookies
    assert "HttpOnly" in asked.headers["set-cookie"]
    wrong = browser.post("/auth/sign-in", {"code": "000000", "locale": "ko", "next": "/ko/invoices"})
    assert wrong.headers["location"] == "/ko/sign-in?code=wrong&next=%2Fko%2Finvoices"
    late = Browser().post("/auth/sign-in", {"code": ada.code(), "locale": "ko"})
    assert late.headers["location"] == "/ko/sign-in?code=over"
    done = browser.post("/auth/sign-in", {"code": ada.code(), "locale": "ko", "next": "/ko/invoices"})
    assert done.headers["location"] == "/ko/invoices"
    assert browser.cookies.get("session")
    assert "second-step" not in browser.cookies


class TestCodes:
    def test_the_standards_own_example(self) -> None:
        """RFC 6238, appendix B: at 59 seconds the SHA-1 code ends in 287082."""
        secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
        assert matching_step(secret, "287082", datetime.fromtimestamp(59, UTC)) == 1
        assert matching_step(secret, "287082", datetime.fromtimestamp(89, UTC)) == 1
        assert matching_step(secret, "287082", datetime.fromtimestamp(120, UTC)) is None

    def test_recovery_codes_are_all_different_and_come_back_as_typed(self) -> None:
        codes = {code for _time in range(50) for code in new_recovery_codes()}
        assert len(codes) == 500
        assert {normal_code(f" {code.upper()} ") for code in codes} == codes
        assert normal_code("123 456") == "123456"


class TestLostForGood:
    def test_a_global_admin_turns_them_off_and_the_owner_is_told(self, ada: Ada) -> None:
        take_codes(ada.company.admin, ada.member.id, ada.company.clock)
        assert not session_lives(ada.visitor.session_hash)
        assert ada.member.signs_in()
        entry = max(of(ActivityEntry, ada.company), key=lambda row: row.id or 0)
        assert (entry.action, entry.details) == ("codes_taken", {"person": ada.member.id})
        (letter,) = [row for row in all_of(Letter) if row.facts.get("change") == "codes_taken"]
        assert letter.email == ada.member.email

    def test_nobody_else_does_nor_oneself(self, ada: Ada, sample: Callable[[str], Company]) -> None:
        other = sample("relecloud")
        for actor in (other.admin, ada.visitor.actor):
            with pytest.raises((NotFound, NotAllowed)):
                take_codes(actor, ada.member.id, ada.company.clock)
        boss = member(ada.company, "boss@fabrikam.example.com", Role.GLOBAL_ADMIN, "Bo Ross")
        with pytest.raises(NotFound):
            take_codes(boss.actor, boss.id, ada.company.clock)
        assert ada.ticket()

    def test_where_there_are_none_nothing_happens(self, fabrikam: Company) -> None:
        sam = member(fabrikam, "sam@fabrikam.example.com")
        here = sam.signs_in()
        take_codes(fabrikam.admin, sam.id, fabrikam.clock)
        assert session_lives(here.session_hash)
        assert "codes_taken" not in {entry.action for entry in of(ActivityEntry, fabrikam)}


def test_whatever_changes_at_sign_in_is_told_to_the_owner(ada: Ada) -> None:
    new_codes(ada.visitor.actor, ada.company.clock)
    turn_off_second_factor(ada.visitor.actor, ada.code(), ada.company.clock)
    told = [row for row in all_of(Letter) if row.kind == LetterKind.ACCOUNT_CHANGED]
    assert {row.facts["change"] for row in told} == {"codes_on", "new_codes", "codes_off"}
    assert {row.email for row in told} == {ada.member.email}
