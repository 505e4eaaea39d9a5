"""Asking and answering, in two browsers at once; who of the desk may what."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.infra.files import small_png
from tests.e2e.infra.watch import Watch
from tests.e2e.pages.deeds import ask_to_cancel
from tests.e2e.pages.desk import DeskPage
from tests.e2e.pages.desk_requests import DeskRequestPage, QueuePage, news_of
from tests.e2e.pages.faces import Stop
from tests.e2e.pages.offers import OffersPage
from tests.e2e.pages.person import Door, Person
from tests.e2e.pages.support import NewRequestPage, RequestPage, SupportPage

AGENT, ADMIN_OF_DESK, FINANCE = "Support agent", "Desk admin", "Finance"
PROBLEMS = (
    "Help with partner invoice, payment, or reconciliation file",
    "Help with memberships or competencies",
    "Help with benefits or product keys",
    "Help with users and permissions",
    "Help with the business profile",
    "Something else",
)


def asks(somebody: Person, title: str, problem: str = "Something else") -> RequestPage:
    """Makes a request, and stays on its page."""
    OffersPage(somebody).validate_page()
    form = NewRequestPage(somebody).navigate()
    form.problem.select_option(label=somebody.words(problem))
    form.field("Title").fill(title)
    form.field("Details").fill("It says so when I sign in.")
    return RequestPage(somebody, form.submit().number)


def at_desk(door: Door, number: str, role: str = AGENT, locale: str = "en") -> DeskRequestPage:
    """One of the desk's people comes to a request through the queue."""
    queue = QueuePage(door.enter_desk(role, locale)).validate_page()
    queue.search(number)
    return queue.open(number)


def test_two_browsers_at_once(door: Door, locale: str, tmp_path: Path) -> None:
    partner = door.enter("proseware" if locale == "ko" else "fabrikam", "Global admin", locale)
    say, request = partner.words, asks(partner, "A colleague can't sign in")
    desk = at_desk(door, request.number, locale=locale)
    expect(desk.thread).to_have_count(1)

    reply = request.main.get_by_role("textbox", name=say("Reply"), exact=True)
    reply.fill("While I wait, I write")
    picture = tmp_path / "screen.png"
    picture.write_bytes(small_png())
    desk.attach(picture)
    desk.reply("Please use the new link.")
    expect(desk.thread).to_have_count(2)
    expect(desk.reply_field).to_have_value("")

    expect(request.thread).to_have_count(2)
    expect(request.thread.last).to_contain_text("Please use the new link.")
    expect(news_of(request).filter(has_text="Sam Whitaker")).to_be_visible()
    expect(request.main).to_contain_text(say("Answered"))
    expect(reply).to_have_value("While I wait, I write")
    assert request.download("screen.png").path().read_bytes() == picture.read_bytes()

    desk.reply_field.fill("What I write at the desk")
    request.reply("It works now. Thank you.")
    expect(desk.thread).to_have_count(3)
    expect(desk.thread.last).to_contain_text("It works now. Thank you.")
    expect(desk.reply_field).to_have_value("What I write at the desk")

    expect(request.thread).to_have_count(3)
    expect(reply).to_have_value("")
    reply.fill("And one more thing")
    unsent = "This isn't sent yet. Send it, or empty the field and remove its files, before you close the request."
    for side in (desk, request):
        side.button("Close request").click()
        expect(side.main).to_contain_text(say(unsent))
    expect(reply).to_have_value("And one more thing")
    expect(desk.reply_field).to_have_value("What I write at the desk")

    desk.reply_field.fill("")
    desk.button("Close request").click()
    expect(desk.button("Reopen request")).to_be_visible()
    expect(request.main).to_contain_text(say("This request is closed. Please open a new one."))
    expect(reply).to_have_value("And one more thing")


