"""What happens to the focus when one page takes the place of another."""

import reflex as rx

_SCRIPT = rx.asset("arrival.jsx", shared=True)


class Arrival(rx.Component):
    """Focuses the content of a page that came without a reload, and says its title."""

    library = f"$/public{_SCRIPT}"
    tag = "Arrival"

    target: rx.Var[str]


def arrival(target: str) -> rx.Component:
    """`target` is the id of the page's main part, which has to be focusable."""
    return Arrival.create(target=target)
