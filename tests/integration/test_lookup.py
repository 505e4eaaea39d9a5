"""The desk looks partners up: found by what is known of them, seen with the eyes of a role, touched by nobody."""

from collections.abc import Callable

import pytest

from actionpack_app.domain.errors import ActionPackError, NotAllowed, NotFound
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.orders import NO_CONTACT
from actionpack_app.domain.rights import COMPANY_ROLES, Right, Role
from actionpack_app.models import ActivityEntry, CreditNote, Invoice, Order, Partner, PartnerLook, SupportRequest
from actionpack_app.repositories.pages import PAGE_SIZE, Page
from actionpack_app.services.invoices.document import invoice_document
from actionpack_app.services.lookup.document import looked_up_document
from actionpack_app.services.lookup.find import find_partners
from actionpack_app.services.lookup.show import Look, Part, look_at
from actionpack_app.services.membership.overview import Overview, overview
from actionpack_app.services.notices.browse import list_notices
from actionpack_app.services.support.ask import ask_support
from tests.integration.companies import Company
from tests.integration.desk import GRACE, actions, change, finance, operator, transferred
from tests.integration.requests import form
from tests.integration.rows import all_of, at_once, copy_of, of, store_rows

AGENT = Role.SUPPORT_AGENT
HOUR = 3600


def found(text: str) -> list[str]:
    return [line.id for line in find_partners(operator(AGENT), text, 1).rows]


def look(company: Company, part: Part = Part.OFFERS, role: Role = Role.GLOBAL_ADMIN, page: int = 1) -> Look:
    return look_at(operator(AGENT), company.id, role, part, page)


def rows(company: Company, part: Part, role: Role = Role.GLOBAL_ADMIN) -> tuple[object, ...]:
    content = look(company, part, role).content
    assert isinstance(content, Page)
    return content.rows


def everything(company: Company) -> list[object]:
    return [of(table, company) for table in (Order, Invoice, SupportRequest, CreditNote)]


class TestSearch:
    def test_a_partner_is_found_by_the_beginning_of_its_name_whatever_its_letters(self, contoso: Company) -> None:
        assert found("CONT") == found("  contoso ") == [contoso.id]
        assert found("fabrikam") == []

    def test_a_word_within_the_name_finds_it_too(self, sample: Callable[[str], Company]) -> None:
        works = sample("adventure_works")
        assert found("works") == [works.id]

    def test_it_is_found_by_its_mpn_id_and_its_tax_id(self, contoso: Company, sample: Callable[[str], Company]) -> None:
        works = sample("adventure_works")
        tax_id = of_partner(works).tax_id
        assert found(contoso.made.mpn_id or "") == [contoso.id]
        assert found(tax_id.lower()) == found(tax_id[:5]) == [works.id]

    def test_it_is_found_by_an_address_of_one_of_its_people(self, contoso: Company, fabrikam: Company) -> None:
        assert found(contoso.admin.email) == found(contoso.admin.email.upper()) == [contoso.id]
        name, domain = fabrikam.admin.email.split("@")
        assert found(f"{name}@{domain[:5]}") == [fabrikam.id]
        assert found("@") == []
        assert found(name) == found(name[:4].upper()) == [fabrikam.id]

    def test_it_is_found_by_the_number_of_what_it_has(self, contoso: Company, fabrikam: Company) -> None:
        asked = ask_support(contoso.admin, form(), contoso.clock)
        for number in (of(Order, contoso)[0].number, of(Invoice, contoso)[0].number, asked):
            assert found(number.lower()) == [contoso.id]
        assert found(of(Invoice, fabrikam)[0].number) == [fabrikam.id]
        assert found("INV-1999-000001") == []

    @pytest.mark.parametrize("text", ["%", "_", "' OR 1=1 --", "\x00", "\ud83d", "x" * 5000, "@", "\U0010ffff"], ids=ascii)
    def test_what_nobody_could_have_meant_finds_nothing(self, contoso: Company, text: str) -> None:
        assert (found(text) == []) is (text not in {"\x00", "\ud83d"})  # of these nothing is left, and no text finds all

    def test_no_text_lists_all_by_name_in_pages(self, contoso: Company) -> None:
        row = of_partner(contoso)
        store_rows(
            *(copy_of(row, id=f"p{n:03d}", mpn_id=f"{9_000_000 + n}", name=f"Aaa {n:03d}") for n in range(2 * PAGE_SIZE + 10))
        )
        agent = operator(AGENT)
        pages = [find_partners(agent, "", n) for n in (1, 2, 3, 99)]
        assert [len(page.rows) for page in pages] == [PAGE_SIZE, PAGE_SIZE, 11, 11]
        assert [line.name for line in pages[0].rows[:2]] == ["Aaa 000", "Aaa 001"]
        assert find_partners(agent, "aaa", 1).total == 2 * PAGE_SIZE + 10
        assert find_partners(agent, "aaa 01", 1).total == 10

    def test_a_line_says_what_the_partner_holds(self, contoso: Company) -> None:
        (line,) = find_partners(operator(AGENT), contoso.made.mpn_id or "", 1).rows
        assert [(held.offer, held.expiry) for held in line.held] == [(Offer.ACTION_PACK, contoso.holds().term.expiry)]
        assert (line.country, line.in_pmc) == ("US", False)

    def test_a_renamed_partner_is_found_by_its_new_name(self, contoso: Company) -> None:
        row = of_partner(contoso)
        row.name = "Wide World Importers"
        store_rows(row)
        assert found("wide w") == [contoso.id]
        assert found("contoso") == []


