"""What attackers try, each for some seconds and in a process of its own. Each tells in a few words how it went."""

import asyncio
import contextlib
import re
import time
import zlib
from collections.abc import Callable, Coroutine
from typing import Any

from bench.hostile.bystander import LOAD
from bench.hostile.wire import Target, Websocket, connection, event, request, said, status, websocket

HYDRATE = "reflex___state____state.hydrate"
SLOW_ONES = 200
SIGNED_IN = 4
"""Of six who flood."""
LET_IN = {200, 201}
BROKEN = 500
FORM = "Content-Type: application/x-www-form-urlencoded"
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

Attack = Callable[[Target, float], Coroutine[Any, Any, str]]


class Breach(Exception):
    """An attack got what it wanted."""


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


async def connection_flood(target: Target, seconds: float) -> str:
    """Requests for pages, without end, from fifty connections of two addresses."""
    answers: dict[int, int] = {}
    ends_at = time.monotonic() + seconds

    async def one(source: int) -> None:
        while time.monotonic() < ends_at:
            found = status(await said(target, request("GET", "/en/sign-in"), source))
            answers[found] = answers.get(found, 0) + 1

    await asyncio.gather(*[one(2 + number % 2) for number in range(50)])
    return _counted(answers)


async def slow_headers(target: Target, seconds: float) -> str:
    """Two hundred connections, each with one more byte of a header every second."""
    return await _held(target, seconds, b"GET /en/offers HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")


async def slow_bodies(target: Target, seconds: float) -> str:
    """The same with forms that never end."""
    return await _held(target, seconds, request("POST", "/auth/sign-in", FORM, "Content-Length: 60000"))


