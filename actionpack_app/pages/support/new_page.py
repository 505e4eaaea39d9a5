"""The form's tree."""

import reflex as rx

from actionpack_app.components.attachments import attachments
from actionpack_app.components.basics import button, card, each, notice
from actionpack_app.components.forms import select_field, text_field
from actionpack_app.components.live import refusal_notice
from actionpack_app.dialogs.shell.frame import faces, page, page_skeleton
from actionpack_app.messages import _
from actionpack_app.messages.words import PROBLEMS, problem_name
from actionpack_app.pages.support.new_state import NewRequestState
from actionpack_app.pages.support.tabs import support_heading
from actionpack_app.routes import SUPPORT

form = NewRequestState.form
problems = NewRequestState.problems


def new_request_page() -> rx.Component:
    """Type of problem, title, details, contact, subscription."""
    return page(
        support_heading(_("Report problems with Partner Center"), current="new", new_href=NewRequestState.here),
        faces(NewRequestState.phase, NewRequestState.message, _form(), loading=page_skeleton()),
        active=SUPPORT,
    )


def _form() -> rx.Component:
    return card(
        rx.el.form(
            refusal_notice(NewRequestState.refusal),
            rx.cond(
                NewRequestState.cancels != "",
                notice(_("You ask to cancel a subscription. Nothing changes until we have decided."), tone="warn"),
            ),
            select_field(
                _("Type of problem"),
                "problem",
                [("", _("Please choose")), *[(problem, problem_name(problem)) for problem in PROBLEMS]],
                value=form.problem,
                problem=problems["problem"],
                on_change=NewRequestState.choose_problem,
            ),
            _subscription(),
            text_field(
                _("Title"),
                "title",
                value=form.title,
                problem=problems["title"],
                on_blur=lambda text: NewRequestState.keep("title", text),
            ),
            text_field(
                _("Details"),
                "details",
                value=form.details,
                problem=problems["details"],
                multiline=True,
                on_blur=lambda text: NewRequestState.keep("details", text),
            ),
            _contact(),
            attachments(
                NewRequestState.files,
                on_attach=NewRequestState.attach,
                on_remove=NewRequestState.detach,
                problem=problems["attachments"],
            ),
            rx.el.div(
                button(_("Submit"), kind="primary", type="submit", disabled=NewRequestState.busy, aria_busy=NewRequestState.busy),
                class_name="flex justify-end",
            ),
            key=NewRequestState.version,
            no_validate=True,
            on_submit=NewRequestState.submit,
            class_name="flex max-w-2xl flex-col gap-5",
        ),
    )


def _subscription() -> rx.Component:
    return rx.el.div(
        rx.el.label(_("Subscription"), html_for="field-subscription", class_name="mb-1 block font-semibold"),
        rx.el.select(
            rx.el.option(_("None in particular"), value=""),
            each(NewRequestState.subscriptions, lambda choice: rx.el.option(choice.name, value=choice.id)),
            id="field-subscription",
            name="subscription",
            default_value=form.subscription_id,
            disabled=NewRequestState.cancels != "",
            on_change=NewRequestState.choose_subscription,
            class_name="w-full rounded-lg border border-line bg-surface px-3 py-2 text-ink disabled:bg-raised",
        ),
    )


def _contact() -> rx.Component:
    return rx.el.div(
        text_field(
            _("Contact name"), "contact_name", value=form.contact_name, problem=problems["contact_name"],
            auto_complete="name", on_blur=lambda text: NewRequestState.keep("contact_name", text),
        ),
        text_field(
            _("Phone number"), "contact_phone", value=form.contact_phone, problem=problems["contact_phone"], optional=_("optional"),
            type="tel", auto_complete="tel", on_blur=lambda text: NewRequestState.keep("contact_phone", text),
        ),
        text_field(
            _("Email address"), "contact_email", value=form.contact_email, problem=problems["contact_email"],
            auto_complete="email", input_mode="email", on_blur=lambda text: NewRequestState.keep("contact_email", text),
        ),
        class_name="grid gap-5 sm:grid-cols-2",
    )  # fmt: skip
