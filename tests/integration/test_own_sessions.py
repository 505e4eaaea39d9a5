"""Sessions: how long they last, where they are listed and ended, and what is asked of somebody who signed in a while ago."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from actionpack_app.db import answers_at_once, engine, glance
from actionpack_app.domain.accounts import PROOF_HOLDS, SEEN_AGAIN_AFTER, SESSION_IDLE, SESSION_LIFE, Means
from actionpack_app.domain.errors import InvalidInput, NotFound, ProofNeeded, TooManyTries
from actionpack_app.domain.rights import Role
from actionpack_app.domain.throttle import OWN_PASSWORD
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.models import ActivityEntry, LoginSession
from actionpack_app.repositories.identity import signed_in, signed_in_by_file
from actionpack_app.services.accounts.second_factor import begin_second_factor
from actionpack_app.services.cards.manage import list_cards, make_default, remove_card, renew_with
from actionpack_app.services.people.change import change_role, deactivate, reactivate
from actionpack_app.services.people.invite import InviteForm, invite
from actionpack_app.services.sessions import prove, sign_in
from actionpack_app.services.sessions.open import NOWHERE, Place, hash_of
from actionpack_app.services.sessions.own import SHOWN_MOST, end_others, end_own, list_own
from actionpack_app.services.sessions.prove import prove_by_password
from actionpack_app.services.sessions.sign_in import Visitor, find_visitor, session_lives, sign_in_as_sample
from actionpack_app.services.sessions.with_password import sign_in_with_password
from actionpack_app.workflows.cards import add_card, begin_card
from tests.integration.companies import Company
from tests.integration.people import HOME, PASSWORD, Member, member
from tests.integration.rows import all_of, of

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0"


class Later:
    """The machine's clock, moved by hand."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._by = timedelta(0)
        later = self

        class Moved(SystemClock):
            def now(self) -> datetime:
                return later.now()

        for asks in (sign_in, prove):
            monkeypatch.setattr(asks, "SystemClock", Moved)

    def now(self) -> datetime:
        return SystemClock().now() + self._by

    def passes(self, time: timedelta) -> None:
        self._by += time


@pytest.fixture(autouse=True)
def _quick(quick_passwords: None) -> None:
    """Hashing costs little here."""


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    return Later(monkeypatch)


@pytest.fixture
def grace(contoso: Company) -> Member:
    """A Global admin with a password."""
    return member(contoso, "grace.admin@contoso.example.com", Role.GLOBAL_ADMIN)


def token_of(who: Member, browser: str = "") -> str:
    return sign_in_with_password(who.email, PASSWORD, HOME, browser)


def back(token: str, *, attended: bool = True) -> Visitor | None:
    return find_visitor(token, HOME, attended=attended)


class TestHowLongTheyLast:
    def test_nobody_comes_back_to_a_session_that_was_left_alone(self, grace: Member, later: Later) -> None:
        token = token_of(grace)
        later.passes(SESSION_IDLE - timedelta(minutes=2))
        assert session_lives(hash_of(token))
        later.passes(timedelta(minutes=2))
        assert back(token) is None
        assert not session_lives(hash_of(token))

    def test_whoever_does_something_stays_but_not_beyond_the_day(self, grace: Member, later: Later) -> None:
        token, worked = token_of(grace), timedelta(0)
        step = SESSION_IDLE - timedelta(minutes=2)
        while worked + step < SESSION_LIFE:
            later.passes(step)
            worked += step
            assert back(token) is not None
        later.passes(SESSION_LIFE - worked)
        assert back(token) is None

    def test_what_a_page_asks_by_itself_keeps_nobody_signed_in(self, grace: Member, later: Later) -> None:
        token = token_of(grace)
        for _look in range(3):
            later.passes(SESSION_IDLE / 4)
            assert back(token, attended=False) is not None
        later.passes(SESSION_IDLE / 4)
        assert back(token, attended=False) is None

    def test_it_is_noted_to_the_minute_and_never_turned_back(self, grace: Member, later: Later) -> None:
        token = token_of(grace)

        def seen() -> datetime | None:
            return next(row.seen_at for row in all_of(LoginSession) if row.token_hash == hash_of(token))

        first = seen()
        later.passes(SEEN_AGAIN_AFTER / 4)
        assert back(token) is not None
        assert seen() == first
        later.passes(SEEN_AGAIN_AFTER)
        assert back(token) is not None
        noted = seen()
        assert noted is not None
        assert later.now() - noted < SEEN_AGAIN_AFTER
        later.passes(-timedelta(minutes=4))
        assert back(token) is not None
        assert seen() == noted

    def test_the_next_who_signs_in_sweeps_out_what_is_over(self, contoso: Company, monkeypatch: pytest.MonkeyPatch) -> None:
        later = Later(monkeypatch)
        left, _locale = sign_in_as_sample(contoso.admin.person_id)
        later.passes(SESSION_IDLE)
        sign_in_as_sample(contoso.admin.person_id)
        assert hash_of(left) not in {row.token_hash for row in all_of(LoginSession)}


