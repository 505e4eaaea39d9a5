"""One partner, read-only, as one of its roles sees it."""

from typing import Any

import reflex as rx

from actionpack_app.components.basics import FIELD, back_link, badge, button, card, each, file_link, heading, link, notice
from actionpack_app.components.live import refusal_notice
from actionpack_app.components.tables import pager, table
from actionpack_app.dialogs.offer_tile.tile import offer_tile
from actionpack_app.dialogs.shell.frame import faces, page, page_skeleton
from actionpack_app.dialogs.shell.state import ShellState
from actionpack_app.dialogs.shell.troubles import modal
from actionpack_app.messages import _, current_locale, p_
from actionpack_app.pages.desk_partners.state import DeskPartnerState
from actionpack_app.routes import DESK_PARTNERS, localized
from actionpack_app.services.lookup.show import Part


def partner_page() -> rx.Component:
    """The company, whose eyes one looks with, and one part at a time."""
    partner = DeskPartnerState.partner
    return page(
        back_link(_("Partners"), localized(current_locale(), DESK_PARTNERS)),
        heading(rx.cond(partner.name != "", partner.name, _("Partner")), partner.line),
        faces(DeskPartnerState.phase, DeskPartnerState.message, _ready(), loading=page_skeleton()),
        _question(),
        active=DESK_PARTNERS,
    )


def _question() -> rx.Component:
    state = DeskPartnerState
    return modal(
        _("Move to Partner Center"),
        rx.el.p(
            _("Everything that it holds keeps its dates. Its people are invited by email to renew here. This can't be undone.")
        ),
        refusal_notice(state.refusal, class_name="mt-3"),
        rx.el.div(
            button(_("Back"), on_click=state.change_moving(False)),
            button(_("Move"), kind="primary", on_click=state.move, disabled=state.busy),
            class_name="mt-5 flex justify-between gap-3",
        ),
        opened=state.moving,
        on_change=state.change_moving,
        description=state.partner.name,
    )


def _ready() -> rx.Component:
    return rx.el.div(
        notice(_("You are looking on: nothing can be changed here. Your look stands in the partner's activity.")),
        rx.cond(
            DeskPartnerState.partner.in_pmc,
            notice(
                _(
                    "This partner is still managed in the Partner Membership Center: it can't buy or renew here until it is moved."
                ),
                rx.cond(
                    ShellState.frame.imports,
                    rx.el.div(button(_("Move to Partner Center"), on_click=DeskPartnerState.ask_to_move), class_name="mt-3"),
                ),
                tone="warn",
            ),
        ),
        rx.cond(DeskPartnerState.said != "", rx.el.p(DeskPartnerState.said, role="status", class_name="font-semibold text-ok")),
        rx.el.div(
            rx.el.label(
                rx.el.span(_("Look as this role"), class_name="mb-1 block text-[0.87rem] text-muted"),
                rx.el.select(
                    each(DeskPartnerState.roles, lambda role: rx.el.option(role.name, value=role.key)),
                    value=DeskPartnerState.role,
                    on_change=DeskPartnerState.choose_role,
                    class_name=FIELD,
                ),
                class_name="w-full sm:w-64",
            ),
            rx.el.div(
                each(DeskPartnerState.parts, _part),
                role="group",
                aria_label=_("What the partner sees"),
                class_name="flex flex-wrap gap-1.5",
            ),
            class_name="flex flex-col gap-4",
        ),
        rx.cond(DeskPartnerState.withheld != "", notice(DeskPartnerState.withheld, tone="warn"), _content()),
        class_name="flex flex-col gap-5",
    )


def _part(part: Any) -> rx.Component:
    chosen = DeskPartnerState.part == part.key
    return rx.el.button(
        part.name,
        type="button",
        aria_pressed=rx.cond(chosen, "true", "false"),
        on_click=DeskPartnerState.choose_part(part.key),
        class_name=rx.cond(
            chosen,
            "rounded-lg bg-accent-soft px-3 py-2 font-semibold text-accent",
            "rounded-lg px-3 py-2 hover:bg-raised",
        ),
    )


def _content() -> Any:
    return rx.match(
        DeskPartnerState.part,
        (Part.OFFERS, _tiles()),
        (Part.COMPANY, rx.el.div(_facts(), _people(), class_name="flex flex-col gap-5")),
        (Part.ORDERS, _orders()),
        (Part.INVOICES, _invoices()),
        (Part.REQUESTS, _requests()),
        (Part.NOTICES, _notices()),
        _activity(),
    )


def _tiles() -> rx.Component:
    tiles = rx.el.div(each(DeskPartnerState.tiles, _tile), class_name="grid gap-5 @4xl:grid-cols-[1.35fr_1fr_1fr]")
    return rx.el.div(tiles, class_name="@container")


