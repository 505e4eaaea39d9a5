"""The home page's tree."""

from typing import Any

import reflex as rx

from actionpack_app.components.basics import (
    CARD,
    badge,
    button,
    card,
    count,
    each,
    heading,
    icon,
    link,
    link_button,
    notice,
    skeleton,
)
from actionpack_app.components.tables import table
from actionpack_app.components.tabs import tab, tab_list, tab_panel
from actionpack_app.dialogs.checkout.dialog import checkout_dialog
from actionpack_app.dialogs.checkout.order_button import order_button
from actionpack_app.dialogs.checkout.state import CheckoutState
from actionpack_app.dialogs.offer_tile.tile import offer_tile
from actionpack_app.dialogs.renewal.dialog import renewal_dialog
from actionpack_app.dialogs.renewal.state import RenewalState
from actionpack_app.dialogs.shell.frame import faces, page
from actionpack_app.dialogs.why_not.dialog import why_not_button, why_not_dialog
from actionpack_app.domain.actions import Action
from actionpack_app.messages import _, current_locale, p_
from actionpack_app.pages.offers.state import OffersState
from actionpack_app.routes import BENEFITS, COMPETENCIES, OFFERS, PROFILE, RENEWAL_CHECK, USERS, localized


def offers_page() -> rx.Component:
    """Tiles, lists, next steps."""
    return page(
        heading(_("Membership offers"), _("Your memberships, what they cost, and what happens next.")),
        faces(OffersState.phase, OffersState.message, _ready(), loading=_loading()),
        checkout_dialog(),
        renewal_dialog(),
        why_not_dialog(),
        active=OFFERS,
    )


def _loading() -> rx.Component:
    return rx.el.div(
        _renewal_policy(),  # known beforehand: read at the first paint, and nothing moves when the rest comes
        rx.el.div(skeleton("h-72"), skeleton("h-72"), skeleton("h-72"), class_name="grid gap-5 @4xl:grid-cols-[1.35fr_1fr_1fr]"),
        class_name="@container flex flex-col gap-5",
    )


def _renewal_policy() -> rx.Component:
    return notice(
        _("You can renew a subscription only after it expires: from the day after, for 30 days. Benefits continue meanwhile.")
    )


def _ready() -> rx.Component:
    return rx.el.div(
        _renewal_policy(),
        rx.cond(
            OffersState.managed_elsewhere,
            notice(
                _("Your memberships are still managed in the Partner Membership Center. You can look at them here."),
                rx.el.div(
                    link_button(_("Check renewal eligibility"), localized(current_locale(), RENEWAL_CHECK), kind="primary"),
                    class_name="mt-2.5",
                ),
                tone="warn",
            ),
        ),
        rx.el.div(each(OffersState.tiles, _tile), class_name="grid gap-5 @4xl:grid-cols-[1.35fr_1fr_1fr]"),
        _lists(),
        _next_steps(),
        class_name="@container flex flex-col gap-5",  # columns by the room there is, which large text takes, too
    )


def _tile(tile: Any) -> rx.Component:
    why_id, name_id = f"why-{tile.offer}", f"offer-{tile.offer}"
    return offer_tile(
        tile,
        rx.cond(tile.href != "", link(tile.name, tile.href, class_name="hover:underline"), tile.name),
        order_button(tile, name_id=name_id, why_id=why_id),
        rx.cond(tile.in_pmc, link_button(_("Check renewal eligibility"), localized(current_locale(), RENEWAL_CHECK))),
        rx.cond(tile.href != "", link_button(_("Details"), tile.href)),
        rx.cond(tile.order_href != "", link_button(_("Order details"), tile.order_href)),
        name_id=name_id,
        why_id=why_id,
    )


def _lists() -> rx.Component:
    tabs = (
        ("available", _("Available"), OffersState.available),
        ("purchased", _("Purchased"), OffersState.purchased),
        ("expired", _("Expired"), OffersState.expired),
    )
    return rx.el.section(
        tab_list(_("Your offers"), *[_tab(key, text, count(rows)) for key, text, rows in tabs]),
        rx.match(
            OffersState.tab,
            ("available", _panel("available", _available())),
            ("expired", _panel("expired", _expired())),
            _panel("purchased", _purchased()),
        ),
        class_name=f"{CARD} overflow-hidden",
    )


