"""Benefits: viewed, activated, assigned; counted while the membership runs, over when it is; keys that are sealed at rest."""

import logging
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from sqlalchemy.exc import IntegrityError

from actionpack_app.cli import cli
from actionpack_app.db import engine, transaction
from actionpack_app.domain.actions import Action
from actionpack_app.domain.blockers import ClosedOn, EndedOn, LacksRight, ManagedElsewhere, NothingLeft
from actionpack_app.domain.eligibility import unmet
from actionpack_app.domain.errors import BenefitUnavailable, InvalidInput, KeysUnreadable, NoKeysLeft, NotAllowed, NotFound
from actionpack_app.domain.keys_file import KeysFileError
from actionpack_app.domain.offers import BenefitKind, Offer
from actionpack_app.domain.refunds import RefundBar
from actionpack_app.domain.rights import COMPANY_ROLES, OPERATORS, Actor, Right, Role
from actionpack_app.domain.status import Closing
from actionpack_app.gateways.chance import new_id
from actionpack_app.gateways.clock import Clock
from actionpack_app.messages import use_locale
from actionpack_app.messages.changes import change_of
from actionpack_app.models import ActivityEntry, BenefitUse, Person, ProductKey
from actionpack_app.services.activity.browse import ActivityFilter, list_activity
from actionpack_app.services.benefits.activate import activate_benefit
from actionpack_app.services.benefits.import_keys import Imported, import_keys
from actionpack_app.services.benefits.prepare import BenefitToUse, prepare_benefit
from actionpack_app.services.benefits.seats import assign_seat, take_seat_back
from actionpack_app.services.benefits.show import BenefitLine, show_benefits
from actionpack_app.services.benefits.view_keys import ViewedKeys, view_keys_again, view_new_keys
from actionpack_app.services.catalogue.import_file import import_catalogue, sample_catalogue
from actionpack_app.services.desk.decide_cancellation import cancel_and_refund
from actionpack_app.services.desk.queue import CancellationLine, Section
from actionpack_app.services.eligibility.conditions import read_conditions
from actionpack_app.services.people.change import deactivate, reactivate
from actionpack_app.services.subscriptions.show import show_subscription
from actionpack_app.services.support.ask import start_cancellation
from tests.integration.companies import Company
from tests.integration.desk import asks_to_cancel, change, finance, operator, waiting_at_desk
from tests.integration.rows import all_of, at_once, copy_of, of, store_rows
from tests.integration.shopping import bought, reviewed_by_card

AP = Offer.ACTION_PACK
OFFICE, INCIDENTS, STUDIO = "office_licences", "on_premises_incidents", "visual_studio_subscriptions"
CREDIT = "cloud_credit_usd_month"
SAMPLE_KEY = re.compile(r"SAMPL(-[A-Z2-9]{5}){4}")


@pytest.fixture
def renewed(fabrikam: Company) -> Company:
    """Fabrikam, that has just paid its second year: a refund would be due."""
    bought(fabrikam, reviewed_by_card(fabrikam))
    return fabrikam


def held(company: Company, offer: Offer = AP) -> str:
    return company.holds(offer).id


def line(company: Company, benefit: str, offer: Offer = AP, clock: Clock | None = None) -> BenefitLine:
    shown = show_benefits(company.admin, clock or company.clock)
    return next(one for one in shown.lines if one.granted.grant.key == benefit and one.offer is offer)


def used(company: Company, benefit: str, offer: Offer = AP, clock: Clock | None = None) -> tuple[int, int]:
    granted = line(company, benefit, offer, clock).granted
    return granted.used, granted.left


def activate(
    company: Company, how_many: int = 1, benefit: str = INCIDENTS, *, actor: Actor | None = None, clock: Clock | None = None
) -> None:
    activate_benefit(actor or company.admin, held(company), benefit, how_many, new_id(), clock or company.clock)


def view(company: Company, how_many: int = 1, *, offer: Offer = AP, clock: Clock | None = None) -> list[str]:
    found = view_new_keys(company.admin, held(company, offer), OFFICE, how_many, new_id(), clock or company.clock)
    return keys_of(found)


def keys_of(found: ViewedKeys) -> list[str]:
    return [key.product_key for key in found.keys]


