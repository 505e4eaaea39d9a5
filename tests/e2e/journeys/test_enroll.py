"""First time (J9): from the network page to an MPN ID, and on to a bought Action Pack."""

import dataclasses
import re
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.infra.outbox import Outbox
from tests.e2e.pages.activity import ActivityPage
from tests.e2e.pages.enroll import EnrollPage, NetworkPage
from tests.e2e.pages.frame import Frame
from tests.e2e.pages.offers import ACTION_PACK, OffersPage
from tests.e2e.pages.person import Door
from tests.e2e.pages.words import Words

PASSWORD = "seven violet tractors sing"


@dataclasses.dataclass(frozen=True)
class Stranger:
    """Somebody in front of a tab whom nobody knows."""

    page: Page
    words: Words
    email: str

    @property
    def company(self) -> dict[str, str]:
        """What they type."""
        return {"Legal name": "Lamna Healthcare", "Address": "Hauptstraße 1", "City": "Berlin", "Postal code": "10115"}


@pytest.fixture
def outbox(served: dict[str, str]) -> Outbox:
    """The mails of our own server."""
    if "outbox" not in served:
        pytest.skip("mails of a server elsewhere can't be read")
    return Outbox(Path(served["outbox"]))


@pytest.fixture
def stranger(page: Page, locale: str) -> Stranger:
    return somebody(page, locale)


def somebody(page: Page, locale: str = "en") -> Stranger:
    return Stranger(page, Words(locale), f"ines.{uuid4().hex[:10]}@lamna.example.com")


def to_the_mailbox(stranger: Stranger) -> EnrollPage:
    """Company and contact, straight through."""
    stranger.page.goto(EnrollPage(stranger).address)
    enroll = EnrollPage(stranger).validate_step("Your company")
    enroll.choice("Country").select_option("US")
    enroll.fill(stranger.company)
    enroll.go_on()
    enroll.validate_step("The contact person")
    enroll.fill({"Contact name": "Ines Weber", "Email address": stranger.email})
    enroll.go_on()
    return enroll.validate_step("Confirm your email address")


def enrolled(stranger: Stranger, outbox: Outbox) -> EnrollPage:
    """A member, on the confirmation; the link is opened in the same tab."""
    enroll = to_the_mailbox(stranger)
    stranger.page.goto(outbox.link(stranger.email, "/enroll"))
    enroll.validate_step("Terms of membership").accept_terms()
    enroll.validate_step("Choose a password").finish(PASSWORD)
    enroll.validate_done()
    return enroll


def test_from_the_network_page_to_a_bought_action_pack(
    stranger: Stranger, locale: str, outbox: Outbox, new_context: Callable[..., BrowserContext]
) -> None:
    say = stranger.words
    network = NetworkPage(stranger).navigate()
    expect(network.offer(ACTION_PACK)).to_contain_text(re.compile(r"\$475\.00|₩570,000"))
    enroll = network.enroll().validate_step("Your company")

    korean = locale == "ko"
    enroll.choice("Country").select_option("KR" if korean else "DE")
    expect(enroll.choice("Currency of prices")).to_have_value("KRW" if korean else "EUR")
    expect(enroll.choice("Time zone")).to_have_value("Asia/Seoul" if korean else "Europe/Berlin")
    enroll.fill(stranger.company)
    enroll.reload("Your company")
    expect(enroll.field("Legal name")).to_have_value("Lamna Healthcare")
    expect(enroll.field("Postal code")).to_have_value("10115")
    enroll.go_on()

    enroll.validate_step("The contact person")
    enroll.fill({"Contact name": "Ines Weber", "Email address": stranger.email})
    enroll.reload("The contact person")
    expect(enroll.field("Email address")).to_have_value(stranger.email)
    enroll.go_on()

    enroll.validate_step("Confirm your email address")
    enroll.reload("Confirm your email address")
    elsewhere = new_context().new_page()
    elsewhere.goto(outbox.link(stranger.email, "/enroll"))
    expect(elsewhere.get_by_role("heading", name=say("Your email address is confirmed"))).to_be_visible()

    enroll.validate_step("Terms of membership")
    enroll.reload("Terms of membership")
    enroll.go_on()
    expect(enroll.main.get_by_role("checkbox")).to_have_accessible_description(say("Please accept the terms to go on."))
    enroll.accept_terms()

    enroll.validate_step("Choose a password")
    enroll.reload("Choose a password")
    enroll.finish("password")
    expect(enroll.main).to_contain_text(
        say("Please use at least {number} characters. A few words that don't belong together are good.", number="12")
    )
    enroll.finish(PASSWORD)
    mpn_id = enroll.validate_done()
    assert re.fullmatch(r"\d{7}", mpn_id)
    enroll.reload("Welcome to the partner network")

    enroll.link("Go to Membership offers").click()
    offers = OffersPage(stranger).validate_page()
    expect(stranger.page.get_by_role("banner")).to_contain_text(mpn_id)
    expect(stranger.page.get_by_role("complementary", name=say("Staging"))).to_be_hidden()
    dialog = offers.begin(ACTION_PACK, "Buy")
    dialog.review_card()
    dialog.buy()
    dialog.validate_confirmed()
    dialog.close()
    expect(offers.tile(ACTION_PACK)).to_contain_text(say("Active"))
    Frame(stranger).entry("Activity").click()
    activity = ActivityPage(stranger).validate_page()
    for deed in ("Enrolled the company", "Accepted the terms"):
        expect(activity.row(deed)).to_have_count(1)


