"""The pages of a company's own people."""

from datetime import timedelta

from playwright.sync_api import expect

from actionpack_app.routes import (
    ACCOUNT,
    ACTIVITY,
    APPROVALS,
    BENEFITS,
    COMPANY,
    COMPETENCIES,
    INVOICES,
    NOTIFICATIONS,
    OFFERS,
    ORDER,
    PROFILE,
    RENEWAL_CHECK,
    SUBSCRIPTION,
    SUPPORT,
    SUPPORT_NEW,
    SUPPORT_REQUEST,
    USERS,
)
from tests.e2e.infra.files import statement
from tests.e2e.pages.account import AccountPage
from tests.e2e.pages.activity import ActivityPage
from tests.e2e.pages.approvals import ApprovalsPage
from tests.e2e.pages.benefits import BenefitsPage
from tests.e2e.pages.checkout import PAYS
from tests.e2e.pages.company import CompanyPage
from tests.e2e.pages.competencies import CompetenciesPage
from tests.e2e.pages.deeds import ask_to_cancel, open_details, open_transfer, prove, renew_by_card, renew_by_transfer
from tests.e2e.pages.faces import Stop
from tests.e2e.pages.invoices import InvoicesPage
from tests.e2e.pages.members import joined
from tests.e2e.pages.notifications import NotificationsPage
from tests.e2e.pages.offers import ACTION_PACK, OffersPage
from tests.e2e.pages.order import OrderPage
from tests.e2e.pages.person import Person
from tests.e2e.pages.profile import ProfilePage
from tests.e2e.pages.renewal_check import RenewalCheckPage
from tests.e2e.pages.support import NewRequestPage, SupportPage
from tests.e2e.pages.users import UsersPage
from tests.e2e.pages.view import View
from tests.e2e.scenes.scene import Scene, Stage


def page(name: str, route: str, view: type[View], sample: str = "contoso", role: str = "Global admin") -> Scene:
    """A page as a sample partner finds it."""

    def set_up(stage: Stage) -> Person:
        somebody = stage.enter(sample, role)
        view(somebody).navigate()
        return somebody

    return Scene(name, route, set_up)


def offers_as_a_list(stage: Stage) -> Person:
    admin = stage.enter("woodgrove")
    OffersPage(admin).navigate().choose_list("Purchased")
    return admin


def subscription(stage: Stage) -> Person:
    admin = stage.enter("contoso")
    open_details(admin)
    return admin


def order_paid(stage: Stage) -> Person:
    admin = stage.enter("fabrikam")
    OrderPage(admin, renew_by_card(admin)).navigate()
    return admin


def order_awaiting_its_transfer(stage: Stage) -> Person:
    admin = stage.enter("fabrikam")
    renew_by_transfer(admin)
    open_transfer(admin)
    return admin


def order_with_a_proof_that_lacks_something(stage: Stage) -> Person:
    admin = stage.enter("tailspin")
    proof = open_transfer(admin).proof
    proof.attach(statement())
    proof.field("Payment date").fill((admin.today + timedelta(days=1)).isoformat())
    proof.submit()
    expect(proof.field("Paid to account")).to_have_attribute("aria-invalid", "true")
    return admin


def order_with_a_proof_in_review(stage: Stage) -> Person:
    admin = stage.enter("tailspin")
    prove(admin)
    return admin


def order_of_nobody(stage: Stage) -> Person:
    admin = stage.enter("fabrikam")
    admin.page.goto(f"/{stage.locale}/orders/ORD-2020-999999")
    Stop(admin).validate_missing()
    return admin


def invoices_forbidden(stage: Stage) -> Person:
    user = stage.enter("fabrikam", "User")
    user.page.goto(f"/{stage.locale}{INVOICES}")
    Stop(user).validate_forbidden()
    return user


def benefits_none(stage: Stage) -> Person:
    admin = stage.enter("adventure_works")
    admin.page.goto(f"/{stage.locale}{BENEFITS}")
    benefits = BenefitsPage(admin)
    expect(benefits.heading(admin.words("Benefits"))).to_be_visible()
    expect(benefits.main.get_by_role("link").first).to_be_visible()
    return admin


def company_being_edited(stage: Stage) -> Person:
    admin = stage.enter("contoso")
    CompanyPage(admin).navigate().begin_edit()
    return admin


def profile_previewed(stage: Stage) -> Person:
    admin = stage.enter("fabrikam", "MPN partner admin")
    profile = ProfilePage(admin).navigate()
    profile.description.fill("We build robots, and look after them.")
    profile.preview()
    return admin


def request_for_approval(stage: Stage) -> tuple[Person, str]:
    """Somebody who may decide, and the number of the order that waits for it."""
    partner = stage.door.copy("fabrikam")
    admin = stage.door.enter_as(partner, "Global admin", stage.locale)
    ApprovalsPage(admin).navigate().set_rule("400")
    buyer = stage.door.enter_as(partner, "MPN partner admin", stage.locale)
    dialog = OffersPage(buyer).validate_page().begin(ACTION_PACK, "Renew subscription")
    dialog.choose_new_card()
    dialog.fill_card(PAYS)
    dialog.submit()
    dialog.field("Message to those who are asked").fill("Before the window closes")
    dialog.button("Request approval").click()
    expect(dialog.button("Withdraw request")).to_be_visible()
    approvals = ApprovalsPage(admin).navigate()
    expect(approvals.row(dialog.order_under_way)).to_be_visible()
    return admin, dialog.order_under_way


