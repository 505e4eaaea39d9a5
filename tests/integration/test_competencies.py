"""The company's competencies beside what silver and gold need; and qualifications that come by file."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from actionpack_app.cli import cli
from actionpack_app.domain.blockers import NotQualified
from actionpack_app.domain.competencies import CompetencyState
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.qualifications_file import QualificationsError
from actionpack_app.domain.rights import COMPANY_ROLES
from actionpack_app.models import ActivityEntry, Competency, CompetencyProgress
from actionpack_app.services.competencies.compare import Comparison, CompetencyLine, compare_offers
from actionpack_app.services.competencies.import_file import import_qualifications
from actionpack_app.services.subscriptions.show import show_subscription
from tests.integration.companies import Company
from tests.integration.rows import all_of, at_once, of
from tests.integration.shopping import bought, reviewed_by_card

HEAD = "mpn_id,competency,level,state,certified_people,customer_references,passed_assessments\n"


def seen(company: Company) -> Comparison:
    return compare_offers(company.admin, company.clock)


def only(company: Company) -> CompetencyLine:
    (line,) = seen(company).competencies
    return line


def line_for(company: Company, name: str, level: str, state: str, *amounts: int) -> str:
    return ",".join((company.made.mpn_id, name, level, state, *map(str, amounts))) + "\n"


def updates(company: Company) -> list[ActivityEntry]:
    return [entry for entry in of(ActivityEntry, company) if entry.action == "competency_updated"]


class TestThePage:
    def test_it_compares_what_each_offer_needs_and_brings(self, contoso: Company) -> None:
        offers = {compared.tile.offer: compared for compared in seen(contoso).offers}
        assert [wanted.needed for wanted in offers[Offer.SILVER].requirements] == [2, 3, 1]
        assert [wanted.needed for wanted in offers[Offer.GOLD].requirements] == [4, 5, 2]
        assert offers[Offer.ACTION_PACK].requirements == ()
        incidents = {
            offer: next(grant.quantity for grant in compared.benefits if grant.key == "on_premises_incidents")
            for offer, compared in offers.items()
        }
        assert incidents == {Offer.ACTION_PACK: 10, Offer.SILVER: 15, Offer.GOLD: 20}
        assert all(compared.tile == contoso.tile(offer) for offer, compared in offers.items())

    def test_contoso_has_begun_and_lacks_something(self, contoso: Company) -> None:
        line = only(contoso)
        assert (line.level, line.state) == (Offer.SILVER, CompetencyState.STARTED)
        assert {one.key: one.missing for one in line.requirements} == {
            "certified_people": 1,
            "customer_references": 1,
            "passed_assessments": 0,
        }
        assert contoso.tile(Offer.SILVER).blockers == (NotQualified(Offer.SILVER),)

    def test_woodgroves_gold_is_qualified_and_active_once_it_is_bought(self, sample: Callable[[str], Company]) -> None:
        woodgrove = sample("woodgrove")
        assert only(woodgrove).state is CompetencyState.QUALIFIED
        assert all(one.met for one in only(woodgrove).requirements)
        assert next(compared.tile.upgrade for compared in seen(woodgrove).offers if compared.tile.offer is Offer.GOLD)
        bought(woodgrove, reviewed_by_card(woodgrove, Offer.GOLD))
        assert only(woodgrove).state is CompetencyState.ACTIVE
        assert [row.state for row in of(Competency, woodgrove)] == [CompetencyState.QUALIFIED], "derived, not stored"

    def test_everybody_of_a_company_sees_the_same(self, fabrikam: Company) -> None:
        import_qualifications(HEAD + line_for(fabrikam, "Cloud", "silver", "started", 1, 1, 1))
        found = {compare_offers(fabrikam.person(role), fabrikam.clock).competencies for role in COMPANY_ROLES}
        assert len(found) == 1

    def test_nothing_of_others_is_seen(self, fabrikam: Company, sample: Callable[[str], Company]) -> None:
        sample("woodgrove")
        assert seen(fabrikam).competencies == ()


class TestAtRisk:
    def test_the_renewal_that_hangs_on_it_is_named_with_its_day(self, sample: Callable[[str], Company]) -> None:
        woodgrove = sample("woodgrove")
        assert only(woodgrove).renewals_at_stake == ((Offer.SILVER, woodgrove.holds(Offer.SILVER).term.anniversary),)
        import_qualifications(HEAD + line_for(woodgrove, "Cloud platform", "gold", "at_risk", 3, 6, 2))
        line = only(woodgrove)
        assert line.state is CompetencyState.AT_RISK
        assert [one.key for one in line.requirements if not one.met] == ["certified_people"]
        assert woodgrove.tile(Offer.GOLD).blockers == (), "it still counts"

    def test_nothing_hangs_on_one_of_two(self, sample: Callable[[str], Company]) -> None:
        woodgrove = sample("woodgrove")
        import_qualifications(HEAD + line_for(woodgrove, "Data analytics", "silver", "qualified", 2, 3, 1))
        assert [line.renewals_at_stake for line in seen(woodgrove).competencies] == [(), ()]


class TestImport:
    def test_a_partner_that_qualifies_can_buy_at_once(self, contoso: Company) -> None:
        file = HEAD + line_for(contoso, "Data analytics", "silver", "qualified", 2, 3, 1)
        assert import_qualifications(file) == 1
        assert only(contoso).state is CompetencyState.QUALIFIED
        assert contoso.tile(Offer.SILVER).blockers == ()
        assert bought(contoso, reviewed_by_card(contoso, Offer.SILVER)).invoice_number
        assert only(contoso).state is CompetencyState.ACTIVE

    def test_it_stands_in_the_partners_activity_once(self, sample: Callable[[str], Company]) -> None:
        woodgrove = sample("woodgrove")
        file = HEAD + line_for(woodgrove, "Data analytics", "silver", "started", 1, 0, 0)
        assert import_qualifications(file) == 1
        assert import_qualifications(file) == 0, "no news"
        (entry,) = updates(woodgrove)
        assert (entry.subject, entry.at, entry.person_id) == ("Data analytics", woodgrove.now, None)
        assert entry.details == {"level": "silver", "state": "started"}
        details = show_subscription(woodgrove.admin, woodgrove.holds(Offer.SILVER).id, woodgrove.clock)
        assert details.activity[0].action == "competency_updated"

    def test_several_partners_and_new_and_known_competencies(self, contoso: Company, fabrikam: Company) -> None:
        file = (
            HEAD
            + line_for(fabrikam, "Cloud", "gold", "qualified", 4, 5, 2)
            + line_for(contoso, "Data analytics", "silver", "started", 2, 2, 1)
            + line_for(contoso, "Data analytics", "gold", "started", 0, 0, 0)
        )
        assert import_qualifications(file) == 3
        assert fabrikam.tile(Offer.SILVER).blockers == fabrikam.tile(Offer.GOLD).blockers == ()
        assert len(seen(contoso).competencies) == 2

    def test_nothing_of_a_broken_file_is_taken_and_each_broken_line_is_named(self, contoso: Company) -> None:
        before = (all_of(Competency), all_of(CompetencyProgress), all_of(ActivityEntry))
        file = (
            HEAD
            + line_for(contoso, "Data analytics", "silver", "qualified", 2, 3, 1)
            + "0000001,Cloud,gold,started,0,0,0\n"
            + line_for(contoso, "Cloud", "gold", "qualified", 3, 5, 2)
        )
        with pytest.raises(QualificationsError) as broken:
            import_qualifications(file)
        assert str(broken.value).splitlines() == [
            "line 3: mpn_id: there is no partner 0000001",
            "line 4: state: qualified, but not enough of certified_people (at_risk, if it was qualified before)",
        ]
        assert (all_of(Competency), all_of(CompetencyProgress), all_of(ActivityEntry)) == before

    def test_the_same_file_twice_at_once_makes_each_competency_once(self, contoso: Company, fabrikam: Company) -> None:
        file = HEAD + "".join(line_for(company, "New", "gold", "started", 1, 1, 1) for company in (contoso, fabrikam))
        done = at_once([lambda: import_qualifications(file)] * 4)
        assert sorted(str(one) for one in done) == ["0", "0", "0", "2"]
        assert len(of(Competency, fabrikam)) == 1
        assert len(updates(fabrikam)) == 1

    def test_a_long_name_in_any_script_is_kept(self, contoso: Company) -> None:
        name = "데이터 분석 " * 14
        import_qualifications(HEAD + line_for(contoso, name, "gold", "started", 0, 0, 0))
        assert name.strip() in {line.name for line in seen(contoso).competencies}


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
class TestTheCommand:
    def test_it_says_how_much_changed(self, contoso: Company, tmp_path: Path) -> None:
        file = tmp_path / "qualifications.csv"
        file.write_text(HEAD + line_for(contoso, "Data analytics", "silver", "qualified", 2, 3, 1), encoding="utf-8")
        result = CliRunner().invoke(cli, ["qualifications", "import", str(file)])
        assert (result.exit_code, result.stdout) == (0, "1 competencies changed\n")

    @pytest.mark.usefixtures("contoso")
    def test_it_names_broken_lines_and_takes_nothing(self, tmp_path: Path) -> None:
        file = tmp_path / "qualifications.csv"
        for content, said in ((b"\xff\xfe", "not UTF-8"), ((HEAD + "1,a,gold,started,,,\n").encode(), "line 2: mpn_id")):
            file.write_bytes(content)
            result = CliRunner().invoke(cli, ["qualifications", "import", str(file)])
            assert result.exit_code == 1
            assert said in result.output
            assert "nothing was taken" in result.output


def test_a_year_later_the_same_competency_still_counts(sample: Callable[[str], Company]) -> None:
    woodgrove = sample("woodgrove")
    later = woodgrove.on(date(woodgrove.today.year + 2, 6, 1))
    assert compare_offers(woodgrove.admin, later).competencies[0].state is CompetencyState.QUALIFIED
