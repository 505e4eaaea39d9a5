"""`/api/staging/`: every test makes its own copy of a sample partner."""

import dataclasses
import json
import urllib.request
from pathlib import Path
from typing import Any

KEY_OF_MAKE_RUN = Path(__file__).parents[3] / "var" / "staging-key"


@dataclasses.dataclass(frozen=True)
class Partner:
    """A copy of a sample partner."""

    id: str
    name: str
    mpn_id: str


class Staging:
    """The staging interface of the server under test."""

    def __init__(self, address: str, key: str) -> None:
        self._address = address
        self._key = key

    def copy(self, sample: str) -> Partner:
        """Makes a copy of a sample partner, with people and a clock of its own."""
        made = self._post("/api/staging/partners", {"sample": sample})
        return Partner(made["id"], made["name"], made["mpn_id"])

    def jump(self, partner: Partner, where: str) -> dict[str, Any]:
        """Moves a partner's clock; what the answer says."""
        return self._post(f"/api/staging/partners/{partner.id}/clock", {"jump": where})

    def move(self, partner: Partner) -> bool:
        """Moves a partner from the Partner Membership Center; whether it was still there."""
        return bool(self._post(f"/api/staging/partners/{partner.id}/move", {})["moved"])

    def standing(self, partner: Partner) -> dict[str, Any]:
        """Where a partner stands."""
        return self._ask(f"/api/staging/partners/{partner.id}", None)

    def _post(self, path: str, body: dict[str, str]) -> dict[str, Any]:
        return self._ask(path, json.dumps(body).encode())

    def _ask(self, path: str, body: bytes | None) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self._key}", "Content-Type": "application/json"}
        request = urllib.request.Request(f"{self._address}{path}", body, headers)  # noqa: S310
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            return dict(json.load(answer))
