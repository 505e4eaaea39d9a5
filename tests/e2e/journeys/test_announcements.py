"""What changes by itself is said by itself, from places that were in the page before there was anything to say."""

from playwright.sync_api import expect

from tests.e2e.infra.ears import Ears
from tests.e2e.infra.line import Line
from tests.e2e.infra.watch import Watch
from tests.e2e.pages.checkout import DECLINED_AT_BUY, PAYS
from tests.e2e.pages.company import CompanyPage
from tests.e2e.pages.deeds import renew_by_transfer
from tests.e2e.pages.desk import DeskPage
from tests.e2e.pages.frame import Frame
from tests.e2e.pages.invoices import InvoicesPage
from tests.e2e.pages.offers import ACTION_PACK, OffersPage
from tests.e2e.pages.person import Door
from tests.e2e.pages.profile import ProfilePage
from tests.e2e.pages.subscription import SubscriptionPage
from tests.e2e.pages.support import NewRequestPage


def test_the_steps_of_an_order_and_what_became_of_it(door: Door, locale: str) -> None:
    admin = door.enter("fabrikam", "Global admin", locale)
    say = admin.words
    dialog = OffersPage(admin).validate_page().begin(ACTION_PACK, "Renew subscription")
    dialog.validate_method()
    ears = Ears(admin.page)
    dialog.review_card(PAYS)
    ears.hear(say("Step 2 of 3: review"))
    dialog.buy()
    ears.hear(say("Your order is confirmed"))


def test_a_decline(door: Door) -> None:
    admin = door.enter("fabrikam", "Global admin")
    dialog = OffersPage(admin).validate_page().begin(ACTION_PACK, "Renew subscription")
    dialog.review_card(DECLINED_AT_BUY)
    ears = Ears(admin.page)
    dialog.buy()
    expect(dialog.alert).to_be_visible()
    ears.hear(dialog.alert.inner_text())


def test_a_lost_connection_and_its_return(door: Door, locale: str, watch: Watch) -> None:
    watch.tolerate("WebSocket connection to")
    with Line() as line:
        admin = door.let_in(door.stand_before(door.copy("fabrikam"), "Global admin", locale, proxy=line.proxy))
        OffersPage(admin).validate_page()
        ears = Ears(admin.page)
        line.cut()
        ears.hear(admin.words("The connection is lost. We are trying to reconnect; what you typed is kept."))
        line.restore()
        expect(Frame(admin).connection_lost).to_be_hidden()
        ears.hear(admin.words("The connection is back."))


def test_what_was_saved(door: Door, locale: str) -> None:
    admin = door.enter("contoso", "Global admin", locale)
    company = CompanyPage(admin).navigate()
    company.begin_edit()
    ears = Ears(admin.page)
    company.button("Save").click()
    ears.hear(admin.words("Saved."))
    profile = ProfilePage(admin).navigate()
    ears = Ears(admin.page)
    profile.save()
    ears.hear(admin.words("The draft is saved."))


def test_that_automatic_renewal_is_off(door: Door, locale: str) -> None:
    admin = door.enter("contoso", "Global admin", locale)
    OffersPage(admin).validate_page().open_details(ACTION_PACK)
    dialog = SubscriptionPage(admin).validate_page().turn_off_renewal()
    dialog.validate_question()
    ears = Ears(admin.page)
    dialog.confirm()
    ears.hear(admin.words("Nothing will be charged by itself. To go on after expiry, renew within 30 days."))


def test_how_many_a_filter_leaves(door: Door, locale: str) -> None:
    admin = door.enter("contoso", "Global admin", locale)
    invoices = InvoicesPage(admin).navigate()
    ears = Ears(admin.page)
    invoices.search(invoices.read()[0].number)
    ears.hear(f"{admin.words('Found:')} 1")


def test_a_list_that_others_change(door: Door, locale: str) -> None:
    finance = door.enter_desk("Finance", locale)
    desk = DeskPage(finance).navigate()
    desk.choose("Bank transfers")
    ears = Ears(finance.page)
    renew_by_transfer(door.enter("fabrikam", "Global admin", locale))
    ears.hear(finance.words("The list has been updated."))


def test_why_a_form_was_refused(door: Door, locale: str) -> None:
    admin = door.enter("contoso", "Global admin", locale)
    form = NewRequestPage(admin).navigate()
    ears = Ears(admin.page)
    form.button("Submit").click()
    ears.hear(admin.words("Please check the marked fields."))


def test_a_page_that_comes_without_a_reload(door: Door, locale: str) -> None:
    admin = door.enter("contoso", "Global admin", locale)
    OffersPage(admin).validate_page()
    Frame(admin).entry("Invoices").click()
    title = f"{admin.words('Invoices')} · {admin.words('Partner Center')}"
    expect(admin.page).to_have_title(title)
    expect(admin.page.get_by_role("status").filter(has_text=title)).to_be_attached()
    expect(admin.page.get_by_role("main")).to_be_focused()
