"""From a stranger to a member: drafts, the mailbox, terms, the company, and what stands against each."""

import dataclasses
import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actionpack_app.db import transaction
from actionpack_app.domain.accounts import LinkEnd
from actionpack_app.domain.enrolment import DRAFT_LIVES, LINK_HOLDS, TERMS_VERSION, Step
from actionpack_app.domain.errors import (
    AccountExists,
    ActionPackError,
    CompanyKnown,
    EnrolmentIncomplete,
    InvalidInput,
    LinkOver,
    NotFound,
    TooManyTries,
)
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.rights import Role
from actionpack_app.domain.throttle import ENROLMENTS_FROM_ADDRESS
from actionpack_app.gateways import passwords
from actionpack_app.gateways.chance import new_token
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.gateways.signing import sign
from actionpack_app.models import ActivityEntry, Attempts, Credential, Enrolment, Letter, Partner, Person
from actionpack_app.repositories.accounts import Tries
from actionpack_app.repositories.counters import current_catalogue
from actionpack_app.routes import SIGN_IN
from actionpack_app.services.activity.browse import ActivityFilter, list_activity
from actionpack_app.services.enrolment.check import check_company, check_contact
from actionpack_app.services.enrolment.complete import accept_terms, complete_enrolment, store_partner
from actionpack_app.services.enrolment.draft import (
    Origin,
    discard_draft,
    forget_expired_drafts,
    go_to,
    keep_typed,
    read_draft,
)
from actionpack_app.services.enrolment.fill_in import submit_company, submit_contact
from actionpack_app.services.enrolment.mailbox import confirm_mailbox, go_on_here, write_to_contact
from actionpack_app.services.enrolment.network import explain_network
from actionpack_app.services.membership.overview import overview
from actionpack_app.services.sessions.open import hash_of
from actionpack_app.services.sessions.sign_in import Visitor, find_visitor
from actionpack_app.services.sessions.ticket import sign_in_with_ticket
from actionpack_app.services.sessions.with_password import sign_in_with_password
from actionpack_app.workflows.mails import send_due
from tests.integration.companies import Company
from tests.integration.people import HOME, PASSWORD, member
from tests.integration.post import both_parts, outbox
from tests.integration.rows import all_of, at_once

KOREAN = Origin(HOME, "KR", "ko")
AT_HOME = Origin(HOME, "DE", "en")
COMPANY = {
    "name": "Lamna GmbH",
    "address_line": "Hauptstraße 1",
    "city": "Berlin",
    "postal_code": "10115",
    "country": "DE",
    "tax_id": "DE 136 695 976",
    "time_zone": "Europe/Berlin",
    "currency": "EUR",
    "locale": "en",
}
CONTACT = {"contact_name": "Ines Weber", "contact_email": "Ines@lamna.example.com", "contact_phone": "030 1234567"}
pytestmark = pytest.mark.usefixtures("store")


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hashing costs little here; what it costs is the gateway's own test."""
    monkeypatch.setattr(passwords, "MEMORY_KIB", 64)
    monkeypatch.setattr(passwords, "ITERATIONS", 1)
    passwords._hasher.cache_clear()  # noqa: SLF001
    yield
    passwords._hasher.cache_clear()  # noqa: SLF001


@dataclasses.dataclass
class Stranger:
    """Somebody who enrols, in a browser of their own."""

    token: str = dataclasses.field(default_factory=new_token)
    origin: Origin = AT_HOME
    company: dict[str, str] = dataclasses.field(default_factory=lambda: dict(COMPANY))
    contact: dict[str, str] = dataclasses.field(default_factory=lambda: dict(CONTACT))

    def names_the_company(self) -> "Stranger":
        submit_company(self.token, self.company, self.origin)
        return self

    def is_written_to(self) -> "Stranger":
        self.names_the_company()
        submit_contact(self.token, self.contact, self.origin)
        write_to_contact(self.token, self.origin)
        return self

    def confirms(self) -> "Stranger":
        self.is_written_to()
        confirm_mailbox(newest_link(), self.token)
        return self

    def accepts(self) -> "Stranger":
        self.confirms()
        accept_terms(self.token, accepted=True, version=TERMS_VERSION)
        return self

    def enrols(self) -> Visitor:
        """All the way; signed in as the company's first admin."""
        self.accepts()
        member = complete_enrolment(self.token, PASSWORD, self.origin)
        visitor = find_visitor(sign_in_with_ticket(member.ticket), HOME)
        assert visitor is not None
        assert visitor.mpn_id == member.mpn_id
        return visitor

    @property
    def step(self) -> Step:
        return read_draft(self.token, self.origin).step

    @property
    def row(self) -> Enrolment:
        return next(row for row in all_of(Enrolment) if row.token_hash == hash_of(self.token))