def _tile(tile: Any) -> rx.Component:
    why_id = f"why-{tile.offer}"
    return offer_tile(
        tile,
        tile.name,
        button(tile.action, kind="primary", disabled=True, aria_describedby=why_id),
        rx.cond(tile.enabled, badge(_("The partner can use this button"), "ok")),
        name_id=f"offer-{tile.offer}",
        why_id=why_id,
    )


def _facts() -> rx.Component:
    return card(
        rx.el.dl(
            each(
                DeskPartnerState.partner.facts,
                lambda fact: rx.fragment(
                    rx.el.dt(fact.name, class_name="text-muted max-sm:text-[0.87rem]"),
                    rx.el.dd(fact.value, class_name="min-w-0 max-sm:mb-2 [overflow-wrap:anywhere]"),
                ),
            ),
            class_name="grid gap-x-5 sm:gap-y-2 sm:grid-cols-[minmax(9rem,auto)_1fr]",
        )
    )


def _people() -> rx.Component:
    return _list(
        [_("Name"), _("Email address"), _("Role"), _("Status"), _("Last sign-in")],
        lambda item: [_bold(item, 0), _cell(item, 1), _cell(item, 2), badge(item.status, item.tone), _cell(item, 3)],
        _("The company has no people."),
    )


def _orders() -> rx.Component:
    return _list(
        [_("Order number"), _("Offer"), _("Term"), _("Payment method"), _("Total"), _("Status"), _("Placed")],
        lambda item: [
            _bold(item, 0),
            _cell(item, 1),
            _cell(item, 2),
            rx.el.div(_cell(item, 3), rx.cond(item.cells[6] != "", _contact(item)), class_name="flex min-w-0 flex-col"),
            _whole(item, 4),
            badge(item.status, item.tone),
            _cell(item, 5),
        ],
        _("Nothing has been ordered yet."),
    )


def _contact(item: Any) -> rx.Component:
    """Whom to ask about an order by bank transfer."""
    return rx.el.span(
        rx.el.span(_("Contact"), ": ", class_name="sr-only"),
        item.cells[6],
        class_name="min-w-0 text-[0.87rem] text-muted [overflow-wrap:anywhere]",
    )


def _invoices() -> rx.Component:
    return _list(
        [_("Number"), _("Issued"), _("Offer"), _("Net"), _("Tax"), _("Total"), ""],
        lambda item: [
            _bold(item, 0),
            *(_cell(item, n) for n in range(1, 3)),
            *(_whole(item, n) for n in range(3, 6)),
            rx.el.span(
                file_link(_("Download invoice"), item.href),
                rx.cond(item.more_href != "", file_link(item.cells[6], item.more_href)),
                class_name="inline-flex flex-wrap gap-1.5 @4xl:justify-end",
            ),
        ],
        _("No invoices yet."),
    )


def _requests() -> rx.Component:
    return _list(
        [_("Number"), _("Title"), _("Type of problem"), _("Status"), _("Who"), _("Last change")],
        lambda item: [
            link(item.cells[0], item.href, class_name="whitespace-nowrap font-semibold text-accent hover:underline"),
            _cell(item, 1),
            _cell(item, 2),
            badge(item.status, item.tone),
            _cell(item, 3),
            _cell(item, 4),
        ],
        _("This role sees no requests."),
    )


def _notices() -> rx.Component:
    return _list(
        [_("When"), p_("notice", "Title"), _("What it says")],
        lambda item: [_cell(item, 0), _bold(item, 1), _cell(item, 2)],
        _("Nobody with this role has been told anything yet."),
    )


def _activity() -> rx.Component:
    return _list(
        [_("When"), _("Who"), _("What"), _("About"), _("Change"), _("From where")],
        lambda item: [_cell(item, n) for n in range(6)],
        _("Nothing has happened yet."),
    )


def _list(heads: list[str], show: Any, empty: str) -> rx.Component:
    state = DeskPartnerState
    return card(
        table(heads, state.rows, show, empty=empty),
        pager(state.number, state.last, state.total, state.go),
        class_name="overflow-hidden",
    )


def _cell(item: Any, at: int) -> rx.Component:
    """Words stay whole; what is longer than its column breaks."""
    return rx.el.span(item.cells[at], class_name="min-w-0 [overflow-wrap:break-word]")


def _whole(item: Any, at: int) -> rx.Component:
    """An amount, or a number."""
    return rx.el.span(item.cells[at], class_name="whitespace-nowrap tabular-nums")


def _bold(item: Any, at: int) -> rx.Component:
    return rx.el.span(item.cells[at], class_name="min-w-0 font-semibold [overflow-wrap:break-word]")
