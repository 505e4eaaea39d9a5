"""What is left of a benefit, which of its numbers are free, how it is used, and until when."""

import tomllib
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import actionpack_app
from actionpack_app.domain.actions import to_use_benefit
from actionpack_app.domain.benefits import Granted, Tab, free_slots, last_day_of_benefits
from actionpack_app.domain.blockers import ClosedOn, EndedOn, LacksRight, ManagedElsewhere, NothingLeft
from actionpack_app.domain.calendar import nth_term
from actionpack_app.domain.catalogue_file import CatalogueError, parse_catalogue
from actionpack_app.domain.eligibility import Case, Condition, Need, unmet
from actionpack_app.domain.offers import BenefitGrant, BenefitKind, Catalogue, Offer
from actionpack_app.domain.rights import COMPANY_ROLES, Actor, Right, Role, roles_with
from actionpack_app.domain.status import Closing, Standing, benefits_run_on

SAMPLE = (Path(actionpack_app.__file__).parent / "catalogue" / "sample.toml").read_text(encoding="utf-8")
TERM = nth_term(date(2026, 6, 23), 0)
MID_TERM = date(2026, 12, 1)
INCIDENTS = BenefitGrant("technical_support", "on_premises_incidents", 10)

thorough = settings(deadline=None, max_examples=300)


def catalogue(changed: Callable[[str], str] = lambda text: text) -> Catalogue:
    return parse_catalogue(tomllib.loads(changed(SAMPLE)))


def of_key(found: Catalogue, key: str, offer: Offer = Offer.ACTION_PACK) -> BenefitGrant:
    return next(grant for grant in found.benefits[offer] if grant.key == key)


def person(role: Role = Role.GLOBAL_ADMIN) -> Actor:
    return Actor(person_id="somebody", partner_id="fabrikam", role=role, name="Somebody")


def day(today: date, *, managed_elsewhere: bool = False) -> Case:
    return Case(today, holdings={}, qualified=frozenset(), open_transfers={}, managed_elsewhere=managed_elsewhere)


def running(closing: Closing | None = None, closed_on: date | None = None, transfer: date | None = None) -> Standing:
    return Standing(TERM, renews_automatically=False, closing=closing, closed_on=closed_on, open_transfer_until=transfer)


class TestCounts:
    @given(most=st.integers(0, 60), taken=st.sets(st.integers(1, 60)), wanted=st.integers(0, 60))
    @thorough
    def test_nobody_gets_more_than_there_is_or_what_somebody_has(self, most: int, taken: set[int], wanted: int) -> None:
        free = free_slots(most, taken, wanted)
        assert len(free) == len(set(free)) == min(wanted, len(set(range(1, most + 1)) - taken))
        assert not set(free) & taken
        assert all(1 <= slot <= most for slot in free)

    @given(
        quantity=st.integers(1, 40),
        moves=st.lists(st.tuples(st.booleans(), st.integers(1, 12)), max_size=40),
    )
    @thorough
    def test_whatever_people_do_used_and_left_are_together_what_was_granted(
        self, quantity: int, moves: list[tuple[bool, int]]
    ) -> None:
        """Each move takes some, as a click does, or gives one back, as taking back a seat does."""
        taken: list[int] = []
        grant = BenefitGrant("training", "training_seats", quantity, BenefitKind.SEATS)
        for takes, number in moves:
            if takes:
                slots = free_slots(quantity, taken, number)
                if len(slots) == number:
                    taken += slots
            elif taken:
                taken.pop(number % len(taken))
            granted = Granted(grant, len(taken))
            assert granted.used + granted.left == granted.places == quantity
            assert len(taken) == len(set(taken))

    def test_what_is_activated_as_a_whole_is_activated_once_however_much_it_is(self) -> None:
        credit = BenefitGrant("cloud", "cloud_credit_usd_month", 350, BenefitKind.WHOLE)
        assert (Granted(credit, 0).places, Granted(credit, 0).left, Granted(credit, 1).left) == (1, 1, 0)

    def test_fewer_seats_after_a_renewal_leave_nobody_with_less_than_nothing(self) -> None:
        assert Granted(BenefitGrant("training", "training_seats", 3, BenefitKind.SEATS), 5).left == 0


