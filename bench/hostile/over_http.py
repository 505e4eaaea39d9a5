"""What attackers try over HTTP. Each tells in a few words how it went."""

import asyncio
import contextlib
import re
import time
import zlib

from bench.hostile.breach import counted, must
from bench.hostile.wire import Target, connection, request, said, status

SLOW_ONES = 200
LET_IN = {200, 201}
BROKEN = 500
FORM = "Content-Type: application/x-www-form-urlencoded"


async def connection_flood(target: Target, seconds: float) -> str:
    """Requests for pages, without end, from fifty connections of two addresses."""
    answers: dict[int, int] = {}
    ends_at = time.monotonic() + seconds

    async def one(source: int) -> None:
        while time.monotonic() < ends_at:
            found = status(await said(target, request("GET", "/en/sign-in"), source))
            answers[found] = answers.get(found, 0) + 1

    await asyncio.gather(*[one(2 + number % 2) for number in range(50)])
    return counted(answers)


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
    must(bool(scripts), "no script to ask for")
    paths = ["/en/sign-in", *(script.decode() for script in scripts)]
    asked = b"".join(f"GET {paths[at % len(paths)]} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode() for at in range(50))
    return await _held(target, seconds, asked, said_each_second=b"", taken_each_second=1_000)


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
        must(found not in {*LET_IN, BROKEN}, f"an upload was answered {found}")
        answers[found] = answers.get(found, 0) + 1
        at += 1
    return counted(answers)


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
        must(b"set-cookie: session=" not in answer.lower(), "a replay signed somebody in")
        must(status(answer) not in LET_IN, "a made-up notification was believed")
        answers[status(answer)] = answers.get(status(answer), 0) + 1
        at += 1
    return counted(answers)


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
        must(b"root:" not in answer and target.secret.encode() not in answer, f"{tricks[at % len(tricks)][:80]!r} led in")
        must(status(answer) < BROKEN, f"{tricks[at % len(tricks)][:80]!r} was answered {status(answer)}")
        answers[status(answer)] = answers.get(status(answer), 0) + 1
        at += 1
    return counted(answers)


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
