"""Cancelling through a support request, and the request's own life."""

from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.infra.files import small_png
from tests.e2e.infra.watch import Watch
from tests.e2e.pages.frame import Frame
from tests.e2e.pages.offers import ACTION_PACK, OffersPage
from tests.e2e.pages.person import Door
from tests.e2e.pages.subscription import SubscriptionPage
from tests.e2e.pages.support import NewRequestPage, RequestPage, SupportPage
from tests.e2e.pages.values import written

BILLING = "Help with partner invoice, payment, or reconciliation file"


def test_a_cancellation_is_asked_for_found_again_and_taken_back(door: Door, locale: str, tmp_path: Path) -> None:
    admin = door.enter("contoso", "Global admin", locale)
    say, offers = admin.words, OffersPage(admin).validate_page()
    offers.open_details(ACTION_PACK)
    details = SubscriptionPage(admin).validate_page()
    dialog = details.ask_to_cancel()
    expect(dialog.root).to_contain_text(say("It was paid more than 30 days ago."))
    dialog.report()

    form = NewRequestPage(admin).validate_page()
    expect(form.problem.get_by_role("option", name=say(BILLING), selected=True)).to_be_attached()
    expect(form.subscription).to_be_disabled()
    expect(form.field("Title")).to_have_value(say("Cancel {offer}", offer=say(ACTION_PACK)))
    expect(form.field("Contact name")).to_have_value("Carla Mendes")
    request = form.submit()
    number = request.number
    assert request.facts["Type of problem"] == say(BILLING)

    Frame(admin).entry("Support").click()
    support = SupportPage(admin).validate_page()
    support.filter("Open")
    expect(support.row(number)).to_contain_text(say("Cancellation requested"))
    expect(offers.navigate().tile(ACTION_PACK)).to_contain_text(say("Cancellation requested"))
    expect(offers.tile(ACTION_PACK)).to_contain_text(say("Active"))
    offers.open_details(ACTION_PACK)
    details.validate_page()
    expect(details.main).to_contain_text(say("Cancellation requested"))
    expect(details.button("Cancel subscription")).to_be_hidden()

    details.link("Show the cancellation request").click()
    request.validate_page()
    picture = tmp_path / "screen.png"
    picture.write_bytes(small_png())
    request.attach(picture)
    request.reply("Please hurry.\nThank you.")
    expect(request.thread).to_have_count(2)
    expect(request.thread.last).to_contain_text("Please hurry.")
    assert request.download("screen.png").path().read_bytes() == picture.read_bytes()
    expect(request.main.get_by_role("textbox", name=say("Reply"))).to_have_value("")

    request.button("Close request").click()
    expect(request.main).to_contain_text(say("This request is closed. Please open a new one."))
    expect(request.button("Send reply")).to_be_hidden()
    support.navigate().filter("Closed")
    expect(support.row(number)).to_be_visible()
    support.filter("Open")
    expect(support.row(number)).to_be_hidden()
    expect(offers.navigate().tile(ACTION_PACK)).not_to_contain_text(say("Cancellation requested"))


def test_a_renewal_of_today_would_be_refunded(door: Door, locale: str) -> None:
    admin = door.enter("fabrikam", "Global admin", locale)
    offers = OffersPage(admin).validate_page()
    checkout = offers.begin(ACTION_PACK, "Renew subscription")
    checkout.review_card()
    checkout.buy()
    checkout.validate_confirmed()
    checkout.close()
    offers.open_details(ACTION_PACK)
    dialog = SubscriptionPage(admin).validate_page().ask_to_cancel()
    until = written(admin.today.fromordinal(admin.today.toordinal() + 30), locale)
    expect(dialog.root).to_contain_text(admin.words("A refund is due if you ask by {until}.", until=until))
    expect(dialog.root).not_to_contain_text(admin.words("No refund is due:"))
    dialog.button("Keep subscription").click()
    expect(dialog.root).to_be_hidden()


def test_an_empty_request_is_told_what_it_lacks(door: Door, locale: str) -> None:
    admin = door.enter("contoso", "Billing admin", locale)
    OffersPage(admin).validate_page()
    form = NewRequestPage(admin).navigate()
    form.button("Submit").click()
    required = admin.words("Please fill in this field.")
    for field in (form.problem, form.field("Title"), form.field("Details")):
        expect(field).to_have_accessible_description(required)
    expect(form.main.get_by_role("alert").filter(visible=True)).to_have_text(admin.words("Please check the marked fields."))


def test_what_was_typed_survives_leaving_the_form(door: Door) -> None:
    admin = door.enter("contoso", "Billing admin")
    OffersPage(admin).validate_page()
    form = NewRequestPage(admin).navigate()
    form.problem.select_option(label="Something else")
    form.field("Title").fill("A question")
    form.field("Details").fill("How do I add a colleague?")
    form.field("Contact name").focus()
    Frame(admin).entry("Membership offers").click()
    OffersPage(admin).validate_page()
    admin.page.go_back()
    form.validate_page()
    expect(form.field("Title")).to_have_value("A question")
    expect(form.field("Details")).to_have_value("How do I add a colleague?")
    request = form.submit()
    expect(request.title).to_have_text("A question")
    assert RequestPage(admin, request.number).navigate().facts["Subscription"] == "–"
    expect(SupportPage(admin).navigate().row("A question")).not_to_contain_text("Cancellation requested")


def test_a_program_cannot_be_attached(door: Door, locale: str, tmp_path: Path, watch: Watch) -> None:
    watch.tolerate("status of 422")
    admin = door.enter("contoso", "Billing admin", locale)
    OffersPage(admin).validate_page()
    form = NewRequestPage(admin).navigate()
    program = tmp_path / "program.png"
    program.write_bytes(b"MZ this is no picture")
    form.main.get_by_label(admin.words("Attach a file")).set_input_files(program)
    expect(form.main).to_contain_text(admin.words("Only PDF, PNG and JPEG files can be attached."))
    expect(form.button("Remove")).to_be_hidden()