def assign(company: Company, person: Actor, benefit: str = STUDIO) -> None:
    assign_seat(company.admin, held(company), benefit, person.person_id, company.clock)


def before_use(company: Company, benefit: str) -> BenefitToUse:
    return prepare_benefit(company.admin, held(company), benefit, company.clock)


def seated(company: Company, benefit: str = STUDIO) -> list[str]:
    return [seat.person for seat in before_use(company, benefit).seats]


def entries(company: Company, action: str) -> list[ActivityEntry]:
    found = [entry for entry in of(ActivityEntry, company) if entry.action == action]
    return sorted(found, key=lambda entry: entry.id or 0)


def bars(company: Company) -> tuple[RefundBar, ...]:
    return start_cancellation(company.admin, held(company), company.clock).verdict.bars


class TestThePage:
    def test_it_shows_what_a_membership_brings_where_it_comes_from_and_until_when(self, contoso: Company) -> None:
        incidents = line(contoso, INCIDENTS)
        assert (incidents.granted.places, incidents.granted.used, incidents.granted.left) == (10, 0, 10)
        assert (incidents.offer, incidents.subscription_id) == (AP, held(contoso))
        assert (incidents.until, incidents.in_term) == (contoso.holds().term.expiry, True)
        assert incidents.blockers == ()

    def test_in_the_window_it_runs_to_the_windows_last_day(self, fabrikam: Company) -> None:
        incidents = line(fabrikam, INCIDENTS)
        assert (incidents.until, incidents.in_term) == (fabrikam.holds().term.last_renewal_day, False)
        activate(fabrikam)
        assert used(fabrikam, INCIDENTS) == (1, 9)

    def test_of_two_memberships_each_line_says_which_it_comes_from(self, sample: Callable[[str], Company]) -> None:
        woodgrove = sample("woodgrove")
        shown = [one for one in show_benefits(woodgrove.admin, woodgrove.clock).lines if one.granted.grant.key == INCIDENTS]
        assert [(one.offer, one.granted.places) for one in shown] == [(AP, 10), (Offer.SILVER, 15)]
        activate(woodgrove, 10)
        assert used(woodgrove, INCIDENTS) == (10, 0)
        assert used(woodgrove, INCIDENTS, Offer.SILVER) == (0, 15)

    @pytest.mark.parametrize("role", COMPANY_ROLES)
    def test_everybody_sees_the_counts_and_who_may_use_them(self, fabrikam: Company, role: Role) -> None:
        shown = show_benefits(fabrikam.person(role), fabrikam.clock)
        assert shown.may_use is (role in {Role.GLOBAL_ADMIN, Role.PARTNER_ADMIN})
        against = () if shown.may_use else (LacksRight(Right.USE_BENEFITS),)
        assert {one.blockers for one in shown.lines} == {against}

    def test_who_never_bought_has_none_and_nothing_has_ended(self, sample: Callable[[str], Company]) -> None:
        for key in ("adventure_works", "tailspin"):
            company = sample(key)
            shown = show_benefits(company.admin, company.clock)
            assert (shown.lines, shown.ended) == ((), ())

    def test_what_is_managed_in_the_pmc_is_looked_at_here_and_used_there(self, sample: Callable[[str], Company]) -> None:
        litware = sample("litware")
        assert show_benefits(litware.admin, litware.clock).managed_elsewhere
        assert line(litware, INCIDENTS).blockers == (ManagedElsewhere(),)
        with pytest.raises(BenefitUnavailable):
            activate(litware)

    def test_an_import_takes_nothing_away_that_was_paid_for(self, renewed: Company) -> None:
        fewer = sample_catalogue().replace("action_pack = 10\nsilver = 15", "action_pack = 2\nsilver = 15")
        assert fewer != sample_catalogue()
        import_catalogue(fewer)
        assert used(renewed, INCIDENTS) == (0, 10)
        assert (
            next(
                grant.quantity
                for grant in show_subscription(renewed.admin, held(renewed), renewed.clock).benefits
                if grant.key == INCIDENTS
            )
            == 10
        )


