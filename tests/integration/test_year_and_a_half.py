"""A year and a half of every sample partner, written from the rules of product §2 by hand: what happens, and at what local time.

Seeded on 10 March 2027 at 15:00 UTC. The same list comes of it whether the clock is moved day by day or at once.
"""

import re
from collections.abc import Callable

import pytest

from actionpack_app.domain.errors import NotRenewable
from actionpack_app.domain.money import Money
from actionpack_app.domain.notices import NoticeKind, from_plain
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.orders import OrderStatus
from actionpack_app.domain.status import Status
from actionpack_app.messages import use_locale
from actionpack_app.messages.deeds import deed
from actionpack_app.messages.happenings import notice_name
from actionpack_app.messages.notices import NoticeWords, in_words
from actionpack_app.messages.words import status_name
from actionpack_app.models import Competency, Notice
from actionpack_app.models.subscriptions import CompetencyState
from actionpack_app.services.catalogue.import_file import import_catalogue, sample_catalogue
from actionpack_app.services.desk.reject_proof import reject_proof
from actionpack_app.services.orders.open_checkout import open_checkout
from actionpack_app.services.orders.show import show_order
from actionpack_app.services.samples.story import Happening, HappeningKind
from actionpack_app.services.subscriptions.turn_off_renewal import turn_off_renewal
from actionpack_app.services.transfers.prove import submit_proof
from actionpack_app.workflows import desk, engine
from actionpack_app.workflows.transfers import cancel
from tests.integration.companies import Company
from tests.integration.desk import change, finance, proof
from tests.integration.rows import all_of, of
from tests.integration.shopping import bought, ledger, reviewed_by_card
from tests.integration.stripe import SHORT_PAUSE, numbered_without_gap
from tests.integration.years import (
    clock,
    day_by_day,
    dollars,
    in_one_jump,
    invoiced,
    lines,
    moved,
    paid,
    renews_by_transfer,
    renews_with_card,
    seeded,
    subscription,
    table,
    told,
)

AP, SILVER, GOLD = Offer.ACTION_PACK, Offer.SILVER, Offer.GOLD

