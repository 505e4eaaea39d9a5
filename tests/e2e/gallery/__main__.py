"""`make gallery`: pictures of all scenes in both languages, light and dark, wide and narrow, and a page to look through them."""

import argparse
import html
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, BrowserContext, Error, expect, sync_playwright

from tests.e2e.infra.browser import LAUNCH_ARGS, PATIENCE_MS, browser_on_this_machine
from tests.e2e.infra.outbox import Outbox
from tests.e2e.infra.server import ROOT, start_server, stop_server
from tests.e2e.infra.staging import Staging
from tests.e2e.pages.person import Door
from tests.e2e.pages.words import LOCALES
from tests.e2e.scenes import SCENES, Scene, Stage

WIDTHS = {1440: 900, 360: 740}
Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")
SETTLES_MS = 400
"""Dialogs slide in."""


def main() -> None:
    """Takes the pictures that were asked for, else all."""
    asked = argparse.ArgumentParser(prog="python -m tests.e2e.gallery", description=__doc__)
    asked.add_argument("scenes", nargs="*", help="names, or how they begin; all without any")
    asked.add_argument("--locale", action="append", choices=LOCALES)
    asked.add_argument("--theme", action="append", choices=THEMES)
    asked.add_argument("--width", action="append", type=int, choices=sorted(WIDTHS))
    asked.add_argument("--into", type=Path, default=ROOT / "gallery")
    options = asked.parse_args()
    wanted = [scene for scene in SCENES if not options.scenes or scene.name.startswith(tuple(options.scenes))]
    folder: Path = options.into
    folder.mkdir(parents=True, exist_ok=True)
    failed: list[str] = []
    with serving() as started, browsing() as browser:
        for scene in wanted:
            for locale in options.locale or LOCALES:
                try:
                    take(browser, started, scene, locale, options.theme or THEMES, options.width or list(WIDTHS), folder)
                except (AssertionError, Error) as trouble:
                    failed.append(f"{scene.name} ({locale}): {str(trouble).splitlines()[0]}")
            print(f"{scene.name}")
    (folder / "index.html").write_text(index(folder))
    print(*failed, sep="\n")
    print(f"{folder / 'index.html'}: {len(list(folder.glob('*.png')))} pictures")


def take(
    browser: Browser,
    started: dict[str, str],
    scene: Scene,
    locale: str,
    themes: Sequence[Theme],
    widths: Sequence[int],
    folder: Path,
) -> None:
    """One scene in one language: set up once, and seen in each theme and width."""
    contexts: list[BrowserContext] = []

    def new_context(**options: Any) -> BrowserContext:
        context = browser.new_context(base_url=started["address"], viewport={"width": 1440, "height": 900}, **options)
        contexts.append(context)
        return context

    try:
        door = Door(new_context().new_page(), new_context, Staging(started["address"], started["key"]))
        page = scene.set_up(Stage(door, Outbox(Path(started["outbox"])), locale, started["database"])).page
        for theme in themes:
            page.emulate_media(color_scheme=theme)
            for width in widths:
                page.set_viewport_size({"width": width, "height": WIDTHS[width]})
                page.wait_for_timeout(SETTLES_MS)
                page.screenshot(path=folder / f"{scene.name}.{locale}.{width}.{theme}.png", full_page=True)
    finally:
        for context in contexts:
            context.close()


def index(folder: Path) -> str:
    """A page that shows the pictures, a row for each scene."""
    rows: dict[str, list[str]] = {}
    for picture in sorted(folder.glob("*.png")):
        rows.setdefault(picture.name.partition(".")[0], []).append(picture.name)
    shown = "".join(
        f"<h2>{html.escape(scene)}</h2><p>"
        + "".join(f'<a href="{name}"><img src="{name}" height="420" loading="lazy" alt="{name}"></a> ' for name in names)
        for scene, names in rows.items()
    )
    return f'<!doctype html><meta charset="utf-8"><title>Gallery</title><body style="font-family:sans-serif">{shown}'


@contextmanager
def serving() -> Iterator[dict[str, str]]:
    """The product over an empty database."""
    with tempfile.TemporaryDirectory(prefix="ap-gallery-") as name:
        started = start_server(Path(name), Path(name) / "server.log")
        try:
            yield started
        finally:
            stop_server(started)


@contextmanager
def browsing() -> Iterator[Browser]:
    """A browser without a window."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_on_this_machine(), args=LAUNCH_ARGS)
        try:
            yield browser
        finally:
            browser.close()


if __name__ == "__main__":
    main()
