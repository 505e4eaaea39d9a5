"""Buckets of our own: a server that speaks S3, in a process and an environment of its own, and servers that are out of order."""

import contextlib
import dataclasses
import itertools
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Self

import httpx
import obstore
import pytest
from obstore.store import S3Store

from actionpack_app.gateways import files
from actionpack_app.settings import get_settings

PROGRAM = Path(sys.prefix) / "bucket" / "bin" / "moto_server"
STARTS_WITHIN_SECONDS = 120
if TYPE_CHECKING:
    from obstore.store import S3Config

KEY, SECRET = "partner-center", "a/secret+key="
_numbers = itertools.count(1)


@dataclasses.dataclass(frozen=True)
class TestBucket:
    """A bucket that nothing else is in."""

    __test__ = False

    server: str
    name: str
    monkeypatch: pytest.MonkeyPatch

    @property
    def address(self) -> str:
        """As `FILES_URL` says it."""
        return address_of(self.server, self.name)

    def use(self) -> None:
        """The product keeps its files here from now on."""
        self._keep_at(self.address)

    def away(self) -> None:
        """From now on nobody answers at the server's address."""
        self._keep_at(address_of(NOBODY_LISTENS, self.name))

    def names(self) -> list[str]:
        """What lies in it."""
        return sorted(re.findall(r"<Key>([^<]*)</Key>", httpx.get(f"{self.server}/{self.name}?list-type=2").text))

    def content(self, key: str) -> bytes:
        """One object, read past the product."""
        return bytes(obstore.get(self._store(), key).bytes())

    def tag(self, key: str) -> str:
        """What the server calls an object's content."""
        return str(obstore.head(self._store(), key)["e_tag"])

    def by_a_stranger(self, key: str) -> int:
        """The status that somebody without a key gets."""
        return httpx.get(f"{self.server}/{self.name}/{key}").status_code

    def _store(self) -> S3Store:
        key: S3Config = {"access_key_id": KEY, "secret_access_key": SECRET, "region": "us-east-1"}
        return S3Store(self.name, config={**key, "endpoint": self.server}, client_options={"allow_http": True})

    def _keep_at(self, address: str) -> None:
        self.monkeypatch.setenv("FILES_URL", address)
        get_settings.cache_clear()
        files.get_files.cache_clear()


NOBODY_LISTENS = "http://127.0.0.1:1"


def address_of(server: str, name: str) -> str:
    """The address of a bucket on a server, with the key in it."""
    return f"s3://{KEY}:{SECRET.replace('/', '%2F')}@{name}/kept/here?endpoint={server}&region=us-east-1"


@pytest.fixture(scope="session")
def bucket_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that speaks S3; it ends with the tests, also where they are killed."""
    if not PROGRAM.exists():
        raise RuntimeError(f"{PROGRAM} isn't there: make .venv/.bucket")
    log = tmp_path_factory.mktemp("buckets") / "log"
    with log.open("wb") as written:
        guard = subprocess.Popen(
            ["/bin/sh", "-c", '"$0" -H 127.0.0.1 -p 0 & read -r _; kill $!', str(PROGRAM)],
            stdin=subprocess.PIPE,
            stdout=written,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield _address_in(log, guard)
    finally:
        guard.communicate()


def _address_in(log: Path, guard: subprocess.Popen[bytes]) -> str:
    for _look in range(STARTS_WITHIN_SECONDS * 5):
        if found := re.search(r"Running on (http://127\.0\.0\.1:\d+)", log.read_text()):
            return found[1]
        with contextlib.suppress(subprocess.TimeoutExpired):
            guard.wait(0.2)
            break
    raise RuntimeError(f"the server of buckets did not start:\n{log.read_text()}")


@pytest.fixture
def bucket(bucket_server: str, monkeypatch: pytest.MonkeyPatch) -> TestBucket:
    """An empty bucket; the product doesn't use it yet."""
    made = TestBucket(bucket_server, f"files-{next(_numbers)}", monkeypatch)
    httpx.put(f"{bucket_server}/{made.name}").raise_for_status()
    return made


class OutOfOrder:
    """A server that gives every request the same answer, or half of one, or none; it counts them."""

    def __init__(self, answer: bytes) -> None:
        self.asked: list[bytes] = []
        self.heads: list[str] = []
        self._answer = answer
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self._thread = threading.Thread(target=self._serve, daemon=True)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        for each in (self._listening, *self._open):
            each.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _address = self._listening.accept()
                self._open.append(connection)
                head = connection.recv(65536)
                self.heads.append(head.decode(errors="replace").lower())
                self.asked.append(head.partition(b" ")[0])
                if self._answer:
                    connection.sendall(self._answer)
                    connection.shutdown(socket.SHUT_WR)


def answering(status: str, code: str = "InternalError") -> OutOfOrder:
    """A server that refuses everything."""
    body = f"<Error><Code>{code}</Code><AWSAccessKeyId>{KEY}</AWSAccessKeyId></Error>".encode()
    head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    return OutOfOrder(head.encode() + body)


def silent() -> OutOfOrder:
    """A server that takes every request and says nothing."""
    return OutOfOrder(b"")


def breaking_off() -> OutOfOrder:
    """A server that sends half a file."""
    head = 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\nLast-Modified: Mon, 01 Jan 2024 00:00:00 GMT\r\nETag: "1"\r\n\r\n'
    return OutOfOrder(head.encode() + b"half")
