"""`localstripe`, a stand-in for Stripe that others have written: a process of its own, with its own books."""

import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

import httpx

from tests.ports import free_port

SECRET_KEY, PUBLISHABLE_KEY, WEBHOOK_SECRET = "sk_test_of_journeys", "pk_test_of_journeys", "whsec_of_journeys"
STARTS_WITHIN_SECONDS = 60
ASKED_WITHIN_SECONDS = 15


class Localstripe:
    """Starts in an empty folder; `address` serves the API and the card Element's script."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        self.address = f"http://localhost:{self.port}"
        self.log = folder / "localstripe.log"
        command = [sys.executable, "-m", "localstripe", "--port", str(self.port), "--from-scratch"]
        with self.log.open("wb") as written:
            self._process = subprocess.Popen(command, cwd=folder, stdout=written, stderr=subprocess.STDOUT)

    def __enter__(self) -> Self:
        for _look in range(STARTS_WITHIN_SECONDS * 5):
            with suppress(httpx.HTTPError):
                self._ask("GET", "/v1/balance")
                return self
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(0.2)
                break
        self.__exit__()
        raise RuntimeError(f"localstripe did not start:\n{self.log.read_text(errors='replace')}")

    def __exit__(self, *_exception: object) -> None:
        self._process.terminate()
        self._process.wait(10)

    @property
    def settings(self) -> dict[str, str]:
        """What a server is told to use it."""
        return {
            "STRIPE_SECRET_KEY": SECRET_KEY,
            "STRIPE_PUBLISHABLE_KEY": PUBLISHABLE_KEY,
            "STRIPE_WEBHOOK_SECRET": WEBHOOK_SECRET,
            "STRIPE_API_BASE": self.address,
            "STRIPE_JS_URL": f"{self.address}/js.stripe.com/v3/",
        }

    def notify(self, server: str) -> None:
        """Posts its notifications to a server from now on."""
        told = {"url": f"{server}/api/stripe/webhook", "secret": WEBHOOK_SECRET}
        self._ask("POST", "/_config/webhooks/journeys", told)

    def customer(self, mpn_id: str) -> str:
        """The id of the partner with this MPN ID; there has to be exactly one."""
        (found,) = [customer["id"] for customer in self.books("customers") if mpn_id in str(customer["description"])]
        return str(found)

    def books(self, kind: str, **narrowed: str) -> list[dict[str, Any]]:
        """Its own records: charges, refunds, payment_intents, payment_methods …"""
        asked = "&".join(f"{name}={value}" for name, value in {"limit": "100", **narrowed}.items())
        return list(self._ask("GET", f"/v1/{kind}?{asked}")["data"])

    def was_asked(self, path: str) -> bool:
        """Whether somebody asked for this; waits a while for what our server does by itself."""
        return self._says(f" {path} HTTP")

    def was_notified(self, kind: str) -> bool:
        """Whether our server took a notification of this kind; waits a while."""
        return self._says(f'webhook "{kind}" successfully delivered')

    def _says(self, text: str) -> bool:
        for _look in range(ASKED_WITHIN_SECONDS * 5):
            if text in self.log.read_text(errors="replace"):
                return True
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(0.2)
        return False

    def _ask(self, method: str, path: str, body: dict[str, str] | None = None) -> dict[str, Any]:
        answer = httpx.request(method, f"{self.address}{path}", json=body, auth=(SECRET_KEY, ""), timeout=30)
        answer.raise_for_status()
        return dict(answer.json()) if answer.content else {}
