"""The letters of an approval, and the page behind the address in them, as browsers and programs that check links meet it."""

import re
from collections.abc import Callable
from email.message import EmailMessage

import httpx
import pytest

from actionpack_app.api.approvals import MOST_BYTES, ROUTES
from actionpack_app.domain.approvals import ApprovalStatus, Verdict
from actionpack_app.domain.rights import Role
from actionpack_app.gateways.signing import sign
from actionpack_app.models import Person
from actionpack_app.services.account.save import AccountChanges, save_account
from actionpack_app.services.approvals.decide import decide_approval, withdraw_approval
from actionpack_app.workflows.mails import send_due
from tests.integration.approving import above, buyer, link_of, requested, second_admin, the_one
from tests.integration.companies import Company
from tests.integration.desk import actions, change
from tests.integration.http import HOST, ask
from tests.integration.post import address_in, both_parts, outbox

EVIL = '<img src=x onerror="alert(1)"> & "quotes"'
OWN = {"Origin": HOST}


def request(method: str, path: str, **more: object) -> httpx.Response:
    """What a stranger's request gets, gate included."""
    return ask(ROUTES, method, path, **more)


def page_of(company: Company) -> str:
    """The path behind the Global admin's address."""
    return f"/api/approvals/{link_of(company, company.admin)}"


def status(company: Company) -> ApprovalStatus:
    return the_one(company).status


def mail_to(address: str) -> EmailMessage:
    (found,) = [message for message in outbox() if address in str(message["To"])]
    return found


def waiting(company: Company, message: str = "For the new year") -> str:
    above(company, "0")
    requested(company, message=message)
    return page_of(company)


class TestTheLetters:
    def test_those_who_can_approve_are_asked_each_by_a_way_of_their_own(self, fabrikam: Company) -> None:
        above(fabrikam)
        second = second_admin(fabrikam)
        second_admin(fabrikam, "Di Billing", Role.BILLING_ADMIN)
        order = requested(fabrikam, message="Our benefits end soon.")
        assert send_due() == 2
        ways: set[str] = set()
        for admin in (fabrikam.admin, second):
            message = mail_to(admin.email)
            assert str(message["Subject"]) == f"{buyer(fabrikam).name} asks you to approve an order for $475.00"
            for part in both_parts(message):
                assert order.number in part
                assert "Our benefits end soon." in part
            ways.add(address_in(both_parts(message)[0], "approvals"))
        assert len(ways) == 2

    def test_everybody_reads_it_in_their_language(self, sample: Callable[[str], Company]) -> None:
        proseware = sample("proseware")
        second = second_admin(proseware)
        above(proseware, "0")
        requested(proseware, actor=proseware.admin)
        send_due()
        message = mail_to(second.email)
        assert "승인을 요청합니다" in str(message["Subject"])
        page = request("GET", address_in(both_parts(message)[0], "approvals"))
        assert '<html lang="ko">' in page.text
        assert "거절 사유" in page.text
        save_account(second, AccountChanges(mail_locale="en"))
        assert "Why you decline" in request("GET", address_in(both_parts(message)[0], "approvals")).text

    @pytest.mark.parametrize("verdict", Verdict)
    def test_who_asked_reads_what_became_of_it(self, fabrikam: Company, verdict: Verdict) -> None:
        above(fabrikam)
        requested(fabrikam)
        decide_approval(fabrikam.admin, the_one(fabrikam).id, verdict, "Too <b>early</b>.", fabrikam.clock)
        assert send_due() == 1  # the approver's own letter doesn't hold any more
        plain, html = both_parts(mail_to(buyer(fabrikam).email))
        if verdict is Verdict.APPROVE:
            assert f"/en/subscriptions/{fabrikam.holds().id}?pay=1" in plain
        else:
            assert "/en/approvals" in plain
            assert "Too <b>early</b>." in plain
            assert "Too <b>early</b>." not in html

    def test_an_approved_purchase_is_paid_among_the_offers(self, sample: Callable[[str], Company]) -> None:
        adventure = sample("adventure_works")
        second = second_admin(adventure)
        above(adventure, "0")
        requested(adventure, actor=adventure.admin)
        decide_approval(second, the_one(adventure).id, Verdict.APPROVE, "", adventure.clock)
        send_due()
        assert "/en/offers" in both_parts(mail_to(adventure.admin.email))[0]

    def test_what_was_withdrawn_or_whoever_left_is_not_written_to(self, fabrikam: Company) -> None:
        above(fabrikam)
        second = second_admin(fabrikam)
        requested(fabrikam)
        change(Person, second.person_id, active=False)
        assert send_due() == 1
        withdraw_approval(buyer(fabrikam), the_one(fabrikam).id, fabrikam.clock)
        assert send_due() == 0
        assert [str(message["To"]) for message in outbox() if second.email in str(message["To"])] == []


