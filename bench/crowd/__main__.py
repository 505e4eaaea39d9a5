"""The crowd's own process: each line of input is a level, each line of output what came of it."""

import asyncio
import itertools
import json
import sys
import time
from typing import Any

from bench.crowd.acts import READS, act
from bench.crowd.member import Member
from bench.hostile.wire import Target, request, said

OPENS_AT_ONCE = 6
SOURCES = range(2, 22)
"""The last number of 127.0.0.2 … 127.0.0.21: what one network address may do is limited."""


def main() -> None:
    """The first line says where the servers are and who the people; the others, how many come, how often they click, how long."""
    asyncio.run(_crowd(json.loads(sys.stdin.readline())))


async def _crowd(given: dict[str, Any]) -> None:
    ports, sources = itertools.cycle(given["ports"]), itertools.cycle(SOURCES)
    waiting = [(next(ports), person, next(sources)) for person in given["people"]]
    members: list[Member] = []
    while line := await asyncio.to_thread(sys.stdin.readline):
        level = json.loads(line)
        began = time.monotonic()
        failed = await _grow(members, waiting, level["sessions"])
        _tell({"opened": len(members), "failed": failed, "seconds": time.monotonic() - began})
        _tell(await _level(members, level["every"], level["seconds"]))
    for member in members:
        await member.close()


async def _grow(members: list[Member], waiting: list[tuple[int, str, int]], wanted: int) -> int:
    """Lets so many in, a few at once; how many couldn't come."""
    coming = [waiting.pop(0) for _ in range(min(wanted - len(members), len(waiting)))]
    line = iter(coming)
    came: list[Member] = []

    async def let_in() -> None:
        for port, person, source in line:
            try:
                member = Member(port, await _sign_in(port, person, source), source)
                await member.open()
                came.append(member)
            except (ConnectionError, TimeoutError, asyncio.IncompleteReadError):
                continue

    await asyncio.gather(*(let_in() for _ in range(OPENS_AT_ONCE)))
    members += came
    return len(coming) - len(came)


async def _sign_in(port: int, person: str, source: int) -> str:
    """The cookie of somebody's new session. Raises ConnectionRefusedError."""
    body = f"person={person}".encode()
    kind = "Content-Type: application/x-www-form-urlencoded"
    answer = await said(
        Target(port, (), "", "", "", ""),
        request("POST", "/auth/sign-in", kind, f"Content-Length: {len(body)}", body=body),
        source,
    )
    for header in answer.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n"):
        if header.lower().startswith("set-cookie: session="):
            return header.partition(": ")[2].partition(";")[0]
    raise ConnectionRefusedError


async def _level(members: list[Member], every: float, seconds: float) -> dict[str, Any]:
    """Everybody clicks at their own moment within each interval, for so long."""
    reads: list[float] = []
    writes: list[float] = []
    unanswered = 0
    start = time.monotonic() + 0.1

    async def live(member: Member, moment: float) -> None:
        nonlocal unanswered
        while moment < start + seconds:
            await asyncio.sleep(max(0.0, moment - time.monotonic()))
            what = act(member.turn)
            took = await member.does(what)
            member.turn += 1
            if took is None:
                unanswered += 1
            else:
                (writes if what.writes else reads).append(took)
            moment = max(moment + every, time.monotonic())

    for at, member in enumerate(members):  # one in five writes at any moment
        member.turn = member.turn or at % (2 * (READS + 1))
    await asyncio.gather(*(live(member, start + every * at / len(members)) for at, member in enumerate(members)))
    refused = sum(member.refused for member in members)
    return {"reads": reads, "writes": writes, "unanswered": unanswered, "refused": refused, "seconds": time.monotonic() - start}


def _tell(found: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
