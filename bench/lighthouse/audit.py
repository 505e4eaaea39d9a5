"""One run of Lighthouse: its scores, and what falls short."""

import dataclasses
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
INSTALLED = Path(sys.executable).parents[1] / "lighthouse" / "node_modules" / "lighthouse" / "cli" / "index.js"
"""Where `make lighthouse` puts the version that package.json beside this file pins."""
RUN_SECONDS = 300


@dataclasses.dataclass(frozen=True)
class Score:
    """What one run found."""

    points: dict[str, int]
    """From 0 to 100, by category."""
    short: dict[str, tuple[str, ...]]
    """The audits that cost points, by category, the dearest first; of performance only the measured times."""


class WrongPageError(RuntimeError):
    """Lighthouse didn't end where it was sent: it measured another page."""


def audit(address: str, port: int, folder: Path, *, desktop: bool) -> Score:
    """Looks at an address through the browser on `port`. Raises WrongPageError, and CalledProcessError with what was said."""
    report = folder / "report.json"
    command = [
        *(str(Path(sys.executable).with_name("bun")), "--bun", str(INSTALLED), address),
        *(f"--port={port}", "--quiet", "--output=json", f"--output-path={report}"),
        *(f"--only-categories={','.join(CATEGORIES)}", "--no-enable-error-reporting"),
        *(["--preset=desktop"] if desktop else []),
    ]
    subprocess.run(command, check=True, timeout=RUN_SECONDS, stdout=subprocess.DEVNULL)
    found = json.loads(report.read_text(encoding="utf-8"))
    if found.get("runtimeError") or found["finalDisplayedUrl"] != address:
        raise WrongPageError(f"{address}: {found.get('runtimeError') or found['finalDisplayedUrl']}")
    return score_of(found)


def score_of(found: dict[str, Any]) -> Score:
    """The scores of a report in Lighthouse's own form."""
    kept = {name: found["categories"][name] for name in CATEGORIES}
    return Score(
        points={name: round(100 * (category["score"] or 0)) for name, category in kept.items()},
        short={name: _short(category, found["audits"]) for name, category in kept.items()},
    )


def _short(category: dict[str, Any], audits: dict[str, Any]) -> tuple[str, ...]:
    costs = [
        (reference["weight"] * (1 - audits[reference["id"]]["score"]), reference["id"])
        for reference in category["auditRefs"]
        if reference["weight"] and audits[reference["id"]]["score"] is not None
    ]
    return tuple(_told(audits[name]) for cost, name in sorted(costs, reverse=True) if cost > 0)


def _told(found: dict[str, Any]) -> str:
    return " ".join(part for part in (found["id"], found.get("displayValue", "")) if part)
