"""WCAG 2.2 AA as far as a machine can tell: axe on every scene, light and dark, wide and narrow.

Then, as nothing need be set up for it a second time: nothing moves for those who asked for that, everything is read in its own
language, Korean breaks between words, and at 200 and 400 % all stays within reach.

Every other scene in the other language, so that half the time is enough for each run; all in both by `make axe`.
"""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

import actionpack_app.actionpack_app as composition
from tests.e2e.infra.language import language_faults
from tests.e2e.infra.outbox import Outbox
from tests.e2e.infra.reflow import faults_when_enlarged
from tests.e2e.infra.watch import Watch
from tests.e2e.pages.person import Door
from tests.e2e.pages.words import LOCALES
from tests.e2e.scenes import SCENES, Scene, Stage
from tests.e2e.scenes.scene import UNKNOWN

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
HIGH_ENOUGH = 1800
"""For every page to stand above the staging toolbar, which covers nothing for good: the page can be scrolled."""
SEEN_AS = (("light", 1440), ("dark", 360))
"""Theme and width; the other two pairs hold nothing that these don't."""
MOVING = "document.getAnimations().filter(({ playState }) => playState === 'running').length"
IN_BOTH = bool(os.environ.get("IN_BOTH_LANGUAGES"))
SEEN = [
    pytest.param(scene, locale, id=f"{scene.name}-{locale}")
    for at, scene in enumerate(SCENES)
    for locale in (LOCALES if IN_BOTH else (LOCALES[at % len(LOCALES)],))
]


@pytest.mark.parametrize(("scene", "locale"), SEEN)
def test_axe_finds_nothing_and_all_stays_within_reach_when_enlarged(
    door: Door, served: dict[str, str], watch: Watch, scene: Scene, locale: str
) -> None:
    watch.tolerate("status of 4")  # what a scene refuses on purpose is told by Chromium, too
    watch.tolerate("WebSocket connection to")  # and so is a line that a scene cuts
    stage = Stage(door, Outbox(Path(served.get("outbox", "."))), locale, served.get("database", ""))
    page = scene.set_up(stage).page
    for theme, width in SEEN_AS:
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": HIGH_ENOUGH})
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, f"{theme}, {width} px wide: {found.generate_report()}"
    assert page.evaluate(MOVING) == 0, "something moves, and motion was asked to be reduced"
    faults = [*language_faults(page, locale), *faults_when_enlarged(page)]
    assert not faults, "\n".join(faults)


def test_every_page_of_the_page_table_is_a_scene() -> None:
    pages = {page[0] for page in (*composition.PAGES, *composition.PUBLIC_PAGES)} | {UNKNOWN}
    assert {scene.route for scene in SCENES} == pages
    names = [scene.name for scene in SCENES]
    assert len(names) == len(set(names))
