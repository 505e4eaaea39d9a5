"""What is too much by HTTP, through the gate: rates, places, bodies, and the answers to them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from types import SimpleNamespace

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Message

from actionpack_app.api import bodies, gate, limits
from actionpack_app.api.bodies import Body, BodyRefused
from actionpack_app.api.gate import Gate
from actionpack_app.domain.rates import Rate
from actionpack_app.routes import ATTACHMENTS, HTTP_SIGN_IN, STRIPE_WEBHOOK
from actionpack_app.services.support.attach import FILE_MAX_BYTES

Ask = Callable[[httpx.AsyncClient], Awaitable[httpx.Response]]


@pytest.fixture(autouse=True)
def settings(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = SimpleNamespace(secure=False, public_url="http://a.example.com", session_cookie="session")
    monkeypatch.setattr(gate, "get_settings", lambda: plain)
    monkeypatch.setattr("actionpack_app.auth.visit.get_settings", lambda: plain)


async def size(request: Request) -> Response:
    return JSONResponse({"size": len(await request.body())})


ROUTES = [
    Route(path, size, methods=["GET", "POST"])
    for path in (HTTP_SIGN_IN, STRIPE_WEBHOOK, "/healthz", "/assets/a.js", "/en/sign-in/")
]


def served(handler: Callable[[Request], Awaitable[Response]] = size, path: str = HTTP_SIGN_IN) -> Gate:
    return Gate(Starlette(routes=[Route(path, handler, methods=["GET", "POST"]), *ROUTES]), policy_of=lambda _path: "")


def asked(app: Gate, *asks: Ask, address: str = "192.0.2.7") -> list[httpx.Response]:
    """The answers to requests from one address, one after the other."""

    async def all_of_them() -> list[httpx.Response]:
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app, client=(address, 1)), base_url="http://a.example.com"
        ) as client:
            return [await ask(client) for ask in asks]

    return asyncio.run(all_of_them())


def get(path: str, session: str = "") -> Ask:
    return lambda client: client.get(path, headers={"cookie": f"session={session}"} if session else {})


def post(path: str, content: bytes | AsyncIterator[bytes]) -> Ask:
    return lambda client: client.post(path, content=content)


def test_an_address_that_asks_too_often_is_told_when_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FROM_ADDRESS", Rate(3, 0.1))
    app = served()
    answers = asked(app, *[get(HTTP_SIGN_IN)] * 4)
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[3].headers["retry-after"] == "10"
    assert answers[3].json() == {"error": "too_many_requests", "retry_after": 10}
    assert answers[3].headers["x-content-type-options"] == "nosniff"
    assert asked(app, get(HTTP_SIGN_IN), address="192.0.2.8")[0].status_code == 200


def test_whoever_asks_on_regardless_waits_for_each_further_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FROM_ADDRESS", Rate(1, 0.1))
    monkeypatch.setattr(limits, "REFUSED_FROM_ADDRESS", Rate(2, 0.1))
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(limits.asyncio, "sleep", sleep)
    answers = asked(served(), *[get(HTTP_SIGN_IN)] * 5)
    assert [answer.status_code for answer in answers] == [200, 429, 429, 429, 429]
    assert slept == [limits.HELD_BACK_SECONDS] * 2


def test_no_more_than_so_many_wait_for_their_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"FROM_ADDRESS": Rate(1, 0.1), "REFUSED_FROM_ADDRESS": Rate(1, 0.1), "HELD_BACK_FROM_ADDRESS": 0}.items():
        monkeypatch.setattr(limits, name, value)
    monkeypatch.setattr(limits, "HELD_BACK_SECONDS", 3600.0)
    assert [answer.status_code for answer in asked(served(), *[get(HTTP_SIGN_IN)] * 4)] == [200, 429, 429, 429]


def test_people_are_told_in_the_language_of_their_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FROM_ADDRESS", Rate(1, 1))
    english = asked(served(), get("/en/sign-in"), get("/en/sign-in"))[1]
    assert english.text == "Too many requests came from here. Please load the page again in 1 second."
    korean = asked(served(), get("/ko/sign-in"), get("/ko/sign-in"))[1]
    assert "1초" in korean.text
    assert korean.headers["content-type"] == "text/plain; charset=utf-8"


def test_files_and_signs_of_life_are_counted_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FROM_ADDRESS", Rate(1, 0.1))
    answers = asked(served(), *[get(HTTP_SIGN_IN)] * 2, *[get("/healthz"), get("/assets/a.js")] * 20, get(STRIPE_WEBHOOK))
    assert [answer.status_code for answer in answers][1:] == [429, *[200] * 41]


def test_a_session_is_counted_apart_from_the_office_that_it_sits_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "OF_SESSION", Rate(2, 0.1))
    answers = asked(served(), *[get(HTTP_SIGN_IN, "a" * 43)] * 3, get(HTTP_SIGN_IN, "b" * 43), get(HTTP_SIGN_IN))
    assert [answer.status_code for answer in answers] == [200, 200, 429, 200, 200]


async def pieces(total: int) -> AsyncIterator[bytes]:
    for _piece in range(total // 1024):
        yield b"a" * 1024


@pytest.mark.parametrize(("path", "most"), [(HTTP_SIGN_IN, 64 * 1024), ("/en/sign-in", 64 * 1024), (STRIPE_WEBHOOK, 512 * 1024)])
def test_a_body_is_counted_whether_its_size_is_told_or_not(path: str, most: int) -> None:
    sizes = [most, most + 1024]
    told = asked(served(), *[post(path, b"a" * amount) for amount in sizes])
    untold = asked(served(), *[post(path, pieces(amount)) for amount in sizes])
    for fits, too_large in (told, untold):
        assert fits.json() == {"size": most}
        assert too_large.status_code == 413
        assert too_large.headers["connection"] == "close"


def test_a_file_may_be_as_large_as_its_address_says_and_no_larger() -> None:
    app = served(size, ATTACHMENTS)
    app._limited._app = app._app  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] (nobody is signed in here)
    fits, too_large = asked(
        app, post(ATTACHMENTS, pieces(FILE_MAX_BYTES)), post(ATTACHMENTS, pieces(FILE_MAX_BYTES + 1024 * 1024))
    )
    assert fits.json() == {"size": FILE_MAX_BYTES}
    assert (too_large.status_code, too_large.json()) == (413, {"error": "too_large"})


def test_a_body_that_trickles_in_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "PATIENCE_SECONDS", 0.05)

    async def trickle() -> AsyncIterator[bytes]:
        while True:
            yield b"a"
            await asyncio.sleep(0.01)

    answer = asked(served(), post(HTTP_SIGN_IN, trickle()))[0]
    assert (answer.status_code, answer.json()) == (408, {"error": "too_slow"})
    assert answer.headers["connection"] == "close"


def test_a_large_body_may_take_longer_than_a_small_one() -> None:
    times = iter([0.0, 0.0, 9.9, 10.9])
    sent = iter([{"type": "http.request", "body": b"a" * 16 * 1024, "more_body": True}] * 3)

    async def receive() -> Message:
        return next(sent)

    async def read() -> None:
        body = Body(receive, 10**6, lambda: next(times))
        for _part in range(3):
            await body.receive()

    asyncio.run(read())


def test_a_body_that_is_broken_off_is_refused() -> None:
    async def receive() -> Message:
        return {"type": "http.disconnect"}

    body = Body(receive, 10)
    with pytest.raises(BodyRefused):
        asyncio.run(body.whole())
    assert body.refusal == 400


def test_the_first_byte_too_many_is_the_last_one_read() -> None:
    read = list[int]()

    async def receive() -> Message:
        read.append(1)
        return {"type": "http.request", "body": b"aaaa", "more_body": True}

    with pytest.raises(BodyRefused):
        asyncio.run(Body(receive, 10).whole())
    assert len(read) == 3


def test_who_comes_while_everything_is_taken_is_asked_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "AT_ONCE_FROM_ADDRESS", 2)

    async def both() -> list[int]:
        begun, go_on = asyncio.Semaphore(0), asyncio.Event()

        async def slow(_request: Request) -> Response:
            begun.release()
            await go_on.wait()
            return Response("done")

        transport = httpx.ASGITransport(served(slow), client=("192.0.2.7", 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://a.example.com") as client:
            first = [asyncio.create_task(client.get(HTTP_SIGN_IN)) for _request in range(2)]
            for _request in first:
                await begun.acquire()
            refused = await client.get(HTTP_SIGN_IN)
            lives = await client.get("/healthz")
            go_on.set()
            answers = [*await asyncio.gather(*first), refused, lives, await client.get(HTTP_SIGN_IN)]
        return [answer.status_code for answer in answers]

    assert asyncio.run(both()) == [200, 200, 503, 200, 200]
