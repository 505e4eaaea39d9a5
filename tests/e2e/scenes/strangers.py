"""What whoever isn't signed in can see."""

from uuid import uuid4

from playwright.sync_api import expect

from actionpack_app.routes import DESIGN, ENROLL, INVITATION, NETWORK, NEW_PASSWORD, PUBLIC_PROFILE, SIGN_IN
from tests.e2e.pages.design import DesignPage
from tests.e2e.pages.enroll import EnrollPage, NetworkPage
from tests.e2e.pages.faces import Stop
from tests.e2e.pages.invitation import InvitationPage, NewPasswordPage
from tests.e2e.pages.members import joined, somebody_new
from tests.e2e.pages.person import Person
from tests.e2e.pages.profile import ProfilePage, PublicProfilePage
from tests.e2e.pages.sign_in import SignInPage
from tests.e2e.pages.users import UsersPage
from tests.e2e.scenes.scene import UNKNOWN, Scene, Stage


def sign_in(stage: Stage) -> Person:
    somebody = stage.stranger()
    SignInPage(somebody).navigate()
    return somebody


def sign_in_refused(stage: Stage) -> Person:
    somebody = sign_in(stage)
    SignInPage(somebody).sign_in("nobody@example.com", "not the password")
    expect(somebody.page.get_by_role("alert").filter(visible=True)).to_be_visible()
    return somebody


def sign_in_code(stage: Stage) -> Person:
    somebody = stage.stranger()
    somebody.page.goto(f"/{stage.locale}{SIGN_IN}?code=wrong")
    expect(somebody.page.get_by_label(stage.words("Code"), exact=True)).to_have_attribute("aria-invalid", "true")
    return somebody


def network(stage: Stage) -> Person:
    somebody = stage.stranger()
    NetworkPage(somebody).navigate()
    return somebody


def design(stage: Stage) -> Person:
    somebody = stage.stranger()
    DesignPage(somebody).navigate()
    return somebody


def design_dialog(stage: Stage) -> Person:
    somebody = stage.stranger()
    DesignPage(somebody).navigate().open("A long text")
    return somebody


def enroll(stage: Stage) -> Person:
    somebody = stage.stranger()
    somebody.page.goto(EnrollPage(somebody).address)
    EnrollPage(somebody).validate_step("Your company")
    return somebody


def enroll_with_problems(stage: Stage) -> Person:
    somebody = enroll(stage)
    page = EnrollPage(somebody)
    page.choice("Country").select_option("DE")
    page.go_on()
    expect(page.field("Legal name")).to_have_attribute("aria-invalid", "true")
    return somebody


def enroll_contact(stage: Stage) -> Person:
    somebody = enroll(stage)
    page = EnrollPage(somebody)
    page.choice("Country").select_option("US")
    page.fill({"Legal name": f"Lamna {uuid4().hex[:6]}", "Address": "1 Main Street", "City": "Berlin", "Postal code": "10115"})
    page.go_on()
    page.validate_step("The contact person")
    return somebody


def invitation(stage: Stage) -> Person:
    admin = stage.enter(stage.in_own_language())
    newcomer, email = somebody_new(stage.door, admin)
    UsersPage(admin).navigate().invite("Ada Reyes", email, "Billing admin")
    InvitationPage(newcomer, stage.outbox.link(email, "/invitation")).navigate()
    return newcomer


def invitation_gone(stage: Stage) -> Person:
    somebody = stage.stranger()
    somebody.page.goto(f"/{stage.locale}{INVITATION}?token=not-a-token")
    expect(somebody.page.get_by_role("main").get_by_role("heading").first).to_be_visible()
    return somebody


def new_password(stage: Stage) -> Person:
    admin = stage.enter(stage.in_own_language())
    _ada, email = joined(stage.door, admin, stage.outbox)
    forgetful = stage.door.stand_before(admin.partner, "", stage.locale)
    NewPasswordPage(forgetful).navigate().ask(email)
    forgetful.page.goto(stage.outbox.link(email, "/new-password"))
    expect(forgetful.page.get_by_label(stage.words("New password"), exact=True)).to_be_visible()
    return forgetful


def password_forgotten(stage: Stage) -> Person:
    somebody = stage.stranger()
    NewPasswordPage(somebody).navigate()
    return somebody


def public_profile(stage: Stage) -> Person:
    admin = stage.enter("fabrikam", "MPN partner admin")
    page = ProfilePage(admin).navigate()
    page.name.fill("Fabrikam Robotics")
    page.description.fill("We build robots, and look after them.\nFor hospitals, harbours and bakeries.")
    page.add_location(1, "Head office", "Seattle")
    page.publish()
    somebody = stage.door.stand_before(admin.partner, "", stage.locale)
    PublicProfilePage(somebody, admin.partner.mpn_id).navigate()
    return somebody


def nothing_here(stage: Stage) -> Person:
    somebody = stage.stranger()
    somebody.page.goto(f"/{stage.locale}/partners/9999999")
    Stop(somebody).validate_missing()
    return somebody


def unknown_page(stage: Stage) -> Person:
    somebody = stage.enter("fabrikam")
    somebody.page.goto(f"/{stage.locale}/no-such-page")
    expect(somebody.page.get_by_role("heading", level=1)).to_be_visible()
    return somebody


STRANGER_SCENES = (
    Scene("sign-in", SIGN_IN, sign_in),
    Scene("sign-in-refused", SIGN_IN, sign_in_refused),
    Scene("sign-in-code", SIGN_IN, sign_in_code),
    Scene("network", NETWORK, network),
    Scene("design", DESIGN, design),
    Scene("design-dialog", DESIGN, design_dialog),
    Scene("enroll", ENROLL, enroll),
    Scene("enroll-with-problems", ENROLL, enroll_with_problems),
    Scene("enroll-contact", ENROLL, enroll_contact),
    Scene("invitation", INVITATION, invitation),
    Scene("invitation-gone", INVITATION, invitation_gone),
    Scene("password-forgotten", NEW_PASSWORD, password_forgotten),
    Scene("new-password", NEW_PASSWORD, new_password),
    Scene("public-profile", PUBLIC_PROFILE, public_profile),
    Scene("public-profile-missing", PUBLIC_PROFILE, nothing_here),
    Scene("unknown-page", UNKNOWN, unknown_page),
)