@pytest.mark.parametrize("locale", ["en", "ko"])
def test_what_was_typed_stays_while_files_can_not_be_kept(door: Door, watch: Watch, locale: str, tmp_path: Path) -> None:
    """The store of files is away: as the server answers then, see tests/integration/test_files_in_a_bucket.py."""
    watch.tolerate("status of 503")
    partner = door.enter("proseware" if locale == "ko" else "fabrikam", "Global admin", locale)
    form = NewRequestPage(partner).navigate()
    form.problem.select_option(label=partner.words("Something else"))
    form.field("Title").fill("A picture of it")
    form.field("Details").fill("It says so when I sign in.")
    away = partner.words("Our store of files can't be reached at the moment. Nothing is lost: please try again in a few minutes.")
    partner.page.route("**/api/attachments?*", lambda route: route.fulfill(status=503, json={"problem": away}))
    picture = tmp_path / "screen.png"
    picture.write_bytes(small_png())
    choose = form.main.get_by_label(partner.words("Attach a file"))
    choose.set_input_files(picture)
    expect(form.main.get_by_text(away)).to_be_visible()
    expect(form.field("Title")).to_have_value("A picture of it")
    expect(form.field("Details")).to_have_value("It says so when I sign in.")

    partner.page.unroute("**/api/attachments?*")
    choose.set_input_files(picture)
    expect(form.button("Remove")).to_be_visible()
    expect(form.main.get_by_text(away)).to_be_hidden()
    form.submit()


def test_lists_in_view_follow(door: Door, locale: str) -> None:
    partner = door.enter("fabrikam", "Global admin", locale)
    number = asks(partner, "A list that follows").number
    agent = door.enter_desk(AGENT, locale)
    queue = QueuePage(agent).validate_page()
    queue.search(number)
    row = queue.row(number)
    expect(row).to_contain_text(partner.partner.mpn_id)
    expect(row).to_contain_text(partner.words("Open"))
    mine = SupportPage(partner).navigate()
    expect(mine.row(number)).not_to_contain_text(partner.words("New answer"))

    desk = DeskRequestPage(agent.another_tab(), number).navigate()
    desk.reply("There it is.")
    expect(mine.row(number)).to_contain_text(partner.words("New answer"))
    expect(row).to_be_hidden()
    queue.narrow("Status", "Answered: waits for the partner")
    expect(row).to_contain_text("Sam Whitaker")

    mine.row(number).get_by_role("link", name=number).click()
    expect(RequestPage(partner, number).validate_page().thread.last).to_contain_text("There it is.")
    expect(SupportPage(partner).navigate().row(number)).not_to_contain_text(partner.words("New answer"))


def test_a_note_stays_at_the_desk(door: Door, locale: str) -> None:
    partner = door.enter("fabrikam", "Global admin", locale)
    request = asks(partner, "What they say of us")
    desk = at_desk(door, request.number, locale=locale)
    desk.note("They are about to leave us.")
    expect(desk.thread.last).to_contain_text(desk.say("Internal note"))
    desk.reply("We are looking into it.")
    expect(request.thread).to_have_count(2)
    expect(request.navigate().main).not_to_contain_text("They are about to leave us.")


def test_a_double_click_says_it_once(door: Door, locale: str, tmp_path: Path) -> None:
    partner = door.enter("fabrikam", "Global admin", locale)
    request = asks(partner, "Said once")
    picture = tmp_path / "screen.png"
    picture.write_bytes(small_png())
    request.attach(picture)
    request.reply_twice("This is what I see.")
    expect(request.thread).to_have_count(2)
    request.reply("And one more thing.")
    expect(request.thread).to_have_count(3)
    expect(request.thread.nth(1)).to_contain_text("screen.png")

    desk = at_desk(door, request.number, locale=locale)
    desk.attach(picture)
    desk.reply_twice("Please use the new link.")
    expect(desk.thread).to_have_count(4)
    expect(desk.thread.last).to_contain_text("screen.png")
    desk.note_twice("They are patient.")
    expect(desk.thread).to_have_count(5)
    desk.note("Very patient.")
    expect(desk.thread.last).to_contain_text("Very patient.")
    expect(desk.thread).to_have_count(6)
    expect(request.thread).to_have_count(4)


