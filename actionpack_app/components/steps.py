"""A way of several steps: how far somebody is, and each step's title."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from actionpack_app.components.basics import icon
from actionpack_app.messages import _

_SCRIPT = rx.asset("step_heading.jsx", shared=True)


class StepHeading(rx.Component):
    """A title that takes the focus when its step begins."""

    library = f"$/public{_SCRIPT}"
    tag = "StepHeading"

    step: rx.Var[str]
    title: rx.Var[str]


def step_heading(step: str, title: str) -> rx.Component:
    """The title of the step that is shown."""
    return StepHeading.create(step=step, title=title, class_name="text-[1.25rem] font-bold outline-offset-4")


def progress(steps: Sequence[tuple[str, str]], *, current: Any, done: Any) -> rx.Component:
    """All steps in a row; on narrow screens the current one by name, the others as lines."""
    return rx.el.ol(
        *[_step(number, key, name, current, done) for number, (key, name) in enumerate(steps, start=1)],
        aria_label=_("Steps"),
        class_name="mb-6 flex gap-1.5 sm:gap-3",
    )


def _step(number: int, key: str, name: str, current: Any, done: Any) -> rx.Component:
    here = current == key
    return rx.el.li(
        rx.el.div(
            class_name=rx.cond(
                here | done.contains(key), "h-1.5 rounded-full bg-accent", "h-1.5 rounded-full border border-line bg-raised"
            )
        ),
        rx.el.p(
            rx.cond(
                done.contains(key),
                rx.el.span(icon("check", 14), rx.el.span(_("Done:"), class_name="sr-only"), class_name="text-ok"),
            ),
            f"{number}. {name}",
            class_name=rx.cond(
                here,
                "mt-1.5 flex items-center gap-1 text-[0.87rem] font-semibold",
                "mt-1.5 flex items-center gap-1 text-[0.87rem] text-muted max-sm:sr-only",
            ),
        ),
        aria_current=rx.cond(here, "step", "false"),
        class_name=rx.cond(here, "flex-1 max-sm:flex-[2.5]", "flex-1"),
    )
