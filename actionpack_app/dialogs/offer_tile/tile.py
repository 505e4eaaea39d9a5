"""The tile's tree."""

from typing import Any

import reflex as rx

from actionpack_app.components.basics import CARD, badge, each, notice
from actionpack_app.components.year import year_picture
from actionpack_app.messages import _


def offer_tile(tile: Any, name: Any, *buttons: rx.Component, name_id: Any, why_id: Any) -> rx.Component:
    """`tile` is a TileShown; what can be done with it is up to the page, and why something can't stands beneath."""
    return rx.el.article(
        rx.el.div(
            rx.el.h2(name, id=name_id, class_name="text-[1.1rem] font-bold leading-snug"),
            badge(tile.status, tile.tone),
            class_name="flex flex-wrap items-start justify-between gap-2",
        ),
        rx.cond(tile.cancelling, rx.el.div(badge(_("Cancellation requested"), "warn"))),
        rx.el.p(tile.line, class_name="text-muted"),
        rx.cond(tile.has_year, year_picture(tile.year)),
        rx.cond(
            tile.next != "",
            rx.el.p(tile.next, rx.cond(tile.day_of_window != "", rx.el.span(" ", tile.day_of_window, class_name="text-muted"))),
        ),
        rx.cond(tile.approval != "", notice(tile.approval)),
        rx.el.div(
            rx.el.p(
                rx.el.span(tile.price, class_name="text-[1.35rem] font-bold"),
                rx.el.span(" ", _("a year, plus tax"), class_name="text-muted"),
            ),
            rx.cond(tile.upgrade, rx.el.p(_("25 % off: your active silver becomes gold."), class_name="text-ok font-semibold")),
            rx.el.div(*buttons, class_name="mt-3 flex flex-wrap gap-2.5"),
            rx.el.div(each(tile.why, lambda reason: rx.el.p(reason)), id=why_id, class_name="mt-2 text-[0.9rem] text-muted"),
            class_name="mt-auto",
        ),
        class_name=f"{CARD} flex flex-col gap-3 p-5",
    )
