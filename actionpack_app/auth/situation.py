"""The pass with which the sign-in page has a situation opened: signed, for one link, good for two minutes."""

import dataclasses
import json
from datetime import UTC, datetime, timedelta

from actionpack_app.gateways.clock import SystemClock
from actionpack_app.gateways.signing import sign, unsign

_PURPOSE = "situation"
_GOOD_FOR = timedelta(minutes=2)


@dataclasses.dataclass(frozen=True, slots=True)
class Situation:
    """What a link says."""

    who: str
    jump: str
    locale: str
    next_page: str


def pass_for(situation: Situation) -> str:
    """A token for a situation."""
    return sign(_PURPOSE, json.dumps([*dataclasses.astuple(situation), SystemClock().now().timestamp()]))


def read_situation(token: str) -> Situation | None:
    """The situation of a token; None for one that is forged or too old."""
    written = unsign(_PURPOSE, token)
    if written is None:
        return None
    who, jump, locale, next_page, at = json.loads(written)
    if SystemClock().now() - datetime.fromtimestamp(at, UTC) > _GOOD_FOR:
        return None
    return Situation(who, jump, locale, next_page)