def links() -> list[str]:
    """The tokens of all letters that were sent, in the order in which they were written."""
    send_due()
    found = (re.search(r"/enroll\?token=(\S+)", both_parts(message)[0]) for message in outbox())
    return [match.group(1) for match in found if match]


def newest_link() -> str:
    (newest,) = [letter for letter in links() if letter not in _seen] or [links()[-1]]
    _seen.add(newest)
    return newest


_seen: set[str] = set()


def later(much: timedelta) -> None:
    """All tries lie so much longer ago."""
    with transaction() as session:
        for row in session.scalars(sa.select(Attempts)):
            row.last_at -= much


def problems(call: Callable[[], object]) -> dict[str, str]:
    with pytest.raises(InvalidInput) as refused:
        call()
    return refused.value.problems


def test_a_company_becomes_a_member_and_can_buy_the_action_pack() -> None:
    visitor = Stranger().enrols()
    (partner,) = all_of(Partner)
    assert (partner.name, partner.country, partner.currency, partner.time_zone) == ("Lamna GmbH", "DE", "EUR", "Europe/Berlin")
    assert (partner.tax_id, partner.tax_key, partner.billing_email) == ("DE136695976", "DE:136695976", "Ines@lamna.example.com")
    assert (partner.sample, partner.clock_at, partner.is_copy) == (None, None, False)
    assert re.fullmatch(r"[1-9]\d{6}", partner.mpn_id or "")
    assert visitor.actor.role is Role.GLOBAL_ADMIN
    tiles = {tile.offer: tile for tile in overview(visitor.actor, visitor.clock).tiles}
    assert tiles[Offer.ACTION_PACK].blockers == ()
    assert tiles[Offer.ACTION_PACK].price.currency == "EUR"
    assert tiles[Offer.SILVER].blockers


def test_the_activity_begins_with_the_enrolment_and_the_terms() -> None:
    visitor = Stranger().enrols()
    lines = list_activity(visitor.actor, ActivityFilter(), 1).page.rows
    assert {line.action for line in lines} == {"company_enrolled", "terms_accepted"}
    assert {line.who for line in lines} == {"Ines Weber"}
    entries = {entry.action: entry for entry in all_of(ActivityEntry)}
    assert entries["terms_accepted"].details == {"terms": TERMS_VERSION}
    assert entries["company_enrolled"].details == {"mpn_id": visitor.mpn_id}
    assert entries["company_enrolled"].address == HOME
    (kept,) = all_of(Enrolment)
    assert (kept.terms_version, kept.partner_id) == (TERMS_VERSION, visitor.actor.partner_id)
    assert kept.terms_accepted_at is not None


def test_the_password_signs_in_afterwards_and_mails_are_in_the_chosen_language() -> None:
    stranger = Stranger()
    stranger.company["locale"] = "ko"
    stranger.enrols()
    assert sign_in_with_password("INES@lamna.example.com", PASSWORD, HOME)
    assert all_of(Person)[0].mail_locale == "ko"


