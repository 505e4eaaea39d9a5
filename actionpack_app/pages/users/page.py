"""The page's tree."""

from typing import Any

import reflex as rx

from actionpack_app.components.basics import badge, button, card, heading, icon
from actionpack_app.components.filters import search
from actionpack_app.components.forms import field_problem, radio_option, text_field
from actionpack_app.components.live import refusal_notice, said
from actionpack_app.components.tables import pager, table
from actionpack_app.dialogs.shell.frame import faces, page, page_skeleton
from actionpack_app.dialogs.shell.troubles import modal
from actionpack_app.domain.accounts import LONGEST_EMAIL, LONGEST_NAME
from actionpack_app.domain.rights import COMPANY_ROLES
from actionpack_app.messages import _, p_
from actionpack_app.messages.words import role_meaning, role_name
from actionpack_app.pages.users.state import UsersState
from actionpack_app.routes import USERS

state = UsersState


def users_page() -> rx.Component:
    """Who comes in, and who was invited."""
    return page(
        heading(_("Users and permissions"), _("Who of your company comes in, and what they may do.")),
        faces(state.phase, state.message, _ready(), loading=page_skeleton()),
        _invite_dialog(),
        _role_dialog(),
        *_dialogs(),
        active=USERS,
    )


def _ready() -> rx.Component:
    return rx.el.div(
        refusal_notice(state.refusal),
        said(state.done, "empty:absolute"),
        rx.cond(state.invitations_total > 0, _invitations()),
        card(
            _tools(),
            table(
                [_("Name"), _("Role"), _("Status"), _("Last sign-in"), ""],
                state.people,
                _person,
                empty=_("Nobody matches. Search for another name or address."),
            ),
            pager(state.number, state.last, state.total, state.go),
            rx.el.p(state.zone_note, class_name="border-t border-line px-4 py-3 text-[0.87rem] text-muted"),
            class_name="overflow-hidden",
        ),
        class_name="flex flex-col gap-5",
    )


def _tools() -> rx.Component:
    return rx.el.div(
        search(
            _("Search by name or email address"),
            state.find,
            value=state.search,
            most=100,
            class_name="max-w-md flex-1 max-sm:basis-full",
        ),
        button(icon("user-plus"), _("Invite user"), kind="primary", on_click=state.begin_inviting),
        class_name="flex flex-wrap items-end justify-between gap-3 border-b border-line p-4",
    )


def _person(item: Any) -> list[rx.Component]:
    stays_id = f"stays-{item.id}"
    return [
        rx.el.div(
            rx.el.p(
                rx.el.span(item.name, class_name="font-semibold"),
                rx.cond(item.is_me, badge(_("You"), "info")),
                class_name="flex flex-wrap items-center gap-x-2",
            ),
            rx.el.p(item.email, class_name="text-[0.87rem] text-muted [overflow-wrap:anywhere]"),
        ),
        rx.el.span(item.role),
        badge(item.status, item.tone),
        rx.el.span(item.last_sign_in, class_name="tabular-nums @4xl:whitespace-nowrap"),
        rx.el.div(
            rx.el.div(
                rx.cond(
                    item.active | item.can_return,  # who was erased has no role any more
                    button(
                        _("Change role"),
                        on_click=state.begin_role(item.id),
                        disabled=item.keeps_role,
                        aria_describedby=rx.cond(item.stays != "", stays_id, ""),
                    ),
                ),
                rx.cond(item.loses_codes, button(_("Turn off codes"), on_click=state.ask_to_take_codes(item.id))),
                rx.cond(
                    item.active,
                    button(
                        _("Deactivate"),
                        on_click=state.ask_to_deactivate(item.id),
                        disabled=item.stays != "",
                        aria_describedby=rx.cond(item.stays != "", stays_id, ""),
                    ),
                ),
                rx.cond(
                    item.can_return,
                    rx.fragment(
                        button(_("Reactivate"), on_click=state.reactivate(item.id)),
                        button(_("Erase data"), on_click=state.ask_to_erase(item.id)),
                    ),
                ),
                class_name="flex flex-wrap gap-2 @4xl:justify-end",
            ),
            rx.cond(
                item.stays != "",
                rx.el.p(item.stays, id=stays_id, class_name="mt-1 text-[0.87rem] text-muted @4xl:ml-auto @4xl:max-w-64"),
            ),
        ),
    ]


