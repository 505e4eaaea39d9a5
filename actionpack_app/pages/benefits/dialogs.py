"""The dialogs' trees: Get keys, Activate, Assign user."""

from typing import Any

import reflex as rx

from actionpack_app.components.basics import FIELD, button, count, each, facts, link_button, notice
from actionpack_app.components.copying import copy_field
from actionpack_app.components.forms import field_problem
from actionpack_app.components.live import refusal_notice
from actionpack_app.dialogs.shell.troubles import modal
from actionpack_app.messages import _, current_locale, p_
from actionpack_app.pages.benefits.activation_state import ActivationState
from actionpack_app.pages.benefits.keys_state import KeysState
from actionpack_app.pages.benefits.seats_state import SeatsState
from actionpack_app.routes import SUPPORT_NEW, localized


def keys_dialog() -> rx.Component:
    """What viewing a key means, then the keys."""
    state = KeysState
    return modal(
        _("Get keys"),
        rx.el.div(
            _refusal(state.refusal),
            rx.cond(
                state.ask_support,
                link_button(_("Ask support"), f"{localized(current_locale(), SUPPORT_NEW)}?type=benefits", on_click=state.close),
            ),
            rx.cond(
                count(state.keys) > 0, _the_keys(), rx.cond(state.benefit.thing != "", _before_keys(), _close_row(state.close))
            ),
            class_name="mt-3 flex flex-col gap-4",
        ),
        opened=state.is_open,
        on_change=state.change_open,
        description=state.benefit.about,
    )


def _the_keys() -> rx.Component:
    return rx.fragment(
        rx.el.p(_("Keep these keys to yourselves. They can be seen here again as long as the membership runs."), role="status"),
        each(KeysState.keys, lambda key: copy_field(key.label, key.product_key)),
        _close_row(KeysState.close),
    )


def _before_keys() -> rx.Component:
    state = KeysState
    return rx.fragment(
        _amounts(state.benefit),
        rx.cond(state.benefit.refund != "", notice(state.benefit.refund, tone="warn")),
        rx.el.p(_("Each view is noted in your company's activity: who, when, and for which benefit. The key itself isn't.")),
        rx.cond(
            state.benefit.viewed_before != "",
            rx.el.div(
                rx.el.p(state.benefit.viewed_before),
                button(_("View them again"), on_click=state.view_again),
                class_name="flex flex-wrap items-center justify-between gap-3 rounded-lg border border-line px-3.5 py-2.5",
            ),
        ),
        rx.cond(state.benefit.enabled, _confirm(state, _("View new keys"), on_submit=state.view_new), _stopped(state)),
    )


def activation_dialog() -> rx.Component:
    """What activating means, and the button that does it."""
    state = ActivationState
    return modal(
        rx.cond(state.done, _("Activated"), _("Activate")),
        rx.el.div(
            _refusal(state.refusal),
            rx.cond(
                (state.refusal != "") | (state.benefit.thing == ""),
                _close_row(state.close),
                rx.cond(state.done, _activated(), _before_activation()),
            ),
            class_name="mt-3 flex flex-col gap-4",
        ),
        opened=state.is_open,
        on_change=state.change_open,
        description=state.benefit.about,
    )


def _activated() -> rx.Component:
    return rx.fragment(
        rx.el.p(_("It is activated, and noted in your company's activity."), role="status"),
        _amounts(ActivationState.benefit),
        _close_row(ActivationState.close),
    )


def _before_activation() -> rx.Component:
    state = ActivationState
    return rx.fragment(
        _amounts(state.benefit),
        rx.cond(state.benefit.refund != "", notice(state.benefit.refund, tone="warn")),
        rx.el.p(_("What has been activated can't be taken back.")),
        rx.cond(state.benefit.enabled, _confirm(state, _("Activate"), on_submit=state.activate), _stopped(state)),
    )


