"""The dialogs over a company's pages."""

from playwright.sync_api import expect

from actionpack_app.routes import BENEFITS, COMPANY, OFFERS, SUBSCRIPTION, USERS
from tests.e2e.pages.benefits import BenefitsPage
from tests.e2e.pages.checkout import ASKS_FOR_AUTHENTICATION, DECLINED, CheckoutDialog
from tests.e2e.pages.company import CompanyPage
from tests.e2e.pages.deeds import open_details
from tests.e2e.pages.offers import ACTION_PACK, OffersPage
from tests.e2e.pages.person import Person
from tests.e2e.pages.staging import StagingBar
from tests.e2e.pages.users import UsersPage
from tests.e2e.scenes.scene import Scene, Stage


def begin(stage: Stage) -> tuple[Person, CheckoutDialog]:
    """The checkout, as it opens."""
    admin = stage.enter("fabrikam")
    dialog = OffersPage(admin).validate_page().begin(ACTION_PACK, "Renew subscription")
    dialog.validate_method()
    return admin, dialog


def checkout_method(stage: Stage) -> Person:
    return begin(stage)[0]


def checkout_new_card(stage: Stage) -> Person:
    admin, dialog = begin(stage)
    dialog.choose_new_card()
    return admin


def checkout_transfer(stage: Stage) -> Person:
    admin, dialog = begin(stage)
    dialog.choose("Electronic bank transfer")
    return admin


def checkout_declined(stage: Stage) -> Person:
    admin, dialog = begin(stage)
    dialog.choose_new_card()
    dialog.fill_card(DECLINED)
    dialog.submit()
    dialog.alert.wait_for()
    return admin


def checkout_review(stage: Stage) -> Person:
    admin, dialog = begin(stage)
    dialog.review_card()
    return admin


def checkout_come_back_to(stage: Stage) -> Person:
    somebody = checkout_review(stage)
    somebody.page.reload()
    expect(CheckoutDialog(somebody).nothing_yet).to_be_visible()
    return somebody


def checkout_authentication(stage: Stage) -> Person:
    admin, dialog = begin(stage)
    dialog.review_card(ASKS_FOR_AUTHENTICATION)
    dialog.buy()
    dialog.button("Complete authentication").wait_for()
    return admin


def checkout_confirmed(stage: Stage) -> Person:
    admin, dialog = begin(stage)
    dialog.review_card()
    dialog.buy()
    dialog.validate_confirmed()
    return admin


def checkout_waiting(stage: Stage) -> Person:
    admin, dialog = begin(stage)
    dialog.choose("Electronic bank transfer")
    dialog.field("Phone number").fill("+1 206 555 0100")
    dialog.submit()
    dialog.validate_review()
    dialog.buy()
    dialog.validate_waiting()
    return admin


def turn_off_renewal(stage: Stage) -> Person:
    admin = stage.enter("contoso")
    open_details(admin).turn_off_renewal().validate_question()
    return admin


def cancel_subscription(stage: Stage) -> Person:
    admin = stage.enter("contoso")
    open_details(admin).ask_to_cancel()
    return admin


def replace_payment_method(stage: Stage) -> Person:
    admin = stage.enter("contoso")
    open_details(admin).replace_payment_method()
    return admin


def why_not(stage: Stage) -> Person:
    admin = stage.enter("contoso")
    OffersPage(admin).validate_page().why_not(ACTION_PACK).validate_conditions()
    return admin


def change_role(stage: Stage) -> Person:
    admin = stage.enter("contoso")
    users = UsersPage(admin).navigate()
    users.ask(users.first("Billing admin"), "Change role")
    return admin


def invite_user(stage: Stage) -> Person:
    admin = stage.enter("contoso")
    UsersPage(admin).navigate().begin_inviting()
    return admin


def product_keys(stage: Stage) -> Person:
    admin = stage.enter("contoso")
    benefits = BenefitsPage(admin).navigate()
    benefits.main.get_by_role("button", name=admin.words("Get keys"), exact=True).first.click()
    admin.page.get_by_role("dialog").wait_for()
    return admin


def product_keys_viewed(stage: Stage) -> Person:
    admin = stage.enter("contoso")
    dialog = BenefitsPage(admin).navigate().use("Office licences", "Get keys")
    dialog.how_many("2")
    dialog.button("View new keys").click()
    expect(dialog.keys).to_have_count(2)
    return admin


def activate_benefit(stage: Stage) -> Person:
    admin = stage.enter("contoso")
    BenefitsPage(admin).navigate().choose_tab("Technical support").use("On-premises incidents", "Activate")
    return admin


def assign_seat(stage: Stage) -> Person:
    admin = stage.enter("contoso")
    seats = "Visual Studio subscriptions"
    dialog = BenefitsPage(admin).navigate().choose_tab(seats).use(seats, "Assign user")
    dialog.assign("Ben Okafor")
    dialog.button("Assign user").click()
    expect(dialog.root.get_by_label(admin.words("Person"), exact=True)).to_have_attribute("aria-invalid", "true")
    return admin


def add_card(stage: Stage) -> Person:
    admin = stage.enter("contoso")
    CompanyPage(admin).navigate().begin_card()
    return admin


def toolbar(stage: Stage) -> Person:
    admin = stage.enter("contoso")
    OffersPage(admin).validate_page()
    StagingBar(admin).open()
    return admin


DIALOG_SCENES = (
    Scene("checkout-method", OFFERS, checkout_method),
    Scene("checkout-new-card", OFFERS, checkout_new_card),
    Scene("checkout-transfer", OFFERS, checkout_transfer),
    Scene("checkout-declined", OFFERS, checkout_declined),
    Scene("checkout-review", OFFERS, checkout_review),
    Scene("checkout-come-back-to", OFFERS, checkout_come_back_to),
    Scene("checkout-authentication", OFFERS, checkout_authentication),
    Scene("checkout-confirmed", OFFERS, checkout_confirmed),
    Scene("checkout-waiting", OFFERS, checkout_waiting),
    Scene("turn-off-renewal", SUBSCRIPTION, turn_off_renewal),
    Scene("cancel-subscription", SUBSCRIPTION, cancel_subscription),
    Scene("replace-payment-method", SUBSCRIPTION, replace_payment_method),
    Scene("why-not", OFFERS, why_not),
    Scene("invite-user", USERS, invite_user),
    Scene("change-role", USERS, change_role),
    Scene("product-keys", BENEFITS, product_keys),
    Scene("product-keys-viewed", BENEFITS, product_keys_viewed),
    Scene("activate-benefit", BENEFITS, activate_benefit),
    Scene("assign-seat", BENEFITS, assign_seat),
    Scene("add-card", COMPANY, add_card),
    Scene("staging-toolbar", OFFERS, toolbar),
)
