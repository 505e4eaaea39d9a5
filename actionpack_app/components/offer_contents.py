"""What an offer needs and what it includes, in the column that compares it with the others."""

from typing import Any

import reflex as rx

from actionpack_app.components.basics import amounts, icon
from actionpack_app.messages import _


def offer_contents(requirements: Any, none_needed: Any, benefits: Any, includes: Any) -> tuple[rx.Component, rx.Component]:
    """Two parts, each a row of its own across the columns; `none_needed` says so where nothing is."""
    needs = rx.el.div(
        rx.el.h4(_("What it needs"), class_name="mb-1 font-semibold"),
        rx.cond(none_needed != "", rx.el.p(none_needed, class_name="text-muted")),
        amounts(requirements),
        class_name="border-t border-line pt-3",
    )
    brings = rx.el.div(
        rx.el.h4(_("What it includes"), class_name="mb-1 font-semibold"),
        amounts(benefits),
        rx.cond(
            includes != "",
            rx.el.p(rx.el.span(icon("layers", 16), class_name="mt-0.5 text-accent"), includes, class_name="mt-2 flex gap-2"),
        ),
        class_name="border-t border-line pt-3",
    )
    return needs, brings