def test_the_second_browser_goes_on_by_the_link(page: Page, outbox: Outbox, new_context: Callable[..., BrowserContext]) -> None:
    stranger = somebody(page)
    to_the_mailbox(stranger)
    there = dataclasses.replace(stranger, page=new_context().new_page())
    there.page.goto(outbox.link(stranger.email, "/enroll"))
    enroll = EnrollPage(there)
    enroll.button("Go on here").click()
    enroll.validate_step("Terms of membership").accept_terms()
    enroll.validate_step("Choose a password").finish(PASSWORD)
    enroll.validate_done()
    page.reload()
    expect(page.get_by_role("heading", name="Welcome to the partner network")).to_be_visible()
    expect(EnrollPage(stranger).link("Sign in")).to_be_visible()


def test_back_keeps_what_was_typed_and_the_focus_follows(page: Page) -> None:
    stranger = somebody(page)
    enroll = to_the_mailbox(stranger)
    expect(enroll.heading("Confirm your email address")).to_be_focused()
    enroll.go_back()
    expect(enroll.heading("The contact person")).to_be_focused()
    expect(enroll.field("Email address")).to_have_value(stranger.email)
    enroll.go_back()
    expect(enroll.heading("Your company")).to_be_focused()
    expect(enroll.field("Legal name")).to_have_value("Lamna Healthcare")


def test_what_is_wrong_is_told_at_its_field_and_nothing_is_lost(stranger: Stranger) -> None:
    stranger.page.goto(EnrollPage(stranger).address)
    enroll = EnrollPage(stranger).validate_step("Your company")
    enroll.choice("Country").select_option("DE")
    enroll.fill({"Legal name": "Lamna", "Tax ID": "DE123"})
    enroll.go_on()
    say = stranger.words
    required = say("Please fill in this field.")
    expect(enroll.field("City")).to_have_accessible_description(required)
    wrong = say("This doesn't have the form of a tax ID of this country. Check it, or leave the field empty.")
    expect(enroll.field("Tax ID")).to_have_accessible_description(wrong)
    expect(enroll.field("Legal name")).to_have_value("Lamna")


def test_the_same_company_twice_is_caught_and_not_named(
    page: Page, outbox: Outbox, new_context: Callable[..., BrowserContext]
) -> None:
    first = somebody(page)
    first.page.goto(EnrollPage(first).address)
    number = str(100000000 + uuid4().int % 899999999)
    tax_id = f"{number[:3]} {number[3:]}"
    for who in (first, somebody(new_context().new_page())):
        who.page.goto(EnrollPage(who).address)
        enroll = EnrollPage(who).validate_step("Your company")
        enroll.choice("Country").select_option("AE")  # whose numbers have no check digits
        enroll.fill(who.company | {"Tax ID": tax_id if who is first else number})
        enroll.go_on()
        if who is not first:
            expect(enroll.alert).to_contain_text("A company with this tax ID is already a member.")
            expect(enroll.main).not_to_contain_text(first.email)
            continue
        enroll.validate_step("The contact person")
        enroll.fill({"Contact name": "Ines Weber", "Email address": who.email})
        enroll.go_on()
        enroll.validate_step("Confirm your email address")
        who.page.goto(outbox.link(who.email, "/enroll"))
        enroll.validate_step("Terms of membership").accept_terms()
        enroll.validate_step("Choose a password").finish(PASSWORD)
        enroll.validate_done()


def test_a_new_member_signs_in_later_and_every_page_opens(page: Page, outbox: Outbox) -> None:
    stranger = somebody(page)
    enrolled(stranger, outbox)
    for path in (
        "offers",
        "competencies",
        "company",
        "invoices",
        "notifications",
        "account",
        "support",
        "support/new",
        "activity",
    ):
        page.goto(f"/en/{path}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_role("main").get_by_role("alert").filter(visible=True)).to_have_count(0)
    Frame(stranger).sign_out()
    page.goto("/en/sign-in")
    page.get_by_label("Email address", exact=True).fill(stranger.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/en/offers")
    OffersPage(stranger).validate_page()


def test_whoever_is_signed_in_is_led_to_the_offers(door: Door, locale: str) -> None:
    admin = door.enter("contoso", "Global admin", locale)
    network = NetworkPage(admin).navigate()
    expect(network.link("Enroll now")).to_have_count(0)
    expect(network.link("Go to Membership offers").first).to_be_visible()
    admin.page.goto(EnrollPage(admin).address)
    expect(EnrollPage(admin).main).to_contain_text(admin.words("You are signed in, and your company is a member:"))


def test_a_draft_can_be_discarded_and_a_bad_link_says_so(page: Page) -> None:
    stranger = somebody(page)
    page.goto(EnrollPage(stranger).address)
    enroll = EnrollPage(stranger).validate_step("Your company")
    enroll.fill({"Legal name": "Lamna"})
    page.get_by_text("Discard this enrollment").click()
    enroll.button("Discard it now").click()
    NetworkPage(stranger).validate_page().enroll().validate_step("Your company")
    expect(enroll.field("Legal name")).to_have_value("")
    page.goto("/en/enroll?token=forged")
    expect(enroll.main).to_contain_text("This link isn't whole")
