"""Somebody who goes on working while the server is attacked: a page and a click about five times a second."""

import http.client
import statistics
import time
from urllib.parse import urlsplit

from tests.e2e.infra.house import House
from tests.e2e.infra.socket import Socket

LOAD = "reflex___state____state.actionpack_app___dialogs___shell___state____shell_state.load"
COMPANY = "Fabrikam"
EVERY_SECONDS = 0.2
GIVES_UP_SECONDS = 20


class Bystander:
    """A signed-in person with one open page."""

    def __init__(self, house: House, cookie: str) -> None:
        self._cookie, self._server = cookie, urlsplit(house.address).netloc
        self.socket = Socket(house.address, cookie)
        self.failed = 0
        """Pages and clicks that weren't answered."""

    def works(self, seconds: float) -> tuple[float, float]:
        """Works for a while; median and 95th percentile of a page and a click together, in ms."""
        ends_at, times = time.monotonic() + seconds, list[float]()
        while time.monotonic() < ends_at:
            began = time.monotonic()
            if not (self._page() and self.socket.ask(LOAD, COMPANY, GIVES_UP_SECONDS)):
                self.failed += 1
            times.append(1000 * (time.monotonic() - began))
            time.sleep(max(0.0, EVERY_SECONDS - (time.monotonic() - began)))
        ordered = sorted(times)
        return statistics.median(ordered), ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]

    def _page(self) -> bool:
        connection = http.client.HTTPConnection(self._server, timeout=GIVES_UP_SECONDS)
        try:
            connection.request("GET", "/en/offers", headers={"Cookie": self._cookie})
            answer = connection.getresponse()
            return answer.status == http.HTTPStatus.OK and bool(answer.read())
        except OSError:
            return False
        finally:
            connection.close()
