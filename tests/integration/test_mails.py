"""Notices by mail: delivered once, whatever the mail server and our own processes do; and where their links lead."""

import threading
from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest
import sqlalchemy as sa

from actionpack_app.api.mails import ROUTES
from actionpack_app.db import transaction
from actionpack_app.domain.mails import MOST_TRIES
from actionpack_app.domain.notices import NoticeFacts, NoticeKind
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.orders import OrderStatus
from actionpack_app.domain.rights import Role, the_product
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.gateways.signing import sign
from actionpack_app.models import NoticeDelivery, Partner, Person, Subscription
from actionpack_app.models.mails import MailStatus
from actionpack_app.services.mails import queue as claims
from actionpack_app.services.mails.queue import LEASE
from actionpack_app.services.notices.mail import NOTICES
from actionpack_app.services.notices.pay import pay_token
from actionpack_app.services.notices.tell import tell
from actionpack_app.services.notices.unsubscribe import unsubscribe_token
from actionpack_app.services.subscriptions.turn_off_renewal import turn_off_renewal
from actionpack_app.workflows import mails
from actionpack_app.workflows.mails import Post, send_due
from tests.integration.companies import Company
from tests.integration.desk import change
from tests.integration.http import ask
from tests.integration.post import (
    MailServer,
    address_in,
    both_parts,
    deliveries,
    outbox,
    time_passes,
    use_server,
)
from tests.integration.rows import all_of, at_once
from tests.integration.shopping import bought, reviewed_by_card

WAITING, SENT, FAILED = MailStatus.WAITING, MailStatus.SENT, MailStatus.FAILED


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, store: object) -> MailServer:  # noqa: ARG001 (its environment comes first)
    return use_server(monkeypatch)


def facts(company: Company, kind: NoticeKind, **more: object) -> NoticeFacts:
    """A notice on the company's Action Pack."""
    held = company.holds()
    known = {"until": held.term.last_renewal_day} | more
    return NoticeFacts(
        kind=kind,
        offer=Offer.ACTION_PACK,
        subscription_id=held.id,
        start=held.term.start,
        expiry=held.term.expiry,
        **known,  # pyright: ignore[reportArgumentType]
    )


def told(company: Company, kind: NoticeKind, **more: object) -> NoticeFacts:
    """The company is told something."""
    about = facts(company, kind, **more)
    with transaction() as session:
        tell(session, the_product(company.id), about, f"{kind}:{company.id}", company.clock)
    return about


def renewed(company: Company) -> None:
    """A renewal by card, of which people are told."""
    assert bought(company, reviewed_by_card(company)).status is OrderStatus.PAID


def statuses() -> list[tuple[str, str, int]]:
    """Status, error and tries of the mails that were wanted."""
    return [(row.mail_status.value, row.error, row.tries) for row in deliveries(WAITING, SENT, FAILED)]


