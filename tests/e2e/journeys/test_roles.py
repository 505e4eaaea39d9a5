"""What each role may see, and what it reads where it may not; other companies' things don't exist."""

import pytest
from playwright.sync_api import expect

from tests.e2e.pages.faces import Stop
from tests.e2e.pages.frame import Frame
from tests.e2e.pages.invoices import InvoicesPage
from tests.e2e.pages.offers import ACTION_PACK, OffersPage
from tests.e2e.pages.order import OrderPage
from tests.e2e.pages.person import Door, Person
from tests.e2e.pages.subscription import SubscriptionPage
from tests.e2e.pages.support import NewRequestPage, RequestPage

NOWHERE = "00000000-0000-4000-8000-000000000000"


def _who_can(somebody: Person, *roles: str) -> str:
    sentence = "Your role can't do this. People with this role can: {roles}."
    return somebody.words(sentence, roles=", ".join(map(somebody.words, roles)))


def test_a_user_reads_who_can_renew_and_who_sees_invoices(door: Door, locale: str) -> None:
    user = door.enter("fabrikam", "User", locale)
    offers = OffersPage(user).validate_page()
    renew = offers.tile_button(ACTION_PACK, "Renew subscription")
    expect(renew).to_be_disabled()
    expect(renew).to_have_accessible_description(_who_can(user, "Global admin", "MPN partner admin"))
    expect(Frame(user).entry("Invoices")).to_be_hidden()

    offers.open_details(ACTION_PACK)
    details = SubscriptionPage(user).validate_page()
    expect(details.orders).to_have_count(0)
    expect(details.main).to_contain_text(_who_can(user, "Global admin", "MPN partner admin", "Billing admin"))
    expect(details.button("Cancel subscription")).to_be_hidden()
    expect(details.link("Download invoice")).to_be_hidden()

    user.page.goto(InvoicesPage(user).address)
    assert _who_can(user, "Global admin", "MPN partner admin", "Billing admin") in Stop(user).validate_forbidden()
    assert user.page.request.get("/api/invoices.csv").status == 403


def test_a_billing_admin_sees_invoices_and_cannot_renew(door: Door, locale: str) -> None:
    billing = door.enter("fabrikam", "Billing admin", locale)
    offers = OffersPage(billing).validate_page()
    renew = offers.tile_button(ACTION_PACK, "Renew subscription")
    expect(renew).to_be_disabled()
    expect(renew).to_have_accessible_description(_who_can(billing, "Global admin", "MPN partner admin"))
    Frame(billing).entry("Invoices").click()
    expect(InvoicesPage(billing).validate_page().rows).to_have_count(1)


def test_a_partner_admin_renews_too(door: Door) -> None:
    admin = door.enter("fabrikam", "MPN partner admin")
    dialog = OffersPage(admin).validate_page().begin(ACTION_PACK, "Renew subscription")
    dialog.review_card()
    dialog.buy()
    dialog.validate_confirmed()


@pytest.mark.parametrize("role", ["Support agent", "Finance", "Desk admin"])
def test_the_desk_has_no_membership(door: Door, locale: str, role: str) -> None:
    operator = door.enter_desk(role, locale)
    for page in (OffersPage(operator), InvoicesPage(operator)):
        operator.page.goto(page.address)
        Stop(operator).validate_forbidden()
        expect(operator.page.get_by_role("article")).to_have_count(0)


def test_what_belongs_to_another_company_looks_like_what_is_not_there(door: Door) -> None:
    other = door.enter("contoso", "Global admin")
    OffersPage(other).validate_page().open_details(ACTION_PACK)
    subscription = SubscriptionPage(other).validate_page()
    invoice = InvoicesPage(other).navigate().read()[0]
    OrderPage(other, invoice.order).navigate()
    form = NewRequestPage(other).navigate()
    form.problem.select_option(label="Something else")
    form.field("Title").fill("Only for us")
    form.field("Details").fill("Nobody else reads this.")
    request = form.submit().number

    stranger = door.enter("fabrikam", "Global admin")
    for foreign, missing in (
        (subscription.path, f"/subscriptions/{NOWHERE}"),
        (f"/orders/{invoice.order}", "/orders/ORD-1999-000001"),
        (f"/support/{request}", "/support/REQ-1999-000001"),
    ):
        assert _told(stranger, foreign) == _told(stranger, missing)
    answers = [stranger.page.request.get(f"/api/invoices/{number}.pdf") for number in (invoice.number, "INV-1999-000001")]
    assert [answer.status for answer in answers] == [404, 404]
    assert answers[0].body() == answers[1].body()
    assert RequestPage(other, request).navigate().number == request, "it is there for its own company"


def _told(somebody: Person, path: str) -> str:
    somebody.page.goto(f"/{somebody.locale}{path}")
    return Stop(somebody).validate_missing()
