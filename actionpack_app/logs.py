"""Structured logs: one JSON object a line on standard error.

Cookies, tokens and card data never reach a call site of ours. Frameworks put whole events into their messages, with
what a person typed and the request's headers; of theirs we keep where they come from and the error's type, no text.
"""

import logging
import re
import sys

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
