"""The page's tree."""

from typing import Any

import reflex as rx

from actionpack_app.components.basics import badge, button, card, heading, link, notice
from actionpack_app.components.forms import text_field
from actionpack_app.components.live import refusal_notice
from actionpack_app.components.tables import pager, table
from actionpack_app.dialogs.shell.frame import faces, page, page_skeleton
from actionpack_app.dialogs.shell.troubles import modal
from actionpack_app.messages import _
from actionpack_app.pages.approvals.state import ApprovalsState
from actionpack_app.routes import APPROVALS

state = ApprovalsState
rule = ApprovalsState.rule


def approvals_page() -> rx.Component:
    """The list, what is open first; and the rule."""
    return page(
        heading(_("Approvals"), _("Orders above an amount that a second admin approves before they are paid.")),
        faces(state.phase, state.message, _ready(), loading=page_skeleton()),
        _question(),
        active=APPROVALS,
    )


def _ready() -> rx.Component:
    return rx.el.div(
        refusal_notice(state.refusal),
        rx.el.div(rx.cond(state.done != "", notice(state.done, tone="ok")), role="status", class_name="empty:absolute"),
        card(
            table(
                [_("Order"), _("Total, with tax"), _("Requested by"), _("Status"), ""],
                state.rows,
                _row,
                empty=_("No approval was asked for yet."),
            ),
            pager(state.number, state.last, state.total, state.go),
            class_name="overflow-hidden",
        ),
        _rule(),
        class_name="flex flex-col gap-5",
    )


def _row(item: Any) -> list[rx.Component]:
    return [
        rx.el.div(
            link(item.number, item.href),
            rx.el.p(item.offer),
            rx.el.p(item.term, class_name="text-[0.87rem] text-muted"),
            class_name="min-w-0",
        ),
        rx.el.span(item.total, class_name="font-semibold tabular-nums"),
        rx.el.div(
            rx.el.p(item.requested),
            rx.cond(
                item.message != "",
                rx.el.blockquote(
                    item.message,
                    class_name="mt-1 whitespace-pre-line border-l-2 border-line pl-3 text-muted [overflow-wrap:anywhere]",
                ),
            ),
            class_name="min-w-0 @4xl:max-w-[22rem]",
        ),
        rx.el.div(
            badge(item.status, item.tone),
            rx.el.p(item.outcome, class_name="mt-1 text-[0.87rem] text-muted empty:hidden"),
            rx.el.p(item.reason, class_name="mt-1 text-[0.9rem] empty:hidden whitespace-pre-line [overflow-wrap:anywhere]"),
            class_name="min-w-0 @4xl:max-w-[18rem]",
        ),
        _actions(item),
    ]


def _actions(item: Any) -> rx.Component:
    return rx.el.div(
        rx.cond(
            item.may_decide,
            rx.fragment(
                button(_("Decline"), on_click=state.ask_to_decline(item.id), title=item.number),
                button(_("Approve"), kind="primary", on_click=state.approve(item.id), title=item.number),
            ),
        ),
        rx.cond(
            item.may_withdraw & ~item.may_decide,
            button(_("Withdraw request"), on_click=state.withdraw(item.id), title=item.number),
        ),
        rx.el.p(item.own, class_name="w-full text-left text-[0.87rem] text-muted empty:hidden @4xl:max-w-[16rem]"),
        class_name="flex flex-wrap gap-2 @4xl:justify-end",
    )


def _rule() -> rx.Component:
    return card(
        rx.el.h2(_("Which orders need approval"), class_name="text-[1.1rem] font-bold"),
        rx.el.p(rule.text, " ", rule.approvers),
        rx.cond(rule.may_set & (rule.warning != ""), notice(rule.warning, tone="warn")),
        rx.cond(rule.may_set, _rule_form()),
        rx.el.p(
            _("Automatic renewal needs no approval: it was agreed to when the membership was bought."),
            class_name="text-[0.9rem] text-muted",
        ),
        class_name="flex flex-col gap-4 p-5",
    )


def _rule_form() -> rx.Component:
    return rx.el.form(
        rx.el.div(
            text_field(
                rule.label,
                "amount",
                value=rule.amount,
                problem=state.amount_problem,
                input_mode="decimal",
                max_length=40,
                key=rule.amount,
            ),
            class_name="w-full max-w-72",
        ),
        rx.el.div(
            button(_("Save"), kind="primary", type="submit", disabled=~rule.can_work),
            rx.cond(rule.on, button(_("Turn off"), on_click=state.drop_rule)),
            class_name="flex flex-wrap gap-2",
        ),
        no_validate=True,
        on_submit=state.save_rule,
        class_name="flex flex-col gap-3",
    )


def _question() -> rx.Component:
    return modal(
        _("Decline this order?"),
        rx.el.form(
            text_field(
                _("Why you decline"),
                "reason",
                value="",
                problem=state.reason_problem,
                multiline=True,
                max_length=500,
            ),
            rx.el.p(_("Whoever asked reads it. The order stays a draft, and they can ask again."), class_name="text-muted"),
            rx.el.div(
                button(_("Back"), on_click=state.change_declining(False)),
                button(_("Decline"), kind="danger", type="submit", disabled=state.busy, aria_busy=state.busy),
                class_name="flex flex-wrap justify-between gap-3",
            ),
            no_validate=True,
            on_submit=state.decline,
            class_name="mt-3 flex flex-col gap-4",
        ),
        opened=state.declining != "",
        on_change=state.change_declining,
        description=state.declining_order,
    )
