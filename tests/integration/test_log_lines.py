"""Lines of the log: which request, whose event, which order; who is refused what; and nothing that is undone."""

import asyncio
import contextlib
import functools
import json
from collections.abc import Iterator

import httpx
import pytest
import structlog
from starlette.responses import Response
from starlette.routing import Route

from actionpack_app.auth.visit import run, run_as_nobody, set_visitor
from actionpack_app.db import transaction
from actionpack_app.domain.errors import LinkOver, NotAllowed
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.rights import Role
from actionpack_app.gateways.rates import Tells
from actionpack_app.logs import begin_lines, configure_logs, log
from actionpack_app.repositories.activity import Activity
from actionpack_app.services.people.accept import open_invitation
from actionpack_app.services.people.browse import list_people
from actionpack_app.services.sessions.sign_in import find_visitor, sign_in_as_sample
from tests.integration.companies import Company
from tests.integration.http import HOST, visiting
from tests.integration.shopping import bought, reviewed_by_card


class Lines:
    """What was written to standard error."""

    def __init__(self, capture: pytest.CaptureFixture[str]) -> None:
        self._capture = capture
        capture.readouterr()

    def read(self, said: str) -> list[dict[str, str]]:
        """The lines that say it, from the last look on."""
        written = self._capture.readouterr().err.splitlines()
        return [line for line in map(json.loads, written) if line["event"] == said or line.get("event") == said]


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Iterator[Lines]:
    """As a server writes them."""
    before = structlog.get_config()
    configure_logs()
    try:
        yield Lines(capsys)
    finally:
        structlog.contextvars.clear_contextvars()
        structlog.configure(**before)


def test_what_was_done_is_told_once_it_is_kept(fabrikam: Company, lines: Lines) -> None:
    begin_lines("r-1", path="POST /x")
    with transaction() as session:
        Activity(session, fabrikam.admin).record("order_paid", fabrikam.clock.now(), subject="PO-1")
        assert lines.read("done") == []
    (line,) = lines.read("done")
    assert (line["action"], line["subject"], line["request"], line["partner"], line["person"]) == (
        "order_paid",
        "PO-1",
        "r-1",
        fabrikam.id,
        fabrikam.admin.person_id,
    )
    with contextlib.suppress(RuntimeError), transaction() as session:
        Activity(session, fabrikam.admin).record("order_paid", fabrikam.clock.now(), subject="PO-2")
        raise RuntimeError
    assert lines.read("done") == []


def test_an_orders_lines_are_found_by_its_number(fabrikam: Company, lines: Lines) -> None:
    number = bought(fabrikam, reviewed_by_card(fabrikam, Offer.ACTION_PACK)).number
    told = [line for line in lines.read("done") if number in {line.get("subject"), line.get("order")}]
    assert [line["action"] for line in told] == ["order_placed", "order_paid"]


def test_who_asks_for_what_is_not_theirs_leaves_a_line(fabrikam: Company, lines: Lines) -> None:
    token, _locale = sign_in_as_sample(fabrikam.person(Role.USER).person_id)

    async def ask() -> None:
        begin_lines("r-2", person="somebody")
        set_visitor(find_visitor(token, "192.0.2.7"))
        with pytest.raises(NotAllowed):
            await run(list_people, "", 1, 1)
        with pytest.raises(LinkOver):
            await run_as_nobody(open_invitation, "forged")
        with pytest.raises(LinkOver):
            await run_as_nobody(functools.partial(open_invitation, "forged"))

    asyncio.run(ask())
    first, second, again = lines.read("refused")
    assert {**again, "timestamp": ""} == {**second, "timestamp": ""}
    assert (first["asked"], first["why"], first["right"]) == ("list_people", "NotAllowed", "manage_people")
    assert (first["request"], first["person"]) == ("r-2", "somebody")
    assert (second["asked"], second["why"]) == ("open_invitation", "LinkOver")
    assert "forged" not in json.dumps([first, second])


def test_a_request_has_one_id_in_its_answer_and_in_its_lines(fabrikam: Company, lines: Lines) -> None:
    assert fabrikam.id

    async def look(_request: object) -> Response:
        log.info("looked")
        await asyncio.to_thread(log.info, "looked")
        return Response("")

    async def ask() -> str:
        async with visiting([Route("/api/calendar/{token}", look)], HOST, httpx.Cookies()) as client:
            return str((await client.get("/api/calendar/a-secret-token")).headers["x-request-id"])

    ids = {asyncio.run(ask()), asyncio.run(ask())}
    told = lines.read("looked")
    assert len(ids) == 2
    assert {line["request"] for line in told} == ids
    assert {line["path"] for line in told} == {"GET /api/calendar"}


def test_a_flood_is_told_once_a_minute_a_sender(lines: Lines) -> None:
    now = [0.0]
    tells = Tells(now=lambda: now[0])
    for _time in range(50):
        tells.limited("192.0.2.7", "requests, 429")
        tells.limited("192.0.2.8", "requests, 429")
    assert sorted(line["sender"] for line in lines.read("limited")) == ["192.0.2.7", "192.0.2.8"]
    now[0] = 61.0
    tells.limited("192.0.2.7", "requests, 429")
    assert len(lines.read("limited")) == 1
