"""Uploads and documents of a server that keeps its files in a bucket, over HTTP; and while the bucket is away."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from sqlalchemy import event

from actionpack_app import db
from actionpack_app.api import desk, files, logos
from actionpack_app.domain.errors import FilesUnavailable
from actionpack_app.domain.rights import Role
from actionpack_app.gateways.files import bucket as bucket_store
from actionpack_app.gateways.files.bucket import BucketFiles
from actionpack_app.models import Attachment, Invoice, ProfileLogo
from actionpack_app.routes import attachment, logo
from actionpack_app.services.profile.publish import publish_profile
from actionpack_app.services.support.ask import ask_support
from actionpack_app.services.transfers.prove import submit_proof
from tests.integration.buckets import TestBucket
from tests.integration.companies import Company
from tests.integration.desk import finance, operator, proof, transferred
from tests.integration.http import ask
from tests.integration.logos import png, write
from tests.integration.requests import PDF, form
from tests.integration.rows import at_once, of

ROUTES = [*files.ROUTES, *logos.ROUTES, *desk.ROUTES]
ENGLISH = "Our store of files can't be reached at the moment. Nothing is lost: please try again in a few minutes."
KOREAN = "파일 저장소에 연결할 수 없습니다"


@pytest.fixture
def kept(store: object, bucket: TestBucket) -> TestBucket:  # noqa: ARG001 (it sets the environment first)
    """The bucket that the server keeps its files in."""
    bucket.use()
    return bucket


def got(path: str, person: str, **headers: str) -> httpx.Response:
    return ask(ROUTES, "GET", path, person, headers=headers)


def sent(path: str, person: str, content: bytes, name: str = "증빙 proof.pdf", locale: str = "en") -> httpx.Response:
    return ask(ROUTES, "POST", f"{path}?locale={locale}", person, files={"file": (name, content)})


def a_number(company: Company) -> str:
    """One of the company's invoices."""
    return of(Invoice, company)[0].number


def document(company: Company, person: str = "", **headers: str) -> httpx.Response:
    return got(f"/api/invoices/{a_number(company)}.pdf", person or company.admin.person_id, **headers)