class TestTheDraft:
    def test_looking_leaves_nothing_behind(self) -> None:
        seen = read_draft(new_token(), KOREAN)
        assert (seen.step, seen.typed["country"], seen.typed["currency"]) == (Step.COMPANY, "KR", "KRW")
        assert seen.zones == ("Asia/Seoul",)
        assert all_of(Enrolment) == []

    def test_every_field_is_kept_as_it_is_left_right_or_wrong(self) -> None:
        stranger = Stranger()
        keep_typed(stranger.token, {"name": "Lam"}, stranger.origin)
        keep_typed(stranger.token, {"tax_id": "no number"}, stranger.origin)
        seen = read_draft(stranger.token, KOREAN)
        assert (seen.typed["name"], seen.typed["tax_id"], seen.typed["country"]) == ("Lam", "no number", "DE")

    def test_another_country_brings_its_zone_and_currency(self) -> None:
        stranger = Stranger()
        keep_typed(stranger.token, {"country": "JP"}, stranger.origin)
        typed = read_draft(stranger.token, stranger.origin).typed
        assert (typed["time_zone"], typed["currency"]) == ("Asia/Tokyo", "JPY")
        keep_typed(stranger.token, {"country": "CH"}, stranger.origin)
        assert read_draft(stranger.token, stranger.origin).typed["currency"] == "USD"

    def test_is_nobody_elses(self) -> None:
        Stranger().confirms()
        other = Stranger()
        assert read_draft(other.token, KOREAN).typed.get("name") is None
        for call in (
            lambda: go_to(other.token, Step.TERMS),
            lambda: write_to_contact(other.token, AT_HOME),
            lambda: accept_terms(other.token, accepted=True, version=TERMS_VERSION),
            lambda: complete_enrolment(other.token, PASSWORD, AT_HOME),
            lambda: go_to("", Step.TERMS),
            lambda: keep_typed("", {"name": "x"}, AT_HOME),
        ):
            with pytest.raises(NotFound):
                call()
        assert len(all_of(Enrolment)) == 1

    def test_only_a_hash_of_its_cookie_is_kept(self) -> None:
        stranger = Stranger().names_the_company()
        assert stranger.token not in repr(all_of(Enrolment))

    def test_ends_two_weeks_after_the_last_word_and_is_forgotten(self) -> None:
        old, new, done = Stranger(), Stranger(), Stranger()
        done.enrols()
        for stranger in (old, new):
            keep_typed(stranger.token, {"name": "Lamna"}, stranger.origin)
        with transaction() as session:
            for row in (old.row, done.row):
                session.get_one(Enrolment, row.id).expires_at -= DRAFT_LIVES
        assert read_draft(old.token, KOREAN).typed.get("name") is None
        assert forget_expired_drafts() == 1
        assert {row.id for row in all_of(Enrolment)} == {new.row.id, done.row.id}

    def test_can_be_discarded_until_it_is_complete(self) -> None:
        stranger = Stranger().names_the_company()
        discard_draft(stranger.token)
        assert all_of(Enrolment) == []
        stranger.enrols()
        discard_draft(stranger.token)
        assert len(all_of(Enrolment)) == 1

    def test_a_completed_one_changes_no_more(self) -> None:
        stranger = Stranger()
        stranger.enrols()
        with pytest.raises(NotFound):
            keep_typed(stranger.token, {"name": "Other"}, stranger.origin)
        with pytest.raises(NotFound):
            complete_enrolment(stranger.token, PASSWORD, stranger.origin)
        assert len(all_of(Partner)) == 1
        shown = read_draft(stranger.token, stranger.origin)
        assert (shown.company, shown.mpn_id) == ("Lamna GmbH", all_of(Partner)[0].mpn_id)

    def test_many_from_one_address_are_slowed_down(self) -> None:
        for _draft in range(100):
            keep_typed(new_token(), {"name": "x"}, AT_HOME)
        with pytest.raises(TooManyTries):
            keep_typed(new_token(), {"name": "x"}, AT_HOME)
        keep_typed(new_token(), {"name": "x"}, dataclasses.replace(AT_HOME, address="198.51.100.9"))

    def test_what_a_field_holds_is_bounded_and_storable(self) -> None:
        stranger = Stranger()
        keep_typed(stranger.token, {"name": "a\x00\ud83d" + "x" * 5000, "partner_id": "p", "step": "terms"}, stranger.origin)
        typed = stranger.row.typed
        assert typed["name"] == "a" + "x" * 399
        assert not {"partner_id", "step"} & set(typed)


