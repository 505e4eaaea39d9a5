"""Pages are painted before their scripts are fetched.

React Router has browsers fetch every script of a page ahead, with the priority of what a page can't be shown without. On a
slow line the styles then wait behind them, and the page, which is whole without a script, stays white.
"""

from pathlib import Path
from typing import Any

from reflex.plugins import Plugin

_AHEAD = '<link rel="modulepreload" '
_AFTER_STYLES = '<link rel="modulepreload" fetchpriority="low" '


class PagesMismatchError(RuntimeError):
    """The built pages no longer read as this change expects: look at it again after an upgrade."""


class FirstPaint(Plugin):
    """Has scripts follow the styles, in every page of a production build."""

    def post_build(self, **context: Any) -> None:
        """Changes the pages, before they are compressed. Raises PagesMismatchError."""
        pages = [*Path(context["static_dir"]).rglob("*.html")]
        changed = [page for page in pages if _has_scripts_follow(page)]
        if not changed:
            raise PagesMismatchError


def _has_scripts_follow(page: Path) -> bool:
    text = page.read_text(encoding="utf-8")
    later = text.replace(_AHEAD, _AFTER_STYLES)
    if later != text:
        page.write_text(later, encoding="utf-8")
    return later != text
