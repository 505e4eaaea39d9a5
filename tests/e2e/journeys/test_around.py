"""Around the journeys: signing in and out, languages, themes, a narrow window."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.infra.watch import Watch
from tests.e2e.pages.activity import ActivityPage
from tests.e2e.pages.enroll import NetworkPage
from tests.e2e.pages.frame import Frame
from tests.e2e.pages.invoices import InvoicesPage
from tests.e2e.pages.offers import ACTION_PACK, OffersPage
from tests.e2e.pages.order import OrderPage
from tests.e2e.pages.person import DESK, Door
from tests.e2e.pages.sign_in import SignInPage
from tests.e2e.pages.subscription import SubscriptionPage
from tests.e2e.pages.support import NewRequestPage, SupportPage
from tests.e2e.pages.view import View

JUMPED = """new Promise((told) => {
  new PerformanceObserver((list) => told(list.getEntries().reduce((sum, entry) => sum + entry.value, 0)))
    .observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => told(0))));
})"""
"""How far what was seen has moved by itself since the page was opened: the share of the window, times the way."""
MOST_JUMPED = 0.02


def test_signing_out_ends_the_session(door: Door, locale: str) -> None:
    admin = door.enter("contoso", "Global admin", locale)
    OffersPage(admin).validate_page()
    number = InvoicesPage(admin).navigate().read()[0].number
    Frame(admin).sign_out()
    expect(SignInPage(admin).heading(admin.words("Sign in"))).to_be_visible()
    admin.page.goto(OffersPage(admin).address)
    expect(admin.page).to_have_url(re.compile(rf"/{locale}/sign-in"))
    expect(admin.page.get_by_text("Contoso — Global admin")).to_be_visible()
    assert admin.page.request.get(f"/api/invoices/{number}.pdf").status == 401


def test_the_desk_is_named_in_the_language_of_the_page(door: Door, locale: str) -> None:
    agent = door.stand_before(DESK, "Support agent", locale)
    expect(SignInPage(agent).navigate().heading(agent.words("Desk"))).to_be_visible()
    door.let_in(agent)
    expect(agent.page.get_by_role("banner").get_by_text(agent.words("Desk")).first).to_be_visible()


def test_signing_in_leads_to_the_page_that_was_wanted(door: Door, locale: str) -> None:
    admin = door.stand_before(door.copy("contoso"), "Global admin", locale)
    invoices = InvoicesPage(admin)
    admin.page.goto(invoices.address)
    expect(admin.page).to_have_url(re.compile(r"/sign-in\?next="))
    admin.page.goto(f"{admin.page.url}&partner={admin.partner.id}")
    SignInPage(admin).validate_page().choose(admin.label)
    admin.page.wait_for_url(f"**{invoices.address}")
    assert len(invoices.validate_page().read()) == 3


@pytest.mark.parametrize("typed", ["/offers", "/fr/offers", "/nope", "/EN/offers"])
def test_an_address_without_a_language_leads_to_a_page(door: Door, watch: Watch, typed: str) -> None:
    watch.tolerate("status of 404")
    stranger = door.stand_before(door.copy("contoso"), "Global admin")
    stranger.page.goto(typed)
    expect(SignInPage(stranger).heading("Sign in")).to_be_visible()
    admin = door.let_in(stranger)
    OffersPage(admin).validate_page()
    admin.page.goto(typed)
    expect(admin.page.get_by_role("heading", level=1)).to_have_text(
        "Membership offers" if typed.lower() in {"/offers", "/en/offers"} else "We couldn't find this page"
    )


def test_signing_in_never_leads_out_of_the_house(door: Door) -> None:
    admin = door.stand_before(door.copy("contoso"), "Global admin")
    admin.page.goto(f"/en/sign-in?next=https%3A%2F%2Fevil.example%2F&partner={admin.partner.id}")
    SignInPage(admin).validate_page().choose(admin.label)
    admin.page.wait_for_url("**/en/offers")
    OffersPage(admin).validate_page()


def test_the_other_language_keeps_the_page_and_the_order(door: Door) -> None:
    admin = door.enter("fabrikam", "Global admin")
    dialog = OffersPage(admin).validate_page().begin(ACTION_PACK, "Renew subscription")
    dialog.review_card()
    dialog.field("Purchase order number").fill("PO-99")
    dialog.field("Purchase order number").blur()
    number = dialog.order_under_way
    expect(Frame(admin).other_language).to_have_attribute("href", re.compile("/ko/offers"))
    admin.page.goto(Frame(admin).other_language.get_attribute("href") or "")

    korean = admin.reading("ko")
    expect(korean.page).to_have_url(re.compile("/ko/offers"))
    dialog = OffersPage(korean).checkout
    dialog.validate_review()
    assert dialog.order_under_way == number
    expect(dialog.field("Purchase order number")).to_have_value("PO-99")
    dialog.dismiss()
    offers = OffersPage(korean).validate_page()
    expect(korean.page.get_by_role("main")).not_to_contain_text("Membership offers")

    offers.open_details(ACTION_PACK)
    details = SubscriptionPage(korean).validate_page()
    expect(Frame(korean).other_language).to_have_attribute("href", re.compile("/subscriptions/"))
    Frame(korean).other_language.click()
    expect(admin.page).to_have_url(re.compile(f"/en{details.path}"))
    SubscriptionPage(admin).validate_page()
    admin.page.goto("/")
    expect(admin.page).to_have_url(re.compile("/en/offers"))


def test_the_page_says_which_language_it_is_in(door: Door, locale: str) -> None:
    admin = door.enter("fabrikam", "Global admin", locale)
    OffersPage(admin).validate_page().open_details(ACTION_PACK)
    SubscriptionPage(admin).validate_page()
    assert admin.page.evaluate("document.documentElement.lang") == locale
    expect(admin.page).to_have_title(re.compile(admin.words("Subscription details")))


def test_the_theme_switches_and_stays(door: Door, locale: str) -> None:
    admin = door.enter("fabrikam", "Global admin", locale)
    OffersPage(admin).validate_page()
    ground = admin.page.get_by_role("banner")
    light = _colour(ground)
    Frame(admin).theme_switch.click()
    expect(ground).not_to_have_css("background-color", light)
    dark = _colour(ground)
    OffersPage(admin).navigate()
    expect(ground).to_have_css("background-color", dark)
    Frame(admin).theme_switch.click()
    expect(ground).to_have_css("background-color", light)


def test_no_page_scrolls_sideways_on_a_phone(door: Door, locale: str) -> None:
    somebody = door.stand_before(door.copy("contoso"), "Global admin", locale)
    somebody.page.set_viewport_size({"width": 360, "height": 740})
    _fits(SignInPage(somebody).navigate())
    admin = door.let_in(somebody)
    offers = OffersPage(admin).validate_page()
    _fits(offers)
    for name in ("Available", "Expired", "Purchased"):
        offers.choose_list(name)
        _fits(offers)
    offers.open_details(ACTION_PACK)
    _fits(SubscriptionPage(admin).validate_page())
    invoices = InvoicesPage(admin).navigate()
    _fits(invoices)
    _fits(OrderPage(admin, invoices.rows.first.get_by_role("link").first.inner_text()).navigate())
    _fits(ActivityPage(admin).navigate())
    form = NewRequestPage(admin).navigate()
    _fits(form)
    form.problem.select_option(label=admin.words("Something else"))
    form.field("Title").fill("W" * 80)
    form.field("Details").fill("https://example.com/" + "long" * 60)
    _fits(form.submit())
    _fits(SupportPage(admin).navigate())


def test_no_step_of_the_checkout_scrolls_sideways_on_a_phone(door: Door, locale: str) -> None:
    somebody = door.stand_before(door.copy("fabrikam"), "Global admin", locale)
    somebody.page.set_viewport_size({"width": 360, "height": 740})
    offers = OffersPage(door.let_in(somebody)).validate_page()
    dialog = offers.begin(ACTION_PACK, "Renew subscription")
    dialog.choose("Electronic bank transfer")
    expect(dialog.field("Phone number")).to_be_visible()
    _fits(offers, dialog.root)
    dialog.review_card()
    _fits(offers, dialog.root)
    dialog.back()
    dialog.choose("Electronic bank transfer")
    dialog.field("Phone number").fill("206 555 0100")
    dialog.submit()
    dialog.validate_review()
    dialog.buy()
    dialog.validate_waiting()
    _fits(offers, dialog.root)
    dialog.close()
    _fits(offers)


@pytest.mark.parametrize("size", [(1350, 940), (412, 823)], ids=["desktop", "phone"])
def test_nothing_jumps_when_the_network_page_gets_its_prices(door: Door, locale: str, size: tuple[int, int]) -> None:
    somebody = door.stand_before(door.copy("contoso"), "", locale)
    somebody.page.set_viewport_size({"width": size[0], "height": size[1]})
    NetworkPage(somebody).navigate()
    assert somebody.page.evaluate(JUMPED) < MOST_JUMPED


def _fits(view: View, inside: Locator | None = None) -> None:
    """Nothing is wider than the window, or than what scrolls in it."""
    width = view.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert width <= 0, f"{view.page.url} is {width} px too wide"
    if inside is not None:
        over = inside.evaluate("element => element.scrollWidth - element.clientWidth")
        assert over <= 0, f"the dialog is {over} px too wide"


def _colour(where: Locator) -> str:
    return str(where.evaluate("element => getComputedStyle(element).backgroundColor"))