def of_partner(company: Company) -> Partner:
    return next(row for row in all_of(Partner) if row.id == company.id)


class TestAsThePartnerSeesIt:
    @pytest.mark.parametrize("role", COMPANY_ROLES)
    def test_the_tiles_are_those_of_the_role_with_its_reasons(self, fabrikam: Company, role: Role) -> None:
        seen = look(fabrikam, Part.OFFERS, role).content
        assert isinstance(seen, Overview)
        own = overview(fabrikam.person(role), fabrikam.clock)
        assert seen == own

    @pytest.mark.parametrize("part", [Part.ORDERS, Part.INVOICES, Part.NOTICES, Part.ACTIVITY])
    def test_what_a_role_does_not_see_is_withheld_with_the_right_that_it_lacks(self, fabrikam: Company, part: Part) -> None:
        seen = look(fabrikam, part, Role.USER)
        assert seen.content is None
        assert seen.withheld in {Right.SEE_BILLING, Right.SEE_BILLING_ACTIVITY}
        assert look(fabrikam, part, Role.GLOBAL_ADMIN).withheld is None

    def test_orders_invoices_people_and_notices_are_the_partners(self, contoso: Company, fabrikam: Company) -> None:
        assert [row.number for row in rows(contoso, Part.INVOICES)] == sorted(  # type: ignore[attr-defined]
            (invoice.number for invoice in of(Invoice, contoso)), reverse=True
        )
        assert {row.number for row in rows(contoso, Part.ORDERS)} == {row.number for row in of(Order, contoso)}  # type: ignore[attr-defined]
        assert {row.email for row in rows(fabrikam, Part.COMPANY)} == {  # type: ignore[attr-defined]
            fabrikam.person(role).email for role in COMPANY_ROLES
        }
        told = list_notices(contoso.admin, 1, unread_only=False).page.rows
        assert [row.facts for row in rows(contoso, Part.NOTICES)] == [line.facts for line in told]  # type: ignore[attr-defined]

    def test_an_order_by_transfer_names_its_contact_and_one_by_card_none(self, fabrikam: Company, contoso: Company) -> None:
        transfer = transferred(fabrikam)
        contacts = {row.number: row.contact for row in rows(fabrikam, Part.ORDERS)}  # type: ignore[attr-defined]
        assert contacts[transfer.number] == GRACE
        assert {row.contact for row in rows(contoso, Part.ORDERS)} == {NO_CONTACT}  # type: ignore[attr-defined]

    def test_an_open_draft_is_nobodys_history(self, fabrikam: Company) -> None:
        before = len(rows(fabrikam, Part.ORDERS))
        order = transferred(fabrikam)
        change(Order, of(Order, fabrikam)[-1].id, status="draft")
        assert order.number not in {row.number for row in rows(fabrikam, Part.ORDERS)}  # type: ignore[attr-defined]
        assert len(rows(fabrikam, Part.ORDERS)) == before

    def test_a_global_admin_sees_the_companys_requests_and_a_user_those_of_users(self, fabrikam: Company) -> None:
        by_admin = ask_support(fabrikam.admin, form(submission="a"), fabrikam.clock)
        by_user = ask_support(fabrikam.person(Role.USER), form(submission="b"), fabrikam.clock)
        numbers = {role: {row.number for row in rows(fabrikam, Part.REQUESTS, role)} for role in COMPANY_ROLES}  # type: ignore[attr-defined]
        assert numbers[Role.GLOBAL_ADMIN] == {by_admin, by_user}
        assert numbers[Role.USER] == {by_user}
        assert numbers[Role.BILLING_ADMIN] == set()

    def test_a_billing_admin_sees_the_activity_about_billing(self, contoso: Company) -> None:
        ask_support(contoso.admin, form(), contoso.clock)
        seen = {row.action for row in rows(contoso, Part.ACTIVITY, Role.BILLING_ADMIN)}  # type: ignore[attr-defined]
        whole = {row.action for row in rows(contoso, Part.ACTIVITY)}  # type: ignore[attr-defined]
        assert whole - seen == {"request_made", "looked_up"}

    def test_times_are_those_of_the_partners_test_clock(self, contoso: Company) -> None:
        facts = look(contoso).partner
        assert (facts.now, facts.time_zone, facts.has_test_clock) == (contoso.now, str(contoso.zone), True)

    def test_an_operators_role_is_no_eyes(self, contoso: Company) -> None:
        assert look(contoso, role=Role.DESK_ADMIN).role is Role.GLOBAL_ADMIN

    @pytest.mark.parametrize("key", ["", "nothing", "x" * 500, "' OR 1=1 --", "\x00", "\ud83d"], ids=ascii)
    @pytest.mark.usefixtures("store")
    def test_a_partner_that_does_not_exist_is_not_found(self, key: str) -> None:
        agent = operator(AGENT)
        with pytest.raises(NotFound):
            look_at(agent, key, Role.GLOBAL_ADMIN, Part.OFFERS, 1)
        with pytest.raises(NotFound):
            looked_up_document(agent, key)