class TestActivate:
    def test_it_is_counted_and_stands_in_the_activity(self, contoso: Company) -> None:
        activate(contoso, 3)
        assert used(contoso, INCIDENTS) == (3, 7)
        activate(contoso)
        assert used(contoso, INCIDENTS) == (4, 6)
        entry = entries(contoso, "benefit_activated")[-1]
        assert (entry.subscription_id, entry.person_id, entry.at) == (held(contoso), contoso.admin.person_id, contoso.now)
        with use_locale("en"):
            change = change_of(entry.action, entry.subject, entry.details)
        assert (change.before, change.after, change.more) == ("3 of 10 used", "4 of 10 used", ("On-premises incidents",))

    def test_a_credit_is_activated_once_as_a_whole(self, contoso: Company) -> None:
        activate(contoso, benefit=CREDIT)
        assert used(contoso, CREDIT) == (1, 0)
        with pytest.raises(BenefitUnavailable) as refused:
            activate(contoso, benefit=CREDIT)
        assert refused.value.blockers == (NothingLeft(BenefitKind.WHOLE, contoso.holds().term.anniversary),)

    @pytest.mark.parametrize("how_many", [-1, 0, 11, 10**9])
    def test_nobody_uses_more_than_there_is_or_nothing(self, contoso: Company, how_many: int) -> None:
        with pytest.raises(InvalidInput):
            activate(contoso, how_many)
        assert (used(contoso, INCIDENTS), entries(contoso, "benefit_activated")) == ((0, 10), [])

    def test_what_is_used_up_can_not_be_used(self, contoso: Company) -> None:
        activate(contoso, 10)
        with pytest.raises(BenefitUnavailable) as refused:
            activate(contoso)
        assert refused.value.blockers == (NothingLeft(BenefitKind.UNITS, contoso.holds().term.anniversary),)

    def test_confirming_the_same_dialog_ten_times_uses_one(self, contoso: Company) -> None:
        once, who, thing = new_id(), contoso.admin, held(contoso)
        outcomes = at_once([lambda: activate_benefit(who, thing, INCIDENTS, 1, once, contoso.clock)] * 10)
        assert outcomes == [None] * 10
        assert (used(contoso, INCIDENTS), len(entries(contoso, "benefit_activated"))) == ((1, 9), 1)

    def test_of_eight_browsers_that_want_the_last_one_one_gets_it(self, renewed: Company) -> None:
        activate(renewed, 9)
        people = (renewed.admin, renewed.person(Role.PARTNER_ADMIN))
        outcomes = at_once([lambda a=actor: activate(renewed, actor=a) for actor in people * 4])
        assert [type(outcome) for outcome in outcomes].count(BenefitUnavailable) == 7
        assert outcomes.count(None) == 1
        assert (used(renewed, INCIDENTS), len(of(BenefitUse, renewed))) == ((10, 0), 10)

    @pytest.mark.parametrize("benefit", [OFFICE, STUDIO, "nothing", "", "x" * 500, "\x00", "' OR 1=1 --"])
    def test_what_is_no_such_benefit_is_not_found(self, contoso: Company, benefit: str) -> None:
        with pytest.raises(NotFound):
            activate(contoso, benefit=benefit)


