"""The sample partners stand in exactly the situations that people outside rely on (product, § 7)."""

import dataclasses
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import NoReturn

import pytest

from actionpack_app.domain.blockers import ManagedElsewhere
from actionpack_app.domain.calendar import local_day, nth_term
from actionpack_app.domain.errors import NotFound
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.orders import OrderStatus, PaymentMethod, PaymentStatus
from actionpack_app.domain.rights import OPERATORS, Role
from actionpack_app.domain.status import Status
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.models import Invoice, Order, Partner, Payment, SavedCard, Subscription, SubscriptionTerm
from actionpack_app.services.invoices.browse import InvoiceFilter, list_invoices
from actionpack_app.services.membership.overview import overview
from actionpack_app.services.orders.fill_in import submit_details
from actionpack_app.services.orders.open_checkout import open_checkout
from actionpack_app.services.samples import manage
from actionpack_app.services.samples.manage import (
    list_sample_partners,
    list_sample_people,
    make_sample,
    reset_sample,
    seed_samples,
)
from actionpack_app.services.sessions.sign_in import find_visitor, sign_in_as_sample
from actionpack_app.services.subscriptions.show import show_subscription
from actionpack_app.settings import Mode, get_settings
from actionpack_app.workflows.pay import buy
from tests.integration.companies import Company, company, signed_in
from tests.integration.rows import all_of, at_once, of

G, M, B, U = Role.GLOBAL_ADMIN, Role.PARTNER_ADMIN, Role.BILLING_ADMIN, Role.USER


@dataclasses.dataclass(frozen=True)
class Held:
    """One subscription of a situation; days are counted from the partner's own today."""

    offer: Offer
    status: Status
    expires_in: int
    renews_automatically: bool
    card: str = ""


@dataclasses.dataclass(frozen=True)
class Situation:
    """One row of the product's table."""

    zone: str
    currency: str
    roles: tuple[Role, ...]
    held: tuple[Held, ...] = ()
    invoices: int = 0
    cards: tuple[str, ...] = ()
    locale: str = "en"


AP = Offer.ACTION_PACK
SITUATIONS = {
    "fabrikam": Situation(
        "America/Los_Angeles", "USD", (G, M, B, U), (Held(AP, Status.RENEWABLE, -1, renews_automatically=False),), invoices=1
    ),
    "contoso": Situation(
        "America/New_York", "USD", (G, B), (Held(AP, Status.ACTIVE, 120, renews_automatically=True, card="4242"),), 3, ("4242",)
    ),
    "northwind": Situation(
        "America/Chicago", "USD", (G,), (Held(AP, Status.LAPSED, -31, renews_automatically=False),), invoices=1
    ),
    "adventure_works": Situation("Europe/Berlin", "EUR", (G,)),
    "woodgrove": Situation(
        "Europe/London",
        "GBP",
        (G, M),
        (
            Held(AP, Status.EXPIRING_SOON, 10, renews_automatically=True, card="4242"),
            Held(Offer.SILVER, Status.ACTIVE, 264, renews_automatically=True, card="4242"),
        ),
        2,
        ("4242",),
    ),
    "tailspin": Situation("America/Denver", "USD", (G,)),
    "litware": Situation(
        "America/New_York", "USD", (G,), (Held(AP, Status.EXPIRING_SOON, 5, renews_automatically=False),), invoices=1
    ),
    "proseware": Situation(
        "Asia/Seoul", "KRW", (G,), (Held(AP, Status.RENEWABLE, -5, renews_automatically=False),), 1, locale="ko"
    ),
    "relecloud": Situation(
        "Asia/Tokyo", "JPY", (G,), (Held(AP, Status.PAYMENT_DUE, -2, renews_automatically=True, card="0341"),), 1, ("0341",)
    ),
}
NAMES = {
    "fabrikam": "Fabrikam",
    "contoso": "Contoso",
    "northwind": "Northwind",
    "adventure_works": "Adventure Works",
    "woodgrove": "Woodgrove",
    "tailspin": "Tailspin",
    "litware": "Litware",
    "proseware": "Proseware",
    "relecloud": "Relecloud",
}
ODD_MOMENTS = [
    "2026-03-08T10:30:00",  # clocks go forward in America
    "2026-03-29T00:30:00",  # and in Europe
    "2026-11-01T08:30:00",  # and back in America
    "2026-12-31T23:30:00",  # another year already in the East
    "2027-12-05T12:00:00",  # terms with a leap day in them
    "2028-02-28T12:00:00",
    "2028-02-29T12:00:00",
    "2028-03-01T12:00:00",
    "2028-12-31T12:00:00",
]


