"""The page's tree."""

from typing import Any

import reflex as rx

from actionpack_app.components.basics import BUTTONS, CARD, FIELD, anchor, each, icon, skeleton
from actionpack_app.components.offer_contents import offer_contents
from actionpack_app.dialogs.phases import READY
from actionpack_app.dialogs.shell.outside import outside
from actionpack_app.domain.offers import Offer
from actionpack_app.messages import _, current_locale
from actionpack_app.pages.network.state import NetworkState
from actionpack_app.routes import ENROLL, NETWORK, OFFERS, SIGN_IN, localized


def network_page() -> rx.Component:
    """What membership is, what it costs, how a year goes, and the way in."""
    return outside(
        rx.el.div(
            _welcome(),
            rx.el.section(
                rx.el.div(
                    rx.el.h2(_("The three offers"), class_name="text-[1.3rem] font-bold"),
                    rx.cond(
                        NetworkState.phase == READY, _currency(), rx.el.div(skeleton("h-[4.4rem]"), class_name="w-full sm:w-72")
                    ),
                    class_name="mb-4 flex flex-wrap items-end justify-between gap-3",
                ),
                rx.cond(
                    NetworkState.phase == READY,
                    rx.el.div(each(NetworkState.offers, _offer), class_name="grid gap-5 lg:grid-cols-3"),
                    _loading(),
                ),
            ),
            _year(),
            _way_in(),
            class_name="flex flex-col gap-10",
        ),
        path=NETWORK,
    )


def _loading() -> rx.Component:
    """As high as the offers will be: what stands below stays where it is."""
    return rx.el.div(
        rx.el.p(_("Loading…"), role="status", class_name="sr-only"),
        rx.el.div(*[skeleton("h-[55rem]") for _offer in Offer], class_name="grid gap-5 lg:grid-cols-3"),
    )


def _welcome() -> rx.Component:
    return rx.el.div(
        rx.el.h1(_("Become a member of the partner network"), class_name="text-[1.9rem] font-bold leading-tight tracking-tight"),
        rx.el.p(
            _(
                "Members buy software, support and benefits for their own company, a year at a time. Enrolling is free and gives your company its MPN ID."
            ),
            class_name="mt-3 max-w-2xl text-[1.05rem] text-muted",
        ),
        _doors(),
    )


def _doors() -> rx.Component:
    """The ways in. Links that the browser follows itself: a draft's cookie has to be there before the page is."""
    locale = current_locale()
    return rx.el.div(
        rx.cond(
            NetworkState.signed_in,
            _door(_("Go to Membership offers"), localized(locale, OFFERS), "primary"),
            rx.fragment(
                _door(_("Enroll now"), localized(locale, ENROLL), "primary"),
                _door(_("Sign in"), localized(locale, SIGN_IN), "plain"),
            ),
        ),
        class_name="mt-5 flex flex-wrap gap-3",
    )


def _door(text: str, href: str, kind: str) -> rx.Component:
    shape = "inline-flex items-center justify-center rounded-lg border px-4 py-2.5 font-semibold leading-tight"
    return anchor(text, href=href, class_name=f"{shape} {BUTTONS[kind]}")


def _currency() -> rx.Component:
    return rx.el.div(
        rx.el.label(_("Prices in"), html_for="field-currency", class_name="mb-1 block font-semibold"),
        rx.el.select(
            each(NetworkState.currencies, lambda choice: rx.el.option(choice.name, value=choice.value)),
            id="field-currency",
            name="currency",
            default_value=NetworkState.currency,
            on_change=NetworkState.choose_currency,
            class_name=FIELD,
        ),
        class_name="w-full sm:w-72",
    )


def _offer(offer: Any) -> rx.Component:
    """Parts as high as the neighbours', so that the eye can compare along the lines."""
    name_id = f"offer-{offer.offer}"
    return rx.el.article(
        rx.el.div(
            rx.el.h3(offer.name, id=name_id, class_name="text-[1.05rem] font-bold leading-snug"),
            rx.el.p(offer.line, class_name="mt-1.5 text-muted"),
        ),
        rx.el.p(
            rx.el.span(offer.price, class_name="text-[1.5rem] font-bold"),
            rx.el.span(" ", _("a year, plus tax"), class_name="text-muted"),
        ),
        *offer_contents(offer.requirements, offer.needs_nothing, offer.benefits, offer.includes),
        aria_labelledby=name_id,
        class_name=f"{CARD} flex flex-col gap-3 p-5 lg:row-span-4 lg:grid lg:grid-rows-subgrid",
    )


def _year() -> rx.Component:
    steps = (
        ("shopping-cart", _("Buy"), _("Your year starts on the day you pay, by credit card or electronic bank transfer.")),
        ("sparkles", _("Use it"), _("Software, cloud credit, support and training are there for your company at once.")),
        (
            "calendar-clock",
            _("Renew after expiry"),
            _("Renewing is possible from the day after expiry, for 30 days. Your benefits continue meanwhile."),
        ),
        (
            "refresh-cw",
            _("Or let it renew"),
            _("Automatic renewal pays on the day after expiry. We remind you 30 days before; you can turn it off until then."),
        ),
    )
    return rx.el.section(
        rx.el.h2(_("How a year goes"), class_name="mb-4 text-[1.3rem] font-bold"),
        rx.el.ol(
            *[
                rx.el.li(
                    rx.el.span(icon(picture, 22), class_name="text-accent"),
                    rx.el.h3(title, class_name="mt-2 font-bold"),
                    rx.el.p(text, class_name="mt-1 text-muted"),
                    class_name=f"{CARD} p-5",
                )
                for picture, title, text in steps
            ],
            class_name="grid gap-4 sm:grid-cols-2 lg:grid-cols-4",
        ),
    )


def _way_in() -> rx.Component:
    needed = (
        _("Your company's legal name and address, and its tax ID if it has one"),
        _("A mailbox that you can open, for the contact person"),
        _("A few minutes; what you typed is kept for 14 days"),
    )
    return rx.el.section(
        rx.el.h2(_("What you need to enroll"), class_name="text-[1.3rem] font-bold"),
        rx.el.ul(
            *[
                rx.el.li(rx.el.span(icon("check", 17), class_name="mt-0.5 text-ok"), text, class_name="flex gap-2.5")
                for text in needed
            ],
            class_name="mt-3 flex flex-col gap-1.5",
        ),
        _doors(),
        class_name=f"{CARD} p-6",
    )
