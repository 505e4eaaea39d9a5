"""What a page costs the database: as many statements for many rows as for few.

Each page of the page table has its loading here, as its state calls it; a page without a row fails.
"""

import dataclasses
from collections.abc import Callable

import pytest

from actionpack_app import routes
from actionpack_app.actionpack_app import PAGES
from actionpack_app.db import engine
from actionpack_app.domain.desk import Waiting
from actionpack_app.domain.mails import Trouble
from actionpack_app.domain.rights import Actor, Role
from actionpack_app.services.account.show import show_account
from actionpack_app.services.activity.across import AcrossFilter, list_across
from actionpack_app.services.activity.browse import ActivityFilter, list_activity
from actionpack_app.services.approvals.browse import count_to_approve, list_approvals
from actionpack_app.services.benefits.show import show_benefits
from actionpack_app.services.cards.company import show_company
from actionpack_app.services.competencies.compare import compare_offers
from actionpack_app.services.desk.queue import Section, count_desk, show_desk
from actionpack_app.services.desk.requests import RequestFilter, list_desk_requests, show_desk_request
from actionpack_app.services.imports.history import list_imports
from actionpack_app.services.invoices.browse import InvoiceFilter, list_invoices
from actionpack_app.services.lookup.find import find_partners
from actionpack_app.services.lookup.show import Part, look_at
from actionpack_app.services.membership.overview import overview
from actionpack_app.services.notices.browse import count_unread, list_notices
from actionpack_app.services.orders.show import show_order
from actionpack_app.services.people.browse import list_people
from actionpack_app.services.pmc.check_renewal import check_eligibility
from actionpack_app.services.post.browse import list_mails
from actionpack_app.services.profile.show import show_profile
from actionpack_app.services.samples.manage import make_sample
from actionpack_app.services.sessions.own import list_own
from actionpack_app.services.subscriptions.show import show_subscription
from actionpack_app.services.support.browse import list_requests, show_request
from tests.integration.asked import asked
from tests.integration.companies import Company
from tests.integration.desk import operator
from tests.integration.history import write_history
from tests.integration.store import Store

FEW, MANY = 2, 40
"""Two: a list of one row may do without what a list needs once."""


@dataclasses.dataclass(frozen=True)
class House:
    """A company with a history, and a desk admin."""

    company: Company
    desk: Actor

    @property
    def tag(self) -> str:
        """What the first rows of its history are called."""
        return f"{self.company.id[:8]}-0"

    @property
    def held(self) -> str:
        held = overview(self.company.admin, self.company.clock).tiles[0].held
        assert held is not None
        return held.id


Load = Callable[[House], object]


def admin(service: Callable[..., object], *args: object, **named: object) -> Load:
    """A Global admin's."""
    return lambda house: service(house.company.admin, *args, **named)


def admin_today(service: Callable[..., object], *args: object) -> Load:
    """A Global admin's, at the company's own time."""
    return lambda house: service(house.company.admin, *args, house.company.clock)


def desk(service: Callable[..., object], *args: object) -> Load:
    """A desk admin's."""
    return lambda house: service(house.desk, *args)


def look(part: Part) -> Load:
    return lambda house: look_at(house.desk, house.company.id, Role.GLOBAL_ADMIN, part, 1)


LOADS: dict[str, dict[str, Load]] = {
    routes.OFFERS: {"": admin_today(overview)},
    routes.SUBSCRIPTION: {"": lambda house: show_subscription(house.company.admin, house.held, house.company.clock)},
    routes.ORDER: {"": lambda house: show_order(house.company.admin, f"H{house.tag}")},
    routes.COMPETENCIES: {"": admin_today(compare_offers)},
    routes.RENEWAL_CHECK: {"": admin_today(check_eligibility)},
    routes.BENEFITS: {"": admin_today(show_benefits)},
    routes.COMPANY: {"": admin_today(show_company)},
    routes.PROFILE: {"": admin(show_profile)},
    routes.ACTIVITY: {"": admin(list_activity, ActivityFilter(), 1)},
    routes.APPROVALS: {"": admin_today(list_approvals, 1), "count": admin_today(count_to_approve)},
    routes.DESK: {
        "counts": desk(count_desk),
        "requests": desk(list_desk_requests, RequestFilter(waiting=Waiting.ALL), 1),
        **{section.value: desk(show_desk, section, 1) for section in Section},
    },
    routes.DESK_PARTNERS: {"": desk(find_partners, "contoso", 1)},
    routes.DESK_PARTNER: {part.value: look(part) for part in Part},
    routes.DESK_ACTIVITY: {"": desk(list_across, AcrossFilter(), 1)},
    routes.DESK_MAILS: {trouble.value: desk(list_mails, trouble, 1) for trouble in Trouble},
    routes.DESK_IMPORTS: {"": desk(list_imports, 1)},
    routes.DESK_REQUEST: {"": lambda house: show_desk_request(house.desk, f"q{house.tag}")},
    routes.INVOICES: {"": admin(list_invoices, InvoiceFilter(), 1)},
    routes.NOTIFICATIONS: {"": admin(list_notices, 1, unread_only=False), "count": admin(count_unread)},
    routes.ACCOUNT: {"": admin(show_account), "sessions": admin(list_own, "")},
    routes.USERS: {"": admin(list_people, "", 1, 1)},
    routes.SUPPORT: {"": admin(list_requests, open_only=None, search="", page_number=1)},
    routes.SUPPORT_NEW: {"": admin_today(overview)},
    routes.SUPPORT_REQUEST: {"": lambda house: show_request(house.company.admin, f"q{house.tag}")},
}
CASES = [(route, name) for route, loads in LOADS.items() for name in loads]


def test_every_page_says_how_it_is_loaded() -> None:
    assert {page[0] for page in PAGES} == LOADS.keys()


def counted(house: House) -> dict[tuple[str, str], list[str]]:
    """The statements of each load; who asks is known before."""
    found: dict[tuple[str, str], list[str]] = {}
    for route, name in CASES:
        LOADS[route][name](house)  # what is noted once, and what a process keeps, isn't a row's doing
        with asked() as statements:
            LOADS[route][name](house)
        found[route, name] = [statement for statement, _parameters in statements]
    return found


@pytest.fixture
def counts(store: Store, contoso: Company) -> tuple[dict[tuple[str, str], list[str]], dict[tuple[str, str], list[str]]]:  # noqa: ARG001
    house = House(contoso, operator(Role.DESK_ADMIN))
    write_history(engine(), contoso.id, range(FEW))
    make_sample("tailspin", is_copy=True)
    make_sample("tailspin", is_copy=True)
    few = counted(house)
    write_history(engine(), contoso.id, range(FEW, MANY))
    for _copy in range(8):
        make_sample("tailspin", is_copy=True)
    return few, counted(house)


def test_no_page_asks_more_of_the_database_for_many_rows_than_for_few(
    counts: tuple[dict[tuple[str, str], list[str]], dict[tuple[str, str], list[str]]],
) -> None:
    few, many = counts
    grown = {case: (len(few[case]), len(many[case])) for case in CASES if len(many[case]) > len(few[case])}
    assert grown == {}
    assert all(few.values())
