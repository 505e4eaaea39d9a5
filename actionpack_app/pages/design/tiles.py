"""Cards, an offer's tile in every status, and a business profile."""

import dataclasses
from typing import Any

import reflex as rx

from actionpack_app.components.basics import button, card, link, link_button
from actionpack_app.components.profile import PlaceShown, ProfileShown, profile_face
from actionpack_app.dialogs.offer_tile.tile import offer_tile
from actionpack_app.dialogs.offer_tile.view import TileShown
from actionpack_app.domain.offers import Offer
from actionpack_app.messages import _
from actionpack_app.pages.design.samples import SITUATIONS, tile, unsold
from actionpack_app.pages.design.specimen import NOTHING, Chapter, chapter, specimen, wide


def tiles() -> Chapter:
    """Surfaces with something on them."""
    return chapter(
        "tiles",
        _("Cards and tiles"),
        specimen(card, card(rx.el.p(_("Membership offers")))),
        specimen(
            offer_tile,
            rx.el.div(
                *[_tile(at, shown) for at, shown in enumerate(_shown())],
                class_name="grid gap-5 sm:grid-cols-2 lg:grid-cols-3",
            ),
        ),
        specimen(
            profile_face,
            wide(_("Filled in"), profile_face(_profile(), inside=True)),
            wide(_("Empty"), profile_face(rx.Var.create(ProfileShown(name="Contoso", initial="C")), inside=True)),
        ),
    )


def _shown() -> list[TileShown]:
    """Every status; then an offer that isn't held, one at a lower price, and what can stand beside a status."""
    first = tile(SITUATIONS[0])
    waits = _("The request for approval was withdrawn.")
    return [
        *map(tile, SITUATIONS),
        unsold(Offer.SILVER),
        dataclasses.replace(unsold(Offer.GOLD), upgrade=True),
        dataclasses.replace(unsold(Offer.GOLD), enabled=False, why=[_("Needs a qualified gold competency.")]),
        dataclasses.replace(first, cancelling=True),
        dataclasses.replace(first, approval=waits, enabled=False),
    ]


def _tile(at: int, shown: TileShown) -> rx.Component:
    name_id, why_id = f"sample-tile-{at}", f"sample-why-{at}"
    return offer_tile(
        shown,
        link(shown.name, shown.href, class_name="hover:underline"),
        button(
            shown.action,
            kind="primary",
            disabled=not shown.enabled,
            on_click=NOTHING,
            aria_describedby=f"{name_id} {why_id}",
        ),
        link_button(_("Details"), shown.href),
        name_id=name_id,
        why_id=why_id,
    )


def _profile() -> Any:
    return rx.Var.create(
        ProfileShown(
            name="Fabrikam Robotics",
            initial="F",
            description="We build robots, and look after them.\nFor hospitals, harbours and bakeries.",
            email="hello@fabrikam.example.com",
            phone="+1 425 555 0100",
            phone_plain="+14255550100",
            website="https://www.example.com/",
            website_name="www.example.com",
            locations=[PlaceShown("Head office", "1 Main Street, Seattle, United States")],
            has_contact=True,
        )
    )