def _tab(key: str, text: str, many: Any) -> rx.Component:
    chosen = OffersState.tab == key
    return tab(key, text, chosen=chosen, on_choose=OffersState.choose_tab(key), panel=f"panel-{key}", many=many)


def _panel(key: str, content: rx.Component) -> rx.Component:
    return tab_panel(content, panel=f"panel-{key}", key=key)


def _available() -> rx.Component:
    def row(item: Any) -> list[rx.Component]:
        return [
            rx.el.span(item.name, id=f"row-{item.offer}", class_name="font-semibold"),
            rx.el.span(item.price),
            rx.cond(item.enabled, rx.el.p(_("You can buy it now.")), each(item.why, lambda reason: rx.el.p(reason))),
            rx.el.span(
                button(item.action, disabled=~item.enabled, on_click=CheckoutState.open(item.offer)),
                rx.cond(item.enabled, rx.fragment(), why_not_button(Action.BUY, item.offer, described_by=f"row-{item.offer}")),
                class_name="inline-flex flex-wrap gap-1.5 @4xl:justify-end",
            ),
        ]

    return table(
        [_("Offer"), _("Price a year, plus tax"), _("What is needed"), ""],
        OffersState.available,
        row,
        empty=_("You hold every offer."),
    )


def _purchased() -> rx.Component:
    def row(item: Any) -> list[rx.Component]:
        return [
            link(item.name, item.href),
            rx.el.span(item.expiry, class_name="@4xl:whitespace-nowrap"),
            _status(item),
            rx.el.span(item.renewal),
            rx.el.span(rx.cond(OffersState.sees_billing, item.payment, _("Only for billing roles"))),
            rx.cond(
                item.may_turn_off,
                button(_("Turn off automatic renewal"), on_click=RenewalState.ask(item.key)),
                link_button(_("Details"), item.href),
            ),
        ]

    return table(
        [_("Offer"), p_("membership", "Expiry date"), _("Status"), _("Automatic renewal"), _("Payment method"), ""],
        OffersState.purchased,
        row,
        empty=_("Nothing purchased yet. What you buy appears here."),
    )


def _expired() -> rx.Component:
    def row(item: Any) -> list[rx.Component]:
        return [
            link(item.name, item.href),
            rx.el.span(item.expiry, class_name="@4xl:whitespace-nowrap"),
            _status(item),
            each(item.why, lambda reason: rx.el.p(reason)),
            link_button(_("Details"), item.href),
        ]

    return table(
        [_("Offer"), p_("membership", "Expiry date"), _("Status"), _("What happened"), ""],
        OffersState.expired,
        row,
        empty=_("Nothing has lapsed or been cancelled."),
    )


def _status(item: Any) -> rx.Component:
    return rx.el.span(
        badge(item.status, item.tone),
        rx.cond(item.cancelling, badge(_("Cancellation requested"), "warn")),
        class_name="inline-flex flex-wrap gap-1.5",
    )


def _next_steps() -> rx.Component:
    locale = current_locale()
    steps = (
        ("gift", _("Use your benefits"), _("Get keys, assign people, activate support"), localized(locale, BENEFITS)),
        ("award", _("Competency levels"), _("See what silver and gold need and bring"), localized(locale, COMPETENCIES)),
        ("users", _("Add users"), _("Invite people and give them roles"), localized(locale, USERS)),
        ("store", _("Business profile"), _("Be found by customers"), localized(locale, PROFILE)),
    )
    return rx.el.section(
        rx.el.h2(_("Next steps"), class_name="mb-3 text-[1.1rem] font-bold"),
        rx.el.div(
            *[
                card(
                    rx.el.span(icon(picture, 20), class_name="text-accent"),
                    rx.el.div(
                        link(title, to, class_name="inline-block leading-7 font-semibold after:absolute after:inset-0"),
                        rx.el.p(line, class_name="text-[0.9rem] text-muted"),
                    ),
                    class_name="relative flex gap-3 p-4 hover:bg-raised",
                )
                for picture, title, line, to in steps
            ],
            class_name="grid gap-4 @lg:grid-cols-2 @4xl:grid-cols-4",
        ),
    )