class TestKeys:
    def test_each_key_is_one_partners_alone_and_can_be_seen_again(self, contoso: Company, fabrikam: Company) -> None:
        mine, theirs = view(contoso, 3), view(fabrikam, 2)
        assert len(set(mine)) == 3
        assert len({*mine, *theirs}) == 5
        assert all(SAMPLE_KEY.fullmatch(key) for key in mine)
        again = view_keys_again(contoso.admin, held(contoso), OFFICE, contoso.clock)
        assert sorted(keys_of(again)) == sorted(mine)
        assert used(contoso, OFFICE) == (3, 7), "seeing one again uses none"
        assert len(view(contoso)) == 4, "the new one beside those before"

    def test_every_view_stands_in_the_activity_and_no_key_does(self, contoso: Company) -> None:
        shown = view(contoso, 2)
        view_keys_again(contoso.admin, held(contoso), OFFICE, contoso.clock)
        written = entries(contoso, "keys_viewed")
        assert [entry.details["benefit"] for entry in written] == [OFFICE, OFFICE]
        assert [entry.person_id for entry in written] == [contoso.admin.person_id] * 2
        with use_locale("en"):
            said = [change_of(entry.action, entry.subject, entry.details) for entry in written]
        assert (said[0].before, said[0].after, said[0].more) == ("0 of 10 used", "2 of 10 used", ("Office licences",))
        assert said[1].more == ("Office licences", "Keys that had been viewed before: 2")
        everything = repr([(entry.details, entry.subject) for entry in of(ActivityEntry, contoso)])
        assert not any(key in everything for key in shown)

    @pytest.mark.usefixtures("contoso")
    def test_nothing_in_the_database_is_a_key(self, contoso: Company) -> None:
        shown = view(contoso, 2)
        import_keys(f"benefit,product_key\n{OFFICE},REAL1-AAAAA-BBBBB\n")
        stored: list[str] = []
        with engine().connect() as connection:
            for table in sa.inspect(engine()).get_table_names():
                stored += [repr(row) for row in connection.execute(sa.text(f"SELECT * FROM {table}"))]  # noqa: S608
        everything = "".join(stored)
        for key in (*shown, "REAL1-AAAAA-BBBBB"):
            assert key not in everything
            assert key.replace("-", "") not in everything

    def test_nothing_that_is_logged_or_printed_holds_a_key(
        self, contoso: Company, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
    ) -> None:
        with caplog.at_level(logging.DEBUG):
            found = view_new_keys(contoso.admin, held(contoso), OFFICE, 2, new_id(), contoso.clock)
        written = caplog.text + "".join(capfd.readouterr()) + repr(found)
        assert not any(key in written for key in keys_of(found))

    def test_an_empty_pool_takes_nothing_and_says_so(self, contoso: Company) -> None:
        with transaction() as session:
            session.execute(sa.update(ProductKey).values(claimed_at=contoso.now))
        import_keys(f"benefit,product_key\n{OFFICE},LAST1-AAAAA\n")
        with pytest.raises(NoKeysLeft):
            view(contoso, 2)
        assert (used(contoso, OFFICE), entries(contoso, "keys_viewed")) == ((0, 10), [])
        assert view(contoso) == ["LAST1-AAAAA"]
        with pytest.raises(NoKeysLeft):
            view(contoso)

    def test_confirming_the_same_dialog_at_once_claims_one_key(self, contoso: Company) -> None:
        once, thing = new_id(), held(contoso)
        outcomes = at_once([lambda: view_new_keys(contoso.admin, thing, OFFICE, 1, once, contoso.clock)] * 6)
        assert len({keys_of(found)[0] for found in outcomes if isinstance(found, ViewedKeys)}) == 1
        assert len([key for key in all_of(ProductKey) if key.claimed_at is not None]) == 1

    def test_many_partners_at_once_never_get_the_same_key(self, sample: Callable[[str], Company]) -> None:
        companies = [sample("contoso") for _ in range(6)]
        outcomes = at_once([lambda c=company: view(c, 5) for company in companies])
        keys = [key for found in outcomes if isinstance(found, list) for key in found]
        assert len(keys) == len(set(keys)) == 30

    def test_the_pools_last_key_goes_to_one_of_two(self, sample: Callable[[str], Company]) -> None:
        companies = [sample("contoso"), sample("fabrikam")]
        with transaction() as session:
            session.execute(sa.update(ProductKey).values(claimed_at=companies[0].now))
        import_keys(f"benefit,product_key\n{OFFICE},LAST1-AAAAA\n")
        outcomes = at_once([lambda c=company: view(c) for company in companies])
        assert [outcome for outcome in outcomes if isinstance(outcome, list)] == [["LAST1-AAAAA"]]
        assert [type(outcome) for outcome in outcomes].count(NoKeysLeft) == 1

    def test_keys_sealed_under_another_secret_key_are_told_of(self, contoso: Company) -> None:
        view(contoso)
        with transaction() as session:
            session.execute(sa.update(ProductKey).values(sealed="gAAAAAsomething else"))
        with pytest.raises(KeysUnreadable):
            view_keys_again(contoso.admin, held(contoso), OFFICE, contoso.clock)
        with pytest.raises(KeysUnreadable):
            view(contoso)
        assert used(contoso, OFFICE) == (1, 9), "nothing was used"

    def test_nothing_viewed_is_nothing_to_see_again(self, contoso: Company) -> None:
        with pytest.raises(NotFound):
            view_keys_again(contoso.admin, held(contoso), OFFICE, contoso.clock)
        assert entries(contoso, "keys_viewed") == []


