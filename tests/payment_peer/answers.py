"""What the peer answers, and Stripe's errors as exceptions.

Refusal
└── Declined    a card error, 402
Dropped         no answer at all: the connection is closed
"""

import copy
from dataclasses import dataclass, field, replace
from typing import Any

Json = dict[str, Any]
DOCUMENTATION = "https://docs.stripe.com/error-codes"


@dataclass(frozen=True)
class Answer:
    """A status, a body and what its headers say beyond the usual."""

    status: int
    body: Any
    headers: dict[str, str] = field(default_factory=dict)

    def with_headers(self, **headers: str) -> "Answer":
        """Underscores stand for dashes."""
        return replace(self, headers=self.headers | {name.replace("_", "-"): value for name, value in headers.items()})


class Dropped(Exception):
    """The connection ends here."""


class Refusal(Exception):
    """An error in Stripe's shape. What it shows of the ledger is a snapshot of the moment."""

    def __init__(self, status: int, kind: str, message: str, **details: Any) -> None:
        super().__init__(message)
        self.status = status
        shown = {name: value for name, value in details.items() if value is not None}
        self.error: Json = {"type": kind, "message": message, **copy.deepcopy(shown)}
        if "code" in shown:
            self.error["doc_url"] = f"{DOCUMENTATION}#{str(shown['code']).replace('_', '-')}"

    def answer(self) -> Answer:
        """As it goes over the line."""
        return Answer(self.status, {"error": self.error})


class Declined(Refusal):
    """A card error."""

    def __init__(self, message: str, **details: Any) -> None:
        super().__init__(402, "card_error", message, **details)


def invalid(message: str, *, code: str | None = None, param: str | None = None, **shown: Any) -> Refusal:
    """400, the caller's mistake."""
    return Refusal(400, "invalid_request_error", message, code=code, param=param, **shown)


def missing(noun: str, id_: str, param: str = "id") -> Refusal:
    """404, there is no such object."""
    return Refusal(404, "invalid_request_error", f"No such {noun}: '{id_}'", code="resource_missing", param=param)


def failure(message: str = "An unknown error occurred") -> Refusal:
    """500, the provider's mistake."""
    return Refusal(500, "api_error", message)
