"""Benefits (J12): counts, Get keys with its warning, Assign user, Activate, and what they mean for a refund."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.pages.activity import ActivityPage
from tests.e2e.pages.benefits import BenefitsPage
from tests.e2e.pages.deeds import open_details, renew_by_card
from tests.e2e.pages.faces import Stop
from tests.e2e.pages.frame import Frame
from tests.e2e.pages.offers import OffersPage
from tests.e2e.pages.person import Door

OFFICE, INCIDENTS, STUDIO = "Office licences", "On-premises incidents", "Visual Studio subscriptions"
WARNING = "If you cancelled by {day}, you would get your money back. Viewing a product key ends that."
KEY = re.compile(r"^SAMPL(-[A-Z2-9]{5}){4}$")


def test_a_key_is_viewed_after_a_warning_and_is_gone_from_the_page_when_the_dialog_closes(door: Door, locale: str) -> None:
    admin = door.enter("fabrikam", "Global admin", locale)
    say = admin.words
    renew_by_card(admin)
    Frame(admin).entry("Benefits").click()
    page = BenefitsPage(admin).validate_page()
    page.expect_used(OFFICE, 0, 10)
    dialog = page.use(OFFICE, "Get keys")
    expect(dialog.warning).to_contain_text(say(WARNING).partition("{day}")[2])
    expect(dialog.keys).to_have_count(0)
    dialog.how_many("11")
    dialog.button("View new keys").click()
    expect(dialog.root).to_contain_text(say("Not as many are left. Nothing was used."))
    dialog.how_many("2")
    dialog.button("View new keys").click()
    expect(dialog.keys).to_have_count(2)
    expect(dialog.keys.first).to_have_value(KEY)
    key = dialog.keys.first.input_value()
    dialog.close()
    page.expect_used(OFFICE, 2, 10)
    assert key not in admin.page.content()
    expect(page.use_button(OFFICE, "Get keys")).to_be_focused()

    again = page.use(OFFICE, "Get keys")
    expect(again.warning).to_have_count(0)
    again.button("View them again").click()
    expect(again.keys).to_have_count(2)
    again.close()

    verdict = open_details(admin).ask_to_cancel()
    expect(verdict.root).to_contain_text(say("A product key has been viewed."))
    verdict.page.keyboard.press("Escape")
    activity = ActivityPage(admin).navigate()
    expect(activity.main).to_contain_text(say("Viewed product keys"))
    expect(activity.main).not_to_contain_text(key)


def test_incidents_are_activated_until_none_is_left(door: Door, locale: str) -> None:
    admin = door.enter("contoso", "Global admin", locale)
    page = BenefitsPage(admin).navigate().choose_tab("Technical support")
    dialog = page.use(INCIDENTS, "Activate")
    expect(dialog.warning).to_have_count(0)
    dialog.how_many("10")
    dialog.button("Activate").click()
    expect(dialog.heading("Activated")).to_be_visible()
    dialog.close()
    page.expect_used(INCIDENTS, 10, 10)
    expect(page.use_button(INCIDENTS, "Activate")).to_be_disabled()
    conditions = page.why_not(INCIDENTS)
    expect(conditions.unmet).to_have_count(1)
    expect(conditions.met).to_have_count(3)


def test_a_seat_is_given_and_taken_back(door: Door, locale: str) -> None:
    admin = door.enter("contoso", "Global admin", locale)
    page = BenefitsPage(admin).navigate().choose_tab(STUDIO)
    dialog = page.use(STUDIO, "Assign user")
    dialog.button("Assign user").click()
    expect(dialog.root).to_contain_text(admin.words("Please choose somebody."))
    dialog.assign("Ben Okafor")
    expect(dialog.facts.within).to_contain_text(admin.words("{used} of {granted}", used="1", granted="3"))
    dialog.take_back("Ben Okafor")
    dialog.assign("Carla Mendes")
    dialog.close()
    page.expect_used(STUDIO, 1, 3)


@pytest.mark.parametrize("role", ["Billing admin", "User"])
def test_colleagues_without_the_right_see_the_counts_and_who_can(door: Door, role: str, locale: str) -> None:
    somebody = door.enter("fabrikam", role, locale)
    OffersPage(somebody).validate_page()
    somebody.page.get_by_role("main").get_by_role("link", name=somebody.words("Use your benefits"), exact=True).click()
    page = BenefitsPage(somebody).validate_page()
    page.expect_used(OFFICE, 0, 10)
    expect(page.use_button(OFFICE, "Get keys")).to_be_disabled()
    expect(page.main.get_by_role("note")).to_contain_text(somebody.words("MPN partner admin"))
    expect(page.why_not(OFFICE).unmet).to_have_count(1)


def test_what_has_lapsed_brings_nothing_more_and_the_page_says_so(door: Door, locale: str) -> None:
    admin = door.enter("northwind", "Global admin", locale)
    admin.page.goto(BenefitsPage(admin).address)
    expect(admin.page.get_by_role("note")).to_contain_text(
        admin.words("Product keys that were viewed are no longer shown, and nobody has a seat of it any more.")
    )
    main = admin.page.get_by_role("main")
    expect(main).to_contain_text(admin.words("No membership runs now. Benefits come with one, as soon as it is paid."))
    expect(main.get_by_role("tab")).to_have_count(0)


def test_the_desk_has_no_benefits(door: Door, locale: str) -> None:
    operator = door.enter_desk("Support agent", locale)
    operator.page.goto(BenefitsPage(operator).address)
    Stop(operator).validate_forbidden()
    expect(Frame(operator).entry("Benefits")).to_be_hidden()