class TestDocuments:
    def test_the_desk_downloads_the_same_bytes_as_the_partner(self, contoso: Company) -> None:
        number = of(Invoice, contoso)[0].number
        assert looked_up_document(operator(AGENT), number) == invoice_document(contoso.admin, number)
        assert actions(contoso).count("looked_up") == 1


class TestNoted:
    def test_a_look_stands_in_the_partners_activity_with_who_and_in_its_own_time(self, contoso: Company) -> None:
        look(contoso)
        entry = of(ActivityEntry, contoso)[-1]
        agent = operator(AGENT)
        assert (entry.action, entry.person_id, entry.at) == ("looked_up", agent.person_id, contoso.now)
        assert entry.details == {"desk_role": "support_agent"}

    def test_it_is_noted_once_an_hour_and_not_at_each_click(self, contoso: Company, fabrikam: Company) -> None:
        for part in Part:
            for role in COMPANY_ROLES:
                look(contoso, part, role)
        assert actions(contoso).count("looked_up") == 1
        look_at(operator(Role.DESK_ADMIN, name="Dana"), contoso.id, Role.USER, Part.OFFERS, 1)
        look(fabrikam)
        assert actions(contoso).count("looked_up") == 2
        assert actions(fabrikam).count("looked_up") == 1

    def test_an_hour_later_it_is_noted_again(self, contoso: Company) -> None:
        look(contoso)
        (noted,) = all_of(PartnerLook)
        earlier = noted.noted_at.fromtimestamp(noted.noted_at.timestamp() - HOUR, noted.noted_at.tzinfo)
        noted.noted_at = earlier
        store_rows(noted)
        look(contoso)
        look(contoso)
        assert actions(contoso).count("looked_up") == 2

    def test_many_tabs_at_the_same_moment_note_it_once(self, contoso: Company) -> None:
        agent = operator(AGENT)
        at_once([lambda: look_at(agent, contoso.id, Role.GLOBAL_ADMIN, Part.OFFERS, 1)] * 6)
        assert actions(contoso).count("looked_up") == 1


class TestWhoMay:
    @pytest.mark.parametrize("role", [role for role in Role if role not in {AGENT, Role.DESK_ADMIN}])
    def test_nobody_else_looks_partners_up_and_nothing_is_noted(self, fabrikam: Company, role: Role) -> None:
        actor = fabrikam.person(role) if role in COMPANY_ROLES else finance()
        calls: list[Callable[[], object]] = [
            lambda: find_partners(actor, "", 1),
            lambda: look_at(actor, fabrikam.id, Role.GLOBAL_ADMIN, Part.OFFERS, 1),
            lambda: look_at(actor, "nothing", Role.GLOBAL_ADMIN, Part.OFFERS, 1),
            lambda: looked_up_document(actor, of(Invoice, fabrikam)[0].number),
        ]
        for call in calls:
            with pytest.raises(NotAllowed) as refused:
                call()
            assert refused.value.right is Right.DESK_LOOKUP
        assert "looked_up" not in actions(fabrikam)

    def test_whoever_looks_can_not_act_with_those_eyes(self, fabrikam: Company) -> None:
        """What an operator sends meets the operator's own rights: none of a company's."""
        look(fabrikam)
        before, agent = everything(fabrikam), operator(AGENT)
        acts: list[Callable[[], object]] = [
            lambda: ask_support(agent, form(), fabrikam.clock),
            lambda: overview(agent, fabrikam.clock),
            lambda: invoice_document(agent, of(Invoice, fabrikam)[0].number),
        ]
        for act in acts:
            with pytest.raises(ActionPackError):
                act()
        assert everything(fabrikam) == before
