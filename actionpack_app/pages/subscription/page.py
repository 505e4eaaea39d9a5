"""The page's tree."""

from typing import Any

import reflex as rx

from actionpack_app.components.basics import (
    back_link,
    badge,
    button,
    card,
    count,
    each,
    facts,
    file_link,
    link,
    link_button,
    notice,
)
from actionpack_app.components.tables import table
from actionpack_app.components.year import year_picture
from actionpack_app.dialogs.cancellation.dialog import cancellation_dialog
from actionpack_app.dialogs.cancellation.state import CancellationState
from actionpack_app.dialogs.checkout.dialog import checkout_dialog
from actionpack_app.dialogs.checkout.state import CheckoutState
from actionpack_app.dialogs.payment_method.dialog import payment_method_dialog
from actionpack_app.dialogs.payment_method.state import PaymentMethodState
from actionpack_app.dialogs.renewal.dialog import renewal_dialog
from actionpack_app.dialogs.renewal.state import RenewalState
from actionpack_app.dialogs.shell.frame import faces, page, page_skeleton
from actionpack_app.dialogs.why_not.dialog import why_not_button, why_not_dialog
from actionpack_app.domain.actions import Action
from actionpack_app.messages import _, current_locale, p_
from actionpack_app.pages.subscription.state import SubscriptionState
from actionpack_app.routes import BENEFITS, NOTIFICATIONS, OFFERS, RENEWAL_CHECK, localized

details = SubscriptionState.details


def subscription_page() -> rx.Component:
    """Status, term, what happens next; orders, benefits, activity."""
    return page(
        back_link(_("Membership offers"), localized(current_locale(), OFFERS)),
        faces(SubscriptionState.phase, SubscriptionState.message, _ready(), loading=page_skeleton()),
        checkout_dialog(),
        renewal_dialog(),
        cancellation_dialog(),
        payment_method_dialog(),
        why_not_dialog(),
        active=OFFERS,
    )


def _ready() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.h1(details.name, class_name="text-[1.7rem] font-bold leading-tight tracking-tight"),
            badge(details.status, details.tone),
            rx.cond(details.cancellation_href != "", badge(_("Cancellation requested"), "warn")),
            class_name="mb-5 flex flex-wrap items-center gap-3",
        ),
        rx.el.div(
            _overview(),
            _benefits(),
            class_name="grid items-start gap-5 lg:grid-cols-[1.7fr_1fr]",
        ),
        _orders(),
        _notices(),
        _activity(),
        class_name="flex flex-col gap-5",
    )


def _overview() -> rx.Component:
    return card(
        rx.el.h2(_("This year"), class_name="sr-only"),
        year_picture(details.year, tall=True),
        rx.el.p(details.next, class_name="text-[1.05rem] font-semibold"),
        facts(
            (_("Term"), details.term),
            (
                rx.cond(details.ended != "", _("Ended"), p_("membership", "Expiry date")),
                rx.cond(details.ended != "", details.ended, details.expiry),
            ),
            (_("Automatic renewal"), details.renewal),
            (_("Payment method"), rx.cond(details.sees_billing, _payment_method(), details.who_sees_billing)),
        ),
        rx.el.div(
            button(
                _("Renew subscription"),
                kind="primary",
                disabled=~details.may_renew,
                aria_describedby="why-renew",
                on_click=CheckoutState.open(details.offer),
            ),
            rx.cond(details.in_pmc, link_button(_("Check renewal eligibility"), localized(current_locale(), RENEWAL_CHECK))),
            rx.cond(details.may_renew, rx.fragment(), why_not_button(Action.RENEW, details.id, described_by="why-renew")),
            rx.cond(
                details.may_turn_off,
                button(_("Turn off automatic renewal"), on_click=RenewalState.ask(details.id)),
            ),
            rx.cond(details.transfer_href != "", link_button(_("Order details"), details.transfer_href)),
            rx.cond(
                details.may_cancel,
                button(_("Cancel subscription"), on_click=CancellationState.ask(details.id)),
            ),
            rx.cond(details.cancellation_href != "", link_button(_("Show the cancellation request"), details.cancellation_href)),
            class_name="flex flex-wrap gap-2.5",
        ),
        rx.el.div(
            each(details.why, lambda reason: rx.el.p(reason)), id="why-renew", class_name="text-[0.9rem] text-muted empty:hidden"
        ),
        _left_out(),
        rx.el.div(
            rx.cond(details.latest_invoice_href != "", file_link(_("Download invoice"), details.latest_invoice_href)),
            file_link(_("Calendar file"), details.calendar_href),
            class_name="flex flex-wrap gap-2.5 border-t border-line pt-4",
        ),
        class_name="flex flex-col gap-4 p-5",
    )


def _left_out() -> rx.Component:
    """What can't be done with it now: no button, but the way to learn why not."""

    def row(item: Any) -> rx.Component:
        name_id = f"left-out-{item.action}"
        return rx.el.li(
            rx.el.span(item.name, id=name_id),
            why_not_button(item.action, details.id, described_by=name_id),
            class_name="flex flex-wrap items-center gap-x-1",
        )

    return rx.cond(
        count(SubscriptionState.left_out) > 0,
        rx.el.div(
            rx.el.h2(_("Not possible now"), class_name="text-[0.9rem] font-semibold"),
            rx.el.ul(each(SubscriptionState.left_out, row), class_name="text-[0.9rem] text-muted"),
        ),
    )


