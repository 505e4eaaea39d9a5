"""Changes to Reflex's browser runtime, made while it is compiled.

The socket connects to wherever the page came from, not to the address that was known at build time: one build serves
any port, tunnel or preview host. The runtime's chatter on navigation stays out of the console. And its evaluations of code,
which these pages' policy refuses anyway, can no longer see the names around them, so that Vite may shorten these.
"""

import re
from typing import Any

from reflex.constants import Templates
from reflex.plugins import Plugin

_RUNTIME = "utils/state.js"
_ENDPOINT = "  const endpoint = new URL(url_str);\n"
_FROM_PAGE = """  const endpoint = new URL(url_str);
  if (typeof window !== "undefined") {
    endpoint.protocol = endpoint.protocol.replace(/^(http|ws).*/, window.location.protocol === "https:" ? "$1s:" : "$1:");
    endpoint.hostname = window.location.hostname;
    endpoint.port = window.location.port;
    return endpoint;
  }
"""
_CHATTER = re.compile(r"console\.log\(\s*\"(?:Socket is|Disconnect)[^\"]*\",?\s*\);")
_EVALUATED = re.compile(r"\beval\(")


class RuntimeMismatchError(RuntimeError):
    """Reflex's runtime no longer reads as these changes expect: look at it again after an upgrade."""


class RuntimePatch(Plugin):
    """Applies the changes when Reflex compiles for production."""

    def pre_compile(self, **context: Any) -> None:
        """Registers the changes."""
        context["add_modify_task"](_RUNTIME, _from_template)


def patched(source: str) -> str:
    """The runtime as Reflex ships it, with all changes. Raises RuntimeMismatchError."""
    if source.count(_ENDPOINT) != 1 or not _CHATTER.search(source) or not _EVALUATED.search(source):
        raise RuntimeMismatchError(_RUNTIME)
    return _EVALUATED.sub("(0, eval)(", _CHATTER.sub("", source.replace(_ENDPOINT, _FROM_PAGE)))


def _from_template(_copy: str) -> str:
    """From the file that Reflex ships, not from the copy in .web, which an earlier build may have changed already."""
    return patched(Templates.Dirs.WEB_TEMPLATE.joinpath(_RUNTIME).read_text(encoding="utf-8"))
