"""The page for designers and engineers: whoever looks at a preview finds every component on it."""

from playwright.sync_api import expect

from tests.architecture.test_design import components
from tests.e2e.pages.design import DesignPage
from tests.e2e.pages.person import Door

SIDEWAYS = "document.documentElement.scrollWidth - window.innerWidth"


def opened(door: Door, locale: str) -> DesignPage:
    """The page before somebody who isn't signed in."""
    return DesignPage(door.stand_before(door.copy("fabrikam"), "", locale)).navigate()


def test_a_stranger_finds_every_component_and_jumps_to_its_chapter(door: Door, locale: str) -> None:
    design = opened(door, locale)
    assert components() - design.specimens() == set()
    jumps = design.contents.get_by_role("link")
    for chapter in jumps.all():
        chapter.click()
        expect(design.main.locator(chapter.get_attribute("href") or "")).to_be_in_viewport()
    expect(jumps).not_to_have_count(0)


def test_nothing_on_it_is_wider_than_a_phone_in_either_theme(door: Door, locale: str) -> None:
    design = opened(door, locale)
    design.page.set_viewport_size({"width": 360, "height": 740})
    for theme in ("light", "dark"):
        design.page.emulate_media(color_scheme=theme)
        assert design.page.evaluate(SIDEWAYS) <= 0, theme


def test_its_samples_can_be_tried(door: Door, locale: str) -> None:
    design = opened(door, locale)
    for name in ("A question", "A form", "A long text"):
        design.open(name).button("Leave this window").click()
        expect(design.page.get_by_role("dialog")).to_be_hidden()
    pages = design.specimen("components.tables.pager")
    following = pages.get_by_role("button", name=design.say("Next"), exact=True)
    following.click()
    expect(pages.get_by_role("status")).to_contain_text("2 / 3")
    following.click()
    expect(following).to_be_disabled()
    expect(pages).to_contain_text(design.say("There are more. Narrow the list to find them."))
    design.specimen("components.basics.button").get_by_role("button", name="primary", exact=True).first.click()
