"""What the gate adds to answers, by http and by https."""

import asyncio
from types import SimpleNamespace

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

from actionpack_app.api import gate
from actionpack_app.api.gate import Gate
from actionpack_app.routes import DESIGN


def answered(path: str, kind: str, *, secure: bool, monkeypatch: pytest.MonkeyPatch, status: int = 200) -> dict[str, str]:
    """The headers of an answer of a kind."""
    monkeypatch.setattr(gate, "get_settings", lambda: SimpleNamespace(secure=secure, public_url="https://a.example.com"))
    app = Starlette(routes=[Route("/{path:path}", lambda _request: Response("", status, media_type=kind))])
    transport = httpx.ASGITransport(Gate(app, policy_of=lambda asked: f"policy of {asked}"))

    async def ask() -> dict[str, str]:
        async with httpx.AsyncClient(transport=transport, base_url="https://a.example.com") as client:
            return dict((await client.get(path)).headers)

    return asyncio.run(ask())


@pytest.mark.parametrize("secure", [True, False])
def test_only_behind_https_it_is_asked_for_from_then_on(monkeypatch: pytest.MonkeyPatch, secure: bool) -> None:  # noqa: FBT001
    headers = answered("/healthz", "text/plain", secure=secure, monkeypatch=monkeypatch)
    assert ("strict-transport-security" in headers) is secure


def test_pages_have_their_policy_and_other_answers_may_do_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    page = answered("/en/sign-in", "text/html", secure=False, monkeypatch=monkeypatch)
    assert page["content-security-policy"] == "policy of /en/sign-in"
    unchanged = answered("/en/sign-in", "", status=304, secure=False, monkeypatch=monkeypatch)
    assert unchanged["content-security-policy"] == "policy of /en/sign-in"
    assert "content-security-policy" not in answered("/healthz", "", status=304, secure=False, monkeypatch=monkeypatch)
    other = answered("/healthz", "text/html", secure=False, monkeypatch=monkeypatch)
    assert other["content-security-policy"].startswith("default-src 'none'")
    assert "content-security-policy" not in answered("/healthz", "application/pdf", secure=False, monkeypatch=monkeypatch)


@pytest.mark.parametrize("locale", ["en", "ko"])
def test_a_page_for_previews_is_missing_in_production_and_open_to_all_elsewhere(
    monkeypatch: pytest.MonkeyPatch, locale: str
) -> None:
    seen: dict[bool, tuple[int, str, str]] = {}
    app = Starlette(routes=[Route(f"/{locale}{DESIGN}/", lambda _request: Response("all of it"))])
    transport = httpx.ASGITransport(Gate(app, policy_of=lambda asked: f"policy of {asked}"))
    for has_samples in (True, False):
        settings = SimpleNamespace(secure=False, public_url="https://a.example.com", has_samples=has_samples)
        monkeypatch.setattr(gate, "get_settings", lambda settings=settings: settings)

        async def ask() -> httpx.Response:
            async with httpx.AsyncClient(transport=transport, base_url="https://a.example.com") as client:
                return await client.get(f"/{locale}{DESIGN}")

        answer = asyncio.run(ask())
        seen[has_samples] = answer.status_code, answer.text, answer.headers["content-security-policy"]
    assert seen[True] == (200, "all of it", f"policy of /{locale}/design")
    assert seen[False] == (404, "Not Found", f"policy of /{locale}/404")