class TestJourneys:
    def test_an_attachment_is_sent_and_comes_back(self, kept: TestBucket, fabrikam: Company) -> None:
        person, content = fabrikam.admin.person_id, PDF + bytes(range(256)) * 1000
        told = sent("/api/attachments", person, content).json()
        assert (told["name"], told["size"]) == ("증빙 proof.pdf", len(content))
        assert kept.names() == [f"kept/here/attachments/{told['id']}"]
        assert got(attachment(told["id"]), person).status_code == 404, "it isn't sent yet"
        ask_support(fabrikam.admin, form(attachments=(told["id"],)), fabrikam.clock)
        back = got(attachment(told["id"]), person)
        assert (back.status_code, back.content, back.headers["content-type"]) == (200, content, "application/pdf")
        assert "UTF-8''%EC%A6%9D" in back.headers["content-disposition"]
        assert got(attachment(told["id"]), fabrikam.person(Role.BILLING_ADMIN).person_id).status_code == 404

    def test_a_payment_proof_reaches_finance(self, kept: TestBucket, fabrikam: Company) -> None:
        order = transferred(fabrikam)
        told = sent("/api/attachments", fabrikam.admin.person_id, PDF).json()
        submit_proof(fabrikam.admin, order.number, proof(fabrikam, attachment_id=told["id"]), fabrikam.clock)
        assert got(attachment(told["id"]), finance().person_id).content == PDF
        assert kept.content(f"kept/here/attachments/{told['id']}") == PDF

    def test_an_invoice_is_the_same_bytes_on_every_download(self, kept: TestBucket, contoso: Company) -> None:
        first, second = document(contoso), document(contoso)
        assert first.status_code == 200
        assert first.content.startswith(b"%PDF-")
        assert first.content == second.content
        (key,) = kept.names()
        assert kept.content(key) == first.content
        seen_by_desk = got(f"/api/desk/invoices/{a_number(contoso)}.pdf", operator(Role.SUPPORT_AGENT).person_id)
        assert seen_by_desk.content == first.content

    def test_an_invoice_that_many_ask_for_at_once_is_one(self, kept: TestBucket, contoso: Company) -> None:
        answers = at_once([lambda: document(contoso).content] * 4)
        assert len(set(answers)) == 1
        assert len(kept.names()) == 1

    def test_a_logo_is_shown_and_its_file_goes_once_nobody_sees_it(self, kept: TestBucket, fabrikam: Company) -> None:
        person = fabrikam.admin.person_id
        old = sent("/api/logos", person, png(), "logo.png").json()["id"]
        write(fabrikam, logo_id=old, logo_alt="A red robot")
        publish_profile(fabrikam.admin, fabrikam.clock)
        assert got(logo(old), "").headers["content-type"] == "image/png"
        new = sent("/api/logos", person, png((0, 0, 200)), "logo.png").json()["id"]
        write(fabrikam, logo_id=new, logo_alt="A blue robot")
        assert got(logo(old), "").status_code == 200, "customers still see it"
        publish_profile(fabrikam.admin, fabrikam.clock)
        assert kept.names() == [f"kept/here/logos/{new}"]
        assert (got(logo(old), "").status_code, got(logo(new), "").status_code) == (404, 200)


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
class TestWhileItIsAway:
    def test_an_upload_is_refused_in_the_pages_words_and_leaves_no_trace(self, kept: TestBucket, fabrikam: Company) -> None:
        kept.away()
        for path, name, content in (("/api/attachments", "proof.pdf", PDF), ("/api/logos", "logo.png", png())):
            refused = sent(path, fabrikam.admin.person_id, content, name)
            assert (refused.status_code, refused.json()) == (503, {"problem": ENGLISH})
            assert KOREAN in sent(path, fabrikam.admin.person_id, content, name, "ko").json()["problem"]
        assert of(Attachment, fabrikam) == of(ProfileLogo, fabrikam) == []
        kept.use()
        assert sent("/api/attachments", fabrikam.admin.person_id, PDF).status_code == 200

    def test_a_download_says_so_in_the_visitors_language(self, kept: TestBucket, fabrikam: Company, contoso: Company) -> None:
        person = fabrikam.admin.person_id
        file = sent("/api/attachments", person, PDF).json()["id"]
        ask_support(fabrikam.admin, form(attachments=(file,)), fabrikam.clock)
        shown = sent("/api/logos", person, png(), "logo.png").json()["id"]
        kept.away()
        agent = operator(Role.SUPPORT_AGENT).person_id
        for path, who in (
            (attachment(file), person),
            (logo(shown), person),
            (f"/api/invoices/{a_number(contoso)}.pdf", contoso.admin.person_id),
            (f"/api/desk/invoices/{a_number(contoso)}.pdf", agent),
        ):
            away = got(path, who)
            assert (away.status_code, away.text, away.headers["retry-after"]) == (503, ENGLISH, "60")
            assert away.headers["cache-control"] == "private, no-store"
            assert KOREAN in got(path, who, **{"Accept-Language": "ko-KR,ko;q=0.9"}).text
        kept.use()
        assert got(attachment(file), person).content == PDF

    def test_an_invoice_that_can_not_be_kept_is_not_handed_out(
        self, kept: TestBucket, contoso: Company, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The next one might be made by another version, and differ."""

        def refused(*_: object) -> None:
            raise FilesUnavailable

        with monkeypatch.context() as read_only:
            read_only.setattr(BucketFiles, "write", refused)
            assert document(contoso).status_code == 503
        assert kept.names() == []
        assert document(contoso).status_code == 200

    def test_a_profile_is_saved_and_the_old_logos_file_goes_with_the_next_change(
        self, kept: TestBucket, fabrikam: Company
    ) -> None:
        old = sent("/api/logos", fabrikam.admin.person_id, png(), "logo.png").json()["id"]
        write(fabrikam, logo_id=old, logo_alt="A red robot")
        kept.away()
        assert write(fabrikam, logo_id="").logo_id == ""
        assert kept.names() == [f"kept/here/logos/{old}"]
        kept.use()
        write(fabrikam, description="Something else.")
        assert (kept.names(), of(ProfileLogo, fabrikam)) == ([], [])


@pytest.fixture
def connections(store: object) -> Iterator[Callable[[], int]]:  # noqa: ARG001 (it needs the database)
    """How many connections to the database the thread holds that asks."""
    held = threading.local()

    def count(by: int) -> Callable[..., None]:
        def counted(*_: object) -> None:
            held.count = getattr(held, "count", 0) + by

        return counted

    out, back = count(1), count(-1)
    event.listen(db.engine(), "checkout", out)
    event.listen(db.engine(), "checkin", back)
    yield lambda: getattr(held, "count", 0)
    event.remove(db.engine(), "checkout", out)
    event.remove(db.engine(), "checkin", back)


def test_no_connection_waits_while_the_bucket_is_asked(
    kept: TestBucket, fabrikam: Company, contoso: Company, connections: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, int]] = []
    for name in ("get", "put", "delete"):
        real: Callable[..., Any] = getattr(bucket_store.obstore, name)

        def watched(*given: object, real: Callable[..., Any] = real, name: str = name, **more: object) -> object:
            asked.append((name, connections()))
            return real(*given, **more)

        monkeypatch.setattr(bucket_store.obstore, name, watched)
    with db.reading() as session:
        session.connection()
        assert connections() == 1, "one would be counted"
    person, agent = fabrikam.admin.person_id, operator(Role.SUPPORT_AGENT).person_id
    file = sent("/api/attachments", person, PDF).json()["id"]
    number = ask_support(fabrikam.admin, form(attachments=(file,)), fabrikam.clock)
    assert sent(f"/api/attachments?request={number}&from=desk", agent, PDF).status_code == 200
    old, new = (sent("/api/logos", person, png(), "logo.png").json()["id"] for _ in range(2))
    for shown in (old, new):
        write(fabrikam, logo_id=shown, logo_alt="A red robot")
    publish_profile(fabrikam.admin, fabrikam.clock)
    for path, who in ((attachment(file), person), (logo(new), ""), (f"/api/desk/invoices/{a_number(contoso)}.pdf", agent)):
        assert got(path, who).status_code == 200
    assert document(contoso).status_code == 200
    assert {name for name, _held in asked} == {"get", "put", "delete"}
    assert [name for name, held in asked if held] == []
    assert f"kept/here/logos/{old}" not in kept.names()