class TestTheOrderOfSteps:
    def test_no_step_is_skipped_by_hand(self) -> None:
        stranger = Stranger()
        keep_typed(stranger.token, stranger.company | stranger.contact, stranger.origin)
        go_to(stranger.token, Step.PASSWORD)
        assert stranger.step is Step.MAIL
        with pytest.raises(EnrolmentIncomplete) as refused:
            accept_terms(stranger.token, accepted=True, version=TERMS_VERSION)
        assert refused.value.step is Step.MAIL
        with pytest.raises(EnrolmentIncomplete):
            complete_enrolment(stranger.token, PASSWORD, stranger.origin)
        assert (all_of(Partner), all_of(Credential)) == ([], [])

    def test_no_company_without_accepted_terms(self) -> None:
        stranger = Stranger().confirms()
        with pytest.raises(EnrolmentIncomplete) as refused:
            complete_enrolment(stranger.token, PASSWORD, stranger.origin)
        assert refused.value.step is Step.TERMS
        assert problems(lambda: accept_terms(stranger.token, accepted=False, version=TERMS_VERSION)) == {"accepted": "terms"}
        assert problems(lambda: accept_terms(stranger.token, accepted=True, version="old")) == {"accepted": "terms_changed"}
        assert stranger.step is Step.TERMS

    def test_another_mailbox_is_confirmed_anew_and_the_first_one_still_counts(self) -> None:
        stranger = Stranger().accepts()
        keep_typed(stranger.token, {"contact_email": "other@lamna.example.com"}, stranger.origin)
        assert stranger.step is Step.MAIL
        with pytest.raises(EnrolmentIncomplete):
            complete_enrolment(stranger.token, PASSWORD, stranger.origin)
        keep_typed(stranger.token, {"contact_email": "INES@lamna.example.com"}, stranger.origin)
        assert stranger.step is Step.PASSWORD

    def test_back_keeps_everything(self) -> None:
        stranger = Stranger().accepts()
        assert go_to(stranger.token, Step.COMPANY).step is Step.COMPANY
        assert stranger.row.typed | stranger.company | stranger.contact == stranger.row.typed
        assert submit_company(stranger.token, stranger.company, stranger.origin).step is Step.CONTACT

    def test_a_weak_password_is_refused_and_nothing_is_made(self) -> None:
        stranger = Stranger().accepts()
        for password in ("", "short", "Lamna GmbH 2026!", "password1234"):
            assert set(problems(lambda p=password: complete_enrolment(stranger.token, p, stranger.origin))) == {"password"}
        assert all_of(Partner) == []


class TestTheCompany:
    def test_everything_that_is_wrong_is_told_at_once(self) -> None:
        wrong = {"name": "", "address_line": " ", "city": "x" * 101, "postal_code": "9" * 21, "country": "DE", "tax_id": "DE1"}
        told = problems(lambda: submit_company(new_token(), wrong | {"time_zone": "Asia/Seoul", "currency": "XXX"}, AT_HOME))
        expected = {"name": "required", "address_line": "required", "city": "too_long", "postal_code": "too_long"}
        assert told == expected | {"tax_id": "tax_id", "time_zone": "choose", "currency": "choose"}

    @pytest.mark.parametrize("country", ["", "XX", "de", "EU"])
    def test_only_countries_count(self, country: str) -> None:
        assert "country" in problems(lambda: submit_company(new_token(), COMPANY | {"country": country}, AT_HOME))

    def test_a_company_without_a_tax_id_enrols_and_so_does_another(self) -> None:
        for number in range(2):
            stranger = Stranger()
            stranger.company["tax_id"] = ""
            stranger.contact["contact_email"] = f"ines{number}@lamna.example.com"
            stranger.enrols()
        assert [partner.tax_key for partner in all_of(Partner)] == [None, None]


class TestTheSameCompanyTwice:
    def test_is_caught_however_the_number_is_written_and_nothing_is_told_of_it(self) -> None:
        Stranger().enrols()
        for written in ("136695976", "de136695976", "DE-136.695.976"):
            again = Stranger(company=COMPANY | {"name": "Someone", "tax_id": written})
            with pytest.raises(CompanyKnown) as refused:
                again.names_the_company()
            assert "Lamna" not in str(refused.value)
            assert again.step is Step.COMPANY
            assert again.row.typed["name"] == "Someone"

    def test_samples_share_their_tax_ids_and_stand_in_nobodys_way(self, sample: Callable[[str], Company]) -> None:
        sample("adventure_works")
        sample("adventure_works")
        tax_ids = {partner.tax_id for partner in all_of(Partner)}
        assert len(tax_ids) == 1
        stranger = Stranger(company=COMPANY | {"tax_id": tax_ids.pop()})
        stranger.enrols()

    def test_of_two_at_once_one_wins_and_the_other_is_told(self) -> None:
        first, second = Stranger(), Stranger()
        second.contact["contact_email"] = "other@lamna.example.com"
        first.accepts()
        second.accepts()
        done = at_once([lambda one=one: complete_enrolment(one.token, PASSWORD, one.origin) for one in (first, second)])
        assert sorted(type(one).__name__ for one in done) == ["CompanyKnown", "Member"]
        assert (len(all_of(Partner)), len(all_of(Person)), len(all_of(Credential))) == (1, 1, 1)

    def test_one_draft_finished_twice_at_once_is_one_company(self) -> None:
        stranger = Stranger(company=COMPANY | {"tax_id": ""}).accepts()
        done = at_once([lambda: complete_enrolment(stranger.token, PASSWORD, stranger.origin)] * 3)
        assert sorted(type(one).__name__ for one in done) == ["Member", "NotFound", "NotFound"]
        assert len(all_of(Partner)) == 1

    def test_asking_for_many_tax_ids_is_slowed_down(self) -> None:
        with transaction() as session:
            for _try in range(100):
                Tries(session, SystemClock().now()).take(ENROLMENTS_FROM_ADDRESS, "tax IDs asked from", HOME)
        with pytest.raises(TooManyTries):
            Stranger().names_the_company()


