"""Who is invoiced: shown, and changed in place."""

from typing import Any

import reflex as rx

from actionpack_app.components.basics import button, card, each, facts, icon, link, notice
from actionpack_app.components.forms import text_field
from actionpack_app.components.live import refusal_notice, said
from actionpack_app.messages import _, current_locale
from actionpack_app.messages.words import field_name
from actionpack_app.pages.company.details_state import CompanyDetailsState
from actionpack_app.pages.company.state import CompanyState
from actionpack_app.routes import SUPPORT_NEW, localized

company, state = CompanyState.company, CompanyDetailsState


def details_card() -> rx.Component:
    """Facts, or the form in their place."""
    return card(
        rx.el.div(
            rx.el.h2(_("Bill to"), class_name="text-[1.1rem] font-bold"),
            said(state.saved, "min-w-0 flex-1"),
            rx.cond(
                company.sees_details & ~state.editing,
                button(icon("pencil"), _("Edit"), on_click=state.begin),
            ),
            class_name="flex flex-wrap items-center gap-x-4 gap-y-2",
        ),
        rx.cond(
            company.sees_details,
            rx.cond(state.editing, _form(), _facts()),
            notice(company.who_sees_details),
        ),
        class_name="flex flex-col gap-4 p-5",
    )


def _facts() -> rx.Component:
    return facts(
        (_("Legal name"), company.name),
        (_("Address"), company.address),
        (_("Country"), company.country),
        (_("Tax ID"), company.tax_id),
        (_("Billing email"), company.billing_email),
        (_("Currency"), company.currency),
        (_("Time zone"), company.time_zone),
    )


def _form() -> rx.Component:
    return rx.el.form(
        rx.el.input(type="hidden", name="form_key", value=state.key, read_only=True),
        _refusal(),
        _field("legal_name", auto_complete="organization"),
        _field("address_line", auto_complete="street-address"),
        rx.el.div(
            _field("city", auto_complete="address-level2"),
            _field("postal_code", optional=_("optional"), auto_complete="postal-code"),
            class_name="grid gap-4 sm:grid-cols-2",
        ),
        rx.el.div(_field("tax_id", optional=_("optional")), _tax_hint(), class_name="flex flex-col gap-1"),
        _field("billing_email", auto_complete="email", input_mode="email"),
        facts((_("Country"), company.country), (_("Currency"), company.currency), (_("Time zone"), company.time_zone)),
        rx.el.p(
            _("These three stay as they were when the company was enrolled."),
            " ",
            link(_("Ask support to change them"), localized(current_locale(), SUPPORT_NEW)),
            class_name="text-[0.9rem] text-muted",
        ),
        rx.el.p(
            _("Invoices that were issued stay as they are; your next orders have the new details."),
            class_name="text-[0.9rem] text-muted",
        ),
        rx.el.div(
            button(_("Leave as it was"), on_click=state.stop),
            button(_("Save"), kind="primary", type="submit", disabled=state.busy, aria_busy=state.busy),
            class_name="flex flex-wrap justify-between gap-3",
        ),
        key=state.key,
        no_validate=True,
        on_submit=state.save,
        class_name="flex max-w-2xl flex-col gap-4",
    )


def _field(field: str, **props: Any) -> rx.Component:
    return text_field(
        field_name(field),
        field,
        value=state.form[field],
        problem=state.problems[field],
        on_blur=lambda text: state.keep(field, text),
        **props,
    )


def _tax_hint() -> rx.Component:
    return rx.cond(
        state.tax_rests_on_id,
        rx.el.p(
            _(
                "With a valid VAT ID your orders have no tax (reverse charge); without one, your country's tax is added. It counts for orders that aren't placed yet, automatic renewals too."
            ),
            class_name="text-[0.87rem] text-muted",
        ),
    )


def _refusal() -> rx.Component:
    return refusal_notice(
        state.refusal,
        rx.el.ul(
            each(state.clash, lambda line: rx.el.li(line, class_name="[overflow-wrap:anywhere]")),
            class_name="mt-1.5 list-disc pl-5 empty:hidden",
        ),
    )