class TestDelivery:
    @pytest.mark.parametrize(
        ("sample_key", "locale", "subject", "greeting", "sender"),
        [
            ("fabrikam", "en", "Microsoft Action Pack Subscription is renewed until", "Hello ", "Partner Center"),
            ("proseware", "ko", "Microsoft Action Pack 구독 갱신 완료", " 님, 안녕하세요.", "파트너 센터"),
        ],
    )
    def test_both_parts_in_the_companys_language(
        self,
        sample: Callable[[str], Company],
        server: MailServer,
        sample_key: str,
        locale: str,
        subject: str,
        greeting: str,
        sender: str,
    ) -> None:
        company = sample(sample_key)
        renewed(company)
        with server.running():
            count = len(deliveries(WAITING))
            assert send_due() == count > 0
        assert sorted(server.recipients) == [row.email for row in deliveries(SENT)]
        message = server.taken[0]
        assert message["Subject"].startswith(subject)
        assert message["Content-Language"] == locale
        assert message["From"] == f"{sender} <no-reply@localhost>"
        assert message["Auto-Submitted"] == "auto-generated"
        assert "List-Unsubscribe" not in message
        for part in both_parts(message):
            assert greeting in part
            assert company.made.mpn_id in part
            assert company.made.name in part
            assert f"/{locale}/orders/" in part
            assert f"/{locale}/account" in part
        assert '<html lang="' + locale in both_parts(message)[1]

    def test_a_person_reads_their_own_language(self, fabrikam: Company, server: MailServer) -> None:
        person = fabrikam.person(Role.BILLING_ADMIN).person_id
        change(Person, person, mail_locale="ko")
        renewed(fabrikam)
        with server.running():
            send_due()
        assert sorted(message["Content-Language"] for message in server.taken) == ["en", "en", "ko"]

    def test_it_goes_to_the_address_that_the_person_has_by_then(self, fabrikam: Company, server: MailServer) -> None:
        renewed(fabrikam)
        change(Person, fabrikam.admin.person_id, email="grace@new.example.com")
        with server.running():
            send_due()
        assert "grace@new.example.com" in server.recipients
        assert "grace@new.example.com" in [row.email for row in deliveries(SENT)]

    def test_names_with_line_breaks_add_no_headers(self, fabrikam: Company, server: MailServer) -> None:
        evil = "Eve\r\nBcc: everybody@example.com\r\n\r\n<b>Hi</b>"
        change(Person, fabrikam.admin.person_id, name=evil)
        change(Partner, fabrikam.id, name=f"{evil} Ltd")
        told(fabrikam, NoticeKind.WINDOW_OPEN)
        with server.running():
            assert send_due() == 3
        assert len(server.recipients) == 3
        for message in server.taken:
            assert "Bcc" not in message
            assert "<b>" not in both_parts(message)[1]
        assert any(message["To"].addresses[0].display_name.startswith("EveBcc:") for message in server.taken)

    def test_without_a_server_mails_are_files(self, fabrikam: Company) -> None:
        told(fabrikam, NoticeKind.WINDOW_OPEN)
        assert send_due() == 3
        found = outbox()
        assert sorted(str(message["To"].addresses[0].addr_spec) for message in found) == [row.email for row in deliveries(SENT)]
        for message in found:
            assert all("Fabrikam" in part for part in both_parts(message))
        with transaction() as session:
            session.execute(sa.update(NoticeDelivery).where(sa.column("mail_status") == SENT).values(mail_status=WAITING))
        time_passes()
        assert send_due() == 3
        assert len(outbox()) == 3  # each of them once, however often it is written

    def test_an_outbox_that_can_not_be_written_is_tried_again(self, fabrikam: Company, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("pathlib.Path.mkdir", refuses)
        told(fabrikam, NoticeKind.WINDOW_OPEN)
        assert send_due() == 0
        assert sorted(statuses()) == [(WAITING, "", 0), (WAITING, "", 0), (WAITING, "folder", 1)]

    def test_nothing_is_sent_of_what_a_sample_was_told_before_it_was_made(self, fabrikam: Company) -> None:
        assert fabrikam
        assert send_due() == 0
        assert outbox() == []


class TestTrouble:
    def test_one_who_is_refused_for_good_is_given_up_at_once(self, fabrikam: Company, server: MailServer) -> None:
        renewed(fabrikam)
        server.to_recipients.append("550 no such user")
        with server.running():
            assert send_due() == 2
            time_passes()
            assert send_due() == 0
        assert sorted(statuses()) == [(FAILED, "550", 1), (SENT, "", 1), (SENT, "", 1)]

    @pytest.mark.parametrize("stage", ["to_recipients", "to_contents"])
    def test_one_who_is_to_come_later_is_sent_once(self, fabrikam: Company, server: MailServer, stage: str) -> None:
        renewed(fabrikam)
        getattr(server, stage).append("451 greylisted")
        with server.running():
            assert send_due() == 2
            assert send_due() == 0
            (late,) = deliveries(WAITING)
            assert (late.error, late.tries) == ("451", 1)
            assert late.next_try_at > SystemClock().now()
            time_passes()
            assert send_due() == 1
        assert len(set(server.recipients)) == len(server.recipients) == 3
        assert [row.error for row in deliveries(SENT)] == [""] * 3

    def test_a_server_that_is_away_costs_one_mail_a_try_and_none_is_lost(self, fabrikam: Company, server: MailServer) -> None:
        renewed(fabrikam)
        assert send_due() == 0
        assert sorted(statuses()) == [(WAITING, "", 0), (WAITING, "", 0), (WAITING, "connection", 1)]
        with server.running():
            assert send_due() == 2
            time_passes()
            assert send_due() == 1
        assert len(set(server.recipients)) == len(server.recipients) == 3

    def test_a_server_that_dies_in_the_middle_gets_it_again(self, fabrikam: Company, server: MailServer) -> None:
        renewed(fabrikam)
        server.to_contents.append("dies")
        with server.running():
            assert send_due() == 0
            assert ("waiting", "disconnected", 1) in statuses()
            time_passes()
            assert send_due() == 3
        assert len(set(server.recipients)) == len(server.recipients) == 3

    def test_a_server_that_wants_nothing_from_us_is_asked_again(self, fabrikam: Company, server: MailServer) -> None:
        renewed(fabrikam)
        server.to_contents.append("421 closing")
        with server.running():
            assert send_due() == 0
        assert ("waiting", "421", 1) in statuses()

    def test_after_about_three_days_it_is_given_up(self, fabrikam: Company, server: MailServer) -> None:
        renewed(fabrikam)
        for _try in range(3 * MOST_TRIES):
            time_passes()
            assert send_due() == 0
        assert statuses() == [(FAILED, "connection", MOST_TRIES)] * 3
        assert server.taken == []

    def test_an_address_that_is_none_is_given_up(self, fabrikam: Company, server: MailServer) -> None:
        change(Person, fabrikam.admin.person_id, email="not an address")
        renewed(fabrikam)
        with server.running():
            assert send_due() == 2
        assert ("failed", "address", 1) in statuses()

    def test_a_renewal_does_not_wait_for_mail(self, fabrikam: Company, server: MailServer) -> None:
        assert server  # nobody listens
        renewed(fabrikam)
        assert send_due() == 0
        assert len(deliveries(WAITING)) == 3

    def test_a_mail_that_breaks_its_sender_harms_no_other(self, fabrikam: Company, monkeypatch: pytest.MonkeyPatch) -> None:
        renewed(fabrikam)
        really, broken = mails.prepare, []

        def breaks_once(claimed: claims.Claimed) -> object:
            if not broken:
                broken.append(claimed)
                raise ZeroDivisionError
            return really(claimed)

        monkeypatch.setattr(mails, "prepare", breaks_once)
        with pytest.raises(ZeroDivisionError):
            send_due()
        assert send_due() == 2
        assert ("waiting", "ZeroDivisionError", 1) in statuses()


def claim_one() -> claims.Claimed | None:
    """The mail that has been due for longest."""
    return next(iter(claims.claim_mails(NOTICES, 1)), None)


class TestSeveralAtOnce:
    def test_nobody_sends_a_mail_twice(self, fabrikam: Company, contoso: Company, server: MailServer) -> None:
        renewed(fabrikam)
        told(contoso, NoticeKind.EXPIRES_IN_30, renews=True)
        expected = len(deliveries(WAITING))
        with server.running():
            sent = at_once([send_due] * 4)
        assert sum(count for count in sent if isinstance(count, int)) == expected == len(server.taken)
        assert len({str(message["Message-ID"]) for message in server.taken}) == expected

    def test_a_claim_is_nobody_elses_until_its_lease_ends(self, fabrikam: Company) -> None:
        renewed(fabrikam)
        first = [claim_one() for _ in range(4)]
        assert [claimed is None for claimed in first] == [False, False, False, True]
        assert all(row.next_try_at <= SystemClock().now() + LEASE for row in deliveries(WAITING))
        time_passes(timedelta(seconds=1))
        again = [claim_one() for _ in range(4)]
        assert [claimed.tries for claimed in again if claimed] == [2, 2, 2]

    @pytest.mark.parametrize("dies_in", ["settle_sent", "prepare"])
    def test_after_a_process_died_the_same_mail_is_sent(
        self, contoso: Company, server: MailServer, monkeypatch: pytest.MonkeyPatch, dies_in: str
    ) -> None:
        told(contoso, NoticeKind.EXPIRES_IN_30, renews=True)
        with server.running():
            with monkeypatch.context() as dying:
                dying.setattr(mails, dies_in, dies)
                for _mail in deliveries(WAITING):
                    with pytest.raises(SystemExit):
                        send_due()
            before = [str(message["Message-ID"]) for message in server.taken]
            assert len(before) == (2 if dies_in == "settle_sent" else 0)
            assert send_due() == 0  # the lease is still running
            time_passes()
            assert send_due() == 2
        after = [str(message["Message-ID"]) for message in server.taken][len(before) :]
        assert len(set(after)) == 2
        assert sorted(before or after) == sorted(after)
        assert statuses() == [(SENT, "", 2)] * 2

    def test_one_whose_senders_all_died_is_given_up(self, contoso: Company) -> None:
        told(contoso, NoticeKind.EXPIRES_IN_30, renews=True)
        for _try in range(MOST_TRIES):
            claim_one()
            claim_one()
            time_passes()
        assert claim_one() is None
        assert statuses() == [(FAILED, "lost", MOST_TRIES)] * 2

    def test_who_comes_back_after_its_lease_changes_nothing_that_another_did(self, contoso: Company) -> None:
        told(contoso, NoticeKind.EXPIRES_IN_30, renews=True)
        late = [claim_one(), claim_one()]
        time_passes()
        assert send_due() == 2
        for claimed in late:
            assert claimed is not None
            claims.settle_failed(claimed, "550", for_good=True)
            claims.settle_unsent(claimed)
        assert statuses() == [(SENT, "", 2)] * 2

    def test_threads_send_by_themselves_until_they_are_told_to_stop(
        self, fabrikam: Company, server: MailServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        renewed(fabrikam)
        monkeypatch.setattr(mails, "EVERY_SECONDS", 0.01)
        really, settled = mails.settle_sent, threading.Semaphore(0)

        def then_tells(claimed: claims.Claimed, address: str) -> None:
            really(claimed, address)
            settled.release()

        monkeypatch.setattr(mails, "settle_sent", then_tells)
        post = Post()
        with server.running():
            post.start()
            assert [settled.acquire(timeout=30) for _mail in range(3)] == [True] * 3
            post.stop()
        assert statuses() == [(SENT, "", 1)] * 3
        assert len(server.taken) == 3


class TestWhatNoLongerHolds:
    """A mail that a first try didn't deliver; what it says may have changed before the next."""

    def fails_once(self, company: Company, kind: NoticeKind, **more: object) -> NoticeFacts:
        about = told(company, kind, **more)
        for _mail in deliveries(WAITING):
            send_due()
        assert {row.tries for row in deliveries(WAITING)} == {1}
        return about

    def later(self, server: MailServer) -> int:
        """What the server gets when it is there again."""
        server.taken.clear()
        time_passes()
        with server.running():
            send_due()
        return len(server.taken)

    def test_a_reminder_that_still_holds_is_sent_late(self, fabrikam: Company, server: MailServer) -> None:
        self.fails_once(fabrikam, NoticeKind.WINDOW_OPEN)
        assert self.later(server) == 3

    @pytest.mark.parametrize("kind", [NoticeKind.WINDOW_OPEN, NoticeKind.CHARGE_FAILED])
    def test_not_after_the_renewal(self, fabrikam: Company, server: MailServer, kind: NoticeKind) -> None:
        self.fails_once(fabrikam, kind)
        renewed(fabrikam)
        assert self.later(server) == 3
        assert all("renewed" in message["Subject"] for message in server.taken)
        assert len(deliveries(WAITING, FAILED)) == 0

    def test_not_once_a_newer_reminder_has_come(self, fabrikam: Company, server: MailServer) -> None:
        self.fails_once(fabrikam, NoticeKind.WINDOW_OPEN)
        change(Partner, fabrikam.id, clock_at=fabrikam.in_days(23).now())
        assert self.later(server) == 0
        assert deliveries(WAITING, FAILED, SENT) == []

    def test_not_an_announcement_of_a_charge_that_was_called_off(self, contoso: Company, server: MailServer) -> None:
        change(Partner, contoso.id, clock_at=contoso.on(contoso.holds().term.expiry - timedelta(days=20)).now())
        self.fails_once(contoso, NoticeKind.EXPIRES_IN_30, renews=True)
        turn_off_renewal(contoso.admin, contoso.holds().id, contoso.clock)
        assert self.later(server) == 2
        assert all("is off" in message["Subject"] for message in server.taken)

    def test_not_for_a_subscription_that_has_ended(self, fabrikam: Company, server: MailServer) -> None:
        self.fails_once(fabrikam, NoticeKind.WINDOW_OPEN)
        change(Partner, fabrikam.id, clock_at=fabrikam.in_days(31).now())
        renewed_anew = bought(fabrikam, reviewed_by_card(fabrikam, clock=fabrikam.in_days(31)), clock=fabrikam.in_days(31))
        assert renewed_anew.status is OrderStatus.PAID
        assert self.later(server) == 3
        assert all("runs until" in message["Subject"] for message in server.taken)

    def test_what_has_happened_is_told_however_late(self, fabrikam: Company, server: MailServer) -> None:
        renewed(fabrikam)
        for _mail in deliveries(WAITING):
            send_due()
        change(Partner, fabrikam.id, clock_at=fabrikam.in_days(90).now())
        assert self.later(server) == 3

    def test_what_a_test_clock_plays_is_mailed_as_it_was_true_then(self, fabrikam: Company, server: MailServer) -> None:
        told(fabrikam, NoticeKind.WINDOW_OPEN)
        change(Partner, fabrikam.id, clock_at=fabrikam.in_days(200).now())
        with server.running():
            assert send_due() == 3

    def test_a_real_company_gets_nothing_late_from_the_first_try_on(self, fabrikam: Company, server: MailServer) -> None:
        """Its subscription ended with the day on which the sample's clock stands, long before the machine's day."""
        told(fabrikam, NoticeKind.WINDOW_OPEN)
        change(Partner, fabrikam.id, clock_at=None)
        change_anchor_to_the_past(fabrikam)
        with server.running():
            assert send_due() == 0
        assert deliveries(WAITING, FAILED, SENT) == []

    def test_who_switched_reminders_off_or_left_meanwhile_gets_none(self, fabrikam: Company, server: MailServer) -> None:
        told(fabrikam, NoticeKind.WINDOW_OPEN)
        change(Person, fabrikam.admin.person_id, reminder_mails=False)
        change(Person, fabrikam.person(Role.PARTNER_ADMIN).person_id, active=False)
        with server.running():
            assert send_due() == 1
        assert len(deliveries(SENT)) == 1
        assert deliveries(WAITING) == []


class TestUnsubscribing:
    def test_a_mail_program_does_it_with_one_request(self, fabrikam: Company) -> None:
        told(fabrikam, NoticeKind.WINDOW_OPEN)
        send_due()
        message = outbox()[0]
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        path = address_in(message["List-Unsubscribe"].strip("<>"), "unsubscribe")
        assert path in both_parts(message)[0]
        assert path in both_parts(message)[1]
        asked = get(path)
        assert asked.status_code == 200
        assert '<form method="post">' in asked.text
        assert wanted() == [True] * 4
        for _twice in range(2):
            done = post(path, data={"List-Unsubscribe": "One-Click"})
            assert done.status_code == 200
            assert "<form" not in done.text
            assert wanted() == [False, True, True, True]
        assert "<form" not in get(path).text

    def test_the_page_speaks_the_readers_language(self, sample: Callable[[str], Company]) -> None:
        company = sample("proseware")
        page = get(f"/api/unsubscribe/{unsubscribe_token(company.admin.person_id)}")
        assert '<html lang="ko">' in page.text
        assert "알림 메일을 받지 않으시겠습니까?" in page.text
        assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")

    def test_notices_about_money_still_come(self, fabrikam: Company) -> None:
        post(f"/api/unsubscribe/{unsubscribe_token(fabrikam.admin.person_id)}")
        told(fabrikam, NoticeKind.CHARGE_FAILED, renews=True, reason="card_declined")
        assert send_due() == 3
        assert all("List-Unsubscribe" not in message for message in outbox())

    def test_a_forged_address_changes_nothing(self, fabrikam: Company) -> None:
        person = fabrikam.admin.person_id
        others = (person, sign("pay", person), sign("calendar", person), sign("unsubscribe", "nobody"), "x", "%00")
        for token in others:
            assert get(f"/api/unsubscribe/{token}").status_code == 404
            assert post(f"/api/unsubscribe/{token}").status_code == 404
        assert wanted() == [True] * 4


class TestPaying:
    @pytest.mark.parametrize(("sample_key", "locale"), [("fabrikam", "en"), ("proseware", "ko")])
    def test_the_button_leads_to_the_checkout(self, sample: Callable[[str], Company], sample_key: str, locale: str) -> None:
        company = sample(sample_key)
        told(company, NoticeKind.CHARGE_FAILED, renews=True, reason="authentication_required")
        send_due()
        path = address_in(both_parts(outbox()[0])[0], "pay")
        answer = get(path)
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/{locale}/subscriptions/{company.holds().id}?pay=1")

    def test_a_stranger_comes_back_to_it_after_signing_in(self, fabrikam: Company) -> None:
        address = f"/en/subscriptions/{fabrikam.holds().id}?pay=1"
        assert get(address).headers["Location"] == f"/en/sign-in?next={address.replace('?', '%3F').replace('=', '%3D')}"

    @pytest.mark.parametrize(("days", "good"), [(0, True), (1, False)])
    def test_it_is_good_to_the_end_of_its_last_day(self, fabrikam: Company, days: int, good: bool) -> None:  # noqa: FBT001
        last = fabrikam.holds().term.last_renewal_day
        token = pay_token("ko", fabrikam.holds().id, last)
        change(Partner, fabrikam.id, clock_at=fabrikam.on(last + timedelta(days=days)).now())
        answer = get(f"/api/pay/{token}", headers={"Accept-Language": "ko"})
        assert answer.headers["Location"] == (f"/ko/subscriptions/{fabrikam.holds().id}?pay=1" if good else "/ko/offers")

    def test_a_forged_one_leads_home(self, fabrikam: Company) -> None:
        held = fabrikam.holds()
        value = f"en {held.id} {held.term.last_renewal_day.isoformat()}"
        unknown = pay_token("en", "nothing", held.term.last_renewal_day)
        for token in ("x", sign("unsubscribe", value), sign("calendar", held.id), unknown, "%00"):
            answer = get(f"/api/pay/{token}")
            assert (answer.status_code, answer.headers["Location"]) == (302, "/en/offers")


def request(method: str, path: str, **more: object) -> httpx.Response:
    """What a stranger's request gets, gate included."""
    return ask(ROUTES, method, path, **more)


def get(path: str, **more: object) -> httpx.Response:
    return request("GET", path, **more)


def post(path: str, **more: object) -> httpx.Response:
    return request("POST", path, **more)


def wanted() -> list[bool]:
    """Who wants reminders by mail: who doesn't, first."""
    return sorted(person.reminder_mails for person in all_of(Person) if person.partner_id)


def dies(*_args: object) -> None:
    raise SystemExit


def refuses(*_args: object, **_more: object) -> None:
    raise PermissionError


def change_anchor_to_the_past(company: Company) -> None:
    """Ten years back: the window of that year is long over."""
    held = next(row for row in all_of(Subscription) if row.partner_id == company.id)
    change(Subscription, held.id, anchor_on=held.anchor_on.replace(year=held.anchor_on.year - 10))
