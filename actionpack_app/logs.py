"""Structured logs: one JSON object a line on standard error.

Every line of a request, an event or a piece of durable work says which one it belongs to, and what it did to the
books names its order, so that one search shows what a click led to, in whichever process.

Cookies, tokens and card data never reach a call site of ours. Frameworks put whole events into their messages, with
what a person typed and the request's headers; of theirs we keep where they come from and the error's type, no text.
"""

import logging
import re
import sys
from collections.abc import Callable, MutableMapping
from typing import Any

import structlog

FRAMEWORKS = (
    "reflex",
    "reflex_base",
    "socketio",
    "engineio",
    "asyncio",
    "_granian",
    "dbos",
    "stripe",
    "httpx",
    "authlib",
    "python_multipart",
)

_DIGITS = re.compile(r"\d{4,}")
_SHOWN = 300


def configure_logs() -> None:
    """Sets up structlog for this process, and takes the frameworks' records over."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            _of_work,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        # Not cached: standard error is asked for at each line, so whoever redirects it, a test for one, reads the rest.
        logger_factory=lambda *_: structlog.WriteLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
    for name in FRAMEWORKS:
        theirs = logging.getLogger(name)
        theirs.handlers = [_WithoutText(logging.WARNING)]
        theirs.propagate = False
    for name in ("engineio.server", "socketio.server"):  # without a level, they would add a handler of their own
        logging.getLogger(name).setLevel(logging.WARNING)


def begin_lines(request: str, **about: str) -> None:
    """What every line of this task says from here on; what was said before is forgotten. Threads that it calls say it too."""
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request=request, **about)


def name_work(work_of: Callable[[], str]) -> None:
    """Tells which durable work is at hand, where one is: its id is a business fact."""
    _works[:] = [work_of]


_works: list[Callable[[], str]] = []


def _of_work(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    if work := next((of() for of in _works), ""):
        line.setdefault("work", work)
    return line


def without_digits(text: str) -> str:
    """A text from a browser, shortened, with every longer number blotted out."""
    return _DIGITS.sub("…", text)[:_SHOWN]


class _WithoutText(logging.Handler):
    """Logs that a framework complained, and about which kind of error, but not its words."""

    def emit(self, record: logging.LogRecord) -> None:
        """Takes one record."""
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        log.warning("framework", logger=record.name, level_name=record.levelname, line=record.lineno, error=kind)


log = structlog.get_logger("actionpack")
