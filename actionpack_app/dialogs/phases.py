"""What every page's state goes through: loading, then ready, or missing, forbidden, failed."""

from collections.abc import Awaitable, Mapping
from datetime import date
from typing import cast

from actionpack_app.domain.errors import ActionPackError, NotAllowed, NotFound
from actionpack_app.messages.explain import explain

LOADING, READY, MISSING, FORBIDDEN, FAILED = "loading", "ready", "missing", "forbidden", "failed"


def phase_of(refused: ActionPackError) -> str:
    """Which of the page's faces shows a refusal."""
    match refused:
        case NotFound():
            return MISSING
        case NotAllowed():
            return FORBIDDEN
        case _:
            return FAILED


async def refusal_of(doing: Awaitable[object]) -> str:
    """Does something, and returns in words why it was refused; nothing where it was done."""
    try:
        await doing
    except ActionPackError as refused:
        return explain(refused)
    return ""


def put(state: object, **news: object) -> None:
    """Sets those vars that are another than before: one that is set is sent to the page, and a long list costs as much again."""
    for name, value in news.items():
        if getattr(state, name) != value:
            setattr(state, name, value)


def argument(value: object, most: int = 200) -> str:
    """An event's argument as text: whatever a browser sent that isn't a short text is empty."""
    return value if isinstance(value, str) and len(value) <= most else ""


def typed(value: object, most: int) -> str:
    """What somebody has typed, as text; more than `most` is cut off, which is still too long to be kept, and is told so."""
    return value[:most] if isinstance(value, str) else ""


def fields(value: object) -> Mapping[str, object]:
    """A submitted form's fields; whatever a browser sent that isn't a form has none."""
    return cast("Mapping[str, object]", value) if isinstance(value, dict) else {}


def named_in(path: str) -> str:
    """What a page's address names with its last part."""
    return argument(path.rstrip("/").rpartition("/")[2])


def switched(value: object) -> bool | None:
    """An event's argument as a switch's position; whatever isn't one is none."""
    return value if isinstance(value, bool) else None


def day_argument(value: object) -> date | None:
    """An event's argument as a date; whatever isn't one is none."""
    try:
        return date.fromisoformat(argument(value))
    except ValueError:
        return None


def page_number(value: object) -> int:
    """An event's argument as the number of a page; whatever isn't one is the first."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < MOST_PAGES else 1


MOST_PAGES = 1_000_000
