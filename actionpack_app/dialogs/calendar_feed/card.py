"""The card's tree, for the account page."""

import reflex as rx

from actionpack_app.components.basics import button, card, notice, skeleton
from actionpack_app.components.copying import copy_field
from actionpack_app.components.live import refusal_notice
from actionpack_app.dialogs.calendar_feed.state import CalendarFeedState
from actionpack_app.dialogs.phases import LOADING, READY
from actionpack_app.messages import _


def calendar_feed_card() -> rx.Component:
    """What the feed is, its address to copy, and the buttons that make and end it."""
    state = CalendarFeedState
    return card(
        rx.el.h2(_("Calendar"), class_name="text-[1.1rem] font-bold"),
        rx.el.p(
            _(
                "Subscribe to a private address in your calendar program, and it shows when your company's memberships "
                "expire, renew and can be renewed."
            ),
            class_name="text-muted",
        ),
        refusal_notice(state.refusal),
        rx.match(
            state.phase,
            (LOADING, skeleton("h-10")),
            (READY, rx.cond(state.address != "", _address(), _none())),
            rx.fragment(),
        ),
        class_name="flex flex-col gap-4 p-5",
    )


def _address() -> rx.Component:
    state = CalendarFeedState
    return rx.el.div(
        copy_field(_("Private address"), state.address),
        notice(_("Whoever knows the address can read these dates. A new address ends this one.")),
        rx.el.div(
            button(_("Stop sharing"), on_click=state.revoke, disabled=state.busy),
            _renew(),
            class_name="flex flex-wrap justify-between gap-3",
        ),
        class_name="flex flex-col gap-4",
    )


def _none() -> rx.Component:
    return rx.el.div(
        rx.el.p(_("There is no address yet, or sharing was stopped."), role="status"),
        rx.el.div(_renew()),
        class_name="flex flex-col gap-4",
    )


def _renew() -> rx.Component:
    return button(_("Make a new address"), on_click=CalendarFeedState.renew, disabled=CalendarFeedState.busy)
