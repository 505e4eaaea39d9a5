"""Before and after in words: of everything that services record, in both languages, and of what is older or newer."""

import pytest

from actionpack_app.domain.deeds import DEEDS, DeedGroup, amount_facts
from actionpack_app.domain.money import Money
from actionpack_app.domain.orders import GIVEN_UP, OrderStatus
from actionpack_app.messages import use_locale
from actionpack_app.messages.changes import Change, change_of
from actionpack_app.messages.deeds import author_name, deed_group_name
from tests.unit.messages.test_words import in_korean

MONEY = amount_facts(Money(47500, "USD"))
RECORDED = [
    ("order_placed", "ORD-1", {"before": "draft", "after": "awaiting_payment", "method": "transfer", **MONEY}),
    ("order_paid", "ORD-1", {"invoice": "INV-1", "start": "2026-06-23", "expiry": "2027-06-22", "renewal": "on", **MONEY}),
    ("payment_failed", "ORD-1", {"before": "processing", "after": "draft", "reason": "insufficient_funds", **MONEY}),
    ("transfer_partly_arrived", "ORD-1", {"before": "0", "after": "20000", **MONEY}),
    ("card_made_default", "4242", {"before": "Visa 4242", "after": "American Express 0005"}),
    ("payment_method_replaced", "", {"before": "Visa 4242", "after": "transfer"}),
    ("renewal_turned_off", "", {"before": "on", "after": "off"}),
    ("ends_at_expiry", "SR-1", {"before": "on", "after": "off", "expiry": "2027-06-22"}),
    ("subscription_cancelled", "CN-1", {"before": "active", "after": "cancelled", "order": "ORD-1", **MONEY}),
    ("subscription_lapsed", "", {"before": "renewable", "after": "lapsed"}),
    ("subscription_upgraded", "ORD-1", {"renewal": "off"}),
    ("renewal_left_out", "", {"reason": "not_qualified"}),
    ("request_closed", "SR-1", {"before": "answered", "after": "closed"}),
    ("request_made", "SR-1", {"after": "open", "problem": "billing"}),
    ("company_changed", "", {"field": "tax_id", "before": "12-3456789", "after": "91-1144442"}),
    ("profile_changed", "", {"field": "logo_id", "before": "given", "after": "replaced"}),
    ("profile_published", "", {"before": "not_published", "after": "published"}),
    ("profile_unpublished", "", {"before": "published", "after": "not_published"}),
    ("approval_rule_set", "", {"before": "none", "after": "40000", "currency": "USD"}),
    ("approval_requested", "ORD-1", {"after": "requested", **MONEY}),
    ("approval_given", "ORD-1", {"before": "requested", "after": "approved", **MONEY}),
    ("approval_withdrawn", "ORD-1", {"before": "requested", "after": "withdrawn", **MONEY}),
    ("case_closed", "ORD-1", {"reason": "dispute"}),
    ("looked_up", "", {"desk_role": "support_agent"}),
    ("mail_sent_again", "", {"mail": "renewed"}),
    ("mail_sent_again", "", {"mail": "letter"}),
    ("keys_viewed", "", {"benefit": "office_licences", "before": "2", "after": "3", "granted": "10"}),
    ("keys_viewed", "", {"benefit": "office_licences", "again": "3"}),
    ("benefit_activated", "", {"benefit": "advisory_hours", "before": "0", "after": "5", "granted": "20"}),
    ("seat_ended", "", {"benefit": "training_seats", "before": "1", "after": "0", "granted": "5", "person": ""}),
    ("person_invited", "", {"role": "billing_admin", "whom": "Ada Reyes (ada@example.com)"}),
    ("role_changed", "", {"before": "user", "after": "global_admin", "whom": "Ada Reyes"}),
    ("person_deactivated", "", {"role": "user", "whom": "Ada Reyes"}),
]
REASONS = (
    "insufficient_funds",
    "expired_card",
    "incorrect_cvc",
    "card_not_found",
    "authentication_required",
    "authentication_failed",
    "provider_unavailable",
    "arrived_elsewhere",
    "not_matched",
    "cancelled",
    GIVEN_UP,
    "not_qualified",
    "gold_includes_silver",
    "a_newer_code",
)


