"""`/api/staging/`: every test makes its own copy of a sample partner."""

import dataclasses
from pathlib import Path
from typing import Any

import httpx

KEY_OF_MAKE_RUN = Path(__file__).parents[3] / "var" / "staging-key"


@dataclasses.dataclass(frozen=True)
class Partner:
    """A copy of a sample partner."""

    id: str
    name: str
    mpn_id: str
    people: dict[str, str] = dataclasses.field(default_factory=dict)
    """Ids by role, of a copy."""


class Staging:
    """The staging interface of the server under test."""

    def __init__(self, address: str, key: str) -> None:
        self._address = address
        self._key = key

    def copy(self, sample: str) -> Partner:
        """Makes a copy of a sample partner, with people and a clock of its own."""
        made = self._post("/api/staging/partners", {"sample": sample})
        people = {person["role"]: person["id"] for person in made["people"]}
        return Partner(made["id"], made["name"], made["mpn_id"], people)

    def jump(self, partner: Partner, where: str) -> dict[str, Any]:
        """Moves a partner's clock; what the answer says."""
        return self._post(f"/api/staging/partners/{partner.id}/clock", {"jump": where})

    def move(self, partner: Partner) -> bool:
        """Moves a partner from the Partner Membership Center; whether it was still there."""
        return bool(self._post(f"/api/staging/partners/{partner.id}/move", {})["moved"])

    def standing(self, partner: Partner) -> dict[str, Any]:
        """Where a partner stands."""
        return self._ask("GET", f"/api/staging/partners/{partner.id}")

    def _post(self, path: str, body: dict[str, str]) -> dict[str, Any]:
        return self._ask("POST", path, body)

    def _ask(self, method: str, path: str, body: dict[str, str] | None = None) -> dict[str, Any]:
        """Raises httpx.HTTPStatusError where the server refuses."""
        headers = {"Authorization": f"Bearer {self._key}"}
        answer = httpx.request(method, f"{self._address}{path}", json=body, headers=headers, timeout=60)
        return dict(answer.raise_for_status().json())
