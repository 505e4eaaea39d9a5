"""The dialog's tree, and the quiet button that opens it."""

from typing import Any

import reflex as rx

from actionpack_app.components.basics import badge, button, each, icon, link, notice
from actionpack_app.components.live import refusal_notice
from actionpack_app.dialogs.shell.troubles import modal
from actionpack_app.dialogs.why_not.state import WhyNotState
from actionpack_app.domain.actions import Action
from actionpack_app.messages import _


def why_not_button(action: Action | Any, thing: Any, *, described_by: Any) -> rx.Component:
    """Stands beside a button that can't be used, or an action that is left out; `described_by` names what it is about."""
    return button(
        icon("circle-help", 15),
        _("Why not?"),
        kind="quiet",
        aria_describedby=described_by,
        on_click=WhyNotState.ask(action, thing),
        class_name="text-accent",
    )


def why_not_dialog() -> rx.Component:
    """All conditions of an action, the unmet ones with the way to meet them."""
    return modal(
        _("Why not?"),
        rx.el.div(
            refusal_notice(WhyNotState.refusal),
            rx.cond(
                WhyNotState.possible,
                notice(_("Nothing stands against it now. Close this window, and go on."), tone="ok"),
            ),
            condition_list(WhyNotState.conditions, on_leave=WhyNotState.close),
            rx.el.div(button(_("Close"), kind="primary", on_click=WhyNotState.close), class_name="flex justify-end"),
            class_name="mt-3 flex flex-col gap-4",
        ),
        opened=WhyNotState.is_open,
        on_change=WhyNotState.change_open,
        description=WhyNotState.action,
    )


def condition_list(conditions: Any, *, on_leave: Any = None) -> rx.Component:
    """Conditions, met and unmet; `on_leave` happens when somebody follows the way to meet one."""
    return rx.el.ul(each(conditions, lambda condition: _condition(condition, on_leave)), class_name="empty:hidden")


def _condition(condition: Any, on_leave: Any) -> rx.Component:
    leaves = {} if on_leave is None else {"on_click": on_leave}
    return rx.el.li(
        rx.el.span(
            rx.cond(condition.met, badge(_("Met"), "ok"), badge(_("Not yet"), "warn")),
            class_name="w-24 shrink-0",
        ),
        rx.el.div(
            rx.el.p(condition.sentence),
            rx.cond(condition.href != "", link(condition.way, condition.href, **leaves)),
            class_name="min-w-0",
        ),
        class_name="flex gap-3 border-t border-line py-3 first:border-t-0 max-sm:flex-col max-sm:gap-1.5",
    )
