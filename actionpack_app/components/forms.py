"""Fields: a label, a rule, and the message beside the field when the rule is broken."""

from typing import Any

import reflex as rx
from reflex_components_core.el.elements.base import BaseHTML

from actionpack_app.components.basics import FIELD
from actionpack_app.domain.accounts import LONGEST_CODE
from actionpack_app.messages import _


class PlainForm(BaseHTML):
    """A form that the browser posts itself; Reflex's own keeps every submission in the page."""

    tag = "form"

    action: rx.Var[str]
    method: rx.Var[str]


def text_field(
    label: Any, name: str, *, value: Any, problem: Any, optional: str = "", multiline: bool = False, **props: Any
) -> rx.Component:
    """One field. It keeps what is typed by itself; `value` is what it starts with, and the server keeps it on blur."""
    element = rx.el.textarea if multiline else rx.el.input
    return rx.el.div(
        rx.el.label(
            label,
            rx.el.span(f" ({optional})", class_name="font-normal text-muted") if optional else rx.fragment(),
            html_for=f"field-{name}",
            class_name="mb-1 block font-semibold",
        ),
        element(
            id=f"field-{name}",
            name=name,
            default_value=value,
            aria_invalid=rx.cond(problem != "", "true", "false"),
            aria_describedby=f"problem-{name}",
            class_name=FIELD + (" min-h-32" if multiline else ""),
            **props,
        ),
        field_problem(name, problem),
    )


def code_field(name: str, problem: Any, **props: Any) -> rx.Component:
    """Where a code of an authenticator app is typed, or a recovery code."""
    return text_field(_("Code"), name, value="", problem=problem, auto_complete="one-time-code", max_length=LONGEST_CODE, **props)


def select_field(
    label: str, name: str, options: list[tuple[str, str]], *, value: Any, problem: Any, languages: bool = False, **props: Any
) -> rx.Component:
    """A choice among few; of `languages`, each is read in its own."""
    return rx.el.div(
        rx.el.label(label, html_for=f"field-{name}", class_name="mb-1 block font-semibold"),
        rx.el.select(
            *[rx.el.option(text, value=option, lang=option if languages else None) for option, text in options],
            id=f"field-{name}",
            name=name,
            default_value=value,
            aria_invalid=rx.cond(problem != "", "true", "false"),
            aria_describedby=f"problem-{name}",
            class_name=FIELD,
            **props,
        ),
        field_problem(name, problem),
    )


def field_problem(name: str, problem: Any) -> rx.Component:
    """What is wrong with a field, in words, read out when it appears."""
    return rx.el.p(
        problem, id=f"problem-{name}", role="status", class_name="mt-1 min-h-0 text-[0.87rem] text-danger empty:absolute"
    )


def radio_option(
    name: str, value: Any, *, checked: Any, on_choose: Any, label: Any, detail: Any = "", problem: Any = None
) -> rx.Component:
    """One of several choices, as a row that can be clicked anywhere. The browser marks it at once; the server follows.

    `problem` where a form says what is wrong with the choice, in a `field_problem` of the same name.
    """
    told: dict[str, Any] = {"aria_invalid": rx.cond(problem != "", "true", "false"), "aria_describedby": f"problem-{name}"}
    return rx.el.label(
        rx.el.input(
            type="radio",
            name=name,
            value=value,
            default_checked=checked,
            on_change=on_choose,
            class_name="mt-1 accent-accent",
            **({} if problem is None else told),
        ),
        rx.el.span(
            rx.el.span(label, class_name="font-semibold"),
            rx.el.span(detail, class_name="block text-[0.87rem] text-muted empty:hidden"),
        ),
        class_name=(
            "flex cursor-pointer gap-3 rounded-lg border border-line px-3.5 py-2.5 hover:bg-raised "
            "has-[:checked]:border-accent has-[:checked]:bg-accent-soft"
        ),
    )


def switch(label: Any, *, on: Any, on_change: Any, detail: Any = "", name: str) -> rx.Component:
    """Something that is on or off, changed at once; what it is about stands beneath its label."""
    return rx.el.div(
        rx.el.div(
            rx.el.p(label, id=f"switch-{name}", class_name="font-semibold"),
            rx.el.p(detail, id=f"about-{name}", class_name="text-[0.87rem] text-muted empty:hidden"),
            class_name="min-w-0 flex-1",
        ),
        rx.el.button(
            rx.el.span(
                class_name=rx.cond(
                    on,
                    "block size-4.5 translate-x-5 rounded-full bg-accent-ink motion-safe:transition-transform",
                    "block size-4.5 rounded-full bg-surface border border-muted motion-safe:transition-transform",
                )
            ),
            type="button",
            role="switch",
            aria_checked=rx.cond(on, "true", "false"),
            aria_labelledby=f"switch-{name}",
            aria_describedby=f"about-{name}",
            on_click=on_change,
            class_name=rx.cond(
                on,
                "mt-0.5 w-12 shrink-0 rounded-full border border-accent bg-accent p-[0.19rem]",
                "mt-0.5 w-12 shrink-0 rounded-full border border-muted bg-raised p-[0.19rem]",
            ),
        ),
        class_name="flex items-start gap-4",
    )
