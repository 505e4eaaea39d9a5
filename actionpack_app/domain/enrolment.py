"""Enrolment: the steps from a stranger to a member, and what a draft may hold."""

import enum
from collections.abc import Collection
from datetime import timedelta


class Step(enum.StrEnum):
    """One step; a later one opens once all before it are done."""

    COMPANY = "company"
    CONTACT = "contact"
    MAIL = "mail"
    """The mailbox is the contact's: the link in a letter was opened."""
    TERMS = "terms"
    PASSWORD = "password"  # noqa: S105 (a step)


STEPS = tuple(Step)

DRAFT_LIVES = timedelta(days=14)
"""Since something was last typed."""
LINK_HOLDS = timedelta(hours=24)
TERMS_VERSION = "2026-11-01"
"""The day from which the terms of `messages/terms.py` hold; whoever accepted others accepts these again."""

LONGEST: dict[str, int] = {
    "name": 120,
    "address_line": 200,
    "city": 100,
    "postal_code": 20,
    "country": 2,
    "tax_id": 32,
    "time_zone": 64,
    "currency": 3,
    "locale": 2,
    "contact_name": 100,
    "contact_email": 254,
    "contact_phone": 40,
}
"""What can be typed, and how long it may be when it counts."""
COMPANY_FIELDS = ("name", "address_line", "city", "postal_code", "country", "tax_id", "time_zone", "currency", "locale")
CONTACT_FIELDS = ("contact_name", "contact_email", "contact_phone")
LONGEST_TYPED = 400
"""What a draft keeps of a field, right or wrong."""


def furthest(done: Collection[Step]) -> Step:
    """How far somebody may go who has done these steps: to the first that isn't."""
    return next((step for step in STEPS if step not in done), STEPS[-1])


def within_reach(wanted: Step, done: Collection[Step]) -> Step:
    """The step that is shown to somebody who wants to be at `wanted`."""
    return min(wanted, furthest(done), key=STEPS.index)


def step_before(step: Step) -> Step:
    """The one before; nothing comes before the first."""
    return STEPS[max(STEPS.index(step) - 1, 0)]