def _payment_method() -> rx.Component:
    return rx.el.span(
        details.payment,
        rx.cond(
            details.may_replace,
            button(
                _("Replace payment method"),
                kind="quiet",
                on_click=PaymentMethodState.ask(details.id),
                class_name="-my-2 text-accent",
            ),
        ),
        class_name="inline-flex flex-wrap items-center gap-x-2",
    )


def _benefits() -> rx.Component:
    def row(item: Any) -> rx.Component:
        return rx.el.li(
            rx.el.span(item.name, class_name="flex-1"),
            rx.el.span(item.quantity, class_name="whitespace-nowrap font-semibold tabular-nums"),
            class_name="flex gap-3 border-t border-line py-2 first:border-t-0",
        )

    return card(
        rx.el.h2(_("Benefits in short"), class_name="mb-1 text-[1.1rem] font-bold"),
        rx.el.p(
            rx.cond(details.benefits_run, _("Included while the membership runs."), _("They ended with the membership.")),
            class_name="mb-2 text-muted",
        ),
        rx.el.ul(each(SubscriptionState.benefits, row)),
        rx.cond(
            details.benefits_run,
            rx.el.div(link(_("Use your benefits"), localized(current_locale(), BENEFITS)), class_name="mt-3"),
        ),
    )


def _orders() -> rx.Component:
    def row(item: Any) -> list[rx.Component]:
        about = f"order-{item.number}"
        return [
            link(item.number, item.href, id=about, class_name="whitespace-nowrap font-semibold text-accent hover:underline"),
            rx.el.div(
                rx.el.span(item.placed, class_name="@4xl:whitespace-nowrap"),
                rx.cond(
                    item.in_pmc,
                    rx.el.p(_("Placed in the Partner Membership Center"), class_name="text-[0.87rem] text-muted"),
                ),
            ),
            rx.el.div(
                badge(item.status, item.tone),
                rx.cond(item.refund != "", rx.el.p(item.refund, class_name="mt-1 text-[0.87rem] text-muted")),
            ),
            rx.el.span(item.payment),
            rx.el.span(item.total, class_name="whitespace-nowrap tabular-nums"),
            rx.el.div(
                rx.cond(item.invoice_href != "", file_link(_("Download invoice"), item.invoice_href, aria_describedby=about)),
                rx.cond(
                    item.credit_note_href != "",
                    file_link(_("Download credit note"), item.credit_note_href, aria_describedby=about),
                ),
                class_name="flex flex-wrap gap-2 @4xl:justify-end",
            ),
        ]

    return rx.el.section(
        rx.el.h2(_("Orders and invoices"), class_name="mb-3 text-[1.1rem] font-bold"),
        rx.cond(
            details.sees_billing,
            card(
                table(
                    [_("Order number"), _("Date"), _("Status"), _("Payment method"), _("Total"), ""],
                    SubscriptionState.orders,
                    row,
                    empty=_("No orders yet."),
                ),
                class_name="overflow-hidden",
            ),
            notice(details.who_sees_billing),
        ),
    )


def _notices() -> rx.Component:
    def told(item: Any) -> list[rx.Component]:
        return [
            rx.el.span(item.at, class_name="@4xl:whitespace-nowrap"),
            rx.el.span(item.title),
            rx.el.div(
                each(item.mails, lambda mark: badge(mark.text, mark.tone)),
                rx.cond(item.failed != "", rx.el.p(item.failed, class_name="text-[0.87rem] text-muted [overflow-wrap:anywhere]")),
                class_name="flex flex-col items-start gap-1",
            ),
        ]

    def coming(item: Any) -> list[rx.Component]:
        return [rx.el.span(item.at, class_name="@4xl:whitespace-nowrap"), rx.el.span(item.what)]

    return rx.el.section(
        rx.el.div(
            rx.el.h2(_("Notices"), class_name="text-[1.1rem] font-bold"),
            rx.cond(details.sees_billing, link(_("All notifications"), localized(current_locale(), NOTIFICATIONS))),
            class_name="mb-3 flex flex-wrap items-baseline justify-between gap-3",
        ),
        rx.cond(
            details.sees_billing,
            rx.el.div(
                _part(
                    _("To come, if nobody does anything"),
                    table([_("When"), _("What")], SubscriptionState.coming, coming, empty=_("Nothing more comes by itself.")),
                ),
                _part(
                    _("Sent so far"),
                    table(
                        [_("When"), _("Notice"), _("By e-mail")],
                        SubscriptionState.told,
                        told,
                        empty=_("Nothing has been sent yet."),
                    ),
                ),
                class_name="flex flex-col gap-5",
            ),
            notice(details.who_sees_billing),
        ),
    )


def _part(title: str, content: rx.Component) -> rx.Component:
    return card(
        rx.el.h3(title, class_name="border-b border-line px-4 py-3 font-semibold"),
        content,
        aria_label=title,
        class_name="overflow-hidden",
    )


def _activity() -> rx.Component:
    def row(item: Any) -> list[rx.Component]:
        return [
            rx.el.span(item.at, class_name="@4xl:whitespace-nowrap"),
            rx.el.span(item.who),
            rx.el.span(item.what),
            rx.el.span(item.subject, class_name="text-muted"),
        ]

    return rx.el.section(
        rx.el.h2(_("Activity"), class_name="mb-3 text-[1.1rem] font-bold"),
        rx.cond(
            details.sees_activity,
            card(
                table(
                    [_("When"), _("Who"), _("What"), _("Number")],
                    SubscriptionState.activity,
                    row,
                    empty=_("Nothing has happened yet."),
                ),
                class_name="overflow-hidden",
            ),
            notice(details.who_sees_activity),
        ),
    )
