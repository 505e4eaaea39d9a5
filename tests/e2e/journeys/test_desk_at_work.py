"""Failed mails and imports, on a server of their own: its mail server refuses, and its catalogue changes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from actionpack_app.services.catalogue.import_file import sample_catalogue
from tests.e2e.infra.post import MailServer
from tests.e2e.infra.server import start_server, stop_server
from tests.e2e.infra.staging import Staging
from tests.e2e.pages.desk_imports import DeskImportsPage
from tests.e2e.pages.desk_mails import DeskMailsPage
from tests.e2e.pages.offers import OffersPage
from tests.e2e.pages.person import Door
from tests.e2e.pages.values import money

TO = "ben.okafor@contoso.example.com"
"""The Billing admin of every copy."""
OF_A_YEAR = 4
"""Three reminders and the renewal."""
CATALOGUE, QUALIFICATIONS = "Choose a catalogue file", "Choose a file of qualifications"


@pytest.fixture(scope="module")
def post() -> Iterator[MailServer]:
    """The mail server."""
    with MailServer().running() as running:
        yield running


@pytest.fixture(scope="module")
def house(
    server: dict[str, str], post: MailServer, tmp_path_factory: pytest.TempPathFactory, results: Path
) -> Iterator[dict[str, str]]:
    """A server that sends mails there; `server` has built the frontend by now."""
    assert server
    folder = tmp_path_factory.mktemp("desk-at-work")
    started = start_server(folder, results / f"{folder.name}.log", SMTP_URL=f"smtp://127.0.0.1:{post.port}")
    yield started
    stop_server(started)


@pytest.fixture
def served(house: dict[str, str]) -> dict[str, str]:
    """All people of these tests reach that server."""
    return house


def test_a_mail_that_was_refused_is_sent_again_and_arrives_once(
    door: Door, post: MailServer, staging: Staging, locale: str
) -> None:
    agent, partner = door.enter_desk("Support agent", locale), door.copy("contoso")
    post.unknown.add(TO)
    staging.jump(partner, "anniversary")
    mails = DeskMailsPage(agent).navigate()
    theirs = mails.rows(TO).filter(has_text=partner.mpn_id)
    mails.look_until(lambda: theirs.count() == OF_A_YEAR)
    failed = mails.titled(theirs, "{offer} is renewed until {day}")
    expect(failed).to_contain_text(agent.words("The address is unknown there ({code}).", code="550"))

    post.unknown.clear()
    before = len(post.taken)
    mails.send_again(failed, TO)
    expect(theirs).to_have_count(OF_A_YEAR - 1)
    mails.look_until(lambda: len(post.taken) > before)
    assert [to for to, _subject in post.taken[before:]].count(TO) == 1


def test_a_catalogue_is_previewed_and_imported_and_partners_read_the_new_price(door: Door, locale: str) -> None:
    admin = door.enter_desk("Desk admin", locale)
    imports, say = DeskImportsPage(admin).navigate(), admin.words
    price = {"en": "500.00", "ko": "510.00"}[locale]
    imports.choose(CATALOGUE, "prices.toml", sample_catalogue().replace('USD = "475.00"', f'USD = "{price}"', 1))
    what = say("{offer} in {currency}", offer=say("Microsoft Action Pack Subscription"), currency="USD")
    changed = imports.change(what)
    assert money("USD", price, locale) in changed
    expect(imports.preview).to_contain_text(say("Automatic renewals that were announced keep the price of their 30-day notice."))
    partner = door.enter("fabrikam", "Global admin", locale)
    expect(OffersPage(partner).validate_page().main).not_to_contain_text(money("USD", price, locale))

    imports.confirm("prices.toml", "1")
    newest = imports.main.get_by_role("row").filter(has_text="prices.toml").first
    expect(newest).to_contain_text(say("Catalogue"))
    expect(OffersPage(partner).navigate().main).to_contain_text(money("USD", price, locale))


def test_a_broken_file_names_the_place_and_is_put_away(door: Door, locale: str) -> None:
    imports = DeskImportsPage(door.enter_desk("Desk admin", locale)).navigate()
    imports.choose(CATALOGUE, "prices.toml", sample_catalogue().replace('USD = "475.00"', 'USD = "cheap"', 1))
    expect(imports.preview.get_by_role("alert")).to_contain_text("prices.action_pack.USD")
    expect(imports.button("Import")).to_have_count(0)
    imports.button("Put the file away").click()
    expect(imports.preview).to_be_hidden()


def test_qualifications_are_previewed_and_imported(door: Door, locale: str) -> None:
    partner = door.copy("fabrikam")
    imports = DeskImportsPage(door.enter_desk("Desk admin", locale)).navigate()
    say = imports.say
    lines = f"mpn_id,competency,level,state,certified_people\n{partner.mpn_id},Data analytics,silver,started,2\n"
    imports.choose(QUALIFICATIONS, "people.csv", lines)
    changed = imports.change(f"Data analytics · {say('Silver competency')}")
    assert changed[2:4] == [say("none"), say("Started")] or say("Started") in changed[3]
    imports.confirm("people.csv", "1")
    imports.choose(QUALIFICATIONS, "people.csv", lines)
    expect(imports.preview).to_contain_text(say("This file changes nothing: what is in force says the same."))
    expect(imports.button("Import")).to_have_count(0)
