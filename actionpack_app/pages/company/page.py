"""The page's tree."""

from typing import Any

import reflex as rx

from actionpack_app.components.basics import badge, button, card, count, each, heading
from actionpack_app.components.live import refusal_notice
from actionpack_app.dialogs.card_entry.field import card_field
from actionpack_app.dialogs.shell.frame import faces, page, page_skeleton
from actionpack_app.dialogs.shell.troubles import modal
from actionpack_app.messages import _
from actionpack_app.pages.company.details import details_card
from actionpack_app.pages.company.state import CompanyState
from actionpack_app.routes import COMPANY

FORM = "company-card"


def company_page() -> rx.Component:
    """Who is invoiced, and the saved cards."""
    return page(
        heading(_("Company and billing details"), _("Who your invoices are made out to, and how you pay.")),
        faces(CompanyState.phase, CompanyState.message, _ready(), loading=page_skeleton()),
        _question(),
        active=COMPANY,
    )


def _ready() -> rx.Component:
    return rx.el.div(
        refusal_notice(CompanyState.refusal),
        _cards(),
        details_card(),
        class_name="flex flex-col gap-5",
    )


def _cards() -> rx.Component:
    state = CompanyState
    return card(
        rx.el.h2(_("Saved cards"), class_name="text-[1.1rem] font-bold"),
        rx.cond(
            count(state.cards) > 0,
            rx.el.ul(each(state.cards, _card), class_name="flex flex-col divide-y divide-line"),
            rx.el.p(_("No card is saved yet."), class_name="text-muted"),
        ),
        rx.cond(
            state.adding,
            rx.el.div(
                card_field(
                    state.provider,
                    form_id=FORM,
                    refusal=state.card_refusal,
                    on_token=state.add,
                    on_refused=state.refuse_card,
                ),
                rx.el.div(
                    button(_("Back"), on_click=state.stop_adding),
                    button(_("Submit"), kind="primary", type="submit", form=FORM, disabled=state.busy),
                    class_name="flex justify-between",
                ),
                class_name="flex max-w-xl flex-col gap-4",
            ),
            rx.el.div(button(_("Add a new card"), on_click=state.begin_adding)),
        ),
        class_name="flex flex-col gap-4 p-5",
    )


def _card(item: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.span(item.name, class_name="font-semibold"),
            rx.cond(item.is_default, badge(_("Default"), "info")),
            rx.el.span(item.valid, class_name="block w-full text-[0.87rem] text-muted"),
            rx.cond(
                item.needed != "",
                rx.el.span(item.needed, id=f"needed-{item.id}", class_name="block w-full text-[0.87rem] text-muted"),
            ),
            class_name="flex min-w-0 flex-1 flex-wrap items-center gap-x-2.5",
        ),
        rx.el.div(
            rx.cond(
                item.is_default,
                rx.fragment(),
                button(_("Make default"), on_click=CompanyState.choose_default(item.id)),
            ),
            button(
                _("Remove"),
                on_click=CompanyState.ask_to_remove(item.id),
                disabled=item.needed != "",
                aria_describedby=rx.cond(item.needed != "", f"needed-{item.id}", ""),
                title=item.name,
            ),
            class_name="flex flex-wrap gap-2",
        ),
        class_name="flex flex-wrap items-center gap-3 py-3 first:pt-0",
    )


def _question() -> rx.Component:
    return modal(
        _("Remove card"),
        rx.el.div(
            rx.el.p(_("The card is removed here and at the payment provider. Past orders and invoices stay as they are.")),
            rx.el.div(
                button(_("Keep card"), on_click=CompanyState.change_removing(False)),
                button(_("Remove card"), kind="danger", on_click=CompanyState.remove, disabled=CompanyState.busy),
                class_name="flex flex-wrap justify-between gap-3",
            ),
            class_name="mt-3 flex flex-col gap-4",
        ),
        opened=CompanyState.removing != "",
        on_change=CompanyState.change_removing,
        description=CompanyState.removing_name,
    )
