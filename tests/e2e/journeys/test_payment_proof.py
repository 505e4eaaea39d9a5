"""Proving a bank transfer: handed in, read by finance, rejected, handed in again, confirmed; and read by nobody else."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.infra.files import small_png, text_of
from tests.e2e.infra.line import Line
from tests.e2e.infra.watch import Watch
from tests.e2e.pages.deeds import open_details, open_transfer, renew_by_transfer
from tests.e2e.pages.desk import DeskPage
from tests.e2e.pages.faces import Stop
from tests.e2e.pages.frame import Frame
from tests.e2e.pages.offers import ACTION_PACK, OffersPage
from tests.e2e.pages.order import OrderPage
from tests.e2e.pages.person import DESK, Door, Person

ACCOUNT = "Contoso Bank 4711"
REASON = "The statement shows another company's name."


@pytest.fixture
def statement(tmp_path: Path) -> Path:
    """What a bank gives out."""
    file = tmp_path / "statement.png"
    file.write_bytes(small_png())
    return file


def test_what_a_proof_lacks_stands_beside_its_fields(door: Door, locale: str, statement: Path, watch: Watch) -> None:
    watch.tolerate("status of 422")
    admin = door.enter("tailspin", "Global admin", locale)
    order, say = open_transfer(admin), admin.words
    program = statement.with_name("program.pdf")
    program.write_bytes(b"MZ this is no document")
    order.proof.attach(program)
    expect(order.main).to_contain_text(say("Only PDF, PNG and JPEG files can be attached."))
    expect(order.button("Remove")).to_be_hidden()

    order.proof.submit()
    for label in ("Payment date", "Paid to account", "Transaction reference"):
        expect(order.proof.field(label)).to_have_accessible_description(say("Please fill in this field."))
    expect(order.main.get_by_text(say("Please fill in this field."))).to_have_count(4)

    tomorrow = admin.today + timedelta(days=1)
    order.proof.fill(statement, tomorrow.isoformat(), ACCOUNT, "TX-1")
    order.proof.submit()
    expect(order.proof.field("Payment date")).to_have_accessible_description(say("This date lies ahead."))
    expect(order.proof.field("Paid to account")).to_have_value(ACCOUNT)
    expect(order.button("Remove")).to_be_visible()
    expect(order.navigate().main).to_contain_text(say("Awaiting payment"))
    expect(order.main).not_to_contain_text(say("In review"))


def test_a_rejected_proof_is_followed_by_one_that_pays_the_order(door: Door, locale: str, statement: Path) -> None:
    admin = door.enter("tailspin", "Global admin", locale)
    order, say, today = open_transfer(admin), admin.words, admin.today
    order.proof.fill(statement, (today - timedelta(days=2)).isoformat(), ACCOUNT, "TX-1")
    order.proof.submit()
    expect(order.sent_proof("statement.png")).to_contain_text(say("In review"))
    expect(order.main).to_contain_text(say("Proof in review"))
    expect(order.proof.submit_button).to_be_hidden()
    expect(order.button("Cancel order")).to_be_disabled()

    desk = DeskPage(door.enter_desk("Finance", locale)).validate_page()
    facts = desk.facts(order.number)
    assert (facts["Paid to account"], facts["Transaction reference"]) == (ACCOUNT, "TX-1")
    assert facts["Total"] == order.facts["Total"]
    assert order.facts["Contact"].startswith(facts["Contact"])
    assert "+1 303-555-0100" in facts["Contact"]
    with desk.page.expect_download() as waiting:
        desk.item(order.number).get_by_role("link", name="statement.png", exact=True).click()
    assert waiting.value.path().read_bytes() == statement.read_bytes()
    rejection = desk.ask(order.number, "Reject proof")
    rejection.button("Submit").click()
    expect(rejection.field("Reason")).to_have_accessible_description(say("Please fill in this field."))
    rejection.submit(REASON)
    expect(desk.item(order.number)).to_contain_text(say("Awaiting payment"))

    Frame(admin).come_back()
    expect(order.sent_proof("statement.png")).to_contain_text(say("Rejected"))
    expect(order.main.get_by_role("status").filter(has_text=say("The order has moved on."))).to_be_visible()
    expect(order.sent_proof("statement.png")).to_contain_text(REASON)
    assert order.page.request.get(f"/api/invoices/{order.number}.pdf").status == 404
    better = statement.rename(statement.with_name("better.png"))
    order.proof.fill(better, today.isoformat(), ACCOUNT, "TX-2")
    order.proof.submit()
    expect(order.sent_proof("better.png")).to_contain_text(say("In review"))

    desk.navigate().decide(order.number, "Confirm transfer")
    Frame(admin).come_back()
    expect(order.sent_proof("better.png")).to_contain_text(say("Accepted"))
    expect(order.main).to_contain_text(say("Paid"))
    expect(order.proof.submit_button).to_be_hidden()
    assert order.number in text_of(order.download("Download invoice").path().read_bytes())
    expect(OffersPage(admin).navigate().tile(ACTION_PACK)).to_contain_text(say("Active"))
    happened = open_details(admin).activity.filter(has_text=order.number)
    expect(happened).to_have_count(5)
    for done in ("Rejected a payment proof", "Confirmed a bank transfer", "Order paid, term started"):
        expect(happened.filter(has_text=say(done))).to_contain_text("Fiona Grant")


def test_a_lost_connection_takes_nothing_that_was_typed_from_either_side(door: Door, statement: Path, watch: Watch) -> None:
    watch.tolerate("WebSocket connection to")
    with Line() as line:
        admin = door.let_in(door.stand_before(door.copy("tailspin"), "Global admin", proxy=line.proxy))
        finance = door.let_in(door.stand_before(DESK, "Finance", proxy=line.proxy))
        order, desk = open_transfer(admin), DeskPage(finance)
        order.proof.fill(statement, admin.today.isoformat(), ACCOUNT, "TX-1")
        _cut_and_restore(line, admin)
        expect(order.proof.field("Transaction reference")).to_have_value("TX-1")
        order.proof.submit()
        expect(order.sent_proof("statement.png")).to_contain_text("In review")

        rejection = desk.navigate().ask(order.number, "Reject proof")
        rejection.field("Reason").fill(REASON)
        _cut_and_restore(line, finance)
        expect(rejection.field("Reason")).to_have_value(REASON)
        rejection.submit()
        expect(desk.item(order.number)).to_contain_text("Awaiting payment")
        expect(order.navigate().sent_proof("statement.png")).to_contain_text(REASON)
        expect(order.main.get_by_text("Rejected", exact=True)).to_have_count(1)


def test_a_proof_is_read_only_by_its_company_s_billing_and_by_finance(door: Door, statement: Path) -> None:
    partner = door.copy("fabrikam")
    admin = door.enter_as(partner, "Global admin")
    order = OrderPage(admin, renew_by_transfer(admin)).navigate()
    order.proof.fill(statement, admin.today.isoformat(), ACCOUNT, "TX-1")
    order.proof.submit()
    link = order.sent_proof("statement.png").get_by_role("link", name="statement.png")
    href = link.get_attribute("href") or ""
    missing = "/api/attachments/00000000-0000-4000-8000-000000000000"

    inside = [admin, door.enter_as(partner, "Billing admin"), door.enter_desk("Finance")]
    assert [somebody.page.request.get(href).body() for somebody in inside] == [statement.read_bytes()] * 3
    strangers = [
        door.enter_as(partner, "User"),
        door.enter("contoso", "Global admin"),
        door.enter_desk("Support agent"),
    ]
    for stranger in strangers:
        answers = [stranger.page.request.get(file) for file in (href, missing)]
        assert {answer.status for answer in answers} == {404}
        assert answers[0].body() == answers[1].body()
    nobody = door.stand_before(partner, "nobody").page
    assert nobody.request.get(href).status in {401, 403, 404}


def test_the_desk_s_money_is_open_to_finance_only(door: Door) -> None:
    DeskPage(door.enter_desk("Desk admin")).validate_page()
    agent = DeskPage(door.enter_desk("Support agent")).validate_page()
    lists = agent.main.get_by_role("group", name="Lists").get_by_role("button")
    expect(lists).to_have_count(1)
    expect(lists).to_contain_text("Requests")
    stranger = door.enter("contoso", "Global admin")
    OffersPage(stranger).validate_page()
    stranger.page.goto(DeskPage(stranger).address)
    Stop(stranger).validate_forbidden()
    expect(stranger.page.get_by_role("group", name="Lists")).to_have_count(0)


def _cut_and_restore(line: Line, somebody: Person) -> None:
    lost = Frame(somebody).connection_lost
    line.cut()
    expect(lost).to_be_visible()
    line.restore()
    expect(lost).to_be_hidden()
