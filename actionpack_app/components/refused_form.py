"""What happens to the focus when a form is refused; once a page, for all its forms."""

import reflex as rx

_SCRIPT = rx.asset("refused_form.jsx", shared=True)


class RefusedForm(rx.Component):
    """Focuses the first field that is wrong, whose problem is its description."""

    library = f"$/public{_SCRIPT}"
    tag = "RefusedForm"


def refused_form() -> rx.Component:
    """Watches the page's forms."""
    return RefusedForm.create()
