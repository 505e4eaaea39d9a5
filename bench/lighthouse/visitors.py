"""The browser that Lighthouse looks through: one of its own, with somebody's session in it or nobody's."""

import contextlib
import os
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Playwright

from bench.browser import ARGUMENTS
from tests.ports import free_port

START_SECONDS = 30


@contextlib.contextmanager
def looking(playwright: Playwright, folder: Path, session: str, address: str) -> Iterator[int]:
    """A browser over an empty profile that holds the cookie `session`, where there is one; gives the port it listens on.

    The session is a cookie, as it is for people, and the gate sends whoever has none to the sign-in page: `audit` would tell.
    """
    port = free_port()
    own = [f"--remote-debugging-port={port}", f"--user-data-dir={folder}", "--headless=new", "--mute-audio", "about:blank"]
    running = subprocess.Popen([_executable(playwright), *ARGUMENTS, *own], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(port)
        if session:
            _give(playwright, port, session, address)
        yield port
    finally:
        running.terminate()
        running.wait(timeout=20)


def _give(playwright: Playwright, port: int, session: str, address: str) -> None:
    browser = playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
    browser.contexts[0].add_cookies(
        [{"name": "session", "value": session, "url": address, "httpOnly": True, "sameSite": "Lax"}],
    )
    browser.close()


def _executable(playwright: Playwright) -> str:
    """A Chromium that is on the machine, else Playwright's own."""
    names = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome", "chromium-headless-shell")
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    return found or playwright.chromium.executable_path


def _wait(port: int) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/json/version", timeout=2):
            return
        time.sleep(0.1)
    raise RuntimeError("the browser doesn't answer")
