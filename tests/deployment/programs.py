"""Programs that are no Python packages: the machine's, or those that `scripts/program.sh` put beside the interpreter."""

import os
import shutil
import sys
from pathlib import Path

import pytest


def program(name: str) -> str:
    """Where it is. Skips the test on a machine that has none and can't get it; never where CI runs."""
    beside = Path(sys.executable).parent / name
    found = shutil.which(name) or (str(beside) if beside.exists() else "")
    if not found and not os.environ.get("CI"):
        pytest.skip(f"{name} isn't here (scripts/program.sh)")
    assert found, f"{name} isn't here (scripts/program.sh)"
    return found