class TestWhereOneIsSignedIn:
    def test_all_browsers_are_listed_this_one_first(self, grace: Member) -> None:
        here = hash_of(token_of(grace, FIREFOX))
        token_of(grace, "curl")
        found = list_own(grace.actor, here)
        assert [row.is_here for row in found.rows] == [True, False, False]
        assert (found.rows[0].browser, found.rows[0].system, found.rows[0].address) == ("Firefox", "Windows", HOME)
        assert {row.browser for row in found.rows[1:]} <= {"", "curl"}
        assert found.more == 0

    def test_another_one_can_be_signed_out(self, contoso: Company, grace: Member) -> None:
        here, elsewhere = grace.signs_in(), grace.signs_in()
        (other,) = [row for row in list_own(here.actor, here.session_hash).rows if not row.is_here]
        end_own(here.actor, here.session_hash, other.key, contoso.clock)
        assert not session_lives(elsewhere.session_hash)
        assert session_lives(here.session_hash)
        assert "sessions_ended" in {entry.action for entry in of(ActivityEntry, contoso)}
        with pytest.raises(NotFound):
            end_own(here.actor, here.session_hash, other.key, contoso.clock)

    def test_neither_this_one_nor_anybody_elses_can(self, contoso: Company, grace: Member) -> None:
        here = grace.signs_in()
        mine = list_own(here.actor, here.session_hash).rows[0].key
        colleague = contoso.visitors[Role.GLOBAL_ADMIN]
        theirs = list_own(colleague.actor, colleague.session_hash).rows[0].key
        for key in (mine, theirs, "", here.session_hash, colleague.session_hash):
            with pytest.raises(NotFound):
                end_own(here.actor, here.session_hash, key, contoso.clock)
        assert session_lives(here.session_hash)
        assert session_lives(colleague.session_hash)

    def test_all_the_others_at_once(self, contoso: Company, grace: Member) -> None:
        others = [grace.signs_in() for _browser in range(3)]
        here, colleague = grace.signs_in(), contoso.visitors[Role.GLOBAL_ADMIN]
        end_others(here.actor, here.session_hash, contoso.clock)
        assert not any(session_lives(other.session_hash) for other in others)
        assert session_lives(here.session_hash)
        assert session_lives(colleague.session_hash)

    def test_the_list_is_bounded_and_says_how_many_more(self, contoso: Company) -> None:
        for _owner in range(SHOWN_MOST + 3):
            sign_in_as_sample(contoso.admin.person_id, Place("2001:db8::1" * 20, "x" * 900))
        last = hash_of(sign_in_as_sample(contoso.admin.person_id, NOWHERE)[0])
        found = list_own(contoso.admin, last)
        assert len(found.rows) == SHOWN_MOST
        assert found.rows[0].is_here
        assert found.more >= 4


