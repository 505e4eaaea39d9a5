"""Somebody in a browser, as far as the server can tell: signs in, sends events over the socket, reads what the dialog says."""

import contextlib
import http.client
import json
import urllib.parse
import urllib.request
import uuid
from typing import Any
from urllib.parse import urlsplit

from simple_websocket import Client, ConnectionClosed

CHECKOUT = "reflex___state____state.actionpack_app___dialogs___checkout___state____checkout_state"
DESK = "reflex___state____state.actionpack_app___pages___desk___state____desk_state"

EVENT = "42/_event,"


class Visitor:
    """One person, signed in; every connection is a new tab."""

    def __init__(self, address: str, person: str) -> None:
        self.address = address
        headers, _status, _body = self._request("POST", "/auth/sign-in", urllib.parse.urlencode({"person": person}))
        self.cookie = headers["set-cookie"].split(";")[0]
        self._client: Client | None = None
        self.order: dict[str, Any] = {}
        """The order as the dialog shows it: number, step, decline …"""
        self._changed: set[str] = set()
        """States of which something came."""

    def connect(self, address: str = "") -> None:
        """Opens a tab."""
        self.close()
        self.address = address or self.address
        url = f"{self.address.replace('http', 'ws', 1)}/_event/?EIO=4&transport=websocket&token={uuid.uuid4()}"
        self._client = Client.connect(url, headers={"Cookie": self.cookie})
        self._client.send("40/_event,")
        self._read(1.0, until=lambda: True)
        self.order = {}

    def close(self) -> None:
        """Closes the tab."""
        if self._client is not None:
            with contextlib.suppress(ConnectionClosed, OSError):
                self._client.close()
        self._client = None

    def send(self, state: str, event: str, **payload: Any) -> None:
        """Sends one event; a server that has died meanwhile is no matter."""
        router = {"pathname": "/en/offers", "asPath": "/en/offers", "query": {}}
        sent = {"name": f"{state}.{event}", "payload": payload, "router_data": router}
        with contextlib.suppress(ConnectionClosed, OSError):
            if self._client is not None:
                self._client.send(EVENT + json.dumps(["event", sent]))

    def wait_for(self, steps: set[str], seconds: float = 20.0) -> str:
        """Reads until the dialog stands at one of these steps, or nothing comes any more; where it stands."""
        self._read(seconds, until=lambda: self.order.get("step") in steps)
        return str(self.order.get("step", ""))

    def hear_of(self, state: str, seconds: float = 20.0) -> bool:
        """Reads until something of a state has changed; whether it has."""
        self._changed.clear()
        self._read(seconds, until=lambda: state in self._changed)
        return state in self._changed

    def settle(self, seconds: float = 1.0) -> None:
        """Reads what comes within a while."""
        self._read(seconds, until=lambda: False)

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """What the page's own scripts ask over HTTP."""
        _headers, status, text = self._request("POST", path, json.dumps(body), "application/json")
        return {"status": status, **json.loads(text)}

    def _read(self, seconds: float, *, until: Any) -> None:
        with contextlib.suppress(ConnectionClosed, OSError):
            while self._client is not None and (message := self._client.receive(timeout=seconds)) is not None:
                if message == "2":
                    self._client.send("3")
                    continue
                self._take(str(message))
                if until():
                    return

    def _take(self, message: str) -> None:
        if not message.startswith(EVENT):
            return
        for part in json.loads(message.removeprefix(EVENT))[1:]:
            told = part if isinstance(part, dict) else json.loads(part)
            delta = told.get("delta", {})
            self._changed |= delta.keys()
            state = delta.get(CHECKOUT, {})
            self.order = state.get("order_rx_state_", self.order)

    def _request(
        self, method: str, path: str, body: str, kind: str = "application/x-www-form-urlencoded"
    ) -> tuple[dict[str, str], int, str]:
        headers = {"Content-Type": kind}
        if hasattr(self, "cookie"):
            headers["Cookie"] = self.cookie
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=30)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}, answer.status, answer.read().decode()
        connection.close()
        return found


def make_partner(address: str, key: str, sample: str) -> tuple[str, str]:
    """A copy of a sample partner: its id, and its Global admin's."""
    request = urllib.request.Request(
        f"{address}/api/staging/partners",
        data=json.dumps({"sample": sample}).encode(),
        headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        made = json.load(answer)
    admin = next(person["id"] for person in made["people"] if person["role"] == "global_admin")
    return made["id"], admin