class TestTheMailbox:
    def test_the_letter_is_in_the_pages_language_and_names_the_company(self) -> None:
        stranger = Stranger(origin=KOREAN).is_written_to()
        send_due()
        (message,) = outbox()
        plain, html = both_parts(message)
        assert "Lamna GmbH" in plain
        assert "/ko/enroll?token=" in plain
        assert "/ko/enroll?token=" in html
        assert read_draft(stranger.token, KOREAN).sent_to == "Ines@lamna.example.com"

    def test_the_link_is_good_in_any_browser_and_more_than_once_until_the_company_is_a_member(self) -> None:
        stranger = Stranger().is_written_to()
        link = newest_link()
        assert confirm_mailbox(link, "") is False
        assert confirm_mailbox(link, stranger.token) is True
        assert stranger.step is Step.TERMS
        accept_terms(stranger.token, accepted=True, version=TERMS_VERSION)
        complete_enrolment(stranger.token, PASSWORD, stranger.origin)
        assert end_of(link) is LinkEnd.USED

    def test_the_second_browser_can_go_on_and_the_first_one_too(self) -> None:
        stranger = Stranger().is_written_to()
        second = go_on_here(newest_link())
        assert read_draft(second, KOREAN).typed["name"] == "Lamna GmbH"
        accept_terms(second, accepted=True, version=TERMS_VERSION)
        assert stranger.step is Step.PASSWORD

    def test_a_forged_link_or_one_for_another_purpose_leads_nowhere(self) -> None:
        stranger = Stranger().is_written_to()
        link = newest_link()
        facts = json.dumps([stranger.row.id, "ines@lamna.example.com", "2099-01-01T00:00:00+00:00"])
        for forged in ("", "x", link[:-1], link + "x", sign("password reset", facts), sign("sign-in ticket", facts), "\ud83d"):
            assert end_of(forged) is LinkEnd.UNKNOWN
            with pytest.raises(LinkOver):
                go_on_here(forged)
        assert stranger.step is Step.MAIL

    def test_a_link_holds_for_a_day(self, monkeypatch: pytest.MonkeyPatch) -> None:
        stranger = Stranger().is_written_to()
        link, then = newest_link(), SystemClock().now() + LINK_HOLDS
        monkeypatch.setattr(SystemClock, "now", lambda _self: then)
        assert end_of(link) is LinkEnd.EXPIRED
        assert stranger.step is Step.MAIL

    def test_a_link_to_an_address_that_was_replaced_confirms_nothing(self) -> None:
        stranger = Stranger().is_written_to()
        link = newest_link()
        keep_typed(stranger.token, {"contact_email": "other@lamna.example.com"}, stranger.origin)
        assert end_of(link) is LinkEnd.REVOKED
        assert read_draft(stranger.token, stranger.origin).sent_to == ""

    def test_a_letter_about_what_was_discarded_is_not_sent(self) -> None:
        discard_draft(Stranger().is_written_to().token)
        assert send_due() == 0
        assert outbox() == []

    def test_letters_to_one_mailbox_are_few(self) -> None:
        stranger = Stranger().is_written_to()
        with pytest.raises(TooManyTries):
            write_to_contact(stranger.token, stranger.origin)
        another = Stranger(company=COMPANY | {"tax_id": ""}).names_the_company()
        submit_contact(another.token, another.contact, another.origin)
        with pytest.raises(TooManyTries):
            write_to_contact(another.token, dataclasses.replace(another.origin, address="198.51.100.9"))
        later(timedelta(minutes=2))
        write_to_contact(stranger.token, stranger.origin)
        assert len(all_of(Letter)) == 2

    def test_an_address_with_an_account_reads_so_in_its_mail_and_nowhere_else(self, fabrikam: Company) -> None:
        member(fabrikam, "ines@lamna.example.com")
        stranger = Stranger().is_written_to()
        other = Stranger(company=COMPANY | {"tax_id": ""}, contact=CONTACT | {"contact_email": "new@lamna.example.com"})
        other.is_written_to()
        shown = [read_draft(one.token, AT_HOME) for one in (stranger, other)]
        assert [(one.step, bool(one.sent_to)) for one in shown] == [(Step.MAIL, True)] * 2
        send_due()
        texts = [both_parts(message)[0] for message in outbox()]
        (known,) = [text for text in texts if "/enroll?token=" not in text]
        assert f"/en{SIGN_IN}" in known
        assert "Lamna" not in known

    def test_an_address_that_got_an_account_meanwhile_makes_no_second_one(self, fabrikam: Company) -> None:
        stranger = Stranger().accepts()
        member(fabrikam, "ines@lamna.example.com")
        with pytest.raises(AccountExists):
            complete_enrolment(stranger.token, PASSWORD, stranger.origin)
        assert [partner.id for partner in all_of(Partner)] == [fabrikam.id]