class TestConditions:
    def conditions(
        self, today: date, standing: Standing, used: int = 0, role: Role = Role.GLOBAL_ADMIN, *, elsewhere: bool = False
    ) -> tuple[Condition, ...]:
        case = day(today, managed_elsewhere=elsewhere)
        return to_use_benefit(person(role), case, standing, Granted(INCIDENTS, used))

    def test_nothing_stands_against_what_is_left_while_the_membership_runs(self) -> None:
        found = self.conditions(MID_TERM, running(), used=9)
        assert unmet(found) == ()
        assert [condition.need for condition in found] == [
            Need.MANAGED_HERE,
            Need.RIGHT,
            Need.BENEFITS_RUN,
            Need.SOMETHING_LEFT,
        ]

    def test_what_is_used_up_comes_back_with_the_renewal(self) -> None:
        assert unmet(self.conditions(MID_TERM, running(), used=10)) == (NothingLeft(BenefitKind.UNITS, date(2027, 6, 23)),)

    def test_in_the_window_it_goes_on_and_says_until_when(self) -> None:
        (runs,) = (one for one in self.conditions(date(2027, 7, 22), running()) if one.need is Need.BENEFITS_RUN)
        assert (runs.met, runs.until) == (True, date(2027, 7, 22))

    def test_a_transfer_placed_in_the_window_carries_it_to_the_orders_last_day(self) -> None:
        standing = running(transfer=date(2027, 8, 10))
        assert last_day_of_benefits(standing) == date(2027, 8, 10)
        assert unmet(self.conditions(date(2027, 8, 10), standing)) == ()
        assert unmet(self.conditions(date(2027, 8, 11), standing)) == (ClosedOn(date(2027, 7, 22)),)

    @pytest.mark.parametrize("closing", Closing)
    def test_what_was_closed_brings_nothing_more(self, closing: Closing) -> None:
        against = unmet(self.conditions(MID_TERM, running(closing, MID_TERM)))
        ended = EndedOn(MID_TERM, closing)
        assert against == ((ClosedOn(date(2027, 7, 22)),) if closing is Closing.REPLACED else (ended,))

    @pytest.mark.parametrize("role", COMPANY_ROLES)
    def test_only_who_may_use_benefits_can(self, role: Role) -> None:
        allowed = role in roles_with(Right.USE_BENEFITS)
        assert unmet(self.conditions(MID_TERM, running(), role=role)) == (() if allowed else (LacksRight(Right.USE_BENEFITS),))
        assert allowed is (role in {Role.GLOBAL_ADMIN, Role.PARTNER_ADMIN})

    def test_what_is_managed_elsewhere_is_used_there(self) -> None:
        assert unmet(self.conditions(MID_TERM, running(), elsewhere=True)) == (ManagedElsewhere(),)

    @given(days=st.integers(-10, 500), used=st.integers(0, 10))
    @thorough
    def test_it_can_be_used_exactly_while_it_runs_and_something_is_left(self, days: int, used: int) -> None:
        today = TERM.start + timedelta(days=days)
        usable = not unmet(self.conditions(today, running(), used))
        assert usable is (benefits_run_on(today, running()) and used < 10)
        assert not usable or today <= last_day_of_benefits(running())


class TestTheCatalogue:
    def test_every_tab_has_something_to_show(self) -> None:
        assert {grant.tab for grant in catalogue().benefits[Offer.GOLD]} == set(Tab)

    @pytest.mark.parametrize(
        ("key", "amounts"),
        [("on_premises_incidents", (10, 15, 20)), ("advisory_hours", (5, 20, 50))],
    )
    def test_support_is_what_the_product_promises(self, key: str, amounts: tuple[int, ...]) -> None:
        assert tuple(of_key(catalogue(), key, offer).quantity for offer in Offer) == amounts

    def test_an_older_file_says_nothing_of_kinds_and_is_taken_with_what_its_tabs_mean(self) -> None:
        older = catalogue(lambda text: "\n".join(line for line in text.splitlines() if not line.startswith("kind")))
        kinds = {key: of_key(older, key).kind for key in ("office_licences", "training_seats", "advisory_hours")}
        assert kinds == {
            "office_licences": BenefitKind.KEYS,
            "training_seats": BenefitKind.SEATS,
            "advisory_hours": BenefitKind.UNITS,
        }
        assert of_key(older, "cloud_credit_usd_month").kind is BenefitKind.WHOLE
        assert of_key(older, "visual_studio_subscriptions").kind is BenefitKind.SEATS

    def test_a_tab_that_nobody_knows_is_kept(self) -> None:
        found = catalogue(lambda text: text.replace('tab = "training"\n', 'tab = "astronomy"\n', 1))
        assert "astronomy" in {grant.tab for grant in found.benefits[Offer.SILVER]}

    @pytest.mark.parametrize(
        ("old", "new", "place"),
        [
            ('kind = "whole"', 'kind = "gift"', "kind: 'gift' is none of keys, seats, units, whole"),
            ('kind = "whole"', "kind = 7", "kind: 7 is none of"),
            ('key = "windows_licences"', 'key = "office_licences"', "benefits[2].key: 'office_licences'"),
            ('key = "windows_licences"', 'key = "Windows:Licences"', "benefits[2].key: 'Windows:Licences'"),
        ],
    )
    def test_a_broken_line_is_named(self, old: str, new: str, place: str) -> None:
        with pytest.raises(CatalogueError) as refused:
            catalogue(lambda text: text.replace(old, new, 1))
        assert place in str(refused.value)