LISTS = {
    # Pacific time; expired on 9 March 2027, automatic renewal off. Clocks have gone forward before the second notice.
    "fabrikam": """
        2027-03-10 09:00  told:window_open          action_pack
        2027-04-01 09:00  told:window_closing       action_pack   # expiry + 23
        2027-04-09 00:00  done:subscription_lapsed  action_pack   # the day after expiry + 30
        2027-04-09 00:00  status:lapsed             action_pack
    """,
    # Eastern time; expires on 8 July 2027, card 4242.
    "contoso": """
        2027-06-08 00:00  status:expiring_soon      action_pack   # 30 days left
        2027-06-08 09:00  told:expires_in_30        action_pack
        2027-06-23 09:00  told:expires_in_15        action_pack
        2027-07-07 09:00  told:expires_in_1         action_pack
        2027-07-09 00:00  status:renewing           action_pack
        2027-07-09 09:00  done:order_placed         action_pack
        2027-07-09 09:00  done:order_paid           action_pack
        2027-07-09 09:00  told:renewed              action_pack
        2027-07-09 09:00  status:active             action_pack
        2028-06-08 00:00  status:expiring_soon      action_pack
        2028-06-08 09:00  told:expires_in_30        action_pack
        2028-06-23 09:00  told:expires_in_15        action_pack
        2028-07-07 09:00  told:expires_in_1         action_pack
        2028-07-09 00:00  status:renewing           action_pack
        2028-07-09 09:00  done:order_placed         action_pack
        2028-07-09 09:00  done:order_paid           action_pack
        2028-07-09 09:00  told:renewed              action_pack
        2028-07-09 09:00  status:active             action_pack
    """,
    # The window closed yesterday: that is the end.
    "northwind": "",
    # Never bought anything.
    "adventure_works": "",
    # British time; Action Pack expires on 20 March 2027, silver on 29 November 2027; card 4242 for both.
    "woodgrove": """
        2027-03-19 09:00  told:expires_in_1         action_pack
        2027-03-21 00:00  status:renewing           action_pack
        2027-03-21 09:00  done:order_placed         action_pack
        2027-03-21 09:00  done:order_paid           action_pack
        2027-03-21 09:00  told:renewed              action_pack
        2027-03-21 09:00  status:active             action_pack
        2027-10-30 00:00  status:expiring_soon      silver        # the last night of summer time
        2027-10-30 09:00  told:expires_in_30        silver
        2027-11-14 09:00  told:expires_in_15        silver
        2027-11-28 09:00  told:expires_in_1         silver
        2027-11-30 00:00  status:renewing           silver
        2027-11-30 09:00  done:order_placed         silver
        2027-11-30 09:00  done:order_paid           silver
        2027-11-30 09:00  told:renewed              silver
        2027-11-30 09:00  status:active             silver
        2028-02-19 00:00  status:expiring_soon      action_pack   # counted over 29 February
        2028-02-19 09:00  told:expires_in_30        action_pack
        2028-03-05 09:00  told:expires_in_15        action_pack
        2028-03-19 09:00  told:expires_in_1         action_pack
        2028-03-21 00:00  status:renewing           action_pack
        2028-03-21 09:00  done:order_placed         action_pack
        2028-03-21 09:00  done:order_paid           action_pack
        2028-03-21 09:00  told:renewed              action_pack
        2028-03-21 09:00  status:active             action_pack
    """,
    # Mountain time; ordered by bank transfer on 26 February, last day 28 March.
    "tailspin": """
        2027-03-29 00:00  done:order_expired        action_pack
    """,
    # Managed in the Partner Membership Center, whose renewals keep the same rules; expires on 15 March, automatic renewal off.
    "litware": """
        2027-03-14 09:00  told:expires_in_1         action_pack
        2027-03-16 00:00  status:renewable          action_pack
        2027-03-16 09:00  told:window_open          action_pack
        2027-04-07 09:00  told:window_closing       action_pack
        2027-04-15 00:00  done:subscription_lapsed  action_pack
        2027-04-15 00:00  status:lapsed             action_pack
    """,
    # Seoul, where it is 11 March; expired on 6 March.
    "proseware": """
        2027-03-29 09:00  told:window_closing       action_pack
        2027-04-06 00:00  done:subscription_lapsed  action_pack
        2027-04-06 00:00  status:lapsed             action_pack
    """,
    # Tokyo, where it is 11 March; expired on 9 March, charged in vain on the 10th.
    "relecloud": """
        2027-03-13 09:00  done:payment_failed       action_pack   # anniversary + 3
        2027-03-13 09:00  told:charge_failed        action_pack
        2027-03-17 09:00  done:payment_failed       action_pack   # + 7
        2027-03-17 09:00  told:charge_failed        action_pack
        2027-03-24 09:00  done:payment_failed       action_pack   # + 14, the last one
        2027-03-24 09:00  told:charge_failed        action_pack
        2027-04-01 09:00  told:window_closing       action_pack
        2027-04-09 00:00  done:subscription_lapsed  action_pack
        2027-04-09 00:00  status:lapsed             action_pack
    """,
}

PAID = {
    "contoso": [("2027-07-09 09:00", "action_pack", 475_00), ("2028-07-09 09:00", "action_pack", 475_00)],
    "woodgrove": [  # with 20 % tax
        ("2027-03-21 09:00", "action_pack", 478_80),
        ("2027-11-30 09:00", "silver", 1_668_00),
        ("2028-03-21 09:00", "action_pack", 478_80),
    ],
}