def test_a_request_is_taken_up_taken_over_and_put_down(door: Door, locale: str) -> None:
    partner = door.enter("fabrikam", "Global admin", locale)
    number = asks(partner, "Who looks after it").number
    agent, admin = (QueuePage(door.enter_desk(role, locale)).validate_page() for role in (AGENT, ADMIN_OF_DESK))
    for queue in (agent, admin):
        queue.search(number)
        expect(queue.row(number)).to_contain_text(queue.say("Nobody's"))
    agent.take(number)
    expect(agent.row(number)).to_contain_text("Sam Whitaker")
    expect(admin.row(number)).to_contain_text("Sam Whitaker")
    admin.take(number, "Take over")
    expect(admin.row(number)).to_contain_text(admin.say("(you)"))
    agent.narrow("Assigned to", "Me")
    expect(agent.row(number)).to_be_hidden()
    desk = admin.open(number)
    desk.button("Put down").click()
    expect(desk.main).to_contain_text(desk.say("Nobody's"))
    desk.main.get_by_role("combobox", name=desk.say("Assign to a colleague")).select_option(label="Sam Whitaker")
    desk.button("Assign").click()
    expect(agent.row(number)).to_be_visible()


@pytest.mark.parametrize("problem", PROBLEMS)
def test_every_type_of_request_reaches_the_desk(door: Door, problem: str) -> None:
    user = door.enter("fabrikam", "User")
    OffersPage(user).validate_page()
    form = NewRequestPage(user).navigate()
    form.problem.select_option(label=problem)
    form.subscription.select_option(label="Microsoft Action Pack Subscription")
    form.field("Title").fill(f"About: {problem}")
    form.field("Details").fill("Please help.")
    number = form.submit().number
    desk = at_desk(door, number)
    assert desk.facts["Type of problem"] == problem
    assert desk.facts["Subscription"].startswith("Microsoft Action Pack Subscription")


def test_a_search_finds_by_title_number_company_and_mpn_id(door: Door) -> None:
    partner = door.enter("fabrikam", "Global admin")
    number = asks(partner, "Zebra crossing the invoice").number
    mine = SupportPage(partner).navigate()
    queue = QueuePage(door.enter_desk(AGENT)).validate_page()
    for text in ("zebra", number):
        for page in (mine, queue):
            page.search("nothing like it")
            expect(page.row(number)).to_be_hidden()
            page.search(text)
            expect(page.row(number)).to_be_visible()
    queue.search(partner.partner.mpn_id)
    expect(queue.row(number)).to_be_visible()


def test_an_agent_sees_the_verdict_and_finance_decides(door: Door, locale: str) -> None:
    admin = door.enter("contoso", "Global admin", locale)
    OffersPage(admin).validate_page()
    request = ask_to_cancel(admin)
    agent = at_desk(door, request.number, locale=locale)
    expect(agent.main).to_contain_text(agent.say("No refund due"))
    expect(agent.main).to_contain_text(agent.say("It was paid more than 30 days ago."))
    expect(agent.main).to_contain_text(agent.say("Finance decides it."))
    expect(agent.button("Close request")).to_be_hidden()
    expect(agent.link("Decide")).to_be_hidden()

    finance = door.enter_desk(FINANCE, locale)
    reading = DeskRequestPage(finance, request.number).navigate()
    expect(reading.reply_field).to_be_hidden()
    reading.link("Decide").click()
    desk = DeskPage(finance).validate_page()
    desk.decide(request.number, "Decline", "The thirty days are over.")
    expect(request.thread.last).to_contain_text("The thirty days are over.")
    expect(agent.thread.last).to_contain_text("The thirty days are over.")


def test_who_may_not_is_refused(door: Door, locale: str) -> None:
    partner = door.enter("fabrikam", "Global admin", locale)
    number = asks(partner, "Only for the desk").number
    finance = door.enter_desk(FINANCE, locale)
    finance.page.goto(DeskRequestPage(finance, number).address)
    Stop(finance).validate_missing()
    lists = DeskPage(finance).navigate().main.get_by_role("group", name=finance.words("Lists"), exact=True)
    expect(lists.get_by_role("button")).to_have_count(5)
    partner.page.goto(DeskRequestPage(partner, number).address)
    Stop(partner).validate_forbidden()
