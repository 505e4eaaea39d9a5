"""The desk's own HTTP addresses: partners' documents, and files to be imported."""

import httpx
import pytest

from actionpack_app.api.desk import ROUTES
from actionpack_app.domain.imports import MOST_BYTES
from actionpack_app.domain.rights import Actor, Role
from actionpack_app.models import DataImport, Invoice
from actionpack_app.services.catalogue.import_file import sample_catalogue
from tests.integration.companies import Company
from tests.integration.desk import actions, desk_admin, finance, operator
from tests.integration.http import ask
from tests.integration.rows import all_of, of

UPLOAD = "/api/desk/imports?kind=catalogue&locale=en"


def request(who: Actor | None, method: str, path: str, **more: object) -> httpx.Response:
    """What somebody's request gets, gate included."""
    return ask(ROUTES, method, path, who.person_id if who else "", **more)


def sent(who: Actor | None, content: bytes, path: str = UPLOAD) -> httpx.Response:
    return request(who, "POST", path, files={"file": ("prices.toml", content)})


def waiting() -> list[DataImport]:
    return [row for row in all_of(DataImport) if row.confirmed_at is None]


def test_a_document_is_a_pdf_for_those_who_look_partners_up(contoso: Company) -> None:
    path = f"/api/desk/invoices/{of(Invoice, contoso)[0].number}.pdf"
    for who in (operator(Role.SUPPORT_AGENT), desk_admin()):
        answer = request(who, "GET", path)
        assert answer.content.startswith(b"%PDF")
        assert "no-store" in answer.headers["cache-control"]
    assert request(desk_admin(), "GET", "/api/desk/invoices/INV-1999-000001.pdf").status_code == 404
    for turned_away in (finance(), contoso.admin):
        assert request(turned_away, "GET", path).status_code == 403
    assert request(None, "GET", path).status_code == 401
    assert actions(contoso).count("looked_up") == 2


def test_a_file_is_kept_for_a_desk_admin_alone(contoso: Company) -> None:
    for turned_away, status in ((finance(), 403), (operator(Role.SUPPORT_AGENT), 403), (contoso.admin, 403), (None, 401)):
        assert sent(turned_away, sample_catalogue().encode()).status_code == status
    assert waiting() == []
    answer = sent(desk_admin(), sample_catalogue().encode())
    assert answer.status_code == 200
    assert [row.id for row in waiting()] == [answer.json()["id"]]


@pytest.mark.usefixtures("store")
class TestRefusedFiles:
    @pytest.mark.parametrize(
        ("content", "status", "said"),
        [
            (b"\xff\xfe", 422, "This is no text in UTF-8. Save the file as UTF-8 and try again."),
            (b"", 422, "The file is empty."),
            (b"#" * (MOST_BYTES + 1), 422, "The file is larger than 1 MB."),
            (b"#" * (MOST_BYTES * 2), 413, "The file is larger than 1 MB."),
        ],
        ids=["no UTF-8", "empty", "too large", "much too large"],
    )
    def test_they_are_explained_and_not_kept(self, content: bytes, status: int, said: str) -> None:
        answer = sent(desk_admin(), content)
        assert (answer.status_code, answer.json()) == (status, {"problem": said})
        assert waiting() == []

    def test_in_korean_on_a_korean_page(self) -> None:
        answer = sent(desk_admin(), b"\xff", UPLOAD.replace("=en", "=ko"))
        assert answer.json()["problem"].startswith("UTF-8 텍스트가 아닙니다.")

    @pytest.mark.parametrize("kind", ["", "people", "../catalogue"])
    def test_a_kind_that_does_not_exist_is_none(self, kind: str) -> None:
        assert sent(desk_admin(), b"a = 1", f"/api/desk/imports?kind={kind}").status_code == 422

    def test_a_request_without_a_file_is_refused(self) -> None:
        assert request(desk_admin(), "POST", UPLOAD, data={"file": "x"}).status_code == 422

    def test_another_site_can_not_send_one(self) -> None:
        headers = {"origin": "https://evil.example"}
        files = {"file": ("prices.toml", sample_catalogue().encode())}
        assert request(desk_admin(), "POST", UPLOAD, files=files, headers=headers).status_code == 403
        assert waiting() == []