def situation_of(seen: Company) -> Situation:
    """The situation in which a partner really stands."""
    visitor = seen.visitors[G]
    subscriptions = sorted(overview(seen.admin, seen.clock).subscriptions, key=lambda row: list(Offer).index(row.offer))
    held = tuple(
        Held(
            row.offer,
            row.status,
            (row.term.expiry - seen.today).days,
            renews_automatically=row.renews_automatically,
            card=row.card.last4 if row.card else "",
        )
        for row in subscriptions
    )
    return Situation(
        zone=visitor.time_zone,
        currency=seen.tile(AP).price.currency,
        roles=tuple(person.role for person in seen.made.people),
        held=held,
        invoices=len(of(Invoice, seen)),
        cards=tuple(card.last4 for card in of(SavedCard, seen)),
        locale=visitor.locale,
    )


@pytest.mark.parametrize("key", SITUATIONS)
@pytest.mark.usefixtures("store")
def test_a_sample_partner_stands_in_its_situation(key: str) -> None:
    assert situation_of(company(key, is_copy=False)) == SITUATIONS[key]


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
@pytest.mark.parametrize("moment", ODD_MOMENTS)
@pytest.mark.usefixtures("store")
def test_situations_are_the_same_on_odd_days(moment: str, monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    monkeypatch.setattr(SystemClock, "now", lambda _self: now)
    differing: list[str] = []
    for key, expected in SITUATIONS.items():
        seen = situation_of(company(key))
        differing += [] if seen == expected else [f"{key}: {seen.held}"]
    assert differing == []


@pytest.mark.parametrize("key", SITUATIONS)
@pytest.mark.usefixtures("store")
def test_a_sample_partner_carries_its_name_and_a_clock_that_stands(key: str) -> None:
    seen = company(key)
    assert seen.made.name == NAMES[key]
    assert len(seen.made.mpn_id) == 7
    assert seen.made.mpn_id.isdecimal()
    assert seen.clock.now() == seen.clock.now()
    (partner,) = [row for row in all_of(Partner) if row.id == seen.id]
    assert partner.clock_at == seen.now


@pytest.mark.parametrize("key", SITUATIONS)
@pytest.mark.usefixtures("store")
def test_nothing_of_a_seeded_past_lies_in_the_future_or_contradicts_itself(key: str) -> None:
    seen = company(key)
    orders = {order.id: order for order in of(Order, seen)}
    for invoice in of(Invoice, seen):
        order = orders[invoice.order_id]
        assert order.status is OrderStatus.PAID
        assert order.paid_at is not None
        assert invoice.issued_at == order.paid_at <= seen.now
        assert invoice.issued_on == local_day(invoice.issued_at, seen.zone)
        assert (invoice.net_minor, invoice.tax_minor) == (order.net_minor, order.tax_minor)
        assert invoice.net_minor + invoice.tax_minor == invoice.total_minor
    for subscription in of(Subscription, seen):
        terms = sorted(
            (term for term in all_of(SubscriptionTerm) if term.subscription_id == subscription.id), key=lambda term: term.number
        )
        assert [term.number for term in terms] == list(range(subscription.terms_paid))
        for term in terms:
            counted = nth_term(subscription.anchor_on, term.number)
            assert (term.start, term.expiry) == (counted.start, counted.expiry)


class TestSituationsInDetail:
    def test_fabrikam_is_on_the_first_of_thirty_days(self, fabrikam: Company) -> None:
        held = fabrikam.holds()
        assert held.term.anniversary == fabrikam.today
        assert held.term.last_renewal_day == fabrikam.today + timedelta(days=29)
        assert fabrikam.tile(AP).blockers == ()
        assert fabrikam.tile(AP).renews

    def test_contosos_third_invoice_is_for_the_current_term(self, contoso: Company) -> None:
        newest = list_invoices(contoso.admin, InvoiceFilter(), 1).page.rows[0]
        order = next(order for order in of(Order, contoso) if order.number == newest.order_number)
        assert order.start == contoso.holds().term.start
        assert order.method is PaymentMethod.CARD

    def test_northwinds_window_closed_yesterday(self, sample: Callable[[str], Company]) -> None:
        northwind = sample("northwind")
        assert northwind.holds().term.last_renewal_day == northwind.today - timedelta(days=1)
        assert not northwind.tile(AP).renews

    def test_adventure_works_never_bought(self, sample: Callable[[str], Company]) -> None:
        adventure_works = sample("adventure_works")
        assert of(Order, adventure_works) == of(Subscription, adventure_works) == []
        assert adventure_works.tile(AP).blockers == ()

    def test_woodgroves_silver_is_active_since_100_days_and_gold_is_open_to_it(self, sample: Callable[[str], Company]) -> None:
        woodgrove = sample("woodgrove")
        assert (woodgrove.today - woodgrove.holds(Offer.SILVER).term.start).days == 100
        assert woodgrove.tile(Offer.GOLD).blockers == ()
        assert woodgrove.tile(Offer.GOLD).upgrade

    def test_tailspins_first_order_waits_for_its_transfer_since_12_days(self, sample: Callable[[str], Company]) -> None:
        tailspin = sample("tailspin")
        (order,) = of(Order, tailspin)
        assert order.status is OrderStatus.AWAITING_PAYMENT
        assert order.method is PaymentMethod.TRANSFER
        assert order.placed_at is not None
        assert local_day(order.placed_at, tailspin.zone) == tailspin.today - timedelta(days=12)
        assert order.last_day == tailspin.today + timedelta(days=18)
        transfer = tailspin.tile(AP).transfer
        assert transfer is not None
        assert transfer.number == order.number

    def test_litware_is_managed_in_the_pmc(self, sample: Callable[[str], Company]) -> None:
        litware = sample("litware")
        assert overview(litware.admin, litware.clock).managed_elsewhere
        assert ManagedElsewhere() in litware.tile(AP).blockers

    def test_relecloud_was_charged_in_vain_yesterday_at_nine(self, sample: Callable[[str], Company]) -> None:
        relecloud = sample("relecloud")
        (failed,) = [payment for payment in all_of(Payment) if payment.status is PaymentStatus.FAILED]
        at = failed.created_at.astimezone(relecloud.zone)
        assert (at.date(), at.time()) == (relecloud.today - timedelta(days=1), time(9))
        assert failed.automatic
        assert failed.decline_code
        assert relecloud.tile(AP).blockers == ()

    def test_the_details_tell_that_fabrikam_turned_automatic_renewal_off(self, fabrikam: Company) -> None:
        details = show_subscription(fabrikam.admin, fabrikam.holds().id, fabrikam.clock)
        assert {"order_paid", "renewal_turned_off"} <= {line.action for line in details.activity}


@pytest.mark.usefixtures("store")
class TestSeeding:
    def test_an_empty_database_gets_all_nine_partners_and_the_desk(self) -> None:
        assert seed_samples()
        assert [partner.sample for partner in list_sample_partners()] == list(SITUATIONS)
        people = list_sample_people()
        desk = [person for person in people if person.company == "Desk"]
        assert [person.role for person in desk] == [Role.SUPPORT_AGENT, Role.FINANCE, Role.DESK_ADMIN]
        assert len(people) == sum(len(situation.roles) for situation in SITUATIONS.values()) + len(desk)

    def test_seeding_again_changes_nothing(self) -> None:
        seed_samples()
        before = (list_sample_partners(), list_sample_people(), len(all_of(Invoice)))
        assert not seed_samples()
        assert (list_sample_partners(), list_sample_people(), len(all_of(Invoice))) == before

    def test_mpn_ids_are_the_same_in_every_deployment(self) -> None:
        seed_samples()
        assert {partner.sample: partner.mpn_id for partner in list_sample_partners()}["fabrikam"] == "4821907"

    def test_operators_sign_in_without_a_company(self) -> None:
        seed_samples()
        for person in list_sample_people():
            if person.role in OPERATORS:
                token, locale = sign_in_as_sample(person.id)
                visitor = find_visitor(token, "")
                assert visitor is not None
                assert (visitor.actor.partner_id, visitor.actor.role, locale) == ("", person.role, "en")

    def test_an_unknown_sample_is_not_found(self) -> None:
        for key in ("", "initech", "Fabrikam", "../fabrikam"):
            with pytest.raises(NotFound):
                make_sample(key, is_copy=True)


class TestReset:
    def test_a_partner_that_bought_is_back_in_its_situation(self, contoso: Company) -> None:
        later = contoso.in_days(122)
        order = submit_details(contoso.admin, open_checkout(contoso.admin, AP, later).number, {})
        assert buy(contoso.admin, order.number, order.total, "", later).status is OrderStatus.PAID
        again = signed_in(reset_sample(contoso.id))
        assert situation_of(again) == SITUATIONS["contoso"]
        assert of(Order, again) != of(Order, contoso)

    def test_ids_are_new_and_the_mpn_id_is_the_same(self, fabrikam: Company) -> None:
        again = reset_sample(fabrikam.id)
        assert again.mpn_id == fabrikam.made.mpn_id
        assert again.id != fabrikam.id
        assert {p.id for p in again.people}.isdisjoint(p.id for p in fabrikam.made.people)
        assert [(p.role, p.name) for p in again.people] == [(p.role, p.name) for p in fabrikam.made.people]

    def test_a_copy_stays_a_copy_and_an_original_an_original(self, fabrikam: Company) -> None:
        original = make_sample("fabrikam", is_copy=False)
        copy = reset_sample(fabrikam.id)
        again = reset_sample(original.id)
        assert [partner.id for partner in list_sample_partners()] == [again.id]
        assert copy.mpn_id != again.mpn_id

    @pytest.mark.usefixtures("store")
    def test_whoever_is_signed_in_goes_on_in_the_same_role(self) -> None:
        made = make_sample("fabrikam", is_copy=True)
        tokens = {person.role: sign_in_as_sample(person.id)[0] for person in made.people}
        again = reset_sample(made.id)
        for person in again.people:
            visitor = find_visitor(tokens[person.role], "")
            assert visitor is not None
            assert (visitor.actor.person_id, visitor.actor.partner_id) == (person.id, again.id)

    def test_old_invoices_stay_in_the_table_out_of_everybodys_sight(self, contoso: Company) -> None:
        before = {invoice.number for invoice in of(Invoice, contoso)}
        again = signed_in(reset_sample(contoso.id))
        assert {invoice.number for invoice in of(Invoice, contoso)} == before
        shown = {line.number for line in list_invoices(again.admin, InvoiceFilter(), 1).page.rows}
        assert len(shown) == 3
        assert shown.isdisjoint(before)

    def test_other_partners_and_other_copies_are_untouched(self, contoso: Company, sample: Callable[[str], Company]) -> None:
        twin, other = sample("contoso"), sample("woodgrove")
        before = [overview(seen.admin, seen.clock) for seen in (twin, other)]
        reset_sample(contoso.id)
        assert [overview(seen.admin, seen.clock) for seen in (twin, other)] == before

    def test_the_old_people_can_not_sign_in_any_more(self, fabrikam: Company) -> None:
        reset_sample(fabrikam.id)
        with pytest.raises(NotFound):
            sign_in_as_sample(fabrikam.admin.person_id)

    def test_the_old_id_is_not_found_afterwards(self, fabrikam: Company) -> None:
        reset_sample(fabrikam.id)
        for address in (fabrikam.id, "nobody", ""):
            with pytest.raises(NotFound):
                reset_sample(address)

    def test_a_partner_can_be_reset_again_and_again(self, fabrikam: Company) -> None:
        made = fabrikam.made
        for _ in range(3):
            made = reset_sample(made.id)
        assert situation_of(signed_in(made)) == SITUATIONS["fabrikam"]

    def test_one_that_breaks_leaves_the_partner_as_it_was(self, contoso: Company, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken(*_args: object, **_more: object) -> NoReturn:
            raise RuntimeError

        for part in ("saved_card", "SampleBuilder"):
            with monkeypatch.context() as patched:
                patched.setattr(manage, part, broken)
                with pytest.raises(RuntimeError):
                    reset_sample(contoso.id)
            assert situation_of(contoso) == SITUATIONS["contoso"]
        assert situation_of(signed_in(reset_sample(contoso.id))) == SITUATIONS["contoso"]

    def test_two_resets_at_once_leave_one_partner(self, contoso: Company) -> None:
        outcomes = at_once([lambda: reset_sample(contoso.id)] * 4)
        assert all(isinstance(outcome, NotFound) for outcome in outcomes if isinstance(outcome, BaseException))
        assert len([row for row in all_of(Partner) if row.mpn_id == contoso.made.mpn_id]) == 1

    def test_the_clock_of_a_reset_partner_stands_at_today(self, fabrikam: Company) -> None:
        again = signed_in(reset_sample(fabrikam.id))
        assert fabrikam.now <= again.now <= SystemClock().now()


class TestCopies:
    def test_many_copies_stand_side_by_side(self, sample: Callable[[str], Company]) -> None:
        copies = [sample("fabrikam") for _ in range(12)]
        assert len({copy.made.mpn_id for copy in copies}) == len({copy.id for copy in copies}) == 12
        for copy in copies:
            assert situation_of(copy) == SITUATIONS["fabrikam"]

    def test_what_one_copy_buys_another_does_not_see(self, sample: Callable[[str], Company]) -> None:
        one, other = sample("fabrikam"), sample("fabrikam")
        open_checkout(one.admin, AP, one.clock)
        assert len(of(Order, one)) == 2
        assert len(of(Order, other)) == 1
        assert {c.last4 for c in of(SavedCard, other)} == set()

    @pytest.mark.usefixtures("store")
    def test_copies_made_at_once_are_all_whole(self) -> None:
        make_sample("contoso", is_copy=False)
        made = at_once([lambda: make_sample("contoso", is_copy=True)] * 8)
        assert [type(outcome).__name__ for outcome in made] == ["SamplePartner"] * 8
        assert len(all_of(Invoice)) == 27

    @pytest.mark.usefixtures("store")
    def test_copies_are_not_listed_on_the_sign_in_page(self) -> None:
        original = make_sample("fabrikam", is_copy=False)
        copy = make_sample("fabrikam", is_copy=True)
        assert [partner.id for partner in list_sample_partners()] == [original.id]
        assert {person.id for person in list_sample_people()} == {person.id for person in original.people}
        assert {person.id for person in list_sample_people(copy.id)} == {person.id for person in copy.people}

    @pytest.mark.usefixtures("store")
    def test_an_original_keeps_its_documented_mpn_id_whatever_copies_there_are(self) -> None:
        original = make_sample("fabrikam", is_copy=False)
        copies = [make_sample("fabrikam", is_copy=True) for _ in range(3)]
        again = reset_sample(original.id)
        assert original.mpn_id == again.mpn_id == "4821907"
        assert "4821907" not in {copy.mpn_id for copy in copies}


class TestProduction:
    @pytest.fixture(autouse=True)
    def production(self, fabrikam: Company, monkeypatch: pytest.MonkeyPatch) -> Company:
        """A database that was once staging's."""
        monkeypatch.setenv("ACTIONPACK_MODE", Mode.PRODUCTION)
        monkeypatch.setenv("PUBLIC_URL", "https://partners.example.com")
        monkeypatch.setenv("STRIPE_SECRET_KEY", "sk_live_not_a_real_one")
        monkeypatch.setenv("STRIPE_PUBLISHABLE_KEY", "pk_live_not_a_real_one")
        monkeypatch.setenv("STRIPE_WEBHOOK_SECRET", "whsec_not_a_real_one")
        monkeypatch.setenv("OIDC_ISSUER", "https://login.example.com")
        monkeypatch.setenv("OIDC_CLIENT_ID", "partner-center")
        get_settings.cache_clear()
        return fabrikam

    def test_nothing_of_the_samples_exists(self, production: Company) -> None:
        person = production.made.people[0].id
        calls: list[Callable[[], object]] = [
            seed_samples,
            list_sample_partners,
            lambda: make_sample("fabrikam", is_copy=True),
            lambda: make_sample("nobody", is_copy=True),
            lambda: reset_sample(production.id),
            lambda: sign_in_as_sample(person),
        ]
        for call in calls:
            with pytest.raises(NotFound):
                call()
        assert list_sample_people() == list_sample_people(production.id) == []

    def test_the_staging_key_is_empty(self) -> None:
        assert get_settings().staging_key == ""
        assert not get_settings().has_samples