class TestSeats:
    def test_people_get_them_and_give_them_back(self, fabrikam: Company) -> None:
        user, billing = fabrikam.person(Role.USER), fabrikam.person(Role.BILLING_ADMIN)
        assign(fabrikam, user)
        assign(fabrikam, billing)
        assign(fabrikam, user)  # whoever has one keeps it
        assert used(fabrikam, STUDIO) == (2, 1)
        assert seated(fabrikam) == sorted([user.name, billing.name])
        assert {person.name for person in before_use(fabrikam, STUDIO).candidates} == {
            fabrikam.admin.name,
            fabrikam.person(Role.PARTNER_ADMIN).name,
        }
        seat = before_use(fabrikam, STUDIO).seats[0]
        take_seat_back(fabrikam.admin, seat.id, fabrikam.clock)
        take_seat_back(fabrikam.admin, seat.id, fabrikam.clock)  # once is enough
        assert used(fabrikam, STUDIO) == (1, 2)

    def test_the_activity_says_for_whom(self, fabrikam: Company) -> None:
        assign(fabrikam, fabrikam.person(Role.USER))
        take_seat_back(fabrikam.admin, before_use(fabrikam, STUDIO).seats[0].id, fabrikam.clock)
        rows = list_activity(fabrikam.admin, ActivityFilter(), 1).page.rows
        said = {}
        for row in rows:
            with use_locale("en"):
                said[row.action] = change_of(row.action, row.subject, row.details)
        name = fabrikam.person(Role.USER).name
        assert said["seat_assigned"].line == "0 of 3 used → 1 of 3 used"
        assert said["seat_ended"].line == "1 of 3 used → 0 of 3 used"
        assert said["seat_assigned"].more == ("Visual Studio subscriptions", f"For {name}")
        assert name not in repr([entry.details for entry in of(ActivityEntry, fabrikam)]), "whoever is erased is erased here too"

    def test_there_are_no_more_than_were_granted(self, fabrikam: Company) -> None:
        people = [fabrikam.person(role) for role in COMPANY_ROLES]
        outcomes = at_once([lambda p=person: assign(fabrikam, p) for person in people])
        assert outcomes.count(None) == 3
        assert [type(outcome) for outcome in outcomes].count(BenefitUnavailable) == 1
        assert used(fabrikam, STUDIO) == (3, 0)

    def test_the_same_person_in_many_tabs_gets_one(self, fabrikam: Company) -> None:
        outcomes = at_once([lambda: assign(fabrikam, fabrikam.person(Role.USER))] * 6)
        assert (outcomes, used(fabrikam, STUDIO)) == ([None] * 6, (1, 2))

    def test_whoever_is_deactivated_loses_the_seat_and_it_can_be_given_again(self, fabrikam: Company) -> None:
        people = [fabrikam.person(role) for role in COMPANY_ROLES]
        for person in people[:3]:
            assign(fabrikam, person)
        change(Person, people[2].person_id, active=False)
        assert used(fabrikam, STUDIO) == (2, 1)
        assert people[2].name not in seated(fabrikam)
        assign(fabrikam, people[3])
        assert used(fabrikam, STUDIO) == (3, 0)
        change(Person, people[2].person_id, active=True)
        assert used(fabrikam, STUDIO) == (3, 0), "coming back brings none"
        change(Person, people[0].person_id, active=False)
        with pytest.raises(InvalidInput):
            assign(fabrikam, people[0])

    def test_whoever_is_deactivated_has_none_any_more(self, fabrikam: Company) -> None:
        user = fabrikam.person(Role.USER)
        assign(fabrikam, user)
        deactivate(fabrikam.admin, user.person_id, fabrikam.clock)
        reactivate(fabrikam.admin, user.person_id, fabrikam.clock)
        assert used(fabrikam, STUDIO) == (0, 3)
        assert len(entries(fabrikam, "seat_ended")) == 1

    def test_somebody_of_another_company_can_not_have_one(self, fabrikam: Company, contoso: Company) -> None:
        for person_id in (contoso.admin.person_id, finance().person_id, "", "x" * 500, "\x00"):
            with pytest.raises(InvalidInput):
                assign_seat(fabrikam.admin, held(fabrikam), STUDIO, person_id, fabrikam.clock)
        assert used(fabrikam, STUDIO) == (0, 3)


