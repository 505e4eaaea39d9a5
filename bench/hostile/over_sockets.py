"""What attackers try over websockets. Each tells in a few words how it went."""

import asyncio
import contextlib
import time

from bench.hostile.breach import counted, must
from bench.hostile.bystander import LOAD
from bench.hostile.wire import Target, Websocket, event, request, said, status, websocket

HYDRATE = "reflex___state____state.hydrate"
SIGNED_IN = 4
"""Of six who flood."""
MALFORMED: tuple[str | bytes, ...] = (
    "",
    "5",
    "bQUJD",
    "42/_event,not json",
    '42/other,["event",{}]',
    "42/_event," + "[" * 50_000,
    '451-/_event,["event",{"_placeholder":true,"num":0}]',
    '42/_event,["event",{"name":1}]',
    b"\x00\x01\x02",
    event("x" * 300_000),
)


async def malformed_packets(target: Target, seconds: float) -> str:
    """Each of them has to cost its socket, and nothing else; names that don't exist are dropped."""
    closed, at, ends_at = 0, 0, time.monotonic() + seconds
    while time.monotonic() < ends_at:
        try:
            async with websocket(target, source=2 + at % 8) as opened, asyncio.timeout(10):
                for _name in range(20):
                    opened.put(event("no.such.event"))
                opened.put(MALFORMED[at % len(MALFORMED)])
                await opened.hear_until_closed()
                closed += 1
        except ConnectionError:
            await asyncio.sleep(0.05)
        at += 1
    return f"{closed} sockets closed"


async def huge_messages(target: Target, seconds: float) -> str:
    """Eight megabytes in a message, from a few sockets."""
    sent, ends_at = 0, time.monotonic() + seconds

    async def one(source: int) -> None:
        nonlocal sent
        while time.monotonic() < ends_at:
            with contextlib.suppress(ConnectionError, TimeoutError):
                async with websocket(target, source) as opened, asyncio.timeout(10):
                    opened.put(event("x" * 8_000_000))
                    await opened.hear_until_closed()
                    sent += 1
            await asyncio.sleep(0.2)

    await asyncio.gather(*[one(source) for source in range(2, 6)])
    return f"{sent} of 8 MB"


async def event_floods(target: Target, seconds: float) -> str:
    """From six sockets of two people and of strangers; two of them read no answers."""
    sent, ends_at = 0, time.monotonic() + seconds

    async def flood(opened: Websocket) -> None:
        nonlocal sent
        while time.monotonic() < ends_at:
            for _event in range(50):
                opened.put(event(LOAD))
            await opened.flush()
            sent += 50

    async def one(number: int) -> None:
        cookie = target.cookies[number % 2] if number < SIGNED_IN else ""
        with contextlib.suppress(ConnectionError, TimeoutError):
            async with websocket(target, 2 + number, cookie) as opened, asyncio.timeout(seconds):
                reading = None if number in {0, 4} else asyncio.create_task(opened.hear_until_closed())
                await flood(opened)
                if reading:
                    reading.cancel()

    await asyncio.gather(*[one(number) for number in range(6)])
    return f"{sent:,} events taken or in the line"


async def socket_flood(target: Target, seconds: float) -> str:
    """As many sockets with new client tokens as there is room for; each loads a page's state."""
    opened, refused, ends_at = 0, 0, time.monotonic() + seconds

    async def one(source: int) -> None:
        nonlocal opened, refused
        while time.monotonic() < ends_at:
            try:
                async with websocket(target, source) as found, asyncio.timeout(5):
                    found.put(event(HYDRATE))
                    await found.hear()
                    await found.hear()
                    opened += 1
            except ConnectionError:
                refused += 1
                await asyncio.sleep(0.05)
            except (TimeoutError, asyncio.IncompleteReadError):
                await asyncio.sleep(0)

    await asyncio.gather(*[one(2 + number % 4) for number in range(32)])
    return f"{opened} opened, {refused} refused"


async def guessed_tokens(target: Target, seconds: float) -> str:
    """The bystander's own client token, brought by strangers and by somebody else who is signed in."""
    tried, ends_at = 0, time.monotonic() + seconds
    while time.monotonic() < ends_at:
        with contextlib.suppress(ConnectionError, TimeoutError, asyncio.IncompleteReadError):
            cookie = ("", target.cookies[1])[tried % 2]
            async with websocket(target, 2 + tried % 4, cookie, target.token) as opened, asyncio.timeout(1):
                opened.put(event(HYDRATE))
                opened.put(event(LOAD))
                while True:
                    must(target.secret not in await opened.hear(), "a guessed token showed somebody's page")
        tried += 1
    return f"{tried} guesses"


async def cookies(target: Target, seconds: float) -> str:
    """Forged ones, one that has ended, overlong ones: by HTTP and over the socket."""
    answers: dict[int, int] = {}
    forged = (
        "session=" + "A" * 43,
        target.ended_cookie,
        "session=" + "a" * 60_000,
        'session="\\\x7f; session=;;;=',
        "session=' OR 1=1--",
    )
    ends_at, at = time.monotonic() + seconds, 0
    while time.monotonic() < ends_at:
        cookie = forged[at % len(forged)]
        answer = await said(target, request("GET", "/api/invoices.csv", f"Cookie: {cookie}"), 2 + at % 4)
        must(status(answer) in {0, 400, 401, 429, 431}, f"a forged cookie was answered {status(answer)}")
        answers[status(answer)] = answers.get(status(answer), 0) + 1
        with contextlib.suppress(ConnectionError, TimeoutError, asyncio.IncompleteReadError):
            async with websocket(target, 2 + at % 4, cookie) as opened, asyncio.timeout(2):
                opened.put(event(LOAD))
                for _answer in range(3):
                    must(target.secret not in await opened.hear(), "a forged cookie let somebody in")
        at += 1
    return counted(answers)
