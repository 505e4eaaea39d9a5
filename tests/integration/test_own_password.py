"""Changing one's password, and setting a forgotten one anew."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from actionpack_app.domain.accounts import RESET_HOLDS, LinkEnd
from actionpack_app.domain.errors import InvalidInput, LinkOver, NotFound, SignInRefused, TooManyTries
from actionpack_app.domain.rights import Role
from actionpack_app.domain.throttle import OWN_PASSWORD, RESET
from actionpack_app.models import ActivityEntry, Letter, Person
from actionpack_app.services.account.show import show_account
from actionpack_app.services.accounts import reset_link
from actionpack_app.services.accounts.change_password import change_password
from actionpack_app.services.accounts.reset_password import ask_reset, check_reset, reset_password
from actionpack_app.services.sessions.sign_in import find_visitor, session_lives
from actionpack_app.services.sessions.ticket import sign_in_with_ticket
from actionpack_app.workflows.mails import send_due
from tests.integration.companies import Company
from tests.integration.desk import change
from tests.integration.people import HOME, OTHER_PASSWORD, PASSWORD, Member, member, token_in
from tests.integration.post import both_parts, outbox
from tests.integration.rows import all_of, of


@pytest.fixture(autouse=True)
def _quick(quick_passwords: None) -> None:
    """Hashing costs little here."""


@pytest.fixture
def ada(fabrikam: Company) -> Member:
    return member(fabrikam, "ada.reyes@fabrikam.example.com", Role.PARTNER_ADMIN)


def mailed(email: str) -> str:
    """Asks for the mail and opens it: its link's token."""
    before = len(outbox())
    ask_reset(email, HOME)
    assert send_due() == 1
    mails = outbox()
    assert len(mails) == before + 1
    return token_in(both_parts(mails[-1])[0])


def over(token: str) -> LinkEnd:
    with pytest.raises(LinkOver) as seen:
        check_reset(token)
    with pytest.raises(LinkOver):
        reset_password(token, OTHER_PASSWORD, HOME)
    return seen.value.end


class TestChanging:
    def test_a_new_password_takes_the_old_ones_place_and_ends_other_sessions(self, fabrikam: Company, ada: Member) -> None:
        here, elsewhere = ada.signs_in(), ada.signs_in()
        change_password(here.actor, here.session_hash, PASSWORD, OTHER_PASSWORD, fabrikam.clock)
        assert session_lives(here.session_hash)
        assert not session_lives(elsewhere.session_hash)
        with pytest.raises(SignInRefused):
            ada.signs_in(PASSWORD)
        ada.signs_in(OTHER_PASSWORD)
        entry = of(ActivityEntry, fabrikam)[-1]
        assert (entry.action, entry.details, entry.person_id) == ("password_changed", {}, ada.id)

    @pytest.mark.parametrize(
        ("old", "new", "problems"),
        [
            (OTHER_PASSWORD, "a third one, quite long", {"old": "password_wrong"}),
            ("", "", {"old": "password_wrong"}),
            (PASSWORD, PASSWORD, {"password": "password_same"}),
            (PASSWORD, "fabrikam 2026", {"password": "password_personal"}),
            (PASSWORD, "short", {"password": "password_short"}),
        ],
    )
    def test_what_is_wrong_is_told_and_nothing_changes(
        self, fabrikam: Company, ada: Member, old: str, new: str, problems: dict[str, str]
    ) -> None:
        here, elsewhere = ada.signs_in(), ada.signs_in()
        with pytest.raises(InvalidInput) as wrong:
            change_password(here.actor, here.session_hash, old, new, fabrikam.clock)
        assert wrong.value.problems == problems
        assert session_lives(elsewhere.session_hash)
        ada.signs_in(PASSWORD)

    def test_the_old_password_can_not_be_guessed_from_a_session_left_open(self, fabrikam: Company, ada: Member) -> None:
        here = ada.signs_in()
        for _try in range(OWN_PASSWORD.free):
            with pytest.raises(InvalidInput):
                change_password(here.actor, here.session_hash, "wrong", OTHER_PASSWORD, fabrikam.clock)
        with pytest.raises(TooManyTries):
            change_password(here.actor, here.session_hash, PASSWORD, OTHER_PASSWORD, fabrikam.clock)

    def test_sample_people_have_none_to_change(self, fabrikam: Company, ada: Member) -> None:
        assert not show_account(fabrikam.admin).has_password
        assert show_account(ada.actor).has_password
        visitor = fabrikam.visitors[Role.GLOBAL_ADMIN]
        with pytest.raises(NotFound):
            change_password(visitor.actor, visitor.session_hash, PASSWORD, OTHER_PASSWORD, fabrikam.clock)

    @pytest.mark.usefixtures("store")
    def test_an_operator_changes_it_too(self, fabrikam: Company) -> None:
        here = member(None, "ops@example.com", Role.FINANCE).signs_in()
        change_password(here.actor, here.session_hash, PASSWORD, OTHER_PASSWORD, fabrikam.clock)
        Member(here.actor.person_id, "ops@example.com").signs_in(OTHER_PASSWORD)