class TestRefund:
    def test_what_was_just_paid_comes_back_until_a_key_is_viewed(self, renewed: Company) -> None:
        assert bars(renewed) == ()
        verdict = start_cancellation(renewed.admin, held(renewed), renewed.clock).verdict
        assert before_use(renewed, OFFICE).refund_until == verdict.until
        view(renewed)
        assert bars(renewed) == (RefundBar.KEY_VIEWED,)
        assert before_use(renewed, OFFICE).refund_until is None, "there is nothing left to warn of"

    @pytest.mark.parametrize("benefit", [INCIDENTS, CREDIT])
    def test_or_a_benefit_is_activated_and_the_desk_sees_it_too(self, renewed: Company, benefit: str) -> None:
        assert before_use(renewed, benefit).refund_until is not None
        activate(renewed, benefit=benefit)
        assert bars(renewed) == (RefundBar.BENEFIT_ACTIVATED,)
        number = asks_to_cancel(renewed)
        (shown,) = (
            row for row in waiting_at_desk(Section.CANCELLATIONS) if isinstance(row, CancellationLine) and row.number == number
        )
        assert shown.verdict.bars == (RefundBar.BENEFIT_ACTIVATED,)

    def test_giving_somebody_a_seat_ends_nothing(self, renewed: Company) -> None:
        assert before_use(renewed, STUDIO).refund_until is None
        assign(renewed, renewed.person(Role.USER))
        assert bars(renewed) == ()

    def test_what_was_used_in_the_year_before_bars_nothing_of_the_new_one(self, fabrikam: Company) -> None:
        view(fabrikam)
        activate(fabrikam)
        bought(fabrikam, reviewed_by_card(fabrikam))
        assert bars(fabrikam) == ()

    def test_nothing_is_said_of_a_refund_that_is_not_due_any_more(self, contoso: Company) -> None:
        assert before_use(contoso, OFFICE).refund_until is None


