"""Idempotency keys. https://docs.stripe.com/api/idempotent_requests

The first answer is kept from the moment at which execution begins, errors and 500 included, and given again to each request
with that key. What is refused before (wrong key, wrong parameters, rate limit, a key in use) leaves the key free.
"""

import threading
from collections.abc import Hashable
from contextlib import suppress
from dataclasses import dataclass

from tests.payment_peer.answers import Answer, Refusal, invalid

LONGEST = 255


@dataclass
class _Kept:
    asked: Hashable
    request_id: str
    answer: Answer | None = None


class IdempotencyKeys:
    """What has been asked under which key."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[str, _Kept] = {}

    def has_answer(self, key: str | None) -> bool:
        """Whether a request with this key would be a replay."""
        with self._lock:
            kept = self._kept.get(key or "")
            return kept is not None and kept.answer is not None

    def claim(self, key: str | None, asked: Hashable, request_id: str) -> Answer | None:
        """The answer of the first request, or None: then the caller carries it out, and keeps or lets go."""
        if key is None:
            return None
        if not 0 < len(key) <= LONGEST:
            raise invalid(f"Idempotency keys are between 1 and {LONGEST} characters long.")
        with self._lock:
            kept = self._kept.get(key)
            if kept is None:
                self._kept[key] = _Kept(asked, request_id)
                return None
            if kept.asked != asked:
                message = (
                    f"Keys for idempotent requests can only be used with the same parameters they were first used with. "
                    f"Try using a key other than '{key}' if you meant to execute a different request."
                )
                raise Refusal(400, "idempotency_error", message)
            if kept.answer is None:
                message = (
                    f"There is currently another in-progress request using this Idempotent Key (that probably means you "
                    f"submitted twice, and the other request is still going through): {key}. Please try again later."
                )
                raise Refusal(409, "idempotency_error", message, code="idempotency_key_in_use")
            return kept.answer.with_headers(Idempotent_Replayed="true", Original_Request=kept.request_id)

    def keep(self, key: str | None, answer: Answer) -> None:
        """From now on, requests with this key get this answer."""
        if key is not None:
            with self._lock:
                self._kept[key].answer = answer

    def let_go(self, key: str | None) -> None:
        """Frees a key whose request was never carried out."""
        with self._lock, suppress(KeyError):
            if key is not None and self._kept[key].answer is None:
                del self._kept[key]
