"""Several processes serve together: PostgreSQL, one store of page states, one folder; any of them may die at any moment."""

import os
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest
from sqlalchemy import text

from tests.crash.page import Page
from tests.crash.pair import Pair, pair
from tests.crash.visitor import CHECKOUT, Visitor, make_partner

PAGES = (
    "offers", "competencies", "benefits", "company", "profile", "activity", "approvals", "invoices", "notifications", "account",
    "users", "support", "support/new",
)  # fmt: skip
LOOKS = 400
CLICKS = 10


@pytest.fixture(scope="module")
def house() -> Iterator[Pair]:
    """The first server is one process, the second has two."""
    with pair() as made:
        made.two.kill()
        made.two.start(WEB_CONCURRENCY="2")
        yield made


@pytest.fixture
def admin(house: Pair) -> Visitor:
    """Fabrikam's Global admin, signed in at the first server."""
    if not house.one.alive():
        house.one.start()
    _partner, person = make_partner(house.one.address, house.key, "fabrikam")
    return Visitor(house.one.address, person)


@pytest.mark.parametrize("end", ["kill", "stop"])
def test_a_page_whose_process_ends_comes_back_at_another_one_with_its_dialog_and_what_was_typed(
    house: Pair, admin: Visitor, end: str
) -> None:
    at = [house.one.address]
    page = Page(admin.cookie, lambda: at[0])
    assert page.wait_until(lambda: page.company != "")
    page.send(f"{CHECKOUT}.open", offer="action_pack")
    assert page.wait_until(lambda: page.order.get("step") == "method")
    number, token = page.order["number"], page.token
    page.send(f"{CHECKOUT}.choose_transfer")
    assert page.wait_until(lambda: page.order.get("method") == "transfer")
    page.send(f"{CHECKOUT}.keep", field="contact_name", text="Grace Hopper")
    page.send(f"{CHECKOUT}.keep", field="contact_phone", text="+1 206-555-0142")
    kept = "SELECT contact_phone FROM purchase_order WHERE number = :number"
    assert any(_one(house, kept, number=number) == "+1 206-555-0142" for _look in range(LOOKS))
    seen = page.connections
    at[0] = house.two.address
    house.one.kill() if end == "kill" else house.one.stop()
    assert page.wait_until(lambda: page.connections > seen and page.order.get("contact_phone") == "+1 206-555-0142")
    assert page.has_dialog
    assert (page.order["number"], page.order["contact_name"], page.token) == (number, "Grace Hopper", token)
    page.send(f"{CHECKOUT}.close")
    assert page.wait_until(lambda: not page.has_dialog)
    page.close()


def test_every_page_is_kept_and_given_by_both(house: Pair, admin: Visitor) -> None:
    addresses = (house.one.address, house.two.address)
    for at, path in enumerate(PAGES):
        page = Page(admin.cookie, lambda at=at: addresses[at % 2], f"/en/{path}")
        assert page.wait_until(lambda page=page: page.company == "Fabrikam"), path
        assert page.told == ""
        page.close()
    assert "could not be pickled" not in house.one.log() + house.two.log()
    assert "StateSerializationError" not in house.one.log() + house.two.log()


def test_a_session_that_ends_at_one_ends_at_the_other_at_once(house: Pair, admin: Visitor) -> None:
    page = Page(admin.cookie, lambda: house.two.address)
    assert page.wait_until(lambda: page.company != "")
    with httpx.Client(headers={"Cookie": admin.cookie, "Origin": house.one.address}) as browser:
        browser.post(f"{house.one.address}/auth/sign-out", data={"locale": "en"})
        page.send(f"{CHECKOUT}.open", offer="action_pack")
        assert page.wait_until(lambda: any("/sign-in" in away for away in page.away))
        assert not page.has_dialog
        assert browser.get(f"{house.two.address}/api/invoices.csv").status_code in {302, 303, 401, 403}
    page.close()


def test_each_process_carries_work_under_a_name_of_its_own_and_is_started_anew_when_it_dies(house: Pair, admin: Visitor) -> None:
    page = Page(admin.cookie, lambda: house.two.address)
    assert page.wait_until(lambda: page.company != "")
    port = house.two.port
    named = "SELECT count(DISTINCT id) FROM executor WHERE id LIKE :first OR id LIKE :second"
    assert _one(house, named, first=f"%:{port}", second=f"%:{port}:web-2") == 2
    before = _web_processes(house)
    assert len(before) == 2
    for process in before:
        known = set(_web_processes(house))
        os.kill(process, signal.SIGKILL)
        assert house.two.until(lambda known=known: len(set(_web_processes(house)) - known) == 1)
        assert any(_answers(page) for _click in range(CLICKS))
    assert house.two.until(lambda: not set(before) & set(_web_processes(house)))
    page.close()


def test_no_two_processes_speak_on_one_connection(house: Pair) -> None:
    """They would read each other's answers: what was opened before a process forked is closed by then."""
    sockets = [socket for process in (house.two.process_id, *_web_processes(house)) for socket in _connected(process)]
    assert len(sockets) > 2, "both web processes are connected to the database and to the store of page states"
    assert [socket for socket, holders in Counter(sockets).items() if holders > 1] == []


def _connected(process: int) -> set[str]:
    """The sockets that a process has open and that don't wait for others to come, as the system names them."""
    open_ones = psutil.Process(process).net_connections("all")
    return {str(Path(f"/proc/{process}/fd/{one.fd}").readlink()) for one in open_ones if one.status != psutil.CONN_LISTEN}


def _answers(page: Page) -> bool:
    """Whether a click opens the dialog, and another one closes it; clicks while the line is cut are lost."""
    page.send(f"{CHECKOUT}.open", offer="action_pack")
    opened = page.wait_until(lambda: page.has_dialog and page.order.get("step") == "method", 3)
    page.send(f"{CHECKOUT}.close")
    return opened and page.wait_until(lambda: not page.has_dialog, 3)


def _web_processes(house: Pair) -> list[int]:
    children = psutil.Process(house.two.process_id).children()
    return [child.pid for child in children if child.is_running() and child.status() != psutil.STATUS_ZOMBIE]


def _one(house: Pair, question: str, **values: str) -> object:
    with house.engine.connect() as connection:
        return connection.execute(text(question), values).scalar_one()