class TestForgotten:
    def test_a_link_by_mail_sets_a_new_one_once_and_signs_out_everywhere(self, fabrikam: Company, ada: Member) -> None:
        before = ada.signs_in()
        token = mailed(" Ada.Reyes@FABRIKAM.example.com ".strip())
        assert check_reset(token) == ada.email
        visitor = find_visitor(sign_in_with_ticket(reset_password(token, OTHER_PASSWORD, HOME)), HOME)
        assert visitor is not None
        assert visitor.actor.person_id == ada.id
        assert not session_lives(before.session_hash)
        assert over(token) is LinkEnd.USED
        ada.signs_in(OTHER_PASSWORD)
        assert of(ActivityEntry, fabrikam)[-1].action == "password_reset"

    def test_nobody_learns_whether_there_is_an_account(self, fabrikam: Company, ada: Member) -> None:
        change(Person, ada.id, active=False)
        for email in (ada.email, "nobody@example.com", fabrikam.admin.email):
            assert ask_reset(email, HOME) is None
        assert all_of(Letter) == []
        for _time in range(RESET.free - 1):
            ask_reset("nobody@example.com", HOME)
        with pytest.raises(TooManyTries):
            ask_reset("nobody@example.com", HOME)  # counted like an account's

    def test_a_link_is_good_for_an_hour(self, ada: Member, monkeypatch: pytest.MonkeyPatch) -> None:
        token = mailed(ada.email)

        class Later:
            def now(self) -> datetime:
                return all_of(Letter)[0].written_at + RESET_HOLDS + timedelta(seconds=1)

        monkeypatch.setattr(reset_link, "SystemClock", Later)
        assert over(token) is LinkEnd.EXPIRED

    def test_a_password_that_was_changed_meanwhile_ends_the_link_and_stops_the_mail(self, fabrikam: Company, ada: Member) -> None:
        token = mailed(ada.email)
        ask_reset(ada.email, HOME)
        here = ada.signs_in()
        change_password(here.actor, here.session_hash, PASSWORD, OTHER_PASSWORD, fabrikam.clock)
        assert over(token) is LinkEnd.USED
        assert send_due() == 1
        assert sorted(mail["Subject"] for mail in outbox()) == ["Choose a new password", "Your account was changed"]

    def test_a_deactivated_persons_link_is_worth_nothing(self, ada: Member) -> None:
        token = mailed(ada.email)
        change(Person, ada.id, active=False)
        assert over(token) is LinkEnd.EXPIRED

    @pytest.mark.usefixtures("store")
    def test_forged_links_and_odd_addresses_are_refused(self) -> None:
        for forged in ("", "x", "\x00", "\ud800"):
            assert over(forged) is LinkEnd.UNKNOWN
        for odd in ("", "no address", "\ud800@example.com", "a" * 400 + "@example.com"):
            with pytest.raises(InvalidInput):
                ask_reset(odd, HOME)

    def test_a_rule_that_is_broken_leaves_the_link_good(self, ada: Member) -> None:
        token = mailed(ada.email)
        with pytest.raises(InvalidInput):
            reset_password(token, "ada reyes 2026", HOME)
        reset_password(token, OTHER_PASSWORD, HOME)

    def test_the_mail_speaks_its_readers_language(self, sample: Callable[[str], Company]) -> None:
        mailed(member(sample("proseware"), "ada@example.com").email)
        plain, _html = both_parts(outbox()[-1])
        assert "/ko/new-password?token=" in plain
        assert "비밀번호" in plain
