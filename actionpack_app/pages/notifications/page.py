"""The page's tree."""

from typing import Any

import reflex as rx

from actionpack_app.components.basics import TONE_ICONS, TONES, button, card, count, each, heading, icon, link
from actionpack_app.components.live import refusal_notice
from actionpack_app.components.tables import pager
from actionpack_app.dialogs.shell.frame import faces, page, page_skeleton
from actionpack_app.messages import _
from actionpack_app.pages.notifications.state import LIST, NotificationsState
from actionpack_app.routes import NOTIFICATIONS

state = NotificationsState


def notifications_page() -> rx.Component:
    """What the person was told, the newest first."""
    return page(
        heading(_("Notifications"), _("Renewals, payments and reminders of your company, the newest first.")),
        faces(state.phase, state.message, _ready(), loading=page_skeleton()),
        active=NOTIFICATIONS,
    )


def _ready() -> rx.Component:
    return rx.cond(
        state.who_is_told != "",
        card(_nothing(_("You have no notifications"), state.who_is_told), class_name="overflow-hidden"),
        rx.el.div(
            refusal_notice(state.refusal),
            card(
                _filters(),
                rx.el.div(
                    rx.cond(
                        count(state.rows) > 0,
                        rx.el.ul(each(state.rows, _row)),
                        rx.cond(
                            state.shown == "unread",
                            _nothing(_("Everything is read."), _("Choose All to see what you were told before.")),
                            _nothing(
                                _("No notifications yet."),
                                _("You are told here, and by e-mail, before a membership expires and when something is paid."),
                            ),
                        ),
                    ),
                    id=LIST,
                    tab_index=-1,
                    role="region",
                    aria_label=_("Notifications"),
                    class_name="scroll-mt-20",
                ),
                pager(state.number, state.last, state.total, state.go),
                class_name="overflow-hidden",
            ),
            class_name="flex flex-col gap-5",
        ),
    )


def _filters() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            *[
                button(
                    text,
                    aria_pressed=rx.cond(state.shown == key, "true", "false"),
                    kind="quiet",
                    on_click=state.show(key),
                    class_name="aria-pressed:bg-accent-soft aria-pressed:text-accent",
                )
                for key, text in (("all", _("All")), ("unread", _("Unread")))
            ],
            role="group",
            aria_label=_("Filter"),
            class_name="flex gap-1",
        ),
        rx.cond(
            (count(state.rows) > 0) | (state.shown == "unread"),
            rx.el.div(
                rx.el.p(state.unread, role="status", class_name="text-[0.9rem] text-muted"),
                button(icon("check-check"), _("Mark all as read"), on_click=state.read_all, disabled=~state.any_unread),
                class_name="flex flex-wrap items-center gap-x-4 gap-y-2",
            ),
        ),
        class_name="flex flex-wrap items-center justify-between gap-3 border-b border-line p-4",
    )


def _row(item: Any) -> rx.Component:
    """One notice. An unread one has a mark in words, a heavier title and a bar at its side."""
    weight = rx.cond(item.unread, "font-bold", "font-medium")
    side = rx.cond(item.unread, "border-l-accent", "border-l-transparent")
    return rx.el.li(
        rx.match(item.tone, *[(tone, _picture(tone)) for tone in TONES], _picture("neutral")),
        rx.el.div(
            rx.el.div(
                rx.el.h2(item.title, id=f"notice-{item.id}", class_name=weight),
                rx.cond(item.unread, _unread_mark()),
                rx.el.p(item.moment, class_name="text-[0.87rem] text-muted max-sm:w-full sm:ml-auto"),
                class_name="mb-1 flex flex-wrap items-center gap-x-2.5 gap-y-1",
            ),
            each(item.lines, lambda line: rx.el.p(line, class_name="max-w-3xl")),
            _actions(item),
            class_name="min-w-0 flex-1 [overflow-wrap:anywhere]",
        ),
        key=item.id,
        class_name=f"flex gap-3 border-t border-l-4 border-t-line {side} px-4 py-4 first:border-t-0 sm:gap-4",
    )


def _actions(item: Any) -> rx.Component:
    return rx.el.div(
        link(
            rx.fragment(item.action, icon("arrow-right", 15)),
            item.href,
            on_click=state.follow(item.id),
            aria_describedby=f"notice-{item.id}",
            class_name="inline-flex items-center gap-1.5 py-1.5 font-semibold text-accent hover:underline",
        ),
        rx.cond(
            item.unread,
            button(
                icon("check"),
                _("Mark as read"),
                kind="quiet",
                on_click=state.read(item.id),
                aria_describedby=f"notice-{item.id}",
                class_name="-ml-3.5",
            ),
        ),
        class_name="mt-1.5 flex flex-wrap items-center gap-x-6 gap-y-1",
    )


def _unread_mark() -> rx.Component:
    return rx.el.span(
        rx.el.span(class_name="size-2 rounded-full bg-accent", aria_hidden="true"),
        _("Unread"),
        class_name="inline-flex items-center gap-1.5 whitespace-nowrap text-[0.8rem] font-semibold text-accent",
    )


def _picture(tone: str) -> rx.Component:
    return rx.el.span(
        icon(TONE_ICONS[tone], 18), class_name=f"mt-0.5 grid size-9 shrink-0 place-items-center rounded-full {TONES[tone]}"
    )


def _nothing(title: Any, why: Any) -> rx.Component:
    return rx.el.div(
        icon("bell-off", 32),
        rx.el.p(title, class_name="font-semibold text-ink"),
        rx.el.p(why, class_name="max-w-prose"),
        class_name="flex flex-col items-center gap-2 px-4 py-12 text-center text-muted",
    )
