"""What is asked: by the product's own services, in a process for each database, one question a line of input."""

import sys

from actionpack_app.domain.desk import Waiting
from actionpack_app.domain.rights import Actor, Role
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.services.activity.browse import ActivityFilter, list_activity
from actionpack_app.services.benefits.show import show_benefits
from actionpack_app.services.cards.company import show_company
from actionpack_app.services.competencies.compare import compare_offers
from actionpack_app.services.desk.queue import Section, count_desk, show_desk
from actionpack_app.services.desk.requests import RequestFilter, list_desk_requests
from actionpack_app.services.invoices.browse import InvoiceFilter, list_invoices
from actionpack_app.services.lookup.find import find_partners
from actionpack_app.services.membership.overview import overview
from actionpack_app.services.notices.browse import list_notices
from actionpack_app.services.people.browse import list_people
from actionpack_app.services.subscriptions.show import show_subscription
from actionpack_app.services.support.browse import list_requests
from bench.lists.cases import Case, answer


def cases(rows: int) -> dict[str, Case]:
    """Every question, by its name; about the company in the middle of so many."""
    at, clock = rows // 2, SystemClock()
    admin = Actor(f"person-{at}", f"partner-{at}", Role.GLOBAL_ADMIN, "Pat Doe")
    operator = Actor("person-0", "", Role.DESK_ADMIN, "Dana Doe")
    return {
        "Membership offers": lambda: overview(admin, clock),
        "Subscription details": lambda: show_subscription(admin, f"sub-{at}", clock),
        "Benefits": lambda: show_benefits(admin, clock),
        "Competencies": lambda: compare_offers(admin, clock),
        "Company": lambda: show_company(admin, clock),
        "Invoices": lambda: list_invoices(admin, InvoiceFilter(), 1),
        "Support": lambda: list_requests(admin, open_only=None, search="", page_number=1),
        "Notifications": lambda: list_notices(admin, 1, unread_only=False),
        "Activity": lambda: list_activity(admin, ActivityFilter(), 1),
        "Users": lambda: list_people(admin, "", 1, 1),
        "Desk: what waits": lambda: count_desk(operator),
        "Desk: transfers": lambda: show_desk(operator, Section.TRANSFERS, 1),
        "Desk: requests": lambda: list_desk_requests(operator, RequestFilter(waiting=Waiting.ALL), 1),
        "Desk: a partner by name": lambda: find_partners(operator, f"partner {at}", 1),
    }


if __name__ == "__main__":
    answer(cases(int(sys.argv[1])))
