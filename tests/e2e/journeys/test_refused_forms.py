"""A form that is refused says what is wrong where it is wrong, and leads there: to the eye, and to a screen reader."""

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.infra.outbox import Outbox
from tests.e2e.pages.account import AccountPage
from tests.e2e.pages.invitation import InvitationPage
from tests.e2e.pages.members import PASSWORD
from tests.e2e.pages.person import Door, Person
from tests.e2e.pages.profile import ProfilePage
from tests.e2e.pages.support import NewRequestPage
from tests.e2e.pages.words import LOCALES
from tests.e2e.scenes import Stage
from tests.e2e.scenes.dialogs import checkout_new_card, checkout_transfer, invite_user
from tests.e2e.scenes.partner import company_being_edited, order_awaiting_its_transfer
from tests.e2e.scenes.strangers import enroll, invitation


@dataclasses.dataclass(frozen=True)
class Form:
    """A form, how somebody comes to it, what is left empty, which button sends it, and the first field that is wrong then."""

    name: str
    come: Callable[[Stage], Person]
    button: str
    first: str
    empty: tuple[str, ...] = ()


def support(stage: Stage) -> Person:
    admin = stage.enter("contoso")
    NewRequestPage(admin).navigate()
    return admin


def profile(stage: Stage) -> Person:
    admin = stage.enter("contoso")
    ProfilePage(admin).navigate()
    return admin


def account(stage: Stage) -> Person:
    somebody = invitation(stage)
    InvitationPage(somebody).accept("Ada Reyes", PASSWORD)
    somebody.page.wait_for_url(f"**/{stage.locale}/offers")
    AccountPage(somebody).navigate()
    return somebody


FORMS = (
    Form("support", support, "Submit", "Type of problem"),
    Form("bank-transfer", checkout_transfer, "Submit", "Contact name", ("Contact name", "Phone number")),
    Form("new-card", checkout_new_card, "Submit", "Card number"),
    Form("payment-proof", order_awaiting_its_transfer, "Submit", "Attach a file"),
    Form("company-details", company_being_edited, "Save", "Legal name", ("Legal name",)),
    Form("invite", invite_user, "Send invitation", "Name"),
    Form("invitation", invitation, "Accept the invitation", "Choose a password"),
    Form("own-password", account, "Change password", "Old password"),
    Form("business-profile", profile, "Save draft", "Name", ("Name",)),
    Form("publish", profile, "Publish", "Name", ("Name",)),
    Form("enrolment", enroll, "Continue", "Legal name"),
)


IN_TURNS = [pytest.param(form, LOCALES[at % 2], id=f"{form.name}-{LOCALES[at % 2]}") for at, form in enumerate(FORMS)]


@pytest.mark.parametrize(("form", "locale"), IN_TURNS)
def test_the_first_wrong_field_takes_the_focus_and_says_what_is_wrong(
    door: Door, served: dict[str, str], form: Form, locale: str
) -> None:
    somebody = form.come(Stage(door, Outbox(Path(served.get("outbox", "."))), locale))
    say, page = somebody.words, somebody.page
    for label in form.empty:
        page.get_by_role("textbox", name=say(label)).first.fill("")
    page.get_by_role("button", name=say(form.button), exact=True).press("Enter")

    focused = page.locator(":focus")
    expect(focused).to_have_attribute("aria-invalid", "true")
    assert focused.evaluate("element => element === document.querySelector('[aria-invalid=true]')")
    assert _label(focused).startswith(say(form.first))
    for wrong in page.locator("[aria-invalid=true]").all():
        _says_why(wrong)


def _label(field: Locator) -> str:
    return str(field.evaluate("element => element.labels[0].textContent"))


def _says_why(field: Locator) -> None:
    """The problem stands in the page, and is the field's description."""
    ids = (field.get_attribute("aria-describedby") or "").split()
    told = [field.page.locator(f"[id='{problem}'].text-danger").filter(visible=True) for problem in ids]
    assert [text for found in told for text in found.all_inner_texts() if text], f"{_label(field)} doesn't say what is wrong"
