"""The activity across partners, for the desk alone."""

from datetime import timedelta

import pytest

from actionpack_app.domain.deeds import DEEDS, DeedGroup
from actionpack_app.domain.errors import NotAllowed
from actionpack_app.domain.rights import COMPANY_ROLES, Right, Role
from actionpack_app.models import ActivityEntry
from actionpack_app.repositories.pages import PAGE_SIZE
from actionpack_app.services.activity.across import AcrossFilter, AcrossLine, list_across
from actionpack_app.services.activity.browse import By
from actionpack_app.services.lookup.show import Part, look_at
from actionpack_app.services.support.ask import ask_support
from tests.integration.companies import Company
from tests.integration.desk import finance, operator
from tests.integration.requests import form
from tests.integration.rows import of, store_rows

AGENT = Role.SUPPORT_AGENT


def listed(page: int = 1, **narrowed: object) -> tuple[AcrossLine, ...]:
    wanted = AcrossFilter(**narrowed)  # pyright: ignore[reportArgumentType]
    return list_across(operator(AGENT), wanted, page).page.rows


def whole_list() -> list[AcrossLine]:
    pages = range(1, list_across(operator(AGENT), AcrossFilter(), 1).page.last + 1)
    return [line for page in pages for line in listed(page)]


def test_what_happened_at_all_partners_stands_in_one_list_the_newest_first(contoso: Company, fabrikam: Company) -> None:
    lines = whole_list()
    assert {line.company for line in lines} == {contoso.made.name, fabrikam.made.name}
    assert [line.at for line in lines] == sorted((line.at for line in lines), reverse=True)


def test_it_is_narrowed_to_a_company_a_group_and_a_person(contoso: Company, fabrikam: Company) -> None:
    ask_support(contoso.admin, form(), contoso.clock)
    ask_support(fabrikam.admin, form(submission="another"), fabrikam.clock)
    assert {line.partner_id for line in listed(mpn_id=contoso.made.mpn_id)} == {contoso.id}
    assert {line.action for line in listed(group=DeedGroup.SUPPORT)} <= DEEDS[DeedGroup.SUPPORT]
    assert {line.partner_id for line in listed(group=DeedGroup.SUPPORT)} == {contoso.id, fabrikam.id}
    by_grace = listed(email=fabrikam.admin.email, group=DeedGroup.SUPPORT)
    assert fabrikam.id in {line.partner_id for line in by_grace}
    assert contoso.id not in {line.partner_id for line in by_grace}
    assert listed(mpn_id="0000000") == listed(email="nobody@example.com") == listed(who="x" * 99) == ()


def test_what_an_operator_did_is_found_by_the_operator_and_by_the_desk(contoso: Company) -> None:
    agent = operator(AGENT)
    look_at(agent, contoso.id, Role.GLOBAL_ADMIN, Part.OFFERS, 1)
    for who in (agent.person_id, "desk"):
        (line,) = listed(who=who)
        assert (line.action, line.by, line.who) == ("looked_up", By.DESK, "Sam")
    assert {line.by for line in listed(who="product")} <= {By.PRODUCT}
    assert agent.person_id in {person.id for person in list_across(agent, AcrossFilter(), 1).operators}


def test_a_period_holds_both_its_dates(contoso: Company) -> None:
    lines = whole_list()
    newest = max(line.at for line in lines).date()
    on_that_day = listed(since=newest, until=newest)
    assert on_that_day
    assert {line.at.date() for line in on_that_day} == {newest}
    assert all(line.at.date() < newest for line in listed(until=newest - timedelta(days=1)))
    assert contoso.id in {line.partner_id for line in lines}


def test_a_long_list_is_counted_to_a_thousand_and_says_that_there_is_more(
    contoso: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("pages", "activity_lists"):
        monkeypatch.setattr(f"actionpack_app.repositories.{module}.COUNTED_MOST", 2 * PAGE_SIZE)
    entry = of(ActivityEntry, contoso)[0]
    store_rows(*(ActivityEntry(**entry.model_dump() | {"id": None, "subject": f"n{n}"}) for n in range(80)))
    (group,) = (group for group, actions in DEEDS.items() if entry.action in actions)
    for wanted in (AcrossFilter(), AcrossFilter(group=group)):
        page = list_across(operator(AGENT), wanted, 9).page
        assert (page.last, page.total, page.number, page.more) == (2, 2 * PAGE_SIZE, 2, True)


@pytest.mark.parametrize("role", [role for role in Role if role not in {AGENT, Role.DESK_ADMIN}])
def test_nobody_else_sees_it(fabrikam: Company, role: Role) -> None:
    actor = fabrikam.person(role) if role in COMPANY_ROLES else finance()
    with pytest.raises(NotAllowed) as refused:
        list_across(actor, AcrossFilter(), 1)
    assert refused.value.right is Right.DESK_LOOKUP
