"""People with accounts of their own, as they come in: by an invitation."""

from tests.e2e.infra.outbox import Outbox
from tests.e2e.pages.invitation import InvitationPage
from tests.e2e.pages.person import Door, Person
from tests.e2e.pages.users import UsersPage

PASSWORD = "seven violet tractors sing"
COMPANY = {"en": "contoso", "ko": "proseware"}
"""Whose mails speak the language."""


def somebody_new(door: Door, admin: Person) -> tuple[Person, str]:
    """Somebody in another browser, and an address that nobody has."""
    newcomer = door.stand_before(admin.partner, "", admin.locale)
    return newcomer, f"ada.{admin.partner.id[:8]}.{admin.locale}@example.com"


def joined(door: Door, admin: Person, outbox: Outbox, role: str = "Billing admin") -> tuple[Person, str]:
    """Somebody is invited and accepts."""
    newcomer, email = somebody_new(door, admin)
    UsersPage(admin).navigate().invite("Ada Reyes", email, role)
    invitation = InvitationPage(newcomer, outbox.link(email, "/invitation")).navigate()
    invitation.accept("Ada Reyes", PASSWORD)
    newcomer.page.wait_for_url(f"**/{admin.locale}/offers")
    return newcomer, email
