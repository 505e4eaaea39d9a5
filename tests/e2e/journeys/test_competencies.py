"""The Competencies page: what silver and gold need and bring, how far the company is, and the way to buy (J11)."""

import pytest
from playwright.sync_api import expect

from tests.e2e.pages.competencies import CompetenciesPage
from tests.e2e.pages.faces import Stop
from tests.e2e.pages.frame import Frame
from tests.e2e.pages.offers import ACTION_PACK, GOLD, SILVER, OffersPage
from tests.e2e.pages.person import Door


def test_what_is_there_and_what_is_missing(door: Door, locale: str) -> None:
    admin = door.enter("contoso", "Global admin", locale)
    say = admin.words
    OffersPage(admin).validate_page()
    Frame(admin).entry("Competencies").click()
    page = CompetenciesPage(admin).validate_page()
    expect(page.competency("Data analytics", SILVER)).to_contain_text(say("Started"))
    needed = page.requirements("Data analytics", SILVER)
    expect(needed).to_have_count(3)
    expect(needed.nth(0)).to_contain_text(say("Certified people"))
    expect(needed.nth(0)).to_contain_text("1 / 2")
    expect(needed.nth(0)).to_contain_text(say("{missing} missing", missing="1"))
    expect(needed.nth(2)).to_contain_text(say("Met"))


def test_the_missing_competency_is_told_where_silver_is_wanted_and_leads_here(door: Door, locale: str) -> None:
    admin = door.enter("contoso", "Global admin", locale)
    dialog = OffersPage(admin).validate_page().why_not(SILVER)
    expect(dialog.unmet).to_contain_text(admin.words("No qualified silver competency yet."))
    dialog.link("Competencies").click()
    page = CompetenciesPage(admin).validate_page()
    expect(dialog.root).to_be_hidden()
    expect(page.offer_button(SILVER, "Buy")).to_be_disabled()
    expect(page.offer_button(SILVER, "Buy")).to_have_accessible_description(admin.words("No qualified silver competency yet."))
    expect(page.why_not(SILVER).unmet).to_have_count(1)


def test_the_offers_side_by_side(door: Door, locale: str) -> None:
    admin = door.enter("contoso", "Global admin", locale)
    page, say = CompetenciesPage(admin).navigate(), admin.words
    for offer, price, incidents in ((ACTION_PACK, "$475.00", "10"), (SILVER, "$1,670.00", "15"), (GOLD, "$4,730.00", "20")):
        expect(page.offer(offer)).to_contain_text(price)
        row = page.offer(offer).get_by_role("listitem").filter(has_text=say("On-premises incidents"))
        expect(row).to_contain_text(incidents)
    expect(page.offer(ACTION_PACK)).to_contain_text(say("No competency is needed."))
    expect(page.offer(GOLD)).to_contain_text(say("Includes silver, which needn't be bought as well."))


def test_gold_for_a_quarter_less_is_bought_here_and_makes_the_competency_active(door: Door, locale: str) -> None:
    admin = door.enter("woodgrove", "MPN partner admin", locale)
    page, say = CompetenciesPage(admin).navigate(), admin.words
    expect(page.competency("Cloud platform", GOLD)).to_contain_text(say("Gold can be bought with this competency."))
    expect(page.offer(GOLD)).to_contain_text("£2,962.50")
    expect(page.offer(GOLD)).to_contain_text(say("Silver ends that day and can't be refunded afterwards."))
    dialog = page.begin(GOLD, "Buy")
    dialog.submit()
    dialog.validate_review()
    expect(dialog.root).to_contain_text(
        say("25 % off, because your active silver becomes gold. Silver ends today and can't be refunded afterwards.")
    )
    dialog.buy()
    dialog.validate_confirmed()
    dialog.close()
    expect(page.competency("Cloud platform", GOLD)).to_contain_text(say("The membership runs, thanks to this competency."))
    expect(page.offer_button(SILVER, "Buy")).to_have_accessible_description(say("Your gold membership includes silver."))


@pytest.mark.parametrize("role", ["Global admin", "MPN partner admin", "Billing admin", "User"])
def test_everybody_of_a_company_sees_it_and_reads_who_can_buy(door: Door, role: str) -> None:
    somebody = door.enter("fabrikam", role)
    OffersPage(somebody).validate_page()
    Frame(somebody).entry("Competencies").click()
    page = CompetenciesPage(somebody).validate_page()
    expect(page.main).to_contain_text("No competency has been started yet.")
    buys = role in {"Global admin", "MPN partner admin"}
    renew = page.offer_button(ACTION_PACK, "Renew subscription")
    expect(renew).to_be_enabled(enabled=buys)
    expect(page.offer_button(ACTION_PACK, "Why not?")).to_be_visible(visible=not buys)
    if not buys:
        expect(page.why_not(ACTION_PACK).unmet).to_contain_text("MPN partner admin")


def test_the_desk_has_no_competencies(door: Door, locale: str) -> None:
    operator = door.enter_desk("Finance", locale)
    operator.page.goto(CompetenciesPage(operator).address)
    Stop(operator).validate_forbidden()
    expect(Frame(operator).entry("Competencies")).to_be_hidden()