class TestTheMembershipsLife:
    def test_a_renewal_brings_whole_amounts_and_people_keep_their_seats(self, fabrikam: Company) -> None:
        first = view(fabrikam, 4)
        activate(fabrikam, 10)
        assign(fabrikam, fabrikam.person(Role.USER))
        bought(fabrikam, reviewed_by_card(fabrikam))
        assert (used(fabrikam, OFFICE), used(fabrikam, INCIDENTS), used(fabrikam, STUDIO)) == ((0, 10), (0, 10), (1, 2))
        activate(fabrikam, 10)
        second = view(fabrikam)
        assert sorted(second[1:]) == sorted(first), "keys that are in use can still be looked up"
        assert used(fabrikam, OFFICE) == (1, 9)

    def test_after_the_window_nothing_can_be_used_seen_or_taken(self, fabrikam: Company) -> None:
        company = fabrikam
        view(company)
        assign(company, company.person(Role.USER))
        activate(company)
        last = company.holds().term.last_renewal_day
        assert used(company, INCIDENTS, clock=company.on(last)) == (1, 9)
        thing, later = held(company), company.on(last + timedelta(days=1))
        self.nothing_goes(company, thing, later, ClosedOn(last))
        (ended,) = show_benefits(company.admin, later).ended
        assert (ended.offer, ended.ended, ended.became_gold) == (AP, last, False)

    def test_a_refund_ends_it_at_once(self, renewed: Company) -> None:
        view(renewed)
        assign(renewed, renewed.person(Role.USER))
        thing = held(renewed)
        cancel_and_refund(finance(), asks_to_cancel(renewed))
        self.nothing_goes(renewed, thing, renewed.clock, EndedOn(renewed.today, Closing.CANCELLED))

    def test_gold_takes_silvers_place_with_counts_of_its_own(self, sample: Callable[[str], Company]) -> None:
        woodgrove = sample("woodgrove")
        silver = held(woodgrove, Offer.SILVER)
        activate_benefit(woodgrove.admin, silver, INCIDENTS, 5, new_id(), woodgrove.clock)
        view(woodgrove, offer=Offer.SILVER)
        bought(woodgrove, reviewed_by_card(woodgrove, Offer.GOLD))
        shown = show_benefits(woodgrove.admin, woodgrove.clock)
        assert [(one.offer, one.ended, one.became_gold) for one in shown.ended] == [(Offer.SILVER, woodgrove.today, True)]
        assert used(woodgrove, INCIDENTS, Offer.GOLD) == (0, 20)
        self.nothing_goes(woodgrove, silver, woodgrove.clock, EndedOn(woodgrove.today, Closing.UPGRADED))

    def test_bought_again_it_begins_anew(self, renewed: Company) -> None:
        view(renewed, 2)
        cancel_and_refund(finance(), asks_to_cancel(renewed))
        bought(renewed, reviewed_by_card(renewed))
        assert used(renewed, OFFICE) == (0, 10)
        assert before_use(renewed, OFFICE).keys_viewed == 0
        assert show_benefits(renewed.admin, renewed.clock).ended == ()

    def nothing_goes(self, company: Company, thing: str, clock: Clock, because: object) -> None:
        """Every way to use what has ended is refused with the same reason."""
        who = company.admin
        assert thing not in {one.subscription_id for one in show_benefits(who, clock).lines}
        calls: list[Callable[[], object]] = [
            lambda: activate_benefit(who, thing, INCIDENTS, 1, new_id(), clock),
            lambda: view_new_keys(who, thing, OFFICE, 1, new_id(), clock),
            lambda: view_keys_again(who, thing, OFFICE, clock),
            lambda: assign_seat(who, thing, STUDIO, company.admin.person_id, clock),
        ]
        for call in calls:
            with pytest.raises(BenefitUnavailable) as refused:
                call()
            assert refused.value.blockers[0] == because
        prepared = prepare_benefit(who, thing, STUDIO, clock)
        assert (prepared.seats, prepared.candidates) == ((), ())
        assert prepare_benefit(who, thing, OFFICE, clock).keys_viewed == 0


class TestWhyNot:
    def test_the_conditions_are_those_of_the_button(self, fabrikam: Company) -> None:
        user = fabrikam.person(Role.USER)
        found = read_conditions(user, Action.ACTIVATE, f"{held(fabrikam)}:{INCIDENTS}", fabrikam.clock)
        assert (found.benefit, found.offer) == (INCIDENTS, AP)
        assert unmet(found.conditions) == (LacksRight(Right.USE_BENEFITS),)
        activate(fabrikam, 10)
        found = read_conditions(user, Action.ACTIVATE, f"{held(fabrikam)}:{INCIDENTS}", fabrikam.clock)
        assert len(unmet(found.conditions)) == 2

    def test_what_is_no_benefit_has_none(self, fabrikam: Company, contoso: Company) -> None:
        for thing in (held(fabrikam), f"{held(fabrikam)}:nothing", f"{held(contoso)}:{INCIDENTS}", ":", f":{INCIDENTS}"):
            with pytest.raises(NotFound):
                read_conditions(fabrikam.admin, Action.GET_KEYS, thing, fabrikam.clock)
        with pytest.raises(NotFound):
            read_conditions(fabrikam.admin, Action.RENEW, f"{held(fabrikam)}:{INCIDENTS}", fabrikam.clock)


