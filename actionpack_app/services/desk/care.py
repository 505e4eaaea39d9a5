"""How long something has waited at the desk, and who looks after it."""

import dataclasses
from datetime import datetime, timedelta

from actionpack_app.gateways.clock import SystemClock, clock_of
from actionpack_app.models import Partner


@dataclasses.dataclass(frozen=True, slots=True)
class Care:
    """What every line of the desk's lists tells."""

    age: timedelta
    assigned_to: str = ""
    """The id of somebody of the desk; empty for nobody."""
    assigned_name: str = ""


def age_of(since: datetime, partner: Partner | None) -> timedelta:
    """The time since then, by the company's clock: a sample partner's stands still, and what waits there ages as it is moved."""
    now = clock_of(partner.clock_at).now() if partner else SystemClock().now()
    return max(timedelta(), now - since)
