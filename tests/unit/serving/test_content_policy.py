"""What a page may run and reach."""

import dataclasses
from pathlib import Path

import pytest

from actionpack_app.serving import content_policy
from actionpack_app.serving.content_policy import inline_hashes, page_policy
from actionpack_app.settings import STRIPE_JS, Settings, read_settings

HASH_OF_ONE = "'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='"
"""Of the text `1`."""


@pytest.fixture(autouse=True)
def _built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A frontend of two pages."""
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "offers.html").write_text("<script>1</script><script src='/a.js'></script><script type=module>2</script>")
    (tmp_path / "404.html").write_text("<script>3</script>")
    monkeypatch.setattr(content_policy, "CLIENT", tmp_path)


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Of a demo without a payment provider."""
    made = read_settings({"ACTIONPACK_MODE": "demo", "SECRET_KEY": "x" * 32, "STAGING_KEY": "y" * 32})
    monkeypatch.setattr(content_policy, "get_settings", lambda: made)
    return made


def directives(policy: str) -> dict[str, list[str]]:
    return {words[0]: words[1:] for part in policy.split("; ") if (words := part.split())}


def test_only_the_lines_that_the_build_wrote_have_a_hash() -> None:
    assert inline_hashes("<script>1</script><script async src='/1.js'></script><script>1</script>") == (HASH_OF_ONE,)
    assert inline_hashes("<script>\n1</script>") != (HASH_OF_ONE,)
    assert inline_hashes("<p>1</p>") == ()


@pytest.mark.usefixtures("settings")
def test_each_page_has_its_own_and_others_the_fallback_s() -> None:
    own, other = directives(page_policy("/en/offers/")), directives(page_policy("/en/orders/ORD-2026-000001"))
    assert own["script-src"][:2] == ["'self'", HASH_OF_ONE]
    assert len(own["script-src"]) == 3
    assert other["script-src"] != own["script-src"]
    assert len(other["script-src"]) == 2
    assert page_policy("/../../etc/passwd") == page_policy("/en/unknown")


@pytest.mark.usefixtures("settings")
def test_nothing_is_evaluated_framed_or_fetched_from_elsewhere() -> None:
    found = directives(page_policy("/en/offers"))
    assert not {"'unsafe-inline'", "'unsafe-eval'", "'unsafe-hashes'", "data:", "*"} & set(found["script-src"])
    assert found["default-src"] == found["base-uri"] == found["frame-ancestors"] == found["frame-src"] == ["'none'"]
    assert found["connect-src"] == found["form-action"] == found["font-src"] == ["'self'"]
    assert "upgrade-insecure-requests" not in found


@pytest.mark.parametrize("script", [STRIPE_JS, "https://stand-in.example.com/js.stripe.com/v3/"])
def test_the_payment_provider_s_sources_stand_where_there_is_one(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    with_cards = dataclasses.replace(settings, stripe_secret_key="sk_test_1", stripe_js_url=script)
    monkeypatch.setattr(content_policy, "get_settings", lambda: with_cards)
    origin = "/".join(script.split("/")[:3])
    found = directives(page_policy("/en/offers"))
    assert origin in found["script-src"]
    assert origin in found["frame-src"]
    assert ("https://api.stripe.com" in found["connect-src"]) is (script == STRIPE_JS)


def test_behind_https_nothing_is_asked_for_without_it(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content_policy, "get_settings", lambda: dataclasses.replace(settings, public_url="https://a.example.com"))
    assert "upgrade-insecure-requests" in directives(page_policy("/en/offers"))