class TestTheDatabase:
    def test_it_refuses_one_more_than_was_granted_and_one_twice(self, fabrikam: Company) -> None:
        activate(fabrikam)
        (use,) = of(BenefitUse, fabrikam)
        for wrong in (
            {"slot": 11},
            {"slot": 0},
            {},
            {"kind": BenefitKind.SEATS, "slot": 2},
            {"kind": BenefitKind.KEYS, "slot": 2},
        ):
            with pytest.raises(IntegrityError):
                store_rows(copy_of(use, **({"id": "second", "submission": "another"} | wrong)))
        store_rows(copy_of(use, id="second", submission="another", slot=2))

    def test_a_key_is_claimed_once_and_stands_in_the_pool_once(self, contoso: Company, fabrikam: Company) -> None:
        view(contoso)
        view(fabrikam)
        mine, theirs = of(BenefitUse, contoso)[0], of(BenefitUse, fabrikam)[0]
        with pytest.raises(IntegrityError):
            store_rows(copy_of(mine, id="second", submission="another", slot=2, key_id=theirs.key_id))
        key = all_of(ProductKey)[0]
        with pytest.raises(IntegrityError):
            store_rows(copy_of(key, id=999_999))

    def test_a_person_has_one_seat_of_a_benefit_and_a_seat_one_person(self, fabrikam: Company) -> None:
        assign(fabrikam, fabrikam.person(Role.USER))
        (seat,) = of(BenefitUse, fabrikam)
        for wrong in ({"slot": 2}, {"person_id": fabrikam.admin.person_id}):
            with pytest.raises(IntegrityError):
                store_rows(copy_of(seat, **({"id": "second", "submission": "another", "term_number": 7} | wrong)))


class TestImport:
    HEAD = "benefit,product_key\n"

    @pytest.mark.usefixtures("store")
    def test_a_key_is_imported_once_however_it_is_written(self) -> None:
        assert import_keys(f"{self.HEAD}{OFFICE},AAAAA-11111\nwindows_licences,AAAAA-22222\n") == Imported(2, 0)
        assert import_keys(f"{self.HEAD}{OFFICE},aaaaa11111\n{OFFICE},AAAAA-33333\n") == Imported(1, 1)
        assert len(all_of(ProductKey)) == 3

    def test_one_that_was_claimed_never_comes_back(self, contoso: Company) -> None:
        (key,) = view(contoso)
        assert import_keys(f"{self.HEAD}{OFFICE},{key}\n") == Imported(0, 1)

    @pytest.mark.usefixtures("store")
    def test_nothing_of_a_broken_file_is_taken(self) -> None:
        with pytest.raises(KeysFileError):
            import_keys(f"{self.HEAD}{OFFICE},AAAAA-11111\n{INCIDENTS},AAAAA-22222\n")
        assert all_of(ProductKey) == []

    @pytest.mark.usefixtures("store")
    def test_the_same_file_twice_at_once_makes_each_key_once(self) -> None:
        file = self.HEAD + "".join(f"{OFFICE},KEY-{number:05d}\n" for number in range(700))
        outcomes = at_once([lambda: import_keys(file)] * 3)
        assert sorted(done.new for done in outcomes if isinstance(done, Imported)) == [0, 0, 700]

    @pytest.mark.parametrize("store", ["sqlite"], indirect=True)
    @pytest.mark.usefixtures("store")
    def test_the_command_counts_and_names_broken_lines_but_no_key(self, tmp_path: Path) -> None:
        file = tmp_path / "keys.csv"
        file.write_text(f"{self.HEAD}{OFFICE},AAAAA-11111\n", encoding="utf-8")
        for said in ("1 new product keys, 0 were there before\n", "0 new product keys, 1 were there before\n"):
            done = CliRunner().invoke(cli, ["keys", "import", str(file)])
            assert (done.exit_code, done.stdout) == (0, said)
        for content, said in ((b"\xff\xfe", "not UTF-8"), (f"{self.HEAD}x,SECRET-KEY\n".encode(), "line 2: benefit")):
            file.write_bytes(content)
            done = CliRunner().invoke(cli, ["keys", "import", str(file)])
            assert done.exit_code == 1
            assert said in done.output
            assert "SECRET" not in done.output


@pytest.mark.parametrize("role", sorted(OPERATORS))
def test_operators_have_no_benefits(fabrikam: Company, role: Role) -> None:
    actor, thing = operator(role), held(fabrikam)
    calls: list[Callable[[], object]] = [
        lambda: show_benefits(actor, fabrikam.clock),
        lambda: prepare_benefit(actor, thing, OFFICE, fabrikam.clock),
        lambda: view_keys_again(actor, thing, OFFICE, fabrikam.clock),
    ]
    for call in calls:
        with pytest.raises(NotAllowed):
            call()
