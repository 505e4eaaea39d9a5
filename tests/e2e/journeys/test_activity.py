"""The activity: something is done, it shows, it is found again, it is exported; who may not see it reads who can."""

import csv
import io
import re

from playwright.sync_api import expect

from tests.e2e.pages.activity import ActivityPage
from tests.e2e.pages.deeds import renew_by_card
from tests.e2e.pages.faces import Stop
from tests.e2e.pages.frame import Frame
from tests.e2e.pages.offers import ACTION_PACK, OffersPage
from tests.e2e.pages.order import OrderPage
from tests.e2e.pages.person import Door
from tests.e2e.pages.values import money

WHO_CAN = ("Global admin", "MPN partner admin", "Billing admin")


def test_what_is_done_is_listed_found_again_and_exported(door: Door, locale: str) -> None:
    admin = door.enter("fabrikam", "Global admin", locale)
    order, say = renew_by_card(admin), admin.words
    Frame(admin).entry("Activity").click()
    activity = ActivityPage(admin).validate_page()
    placed = activity.read(activity.row("Placed an order").first)
    assert placed.who == "Grace Abbott"
    assert placed.about.splitlines() == [order, say(ACTION_PACK)]
    assert say("{before} → {after}", before=say("Draft"), after=say("Processing")) in placed.change
    assert money("USD", "475.00", locale) in placed.change
    assert placed.address.endswith(("127.0.0.1", "::1"))

    activity.search(order)
    expect(activity.row("Saved a card")).to_have_count(0)
    expect(activity.rows).to_have_count(2)
    exported = list(csv.DictReader(io.StringIO(activity.export().path().read_text("utf-8-sig"))))
    assert [(row["action"], row["order"]) for row in exported] == [("order_paid", order), ("order_placed", order)]
    assert exported[1]["what"] == say("Placed an order")

    activity.rows.first.get_by_role("link", name=order, exact=True).click()
    admin.page.wait_for_url(f"**/orders/{order}")
    OrderPage(admin, order).validate_page()


def test_filters_narrow_the_list_and_are_cleared_again(door: Door, locale: str) -> None:
    admin = door.enter("relecloud", "Global admin", locale)
    OffersPage(admin).validate_page()
    activity, say = ActivityPage(admin).navigate(), admin.words
    expect(activity.row("Payment failed")).to_have_count(1)
    everything = activity.rows.count()
    activity.choose("What", say("Cards and payment methods"))
    expect(activity.rows).to_have_count(0)
    expect(activity.main).to_contain_text(say("Nothing matches the filter."))
    activity.button("Clear the filter").click()
    expect(activity.rows).to_have_count(everything)
    expect(activity.main.get_by_role("combobox", name=say("What"), exact=True)).to_have_value("")

    activity.day("From date").fill(admin.today.isoformat())
    expect(activity.rows).to_have_count(0)
    activity.button("Clear the filter").click()
    expect(activity.day("From date")).to_have_value("")
    activity.choose("Who", say("Desk"))
    expect(activity.rows).to_have_count(0)


def test_a_partner_that_never_did_anything_reads_so(door: Door, locale: str) -> None:
    admin = door.enter("adventure_works", "Global admin", locale)
    OffersPage(admin).validate_page()
    activity = ActivityPage(admin).navigate()
    expect(activity.main).to_contain_text(admin.words("Nothing has happened yet."))
    expect(activity.button("Clear the filter")).to_have_count(0)


def test_a_billing_admin_sees_what_is_about_billing(door: Door, locale: str) -> None:
    partner = door.copy("fabrikam")
    whole = ActivityPage(door.enter_as(partner, "Global admin", locale)).navigate()
    expect(whole.row("Turned off automatic renewal")).to_have_count(1)
    billing = door.enter_as(partner, "Billing admin", locale)
    OffersPage(billing).validate_page()
    Frame(billing).entry("Activity").click()
    activity = ActivityPage(billing).validate_page()
    expect(activity.main).to_contain_text(billing.words("Your role sees what is about billing."))
    expect(activity.row("Order paid, term started")).to_have_count(1)
    expect(activity.row("Turned off automatic renewal")).to_have_count(0)
    assert billing.words("Support requests") not in activity.options("What")
    answer = billing.page.request.get("/api/activity.csv?group=renewal&locale=en")
    assert "renewal_turned_off" not in answer.text()


def test_a_user_reads_who_sees_the_activity(door: Door, locale: str) -> None:
    user = door.enter("fabrikam", "User", locale)
    OffersPage(user).validate_page()
    expect(Frame(user).entry("Activity")).to_be_hidden()
    user.page.goto(ActivityPage(user).address)
    sentence = "Your role can't do this. People with this role can: {roles}."
    assert user.words(sentence, roles=", ".join(map(user.words, WHO_CAN))) in Stop(user).validate_forbidden()
    assert user.page.request.get("/api/activity.csv").status == 403


def test_operators_have_no_companys_activity(door: Door) -> None:
    finance = door.enter_desk("Finance")
    finance.page.goto(ActivityPage(finance).address)
    Stop(finance).validate_forbidden()
    expect(finance.page).to_have_url(re.compile("/activity"))


def test_the_filters_are_used_by_keyboard(door: Door) -> None:
    admin = door.enter("contoso", "Global admin")
    OffersPage(admin).validate_page()
    activity = ActivityPage(admin).navigate()
    who = activity.main.get_by_role("combobox", name="Who", exact=True)
    who.focus()
    admin.page.keyboard.press("ArrowDown")
    expect(who).not_to_have_value("")
    admin.page.keyboard.press("Tab")
    expect(activity.main.get_by_role("combobox", name="What", exact=True)).to_be_focused()
