"""The page's tree."""

from typing import Any

import reflex as rx

from actionpack_app.components.basics import CARD, badge, card, count, each, heading, link, notice
from actionpack_app.components.offer_contents import offer_contents
from actionpack_app.dialogs.checkout.dialog import checkout_dialog
from actionpack_app.dialogs.checkout.order_button import order_button
from actionpack_app.dialogs.shell.frame import faces, page, page_skeleton
from actionpack_app.dialogs.why_not.dialog import why_not_dialog
from actionpack_app.messages import _
from actionpack_app.pages.competencies.state import CompetenciesState
from actionpack_app.routes import COMPETENCIES


def competencies_page() -> rx.Component:
    """The company's competencies, then the offers side by side."""
    return page(
        heading(_("Competencies"), _("What silver and gold need and bring, and how far your company is.")),
        faces(CompetenciesState.phase, CompetenciesState.message, _ready(), loading=page_skeleton()),
        checkout_dialog(),
        why_not_dialog(),
        active=COMPETENCIES,
    )


def _ready() -> rx.Component:
    return rx.el.div(
        rx.el.section(
            rx.el.h2(_("Your competencies"), class_name="mb-3 text-[1.1rem] font-bold"),
            rx.cond(
                count(CompetenciesState.competencies) > 0,
                rx.el.div(each(CompetenciesState.competencies, _competency), class_name="grid gap-5 lg:grid-cols-2"),
                card(
                    rx.el.p(_("No competency has been started yet. What each level needs stands below."), class_name="text-muted")
                ),
            ),
        ),
        rx.el.section(
            rx.el.h2(_("Compare the offers"), class_name="mb-3 text-[1.1rem] font-bold"),
            rx.el.div(each(CompetenciesState.offers, _offer), class_name="grid gap-5 lg:grid-cols-3"),
        ),
        class_name="flex flex-col gap-7",
    )


def _competency(competency: Any) -> rx.Component:
    name_id = f"competency-{competency.key}"
    return rx.el.article(
        rx.el.div(
            rx.el.h3(
                competency.name,
                " · ",
                competency.level,
                id=name_id,
                class_name="text-[1.05rem] font-bold leading-snug",
            ),
            badge(competency.state, competency.tone),
            class_name="flex flex-wrap items-start justify-between gap-2",
        ),
        _path(competency),
        rx.el.p(competency.meaning, class_name="text-muted"),
        rx.el.div(
            each(competency.warnings, lambda warning: notice(warning, tone="warn")),
            class_name="flex flex-col gap-2 empty:hidden",
        ),
        rx.el.ul(each(competency.requirements, _requirement), aria_label=_("Requirements"), class_name="flex flex-col gap-3"),
        aria_labelledby=name_id,
        class_name=f"{CARD} flex flex-col gap-3 p-5",
    )


def _path(competency: Any) -> rx.Component:
    """Started, qualified, active, as a picture: the badge says the same in words."""
    names = (_("Started"), _("Qualified"), _("Active"))
    return rx.el.div(
        *[
            rx.el.div(
                rx.el.div(
                    class_name=rx.cond(
                        competency.step >= number,
                        "h-1.5 rounded-full bg-accent",
                        "h-1.5 rounded-full border border-line bg-raised",
                    )
                ),
                rx.el.p(name, class_name="mt-1 text-[0.82rem] text-muted"),
                class_name="flex-1",
            )
            for number, name in enumerate(names, start=1)
        ],
        aria_hidden="true",
        class_name="flex gap-1.5",
    )


def _requirement(requirement: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.span(requirement.name, class_name="min-w-0 flex-1"),
            rx.el.span(requirement.amount, class_name="whitespace-nowrap tabular-nums text-muted"),
            rx.cond(requirement.met, badge(_("Met"), "ok"), badge(requirement.missing, "warn")),
            class_name="flex flex-wrap items-center gap-x-3 gap-y-1",
        ),
        rx.el.div(
            rx.el.div(
                class_name=rx.cond(requirement.met, "h-full rounded-full bg-ok", "h-full rounded-full bg-warn"),
                style={"width": requirement.share},
            ),
            aria_hidden="true",
            class_name="mt-1.5 h-1.5 overflow-hidden rounded-full bg-raised",
        ),
    )


def _offer(offer: Any) -> rx.Component:
    """Four parts, each as high as its neighbours', so that the eye can compare along the lines."""
    name_id = f"offer-{offer.offer}"
    return rx.el.article(
        rx.el.div(
            rx.el.div(
                rx.el.h3(
                    rx.cond(offer.href != "", link(offer.name, offer.href, class_name="hover:underline"), offer.name),
                    id=name_id,
                    class_name="text-[1.05rem] font-bold leading-snug",
                ),
                badge(offer.status, offer.tone),
                class_name="flex flex-wrap items-start justify-between gap-2",
            ),
            rx.el.p(offer.line, class_name="mt-2 text-muted"),
        ),
        _buy(offer, name_id),
        *offer_contents(offer.requirements, offer.no_requirements, offer.benefits, offer.includes),
        aria_labelledby=name_id,
        class_name=f"{CARD} flex flex-col gap-3 p-5 lg:row-span-4 lg:grid lg:grid-rows-subgrid",
    )


def _buy(offer: Any, name_id: Any) -> rx.Component:
    why_id = f"why-{offer.offer}"
    return rx.el.div(
        _price(offer),
        rx.el.div(
            order_button(offer, name_id=name_id, why_id=why_id),
            class_name="mt-3 flex flex-wrap gap-2.5",
        ),
        rx.el.div(
            each(offer.why, lambda reason: rx.el.p(reason)), id=why_id, class_name="mt-2 text-[0.9rem] text-muted empty:hidden"
        ),
    )


def _price(offer: Any) -> rx.Component:
    return rx.el.div(
        rx.el.p(
            rx.el.span(offer.price, class_name="text-[1.35rem] font-bold"),
            rx.el.span(" ", _("a year, plus tax"), class_name="text-muted"),
        ),
        rx.cond(
            offer.upgrade,
            rx.fragment(
                rx.el.p(_("25 % off: your active silver becomes gold."), class_name="font-semibold text-ok"),
                rx.el.p(_("Silver ends that day and can't be refunded afterwards."), class_name="text-[0.9rem] text-muted"),
            ),
        ),
    )