def seats_dialog() -> rx.Component:
    """Who has a seat, with the way to take it back, and who gets one."""
    state = SeatsState
    return modal(
        _("Assign user"),
        rx.el.div(
            _refusal(state.refusal),
            rx.cond(
                state.benefit.thing != "",
                rx.fragment(_amounts(state.benefit), _seats(), _give()),
            ),
            rx.el.p(state.said, role="status", class_name="text-ok empty:absolute"),
            _close_row(state.close),
            class_name="mt-3 flex flex-col gap-4",
        ),
        opened=state.is_open,
        on_change=state.change_open,
        description=state.benefit.about,
    )


def _seats() -> rx.Component:
    def row(seat: Any) -> rx.Component:
        return rx.el.li(
            rx.el.span(seat.person, id=f"seat-{seat.id}", class_name="min-w-0 [overflow-wrap:anywhere]"),
            button(p_("seat", "Take back"), on_click=SeatsState.take_back(seat.id), aria_describedby=f"seat-{seat.id}"),
            class_name="flex items-center justify-between gap-3 border-t border-line py-2 first:border-t-0",
        )

    return rx.el.div(
        rx.el.h3(_("Assigned to"), class_name="font-semibold"),
        rx.cond(
            count(SeatsState.seats) > 0,
            rx.el.ul(each(SeatsState.seats, row), aria_label=_("Assigned to")),
            rx.el.p(_("Nobody yet."), class_name="text-muted"),
        ),
    )


def _give() -> rx.Component:
    state = SeatsState
    choose = rx.el.div(
        rx.el.label(_("Person"), html_for="field-person", class_name="mb-1 block font-semibold"),
        rx.el.select(
            rx.el.option(_("Please choose"), value=""),
            each(state.candidates, lambda person: rx.el.option(person.name, value=person.id)),
            id="field-person",
            name="person",
            default_value="",
            aria_invalid=rx.cond(state.problem != "", "true", "false"),
            aria_describedby="problem-person",
            class_name=FIELD,
        ),
        field_problem("person", state.problem),
        class_name="min-w-0 flex-1 basis-full sm:basis-56",
    )
    form = rx.el.form(
        choose,
        button(_("Assign user"), kind="primary", type="submit", disabled=state.busy, class_name="sm:mt-7"),
        key=state.version,
        no_validate=True,
        on_submit=state.assign,
        class_name="flex flex-wrap items-start gap-3",
    )
    return rx.cond(
        state.benefit.enabled,
        rx.cond(count(state.candidates) > 0, form, rx.el.p(_("Everybody of your company has one."), class_name="text-muted")),
        notice(state.benefit.why),
    )


def _amounts(benefit: Any) -> rx.Component:
    return facts((_("Used"), benefit.used), (_("Left"), benefit.left))


def _refusal(refusal: Any) -> rx.Component:
    return refusal_notice(refusal)


def _confirm(state: Any, text: str, *, on_submit: Any) -> rx.Component:
    """How many, where that is a question, and the button."""
    amount = rx.el.div(
        rx.el.label(_("How many"), html_for="field-how_many", class_name="mb-1 block font-semibold"),
        rx.el.input(
            id="field-how_many",
            name="how_many",
            type="number",
            input_mode="numeric",
            min="1",
            max=state.benefit.most.to_string(),
            default_value="1",
            aria_invalid=rx.cond(state.problem != "", "true", "false"),
            aria_describedby="problem-how_many",
            class_name=f"{FIELD} max-w-32",
        ),
        field_problem("how_many", state.problem),
    )
    return rx.el.form(
        rx.cond(state.benefit.takes_amount, amount),
        rx.el.div(
            button(_("Back"), on_click=state.close),
            button(text, kind="primary", type="submit", disabled=state.busy, aria_busy=state.busy),
            class_name="flex flex-wrap justify-between gap-3",
        ),
        key=state.benefit.thing,
        no_validate=True,
        on_submit=on_submit,
        class_name="flex flex-col gap-4",
    )


def _stopped(state: Any) -> rx.Component:
    return rx.fragment(notice(state.benefit.why), _close_row(state.close))


def _close_row(close: Any) -> rx.Component:
    return rx.el.div(button(_("Close"), kind="primary", on_click=close), class_name="flex justify-end")
