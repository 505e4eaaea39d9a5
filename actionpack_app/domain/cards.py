"""Cards, as people know them."""

import dataclasses


@dataclasses.dataclass(frozen=True, slots=True)
class CardFace:
    """A saved card: never its number."""

    id: str
    brand: str
    last4: str
    exp_month: int
    exp_year: int
