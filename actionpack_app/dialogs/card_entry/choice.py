"""Saved cards to pick from, in words."""

import dataclasses

from actionpack_app.domain.cards import CardFace
from actionpack_app.messages.formats import format_card, format_valid_until


@dataclasses.dataclass(frozen=True)
class CardChoice:
    """One saved card to pick."""

    id: str
    label: str
    detail: str


def card_choice(card: CardFace) -> CardChoice:
    """A card by its last digits and how long it is valid."""
    return CardChoice(card.id, format_card(card), format_valid_until(card))
