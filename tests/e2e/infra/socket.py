"""The socket as a program uses it: any event, by hand, with any arguments."""

import contextlib
import json
import time
import uuid
from typing import Any, cast

from simple_websocket import Client, ConnectionClosed

QUIET_SECONDS = 0.7
"""How long nothing may come before an answer counts as whole."""


class Socket:
    """One connection, with a client token of its own and at will somebody's cookie."""

    def __init__(self, address: str, cookie: str = "", token: str = "") -> None:
        self.token = token or str(uuid.uuid4())
        url = f"{address.replace('http', 'ws', 1)}/_event/?EIO=4&transport=websocket&token={self.token}"
        self._client = Client.connect(url, headers={"Cookie": cookie} if cookie else {})
        self.answers()
        self._client.send("40/_event,")
        self.answers()

    def send(self, name: str, payload: dict[str, Any], path: str = "/en/offers") -> list[str]:
        """Sends one event and returns what comes back."""
        self.post(name, payload, path)
        return self.answers()

    def post(self, name: str, payload: dict[str, Any], path: str = "/en/offers") -> None:
        """Sends one event and goes on."""
        router = {"pathname": path, "asPath": path, "query": {}}
        event = {"name": name, "payload": payload, "router_data": router}
        self._client.send("42/_event," + json.dumps(["event", event]))

    def ask(self, name: str, wanted: str, seconds: float, path: str = "/en/offers", **payload: Any) -> bool:
        """Sends one event; whether an answer with these words came in time. It doesn't wait for quiet."""
        self.post(name, payload, path)
        ends_at = time.monotonic() + seconds
        while (left := ends_at - time.monotonic()) > 0:
            message = cast("str | None", self._client.receive(timeout=left))
            if message == "2":
                self._client.send("3")
            elif message is not None and wanted in message:
                return True
        return False

    def close(self) -> None:
        """Ends the connection; a second time changes nothing."""
        with contextlib.suppress(ConnectionClosed):
            self._client.close()

    def answers(self) -> list[str]:
        """What has come, once nothing more comes."""
        found: list[str] = []
        try:
            while (message := cast("str | None", self._client.receive(timeout=QUIET_SECONDS))) is not None:
                if message == "2":
                    self._client.send("3")
                else:
                    found.append(message)
        except ConnectionClosed:
            found.append("closed")
        return found