ACTS: dict[str, Callable[[Company, Visitor], object]] = {
    "role": lambda company, who: change_role(who.actor, company.admin.person_id, "user", who.clock),
    "deactivate": lambda company, who: deactivate(who.actor, company.admin.person_id, who.clock),
    "reactivate": lambda company, who: reactivate(who.actor, company.admin.person_id, who.clock),
    "invite": lambda _company, who: invite(who.actor, InviteForm("Ada", "ada@example.com", "user"), who.clock),
    "default card": lambda _company, who: make_default(who.actor, list_cards(who.actor, who.clock)[0].face.id, who.clock),
    "remove card": lambda _company, who: remove_card(who.actor, list_cards(who.actor, who.clock)[0].face.id, who.clock),
    "renew with": lambda company, who: renew_with(who.actor, company.holds().id, "", who.clock),
    "add card": lambda _company, who: add_card(who.actor, "", "tok", who.clock),
    "begin card": lambda _company, who: begin_card(who.actor, ""),
    "end others": lambda _company, who: end_others(who.actor, who.session_hash, who.clock),
    "codes": lambda _company, who: begin_second_factor(who.actor),
}


class TestProof:
    @pytest.mark.parametrize("act", ACTS)
    def test_after_a_while_roles_and_payment_methods_want_one(
        self, act: str, sample: Callable[[str], Company], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        contoso = sample("contoso")
        grace = member(contoso, "grace.admin@contoso.example.com", Role.GLOBAL_ADMIN)
        later, token = Later(monkeypatch), token_of(grace)
        later.passes(PROOF_HOLDS)
        stale = back(token)
        assert stale is not None
        assert not stale.actor.proved
        before = (all_of(ActivityEntry), list_cards(contoso.admin, contoso.clock))
        with pytest.raises(ProofNeeded):
            ACTS[act](contoso, stale)
        assert (all_of(ActivityEntry), list_cards(contoso.admin, contoso.clock)) == before

    def test_the_password_is_one_for_a_quarter_of_an_hour(self, grace: Member, later: Later) -> None:
        token = token_of(grace)
        elsewhere = token_of(grace)
        later.passes(PROOF_HOLDS)
        who = back(token)
        assert who is not None
        prove_by_password(who.actor, who.session_hash, PASSWORD)
        proved, other = back(token), back(elsewhere)
        assert proved is not None
        assert proved.actor.proved
        assert other is not None
        assert not other.actor.proved, "it holds for the browser in which it was given"

    def test_a_wrong_one_is_refused_counted_and_changes_nothing(self, grace: Member, later: Later) -> None:
        token = token_of(grace)
        later.passes(PROOF_HOLDS)
        who = back(token)
        assert who is not None
        for _try in range(OWN_PASSWORD.free):
            with pytest.raises(InvalidInput):
                prove_by_password(who.actor, who.session_hash, "wrong")
        with pytest.raises(TooManyTries):
            prove_by_password(who.actor, who.session_hash, PASSWORD)
        still = back(token)
        assert still is not None
        assert not still.actor.proved

    def test_sample_people_have_nothing_to_prove(self, contoso: Company, later: Later) -> None:
        token, _locale = sign_in_as_sample(contoso.admin.person_id)
        later.passes(SESSION_IDLE - timedelta(minutes=1))
        who = back(token)
        assert who is not None
        assert (who.means, who.actor.proved) == (Means.SAMPLE, True)
        with pytest.raises(NotFound):
            prove_by_password(who.actor, who.session_hash, PASSWORD)


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)  # a server is asked in one way only
def test_both_ways_to_read_who_acts_tell_the_same(sample: Callable[[str], Company]) -> None:
    assert answers_at_once()
    people = [*sample("fabrikam").visitors.values(), *sample("contoso").visitors.values()]
    now = SystemClock().now()
    for visitor in people:
        with glance() as connection:
            expected = signed_in(connection, visitor.session_hash, now)
        found = signed_in_by_file(engine(), visitor.session_hash, now)
        assert found is not None
        assert expected is not None
        assert dict(found) == dict(expected)
        assert [type(value) for value in found.values()] == [type(value) for value in expected.values()]
    assert signed_in_by_file(engine(), "nobody's", now) is None
    assert signed_in_by_file(engine(), people[0].session_hash, now + SESSION_IDLE + timedelta(days=40)) is None
