"""The page's tree: a form for each step."""

from typing import Any

import reflex as rx

from actionpack_app.components.basics import BUTTONS, anchor, button, card, heading, icon, notice, skeleton
from actionpack_app.components.forms import PlainForm
from actionpack_app.components.handover import handover
from actionpack_app.components.live import refusal_notice
from actionpack_app.components.steps import progress
from actionpack_app.dialogs.phases import READY
from actionpack_app.dialogs.shell.outside import outside
from actionpack_app.messages import _, current_locale
from actionpack_app.pages.enroll.state import DONE, LINKED, MEMBER, NO_COOKIE, EnrollState
from actionpack_app.pages.enroll.steps import STEP_TREES
from actionpack_app.pages.enroll.view import step_names
from actionpack_app.routes import ENROLL, HTTP_ENROLL, HTTP_SIGN_OUT, OFFERS, SIGN_IN, localized


def enroll_page() -> rx.Component:
    """The steps; or what a link, a session or a finished enrolment shows instead."""
    state = EnrollState
    return outside(
        heading(_("Enroll your company"), _("Five short steps to your MPN ID.")),
        rx.match(
            state.phase,
            (READY, rx.cond(state.ticket != "", card(handover(state.ticket, to=_here())), _steps())),
            (LINKED, _linked()),
            (MEMBER, _member()),
            (DONE, _done()),
            (NO_COOKIE, card(notice(_no_cookie(), tone="warn"))),
            rx.el.div(rx.el.p(_("Loading…"), role="status", class_name="sr-only"), skeleton("h-8", "h-80")),
        ),
        path=ENROLL,
        query=rx.cond(state.link != "", "%3Ftoken%3D" + state.link, ""),
    )


def _here() -> str:
    return localized(current_locale(), ENROLL)


def _no_cookie() -> str:
    return _("Your browser keeps no cookies from this page, so what you type couldn't be kept. Please allow them, and reload.")


def _steps() -> rx.Component:
    state = EnrollState
    return rx.el.div(
        progress(step_names(), current=state.step, done=state.done),
        card(
            refusal_notice(state.refusal, class_name="mb-5"),
            rx.match(state.step, *[(step.value, tree()) for step, tree in STEP_TREES.items()], rx.fragment()),
            class_name="p-5 sm:p-6",
        ),
        rx.el.p(_("What you type is kept for 14 days, for this browser alone."), class_name="mt-4 text-[0.9rem] text-muted"),
        rx.el.details(
            rx.el.summary(_("Discard this enrollment"), class_name="w-fit cursor-pointer text-[0.9rem] font-semibold text-muted"),
            rx.el.p(_("Everything that you have typed here is taken away at once."), class_name="my-2 text-[0.9rem]"),
            _post(_("Discard it now"), kind="danger", name="discard"),
            class_name="mt-2",
        ),
        class_name="max-w-2xl",
    )


def _linked() -> rx.Component:
    """A link was opened in another browser than the one in which the enrolment was begun."""
    state = EnrollState
    return card(
        rx.cond(
            state.link_end != "",
            rx.fragment(
                notice(state.link_end, tone="warn"),
                rx.el.div(
                    _door(_("Enroll now"), _here(), "plain"),
                    _door(_("Sign in"), localized(current_locale(), SIGN_IN), "plain"),
                    class_name="flex flex-wrap gap-3",
                ),
            ),
            rx.fragment(
                rx.el.h2(_("Your email address is confirmed"), class_name="text-[1.25rem] font-bold"),
                rx.el.p(_("The page in which you began goes on by itself: you can close this one. Or go on here instead.")),
                _post(_("Go on here"), kind="primary", name="link", value=state.link),
            ),
        ),
        class_name="flex max-w-2xl flex-col items-start gap-4 p-6",
    )


def _member() -> rx.Component:
    return card(
        rx.el.p(_("You are signed in, and your company is a member:"), " ", rx.el.strong(EnrollState.company)),
        rx.el.div(
            _door(_("Go to Membership offers"), localized(current_locale(), OFFERS), "primary"),
            PlainForm.create(
                rx.el.input(type="hidden", name="locale", value=current_locale()),
                button(_("Sign out to enroll another company"), type="submit"),
                action=HTTP_SIGN_OUT,
                method="post",
            ),
            class_name="flex flex-wrap gap-3",
        ),
        class_name="flex max-w-2xl flex-col gap-4 p-6",
    )


def _done() -> rx.Component:
    state = EnrollState
    return card(
        rx.el.span(icon("circle-check", 34), class_name="text-ok"),
        rx.el.h2(_("Welcome to the partner network"), class_name="text-[1.35rem] font-bold"),
        rx.el.p(state.company, class_name="font-semibold"),
        rx.el.p(
            _("Your MPN ID is"),
            " ",
            rx.el.strong(state.mpn_id, class_name="text-[1.3rem] tabular-nums"),
            role="status",
        ),
        rx.el.p(_("It stands at the top of every page, and on your invoices."), class_name="text-muted"),
        rx.cond(
            state.signed_in,
            rx.fragment(
                rx.el.p(_("Next, choose your first membership: the Action Pack can be bought right away.")),
                _door(_("Go to Membership offers"), localized(current_locale(), OFFERS), "primary"),
            ),
            rx.el.div(
                _door(_("Sign in"), localized(current_locale(), SIGN_IN), "primary"),
                _post(_("Enroll another company"), kind="plain", name="another"),
                class_name="flex flex-wrap gap-3",
            ),
        ),
        class_name="flex max-w-2xl flex-col items-start gap-3 p-6",
    )


def _door(text: str, href: str, kind: str) -> rx.Component:
    """A link that the browser follows itself: on the other side, it is somebody else."""
    shape = "inline-flex items-center justify-center rounded-lg border px-3.5 py-2 text-[0.9rem] font-semibold leading-tight"
    return anchor(text, href=href, class_name=f"{shape} {BUTTONS[kind]}")


def _post(text: str, *, kind: str, name: str, value: Any = "1") -> rx.Component:
    return PlainForm.create(
        rx.el.input(type="hidden", name="locale", value=current_locale()),
        rx.el.input(type="hidden", name=name, value=value),
        button(text, kind=kind, type="submit"),
        action=HTTP_ENROLL,
        method="post",
    )
