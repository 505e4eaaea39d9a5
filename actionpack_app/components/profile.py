"""A business profile as customers see it: the public page and the preview are this very component."""

import dataclasses
from typing import Any

import reflex as rx

from actionpack_app.components.basics import CARD, anchor, count, each, icon
from actionpack_app.domain.profiles import Profile
from actionpack_app.messages import _
from actionpack_app.messages.words import country_name
from actionpack_app.routes import logo


@dataclasses.dataclass(frozen=True)
class PlaceShown:
    """A location."""

    name: str
    address: str


@dataclasses.dataclass(frozen=True)
class ProfileShown:
    """A profile in the reader's language; empty where there is nothing to show."""

    name: str = ""
    initial: str = ""
    """Stands where there is no logo."""
    logo: str = ""
    logo_alt: str = ""
    description: str = ""
    email: str = ""
    phone: str = ""
    phone_plain: str = ""
    website: str = ""
    website_name: str = ""
    locations: list[PlaceShown] = dataclasses.field(default_factory=list[PlaceShown])
    has_contact: bool = False


def show_profile_face(profile: Profile) -> ProfileShown:
    """A checked profile as customers see it."""
    places = [
        PlaceShown(place.name, ", ".join(part for part in (place.address_line, place.city, country_name(place.country)) if part))
        for place in profile.locations
    ]
    return ProfileShown(
        name=profile.name,
        initial=profile.name[:1].upper(),
        logo=logo(profile.logo_id) if profile.logo_id else "",
        logo_alt=profile.logo_alt,
        description=profile.description,
        email=profile.email,
        phone=profile.phone,
        phone_plain=profile.phone.partition(" ext.")[0].replace(" ", ""),
        website=profile.website,
        website_name=profile.website.removeprefix("https://").rstrip("/"),
        locations=places,
        has_contact=bool(profile.email or profile.phone or profile.website),
    )


def profile_face(profile: Any, *, inside: bool = False) -> rx.Component:
    """`profile` is a `ProfileShown`; everything in it is shown as text. `inside` where the page has a title of its own."""
    title = rx.el.h3 if inside else rx.el.h1
    return rx.el.article(
        rx.el.div(
            _logo(profile),
            title(
                profile.name, class_name="min-w-0 text-[1.7rem] font-bold leading-tight tracking-tight [overflow-wrap:anywhere]"
            ),
            class_name="flex flex-wrap items-center gap-x-5 gap-y-3",
        ),
        rx.cond(
            profile.description != "",
            rx.el.p(profile.description, class_name="max-w-[46rem] whitespace-pre-line [overflow-wrap:anywhere]"),
            rx.el.p(_("No description yet."), class_name="text-muted"),
        ),
        rx.el.div(
            rx.cond(profile.has_contact, _contact(profile)),
            rx.cond(count(profile.locations) > 0, _locations(profile)),
            class_name="grid items-start gap-5 empty:hidden sm:grid-cols-2",
        ),
        aria_label=profile.name,
        class_name="flex min-w-0 flex-col gap-6",
    )


def _logo(profile: Any) -> Any:
    frame = "size-20 shrink-0 rounded-xl border border-line sm:size-24"
    return rx.cond(
        profile.logo != "",
        rx.el.img(src=profile.logo, alt=profile.logo_alt, class_name=f"{frame} bg-white object-contain p-1.5"),
        rx.el.div(
            profile.initial,
            aria_hidden="true",
            class_name=f"{frame} grid place-items-center bg-accent-soft text-[2rem] font-bold text-accent",
        ),
    )


def _contact(profile: Any) -> rx.Component:
    def way(picture: str, label: str, text: Any, href: Any, **props: Any) -> Any:
        line = "flex items-start gap-2.5 py-1.5"
        where = anchor(text, href=href, class_name="min-w-0 text-accent hover:underline [overflow-wrap:anywhere]", **props)
        return rx.cond(
            text != "",
            rx.el.li(
                rx.el.span(icon(picture), class_name="mt-1 text-muted"),
                rx.el.span(label, class_name="sr-only"),
                where,
                class_name=line,
            ),
        )

    return _part(
        _("Contact"),
        rx.el.ul(
            way(
                "globe", _("Website"), profile.website_name, profile.website, rel="nofollow noopener noreferrer", target="_blank"
            ),
            way("mail", _("Email address"), profile.email, f"mailto:{profile.email}"),
            way("phone", _("Phone number"), profile.phone, f"tel:{profile.phone_plain}"),
        ),
    )


def _locations(profile: Any) -> rx.Component:
    def place(item: Any) -> rx.Component:
        return rx.el.li(
            rx.el.span(icon("map-pin"), class_name="mt-1 text-muted"),
            rx.el.div(
                rx.el.p(item.name, class_name="font-semibold"),
                rx.el.p(item.address, class_name="text-muted"),
                class_name="min-w-0 [overflow-wrap:anywhere]",
            ),
            class_name="flex items-start gap-2.5 py-1.5",
        )

    return _part(_("Locations"), rx.el.ul(each(profile.locations, place)))


def _part(title: str, *content: rx.Component) -> rx.Component:
    return rx.el.section(rx.el.h2(title, class_name="mb-1.5 text-[1.1rem] font-bold"), *content, class_name=f"{CARD} min-w-0 p-5")
