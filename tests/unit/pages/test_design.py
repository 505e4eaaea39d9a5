"""The design page: its colours can be read, and production has none of it."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from actionpack_app.dialogs.phases import MISSING, READY
from actionpack_app.domain.status import Status
from actionpack_app.messages import use_locale
from actionpack_app.pages.design import state as design
from actionpack_app.pages.design.colours import READ_ON, contrast, pairs, themes, tokens
from actionpack_app.pages.design.samples import SITUATIONS, tile


def loaded(monkeypatch: pytest.MonkeyPatch, *, has_samples: bool) -> design.DesignState:
    """The state after the page's own event."""
    monkeypatch.setattr(design, "get_settings", lambda: SimpleNamespace(has_samples=has_samples))
    state: Any = design.DesignState(_reflex_internal_init=True)  # type: ignore[call-arg]
    asyncio.run(design.DesignState.load.fn(state))
    return state


def test_where_samples_are_the_page_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    assert loaded(monkeypatch, has_samples=True).phase == READY


def test_in_production_its_own_event_says_that_there_is_no_such_page(monkeypatch: pytest.MonkeyPatch) -> None:
    assert loaded(monkeypatch, has_samples=False).phase == MISSING


def test_contrast_is_measured_as_the_guideline_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == contrast("#ffffff", "#777777") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [":root", ".dark"])
@pytest.mark.parametrize(("ink", "ground"), READ_ON)
def test_every_text_can_be_read_on_every_ground_that_it_stands_on(theme: str, ink: str, ground: str) -> None:
    colours = themes()[theme]
    assert contrast(colours[ink], colours[ground]) >= 4.5  # WCAG 2.2, 1.4.3


def test_every_token_is_there_in_both_themes_and_every_pair_is_told() -> None:
    light, dark = themes()[":root"], themes()[".dark"]
    assert light.keys() == dark.keys() == {token.name for token in tokens()}
    assert len(pairs()) == len(READ_ON)


@pytest.mark.parametrize("locale", ["en", "ko"])
def test_the_tiles_show_every_status(locale: str) -> None:
    assert {situation.status for situation in SITUATIONS} == set(Status)
    with use_locale(locale):
        assert len({tile(situation).status for situation in SITUATIONS}) == len(Status)
