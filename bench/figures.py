"""What a run finds out: figures beside their targets, and what is drawn of them. Plain data, so that it can be kept."""

import dataclasses
import enum
from typing import Any


class Of(enum.StrEnum):
    """What a target is about."""

    VALUE = "value"
    RATIO = "ratio"


@dataclasses.dataclass(frozen=True)
class Target:
    """What a figure should be at most; with `least`, at least."""

    bound: float
    of: Of = Of.VALUE
    least: bool = False

    def met(self, value: float) -> bool:
        """Whether a value keeps to it."""
        return value >= self.bound if self.least else value <= self.bound


@dataclasses.dataclass(frozen=True)
class Figure:
    """One line of a table."""

    what: str
    value: float
    unit: str
    ratio: float | None = None
    """To the yardstick, measured in the same run."""
    target: Target | None = None
    note: str = ""
    cause: str = ""
    """What keeps it from its target; told where it isn't met."""

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None without one."""
        if self.target is None:
            return None
        asked = self.ratio if self.target.of is Of.RATIO else self.value
        return asked is not None and self.target.met(asked)


@dataclasses.dataclass(frozen=True)
class Picture:
    """A chart: bars side by side, or lines over the labels."""

    name: str
    title: str
    unit: str
    labels: list[str]
    series: dict[str, list[float | None]]
    lines: bool = False
    logarithmic: bool = False


@dataclasses.dataclass(frozen=True)
class Found:
    """What one part found out."""

    figures: list[Figure] = dataclasses.field(default_factory=list[Figure])
    pictures: list[Picture] = dataclasses.field(default_factory=list[Picture])
    words: list[str] = dataclasses.field(default_factory=list[str])
    """What has to be known to read the table."""
    failed: str = ""
    """What broke, in words; empty where nothing did."""

    def plain(self) -> dict[str, Any]:
        """As JSON has it."""
        return dataclasses.asdict(self)

    @classmethod
    def of(cls, plain: dict[str, Any]) -> "Found":
        """Back from JSON."""
        return cls(
            [_figure(one) for one in plain["figures"]],
            [Picture(**one) for one in plain["pictures"]],
            list(plain["words"]),
            str(plain["failed"]),
        )


def _figure(plain: dict[str, Any]) -> Figure:
    target: dict[str, Any] | None = plain["target"]
    asked = Target(target["bound"], Of(target["of"]), target["least"]) if target else None
    return dataclasses.replace(Figure(**{name: value for name, value in plain.items() if name != "target"}), target=asked)


def at_most(bound: float) -> Target:
    """A figure that should be no larger."""
    return Target(bound)


def times(bound: float) -> Target:
    """A ratio that should be no larger."""
    return Target(bound, Of.RATIO)


def at_least(bound: float) -> Target:
    """A figure that should be no smaller."""
    return Target(bound, least=True)