def end_of(link: str) -> LinkEnd:
    with pytest.raises(LinkOver) as refused:
        confirm_mailbox(link, "")
    return refused.value.end


class TestTheMpnId:
    @settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(draws=st.lists(st.integers(1_000_000, 1_000_004), min_size=1, max_size=30))
    def test_is_the_first_drawn_that_nobody_has(self, draws: list[int]) -> None:
        taken = {partner.mpn_id for partner in all_of(Partner)}
        free = next((str(draw) for draw in draws if str(draw) not in taken), "7654321")
        left = iter([*map(str, draws), "7654321"])
        with transaction() as session:
            catalogue = current_catalogue(session)
            company, contact = check_company(COMPANY | {"tax_id": ""}, catalogue), check_contact(COMPANY | CONTACT)
            stored = store_partner(session, company, contact, lambda: next(left, "7654321"))
            assert stored.mpn_id == free
            if free == "7654321":
                session.rollback()

    def test_is_never_a_samples(self, fabrikam: Company) -> None:
        (sample,) = all_of(Partner)
        left = iter([sample.mpn_id or "", "7654321"])
        with transaction() as session:
            company, contact = check_company(COMPANY, current_catalogue(session)), check_contact(COMPANY | CONTACT)
            assert store_partner(session, company, contact, lambda: next(left)).mpn_id == "7654321"
        assert len(all_of(Partner)) == 2

    def test_a_chance_that_is_broken_is_no_endless_search(self, fabrikam: Company) -> None:
        (sample,) = all_of(Partner)
        with transaction() as session:
            company, contact = check_company(COMPANY, current_catalogue(session)), check_contact(COMPANY | CONTACT)
            with pytest.raises(RuntimeError):
                store_partner(session, company, contact, lambda: sample.mpn_id or "")


@pytest.mark.parametrize(("currency", "country", "shown"), [("", "KR", "KRW"), ("GBP", "KR", "GBP"), ("XXX", "", "USD")])
def test_anybody_reads_what_membership_costs(currency: str, country: str, shown: str) -> None:
    seen = explain_network(currency, country)
    assert seen.currency == shown
    assert [one.offer for one in seen.offers] == list(Offer)
    assert seen.offers[0].benefits
    assert seen.offers[1].requirements


ODD: tuple[Any, ...] = ("", "x" * 5000, "a\x00b", "' OR 1=1 --", "\ud83d")


@pytest.mark.parametrize("odd", ODD)
def test_odd_texts_are_refused_like_wrong_ones(odd: str) -> None:
    for call in (
        lambda: submit_company(new_token(), dict.fromkeys(COMPANY, odd), AT_HOME),
        lambda: confirm_mailbox(odd, odd[:43]),
    ):
        with pytest.raises(ActionPackError):
            call()
