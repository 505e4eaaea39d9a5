"""Signed tokens: ours, for one purpose, or nothing."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from actionpack_app.gateways.signing import sign, unsign
from actionpack_app.settings import get_settings


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("ACTIONPACK_MODE", "demo")
    monkeypatch.setenv("SECRET_KEY", "the first secret key")
    monkeypatch.setenv("STAGING_KEY", "the first staging key")
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text())
def test_what_was_signed_comes_back(value: str) -> None:
    token = sign("calendar", value)
    assert unsign("calendar", token) == value
    assert unsign("another purpose", token) is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@example("\ud800")
@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_no_text_is_a_token(text: str) -> None:
    assert unsign("calendar", text) is None


def test_no_character_of_a_token_can_be_changed() -> None:
    token = sign("calendar", "subscription")
    for at in range(len(token) - 1):  # the last one carries bits that mean nothing
        other = "A" if token[at] != "A" else "B"
        assert unsign("calendar", token[:at] + other + token[at + 1 :]) is None


def test_a_token_of_another_key_is_forged(monkeypatch: pytest.MonkeyPatch) -> None:
    token = sign("calendar", "subscription")
    monkeypatch.setenv("SECRET_KEY", "the second secret key")
    get_settings.cache_clear()
    assert unsign("calendar", token) is None


def test_a_token_stands_in_an_address_as_it_is() -> None:
    token = sign("calendar", "0f13c75b-767e-428b-a333-ca0365a202eb")
    assert token.replace("-", "").replace("_", "").replace(".", "").isalnum()