def parts(change: Change) -> list[str]:
    return [text for text in (change.before, change.after, *change.more) if text]


@pytest.mark.parametrize(("action", "subject", "details"), RECORDED, ids=lambda value: value if isinstance(value, str) else "")
def test_what_is_recorded_reads_well_in_both_languages(action: str, subject: str, details: dict[str, str]) -> None:
    said: dict[str, list[str]] = {}
    for locale in ("en", "ko"):
        with use_locale(locale):
            said[locale] = parts(change_of(action, subject, details))
    assert len(said["en"]) == len(said["ko"]) > 0
    assert [text for text in said["en"] if in_korean(text) or {"{", "_"} & set(text)] == []
    assert [text for text in said["ko"] if not in_korean(text) and not any(digit.isdigit() for digit in text)] == []


def test_both_sides_are_one_line() -> None:
    with use_locale("en"):
        expired = change_of("order_expired", "", {"before": "awaiting_payment", "after": "expired"})
        assert expired.line == "Awaiting payment → Order expired"
        assert change_of("transfer_partly_arrived", "", {"before": "0", "after": "20000", **MONEY}).line == "$0.00 → $200.00"
        assert change_of("payment_method_replaced", "", RECORDED[5][2]).line == "Visa ending in 4242 → Electronic bank transfer"
        assert change_of("request_made", "", {"after": "open"}).line == "Open"
    with use_locale("ko"):
        assert change_of("renewal_turned_off", "", {"before": "on", "after": "off"}).line == "자동 갱신 켜짐 → 자동 갱신 꺼짐"


def test_what_stayed_as_it_was_is_no_change() -> None:
    with use_locale("en"):
        assert change_of("ends_at_expiry", "", {"before": "off", "after": "off"}).line == "Automatic renewal off"


@pytest.mark.parametrize("action", sorted(action for actions in DEEDS.values() for action in actions))
def test_entries_from_before_details_were_kept_read_well(action: str) -> None:
    with use_locale("en"):
        assert change_of(action, "", {}) == Change()


def test_a_card_of_an_older_entry_is_known_by_its_last_digits() -> None:
    with use_locale("en"):
        assert change_of("card_saved", "4242", {}) == Change("", "Card ending in 4242")
        assert change_of("card_removed", "4242", {}) == Change("Card ending in 4242", "")


def test_what_only_a_newer_version_knows_is_shown_as_it_is() -> None:
    with use_locale("en"):
        assert change_of("order_paid", "", {"before": "on_hold", "after": "paid"}).line == "on_hold → Paid"
        assert change_of("of_a_newer_version", "", {"before": "a", "after": "b"}).line == "a → b"
        assert change_of("order_paid", "", {"amount_minor": "many", "start": "soon", "method": 7, "reason": None}) == Change()
        assert change_of("transfer_partly_arrived", "", {"before": "0", "after": "5", "currency": "XXX"}).line == "0 → 5"


@pytest.mark.parametrize("locale", ["en", "ko"])
def test_reasons_are_told_apart(locale: str) -> None:
    with use_locale(locale):
        said = [change_of("payment_failed", "", {"reason": reason}).more[0] for reason in REASONS]
    assert len(set(said)) == len(said)
    assert all(in_korean(text) is (locale == "ko") for text in said)


@pytest.mark.parametrize("status", OrderStatus)
def test_every_state_of_an_order_has_words_here_too(status: OrderStatus) -> None:
    with use_locale("ko"):
        assert in_korean(change_of("order_cancelled", "", {"before": status, "after": ""}).before)


def test_groups_and_authors_have_names() -> None:
    for locale in ("en", "ko"):
        with use_locale(locale):
            names = [deed_group_name(group) for group in DeedGroup]
            assert len(set(names)) == len(names)
            assert all(in_korean(name) is (locale == "ko") for name in names)
            assert author_name("person", "Grace Abbott") == "Grace Abbott"
            assert "Fiona" in author_name("desk", "Fiona")
            assert len({author_name(by, "") for by in ("product", "former")}) == 2
