"""A server that takes webhooks and keeps them as they came."""

import json
import queue
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

WAITS_SECONDS = 20


@dataclass(frozen=True)
class Received:
    """What was posted, and its signature."""

    payload: str
    signature: str

    @property
    def event(self) -> dict[str, Any]:
        return json.loads(self.payload)


class Listener:
    """`statuses` are given to the next posts; after them, 200."""

    def __init__(self) -> None:
        self.statuses: list[int] = []
        self._received: queue.Queue[Received] = queue.Queue()
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/webhooks?from=peer"

    def next(self) -> Received:
        """Waits for the next event."""
        return self._received.get(timeout=WAITS_SECONDS)

    def all(self) -> list[Received]:
        """What came until now."""
        return [self._received.get_nowait() for _ in range(self._received.qsize())]

    def take(self, received: Received) -> int:
        self._received.put(received)
        return self.statuses.pop(0) if self.statuses else 200


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, listener: Listener) -> None:
        self.listener = listener
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        payload = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.send_response(self.server.listener.take(Received(payload, self.headers["Stripe-Signature"])))
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Quiet."""
