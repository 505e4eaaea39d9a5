"""A text to be copied: shown in a field that can't be changed, with a button. It all happens in the browser."""

from typing import Any

import reflex as rx

from actionpack_app.components.basics import FIELD, PLAIN_BUTTON
from actionpack_app.messages import _

_SCRIPT = rx.asset("copy_field.jsx", shared=True)


class CopyField(rx.Component):
    """The field, its button, and the word that it was copied."""

    library = f"$/public{_SCRIPT}"
    tag = "CopyField"

    text: rx.Var[str]
    label: rx.Var[str]
    copy: rx.Var[str]
    copied: rx.Var[str]
    field_class: rx.Var[str]
    button_class: rx.Var[str]


def copy_field(label: str, text: Any) -> rx.Component:
    """A labelled text with **Copy**."""
    return CopyField.create(
        text=text,
        label=label,
        copy=_("Copy"),
        copied=_("Copied"),
        field_class=f"{FIELD.replace('w-full', 'min-w-0 flex-1 basis-64')} font-mono text-[0.87rem]",
        button_class=PLAIN_BUTTON,
    )
