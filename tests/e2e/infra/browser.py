"""The browser of these tests."""

import os
import shutil

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first that is there; without windows the shell is the same engine at two thirds of the work."""
LAUNCH_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 15_000
"""How long an expectation waits for what the server has to answer; nothing waits longer than it has to."""


def browser_on_this_machine() -> str | None:
    """The system's Chromium where there is one, unless CHROMIUM names another; None for Playwright's own."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
