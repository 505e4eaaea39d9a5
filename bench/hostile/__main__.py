"""`make bench-hostile`: a server is attacked in many ways, and somebody goes on working beside it."""

import argparse
import asyncio
import contextlib
import os
import platform
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

import psutil

from actionpack_app.api.sockets import ENDS_AFTER_SECONDS
from bench.figures import Figure, Found, at_most, times
from bench.hostile.attacker import Attacker
from bench.hostile.attacks import ATTACKS
from bench.hostile.bystander import COMPANY, Bystander
from bench.hostile.wire import Target, request, said
from bench.report import report_of
from bench.servers import ROOT, resident_mb
from tests.e2e.infra.house import House
from tests.e2e.infra.server import stop_server

WIDTH = 35
MOST_GROWN_MB = 200
"""All that the server may hold after all attacks together beyond what it held before: the states of pages that attackers left."""
MOST_DURING_MB = 400
"""The same while attacks go on; a server has 800 MB for a thousand people who are at work."""
MOST_TIMES_AFTER = 1.5
"""How much slower the bystander may be once an attack is over; while it goes on, attackers share the machine's processors."""
SLOW_SECONDS = 13.0
"""Of slow clients: long enough to see them hung up on."""
ABOUT = (
    "A server under attack, and somebody who works beside it: a page and a click together, before, during and after each attack."
)
SETTLES_SECONDS = 1.0
"""After an attack, before the bystander is measured again."""
FLOOD_SETTLES_SECONDS = ENDS_AFTER_SECONDS + 2.0
"""After floods of events: for so long, what they left in the line is read on."""
SECRET_KEY = "a-secret-for-the-benchmark"  # noqa: S105 (of a server that lives for minutes)
_TICKET = """
import sys
from actionpack_app.db import reading
from actionpack_app.models import Person
from actionpack_app.services.sessions.ticket import ticket_for
with reading() as session:
    print(ticket_for(session.get(Person, sys.argv[1])))
"""


def main() -> None:
    """Prints the table, and writes `bench/hostile.md` after a whole run.

    It ends with 1 where the database differs, the server died, an attack got in, or memory grew too much.
    """
    asked = argparse.ArgumentParser(prog="python -m bench.hostile", description=__doc__)
    asked.add_argument("--quick", action="store_true", help="a second or two of each attack")
    asked.add_argument("--only", choices=ATTACKS, help="one attack only")
    options = asked.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores; server, attackers and bystander share them")
    with tempfile.TemporaryDirectory(prefix="ap-hostile-") as name:
        house = House(Path(name), SECRET_KEY=SECRET_KEY, ACTIONPACK_MODE="demo")
        try:
            good = attacked(house, Path(name), [options.only] if options.only else list(ATTACKS), quick=options.quick)
        finally:
            stop_server(house.started)
    sys.exit(0 if good else 1)


def attacked(house: House, folder: Path, names: list[str], *, quick: bool) -> bool:
    """Each attack in turn, with the bystander's times before, during and after it."""
    calm, under_attack = (0.8, 1.5) if quick else (2.0, 5.0)
    server = psutil.Process(int(house.started["process"]))
    people = house.copy("fabrikam")
    bystander = Bystander(house, people["global_admin"])
    target = prepared(house, folder, bystander)
    bystander.works(2)
    stored, at_rest, good, figures = house.contents(), resident_mb(server), True, list[Figure]()
    highest = Highest(server)
    print(f"\n{'attack':{WIDTH}}{'before, ms':>14}{'during':>16}{'after':>16}{'MB':>7}  {'database':9}what came of it")
    print(f"{'':{WIDTH}}{'median p95':>14}{'median p95, ×':>16}{'median p95, ×':>16}")
    for name in names:
        before = bystander.works(calm)
        seconds = SLOW_SECONDS if name.startswith("slow") and not quick else under_attack
        attack = Attacker(name, target, seconds)
        during = bystander.works(seconds)
        came_of_it, failed = attack.result()
        time.sleep(FLOOD_SETTLES_SECONDS if name == "event floods" else SETTLES_SECONDS)
        after = bystander.works(calm)
        same = house.contents() == stored
        print(
            f"{name:{WIDTH}}{before[0]:7.0f}{before[1]:7.0f}{_times(during, before):>16}{_times(after, before):>16}"
            f"{resident_mb(server):7.0f}  {'as before' if same else 'DIFFERS':10}{came_of_it}",
            flush=True,
        )
        good &= same and not failed and after[0] <= MOST_TIMES_AFTER * before[0]
        figures += figures_of(name, (before, during, after), came_of_it, same=same, failed=failed)
    time.sleep(0 if quick else 5)
    grown, most = resident_mb(server) - at_rest, highest.stop() - at_rest
    unanswered = bystander.failed
    print(
        f"\n{'server, before and after everything':{WIDTH}}{at_rest:7.0f} MB, {grown:+.0f} MB, {most:+.0f} MB at most during one"
        f"   (at most {MOST_GROWN_MB} and {MOST_DURING_MB} more)"
    )
    print(f"{'pages and clicks without an answer':{WIDTH}}{unanswered:7}")
    bystander.socket.close()
    figures.append(Figure("server's memory beyond that before all attacks", grown, "MB", None, at_most(MOST_GROWN_MB)))
    figures.append(Figure("server's memory at most during an attack, beyond that", most, "MB", None, at_most(MOST_DURING_MB)))
    figures.append(Figure("pages and clicks without an answer", unanswered, "", None, at_most(0)))
    if not quick and len(names) == len(ATTACKS):
        print(report_of("hostile", ABOUT, Found(figures)))
    return good and not unanswered and grown <= MOST_GROWN_MB and most <= MOST_DURING_MB and server.is_running()


