"""The page's tree."""

from typing import Any

import reflex as rx

from actionpack_app.components.basics import (
    CARD,
    back_link,
    badge,
    button,
    card,
    count,
    each,
    facts,
    heading,
    icon,
    link,
    link_button,
    notice,
)
from actionpack_app.components.tables import table
from actionpack_app.components.year import year_picture
from actionpack_app.dialogs.checkout.dialog import checkout_dialog
from actionpack_app.dialogs.checkout.state import CheckoutState
from actionpack_app.dialogs.shell.frame import faces, page, page_skeleton
from actionpack_app.dialogs.why_not.dialog import condition_list
from actionpack_app.messages import _, current_locale, p_
from actionpack_app.pages.renewal_check.state import RenewalCheckState
from actionpack_app.routes import OFFERS, SUPPORT_NEW, localized

state = RenewalCheckState
check = RenewalCheckState.check


def renewal_check_page() -> rx.Component:
    """What can be renewed in the Partner Membership Center, or the invitation to Partner Center."""
    return page(
        back_link(_("Membership offers"), localized(current_locale(), OFFERS)),
        rx.el.p(
            icon("archive", 15),
            _("Partner Membership Center"),
            class_name="mb-1 flex items-center gap-1.5 text-[0.85rem] font-semibold text-muted",
        ),
        heading(_("Check renewal eligibility"), _("What your company can renew, where, and from which day.")),
        faces(state.phase, state.message, _ready(), loading=page_skeleton()),
        checkout_dialog(),
        active=OFFERS,
    )


def _ready() -> rx.Component:
    return rx.el.div(
        rx.match(
            check.sent,
            ("invited", _sent(_("You're invited to renew in Partner Center"), check.moved, _all_stays())),
            ("never_there", _sent(_("Your memberships are managed in Partner Center."), _never_there())),
            _there(),
        ),
        rx.el.div(each(state.memberships, _membership), class_name="flex flex-col gap-5 empty:hidden"),
        rx.cond((check.sent != "never_there") & (check.sees_billing | (check.sent == "")), _orders()),
        class_name="flex flex-col gap-5",
    )


def _all_stays() -> str:
    return _("All your memberships keep their dates, and you renew them on the page of membership offers from now on.")


def _never_there() -> str:
    return _("Your company has nothing in the Partner Membership Center, so there is nothing to check here.")


def _sent(title: str, *lines: Any) -> rx.Component:
    """Where to go instead."""
    return rx.el.section(
        rx.el.span(icon("mail-open", 22), class_name="mt-1 text-accent"),
        rx.el.div(
            rx.el.h2(title, class_name="text-[1.15rem] font-bold"),
            *[rx.el.p(line) for line in lines],
            _company(),
            rx.el.div(link_button(_("Go to Membership offers"), localized(current_locale(), OFFERS), kind="primary")),
            class_name="flex min-w-0 flex-col gap-3",
        ),
        class_name=f"{CARD} flex gap-3 p-5",
    )


def _company() -> rx.Component:
    return facts((_("Company"), check.company), (_("MPN ID"), check.mpn_id))


def _there() -> rx.Component:
    return rx.el.div(
        notice(
            _(
                "Your memberships are still managed in the Partner Membership Center. You renew them here, by the same rules, until "
                "your company is moved to Partner Center. Moving keeps all dates."
            )
        ),
        card(
            _company(),
            rx.cond(count(state.memberships) == 0, _nothing_held()),
            rx.el.div(
                button(
                    rx.cond(state.busy, icon("loader-circle"), icon("refresh-cw")),
                    _("Check renewal eligibility"),
                    on_click=state.check_now,
                    disabled=state.busy,
                    aria_busy=state.busy,
                ),
                rx.el.div(  # there before it has anything to say, so that it is read out
                    each(state.answers, lambda answer: rx.el.p(answer)),
                    role="status",
                    aria_label=_("Answer"),
                    class_name="flex min-w-0 flex-col gap-1 font-semibold",
                ),
                class_name="flex flex-wrap items-center gap-x-4 gap-y-2",
            ),
            class_name="flex flex-col gap-4 p-5",
        ),
        class_name="flex flex-col gap-5",
    )


def _nothing_held() -> rx.Component:
    return rx.el.p(
        _("Your company holds nothing in the Partner Membership Center that could be renewed."),
        " ",
        link(_("Ask support"), f"{localized(current_locale(), SUPPORT_NEW)}?type=membership"),
    )


def _membership(one: Any) -> rx.Component:
    name_id, why_id = f"membership-{one.offer}", f"why-{one.offer}"
    return rx.el.article(
        rx.el.div(
            rx.el.h2(
                link(one.name, one.href, class_name="hover:underline"),
                id=name_id,
                class_name="text-[1.15rem] font-bold leading-snug",
            ),
            badge(one.status, one.tone),
            class_name="flex flex-wrap items-center justify-between gap-2",
        ),
        year_picture(one.year),
        rx.el.div(
            facts(
                (_("Term"), one.term),
                (p_("membership", "Expiry date"), one.expiry),
                (_("Renewal period"), one.window),
                (_("Automatic renewal"), one.renewal),
            ),
            rx.cond(one.in_pmc, _conditions(one)),
            class_name="grid items-start gap-5 lg:grid-cols-2",
        ),
        _answer(one),
        rx.cond(one.in_pmc, _actions(one, why_id)),
        aria_labelledby=name_id,
        class_name=f"{CARD} flex flex-col gap-4 p-5",
    )


def _conditions(one: Any) -> rx.Component:
    return rx.el.div(
        rx.el.h3(_("What the renewal needs"), class_name="font-semibold"),
        condition_list(one.conditions),
        class_name="min-w-0",
    )


def _answer(one: Any) -> Any:
    return rx.match(
        one.verdict_tone,
        ("ok", notice(one.sentence, tone="ok")),
        ("warn", notice(one.sentence, tone="warn")),
        notice(one.sentence, tone="info"),
    )


def _actions(one: Any, why_id: Any) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            button(
                _("Renew subscription"),
                kind="primary",
                disabled=~one.may_renew,
                aria_describedby=why_id,
                on_click=CheckoutState.open_in_pmc(one.offer),
            ),
            rx.cond(one.order_href != "", link_button(_("Order details"), one.order_href)),
            class_name="flex flex-wrap gap-2.5",
        ),
        rx.el.div(each(one.why, lambda reason: rx.el.p(reason)), id=why_id, class_name="sr-only"),
    )


def _orders() -> rx.Component:
    def row(item: Any) -> list[rx.Component]:
        return [
            link(item.number, item.href, class_name="whitespace-nowrap font-semibold text-accent hover:underline"),
            rx.el.span(item.offer),
            rx.el.span(item.placed, class_name="@4xl:whitespace-nowrap"),
            badge(item.status, item.tone),
            rx.el.span(item.total, class_name="whitespace-nowrap tabular-nums"),
        ]

    return rx.el.section(
        rx.el.h2(_("Orders placed in the Partner Membership Center"), class_name="mb-3 text-[1.1rem] font-bold"),
        rx.cond(
            check.sees_billing,
            card(
                table(
                    [_("Order number"), _("Offer"), _("Date"), _("Status"), _("Total")],
                    state.orders,
                    row,
                    empty=_("No orders yet."),
                ),
                class_name="overflow-hidden",
            ),
            notice(check.who_sees_billing),
        ),
    )
