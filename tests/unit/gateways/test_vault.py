"""Secrets at rest: another text each time, of use to nobody without the secret key."""

import pytest

from actionpack_app.domain.errors import KeysUnreadable
from actionpack_app.gateways import vault
from actionpack_app.gateways.vault import fingerprint, seal, unseal
from actionpack_app.settings import get_settings

KEY = "AAAAA-BBBBB-CCCCC-DDDDD"


@pytest.fixture(autouse=True)
def _server(monkeypatch: pytest.MonkeyPatch) -> None:
    serve_with(monkeypatch, "a secret key for tests only")
    monkeypatch.setattr(vault, "get_settings", get_settings.__wrapped__)


def serve_with(monkeypatch: pytest.MonkeyPatch, secret_key: str) -> None:
    monkeypatch.setenv("SECRET_KEY", secret_key)
    monkeypatch.setenv("STAGING_KEY", "a staging key for tests only")


def test_what_is_sealed_can_be_opened_and_says_nothing_by_itself() -> None:
    sealed = seal(KEY)
    assert unseal(sealed) == KEY
    assert KEY not in sealed
    assert seal(KEY) != sealed, "the same key twice doesn't look the same"


def test_under_another_secret_key_nothing_can_be_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    sealed, mark = seal(KEY), fingerprint(KEY)
    serve_with(monkeypatch, "another secret key for tests")
    with pytest.raises(KeysUnreadable):
        unseal(sealed)
    assert fingerprint(KEY) != mark


@pytest.mark.parametrize(
    "changed", [lambda text: text[:-4] + "AAA=", lambda text: text[:20], lambda _text: "", lambda _text: "x"]
)
def test_what_was_changed_is_not_opened(changed: object) -> None:
    with pytest.raises(KeysUnreadable):
        unseal(changed(seal(KEY)))  # type: ignore[operator]


def test_the_same_key_has_the_same_fingerprint_and_another_has_another() -> None:
    assert fingerprint(KEY) == fingerprint(KEY) != fingerprint(KEY + "E")
    assert len(fingerprint(KEY)) == 64
