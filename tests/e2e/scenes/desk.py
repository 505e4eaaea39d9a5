"""The desk's pages."""

from playwright.sync_api import expect

from actionpack_app.routes import DESK, DESK_ACTIVITY, DESK_IMPORTS, DESK_MAILS, DESK_PARTNER, DESK_PARTNERS, DESK_REQUEST
from tests.e2e.pages.deeds import ask_to_cancel, prove, renew_by_transfer
from tests.e2e.pages.desk import DeskPage
from tests.e2e.pages.desk_activity import DeskActivityPage
from tests.e2e.pages.desk_imports import DeskImportsPage
from tests.e2e.pages.desk_mails import DeskMailsPage
from tests.e2e.pages.desk_partners import DeskPartnerPage, DeskPartnersPage
from tests.e2e.pages.desk_requests import DeskRequestPage, QueuePage
from tests.e2e.pages.person import Person
from tests.e2e.pages.view import View
from tests.e2e.scenes.scene import Scene, Stage

AGENT, FINANCE, ADMIN = "Support agent", "Finance", "Desk admin"


def page(name: str, route: str, view: type[View], role: str = ADMIN) -> Scene:
    """A page as one of the desk's people finds it."""

    def set_up(stage: Stage) -> Person:
        somebody = stage.door.enter_desk(role, stage.locale)
        view(somebody).navigate()
        return somebody

    return Scene(name, route, set_up)


def transfers(stage: Stage) -> Person:
    admin = stage.enter("fabrikam")
    renew_by_transfer(admin)
    finance = stage.door.enter_desk(FINANCE, stage.locale)
    DeskPage(finance).navigate().choose("Bank transfers")
    return finance


def transfer_to_confirm(stage: Stage) -> Person:
    admin = stage.enter("fabrikam")
    order = renew_by_transfer(admin)
    finance = stage.door.enter_desk(FINANCE, stage.locale)
    desk = DeskPage(finance).navigate()
    desk.choose("Bank transfers")
    desk.ask(order, "Confirm transfer")
    return finance


def proof_to_reject(stage: Stage) -> Person:
    order = prove(stage.enter("tailspin")).number
    finance = stage.door.enter_desk(FINANCE, stage.locale)
    rejection = DeskPage(finance).navigate().ask(order, "Reject proof")
    rejection.button("Submit").click()
    expect(rejection.field("Reason")).to_have_attribute("aria-invalid", "true")
    return finance


def queue(stage: Stage) -> Person:
    ask_to_cancel(stage.enter("contoso"))
    agent = stage.door.enter_desk(AGENT, stage.locale)
    QueuePage(agent).navigate()
    return agent


def request(stage: Stage) -> Person:
    number = ask_to_cancel(stage.enter("contoso")).number
    agent = stage.door.enter_desk(AGENT, stage.locale)
    desk = DeskRequestPage(agent, number).navigate()
    desk.note("Within thirty days; ask finance.")
    expect(desk.thread.last).to_contain_text("Within thirty days; ask finance.")
    return agent


def partner(stage: Stage) -> Person:
    admin = stage.enter("contoso")
    agent = stage.door.enter_desk(AGENT, stage.locale)
    DeskPartnerPage(agent, admin.partner.id, admin.partner.name).navigate()
    return agent


def partner_s_invoices(stage: Stage) -> Person:
    agent = partner(stage)
    DeskPartnerPage(agent, "", "").choose("Invoices")
    return agent


def import_previewed(stage: Stage) -> Person:
    operator = stage.door.enter_desk(ADMIN, stage.locale)
    page = DeskImportsPage(operator).navigate()
    page.choose("Choose a catalogue file", "prices.toml", "not a catalogue")
    expect(page.main.get_by_role("alert").filter(visible=True)).to_be_visible()
    return operator


DESK_SCENES = (
    Scene("desk-transfers", DESK, transfers),
    Scene("desk-transfer-to-confirm", DESK, transfer_to_confirm),
    Scene("desk-proof-to-reject", DESK, proof_to_reject),
    Scene("desk-queue", DESK, queue),
    Scene("desk-request", DESK_REQUEST, request),
    page("desk-partners", DESK_PARTNERS, DeskPartnersPage),
    Scene("desk-partner", DESK_PARTNER, partner),
    Scene("desk-partner-s-invoices", DESK_PARTNER, partner_s_invoices),
    page("desk-activity", DESK_ACTIVITY, DeskActivityPage),
    page("desk-mails", DESK_MAILS, DeskMailsPage),
    page("desk-imports", DESK_IMPORTS, DeskImportsPage),
    Scene("desk-import-previewed", DESK_IMPORTS, import_previewed),
)
