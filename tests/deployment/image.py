"""The Dockerfile's last stage, followed without Docker: what it copies, into a folder that nobody may write to."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOMEBODY = 1
"""Owns what lies in the image: neither the server's own account nor one that tests run as."""
OURS = ".venv"
"""Comes from this checkout's environment, with the interpreter that it was made for."""


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions with their arguments, in order; those of all stages."""
    text = re.sub(r"\\\n\s*", "", (ROOT / "Dockerfile").read_text(encoding="utf-8"))
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(name, rest.strip()) for name, _space, rest in (line.partition(" ") for line in lines)]


def last_stage() -> list[tuple[str, str]]:
    """The instructions of the stage that becomes the image."""
    found = instructions()
    starts = [at for at, (name, _rest) in enumerate(found) if name == "FROM"]
    return found[starts[-1] :]


def copied() -> dict[str, str]:
    """Where in the image what of the build lies; both under /app."""
    found: dict[str, str] = {}
    for name, rest in last_stage():
        if name == "COPY":
            *sources, target = [part for part in shlex.split(rest) if not part.startswith("--")]
            for source in (source.removeprefix("/app/") for source in sources):
                found[source if target == "./" else target] = source
    return found


def environment() -> dict[str, str]:
    """What the image sets, but for the paths in it."""
    pairs = [part.partition("=") for name, rest in last_stage() if name == "ENV" for part in shlex.split(rest)]
    return {name: value for name, _is, value in pairs if not value.startswith("/app")}


def command() -> list[str]:
    """What a container of the image runs."""
    told = dict(last_stage())
    return [*json.loads(told["ENTRYPOINT"]), *json.loads(told["CMD"])]


def lay_out(folder: Path) -> Path:
    """The image's files, readable for everybody and writable for nobody, but for `var`."""
    for target, source in copied().items():
        place = folder / target
        if source == OURS:
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        if source == "var":
            place.mkdir()
        elif (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, place, ignore=shutil.ignore_patterns("__pycache__"), symlinks=True)
        else:
            shutil.copy(ROOT / source, place)
    for path in [folder, *folder.rglob("*")]:
        if path.is_symlink():  # what the build linked, under /app, leads to the same file here
            linked = folder / path.readlink().relative_to(ROOT)
            path.unlink()
            path.symlink_to(linked)
        elif path != folder / "var":
            path.chmod(0o555 if path.is_dir() else 0o444)
            if os.geteuid() == 0:
                os.chown(path, SOMEBODY, SOMEBODY)
    return folder / "var"


def let_go(folder: Path) -> None:
    """So that the test's folder can be removed again."""
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() else 0o644)


def without_power(argv: list[str]) -> list[str]:
    """A command that may not write where it has no right to: for root, without all of root's capabilities."""
    return ["setpriv", "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs", *argv] if os.geteuid() == 0 else argv


def started(folder: Path, settings: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    """The image's command with these settings, in `folder`, in a process group of its own."""
    own = {
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "PYTHONPATH": str(folder),
        "HOME": str(folder / "var"),
        "TMPDIR": str(folder / "var"),
    }
    script = "from actionpack_app.cli import main; main()"
    assert command()[0] == "actionpack"
    with log.open("wb") as output:
        return subprocess.Popen(
            without_power([sys.executable, "-c", script, *command()[1:]]),
            cwd=folder,
            env=own | environment() | settings,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