class Highest:
    """The most memory that a process held, looked at all the time until `stop`."""

    def __init__(self, process: psutil.Process) -> None:
        self._process, self._most, self._over = process, 0.0, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        while not self._over.wait(0.1):
            with contextlib.suppress(psutil.Error):
                self._most = max(self._most, resident_mb(self._process))

    def stop(self) -> float:
        """In megabytes."""
        self._over.set()
        self._thread.join()
        return self._most


def figures_of(name: str, worked: tuple[tuple[float, float], ...], came_of_it: str, *, same: bool, failed: bool) -> list[Figure]:
    """What one attack did to somebody who worked beside it, median and 95th percentile each, and to what is stored."""
    before, during, after = worked
    return [
        Figure(f"{name}: median before", before[0], "ms", 1.0),
        Figure(f"{name}: median during", during[0], "ms", during[0] / before[0]),
        Figure(f"{name}: 95 of 100 during within", during[1], "ms", during[1] / before[1]),
        Figure(f"{name}: median after", after[0], "ms", after[0] / before[0], times(MOST_TIMES_AFTER)),
        Figure(f"{name}: got in, or changed what is stored", int(failed or not same), "", None, at_most(0), came_of_it),
    ]


def prepared(house: House, folder: Path, bystander: Bystander) -> Target:
    """Attackers with sessions of their own, one that has ended, and a ticket that was used."""
    port = urlsplit(house.address).port or 0
    first, second, third = (house.copy(sample) for sample in ("contoso", "woodgrove", "relecloud"))
    used = ticket(house.person_of("northwind"), folder)
    bare = Target(
        port, (first["global_admin"], second["global_admin"]), third["global_admin"], used, bystander.socket.token, COMPANY
    )
    form, body = "Content-Type: application/x-www-form-urlencoded", f"ticket={used}".encode()
    answer = asyncio.run(said(bare, request("POST", "/auth/ticket", form, f"Content-Length: {len(body)}", body=body)))
    if b"set-cookie: session=" not in answer.lower():
        raise RuntimeError(f"the ticket was refused the first time: {answer!r}")
    asyncio.run(said(bare, request("POST", "/auth/sign-out", f"Cookie: {bare.ended_cookie}", "Content-Length: 0")))
    return bare


def ticket(person: str, folder: Path) -> str:
    """A sign-in ticket, as an event gives it to somebody who has just proved who they are."""
    own = {"DATABASE_URL": f"sqlite:///{folder / 'e2e.db'}", "SECRET_KEY": SECRET_KEY, "STAGING_KEY": SECRET_KEY}
    made = subprocess.run(
        [sys.executable, "-c", _TICKET, person], cwd=ROOT, env=os.environ | own, capture_output=True, text=True, check=True
    )
    return made.stdout.strip()


def _times(found: tuple[float, float], before: tuple[float, float]) -> str:
    return f"{found[0] / before[0]:.2f} {found[1] / before[1]:5.2f}"


if __name__ == "__main__":
    main()
