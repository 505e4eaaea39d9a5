"""The toolbar: date, jumps, what will happen, what happened, and who looks."""

from typing import Any

import reflex as rx

from actionpack_app.components.basics import FIELD, button, count, each, icon
from actionpack_app.components.forms import PlainForm
from actionpack_app.dialogs.staging.state import StagingState
from actionpack_app.messages import _, current_locale, p_
from actionpack_app.routes import HTTP_RESET, HTTP_SIGN_IN

_SMALL = "!px-2.5 !py-1.5 !text-[0.85rem]"
shown = StagingState.shown


def staging_bar() -> rx.Component:
    """Below every page of demo and staging."""
    return rx.cond(
        StagingState.exists,
        rx.el.aside(
            rx.cond(StagingState.is_open, _panel()),
            rx.el.div(
                icon("clock", 15),
                rx.el.span(
                    rx.cond(
                        shown.clock != "",
                        rx.fragment(
                            rx.el.span(shown.company, class_name="font-semibold max-sm:sr-only"),
                            rx.el.span(
                                rx.el.span(_("Test clock"), ": ", class_name="max-sm:sr-only"),
                                rx.el.time(shown.clock, date_time=shown.day, title=shown.zone),
                            ),
                        ),
                        _("The desk has no clock of its own."),
                    ),
                    class_name="flex flex-wrap gap-x-2",
                ),
                rx.el.div(_jumps(), class_name="contents max-lg:hidden"),
                rx.el.span(class_name="flex-1"),
                rx.cond(StagingState.busy, rx.el.span(_("Moving the clock…"), role="status", class_name="max-sm:sr-only")),
                button(
                    rx.cond(StagingState.is_open, icon("chevron-down"), icon("chevron-up")),
                    _("Staging tools"),
                    on_click=StagingState.toggle,
                    aria_expanded=rx.cond(StagingState.is_open, "true", "false"),
                    class_name=_SMALL,
                ),
                class_name="flex items-center gap-2 px-3 py-1.5 sm:px-4",
            ),
            aria_label=_("Staging"),
            class_name="sticky bottom-0 z-20 [@media(max-height:30rem)]:static border-t border-line bg-raised text-[0.87rem] print:hidden",
        ),
    )


def _jumps() -> rx.Component:
    def one(jump: Any) -> rx.Component:
        return button(
            jump.label,
            title=jump.leads_to,
            disabled=~jump.ahead | StagingState.busy,
            on_click=StagingState.jump(jump.name),
            class_name=_SMALL,
        )

    return rx.el.div(each(shown.jumps, one), class_name="flex flex-wrap gap-1.5")


def _panel() -> rx.Component:
    return rx.el.div(
        rx.cond(StagingState.refusal != "", rx.el.p(StagingState.refusal, role="alert", class_name="font-semibold text-danger")),
        rx.cond(shown.clock != "", _clock_tools()),
        _looking(),
        class_name="flex max-h-[60dvh] flex-col gap-4 overflow-y-auto border-b border-line bg-surface px-3 py-4 sm:px-4",
    )


def _clock_tools() -> rx.Component:
    return rx.fragment(
        rx.el.div(
            rx.el.div(_jumps(), class_name="lg:hidden"),
            rx.el.form(
                rx.el.label(_("Go to a day"), html_for="staging-day", class_name="font-semibold"),
                rx.el.input(
                    id="staging-day",
                    name="day",
                    type="date",
                    min=shown.day,
                    default_value=shown.day,
                    key=shown.day,
                    class_name=f"{FIELD} !w-auto !py-1.5",
                ),
                button(_("Go"), type="submit", disabled=StagingState.busy, class_name=_SMALL),
                on_submit=StagingState.go,
                class_name="flex flex-wrap items-center gap-2",
            ),
            rx.el.p(_("Everything that falls due on the way happens, at its own time."), class_name="text-muted"),
            class_name="flex flex-wrap items-center gap-x-4 gap-y-2",
        ),
        rx.el.div(
            _lines(_("What will happen next"), shown.coming, _("Nothing, unless somebody does something.")),
            _lines(
                p_("clock", "What happened"), shown.happened, _("The clock hasn't been moved, or nothing fell due on the way.")
            ),
            class_name="grid gap-4 md:grid-cols-2",
        ),
    )


def _lines(title: str, lines: Any, empty: str) -> rx.Component:
    def one(line: Any) -> rx.Component:
        return rx.el.li(
            rx.el.span(line.at, class_name="w-44 shrink-0 tabular-nums text-muted"),
            rx.el.span(rx.el.span(line.what, class_name="font-semibold"), " ", rx.el.span(line.about, class_name="text-muted")),
            class_name="flex flex-wrap gap-x-3 border-t border-line py-1 first:border-t-0",
        )

    return rx.el.section(
        rx.el.h2(title, class_name="mb-1 font-bold"),
        rx.cond(
            count(lines) > 0,
            rx.el.ol(each(lines, one), class_name="max-h-64 overflow-y-auto", tab_index=0),
            rx.el.p(empty, class_name="text-muted"),
        ),
        aria_label=title,
    )


def _looking() -> rx.Component:
    return rx.el.div(
        PlainForm.create(
            rx.el.input(type="hidden", name="locale", value=current_locale()),
            rx.el.label(_("Look as"), html_for="staging-person", class_name="font-semibold"),
            rx.el.select(
                each(StagingState.people, lambda person: rx.el.option(person.label, value=person.id, lang="en")),
                id="staging-person",
                name="person",
                default_value=StagingState.me,
                class_name=f"{FIELD} !w-auto max-w-full !py-1.5",
            ),
            button(_("Switch"), type="submit", class_name=_SMALL),
            action=HTTP_SIGN_IN,
            method="post",
            class_name="flex flex-wrap items-center gap-2",
        ),
        rx.cond(
            shown.clock != "",
            rx.fragment(
                PlainForm.create(
                    rx.el.input(type="hidden", name="locale", value=current_locale()),
                    button(icon("rotate-ccw"), _("Reset this partner"), type="submit", class_name=_SMALL),
                    action=HTTP_RESET,
                    method="post",
                ),
                button(
                    icon("link"),
                    _("Copy a link to this situation"),
                    title=shown.link,
                    on_click=rx.set_clipboard(shown.link),
                    class_name=_SMALL,
                ),
                rx.el.span(_("It opens a copy of its own each time."), class_name="text-muted"),
            ),
        ),
        class_name="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line pt-3",
    )
