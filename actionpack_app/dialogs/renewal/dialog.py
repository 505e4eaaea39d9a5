"""The dialog's tree."""

import reflex as rx

from actionpack_app.components.basics import button, facts, notice
from actionpack_app.components.live import refusal_notice
from actionpack_app.dialogs.renewal.state import RenewalState
from actionpack_app.dialogs.shell.troubles import modal
from actionpack_app.messages import _, p_

switch = RenewalState.switch


def renewal_dialog() -> rx.Component:
    """What turning off automatic renewal means, and the button that does it."""
    return modal(
        rx.cond(RenewalState.done, _("Automatic renewal is off"), _("Turn off automatic renewal?")),
        refusal_notice(RenewalState.refusal, class_name="mt-3"),
        rx.el.p(
            rx.cond(RenewalState.done, _("Nothing will be charged by itself. To go on after expiry, renew within 30 days."), ""),
            role="status",
            class_name="mt-3 empty:absolute",
        ),
        rx.cond(
            RenewalState.refusal != "",
            rx.el.div(_close_row(), class_name="mt-4"),
            rx.cond(RenewalState.done, _done(), _question()),
        ),
        opened=RenewalState.is_open,
        on_change=RenewalState.change_open,
        description=switch.offer,
    )


def _question() -> rx.Component:
    return rx.el.div(
        rx.el.p(_("It takes effect at once. Your benefits run on to the end of the term; nothing will be charged by itself.")),
        _dates(),
        notice(_("This can't be undone. Only renewing by hand, after expiry, turns automatic renewal on again."), tone="warn"),
        rx.el.div(
            button(_("Keep automatic renewal"), on_click=RenewalState.close),
            button(
                _("Turn off automatic renewal"),
                kind="danger",
                on_click=RenewalState.turn_off,
                disabled=RenewalState.busy | (switch.subscription_id == ""),
            ),
            class_name="flex flex-wrap justify-between gap-3",
        ),
        class_name="mt-3 flex flex-col gap-4",
    )


def _done() -> rx.Component:
    return rx.el.div(
        _dates(),
        _close_row(),
        class_name="mt-3 flex flex-col gap-4",
    )


def _dates() -> rx.Component:
    return facts(
        (p_("membership", "Expiry date"), switch.expiry),
        (_("You can renew"), switch.window),
    )


def _close_row() -> rx.Component:
    return rx.el.div(button(_("Close"), kind="primary", on_click=RenewalState.close), class_name="flex justify-end")
