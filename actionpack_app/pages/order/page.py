"""The page's tree."""

import reflex as rx

from actionpack_app.components.basics import back_link, badge, button, card, facts, file_link, link_button, notice
from actionpack_app.components.dialogs import modal
from actionpack_app.dialogs.checkout.dialog import transfer_facts
from actionpack_app.dialogs.shell.frame import faces, page, page_skeleton
from actionpack_app.messages import _, current_locale
from actionpack_app.pages.order.state import OrderState
from actionpack_app.routes import OFFERS, localized

order = OrderState.order


def order_page() -> rx.Component:
    """What was ordered, how it is paid, and where it stands."""
    return page(
        back_link(_("Membership offers"), localized(current_locale(), OFFERS)),
        faces(OrderState.phase, OrderState.message, _ready(), loading=page_skeleton()),
        _question(),
        active=OFFERS,
    )


def _ready() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.h1(_("Order"), " ", order.number, class_name="text-[1.7rem] font-bold leading-tight tracking-tight"),
            badge(order.status_text, OrderState.tone),
            class_name="flex flex-wrap items-center gap-3",
        ),
        rx.cond(
            order.reference != "",
            card(
                rx.el.h2(_("Transfer the total"), class_name="text-[1.1rem] font-bold"),
                rx.el.p(
                    _("Please transfer the total with the reference below. Your membership is active as soon as it has arrived."),
                    class_name="text-muted",
                ),
                transfer_facts(order),
                rx.cond(
                    order.may_cancel,
                    rx.el.div(button(_("Cancel order"), on_click=OrderState.ask_to_cancel)),
                ),
                class_name="flex flex-col gap-4 p-5",
            ),
        ),
        card(
            rx.el.h2(_("What was ordered"), class_name="text-[1.1rem] font-bold"),
            facts(
                (_("Offer"), order.offer),
                (_("Term"), order.term),
                (_("Partner"), order.company),
                (_("Bill to"), order.bill_to),
                (_("Payment method"), order.payment),
                (_("Purchase order number"), rx.cond(order.po_number != "", order.po_number, "–")),
                (_("Net"), order.net),
                (order.tax_label, order.tax),
                (_("Total"), rx.el.span(order.total, class_name="font-bold")),
            ),
            rx.el.div(
                rx.cond(order.invoice_href != "", file_link(_("Download invoice"), order.invoice_href)),
                rx.cond(order.calendar_href != "", file_link(_("Calendar file"), order.calendar_href)),
                rx.cond(order.subscription_href != "", link_button(_("Subscription details"), order.subscription_href)),
                class_name="flex flex-wrap gap-2.5 empty:hidden",
            ),
            class_name="flex flex-col gap-4 p-5",
        ),
        class_name="flex flex-col gap-5",
    )


def _question() -> rx.Component:
    return modal(
        _("Cancel order"),
        rx.el.div(
            rx.el.p(
                _("The order ends at once, and nothing more is expected of you. You can order again whenever it is possible.")
            ),
            notice(_("Don't cancel if you have already sent the money."), tone="warn"),
            rx.cond(OrderState.refusal != "", notice(OrderState.refusal, tone="danger")),
            rx.el.div(
                button(_("Keep order"), on_click=OrderState.change_asking(False)),
                button(_("Cancel order"), kind="danger", on_click=OrderState.cancel, disabled=OrderState.busy),
                class_name="flex flex-wrap justify-between gap-3",
            ),
            class_name="mt-3 flex flex-col gap-4",
        ),
        opened=OrderState.asking,
        on_change=OrderState.change_asking,
        description=order.number,
    )
