"""The page's tree."""

import reflex as rx

from actionpack_app.components.basics import button, card, facts, heading, link_button, notice, skeleton, way_out
from actionpack_app.components.forms import text_field
from actionpack_app.components.handover import handover
from actionpack_app.components.live import refusal_notice
from actionpack_app.components.password_field import password_field
from actionpack_app.dialogs.phases import READY
from actionpack_app.dialogs.shell.outside import outside
from actionpack_app.domain.accounts import LONGEST_NAME, SHORTEST_PASSWORD
from actionpack_app.messages import _, current_locale
from actionpack_app.pages.invitation.state import OVER, InvitationState
from actionpack_app.routes import INVITATION, SIGN_IN, localized

shown = InvitationState.shown


def invitation_page() -> rx.Component:
    """Who is invited to what, and the two things to fill in."""
    return outside(
        heading(_("Your invitation"), _("Your account in Partner Center.")),
        rx.match(
            InvitationState.phase,
            (READY, rx.cond(InvitationState.ticket != "", card(handover(InvitationState.ticket)), _form())),
            (OVER, _over()),
            skeleton("h-28", "h-72"),
        ),
        path=INVITATION,
        query=InvitationState.query,
        narrow=True,
    )


def _form() -> rx.Component:
    return card(
        facts((_("Company"), shown.company), (_("Role"), shown.role), (_("Email address"), shown.email)),
        rx.el.p(shown.meaning, class_name="text-[0.9rem] text-muted"),
        rx.cond(
            InvitationState.provider != "",
            rx.el.div(
                way_out(_("Accept with your organization's account"), InvitationState.provider, kind="primary"),
                rx.el.p(_("Or choose a password of your own:"), class_name="mt-4 font-semibold"),
                class_name="border-t border-line pt-4",
            ),
        ),
        rx.el.form(
            refusal_notice(InvitationState.refusal),
            rx.el.input(  # the browser's password manager keeps the address with the password
                type="email", name="email", value=shown.email, read_only=True, auto_complete="username", class_name="hidden"
            ),
            text_field(
                _("Your name"),
                "name",
                value=shown.name,
                problem=InvitationState.problems["name"],
                max_length=LONGEST_NAME,
                auto_complete="name",
            ),
            password_field(
                _("Choose a password"),
                "password",
                problem=InvitationState.problems["password"],
                hint=_("At least {number} characters. A few words that don't belong together are good.").format(
                    number=SHORTEST_PASSWORD
                ),
            ),
            button(
                _("Accept the invitation"),
                kind="primary",
                type="submit",
                disabled=InvitationState.busy,
                aria_busy=InvitationState.busy,
                class_name="self-start",
            ),
            no_validate=True,
            on_submit=InvitationState.accept,
            class_name=rx.cond(
                InvitationState.provider == "", "flex flex-col gap-4 border-t border-line pt-4", "flex flex-col gap-4"
            ),
        ),
        class_name="flex flex-col gap-4 p-5",
    )


def _over() -> rx.Component:
    return card(
        notice(rx.el.p(InvitationState.over), rx.el.p(InvitationState.advice, class_name="empty:hidden"), tone="warn"),
        rx.cond(
            InvitationState.has_account,
            link_button(_("Sign in"), localized(current_locale(), SIGN_IN), kind="primary", class_name="self-start"),
        ),
        class_name="flex flex-col gap-4 p-5",
    )
