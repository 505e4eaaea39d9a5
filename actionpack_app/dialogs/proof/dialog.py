"""The dialog's tree."""

import reflex as rx

from actionpack_app.components.basics import button, way_out
from actionpack_app.components.forms import code_field
from actionpack_app.components.live import refusal_notice
from actionpack_app.components.password_field import password_field
from actionpack_app.dialogs.proof.state import ProofState
from actionpack_app.dialogs.shell.troubles import modal
from actionpack_app.messages import _, current_locale
from actionpack_app.routes import HTTP_PROVIDER


def proof_dialog() -> rx.Component:
    """Asks for the password, and goes on with what was begun."""
    state = ProofState
    return modal(
        _("Confirm that it is you"),
        rx.el.div(
            refusal_notice(state.refusal),
            rx.cond(state.by_password, _by_password(), _by_provider()),
            class_name="mt-4 flex flex-col gap-4",
        ),
        opened=state.is_open,
        on_change=state.change_open,
        description=_("You signed in a while ago. What you began goes on afterwards."),
    )


def _by_provider() -> rx.Component:
    return rx.el.div(
        rx.el.p(_("You confirm it with your organization, and come back to this page.")),
        rx.el.div(
            button(_("Not now"), on_click=ProofState.change_open(False)),
            way_out(
                _("Confirm with your organization"),
                f"{HTTP_PROVIDER}?again=1&locale={current_locale()}&next=" + ProofState.here,
                kind="primary",
            ),
            class_name="flex flex-wrap justify-between gap-3",
        ),
        class_name="flex flex-col gap-4",
    )


def _by_password() -> rx.Component:
    state = ProofState
    return rx.el.form(
        password_field(_("Your password"), "own-password", problem=state.problems["password"], known=True),
        rx.cond(
            state.with_code,
            code_field("own-code", state.problems["code"]),
        ),
        rx.el.div(
            button(_("Not now"), on_click=state.change_open(False)),
            button(_("Confirm"), kind="primary", type="submit", disabled=state.busy, aria_busy=state.busy),
            class_name="flex flex-wrap justify-between gap-3",
        ),
        no_validate=True,
        on_submit=state.prove,
        class_name="flex flex-col gap-4",
    )