class TestThePage:
    def test_opening_it_however_often_decides_nothing(self, fabrikam: Company) -> None:
        path = waiting(fabrikam)
        before = actions(fabrikam)
        for method in ("GET", "HEAD", "GET"):
            assert request(method, path).status_code == 200
        assert (status(fabrikam), actions(fabrikam)) == (ApprovalStatus.REQUESTED, before)

    def test_it_shows_what_is_asked_and_loads_nothing(self, fabrikam: Company) -> None:
        answer = request("GET", waiting(fabrikam, EVIL))
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        for part in ("$475.00", "Fabrikam", buyer(fabrikam).name, "Approve", "Decline", "&lt;img src=x"):
            assert part in answer.text
        assert not re.search(r"<img|<script|<link|url\(|@import", answer.text)

    def test_approve(self, fabrikam: Company) -> None:
        path = waiting(fabrikam)
        answer = request("POST", path, data={"verdict": "approve"}, headers=OWN)
        assert (answer.status_code, status(fabrikam)) == (200, ApprovalStatus.APPROVED)
        assert "The order is approved" in answer.text
        assert "<form" not in answer.text
        again = request("POST", path, data={"verdict": "decline", "reason": "No"}, headers=OWN)
        assert "The order is approved" in again.text
        assert fabrikam.admin.name in again.text
        assert actions(fabrikam).count("approval_given") == 1

    def test_decline_without_a_reason_keeps_what_was_typed_and_says_what_is_missing(self, fabrikam: Company) -> None:
        path = waiting(fabrikam)
        empty = request("POST", path, data={"verdict": "decline", "reason": " "}, headers=OWN)
        assert (empty.status_code, status(fabrikam)) == (200, ApprovalStatus.REQUESTED)
        assert "Please fill in this field." in empty.text
        long = request("POST", path, data={"verdict": "decline", "reason": EVIL * 20}, headers=OWN)
        assert "This is too long." in long.text
        assert "&lt;img src=x" in long.text
        assert "<img" not in long.text
        answer = request("POST", path, data={"verdict": "decline", "reason": "Too early."}, headers=OWN)
        assert (answer.status_code, status(fabrikam)) == (200, ApprovalStatus.DECLINED)
        assert "Too early." in answer.text

    def test_another_sites_form_decides_nothing(self, fabrikam: Company) -> None:
        path = waiting(fabrikam)
        for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
            assert request("POST", path, data={"verdict": "approve"}, headers=headers).status_code == 403
        assert status(fabrikam) is ApprovalStatus.REQUESTED

    def test_what_no_button_sends_decides_nothing(self, fabrikam: Company) -> None:
        path = waiting(fabrikam)
        for more in (
            {},
            {"data": {}},
            {"data": {"verdict": "yes"}},
            {"json": {"verdict": "approve"}},
            {"files": {"verdict": b"approve"}},
            {"data": {"verdict": "approve", "reason": "x" * MOST_BYTES}},
            {"content": b"\xff\xfe%00", "headers": OWN | {"Content-Type": "application/x-www-form-urlencoded"}},
            {"data": {"reason": "List-Unsubscribe=One-Click"}},
        ):
            assert request("POST", path, **({"headers": OWN} | more)).status_code == 200
        assert request("PUT", path, data={"verdict": "approve"}, headers=OWN).status_code == 405
        assert status(fabrikam) is ApprovalStatus.REQUESTED

    def test_whoever_was_deactivated_meanwhile_sees_and_decides_nothing(self, fabrikam: Company) -> None:
        path = waiting(fabrikam)
        change(Person, fabrikam.admin.person_id, active=False)
        for answer in (request("GET", path), request("POST", path, data={"verdict": "approve"}, headers=OWN)):
            assert "work any more" in answer.text
            assert "$475.00" not in answer.text
            assert buyer(fabrikam).name not in answer.text
        assert status(fabrikam) is ApprovalStatus.REQUESTED

    def test_a_withdrawn_request_says_so(self, fabrikam: Company) -> None:
        path = waiting(fabrikam)
        withdraw_approval(buyer(fabrikam), the_one(fabrikam).id, fabrikam.clock)
        assert "The request was withdrawn" in request("GET", path).text

    def test_a_forged_address_is_not_found(self, fabrikam: Company) -> None:
        waiting(fabrikam)
        key, person = the_one(fabrikam).id, fabrikam.admin.person_id
        for token in (sign("pay", f"{key} {person}"), sign("approval", f"{key} nobody"), "x", "%00", "a" * 3000):
            assert request("GET", f"/api/approvals/{token}").status_code == 404
            assert request("POST", f"/api/approvals/{token}", data={"verdict": "approve"}, headers=OWN).status_code == 404
