"""The desk looks a partner up: it sees what each role sees, changes nothing, and the partner reads that it was looked up."""

import pytest
from playwright.sync_api import expect

from tests.e2e.pages.activity import ActivityPage
from tests.e2e.pages.desk_activity import DeskActivityPage
from tests.e2e.pages.desk_imports import DeskImportsPage
from tests.e2e.pages.desk_mails import DeskMailsPage
from tests.e2e.pages.desk_partners import DeskPartnerPage, DeskPartnersPage
from tests.e2e.pages.faces import Stop
from tests.e2e.pages.frame import Frame
from tests.e2e.pages.invoices import InvoicesPage
from tests.e2e.pages.offers import ACTION_PACK, OffersPage
from tests.e2e.pages.person import Door
from tests.e2e.pages.view import Dialog

IN_PMC = "This partner is still managed in the Partner Membership Center: it can't buy or renew here until it is moved."
LOOKED_UP = "Looked at the company's pages"
OF_LOOK_UP = (DeskPartnersPage, DeskActivityPage, DeskMailsPage)


def test_an_agent_sees_a_partner_as_its_roles_see_it_and_the_partner_reads_of_it(door: Door, locale: str) -> None:
    partner = door.copy("fabrikam")
    agent = door.enter_desk("Support agent", locale)
    say = agent.words
    Frame(agent).entry("Partners").click()
    partners = DeskPartnersPage(agent).validate_page()
    partners.search(partner.mpn_id)
    looked = partners.open(partner.id, partner.name)

    tile = looked.tile(ACTION_PACK)
    expect(tile.get_by_role("button", name=say("Renew subscription"), exact=True)).to_be_disabled()
    expect(tile).to_contain_text(say("The partner can use this button"))
    looked.look_as("User")
    expect(tile).not_to_contain_text(say("The partner can use this button"))
    who = f"{say('Global admin')}, {say('MPN partner admin')}"
    cannot = say("Your role can't do this. People with this role can: {roles}.", roles=who)
    expect(tile).to_contain_text(cannot)
    looked.choose("Invoices")
    expect(looked.main).to_contain_text(say("Billing admin"))
    expect(looked.rows).to_have_count(0)
    looked.look_as("Global admin")
    expect(looked.rows).to_have_count(1)
    number = looked.rows.first.get_by_role("cell").first.inner_text().strip()
    assert looked.download(number).path().read_bytes().startswith(b"%PDF")
    looked.choose("Company and people")
    expect(looked.row("Grace Abbott")).to_have_count(1)

    admin = door.enter_as(partner, "Global admin", locale)
    OffersPage(admin).validate_page()
    activity = ActivityPage(admin).navigate()
    expect(activity.row(LOOKED_UP)).to_have_count(1)
    assert say("Support agent") in activity.read(activity.row(LOOKED_UP)).change


def test_a_partner_is_found_by_the_number_of_its_invoice(door: Door) -> None:
    admin = door.enter("contoso", "Global admin")
    OffersPage(admin).validate_page()
    number = InvoicesPage(admin).navigate().main.get_by_text("INV-").first.inner_text().strip()
    partners = DeskPartnersPage(door.enter_desk("Desk admin")).navigate()
    partners.search(number)
    expect(partners.rows).to_have_count(1)
    expect(partners.rows.first).to_contain_text(admin.partner.mpn_id)
    partners.search("nobody at all")
    expect(partners.main).to_contain_text("No partner matches.")


def test_what_happened_anywhere_is_found_by_company_and_leads_to_it(door: Door, locale: str) -> None:
    partner = door.copy("contoso")
    agent = door.enter_desk("Support agent", locale)
    partners = DeskPartnersPage(agent).navigate()
    partners.search(partner.mpn_id)
    partners.open(partner.id, partner.name)
    Frame(agent).entry("Activity across partners").click()
    activity = DeskActivityPage(agent).validate_page()
    activity.narrow_to(partner.mpn_id)
    expect(activity.row(LOOKED_UP)).to_have_count(1)
    activity.choose("What", agent.words("Orders and payments"))
    expect(activity.row(LOOKED_UP)).to_have_count(0)
    activity.rows.first.get_by_role("link", name=partner.name, exact=True).click()
    agent.page.wait_for_url(f"**/desk/partners/{partner.id}")


def test_a_desk_admin_moves_a_partner_out_of_the_pmc_and_an_agent_can_not(door: Door, locale: str) -> None:
    partner = door.copy("litware")
    agent = door.enter_desk("Support agent", locale)
    looked = DeskPartnerPage(agent, partner.id, partner.name).navigate()
    expect(looked.main).to_contain_text(agent.words(IN_PMC))
    expect(looked.button("Move to Partner Center")).to_have_count(0)

    admin = door.enter_desk("Desk admin", locale)
    looked = DeskPartnerPage(admin, partner.id, partner.name).navigate()
    looked.button("Move to Partner Center").click()
    asked = Dialog(admin)
    expect(asked.heading("Move to Partner Center")).to_be_visible()
    asked.button("Move").click()
    expect(looked.main.get_by_role("status").filter(has_text=admin.words("The partner was moved."))).to_be_visible()
    expect(looked.main).not_to_contain_text(admin.words(IN_PMC))


def test_a_partner_that_does_not_exist_is_missing(door: Door) -> None:
    agent = door.enter_desk("Support agent")
    agent.page.goto("/en/desk/partners/00000000")
    Stop(agent).validate_missing()


@pytest.mark.parametrize("role", ["Finance", "Global admin"])
def test_who_may_not_look_up_reads_who_can(door: Door, role: str) -> None:
    somebody = door.enter_desk(role) if role == "Finance" else door.enter("contoso", role)
    pages = (*OF_LOOK_UP, DeskImportsPage)
    for opened in pages:
        somebody.page.goto(opened(somebody).address)
        said = Stop(somebody).validate_forbidden()
        assert "Desk admin" in said
        assert ("Support agent" in said) is (opened in OF_LOOK_UP)
    if role == "Finance":
        for entry in ("Partners", "Activity across partners", "Failed mails", "Imports"):
            expect(Frame(somebody).entry(entry)).to_have_count(0)
        expect(Frame(somebody).entry("Desk")).to_have_count(1)


def test_a_support_agent_imports_nothing(door: Door, locale: str) -> None:
    agent = door.enter_desk("Support agent", locale)
    expect(Frame(agent).entry("Partners")).to_have_count(1)
    expect(Frame(agent).entry("Imports")).to_have_count(0)
    agent.page.goto(DeskImportsPage(agent).address)
    assert agent.words("Desk admin") in Stop(agent).validate_forbidden()
