"""The tokens of assets/theme.css, and how well one is read on another (WCAG 2.2, relative luminance)."""

import dataclasses
import functools
import re
from pathlib import Path

THEME = Path(__file__).parents[3] / "assets" / "theme.css"

READ_ON: tuple[tuple[str, str], ...] = (
    *(("ink", ground) for ground in ("canvas", "surface", "raised", "accent-soft")),
    *(("muted", ground) for ground in ("canvas", "surface", "raised")),
    *(("accent", ground) for ground in ("canvas", "surface", "accent-soft")),
    ("accent-ink", "accent"),
    *((tone, ground) for tone in ("ok", "warn", "danger") for ground in ("surface", f"{tone}-soft")),
    ("surface", "danger"),
)
"""Every text colour with every ground that it stands on."""

_RULE = re.compile(r"(:root|\.dark) \{(.*?)\n\}", re.DOTALL)
_COLOUR = re.compile(r"--([\w-]+): (#[0-9a-f]{6});")


@dataclasses.dataclass(frozen=True)
class Token:
    """A colour by its name, in both themes."""

    name: str
    paint: str
    """For a picture's `fill`: whatever the theme makes of it."""
    light: str
    dark: str


@dataclasses.dataclass(frozen=True)
class Pair:
    """A text colour on a ground."""

    name: str
    ink: str
    ground: str
    light: str
    dark: str


@functools.cache
def themes() -> dict[str, dict[str, str]]:
    """The colours of `:root` (light) and of `.dark`, as `#rrggbb`."""
    return {theme: dict(_COLOUR.findall(rules)) for theme, rules in _RULE.findall(THEME.read_text(encoding="utf-8"))}


def contrast(one: str, other: str) -> float:
    """From 1, the same, to 21, black on white."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def tokens() -> list[Token]:
    """All colours."""
    light, dark = themes()[":root"], themes()[".dark"]
    return [Token(name, f"var(--{name})", value, dark[name]) for name, value in light.items()]


def pairs() -> list[Pair]:
    """All pairs, with their contrasts in words."""
    light, dark = themes()[":root"], themes()[".dark"]
    return [
        Pair(
            name=f"{ink} / {ground}",
            ink=f"var(--{ink})",
            ground=f"var(--{ground})",
            light=f"{contrast(light[ink], light[ground]):.1f} : 1",
            dark=f"{contrast(dark[ink], dark[ground]):.1f} : 1",
        )
        for ink, ground in READ_ON
    ]


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 (sRGB's own numbers)
