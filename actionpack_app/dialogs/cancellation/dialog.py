"""The dialog's tree."""

import reflex as rx

from actionpack_app.components.basics import button, each, link_button, notice
from actionpack_app.components.live import refusal_notice
from actionpack_app.dialogs.cancellation.state import CancellationState
from actionpack_app.dialogs.shell.troubles import modal
from actionpack_app.messages import _

verdict = CancellationState.verdict


def cancellation_dialog() -> rx.Component:
    """Whether a refund is due, and the way to the request."""
    return modal(
        _("Cancel subscription"),
        refusal_notice(CancellationState.refusal, class_name="mt-3"),
        rx.cond(
            CancellationState.refusal == "",
            rx.el.div(
                rx.cond(
                    verdict.due,
                    notice(verdict.due_text, tone="ok"),
                    notice(
                        rx.el.p(_("No refund is due:"), class_name="font-semibold"),
                        rx.el.ul(each(verdict.bars, lambda bar: rx.el.li(bar)), class_name="list-disc pl-5"),
                        tone="warn",
                    ),
                ),
                rx.el.p(_("Cancelling goes through support: we read your request and decide. Until then nothing changes.")),
                rx.cond(verdict.open_request != "", rx.el.p(_("You have already asked to cancel. Your request is open."))),
                rx.el.div(
                    button(_("Keep subscription"), on_click=CancellationState.close),
                    link_button(
                        rx.cond(verdict.open_request != "", _("Show the request"), _("Report problems with Partner Center")),
                        verdict.request_href,
                        kind="primary",
                        on_click=CancellationState.close,
                    ),
                    class_name="flex flex-wrap justify-between gap-3",
                ),
                class_name="mt-3 flex flex-col gap-4",
            ),
        ),
        opened=CancellationState.is_open,
        on_change=CancellationState.change_open,
        description=verdict.offer,
    )
