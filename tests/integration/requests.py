"""Support requests as the form sends them, and files of every kind."""

import dataclasses

from actionpack_app.services.support.ask import AskForm

PDF = b"%PDF-1.7\n%proof\n"
PNG = b"\x89PNG\r\n\x1a\n rest"
JPEG = b"\xff\xd8\xff\xe0 rest"

_FILLED_IN = AskForm(
    problem="billing",
    title="Two invoices for one year",
    details="We were charged twice, it seems.",
    contact_name="Grace Abbott",
    contact_phone="",
    contact_email="grace.abbott@fabrikam.example.com",
    submission="submission-1",
)


def form(**changed: object) -> AskForm:
    """A form that can be sent, with some of its fields changed."""
    return dataclasses.replace(_FILLED_IN, **changed)
