"""What is asked before something is done that matters, and the proof of who asks for it."""

from playwright.sync_api import expect

from actionpack_app.routes import APPROVALS, COMPANY, ORDER, USERS
from tests.e2e.infra.sessions import signed_in_long_ago
from tests.e2e.pages.account import AccountPage
from tests.e2e.pages.approvals import ApprovalsPage
from tests.e2e.pages.checkout import PAYS
from tests.e2e.pages.company import CompanyPage
from tests.e2e.pages.deeds import open_transfer
from tests.e2e.pages.members import joined
from tests.e2e.pages.person import Person
from tests.e2e.pages.users import UsersPage
from tests.e2e.pages.view import Dialog
from tests.e2e.scenes.partner import request_for_approval
from tests.e2e.scenes.scene import Scene, Stage


def be_asked(stage: Stage, ada: Person, email: str) -> Dialog:
    """Begins something that wants a proof, a while after signing in."""
    users = UsersPage(ada).navigate()
    signed_in_long_ago(stage.database, email)
    users.button("Invite user").click()
    dialog = Dialog(ada)
    expect(dialog.heading("Confirm that it is you")).to_be_visible()
    return dialog


def proof(stage: Stage) -> Person:
    ada, email = joined(stage.door, stage.enter(stage.in_own_language()), stage.outbox, "Global admin")
    be_asked(stage, ada, email)
    return ada


def proof_refused(stage: Stage) -> Person:
    ada, email = joined(stage.door, stage.enter(stage.in_own_language()), stage.outbox, "Global admin")
    AccountPage(ada).navigate().turn_on_codes()
    dialog = be_asked(stage, ada, email)
    dialog.field("Your password").fill("something else entirely")
    dialog.button("Confirm").click()
    expect(dialog.field("Your password")).to_have_attribute("aria-invalid", "true")
    return ada


def deactivate_user(stage: Stage) -> Person:
    admin = stage.enter("contoso")
    users = UsersPage(admin).navigate()
    users.ask(users.first("Billing admin"), "Deactivate")
    return admin


def erase_user(stage: Stage) -> Person:
    admin = stage.enter("contoso")
    users = UsersPage(admin).navigate()
    name = users.first("Billing admin")
    users.deactivate(name)
    users.ask(name, "Erase data")
    return admin


def turn_off_codes(stage: Stage) -> Person:
    admin = stage.enter(stage.in_own_language())
    ada, _email = joined(stage.door, admin, stage.outbox)
    AccountPage(ada).navigate().turn_on_codes()
    UsersPage(admin).navigate().ask("Ada Reyes", "Turn off codes")
    return admin


def remove_card(stage: Stage) -> Person:
    admin = stage.enter("fabrikam")
    company = CompanyPage(admin).navigate()
    company.add_card(PAYS)
    company.ask_to_remove(PAYS[-4:])
    return admin


def decline_approval(stage: Stage) -> Person:
    admin, order = request_for_approval(stage)
    dialog = ApprovalsPage(admin).ask_to_decline(order)
    dialog.button("Decline").click()
    expect(dialog.field("Why you decline")).to_have_attribute("aria-invalid", "true")
    return admin


def cancel_order(stage: Stage) -> Person:
    admin = stage.enter("tailspin")
    open_transfer(admin).ask_to_cancel()
    return admin


QUESTION_SCENES = (
    Scene("proof", USERS, proof),
    Scene("proof-refused", USERS, proof_refused),
    Scene("deactivate-user", USERS, deactivate_user),
    Scene("erase-user", USERS, erase_user),
    Scene("turn-off-codes", USERS, turn_off_codes),
    Scene("remove-card", COMPANY, remove_card),
    Scene("decline-approval", APPROVALS, decline_approval),
    Scene("cancel-order", ORDER, cancel_order),
)
