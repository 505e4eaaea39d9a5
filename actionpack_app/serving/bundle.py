"""What browsers fetch is made smaller: Reflex's bundle without what these pages never use.

Reflex has every element made by Emotion, whose part of a page is 11 KB compressed and which reads each element's styles when it
is drawn. These pages are styled by classes; the few styles that stand on an element (the year's marks) are plain properties,
which React sets by itself. And what several pages share comes in few files, not one for each icon: a file of two hundred bytes
costs three times as much in headers.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reflex.plugins import Plugin

_CONFIG = "vite.config.js"
_ELEMENTS = "utils/elements.js"
_MAKES_ELEMENTS = """import { createElement } from "react";

// Stands in for Emotion's: `css` has plain properties only, which the build checks.
export function jsx(type, props, ...children) {
  if (!props?.css) return createElement(type, props, ...children);
  const { css, style, ...others } = props;
  return createElement(type, { ...others, style: { ...css, ...style } }, ...children);
}
"""
_ALIASES = "    alias: [\n"
_OWN_ELEMENTS = (
    _ALIASES + f'      {{ find: /^@emotion\\/react$/, replacement: fileURLToPath(new URL("./{_ELEMENTS}", import.meta.url)) }},\n'
)
_GROUPS = "          groups: [\n"
_FEW_FILES = (
    _GROUPS
    + """            {
              test: /node_modules\\/(lucide-react|@radix-ui)|public\\/external/,
              name: "shared",
              minShareCount: 2,
              entriesAware: true,
              entriesAwareMergeThreshold: 12000,
            },
"""
)

_OUTPUT = "      output: {\n"
_SHORT_NAMES = (
    _OUTPUT
    + """        chunkFileNames: ({ name }) => `assets/${name.startsWith("shared~") ? "shared" : "[name]"}-[hash].js`,
"""
)

_NEEDS_EMOTION = re.compile(r"\bcss:\s*\(?\{[^}]*\[\"(?:[:&@.#_ >]|[^\"]*:)[^}]*\}")
_PAGES = ("app", "app_components")


class BundleMismatchError(RuntimeError):
    """The build no longer reads as this change expects, or a style needs more than an element has; the text names it."""


class Bundle(Plugin):
    """Changes Vite's configuration, and checks what was compiled."""

    def pre_compile(self, **context: Any) -> None:
        """Registers the changes."""
        context["add_save_task"](lambda: (_ELEMENTS, _MAKES_ELEMENTS))
        context["add_modify_task"](_CONFIG, changed)

    def post_build(self, **context: Any) -> None:
        """Raises BundleMismatchError where a style would be lost."""
        web = Path(context["static_dir"]).parents[1]
        for source in _sources(web):
            if lost := _NEEDS_EMOTION.search(source.read_text(encoding="utf-8")):
                raise BundleMismatchError(f"{source.name}: {lost.group()[:120]}")


def changed(config: str) -> str:
    """Vite's configuration as Reflex writes it, with all changes. Raises BundleMismatchError."""
    for place, own in ((_ALIASES, _OWN_ELEMENTS), (_GROUPS, _FEW_FILES), (_OUTPUT, _SHORT_NAMES)):
        if config.count(place) != 1:
            raise BundleMismatchError(_CONFIG)
        config = config.replace(place, own)
    return config


def _sources(web: Path) -> Iterator[Path]:
    for folder in _PAGES:
        yield from sorted((web / folder).rglob("*.jsx"))
