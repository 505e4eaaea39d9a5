"""The business profile: written, previewed, published, read by anybody, taken back (J14)."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.e2e.infra.watch import Watch
from tests.e2e.pages.faces import Stop
from tests.e2e.pages.frame import Frame
from tests.e2e.pages.offers import OffersPage
from tests.e2e.pages.person import Door
from tests.e2e.pages.profile import ProfilePage, PublicProfilePage

HTML = "We build <b>robots</b>.\nAnd look after them."


def picture(kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (600, 300), (31, 122, 77)).save(out, format=kind)
    return out.getvalue()


def test_a_profile_is_written_previewed_published_read_and_taken_back(door: Door, watch: Watch, locale: str) -> None:
    admin = door.enter("fabrikam", "MPN partner admin", locale)
    stranger = door.stand_before(admin.partner, "", locale)
    public, say = PublicProfilePage(stranger, admin.partner.mpn_id), admin.words
    nowhere = public.missing()
    OffersPage(admin).validate_page().link("Business profile").click()
    page = ProfilePage(admin).validate_page()
    expect(page.name).to_have_value("Fabrikam")
    expect(page.main).to_contain_text(say("Not published"))

    page.name.fill("Fabrikam Robotics")
    page.description.fill(HTML)
    page.field("Website").fill("fabrikam.example.com")
    page.field("Phone number").fill("(206) 555-0100")
    page.choose_logo("robot.png", picture())
    page.field("What the logo shows").fill("A green field")
    page.add_location(1, "Head office", "Seattle")
    page.add_location(2, "Workshop", "Tacoma")
    page.location_button(2, "Move up").click()
    expect(page.location_field(1, "Name")).to_have_value("Workshop")

    face = page.preview()
    expect(face.root).to_contain_text("We build <b>robots</b>.")
    expect(face.logo).to_have_accessible_name("A green field")
    page.leave_preview()
    assert public.missing() == nowhere
    page.save()
    assert public.missing() == nowhere, "a draft is nobody else's"
    expect(page.field("Phone number")).to_have_value("+1 206-555-0100")

    page.publish()
    public.navigate()
    expect(public.face.root).to_contain_text(HTML, use_inner_text=True)
    expect(public.face.root).to_contain_text("Workshop")
    assert public.face.root.inner_text().index("Workshop") < public.face.root.inner_text().index("Head office")
    website = public.face.link("fabrikam.example.com")
    expect(website).to_have_attribute("href", "https://fabrikam.example.com")
    expect(website).to_have_attribute("rel", "nofollow noopener noreferrer")
    expect(public.face.link("+1 206-555-0100")).to_have_attribute("href", "tel:+1206-555-0100")
    assert public.face.logo.evaluate("image => image.decode().then(() => image.naturalWidth)") == 512

    page.description.fill("Something else.")
    page.save()
    expect(page.main).to_contain_text(say("Published, draft changed"))
    expect(public.navigate().face.root).not_to_contain_text("Something else.")
    watch.tolerate("/api/logos/")  # whoever has the page open asks for a picture that is no longer theirs
    page.take_back()
    page.validate_told("Customers don't see it any more. The draft is still here.")
    assert public.missing() == nowhere


def test_what_is_wrong_is_marked_and_nothing_typed_is_lost(door: Door, watch: Watch, locale: str) -> None:
    watch.tolerate("status of 422")  # the browser tells of each file that is refused
    admin = door.enter("fabrikam", "Global admin", locale)
    page, say = ProfilePage(admin).navigate(), admin.words
    page.description.fill("x" * 2501)
    counted = say("{count} of {most} characters: this is too long.", count="2,501", most="2,500")
    expect(page.description).to_have_accessible_description(counted)
    page.field("Website").fill("http://fabrikam.example.com")
    page.add_location(1, "Head office", " ")
    page.choose_logo("robot.gif", b"GIF89a" + b"\0" * 40)
    expect(page.main).to_contain_text(say("Only PNG and JPEG pictures can be a logo."))
    page.choose_logo("large.png", picture() + b"\0" * 1_100_000)
    expect(page.main).to_contain_text(say("The file is larger than 1 MB."))
    page.button("Save draft").click()
    expect(page.alert).to_contain_text(say("Please check the marked fields."))
    website = say("Please enter an address with https, such as https://www.example.com.")
    expect(page.field("Website")).to_have_accessible_description(website)
    expect(page.location_field(1, "City")).to_have_accessible_description(say("Please fill in this field."))
    expect(page.description).to_have_value("x" * 2501)

    page.page.reload()
    page.validate_page()
    expect(page.field("Website")).to_have_value("http://fabrikam.example.com")
    expect(page.location_field(1, "Name")).to_have_value("Head office")
    page.description.fill("Robots.")
    page.field("Website").fill("https://fabrikam.example.com")
    page.fill_location(1, "City", "Seattle")
    page.save()


def test_two_people_who_write_at_once_are_told_of_each_other(door: Door) -> None:
    first = door.enter("fabrikam", "Global admin")
    second = door.enter_as(first.partner, "MPN partner admin")
    mine, theirs = ProfilePage(first).navigate(), ProfilePage(second).navigate()
    theirs.name.fill("Fabrikam Machines")
    theirs.save()
    mine.name.fill("Fabrikam Robotics")
    mine.description.fill("Robots.")
    mine.button("Save draft").click()
    expect(mine.alert).to_contain_text("Somebody else saved this meanwhile.")
    expect(mine.alert).to_contain_text("Fabrikam Machines")
    expect(mine.name).to_have_value("Fabrikam Robotics")
    mine.save()
    expect(theirs.navigate().name).to_have_value("Fabrikam Robotics")


def test_woodgrove_is_read_by_anybody_in_both_languages(door: Door, locale: str) -> None:
    stranger = door.stand_before(door.copy("woodgrove"), "", locale)
    page = PublicProfilePage(stranger, stranger.partner.mpn_id).navigate()
    expect(page.face.root).to_contain_text("Woodgrove Consulting")
    expect(page.main.get_by_role("heading", name=stranger.words("Locations"), exact=True)).to_be_visible()
    Frame(stranger).other_language.click()
    other = stranger.reading("en" if locale == "ko" else "ko")
    expect(PublicProfilePage(other, stranger.partner.mpn_id).validate_page().face.root).to_contain_text("Leeds")


@pytest.mark.parametrize("role", ["Billing admin", "User"])
def test_others_read_who_can_write_it(door: Door, role: str, locale: str) -> None:
    somebody = door.enter("fabrikam", role, locale)
    OffersPage(somebody).validate_page()
    expect(Frame(somebody).entry("Business profile")).to_be_hidden()
    somebody.page.goto(ProfilePage(somebody).address)
    said = Stop(somebody).validate_forbidden()
    assert somebody.words("MPN partner admin") in said


def test_the_desk_has_no_profile(door: Door) -> None:
    operator = door.enter_desk("Finance")
    operator.page.goto(ProfilePage(operator).address)
    Stop(operator).validate_forbidden()
