"""A text field that counts what is typed, in the browser."""

from typing import Any

import reflex as rx

from actionpack_app.components.basics import FIELD
from actionpack_app.components.forms import field_problem
from actionpack_app.messages import _, current_locale

_SCRIPT = rx.asset("counted_field.jsx", shared=True)


def _one_text(text: rx.Var[str]) -> tuple[rx.Var[str]]:
    return (text,)


class CountedField(rx.Component):
    """Several lines, and how many characters they are."""

    library = f"$/public{_SCRIPT}"
    tag = "CountedField"

    name: rx.Var[str]
    value: rx.Var[str]
    most: rx.Var[int]
    label: rx.Var[str]
    too_long: rx.Var[str]
    locale: rx.Var[str]
    field_class: rx.Var[str]
    invalid: rx.Var[bool]
    described_by: rx.Var[str]
    on_keep: rx.EventHandler[_one_text]


def counted_field(label: Any, name: str, *, value: Any, problem: Any, most: int, on_keep: Any) -> rx.Component:
    """A labelled text of up to `most` characters; `on_keep` gets it when the field is left."""
    return rx.el.div(
        rx.el.label(label, html_for=f"field-{name}", class_name="mb-1 block font-semibold"),
        CountedField.create(
            name=name,
            value=value,
            most=most,
            label=_("{count} of {most} characters"),
            too_long=_("{count} of {most} characters: this is too long."),
            locale=current_locale(),
            field_class=f"{FIELD} min-h-40",
            invalid=problem != "",
            described_by=f"problem-{name}",
            on_keep=on_keep,
        ),
        field_problem(name, problem),
    )
