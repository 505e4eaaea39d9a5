"""What is filled in: fields, choices, switches, files, and what lists are narrowed by."""

import dataclasses

import reflex as rx

from actionpack_app.components.attachments import attachments
from actionpack_app.components.basics import FIELD
from actionpack_app.components.counting import counted_field
from actionpack_app.components.filters import Option, choice, choice_of, day_choice, labelled, nothing_left, search
from actionpack_app.components.forms import code_field, field_problem, radio_option, select_field, switch, text_field
from actionpack_app.components.handover import handover
from actionpack_app.components.password_field import password_field
from actionpack_app.dialogs.card_entry.field import card_field
from actionpack_app.dialogs.card_entry.provider import CardProvider
from actionpack_app.messages import N_, _
from actionpack_app.messages.problems import explain_problem
from actionpack_app.pages.design.specimen import NOTHING, Chapter, chapter, specimen, state, wide

LEAST = N_("At least {number} characters. A few words that don't belong together are good.")


@dataclasses.dataclass(frozen=True)
class _Attached:
    id: str
    name: str


def fields() -> Chapter:
    """Fields with their labels, hints and problems."""
    wrong = explain_problem("required")
    return chapter(
        "fields",
        _("Fields"),
        specimen(code_field, code_field("sample-code", ""), code_field("sample-code-wrong", explain_problem("code_wrong"))),
        specimen(
            text_field,
            text_field(_("Company"), "sample-empty", value="", problem=""),
            text_field(_("Company"), "sample-filled", value="Fabrikam, Inc.", problem=""),
            text_field(_("Phone number"), "sample-optional", value="", problem="", optional=_("optional"), type="tel"),
            text_field(_("Company"), "sample-wrong", value="", problem=wrong),
            text_field(_("Company"), "sample-disabled", value="Fabrikam, Inc.", problem="", disabled=True),
            text_field(_("Details"), "sample-lines", value="", problem="", multiline=True),
        ),
        specimen(
            password_field,
            password_field(_("Password"), "sample-known", known=True),
            password_field(_("New password"), "sample-new", hint=_(LEAST).format(number=12)),
            password_field(_("New password"), "sample-refused", problem=wrong),
        ),
        specimen(
            counted_field,
            counted_field(
                _("Message"), "sample-short", value=_("Please cancel this subscription."), problem="", most=2500, on_keep=NOTHING
            ),
            counted_field(
                _("Message"), "sample-long", value=_("Please cancel this subscription."), problem="", most=5, on_keep=NOTHING
            ),
        ),
        specimen(field_problem, field_problem("sample", wrong)),
        _card(),
        _files(),
        specimen(handover, rx.el.fieldset(handover(""), disabled=True)),
    )


def _card() -> rx.Component:
    provider = rx.Var.create(CardProvider("sandbox"))
    return specimen(card_field, card_field(provider, form_id="sample-card", refusal="", on_token=NOTHING, on_refused=NOTHING))


def _files() -> rx.Component:
    def shown(files: list[_Attached], problem: str = "", *, single: bool = False) -> rx.Component:
        kept = rx.Var.create(files).to(list[_Attached])
        return attachments(kept, on_attach=NOTHING, on_remove=_nothing, problem=problem, single=single)

    return specimen(
        attachments,
        wide(_("Nothing yet"), shown([])),
        wide(_("With a file"), shown([_Attached("1", "proof.pdf (120 kB)")])),
        wide(_("One is all that is wanted"), shown([_Attached("2", "logo.png (80 kB)")], single=True)),
        wide(_("Refused"), shown([], explain_problem("too_large"))),
    )


def _nothing(*_asked: object) -> rx.event.EventSpec:
    return NOTHING


def choices() -> Chapter:
    """One of several, and on or off."""
    options = [("en", "English"), ("ko", "한국어")]
    return chapter(
        "choices",
        _("Choices"),
        specimen(
            radio_option,
            _radio("card", _("Credit card"), checked=True, detail=_("Charged at once when you buy.")),
            _radio("transfer", _("Electronic bank transfer"), checked=False),
        ),
        specimen(
            switch,
            switch(_("Automatic renewal"), on=True, on_change=NOTHING, name="sample-on", detail=_("On")),
            switch(_("Automatic renewal"), on=False, on_change=NOTHING, name="sample-off", detail=_("Off")),
        ),
        specimen(
            select_field,
            select_field(_("Language"), "sample-chosen", options, value="en", problem=""),
            select_field(_("Language"), "sample-none", [("", _("Please choose")), *options], value="", problem=_required()),
        ),
    )


def _radio(value: str, label: str, *, checked: bool, detail: str = "") -> rx.Component:
    return radio_option("sample-method", value, checked=checked, on_choose=NOTHING, label=label, detail=detail)


def _required() -> str:
    return explain_problem("required")


def filters() -> Chapter:
    """What narrows a list."""
    languages = rx.Var.create([Option("en", "English"), Option("ko", "한국어")])
    open_or_closed = [("open", _("Open")), ("closed", _("Closed"))]
    return chapter(
        "filters",
        _("Filters"),
        specimen(choice, choice(_("Status"), open_or_closed, value="open", choose=NOTHING)),
        specimen(choice_of, choice_of(_("Language"), _("All"), languages, "", NOTHING)),
        specimen(day_choice, day_choice(_("From date"), "", NOTHING), day_choice(_("To date"), "2026-06-23", NOTHING)),
        specimen(search, search(_("Search"), NOTHING, value="", most=100)),
        specimen(labelled, labelled(_("Number"), rx.el.input(class_name=FIELD))),
        specimen(
            nothing_left, state(_("Nothing matches"), _empty(narrowed=True)), state(_("Nothing there"), _empty(narrowed=False))
        ),
    )


def _empty(*, narrowed: bool) -> rx.Component:
    return nothing_left(narrowed, NOTHING, _("No invoices yet."))
