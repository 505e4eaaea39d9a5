"""The page's tree: a table of contents, then every chapter."""

from collections.abc import Callable, Sequence

import reflex as rx

from actionpack_app.components.basics import anchor, card, heading
from actionpack_app.dialogs.shell.frame import faces, page_skeleton
from actionpack_app.dialogs.shell.outside import outside
from actionpack_app.messages import _
from actionpack_app.pages.design.faces import dialogs, page_faces, unknown
from actionpack_app.pages.design.fields import choices, fields, filters
from actionpack_app.pages.design.foundations import buttons_and_links, colours, type_and_headings
from actionpack_app.pages.design.lists import conversation, lists
from actionpack_app.pages.design.signs import signs, steps, year
from actionpack_app.pages.design.specimen import Chapter
from actionpack_app.pages.design.state import DesignState
from actionpack_app.pages.design.tiles import tiles
from actionpack_app.routes import DESIGN

CHAPTERS: tuple[Callable[[], Chapter], ...] = (
    colours,
    type_and_headings,
    buttons_and_links,
    fields,
    choices,
    filters,
    signs,
    steps,
    year,
    tiles,
    lists,
    conversation,
    page_faces,
    unknown,
    dialogs,
)


def design_page() -> rx.Component:
    """Built from the components themselves, so that what is seen here is what the product shows."""
    missing = _("The address may be wrong, or the page may have moved.")
    return outside(faces(DesignState.phase, missing, _ready(), loading=page_skeleton()), path=DESIGN)


def _ready() -> rx.Component:
    about = _("Every component in every state, named as in the code. This page exists in demo and staging only.")
    chapters = [build() for build in CHAPTERS]
    return rx.el.div(
        rx.el.div(heading(_("Design"), about), _contents(chapters)),
        *map(_shown, chapters),
        class_name="flex min-w-0 flex-col gap-10",
    )


def _contents(chapters: Sequence[Chapter]) -> rx.Component:
    """The chapters by name, each a jump."""
    style = "text-accent font-semibold hover:underline"
    return rx.el.nav(
        card(
            *[anchor(one.title, href=f"#{one.key}", class_name=style) for one in chapters],
            class_name="flex flex-wrap gap-x-5 gap-y-2 p-5",
        ),
        aria_label=_("Contents"),
    )


def _shown(one: Chapter) -> rx.Component:
    return rx.el.section(
        rx.el.h2(one.title, id=one.key, class_name="text-[1.3rem] font-bold"),
        *one.specimens,
        class_name="flex min-w-0 flex-col gap-5",
    )
