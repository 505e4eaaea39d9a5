"""Product owners move a company's clock, see what happened, switch person, and share a situation by a link."""

import re
from datetime import date, timedelta

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.infra.staging import Staging
from tests.e2e.pages.offers import ACTION_PACK, OffersPage
from tests.e2e.pages.person import Door, Person
from tests.e2e.pages.staging import StagingBar
from tests.e2e.pages.subscription import SubscriptionPage
from tests.e2e.pages.values import read_days, written
from tests.e2e.pages.words import Words

NOT_AHEAD = "This day doesn't lie ahead, or lies too far. Reset the partner to go back."


def expiry_of(admin: Person) -> date:
    """When the Action Pack expires, as its tile says."""
    return read_days(OffersPage(admin).tile(ACTION_PACK).inner_text())[1]


def test_a_year_goes_by_in_a_click(door: Door, locale: str) -> None:
    admin = door.enter("contoso", "Global admin", locale)
    say, offers, bar = admin.words, OffersPage(admin).validate_page(), StagingBar(admin).open()
    expiry = expiry_of(admin)
    expect(bar.coming.last).to_contain_text(say("Automatic renewal"))
    bar.jump("Next anniversary")

    anniversary = expiry + timedelta(days=1)
    assert admin.today == anniversary
    paid = bar.happened.filter(has_text=say("Order paid, term started"))
    expect(paid).to_have_count(1)
    expect(paid).to_contain_text(written(anniversary, locale))
    told = bar.happened.filter(has_text=say("Notice: renewed"))
    expect(told).to_contain_text("INV-")
    expect(bar.happened.filter(has_text=say("Notice: 30 days before expiry"))).to_contain_text(
        written(expiry - timedelta(days=30), locale)
    )
    tile = offers.tile(ACTION_PACK)
    expect(tile).to_contain_text(say("Active"))
    expect(tile).to_contain_text(written(anniversary, locale))


def test_a_refused_charge_is_tried_again_until_the_window_ends(door: Door, locale: str) -> None:
    admin = door.enter("relecloud", "Global admin", locale)
    say, offers, bar = admin.words, OffersPage(admin).validate_page(), StagingBar(admin).open()
    tile = offers.tile(ACTION_PACK)
    expect(tile).to_contain_text(say("Payment due"))
    expect(bar.coming).to_have_count(5)
    bar.jump("Last day of window")
    expect(bar.happened.filter(has_text=say("Payment failed"))).to_have_count(3)
    expect(bar.happened.filter(has_text=say("Notice: charge failed"))).to_have_count(3)
    expect(tile).to_contain_text(say("Payment due"))
    bar.jump("+1 day")
    expect(bar.happened.filter(has_text=say("The renewal period ended"))).to_have_count(1)
    expect(tile).to_contain_text(say("Renewal period over"))
    expect(bar.coming).to_have_count(0)


def test_a_day_is_typed_and_one_that_lies_behind_is_refused(door: Door, locale: str) -> None:
    admin = door.enter("fabrikam", "Global admin", locale)
    OffersPage(admin).validate_page()
    say, bar, today = admin.words, StagingBar(admin), admin.today
    expect(bar.button("To expiry")).to_be_disabled()
    expect(bar.button("To expiry")).to_have_attribute("title", say("No such day lies ahead."))
    bar.go_to((today + timedelta(days=40)).isoformat())
    assert admin.today == today + timedelta(days=40)
    expect(OffersPage(admin).tile(ACTION_PACK)).to_contain_text(say("Renewal period over"))
    bar.root.get_by_label(say("Go to a day"), exact=True).evaluate("field => field.removeAttribute('min')")
    bar.root.get_by_label(say("Go to a day"), exact=True).fill(today.isoformat())
    bar.button("Go").click()
    expect(bar.root.get_by_role("alert")).to_have_text(say(NOT_AHEAD))
    assert admin.today == today + timedelta(days=40)


def test_the_subscriptions_page_follows_the_clock(door: Door, locale: str) -> None:
    admin = door.enter("contoso", "Global admin", locale)
    OffersPage(admin).validate_page().open_details(ACTION_PACK)
    details, bar = SubscriptionPage(admin).validate_page(), StagingBar(admin)
    bar.jump("To expiry")
    expect(details.main).to_contain_text(admin.words("Expiring soon"))


