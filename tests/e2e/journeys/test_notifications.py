"""Notices in the app: the bell, the page with all of them, a person's own settings, a subscription's list."""

import re

from playwright.sync_api import expect

from tests.e2e.infra.staging import Staging
from tests.e2e.pages.account import AccountPage
from tests.e2e.pages.deeds import open_details, renew_by_card
from tests.e2e.pages.faces import Stop
from tests.e2e.pages.frame import Frame
from tests.e2e.pages.notifications import NotificationsPage
from tests.e2e.pages.offers import ACTION_PACK, OffersPage
from tests.e2e.pages.order import OrderPage
from tests.e2e.pages.person import Door, Person
from tests.e2e.pages.subscription import SubscriptionPage
from tests.e2e.pages.values import read_days

WHO_IS_TOLD = "Notifications are about renewals and payments. People with this role get them: {roles}."


def reminded(door: Door, staging: Staging, locale: str = "en", role: str = "Global admin") -> Person:
    """Somebody of Contoso on the day of expiry, who was reminded three times."""
    contoso = door.copy("contoso")
    staging.jump(contoso, "expiry")
    return door.enter_as(contoso, role, locale)


def _who_is_told(somebody: Person) -> str:
    roles = ("Global admin", "MPN partner admin", "Billing admin")
    return somebody.words(WHO_IS_TOLD, roles=", ".join(map(somebody.words, roles)))


def test_the_bell_leads_to_what_is_unread_until_all_is_read(door: Door, staging: Staging, locale: str) -> None:
    admin = reminded(door, staging, locale)
    frame, notifications = Frame(admin), NotificationsPage(admin)
    frame.bell(3).click()
    notifications.validate_page()
    expect(notifications.unread).to_have_count(3)
    expect(notifications.notices).to_have_count(6)
    told = notifications.titles()

    notifications.mark_read(notifications.notices.nth(1))
    expect(frame.bell(2)).to_be_visible()
    expect(notifications.unread).to_have_count(2)
    assert notifications.titles() == told

    notifications.filter("Unread")
    expect(notifications.notices).to_have_count(2)
    notifications.mark_read(notifications.notices.first)
    expect(notifications.notices).to_have_count(1)
    expect(frame.bell(1)).to_be_visible()

    notifications.mark_all_read()
    expect(frame.bell(0)).to_be_visible()
    expect(notifications.main).to_contain_text(admin.words("Choose All to see what you were told before."))
    expect(notifications.button("Mark all as read")).to_be_disabled()

    notifications.navigate().filter("All")
    expect(notifications.notices).to_have_count(6)
    expect(notifications.unread).to_have_count(0)
    expect(frame.bell(0)).to_be_visible()


def test_a_notice_says_when_and_leads_to_what_it_is_about(door: Door, staging: Staging, locale: str) -> None:
    admin = reminded(door, staging, locale)
    OffersPage(admin).validate_page()
    notifications = NotificationsPage(admin).navigate()
    newest = notifications.notices.first
    expect(newest).to_contain_text("09:00")
    assert read_days(newest.get_by_role("paragraph").first.inner_text()) != []
    newest.get_by_role("link", name=admin.words("Show the subscription"), exact=True).click()
    SubscriptionPage(admin).validate_page()
    expect(Frame(admin).bell(2)).to_be_visible()

    notifications.navigate()
    paid = notifications.notices.filter(has_text="INV-").first
    number = re.search(r"ORD-\d+-\d+", paid.inner_text())
    assert number is not None
    paid.get_by_role("link", name=admin.words("Show the order"), exact=True).click()
    OrderPage(admin, number.group()).validate_page()
    expect(Frame(admin).bell(2)).to_be_visible()


def test_by_keyboard_the_focus_stays_with_the_list(door: Door, staging: Staging) -> None:
    admin = reminded(door, staging)
    OffersPage(admin).validate_page()
    notifications = NotificationsPage(admin).navigate()
    notifications.notices.nth(1).get_by_role("button", name="Mark as read", exact=True).press("Enter")
    expect(notifications.unread).to_have_count(2)
    expect(notifications.holder).to_be_focused()
    admin.page.keyboard.press("Tab")
    expect(notifications.notices.first.get_by_role("link")).to_be_focused()
    admin.page.keyboard.press("Tab")
    admin.page.keyboard.press("Space")
    expect(Frame(admin).bell(1)).to_be_visible()


def test_what_one_person_reads_stays_unread_for_the_others(door: Door, staging: Staging) -> None:
    admin = reminded(door, staging)
    OffersPage(admin).validate_page()
    NotificationsPage(admin).navigate().mark_all_read()
    expect(Frame(admin).bell(0)).to_be_visible()
    billing = door.enter_as(admin.partner, "Billing admin")
    expect(Frame(billing).bell(3)).to_be_visible()


