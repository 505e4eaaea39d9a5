"""A page in a browser, as far as the server can tell: it keeps its token and its storage, and comes back when its line is cut."""

import contextlib
import json
import socket
import threading
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from simple_websocket import Client, ConnectionClosed
from simple_websocket import ConnectionError as Refused

from tests.crash.visitor import CHECKOUT, EVENT

STATE = "reflex___state____state"
SHELL = f"{STATE}.actionpack_app___dialogs___shell___state____shell_state"
NUMBER = f"{CHECKOUT}.number_rx_state_"
COMES_BACK_SECONDS = 0.2


class Page:
    """`address` gives where the next connection goes, as a load balancer would. It reads, and comes back, by itself."""

    def __init__(self, cookie: str, address: Callable[[], str], path: str = "/en/offers") -> None:
        self.token = str(uuid.uuid4())
        self.vars: dict[str, Any] = {}
        """All values that the page was given, by their full names."""
        self.away: list[str] = []
        """Where it was sent."""
        self.connections = 0
        self._cookie, self._address, self._path = cookie, address, path
        self._client: Client | None = None
        self._stop, self._news = threading.Event(), threading.Condition()
        self._thread = threading.Thread(target=self._live, daemon=True)
        self._thread.start()

    @property
    def order(self) -> dict[str, Any]:
        """The order as the dialog shows it."""
        return dict(self.vars.get(f"{CHECKOUT}.order_rx_state_") or {})

    @property
    def has_dialog(self) -> bool:
        """Whether the checkout is open."""
        return bool(self.vars.get(f"{CHECKOUT}.is_open_rx_state_"))

    @property
    def told(self) -> str:
        """What the frame tells of a failure."""
        return str(self.vars.get(f"{SHELL}.failure_rx_state_") or "")

    @property
    def company(self) -> str:
        """Whose page it is; empty before it has loaded."""
        return str((self.vars.get(f"{SHELL}.frame_rx_state_") or {}).get("company", ""))

    def send(self, event: str, **payload: Any) -> None:
        """Sends one event; with the line cut it is lost, as a browser's click would wait in vain."""
        sent = {"name": event, "payload": payload, "router_data": self._router()}
        with contextlib.suppress(ConnectionClosed, OSError):
            if self._client is not None:
                self._client.send(EVENT + json.dumps(["event", sent]))

    def wait_until(self, so: Callable[[], bool], seconds: float = 30.0) -> bool:
        """Whether it became so in time."""
        with self._news:
            return self._news.wait_for(so, seconds)

    def close(self) -> None:
        """Ends it."""
        self._stop.set()
        self._hang_up()
        self._thread.join(20)

    def _live(self) -> None:
        while not self._stop.is_set():
            with contextlib.suppress(ConnectionClosed, Refused, OSError):  # many who come at once are asked to come later
                self._connect()
                self._listen()
            self._hang_up()
            self._stop.wait(COMES_BACK_SECONDS)

    def _connect(self) -> None:
        url = f"{self._address().replace('http', 'ws', 1)}/_event/?EIO=4&transport=websocket&token={self.token}"
        client = _opened(url, {"Cookie": self._cookie})
        storage = {NUMBER: self.vars.get(NUMBER, "")}
        boot = {"name": f"{STATE}.hydrate_and_load", "payload": {"vars": storage}, "router_data": self._router()}
        client.send("40/_event," + json.dumps({"event": boot}))
        self._client = client

    def _listen(self) -> None:
        while self._client is not None and (message := self._client.receive(timeout=60)) is not None:
            if message == "2":
                self._client.send("3")
            else:
                with self._news:
                    self._take(str(message))
                    self._news.notify_all()

    def _take(self, message: str) -> None:
        if message.startswith("40/_event,"):
            self.connections += 1
        if not message.startswith(EVENT):
            return
        name, *parts = json.loads(message.removeprefix(EVENT))
        if name == "new_token":
            self.token = parts[0]
        if name != "event":
            return
        for part in parts:
            told = part if isinstance(part, dict) else json.loads(part)
            for state, values in (told.get("delta") or {}).items():
                self.vars |= {f"{state}.{var}": value for var, value in values.items()}
            for event in told.get("events") or ():
                if event["name"] == "_redirect":
                    self.away.append(json.dumps(event["payload"]))
                elif not str(event["name"]).startswith("_"):
                    self.send(event["name"], **event.get("payload", {}))

    def _hang_up(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            with contextlib.suppress(ConnectionClosed, OSError):
                client.close()

    def _router(self) -> dict[str, Any]:
        return {"pathname": self._path, "asPath": self._path, "query": {}}


def _opened(url: str, headers: dict[str, str]) -> Client:
    """A connected client; the library leaves the socket of one that was refused open."""
    asked = urlsplit(url)
    socket.create_connection((asked.hostname or "", asked.port or 80), 10).close()  # a refusal here leaves nothing open
    client = Client.__new__(Client)
    try:
        client.__init__(url, headers=headers)
    except BaseException:
        if (sock := getattr(client, "sock", None)) is not None:
            sock.close()
        raise
    return client
