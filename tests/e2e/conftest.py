"""A server of our own, or the one that --base-url names; a browser; a partner for each test."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.infra import kept_results
from tests.e2e.infra.browser import LAUNCH_ARGS, PATIENCE_MS, browser_on_this_machine
from tests.e2e.infra.server import start_server, stop_server
from tests.e2e.infra.shared import shared
from tests.e2e.infra.staging import KEY_OF_MAKE_RUN, Staging
from tests.e2e.infra.watch import Watch
from tests.e2e.pages.person import Door
from tests.e2e.pages.words import LOCALES

LOCAL = {"localhost", "127.0.0.1", "::1"}


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(kept_results, "e2e-kept-results")
    expect.set_options(timeout=PATIENCE_MS)
    if config.option.screenshot == "off":
        config.option.screenshot = "only-on-failure"


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own


@pytest.fixture(scope="session")
def results(run_folder: Path, pytestconfig: pytest.Config) -> Iterator[Path]:
    """Where traces, screenshots and the server's log go; emptied when the run starts."""
    folder = pytestconfig.rootpath / pytestconfig.getoption("--output")

    def empty() -> dict[str, str]:
        shutil.rmtree(folder, ignore_errors=True)
        return {}

    with shared(run_folder / "e2e-results.json", empty, lambda _made: None):
        yield folder


@pytest.fixture(scope="session")
def server(run_folder: Path, results: Path, pytestconfig: pytest.Config) -> Iterator[dict[str, str]]:
    """Address and staging key of the server under test."""
    given = pytestconfig.getoption("--base-url")
    if given:
        yield {"address": given.rstrip("/"), "key": _staging_key(given)}
        return
    folder = run_folder / "e2e-server"

    def start() -> dict[str, str]:
        folder.mkdir()
        return start_server(folder, results / "server.log")

    with shared(run_folder / "e2e-server.json", start, stop_server) as started:
        yield started


def _staging_key(address: str) -> str:
    if key := os.environ.get("STAGING_KEY"):
        return key
    if urlsplit(address).hostname in LOCAL and KEY_OF_MAKE_RUN.exists():
        return KEY_OF_MAKE_RUN.read_text().strip()
    raise pytest.UsageError(f"set STAGING_KEY to the staging key of {address}")


@pytest.fixture(scope="session")
def base_url(server: dict[str, str]) -> str:
    """The server's origin."""
    return server["address"]


@pytest.fixture
def served(server: dict[str, str]) -> dict[str, str]:
    """The server that the test's people reach; tests that need another kind of server have one of their own."""
    return server


@pytest.fixture
def staging(served: dict[str, str]) -> Staging:
    """The server's staging interface."""
    return Staging(served["address"], served["key"])


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium where there is one."""
    found = browser_on_this_machine()
    named = {"executable_path": found} if found else {}
    return {**browser_type_launch_args, **named, "args": LAUNCH_ARGS}


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any], served: dict[str, str]) -> dict[str, Any]:
    """A desktop window before the test's server."""
    size = {"width": 1440, "height": 900}
    return {**browser_context_args, "base_url": served["address"], "viewport": size, "accept_downloads": True}


@pytest.fixture(autouse=True)
def watch(served: dict[str, str]) -> Iterator[Watch]:
    """Fails every test in which the browser reports anything, or speaks to anybody but the server."""
    listening = Watch(served["address"], served.get("provider", ""))
    yield listening
    listening.check()


@pytest.fixture
def new_context(new_context: Callable[..., BrowserContext], watch: Watch) -> Callable[..., BrowserContext]:
    """Contexts that are watched."""

    def watched(**options: Any) -> BrowserContext:
        context = new_context(**options)
        watch.attach(context)
        return context

    return watched


@pytest.fixture
def context(new_context: Callable[..., BrowserContext]) -> BrowserContext:
    """The test's first browser context."""
    return new_context()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """The test's first tab."""
    return context.new_page()


@pytest.fixture(params=LOCALES)
def locale(request: pytest.FixtureRequest) -> str:
    """The language in which a journey is walked."""
    return str(request.param)


@pytest.fixture
def door(page: Page, new_context: Callable[..., BrowserContext], staging: Staging) -> Door:
    """Lets people in: `door.enter("fabrikam", "Global admin", locale)` signs somebody of a fresh copy in."""
    return Door(page, new_context, staging)
