"""The one place that asks what time it is."""

import dataclasses
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """What time it is for a partner; aware, UTC."""

    def now(self) -> datetime:
        """The current instant."""
        ...


@dataclasses.dataclass(frozen=True, slots=True)
class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The current instant."""
        return datetime.now(UTC)


@dataclasses.dataclass(frozen=True, slots=True)
class StandingClock:
    """A sample partner's own clock, which stands still until somebody moves it."""

    at: datetime

    def now(self) -> datetime:
        """The instant at which it stands."""
        return self.at


def clock_of(stands_at: datetime | None) -> Clock:
    """A sample partner's clock, or the machine's for everybody else."""
    return SystemClock() if stands_at is None else StandingClock(stands_at)