def test_a_renewal_rings_the_bell_behind_the_dialog(door: Door, locale: str) -> None:
    admin = door.enter("fabrikam", "Global admin", locale)
    NotificationsPage(admin).navigate().mark_all_read()
    expect(Frame(admin).bell(0)).to_be_visible()
    OffersPage(admin).navigate()
    order = renew_by_card(admin)
    expect(Frame(admin).bell(1)).to_be_visible()
    newest = NotificationsPage(admin).navigate().notices.first
    expect(newest).to_contain_text(order)


def test_a_notice_that_comes_meanwhile_is_there_without_a_reload(door: Door, staging: Staging) -> None:
    admin = door.enter("contoso", "Global admin")
    notifications = NotificationsPage(admin).navigate()
    expect(Frame(admin).bell(0)).to_be_visible()
    before = notifications.notices.count()
    staging.jump(admin.partner, "expiry")
    Frame(admin).come_back()
    expect(Frame(admin).bell(3)).to_be_visible()
    expect(notifications.notices).to_have_count(before + 3)


def test_offers_in_view_follow_a_colleague_who_renews(door: Door) -> None:
    partner = door.copy("fabrikam")
    admin, colleague = door.enter_as(partner, "Global admin"), door.enter_as(partner, "MPN partner admin")
    tile = OffersPage(admin).validate_page().tile(ACTION_PACK)
    expect(tile).to_contain_text("Expired, renewable")
    renew_by_card(colleague)
    Frame(admin).come_back()
    expect(tile).to_contain_text("Active")


def test_a_user_reads_who_is_told_instead(door: Door, locale: str) -> None:
    user = door.enter("fabrikam", "User", locale)
    expect(Frame(user).bell(0)).to_be_visible()
    Frame(user).entry("Notifications").click()
    notifications = NotificationsPage(user)
    expect(notifications.main).to_contain_text(_who_is_told(user))
    expect(notifications.button("Mark all as read")).to_be_hidden()
    account = AccountPage(user).navigate()
    expect(account.main).to_contain_text(_who_is_told(user))
    expect(account.reminders).to_be_hidden()


def test_operators_have_an_account_and_no_bell(door: Door, locale: str) -> None:
    operator = door.enter_desk("Finance", locale)
    expect(Frame(operator).entry("Desk")).to_be_visible()
    expect(Frame(operator).bell(0)).to_be_hidden()
    Frame(operator).open_account()
    account = AccountPage(operator).validate_page()
    assert account.facts["Role"] == operator.words("Finance")
    expect(account.language("English")).to_be_checked()
    expect(account.reminders).to_be_hidden()
    operator.page.goto(NotificationsPage(operator).address)
    Stop(operator).validate_forbidden()


def test_settings_are_kept_and_are_ones_own(door: Door, locale: str) -> None:
    admin = door.enter("contoso", "Global admin", locale)
    OffersPage(admin).validate_page()
    Frame(admin).open_account()
    account = AccountPage(admin).validate_page()
    assert account.facts["Role"] == admin.words("Global admin")
    assert "@" in account.facts["Email address"]
    expect(account.language(admin.words("Your company's language"))).to_be_checked()
    expect(account.reminders).to_have_attribute("aria-checked", "true")

    account.language("한국어").check()
    account.validate_saved()
    account.reminders.click()
    expect(account.reminders).to_have_attribute("aria-checked", "false")
    account.validate_saved()
    account.navigate()
    expect(account.language("한국어")).to_be_checked()
    expect(account.reminders).to_have_attribute("aria-checked", "false")

    colleague = AccountPage(door.enter_as(admin.partner, "Billing admin", locale)).navigate()
    expect(colleague.language(admin.words("Your company's language"))).to_be_checked()
    expect(colleague.reminders).to_have_attribute("aria-checked", "true")


def test_a_subscription_says_what_was_sent_and_what_comes(door: Door, staging: Staging, locale: str) -> None:
    admin = reminded(door, staging, locale)
    details = open_details(admin)
    expect(details.notices("Sent so far")).to_have_count(6)
    expect(details.notices("Sent so far").first).to_contain_text("09:00")
    expect(details.notices("To come, if nobody does anything")).to_have_count(1)
    expect(details.notices("To come, if nobody does anything")).to_contain_text(admin.words("Automatic renewal"))
    dialog = details.turn_off_renewal()
    dialog.confirm()
    dialog.close()
    expect(details.notices("Sent so far")).to_have_count(7)
    expect(details.notices("To come, if nobody does anything").last).to_contain_text(admin.words("The renewal period ends"))
    expect(Frame(admin).bell(4)).to_be_visible()


def test_a_user_does_not_see_a_subscriptions_notices(door: Door) -> None:
    details = open_details(door.enter("fabrikam", "User"))
    expect(details.heading("Notices")).to_be_visible()
    expect(details.notices("Sent so far")).to_have_count(0)


def test_nothing_scrolls_sideways_on_a_phone(door: Door, staging: Staging, locale: str) -> None:
    admin = reminded(door, staging, locale)
    admin.page.set_viewport_size({"width": 360, "height": 740})
    for view in (NotificationsPage(admin), AccountPage(admin)):
        view.navigate()
        assert admin.page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
