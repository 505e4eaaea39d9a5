"""A modal dialog: Radix keeps the focus inside and gives it back afterwards."""

from typing import Any

import reflex as rx
from reflex_components_radix.primitives.dialog import dialog

from actionpack_app.components.basics import icon
from actionpack_app.messages import _

_SCRIPT = rx.asset("dialog_focus.js", shared=True)


def _from_script(name: str) -> rx.Var[Any]:
    """Radix gives the focus back to its own trigger only; ours are opened by events, from anywhere on the page."""
    return rx.Var(name, _var_data=rx.vars.VarData(imports={f"$/public{_SCRIPT}": [rx.ImportVar(name)]}))


def modal(
    title: Any,
    *content: rx.Component,
    opened: Any,
    on_change: Any,
    description: Any = "",
    above: tuple[rx.Component, ...] = (),
) -> rx.Component:
    """A dialog over the page; on a phone it fills the screen. `above` stands over its title."""
    return dialog.root(
        dialog.portal(
            dialog.overlay(class_name="fixed inset-0 z-40 bg-shade"),
            dialog.content(
                *above,
                rx.el.div(
                    dialog.title(title, class_name="flex-1 text-[1.25rem] font-bold leading-tight"),
                    dialog.close(
                        rx.el.button(
                            icon("x", 18),
                            aria_label=_("Leave this window"),
                            type="button",
                            class_name="rounded-lg p-1.5 hover:bg-raised",
                        ),
                        as_child=True,
                    ),
                    class_name="mb-3 flex items-start gap-3",
                ),
                dialog.description(description, class_name="text-muted empty:hidden"),
                *content,
                custom_attrs={
                    "onOpenAutoFocus": _from_script("rememberOpener"),
                    "onCloseAutoFocus": _from_script("giveFocusBack"),
                },
                class_name=(
                    "fixed z-50 overflow-y-auto bg-surface p-5 text-ink shadow-float sm:p-6 "
                    "inset-0 sm:inset-auto sm:left-1/2 sm:top-1/2 sm:max-h-[92dvh] sm:w-[36rem] sm:max-w-[94vw] "
                    "sm:-translate-x-1/2 sm:-translate-y-1/2 sm:rounded-2xl sm:border sm:border-line"
                ),
            ),
        ),
        open=opened,
        on_open_change=on_change,
    )
