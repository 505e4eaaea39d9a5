"""The static frontend: built when the sources changed, kept when they did not."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
WEB = ROOT / ".web"
CLIENT = WEB / "build" / "client"
STAMP = WEB / "actionpack-build"

_SOURCES = ("actionpack_app", "assets", "rxconfig.py", "reflex.lock", "requirements.lock")
_IGNORED = {"__pycache__", "external"}


class BuildError(RuntimeError):
    """The frontend could not be built; the text is what the build said."""


def is_current() -> bool:
    """Whether the frontend on disk was built from the sources on disk."""
    return CLIENT.is_dir() and STAMP.exists() and STAMP.read_text() == _fingerprint()


def build() -> None:
    """Builds the frontend in a process of its own, so that its memory is given back. Raises BuildError."""
    STAMP.unlink(missing_ok=True)
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
        "REFLEX_TELEMETRY_ENABLED": "false",
        "REFLEX_PERSIST_WEB_DIR": "true",
    }
    done = subprocess.run(
        [sys.executable, "-m", "reflex", "export", "--no-zip", "--env", "prod"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise BuildError(done.stdout)
    _settle_lock()
    STAMP.write_text(_fingerprint())  # after the build, which may bring reflex.lock up to date


def _settle_lock() -> None:
    """Reflex writes the same content in one line or in many, as the build went; here it is always many."""
    manifest = ROOT / "reflex.lock" / "package.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()), indent=2) + "\n")


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for file in _files():
        digest.update(str(file.relative_to(ROOT)).encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _files() -> Iterator[Path]:
    for source in _SOURCES:
        path = ROOT / source
        if path.is_file():
            yield path
        else:
            yield from sorted(file for file in path.rglob("*") if file.is_file() and not _IGNORED & set(file.parts))
