"""The steps, a form each. A field keeps what is typed by itself; the server keeps it when the field is left."""

from collections.abc import Callable
from datetime import date
from typing import Any

import reflex as rx

from actionpack_app.components.basics import FIELD, button, each, notice
from actionpack_app.components.forms import field_problem, select_field, text_field
from actionpack_app.components.lookout import lookout
from actionpack_app.components.password_field import password_field
from actionpack_app.components.steps import step_heading
from actionpack_app.domain.accounts import SHORTEST_PASSWORD
from actionpack_app.domain.enrolment import LONGEST, TERMS_VERSION, Step
from actionpack_app.gateways.places import zones_by_country
from actionpack_app.messages import _
from actionpack_app.messages.formats import format_date
from actionpack_app.messages.places import country_names
from actionpack_app.messages.terms import terms
from actionpack_app.messages.words import language_name
from actionpack_app.pages.enroll.state import EnrollState
from actionpack_app.routes import LOCALES

LOOKS_EVERY_SECONDS = 3
"""How often a page that waits for a letter's link asks whether it was opened."""

form, problems = EnrollState.form, EnrollState.problems
done: Any = EnrollState.done


def _company() -> rx.Component:
    countries = [("", _("Please choose")), *country_names(zones_by_country())]
    return _form(
        Step.COMPANY,
        _("Your company"),
        EnrollState.submit_company,
        _text(_("Legal name"), "name", form.name, auto_complete="organization"),
        select_field(
            _("Country"), "country", countries, value=form.country, problem=problems["country"],
            auto_complete="country", on_change=EnrollState.choose_country,
        ),
        _text(_("Address"), "address_line", form.address_line, auto_complete="street-address"),
        _pair(
            _text(_("Postal code"), "postal_code", form.postal_code, optional=_("if you have one"), auto_complete="postal-code"),
            _text(_("City"), "city", form.city, auto_complete="address-level2"),
        ),
        rx.el.div(
            _text(_("Tax ID"), "tax_id", form.tax_id, optional=_("if you have one"), auto_complete="off"),
            rx.el.p(
                _("As it stands on invoices: a VAT ID in the European Union, a business registration number in Korea, an EIN in the United States."),
                class_name="mt-1 text-[0.87rem] text-muted",
            ),
        ),
        _pair(
            _choices(_("Time zone"), "time_zone", EnrollState.zones, form.time_zone),
            _choices(_("Currency of prices"), "currency", EnrollState.currencies, form.currency),
        ),
        rx.el.p(
            _("Your membership's days begin and end in this time zone. Prices and invoices are in this currency."),
            class_name="-mt-2 text-[0.87rem] text-muted",
        ),
        select_field(
            _("Language of invoices and mails"), "locale", [(code, language_name(code)) for code in LOCALES],
            value=form.locale, problem=problems["locale"], languages=True, on_change=lambda code: EnrollState.keep("locale", code),
        ),
        first=True,
    )  # fmt: skip


def _contact() -> rx.Component:
    return _form(
        Step.CONTACT,
        _("The contact person"),
        EnrollState.submit_contact,
        rx.el.p(_("You become the company's first Global admin, and can invite others later."), class_name="text-muted"),
        _text(_("Contact name"), "contact_name", form.contact_name, auto_complete="name"),
        _text(_("Email address"), "contact_email", form.contact_email, auto_complete="email", input_mode="email"),
        _text(_("Phone number"), "contact_phone", form.contact_phone, optional=_("optional"), type="tel", auto_complete="tel"),
    )


def _mail() -> rx.Component:
    state = EnrollState
    return rx.el.div(
        step_heading(Step.MAIL, _("Confirm your email address")),
        rx.cond(
            done.contains(Step.MAIL),
            notice(rx.el.p(_("This address is confirmed:"), " ", rx.el.strong(form.contact_email))),
            rx.fragment(
                rx.cond(
                    state.sent_to != "",
                    rx.el.p(
                        _("We have written to this address. Open the link in the mail; this page then goes on by itself:"),
                        " ",
                        rx.el.strong(state.sent_to, class_name="[overflow-wrap:anywhere]"),
                    ),
                    rx.el.p(
                        _("We write to this address, to see that it is yours:"),
                        " ",
                        rx.el.strong(form.contact_email, class_name="[overflow-wrap:anywhere]"),
                    ),
                ),
                rx.el.ul(
                    rx.el.li(_("The link may be opened on another device as well.")),
                    rx.el.li(_("No mail? Look among unwanted mails, or go back and check the address.")),
                    class_name="list-disc pl-5 text-muted",
                ),
                rx.el.p(state.told, role="status", class_name="font-semibold text-ok empty:absolute"),
                rx.el.div(
                    button(
                        rx.cond(state.sent_to != "", _("Send the mail again"), _("Send the mail")),
                        on_click=state.write_again,
                        disabled=state.busy,
                    )
                ),
                lookout(LOOKS_EVERY_SECONDS, on_look=state.look),
            ),
        ),
        rx.el.div(
            button(_("Back"), on_click=state.go_back),
            rx.cond(
                done.contains(Step.MAIL),
                button(_("Continue"), kind="primary", on_click=state.go_on, disabled=state.busy),
                rx.el.p(_("Waiting for the link to be opened…"), class_name="self-center text-[0.9rem] text-muted"),
            ),
            class_name="flex flex-wrap justify-between gap-3 border-t border-line pt-5",
        ),
        class_name="flex flex-col gap-4",
    )


