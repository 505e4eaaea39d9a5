"""Colours, type, pictures, links and buttons."""

from typing import Any

import reflex as rx

from actionpack_app.components.basics import (
    BUTTONS,
    anchor,
    back_link,
    button,
    file_link,
    heading,
    icon,
    link,
    link_button,
    way_out,
)
from actionpack_app.components.copying import copy_field
from actionpack_app.components.tables import table
from actionpack_app.messages import _, current_locale
from actionpack_app.pages.design.colours import pairs, tokens
from actionpack_app.pages.design.specimen import NOTHING, Chapter, chapter, specimen, state, wide
from actionpack_app.routes import DESIGN, NETWORK, localized

FILE = "/favicon.svg"
"""A file that is there without anybody being signed in."""


def colours() -> Chapter:
    """The tokens, and each pair of text and ground."""

    def token(item: Any) -> list[rx.Component]:
        return [rx.el.span(item.name, class_name="font-mono"), _patch(item.paint), rx.el.span(item.light), rx.el.span(item.dark)]

    def pair(item: Any) -> list[rx.Component]:
        return [
            rx.el.span(item.name, class_name="font-mono"),
            _patch(item.ground, item.ink),
            rx.el.span(item.light),
            rx.el.span(item.dark),
        ]

    looks = [_("Colour"), _("Looks like"), _("Light"), _("Dark")]
    return chapter(
        "colours",
        _("Colours"),
        rx.el.p(
            _("The tokens of the theme. Texts have a contrast of at least 4.5 : 1, in both themes."), class_name="text-muted"
        ),
        rx.el.div(table(looks, rx.Var.create(tokens()), token, empty=""), class_name="rounded-xl border border-line bg-surface"),
        rx.el.div(
            table([_("Text / ground"), *looks[1:]], rx.Var.create(pairs()), pair, empty=""),
            class_name="rounded-xl border border-line bg-surface",
        ),
    )


def _patch(ground: Any, ink: Any = None) -> rx.Component:
    """A piece of a colour, with a word on it in another one."""
    word = rx.el.svg.text("Aa 가", x="50%", y="20", text_anchor="middle", fill=ink, font_size="14")
    return rx.el.svg(
        rx.el.svg.rect(width="100%", height="100%", rx="6", fill=ground, stroke="var(--line)"),
        *([] if ink is None else [word]),
        width="72",
        height="30",
        aria_hidden="true",
    )


def type_and_headings() -> Chapter:
    """The sizes that the product writes in, and the title of a page: last, for what follows it has to be a chapter's title."""
    sizes = (
        (_("Title of a page"), "text-[1.7rem] font-bold leading-tight tracking-tight"),
        (_("Price"), "text-[1.35rem] font-bold"),
        (_("Title of a part"), "text-[1.1rem] font-bold"),
        (_("Text"), ""),
        (_("Beside the point"), "text-muted"),
        (_("Hint"), "text-[0.87rem] text-muted"),
        (_("Problem"), "text-[0.87rem] text-danger"),
    )
    return chapter(
        "type",
        _("Type and headings"),
        rx.el.div(
            *[wide(name, rx.el.p(_("Membership offers"), " 123", class_name=classes)) for name, classes in sizes],
            class_name="flex flex-col gap-4 rounded-xl border border-line bg-surface p-5",
        ),
        specimen(
            icon,
            state(_("Sizes"), *[icon(name, size) for name, size in (("bell", 13), ("bell", 16), ("bell", 20), ("bell", 40))]),
        ),
        specimen(heading, heading(_("Membership offers"), _("Your memberships, what they cost, and what happens next."))),
    )


def buttons_and_links() -> Chapter:
    """What is clicked."""
    here = localized(current_locale(), DESIGN)
    return chapter(
        "buttons",
        _("Buttons and links"),
        specimen(
            button,
            state(_("Kinds"), *[button(kind, kind=kind, on_click=NOTHING) for kind in BUTTONS]),
            state(_("With a picture"), *[button(icon("search"), kind, kind=kind, on_click=NOTHING) for kind in BUTTONS]),
            state(_("Can't be used"), *[button(kind, kind=kind, disabled=True) for kind in BUTTONS]),
            state(_("At work"), *[button(_("Sending…"), kind=kind, disabled=True, aria_busy="true") for kind in BUTTONS]),
        ),
        specimen(link_button, state(_("Kinds"), *[link_button(kind, here, kind=kind) for kind in BUTTONS])),
        specimen(way_out, state(_("Kinds"), *[way_out(kind, here, kind=kind) for kind in BUTTONS])),
        specimen(link, state(_("In a text"), link(_("Membership offers"), here))),
        specimen(back_link, back_link(_("Partner network"), localized(current_locale(), NETWORK))),
        specimen(
            anchor,
            state(
                _("Out of the application"),
                anchor(_("Partner network"), href=localized(current_locale(), NETWORK), class_name="text-accent hover:underline"),
            ),
        ),
        specimen(file_link, state(_("Kinds"), *[file_link(kind, FILE, kind=kind) for kind in BUTTONS])),
        specimen(copy_field, copy_field(_("Private address"), "https://partners.example.com/api/calendar/sample.ics")),
    )