STANDS_AT_THE_END = {
    "fabrikam": {AP: Status.LAPSED},
    "contoso": {AP: Status.ACTIVE},
    "northwind": {AP: Status.LAPSED},
    "adventure_works": {},
    "woodgrove": {AP: Status.ACTIVE, SILVER: Status.ACTIVE},
    "tailspin": {},
    "litware": {AP: Status.LAPSED},
    "proseware": {AP: Status.LAPSED},
    "relecloud": {AP: Status.LAPSED},
}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Durable work without its pauses."""
    monkeypatch.setattr(engine, "POLLS_EVERY_SECONDS", SHORT_PAUSE)


@pytest.fixture
def contoso(store: object) -> Company:  # noqa: ARG001 (it needs the database)
    """Expires on 8 July 2027, renews with a card that pays."""
    return seeded("contoso")


@pytest.fixture
def woodgrove(store: object) -> Company:  # noqa: ARG001
    """Silver expires on 29 November 2027."""
    return seeded("woodgrove")


@pytest.fixture
def relecloud(store: object) -> Company:  # noqa: ARG001
    """Expired on 9 March 2027, charged in vain the day after; its card is always declined."""
    return seeded("relecloud")


def as_the_rules_say(who: Company, key: str, happened: list[Happening]) -> None:
    assert lines(who, happened) == table(LISTS[key])
    due = PAID.get(key, [])
    assert paid(who) == due
    assert invoiced(who) == [(at, amount) for at, _offer, amount in due]
    took = [row["amount_minor"] for row in ledger() if row["outcome"] == "succeeded"]
    assert sorted(took) == sorted(amount for _at, _offer, amount in due)
    numbered_without_gap()
    tiles = {offer: who.tile(offer, clock(who)) for offer in Offer}
    assert {offer: tile.held.status for offer, tile in tiles.items() if tile.held} == STANDS_AT_THE_END[key]
    complete_in_both_languages(who, happened)


def complete_in_both_languages(who: Company, happened: list[Happening]) -> None:
    """Every word of a list, and every notice of it, in English and in Korean."""
    for one in happened:
        english, korean = (said(one, locale) for locale in ("en", "ko"))
        assert is_english(english)
        assert is_korean(korean)
    for row in of(Notice, who):
        facts = from_plain(row.facts)
        english_words, korean_words = (words(row, locale) for locale in ("en", "ko"))
        assert len(english_words.lines) == len(korean_words.lines) >= 2
        assert all(map(is_english, (english_words.title, *english_words.lines, english_words.action)))
        assert all(map(is_korean, (korean_words.title, *korean_words.lines, korean_words.action))), facts


def said(one: Happening, locale: str) -> str:
    with use_locale(locale):
        match one.kind:
            case HappeningKind.DONE:
                return deed(one.name)
            case HappeningKind.TOLD:
                return notice_name(NoticeKind(one.name))
            case HappeningKind.STATUS:
                return status_name(Status(one.name))


def words(row: Notice, locale: str) -> NoticeWords:
    with use_locale(locale):
        return in_words(from_plain(row.facts))


def is_english(text: str) -> bool:
    return re.search(r"[A-Za-z]{2}", text) is not None and re.search(r"[{}가-힣]|_", text) is None


def is_korean(text: str) -> bool:
    return re.search(r"[가-힣]", text) is not None and re.search(r"[{}]|\b(the|is|on|you|it)\b", text) is None


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("key", LISTS)
def test_in_one_jump(key: str) -> None:
    who = seeded(key)
    as_the_rules_say(who, key, in_one_jump(who))


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
@pytest.mark.parametrize("key", LISTS)
def test_day_by_day(key: str) -> None:
    who = seeded(key)
    as_the_rules_say(who, key, day_by_day(who))


class TestWhatNoticesSay:
    def test_with_automatic_renewal_on_when_and_for_how_much_it_renews(self, contoso: Company) -> None:
        moved(contoso, "2027-07-10")
        for kind in ("expires_in_30", "expires_in_15", "expires_in_1"):
            (notice,) = told(contoso, kind)
            assert (notice.renews, notice.amount, notice.expiry.isoformat()) == (True, dollars(475), "2027-07-08")
            assert notice.card.endswith("4242")
            assert not notice.is_optional
        (renewed,) = told(contoso, "renewed")
        assert (renewed.start.isoformat(), renewed.expiry.isoformat()) == ("2027-07-09", "2028-07-08")
        assert renewed.amount == dollars(475)

    def test_with_automatic_renewal_off_that_it_does_not(self, contoso: Company) -> None:
        moved(contoso, "2027-06-10")
        turn_off_renewal(contoso.admin, subscription(contoso).id, clock(contoso))
        moved(contoso, "2027-07-31T10:00")
        (off,) = told(contoso, "renewal_off")
        assert (off.renews, off.until.isoformat() if off.until else "") == (False, "2027-08-07")
        for kind in ("expires_in_15", "expires_in_1", "window_open", "window_closing"):
            (notice,) = told(contoso, kind)
            assert (notice.renews, notice.amount, notice.card) == (False, None, "")
            assert notice.until is not None
            assert notice.until.isoformat() == "2027-08-07"

    def test_a_refused_charge_says_when_it_is_tried_again_and_at_last_that_it_is_not(self, relecloud: Company) -> None:
        moved(relecloud, "2027-03-24")
        assert [notice.retry_on.isoformat() if notice.retry_on else "" for notice in told(relecloud, "charge_failed")] == [
            "2027-03-17",
            "2027-03-24",
            "",
        ]


class TestADeclinedCard:
    def test_replaced_between_two_retries_by_one_that_pays(self, relecloud: Company) -> None:
        moved(relecloud, "2027-03-15")
        renews_with_card(relecloud, "4242")
        assert lines(relecloud, in_one_jump(relecloud, 400)) == table("""
            2027-03-17 09:00  done:order_paid           action_pack
            2027-03-17 09:00  told:renewed              action_pack
            2027-03-17 09:00  status:active             action_pack
            2028-02-08 00:00  status:expiring_soon      action_pack   # from the anniversary on, not from the payment
            2028-02-08 09:00  told:expires_in_30        action_pack
            2028-02-23 09:00  told:expires_in_15        action_pack
            2028-03-08 09:00  told:expires_in_1         action_pack
            2028-03-10 00:00  status:renewing           action_pack
            2028-03-10 09:00  done:order_placed         action_pack
            2028-03-10 09:00  done:order_paid           action_pack
            2028-03-10 09:00  told:renewed              action_pack
            2028-03-10 09:00  status:active             action_pack
        """)
        assert paid(relecloud) == [
            ("2027-03-17 09:00", "action_pack", 74_800),
            ("2028-03-10 09:00", "action_pack", 74_800),
        ]

    def test_renewed_by_hand_between_two_retries_it_is_not_tried_again(self, relecloud: Company) -> None:
        moved(relecloud, "2027-03-15")
        order = reviewed_by_card(relecloud, clock=clock(relecloud))
        assert (order.term.start.isoformat(), order.term.expiry.isoformat()) == ("2027-03-10", "2028-03-09")
        bought(relecloud, order, clock=clock(relecloud))
        assert lines(relecloud, in_one_jump(relecloud, 300)) == []
        assert paid(relecloud) == [("2027-03-15 12:00", "action_pack", 74_800)]
        assert invoiced(relecloud) == [("2027-03-15 12:00", 74_800)]
        assert [notice.expiry.isoformat() for notice in told(relecloud, "renewed")] == ["2028-03-09"]
        assert relecloud.holds(clock=clock(relecloud)).renews_automatically

    def test_taken_away_the_next_retry_orders_by_bank_transfer(self, relecloud: Company) -> None:
        moved(relecloud, "2027-03-15")
        renews_by_transfer(relecloud)
        assert lines(relecloud, in_one_jump(relecloud, 60)) == table("""
            2027-03-17 09:00  done:order_placed         action_pack
            2027-03-17 09:00  told:transfer_ordered     action_pack
            2027-03-17 09:00  status:awaiting_payment   action_pack
            2027-04-01 09:00  told:window_closing       action_pack
            2027-04-17 00:00  done:order_expired        action_pack   # the order's last day was 16 April
            2027-04-17 00:00  done:subscription_lapsed  action_pack
            2027-04-17 00:00  status:lapsed             action_pack
        """)
        assert paid(relecloud) == []


class TestACardThatNeedsThePartner:
    def test_it_is_asked_for_once_and_not_tried_again(self, contoso: Company) -> None:
        moved(contoso, "2027-07-01")
        renews_with_card(contoso, "3184")
        assert lines(contoso, in_one_jump(contoso, 100)) == table("""
            2027-07-07 09:00  told:expires_in_1         action_pack
            2027-07-09 00:00  status:renewing           action_pack
            2027-07-09 09:00  done:order_placed         action_pack
            2027-07-09 09:00  done:payment_failed       action_pack
            2027-07-09 09:00  told:charge_failed        action_pack
            2027-07-09 09:00  told:window_open          action_pack
            2027-07-09 09:00  status:payment_due        action_pack
            2027-07-31 09:00  told:window_closing       action_pack
            2027-08-08 00:00  done:subscription_lapsed  action_pack
            2027-08-08 00:00  status:lapsed             action_pack
        """)
        (refused,) = told(contoso, "charge_failed")
        assert (refused.reason, refused.retry_on) == ("authentication_required", None)
        assert [row["outcome"] for row in ledger() if row["outcome"] == "succeeded"] == []

    @pytest.mark.parametrize("play", [in_one_jump, day_by_day])
    def test_replaced_it_is_the_next_retry_that_pays(
        self, contoso: Company, play: Callable[[Company, int], list[Happening]]
    ) -> None:
        moved(contoso, "2027-07-01")
        renews_with_card(contoso, "3184")
        moved(contoso, "2027-07-14")
        renews_with_card(contoso, "4242")
        assert contoso.holds(clock=clock(contoso)).outlook.retry_on.isoformat() == "2027-07-16"  # type: ignore[union-attr]
        assert lines(contoso, play(contoso, 30)) == table("""
            2027-07-16 09:00  done:order_paid           action_pack   # anniversary + 7
            2027-07-16 09:00  told:renewed              action_pack
            2027-07-16 09:00  status:active             action_pack
        """)
        assert paid(contoso) == [("2027-07-16 09:00", "action_pack", 475_00)]


@pytest.mark.usefixtures("store")
class TestABankThatNobodyAnswers:
    """The partner pays by hand with a card that asks for authentication, and leaves."""

    def test_it_is_given_up_after_a_day_and_the_clock_goes_on(self) -> None:
        fabrikam = seeded("fabrikam")
        order = bought(fabrikam, reviewed_by_card(fabrikam, last4="3184", clock=clock(fabrikam)))
        assert order.needs_authentication
        assert "done:subscription_lapsed" in [line[1] for line in lines(fabrikam, in_one_jump(fabrikam, 60))]
        assert show_order(fabrikam.admin, order.number).status is OrderStatus.DRAFT
        assert [row["outcome"] for row in ledger() if row["outcome"] == "succeeded"] == []

    def test_within_a_day_the_clock_waits_for_the_answer(self) -> None:
        relecloud = seeded("relecloud")
        moved(relecloud, "2027-03-13")
        order = bought(relecloud, reviewed_by_card(relecloud, last4="3184", clock=clock(relecloud)))
        assert order.needs_authentication
        moved(relecloud, "2027-03-14")
        assert show_order(relecloud.admin, order.number).status is OrderStatus.PROCESSING


class TestWithoutACard:
    ORDERED = """
        2027-07-07 09:00  told:expires_in_1         action_pack
        2027-07-09 00:00  status:renewing           action_pack
        2027-07-09 09:00  done:order_placed         action_pack
        2027-07-09 09:00  told:transfer_ordered     action_pack
        2027-07-09 09:00  told:window_open          action_pack
        2027-07-09 09:00  status:awaiting_payment   action_pack
        2027-07-31 09:00  told:window_closing       action_pack
    """

    @pytest.fixture
    def contoso(self, contoso: Company) -> Company:
        moved(contoso, "2027-07-01")
        renews_by_transfer(contoso)
        return contoso

    def ordered(self, contoso: Company) -> str:
        """The number of the order that the renewal made."""
        (notice,) = told(contoso, "transfer_ordered")
        assert (notice.amount, notice.until.isoformat() if notice.until else "") == (dollars(475), "2027-08-08")
        return notice.order_number

    @pytest.mark.parametrize("play", [in_one_jump, day_by_day])
    def test_unpaid_the_order_expires_after_its_30th_day_and_the_subscription_with_it(
        self, contoso: Company, play: Callable[[Company, int], list[Happening]]
    ) -> None:
        assert lines(contoso, play(contoso, 60)) == [
            *table(self.ORDERED),
            *table("""
                2027-08-09 00:00  done:order_expired        action_pack   # the window closed on the 7th; its last day, the 8th
                2027-08-09 00:00  done:subscription_lapsed  action_pack
                2027-08-09 00:00  status:lapsed             action_pack
            """),
        ]
        assert show_order(contoso.admin, self.ordered(contoso)).status is OrderStatus.EXPIRED
        (notice,) = told(contoso, "window_closing")
        assert notice.order_number == self.ordered(contoso)

    @pytest.mark.parametrize("play", [in_one_jump, day_by_day])
    def test_while_its_proof_is_read_it_stays_whatever_the_day(
        self, contoso: Company, play: Callable[[Company, int], list[Happening]]
    ) -> None:
        moved(contoso, "2027-08-05")
        number = self.ordered(contoso)
        submit_proof(contoso.admin, number, proof(contoso, paid_on="2027-08-04"), clock(contoso))
        assert lines(contoso, play(contoso, 40)) == []
        assert contoso.holds(clock=clock(contoso)).status is Status.AWAITING_PAYMENT
        desk.confirm(finance(), number)
        held = contoso.holds(clock=clock(contoso))
        assert (held.status, held.term.start.isoformat()) == (Status.ACTIVE, "2027-07-09")
        assert invoiced(contoso) == [("2027-09-14 12:00", 475_00)]
        assert [notice.expiry.isoformat() for notice in told(contoso, "renewed")] == ["2028-07-08"]

    def test_rejected_after_its_last_day_it_is_over_and_the_subscription_with_it(self, contoso: Company) -> None:
        moved(contoso, "2027-08-05")
        number = self.ordered(contoso)
        submit_proof(contoso.admin, number, proof(contoso, paid_on="2027-08-04"), clock(contoso))
        moved(contoso, "2027-09-01")
        reject_proof(finance(), number, "The amount is not there.")
        moved(contoso, "2027-09-02")
        assert show_order(contoso.admin, number).status is OrderStatus.EXPIRED
        assert contoso.holds(clock=clock(contoso)).status is Status.LAPSED

    def test_cancelled_on_the_anniversary_it_can_be_renewed_by_hand_at_once(self, contoso: Company) -> None:
        moved(contoso, "2027-07-09")
        cancel(contoso.admin, self.ordered(contoso), clock(contoso))
        assert contoso.holds(clock=clock(contoso)).status is Status.RENEWABLE
        bought(contoso, reviewed_by_card(contoso, clock=clock(contoso)), clock=clock(contoso))
        assert contoso.holds(clock=clock(contoso)).status is Status.ACTIVE


def test_turned_off_before_the_anniversary_nothing_is_charged(contoso: Company) -> None:
    moved(contoso, "2027-07-08T23:00")
    turn_off_renewal(contoso.admin, subscription(contoso).id, clock(contoso))
    assert lines(contoso, in_one_jump(contoso, 60)) == table("""
        2027-07-09 00:00  status:renewable          action_pack
        2027-07-09 09:00  told:window_open          action_pack
        2027-07-31 09:00  told:window_closing       action_pack
        2027-08-08 00:00  done:subscription_lapsed  action_pack
        2027-08-08 00:00  status:lapsed             action_pack
    """)
    assert ledger() == []


def test_on_the_morning_of_the_anniversary_it_cannot_be_paid_twice(contoso: Company) -> None:
    moved(contoso, "2027-07-09T08:59")
    with pytest.raises(NotRenewable):
        open_checkout(contoso.admin, AP, clock(contoso))


def test_a_competency_that_is_not_qualified_on_its_anniversary_is_not_charged(woodgrove: Company) -> None:
    moved(woodgrove, "2027-11-29")
    for row in all_of(Competency):
        change(Competency, row.id, state=CompetencyState.STARTED)
    assert [line for line in lines(woodgrove, in_one_jump(woodgrove, 60)) if line[2] == "silver"] == table("""
        2027-11-30 00:00  status:renewing           silver
        2027-11-30 09:00  done:renewal_left_out     silver
        2027-11-30 09:00  told:not_charged          silver
        2027-11-30 09:00  told:window_open          silver
        2027-11-30 09:00  status:renewable          silver
        2027-12-22 09:00  told:window_closing       silver
        2027-12-30 00:00  done:subscription_lapsed  silver
        2027-12-30 00:00  status:lapsed             silver
    """)
    (why,) = told(woodgrove, "not_charged", SILVER)
    assert why.reason == "not_qualified"
    assert [offer for _at, offer, _amount in paid(woodgrove)] == ["action_pack"]


def test_silver_that_became_gold_is_over_and_gold_has_a_year_of_its_own(woodgrove: Company) -> None:
    order = reviewed_by_card(woodgrove, GOLD, clock=clock(woodgrove))
    bought(woodgrove, order, clock=clock(woodgrove))
    assert (order.net.amount_minor, order.total.amount_minor) == (2_962_50, 3_555_00)  # 3,950.00 less 25 %, and 20 % tax
    happened = [line for line in lines(woodgrove, in_one_jump(woodgrove)) if line[2] != "action_pack"]
    assert happened == table("""
        2028-02-08 00:00  status:expiring_soon      gold
        2028-02-08 09:00  told:expires_in_30        gold
        2028-02-23 09:00  told:expires_in_15        gold
        2028-03-08 09:00  told:expires_in_1         gold
        2028-03-10 00:00  status:renewing           gold
        2028-03-10 09:00  done:order_placed         gold
        2028-03-10 09:00  done:order_paid           gold
        2028-03-10 09:00  told:renewed              gold
        2028-03-10 09:00  status:active             gold
    """)
    golden = [(at, amount) for at, offer, amount in paid(woodgrove) if offer == "gold"]
    assert golden == [("2027-03-10 15:00", 3_555_00), ("2028-03-10 09:00", 4_740_00)]  # the full price


def test_the_tax_is_the_one_of_the_day_of_the_charge(woodgrove: Company) -> None:
    moved(woodgrove, "2027-11-15")
    import_catalogue(sample_catalogue().replace('GB = "20"', 'GB = "25"').replace('GBP = "1390.00"', 'GBP = "1500.00"'))
    moved(woodgrove, "2027-12-01")
    told_of = [told(woodgrove, kind, SILVER)[0].amount for kind in ("expires_in_30", "expires_in_1")]
    assert told_of == [Money(1_668_00, "GBP"), Money(1_737_50, "GBP")]
    assert paid(woodgrove)[-1] == ("2027-11-30 09:00", "silver", 1_737_50)


def test_the_price_is_the_one_that_was_announced(contoso: Company) -> None:
    moved(contoso, "2027-06-10")
    import_catalogue(sample_catalogue().replace('USD = "475.00"', 'USD = "499.00"'))
    moved(contoso, "2027-07-10")
    assert [told(contoso, kind)[0].amount for kind in ("expires_in_30", "expires_in_15", "expires_in_1")] == [dollars(475)] * 3
    assert paid(contoso) == [("2027-07-09 09:00", "action_pack", 475_00)]
    moved(contoso, "2028-07-10")
    assert told(contoso, "expires_in_30")[1].amount == dollars(499)
    assert paid(contoso)[1:] == [("2028-07-09 09:00", "action_pack", 499_00)]