def approvals_with_a_request(stage: Stage) -> Person:
    return request_for_approval(stage)[0]


def users_with_an_invitation(stage: Stage) -> Person:
    admin = stage.enter("contoso")
    UsersPage(admin).navigate().invite("Ada Reyes", f"ada.{admin.partner.id[:8]}@example.com", "Billing admin")
    return admin


def support_list(stage: Stage) -> Person:
    admin = stage.enter("contoso")
    ask_to_cancel(admin)
    SupportPage(admin).navigate()
    return admin


def support_request(stage: Stage) -> Person:
    admin = stage.enter("contoso")
    ask_to_cancel(admin).validate_page().reply("One more question: from when on?")
    return admin


def users_with_somebody_erased(stage: Stage) -> Person:
    admin = stage.enter("contoso")
    users = UsersPage(admin).navigate().validate_page()
    name = users.first("Billing admin")
    users.deactivate(name)
    users.confirm(name, "Erase data", "Erase for good")
    expect(users.row("@erased.invalid")).to_be_visible()
    return admin


def account_address(stage: Stage) -> Person:
    ada, _email = joined(stage.door, stage.enter(stage.in_own_language()), stage.outbox)
    account = AccountPage(ada).navigate().validate_page()
    account.ask_for_address("no address")
    expect(account.own_address.get_by_label(ada.words("New email address"), exact=True)).to_have_attribute("aria-invalid", "true")
    return ada


def account_codes(stage: Stage) -> Person:
    ada, _email = joined(stage.door, stage.enter(stage.in_own_language()), stage.outbox)
    AccountPage(ada).navigate().validate_page().begin_codes()
    return ada


def account_recovery_codes(stage: Stage) -> Person:
    ada, _email = joined(stage.door, stage.enter(stage.in_own_language()), stage.outbox)
    AccountPage(ada).navigate().turn_on_codes()
    return ada


PARTNER_SCENES = (
    page("offers-renewable", OFFERS, OffersPage, "fabrikam"),
    page("offers-active", OFFERS, OffersPage, "contoso"),
    page("offers-window-closed", OFFERS, OffersPage, "northwind"),
    page("offers-nothing-yet", OFFERS, OffersPage, "adventure_works"),
    page("offers-of-a-user", OFFERS, OffersPage, "fabrikam", "User"),
    page("offers-in-the-pmc", OFFERS, OffersPage, "litware"),
    Scene("offers-as-a-list", OFFERS, offers_as_a_list),
    Scene("subscription", SUBSCRIPTION, subscription),
    Scene("order-paid", ORDER, order_paid),
    Scene("order-awaiting-its-transfer", ORDER, order_awaiting_its_transfer),
    Scene("order-with-a-proof-that-lacks-something", ORDER, order_with_a_proof_that_lacks_something),
    Scene("order-with-a-proof-in-review", ORDER, order_with_a_proof_in_review),
    Scene("order-of-nobody", ORDER, order_of_nobody),
    page("competencies", COMPETENCIES, CompetenciesPage, "woodgrove"),
    page("renewal-check", RENEWAL_CHECK, RenewalCheckPage, "litware"),
    page("benefits", BENEFITS, BenefitsPage),
    Scene("benefits-none", BENEFITS, benefits_none),
    page("company", COMPANY, CompanyPage),
    Scene("company-being-edited", COMPANY, company_being_edited),
    page("profile", PROFILE, ProfilePage, "fabrikam", "MPN partner admin"),
    Scene("profile-previewed", PROFILE, profile_previewed),
    page("activity", ACTIVITY, ActivityPage),
    page("approvals", APPROVALS, ApprovalsPage),
    Scene("approvals-with-a-request", APPROVALS, approvals_with_a_request),
    page("invoices", INVOICES, InvoicesPage),
    page("invoices-none", INVOICES, InvoicesPage, "adventure_works"),
    Scene("invoices-forbidden", INVOICES, invoices_forbidden),
    page("notifications", NOTIFICATIONS, NotificationsPage, "fabrikam"),
    page("account", ACCOUNT, AccountPage),
    Scene("account-address", ACCOUNT, account_address),
    Scene("account-codes", ACCOUNT, account_codes),
    Scene("account-recovery-codes", ACCOUNT, account_recovery_codes),
    page("users", USERS, UsersPage),
    Scene("users-with-an-invitation", USERS, users_with_an_invitation),
    Scene("users-with-somebody-erased", USERS, users_with_somebody_erased),
    page("support-nothing-yet", SUPPORT, SupportPage),
    Scene("support", SUPPORT, support_list),
    page("support-new", SUPPORT_NEW, NewRequestPage),
    Scene("support-request", SUPPORT_REQUEST, support_request),
)
