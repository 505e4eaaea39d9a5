"""Turning automatic renewal off: what it means, and that there is no way back."""

from playwright.sync_api import expect

from tests.e2e.pages.offers import ACTION_PACK, OffersPage
from tests.e2e.pages.person import Door, Person
from tests.e2e.pages.renewal import RenewalDialog
from tests.e2e.pages.subscription import SubscriptionPage
from tests.e2e.pages.values import read_days, written
from tests.e2e.pages.words import MEMBERSHIP_EXPIRY


def test_from_the_purchased_list(door: Door, locale: str) -> None:
    admin = door.enter("contoso", "Global admin", locale)
    offers = OffersPage(admin).validate_page()
    dialog = offers.turn_off_renewal(ACTION_PACK)
    opens, closes = _what_it_means(dialog)
    dialog.confirm()
    dialog.close()

    row = offers.row(offers.choose_list("Purchased"), ACTION_PACK)
    expect(row).to_contain_text(_off_since(admin))
    expect(row.get_by_role("button", name=admin.words("Turn off automatic renewal"))).to_be_hidden()
    renew = offers.tile_button(ACTION_PACK, "Renew subscription")
    expect(renew).to_be_disabled()
    expect(renew).to_have_accessible_description(_opens_later(admin, opens, closes))


def test_from_the_details(door: Door, locale: str) -> None:
    admin = door.enter("contoso", "Global admin", locale)
    say = admin.words
    OffersPage(admin).validate_page().open_details(ACTION_PACK)
    details = SubscriptionPage(admin).validate_page()
    dialog = details.turn_off_renewal()
    opens, closes = _what_it_means(dialog)
    dialog.confirm()
    dialog.close()

    expect(details.button("Turn off automatic renewal")).to_be_hidden()
    expect(details.button("Renew subscription")).to_be_disabled()
    expect(details.button("Renew subscription")).to_have_accessible_description(_opens_later(admin, opens, closes))
    sentence = "Off since {day}. Only the next renewal turns it on again."
    assert details.facts["Automatic renewal"] == say(sentence, day=written(admin.today, admin.locale))
    expect(details.activity.first).to_contain_text(say("Turned off automatic renewal"))
    details.navigate()
    expect(details.button("Turn off automatic renewal")).to_be_hidden()


def test_a_double_click_turns_it_off_and_says_nothing_else(door: Door, locale: str) -> None:
    admin = door.enter("contoso", "Global admin", locale)
    OffersPage(admin).validate_page().open_details(ACTION_PACK)
    details = SubscriptionPage(admin).validate_page()
    dialog = details.turn_off_renewal()
    _what_it_means(dialog)
    asked = dialog.facts.all()
    dialog.confirm(clicks=2)
    off = admin.words("Turned off automatic renewal")
    expect(admin.page.get_by_text(off, exact=True)).to_have_count(1)
    expect(dialog.alert).to_be_hidden()
    assert dialog.facts.all() == asked


def test_keeping_it_changes_nothing(door: Door) -> None:
    admin = door.enter("contoso", "Global admin")
    offers = OffersPage(admin).validate_page()
    dialog = offers.turn_off_renewal(ACTION_PACK)
    dialog.validate_question()
    dialog.button("Keep automatic renewal").click()
    expect(dialog.root).to_be_hidden()
    expect(offers.navigate().tile(ACTION_PACK)).to_contain_text("Renews automatically on")


def _what_it_means(dialog: RenewalDialog) -> tuple[str, str]:
    """Reads the question; returns the first and the last day on which the partner could renew."""
    dialog.validate_question()
    say = dialog.say
    for sentence in (
        "It takes effect at once. Your benefits run on to the end of the term; nothing will be charged by itself.",
        "This can't be undone. Only renewing by hand, after expiry, turns automatic renewal on again.",
    ):
        expect(dialog.root).to_contain_text(say(sentence))
    (expiry,) = read_days(dialog.facts[MEMBERSHIP_EXPIRY])
    opens, closes = read_days(dialog.facts["You can renew"])
    assert (opens - expiry).days == 1
    assert (closes - expiry).days == 30
    return written(opens, say.locale), written(closes, say.locale)


def _opens_later(admin: Person, opens: str, closes: str) -> str:
    return admin.words("You can renew from {opens} to {closes}.", opens=opens, closes=closes)


def _off_since(admin: Person) -> str:
    return admin.words("Off since {day}", day=written(admin.today, admin.locale))
