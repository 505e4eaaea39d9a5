"""Texts in the language of whoever reads them.

The English text is the key; `ko.po` holds the Korean. The language is that of the context: of a page while it is built,
of an event or request while it is handled, of a partner while a document is made.
"""

import contextvars
import functools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from babel.messages.pofile import read_po

from actionpack_app.routes import DEFAULT_LOCALE, LOCALES

_locale: contextvars.ContextVar[str] = contextvars.ContextVar("locale", default=DEFAULT_LOCALE)


def current_locale() -> str:
    """The language of the context."""
    return _locale.get()


def set_locale(locale: str) -> None:
    """Sets the language for the rest of this task; what isn't one of ours becomes English."""
    _locale.set(locale if locale in LOCALES else DEFAULT_LOCALE)


@contextmanager
def use_locale(locale: str) -> Iterator[None]:
    """Sets the language for a while."""
    token = _locale.set(locale if locale in LOCALES else DEFAULT_LOCALE)
    try:
        yield
    finally:
        _locale.reset(token)


def _(text: str) -> str:
    """`text` in the language of the context; a text without translation stays English (`make check` finds it)."""
    return _catalogue(_locale.get()).get(text, text)


def p_(context: str, text: str) -> str:
    """`text` as it is meant in `context`: the same English word can need two Korean ones."""
    return _catalogue(_locale.get()).get((context, text), text)


def N_(text: str) -> str:  # noqa: N802 (gettext's name for it)
    """Marks a text that is translated later, where the language is known."""
    return text


@functools.cache
def _catalogue(locale: str) -> dict[str | tuple[str, str], str]:
    file = Path(__file__).with_name(f"{locale}.po")
    if not file.exists():
        return {}
    with file.open("rb") as source:
        return {
            (str(message.context), str(message.id)) if message.context else str(message.id): str(message.string)
            for message in read_po(source, locale)
            if message.id and message.string
        }