def _terms() -> rx.Component:
    return _form(
        Step.TERMS,
        _("Terms of membership"),
        EnrollState.accept,
        rx.el.p(_("Version of {date}").format(date=format_date(date.fromisoformat(TERMS_VERSION))), class_name="text-muted"),
        rx.el.div(
            *[
                rx.el.section(
                    rx.el.h3(title, class_name="font-bold"),
                    *[rx.el.p(paragraph, class_name="mt-1.5") for paragraph in paragraphs],
                )
                for title, paragraphs in terms()
            ],
            tab_index=0,
            role="region",
            aria_label=_("Terms of membership"),
            class_name="flex max-h-96 flex-col gap-4 overflow-y-auto rounded-lg border border-line bg-canvas p-4 text-[0.92rem]",
        ),
        rx.el.input(type="hidden", name="version", value=TERMS_VERSION),
        rx.el.div(
            rx.el.label(
                rx.el.input(
                    type="checkbox",
                    id="field-accepted",
                    name="accepted",
                    default_checked=done.contains(Step.TERMS),
                    aria_invalid=rx.cond(problems["accepted"] != "", "true", "false"),
                    aria_describedby="problem-accepted",
                    class_name="mt-1 size-4 accent-accent",
                ),
                rx.el.span(_("I accept the terms for the company, and may do so.")),
                class_name="flex cursor-pointer gap-2.5 font-semibold",
            ),
            field_problem("accepted", problems["accepted"]),
        ),
    )


def _password() -> rx.Component:
    return _form(
        Step.PASSWORD,
        _("Choose a password"),
        EnrollState.complete,
        rx.el.p(
            _("You sign in with this address and the password:"),
            " ",
            rx.el.strong(form.contact_email, class_name="[overflow-wrap:anywhere]"),
            class_name="text-muted",
        ),
        rx.el.input(  # the browser's password manager keeps the address with the password
            type="email", name="email", value=form.contact_email, read_only=True, auto_complete="username", class_name="hidden"
        ),
        password_field(
            _("Password"),
            "password",
            problem=problems["password"],
            hint=_("At least {number} characters. A few words that don't belong together are good.").format(
                number=SHORTEST_PASSWORD
            ),
        ),
        action=_("Finish the enrollment"),
    )


def _form(step: Step, title: str, on_submit: Any, *content: rx.Component, first: bool = False, action: str = "") -> rx.Component:
    """A step's form, with the ways back and on."""
    state = EnrollState
    return rx.el.form(
        step_heading(step, title),
        *content,
        rx.el.div(
            rx.fragment() if first else button(_("Back"), on_click=state.go_back),
            button(
                action or _("Continue"),
                kind="primary",
                type="submit",
                disabled=state.busy,
                aria_busy=state.busy,
                class_name="ml-auto",
            ),
            class_name="flex flex-wrap justify-between gap-3 border-t border-line pt-5",
        ),
        key=step.value,
        no_validate=True,
        on_submit=on_submit,
        class_name="flex flex-col gap-4",
    )


def _text(label: str, name: str, value: Any, **props: Any) -> rx.Component:
    return text_field(
        label,
        name,
        value=value,
        problem=problems[name],
        max_length=LONGEST[name],
        on_blur=lambda text: EnrollState.keep(name, text),
        **props,
    )


def _pair(*columns: rx.Component) -> rx.Component:
    return rx.el.div(*columns, class_name="grid gap-4 sm:grid-cols-2")


def _choices(label: str, name: str, choices: Any, value: Any) -> rx.Component:
    """A choice whose list follows the country."""
    return rx.el.div(
        rx.el.label(label, html_for=f"field-{name}", class_name="mb-1 block font-semibold"),
        rx.el.select(
            rx.el.option(_("Please choose"), value=""),
            each(choices, lambda choice: rx.el.option(choice.name, value=choice.value)),
            key=form.country,
            id=f"field-{name}",
            name=name,
            default_value=value,
            on_change=lambda chosen: EnrollState.keep(name, chosen),
            aria_invalid=rx.cond(problems[name] != "", "true", "false"),
            aria_describedby=f"problem-{name}",
            class_name=FIELD,
        ),
        field_problem(name, problems[name]),
    )


STEP_TREES: dict[Step, Callable[[], rx.Component]] = {
    Step.COMPANY: _company,
    Step.CONTACT: _contact,
    Step.MAIL: _mail,
    Step.TERMS: _terms,
    Step.PASSWORD: _password,
}
