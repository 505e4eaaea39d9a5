"""Tabs: one of a few panels in the same place."""

from typing import Any

import reflex as rx


def tab_list(label: Any, *tabs: rx.Component, wraps: bool = False) -> rx.Component:
    """The tabs in a row, which scrolls where it is too long for the screen, or `wraps` where there is room for rows."""
    return rx.el.div(
        *tabs,
        role="tablist",
        aria_label=label,
        class_name="flex gap-1 overflow-x-auto border-b border-line" + (" md:flex-wrap" if wraps else ""),
    )


def tab(key: Any, text: Any, *, chosen: Any, on_choose: Any, panel: str, many: Any = None) -> rx.Component:
    """One tab of `panel`, with how many things stand there where that is worth saying."""
    base = "flex items-center gap-2 whitespace-nowrap px-4 py-3 border-b-2 -mb-px"
    number = rx.el.span(many, aria_hidden="true", class_name="rounded-full bg-raised px-2 text-[0.8rem] text-muted")
    return rx.el.button(
        text,
        rx.fragment() if many is None else number,
        role="tab",
        type="button",
        id=f"tab-{key}",
        aria_selected=rx.cond(chosen, "true", "false"),
        aria_controls=panel,
        on_click=on_choose,
        class_name=rx.cond(chosen, f"{base} border-accent font-bold", f"{base} border-transparent text-muted hover:text-ink"),
    )


def tab_panel(content: rx.Component, *, panel: str, key: Any) -> rx.Component:
    """What the tab `key` shows."""
    return rx.el.div(content, role="tabpanel", id=panel, aria_labelledby=f"tab-{key}")
