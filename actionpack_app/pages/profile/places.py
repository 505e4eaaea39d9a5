"""The part of the form that lists the locations."""

from typing import Any

import reflex as rx

from actionpack_app.components.basics import FIELD, button, card, count, icon
from actionpack_app.components.forms import field_problem
from actionpack_app.domain.profiles import LOCATIONS_MAX
from actionpack_app.gateways.contacts import COUNTRIES
from actionpack_app.messages import _, current_locale, use_locale
from actionpack_app.messages.places import country_names
from actionpack_app.pages.profile.state import ProfileState


def locations() -> rx.Component:
    """Each with its fields, in the order in which customers see them."""
    return card(
        rx.el.h2(_("Locations"), class_name="text-[1.1rem] font-bold"),
        rx.cond(
            count(ProfileState.places) > 0,
            _list(),
            rx.el.p(_("No location yet. Add the places where customers find you."), class_name="text-muted"),
        ),
        field_problem("locations", ProfileState.problems["locations"]),
        rx.el.div(
            rx.cond(
                count(ProfileState.places) < LOCATIONS_MAX,
                button(icon("plus"), _("Add a location"), on_click=ProfileState.add_place),
                rx.el.p(_("Up to 25 locations are possible."), class_name="text-muted"),
            )
        ),
        class_name="flex flex-col gap-4 p-5",
    )


def _list() -> rx.Component:
    locale = current_locale()

    def shown(place: Any, number: Any) -> rx.Component:
        with use_locale(locale):  # Reflex calls this again when it renders
            return _place(place, number)

    return rx.el.div(rx.foreach(ProfileState.places, shown), class_name="flex flex-col gap-4")


def _place(place: Any, number: Any) -> rx.Component:
    title = f"place-{place.key}"
    return rx.el.div(
        rx.el.div(
            rx.el.h3(_("Location"), " ", number + 1, id=title, class_name="flex-1 font-semibold"),
            _small("arrow-up", _("Move up"), title, ProfileState.move_place(place.key, True), disabled=number == 0),
            _small(
                "arrow-down",
                _("Move down"),
                title,
                ProfileState.move_place(place.key, False),
                disabled=number == count(ProfileState.places) - 1,
            ),
            _small("trash-2", _("Remove"), title, ProfileState.remove_place(place.key)),
            class_name="flex items-center gap-1",
        ),
        rx.el.div(
            _field(place, "name", _("Name"), place.name, place.name_problem),
            _field(place, "address_line", _("Street address"), place.address_line, place.address_line_problem, _("optional")),
            _field(place, "city", _("City"), place.city, place.city_problem),
            _country(place),
            class_name="grid gap-4 sm:grid-cols-2",
        ),
        key=place.key,
        role="group",
        aria_labelledby=title,
        class_name="flex flex-col gap-3 rounded-xl border border-line p-4",
    )


def _small(picture: str, label: str, title: str, on_click: Any, **props: Any) -> rx.Component:
    return rx.el.button(
        icon(picture),
        aria_label=label,
        aria_describedby=title,
        title=label,
        type="button",
        on_click=on_click,
        class_name="rounded-lg p-2 hover:bg-raised disabled:text-muted disabled:opacity-50",
        **props,
    )


def _field(place: Any, part: str, label: str, value: Any, problem: Any, optional: str = "") -> rx.Component:
    name = f"{part}-{place.key}"
    return rx.el.div(
        _label(label, name, optional),
        rx.el.input(
            id=f"field-{name}",
            name=name,
            default_value=value,
            aria_invalid=rx.cond(problem != "", "true", "false"),
            aria_describedby=f"problem-{name}",
            on_blur=lambda text: ProfileState.keep_place(place.key, part, text),
            class_name=FIELD,
        ),
        field_problem(name, problem),
    )


def _country(place: Any) -> rx.Component:
    name = f"country-{place.key}"
    return rx.el.div(
        _label(_("Country"), name, ""),
        rx.el.select(
            rx.el.option(_("Please choose"), value=""),
            *[rx.el.option(text, value=code) for code, text in country_names(COUNTRIES)],
            id=f"field-{name}",
            name=name,
            default_value=place.country,
            aria_invalid=rx.cond(place.country_problem != "", "true", "false"),
            aria_describedby=f"problem-{name}",
            on_change=lambda text: ProfileState.keep_place(place.key, "country", text),
            class_name=FIELD,
        ),
        field_problem(name, place.country_problem),
    )


def _label(label: str, name: str, optional: str) -> rx.Component:
    return rx.el.label(
        label,
        rx.el.span(f" ({optional})", class_name="font-normal text-muted") if optional else rx.fragment(),
        html_for=f"field-{name}",
        class_name="mb-1 block font-semibold",
    )