def _invitations() -> rx.Component:
    return card(
        rx.el.h2(_("Pending invitations"), class_name="border-b border-line p-4 text-[1.1rem] font-bold"),
        table(
            [_("Name"), _("Role"), _("Status"), _("Valid until"), ""],
            state.invitations,
            _invitation,
            empty=_("Nobody is invited."),
        ),
        pager(state.invitations_number, state.invitations_last, state.invitations_total, state.go_invitations),
        class_name="overflow-hidden",
    )


def _invitation(item: Any) -> list[rx.Component]:
    return [
        rx.el.div(
            rx.el.p(item.name, class_name="font-semibold"),
            rx.el.p(item.email, class_name="text-[0.87rem] text-muted [overflow-wrap:anywhere]"),
        ),
        rx.el.span(item.role),
        badge(item.status, item.tone),
        rx.el.span(item.until, class_name="tabular-nums @4xl:whitespace-nowrap"),
        rx.el.div(
            button(_("Send again"), on_click=state.send_again(item.id)),
            button(p_("invitation", "Take back"), on_click=state.revoke(item.id)),
            class_name="flex flex-wrap gap-2 @4xl:justify-end",
        ),
    ]


def _roles(chosen: Any) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(_("Role"), class_name="mb-1 font-semibold"),
        rx.el.div(
            *[
                radio_option(
                    "role", role, checked=chosen == role, on_choose=rx.noop(), label=role_name(role), detail=role_meaning(role)
                )
                for role in COMPANY_ROLES
            ],
            class_name="flex flex-col gap-2",
        ),
        field_problem("role", state.problems["role"]),
    )


def _invite_dialog() -> rx.Component:
    return modal(
        _("Invite user"),
        rx.el.form(
            refusal_notice(state.dialog_refusal),
            text_field(_("Name"), "name", value="", problem=state.problems["name"], max_length=LONGEST_NAME, auto_complete="off"),
            text_field(
                _("Email address"),
                "email",
                value="",
                problem=state.problems["email"],
                type="email",
                max_length=LONGEST_EMAIL,
                auto_complete="off",
            ),
            _roles("user"),
            _buttons(button(_("Send invitation"), kind="primary", type="submit", disabled=state.busy, aria_busy=state.busy)),
            no_validate=True,
            on_submit=state.invite,
            class_name="mt-3 flex flex-col gap-4",
        ),
        opened=state.dialog == "invite",
        on_change=state.change_dialog,
        description=_("A mail goes to the address; its link is good for seven days, once."),
    )


def _role_dialog() -> rx.Component:
    return modal(
        _("Change role"),
        rx.el.form(
            refusal_notice(state.dialog_refusal),
            _roles(state.about.role_code),
            _buttons(button(_("Save"), kind="primary", type="submit", disabled=state.busy, aria_busy=state.busy)),
            on_submit=state.change_role,
            class_name="mt-3 flex flex-col gap-4",
        ),
        opened=state.dialog == "role",
        on_change=state.change_dialog,
        description=state.about.name,
    )


def _dialogs() -> tuple[rx.Component, ...]:
    """What is asked before it is done to somebody."""
    return (
        _question(
            "deactivate",
            _("Deactivate user"),
            _(
                "The account is signed out everywhere at once, and can't sign in any more. What was done stays, with its name. You can reactivate it at any time."
            ),
            button(_("Deactivate"), kind="danger", on_click=state.deactivate, disabled=state.busy),
        ),
        _question(
            "codes",
            _("Turn off codes at sign-in"),
            _(
                "For somebody who lost both the app and the recovery codes. Make sure that it is them who asks: from then on the password alone lets them in. They are signed out everywhere, and told by mail."
            ),
            button(_("Turn off codes"), kind="danger", on_click=state.take_codes, disabled=state.busy),
        ),
        _question(
            "erase",
            _("Erase personal data"),
            _(
                "Name, addresses and contact details are replaced by a pseudonym, in the activity and in support requests too. Invoices stay as they were issued, as the law asks. This can't be undone."
            ),
            button(_("Erase for good"), kind="danger", on_click=state.erase, disabled=state.busy),
        ),
    )


def _question(name: str, title: str, says: str, action: rx.Component) -> rx.Component:
    return modal(
        title,
        rx.el.div(refusal_notice(state.dialog_refusal), rx.el.p(says), _buttons(action), class_name="mt-3 flex flex-col gap-4"),
        opened=state.dialog == name,
        on_change=state.change_dialog,
        description=state.about.name,
    )


def _buttons(action: rx.Component) -> rx.Component:
    return rx.el.div(
        button(_("Back"), on_click=state.change_dialog(False)), action, class_name="flex flex-wrap justify-between gap-3"
    )