def test_somebody_else_looks_and_the_partner_is_reset(door: Door, locale: str) -> None:
    admin = door.enter("fabrikam", "Global admin", locale)
    OffersPage(admin).validate_page()
    bar, today = StagingBar(admin), admin.today
    bar.jump("Last day of window")
    bar.look_as("Fabrikam — User")
    OffersPage(admin).validate_page()
    expect(admin.page.get_by_label(admin.words("Your account"), exact=True)).to_have_text("US")
    assert admin.today == today + timedelta(days=29)
    bar.open().button("Reset this partner").click()
    expect(bar.root).to_contain_text(written(today, locale))
    expect(OffersPage(admin).validate_page().tile(ACTION_PACK)).to_contain_text(admin.words("Expired, renewable"))


def test_a_link_opens_a_situation_in_a_copy_of_its_own(page: Page, locale: str) -> None:
    say = Words(locale)
    mpn_ids: set[str] = set()
    for _opening in range(2):
        page.goto(f"/{locale}/sign-in?as=fabrikam:partner_admin&jump=window-last")
        page.wait_for_url(f"**/{locale}/offers")
        expect(page.get_by_role("main")).to_contain_text(say("Expired, renewable"))
        found = re.search(r"MPN (\d{7})", page.get_by_role("banner").inner_text())
        assert found is not None
        mpn_ids.add(found[1])
    assert len(mpn_ids) == 2
    expect(page.get_by_label(say("Your account"), exact=True)).to_have_text("MA")


def test_a_link_to_nobody_says_so(page: Page, locale: str) -> None:
    page.goto(f"/{locale}/sign-in?as=nobody&jump=expiry")
    refused = Words(locale)("Signing in didn't work. Please choose a person again.")
    expect(page.get_by_role("alert").filter(visible=True)).to_contain_text(refused)


@pytest.mark.parametrize("day", ["banana", "2020-01-01"])
def test_a_link_to_a_day_that_can_not_be_says_so(page: Page, locale: str, day: str) -> None:
    page.goto(f"/{locale}/sign-in?as=fabrikam&jump={day}")
    refused = "This situation can't go to the day that the link names. Days are named as in the README, and lie ahead."
    expect(page.get_by_role("alert").filter(visible=True)).to_contain_text(Words(locale)(refused))


def test_a_link_names_somebody_of_a_copy(page: Page, staging: Staging) -> None:
    copy = staging.copy("contoso")
    page.goto(f"/en/sign-in?as={copy.people['global_admin']}")
    page.wait_for_url("**/en/offers")
    expect(page.get_by_role("banner")).to_contain_text(copy.mpn_id)


def test_programs_move_clocks_too(staging: Staging) -> None:
    copy = staging.copy("contoso")
    before = staging.standing(copy)
    assert [held["status"] for held in before["subscriptions"]] == ["active"]
    assert before["coming"][-1]["name"] == "renewal"
    moved = staging.jump(copy, "anniversary")
    assert [one["name"] for one in moved["happened"] if one["kind"] == "done"] == ["order_placed", "order_paid"]
    assert staging.standing(copy)["happened"] == moved["happened"]
    assert moved["clock"].startswith(before["coming"][-1]["at"][:10])
    with pytest.raises(httpx.HTTPStatusError) as refused:
        staging.jump(copy, before["clock"][:10])
    assert refused.value.response.status_code == 422


def test_programs_without_the_key_move_nothing(staging: Staging, base_url: str) -> None:
    copy = staging.copy("contoso")
    with pytest.raises(httpx.HTTPStatusError) as refused:
        Staging(base_url, "not the staging key").jump(copy, "expiry")
    assert refused.value.response.status_code == 401
    assert staging.standing(copy)["happened"] == []


def test_programs_read_what_they_left_out(served: dict[str, str]) -> None:
    key = {"Authorization": f"Bearer {served['key']}"}
    answer = httpx.post(f"{served['address']}/api/staging/partners", content="[]", headers=key)
    assert (answer.status_code, answer.json()["problems"]) == (422, {"sample": "required"})