async def slow_readers(target: Target, seconds: float) -> str:
    """Two hundred connections that ask for scripts and pages fifty times in a row, and take a kilobyte a second."""
    page = await said(target, request("GET", "/en/sign-in"))
    scripts = sorted(set(re.findall(rb'/assets/[^"]+\.js', page)))
    _must(bool(scripts), "no script to ask for")
    paths = ["/en/sign-in", *(script.decode() for script in scripts)]
    asked = b"".join(f"GET {paths[at % len(paths)]} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode() for at in range(50))
    return await _held(target, seconds, asked, said_each_second=b"", taken_each_second=1_000)


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
        _must(status(answer) in {0, 400, 401, 429, 431}, f"a forged cookie was answered {status(answer)}")
        answers[status(answer)] = answers.get(status(answer), 0) + 1
        with contextlib.suppress(ConnectionError, TimeoutError, asyncio.IncompleteReadError):
            async with websocket(target, 2 + at % 4, cookie) as opened, asyncio.timeout(2):
                opened.put(event(LOAD))
                for _answer in range(3):
                    _must(target.secret not in await opened.hear(), "a forged cookie let somebody in")
        at += 1
    return _counted(answers)


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
                    _must(target.secret not in await opened.hear(), "a guessed token showed somebody's page")
        tried += 1
    return f"{tried} guesses"


async def paths(target: Target, seconds: float) -> str:
    """Ways out of the folder of pages, and names that end early."""
    tricks = (
        "/../../../../etc/passwd", "/assets/../../../../../etc/passwd",
        "/assets/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd", "/assets/%252e%252e/%252e%252e/etc/passwd",
        "/en/..%2f..%2f..%2fetc/passwd", "/en/..%5c..%5c..%5cetc/passwd", "/en/..\\..\\..\\etc\\passwd",
        "/assets/%00", "/en/offers%00.html", "//etc/passwd", "/en//////offers", "/en/" + "a/" * 5_000,
        "/" + "a" * 50_000, "/en/%ff%fe", "/api/invoices/%2e%2e%2f%2e%2e.pdf",
        "/api/attachments/..%2f..%2fvar%2fsecret-key", "/api/logos/..%2f..%2f..%2fetc%2fpasswd", "/.env",
        "/var/secret-key", "/actionpack_app/settings.py", "*", "http://example.com/",
    )  # fmt: skip
    return await _none_leads_in(target, seconds, [request("GET", trick) for trick in tricks])


async def headers(target: Target, seconds: float) -> str:
    """Two lengths, two hosts, other people's addresses, other methods."""
    tricks = [
        request("POST", "/auth/sign-out", "Content-Length: 5", "Content-Length: 50", body=b"a=1&b"),
        request(
            "POST",
            "/auth/sign-out",
            "Content-Length: 4",
            "Transfer-Encoding: chunked",
            body=b"0\r\n\r\nGET /healthz HTTP/1.1\r\n\r\n",
        ),
        request("POST", "/auth/sign-out", "Transfer-Encoding: chunked, identity", body=b"0\r\n\r\n"),
        request("POST", "/auth/sign-out", "Transfer-Encoding: chunked", body=b"FFFFFFFFFFFFFFFFF\r\n"),
        request("POST", "/auth/sign-out", "Content-Length: -1", body=b"a"),
        request("GET", "/api/invoices.csv", "Host: evil.example", "X-Forwarded-For: 127.0.0.1", "X-Forwarded-Host: evil.example"),
        request("GET", "/api/invoices.csv", "X-Original-URL: /healthz", "X-Rewrite-URL: /healthz"),
        request("POST", "/api/attachments", "X-HTTP-Method-Override: GET", "Content-Length: 0"),
        request("GET", "/api/invoices.csv", *[f"X-{number}: a" for number in range(500)]),
        request("GET", "/api/invoices.csv", "X-Long: " + "a" * 1_000_000),
        request("GET", "/api/invoices.csv", "Range: bytes=" + ",".join("0-" for _range in range(5_000))),
        b"GET /api/invoices.csv HTTP/1.1\r\n folded: a\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\x00" * 1000,
        b"\x00" * 100_000,
    ]
    tricks += [request(method, "/api/invoices.csv") for method in ("TRACE", "CONNECT", "PUT", "DELETE", "PROPFIND", "A" * 1000)]
    return await _none_leads_in(target, seconds, tricks)


async def uploads(target: Target, seconds: float) -> str:
    """Files without end, forms of ten thousand parts, a picture of a billion pixels, from somebody who may upload."""
    cookie, kind = f"Cookie: {target.cookies[0]}", "Content-Type: multipart/form-data; boundary=x"
    part = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\na\r\n'
    line = b"--x\r\nContent-Disposition: form-data; name=" + b"a" * 900_000
    bomb = _part("bomb.png", _picture(30_000))
    chunks = (b"10000\r\n" + b"a" * 0x10000 + b"\r\n") * 64
    tries = [
        request("POST", "/api/attachments", cookie, kind, "Content-Length: 50000000", body=b"a" * 12_000_000),
        request("POST", "/api/attachments", cookie, kind, "Transfer-Encoding: chunked", body=chunks),
        request("POST", "/api/logos", cookie, kind, f"Content-Length: {len(part) * 10_000}", body=part * 10_000),
        request("POST", "/api/logos", cookie, kind, f"Content-Length: {len(line)}", body=line),
        request("POST", "/api/logos", cookie, kind, f"Content-Length: {len(bomb)}", body=bomb),
        request("POST", "/auth/sign-in", FORM, "Content-Length: 900000", body=b"a=1&" * 225_000),
        request(
            "POST",
            "/auth/sign-in",
            FORM,
            "Content-Encoding: gzip",
            "Content-Length: 60000",
            body=zlib.compress(bytes(1000)) * 2_500,
        ),
    ]
    answers: dict[int, int] = {}
    ends_at, at = time.monotonic() + seconds, 0
    while time.monotonic() < ends_at or at < len(tries):
        found = status(await said(target, tries[at % len(tries)], 2 + at % 4))
        _must(found not in {*LET_IN, BROKEN}, f"an upload was answered {found}")
        answers[found] = answers.get(found, 0) + 1
        at += 1
    return _counted(answers)


async def replays(target: Target, seconds: float) -> str:
    """A ticket that was used, tickets and notifications that were made up."""
    made_up = b'{"id":"evt_1","type":"payment_intent.succeeded","data":{"object":{"id":"pi_1"}}}'
    ticket, forged = f"ticket={target.used_ticket}".encode(), b"ticket=" + b"A" * 200
    signature = f"Stripe-Signature: t={int(time.time())},v1={'0' * 64}"
    tries = [request("POST", "/auth/ticket", FORM, f"Content-Length: {len(body)}", body=body) for body in (ticket, forged)]
    tries.append(request("POST", "/api/stripe/webhook", signature, f"Content-Length: {len(made_up)}", body=made_up))
    answers: dict[int, int] = {}
    ends_at, at = time.monotonic() + seconds, 0
    while time.monotonic() < ends_at:
        answer = await said(target, tries[at % len(tries)], 2 + at % 4)
        _must(b"set-cookie: session=" not in answer.lower(), "a replay signed somebody in")
        _must(status(answer) not in LET_IN, "a made-up notification was believed")
        answers[status(answer)] = answers.get(status(answer), 0) + 1
        at += 1
    return _counted(answers)


ATTACKS: dict[str, Attack] = {
    "malformed packets": malformed_packets,
    "messages of 8 MB": huge_messages,
    "event floods": event_floods,
    "websocket flood": socket_flood,
    "connection flood": connection_flood,
    "slow headers": slow_headers,
    "slow bodies": slow_bodies,
    "slow readers": slow_readers,
    "forged and ended cookies": cookies,
    "guessed client tokens": guessed_tokens,
    "path tricks": paths,
    "header tricks": headers,
    "uploads and bombs": uploads,
    "replayed tickets, made-up notices": replays,
}


async def _held(
    target: Target, seconds: float, begin: bytes, said_each_second: bytes = b"a", taken_each_second: int = 1_000
) -> str:
    """Many connections that say and take a little every second, and come again when they are hung up on."""
    hung_up, ends_at = 0, time.monotonic() + seconds

    async def one(source: int) -> None:
        nonlocal hung_up
        while time.monotonic() < ends_at:
            with contextlib.suppress(ConnectionError, TimeoutError):
                async with connection(target, source) as (reader, writer):
                    writer.write(begin)
                    while time.monotonic() < ends_at and not reader.at_eof():
                        writer.write(said_each_second)
                        until = time.monotonic() + 1
                        with contextlib.suppress(TimeoutError):
                            async with asyncio.timeout(1):
                                await reader.read(taken_each_second)
                        if not reader.at_eof():
                            await asyncio.sleep(until - time.monotonic())
                    hung_up += reader.at_eof()

    await asyncio.gather(*[one(2 + number % 4) for number in range(SLOW_ONES)])
    return f"{SLOW_ONES} at once, {hung_up} hung up on"


async def _none_leads_in(target: Target, seconds: float, tricks: list[bytes]) -> str:
    answers: dict[int, int] = {}
    ends_at, at = time.monotonic() + seconds, 0
    while time.monotonic() < ends_at or at < len(tricks):
        answer = await said(target, tricks[at % len(tricks)], 2 + at % 4)
        _must(b"root:" not in answer and target.secret.encode() not in answer, f"{tricks[at % len(tricks)][:80]!r} led in")
        _must(status(answer) < BROKEN, f"{tricks[at % len(tricks)][:80]!r} was answered {status(answer)}")
        answers[status(answer)] = answers.get(status(answer), 0) + 1
        at += 1
    return _counted(answers)


def _part(name: str, content: bytes) -> bytes:
    head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: image/png\r\n\r\n'
    return head.encode() + content + b"\r\n--x--\r\n"


def _picture(side: int) -> bytes:
    """A white PNG of one bit a pixel: a hundred kilobytes that unpack to very many."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)

    head = side.to_bytes(4) * 2 + bytes([1, 0, 0, 0, 0])
    pixels = zlib.compress(bytes((side // 8 + 1) * side), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def _must(holds: bool, told: str) -> None:  # noqa: FBT001 (an assertion that stays)
    if not holds:
        raise Breach(told)


def _counted(answers: dict[int, int]) -> str:
    return ", ".join(f"{count} × {answer or 'closed'}" for answer, count in sorted(answers.items()))
