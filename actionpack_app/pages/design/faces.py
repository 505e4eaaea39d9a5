"""What a page shows before, instead of, and over its content."""

import reflex as rx

from actionpack_app.components.bare import first_paint, unknown_address
from actionpack_app.components.basics import button, notice, skeleton
from actionpack_app.components.dialogs import modal
from actionpack_app.components.forms import text_field
from actionpack_app.dialogs.phases import FAILED, FORBIDDEN, LOADING, MISSING, READY
from actionpack_app.dialogs.shell.frame import faces, page_skeleton
from actionpack_app.messages import _
from actionpack_app.messages.problems import explain_problem
from actionpack_app.messages.terms import terms
from actionpack_app.pages.design.specimen import NOTHING, Chapter, chapter, specimen, state, wide
from actionpack_app.pages.design.state import DesignState


def page_faces() -> Chapter:
    """Loading, missing, forbidden, failed, ready."""
    names = (
        (LOADING, _("Loading"), ""),
        (MISSING, _("Missing"), _("The address may be wrong, or the page may have moved.")),
        (
            FORBIDDEN,
            _("Forbidden"),
            _("Your role can't do this. People with this role can: {roles}.").format(roles=_("Global admin")),
        ),
        (FAILED, _("Failed"), _("The payment provider can't be reached. Your order is kept; please try again later.")),
        (READY, _("Ready"), ""),
    )
    ready = rx.el.p(_("Membership offers"))
    return chapter(
        "faces",
        _("Faces of a page"),
        specimen(skeleton, skeleton("h-9 max-w-64", "h-24")),
        specimen(first_paint, rx.el.div(first_paint(), class_name="max-h-64 overflow-hidden rounded-xl border border-line")),
        specimen(faces, *[wide(name, faces(phase, message, ready, loading=page_skeleton())) for phase, name, message in names]),
    )


def unknown() -> Chapter:
    """An address that leads nowhere."""
    return chapter("unknown", _("An unknown address"), specimen(unknown_address, unknown_address()))


def dialogs() -> Chapter:
    """One frame, which is as high as what it holds, up to the screen; on a phone it is the screen."""
    return chapter(
        "dialogs",
        _("Dialogs"),
        specimen(
            modal,
            state(
                _("Open one"),
                button(_("A question"), on_click=DesignState.open("question")),
                button(_("A form"), on_click=DesignState.open("form")),
                button(_("A long text"), on_click=DesignState.open("text")),
            ),
        ),
        _question(),
        _form(),
        _text(),
    )


def _dialog(key: str, title: str, *content: rx.Component, description: str = "") -> rx.Component:
    return modal(
        title,
        rx.el.div(*content, class_name="mt-3 flex flex-col gap-4"),
        opened=DesignState.opened == key,
        on_change=DesignState.change_open,
        description=description,
    )


def _question() -> rx.Component:
    return _dialog(
        "question",
        _("Turn off automatic renewal"),
        rx.el.p(_("It takes effect at once. Your benefits run on to the end of the term; nothing will be charged by itself.")),
        rx.el.div(
            button(_("Close"), on_click=DesignState.close),
            button(_("Turn off automatic renewal"), kind="danger", on_click=DesignState.close),
            class_name="flex flex-wrap justify-end gap-2.5",
        ),
        description="Fabrikam, Inc.",
    )


def _form() -> rx.Component:
    return _dialog(
        "form",
        _("New request"),
        notice(_("Please check the marked fields."), tone="danger"),
        text_field(_("Title"), "sample-dialog-title", value="", problem=explain_problem("required")),
        text_field(_("Details"), "sample-dialog-details", value="", problem="", multiline=True),
        rx.el.div(
            button(_("Submit"), kind="primary", on_click=DesignState.close),
            button(_("Sending…"), kind="primary", disabled=True, aria_busy="true", on_click=NOTHING),
            class_name="flex flex-wrap justify-end gap-2.5",
        ),
    )


def _text() -> rx.Component:
    return _dialog(
        "text",
        _("A long text"),
        *[
            rx.el.div(rx.el.h3(title, class_name="font-bold"), *[rx.el.p(sentence) for sentence in sentences])
            for title, sentences in terms() * 3
        ],
        rx.el.div(button(_("Close"), kind="primary", on_click=DesignState.close), class_name="flex justify-end"),
    )
