"""A field for a password, which can be looked at while it is typed."""

from typing import Any

import reflex as rx

from actionpack_app.components.basics import FIELD, PLAIN_BUTTON
from actionpack_app.components.forms import field_problem
from actionpack_app.messages import _

_SCRIPT = rx.asset("password_field.jsx", shared=True)


class PasswordInput(rx.Component):
    """The input and the switch beside it; neither tells the server anything before the form is sent."""

    library = f"$/public{_SCRIPT}"
    tag = "PasswordInput"

    input_id: rx.Var[str]
    name: rx.Var[str]
    auto_complete: rx.Var[str]
    problem: rx.Var[str]
    described_by: rx.Var[str]
    look: rx.Var[str]
    show: rx.Var[str]
    hide: rx.Var[str]
    field_class: rx.Var[str]
    button_class: rx.Var[str]


def password_field(label: str, name: str, *, problem: Any = "", known: bool = False, hint: str = "") -> rx.Component:
    """`known` for a password that its owner has already; a new one is proposed by the browser."""
    return rx.el.div(
        rx.el.label(label, html_for=f"field-{name}", class_name="mb-1 block font-semibold"),
        PasswordInput.create(
            input_id=f"field-{name}",
            name=name,
            auto_complete="current-password" if known else "new-password",
            problem=problem,
            described_by=f"problem-{name} about-{name}",
            look=_("Show the password"),
            show=_("Show"),
            hide=_("Hide"),
            field_class=FIELD,
            button_class=PLAIN_BUTTON,
        ),
        rx.el.p(hint, id=f"about-{name}", class_name="mt-1 text-[0.87rem] text-muted empty:hidden"),
        field_problem(name, problem),
    )
