"""A line with a switch in it: between a browser and the world, a SOCKS proxy; between a server and one other, a relay."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Self

NO_PASSWORD = b"\x05\x00"
CONNECTED = b"\x05\x00\x00\x01" + bytes(6)

A_WORD = 100
"""Bytes of the smallest thing that a page says; what keeps a connection alive is shorter."""


class Line:
    """Give `proxy` to a browser context; `cut` drops what is connected and refuses what comes, until `restore`.

    With a `target` it is a relay to that port of this machine instead, and `address` is what to connect to.
    """

    def __init__(self, target: int | None = None) -> None:
        self._target = target
        self._door = socket.create_server(("127.0.0.1", 0))
        self._cut = threading.Event()
        self._deaf = threading.Event()
        self._said = threading.Event()
        self._live: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._serve, daemon=True)]

    @property
    def proxy(self) -> dict[str, str]:
        """The proxy as Playwright takes it."""
        return {"server": f"socks5://127.0.0.1:{self._port}"}

    @property
    def address(self) -> str:
        """The relay as its clients see it."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def _port(self) -> int:
        return int(self._door.getsockname()[1])

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._cut.set()
        self._door.shutdown(socket.SHUT_RDWR)
        self._hang_up()
        for thread in self._threads:
            thread.join(5)
        self._door.close()

    def cut(self) -> None:
        """The cable is pulled."""
        self._cut.set()
        self._hang_up()

    def lead_to(self, target: int) -> None:
        """From now on to another port, as a load balancer does; what is connected stays where it is."""
        self._target = target

    def restore(self) -> None:
        """The cable is back."""
        self._deaf.clear()
        self._cut.clear()

    @contextmanager
    def saying(self, *, unheard: bool = False) -> Iterator[None]:
        """Waits, at the end of what is done within, until the browser has said something; `unheard`, it arrives nowhere."""
        self._said.clear()
        if unheard:
            self._deaf.set()
        yield
        if not self._said.wait(10):
            raise TimeoutError

    def _hang_up(self) -> None:
        for end in list(self._live):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                near, _address = self._door.accept()
                thread = threading.Thread(target=self._carry, args=(near,), daemon=True)
                self._threads.append(thread)
                thread.start()

    def _carry(self, near: socket.socket) -> None:
        with near, suppress(OSError):
            self._live.append(near)
            if self._cut.is_set():
                return
            wanted = ("127.0.0.1", self._target) if self._target else _wanted(near)
            with socket.create_connection(wanted, 10) as far:
                far.settimeout(None)
                self._live.append(far)
                if not self._target:
                    near.sendall(CONNECTED)
                back = threading.Thread(target=_pour, args=(far, near), daemon=True)
                back.start()
                _pour(near, far, self._pass_on)
                back.join()

    def _pass_on(self, part: bytes, far: socket.socket) -> None:
        if not self._deaf.is_set():
            far.sendall(part)
        if len(part) >= A_WORD:
            self._said.set()


def _wanted(near: socket.socket) -> tuple[str, int]:
    _version, methods = _exactly(near, 2)
    _exactly(near, methods)
    near.sendall(NO_PASSWORD)
    _version, _command, _zero, kind = _exactly(near, 4)
    match kind:
        case 1:
            host = socket.inet_ntop(socket.AF_INET, _exactly(near, 4))
        case 4:
            host = socket.inet_ntop(socket.AF_INET6, _exactly(near, 16))
        case _:
            host = _exactly(near, _exactly(near, 1)[0]).decode()
    return host, int(struct.unpack("!H", _exactly(near, 2))[0])


def _exactly(end: socket.socket, size: int) -> bytes:
    read = b""
    while len(read) < size:
        part = end.recv(size - len(read))
        if not part:
            raise ConnectionError
        read += part
    return read


def _send(part: bytes, target: socket.socket) -> None:
    target.sendall(part)


def _pour(source: socket.socket, target: socket.socket, pass_on: Callable[[bytes, socket.socket], None] = _send) -> None:
    with suppress(OSError):
        while part := source.recv(65536):
            pass_on(part, target)
    for end in (source, target):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
