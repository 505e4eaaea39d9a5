"""Who may do what: the table of the product, as data."""

import dataclasses
import enum


class Role(enum.StrEnum):
    """What a person is in a company, or at the desk."""

    GLOBAL_ADMIN = "global_admin"
    PARTNER_ADMIN = "partner_admin"
    BILLING_ADMIN = "billing_admin"
    USER = "user"
    SUPPORT_AGENT = "support_agent"
    FINANCE = "finance"
    DESK_ADMIN = "desk_admin"


ENGLISH_NAMES = {
    Role.GLOBAL_ADMIN: "Global admin",
    Role.PARTNER_ADMIN: "MPN partner admin",
    Role.BILLING_ADMIN: "Billing admin",
    Role.USER: "User",
    Role.SUPPORT_AGENT: "Support agent",
    Role.FINANCE: "Finance",
    Role.DESK_ADMIN: "Desk admin",
}
"""Names of sample people are English on both languages' pages, so that one script signs in on either (product, § 7)."""


class Right(enum.StrEnum):
    """One row of the table."""

    SEE_OFFERS = "see_offers"
    BUY = "buy"
    """Buy, renew, cancel an order, turn off automatic renewal, cancel a subscription."""
    SEE_BILLING = "see_billing"
    """Payment methods, orders and invoices."""
    COMPANY_DETAILS = "company_details"
    USE_BENEFITS = "use_benefits"
    ASK_SUPPORT = "ask_support"
    SEE_COMPANY_REQUESTS = "see_company_requests"
    APPROVE = "approve"
    BUSINESS_PROFILE = "business_profile"
    MANAGE_PEOPLE = "manage_people"
    SEE_ACTIVITY = "see_activity"
    SEE_BILLING_ACTIVITY = "see_billing_activity"
    DESK_MONEY = "desk_money"
    """The desk's: confirm transfers, decide cancellations and refunds, settle disputes and differences."""
    DESK_REQUESTS = "desk_requests"
    """The desk's: answer support requests."""
    DESK_LOOKUP = "desk_lookup"
    """The desk's: look partners up, see what they see, their activity and the mails that failed."""
    DESK_ADMIN = "desk_admin"
    """The desk's: operator accounts, imports, moving partners."""


DESK_RIGHTS = frozenset({Right.DESK_MONEY, Right.DESK_REQUESTS, Right.DESK_LOOKUP, Right.DESK_ADMIN})
"""What only operators may do, whatever company it touches."""


_EVERYONE = frozenset({Right.SEE_OFFERS, Right.ASK_SUPPORT})

RIGHTS: dict[Role, frozenset[Right]] = {
    Role.GLOBAL_ADMIN: frozenset(Right) - DESK_RIGHTS,
    Role.PARTNER_ADMIN: _EVERYONE
    | {
        Right.BUY,
        Right.SEE_BILLING,
        Right.USE_BENEFITS,
        Right.BUSINESS_PROFILE,
        Right.SEE_ACTIVITY,
        Right.SEE_BILLING_ACTIVITY,
    },
    Role.BILLING_ADMIN: _EVERYONE | {Right.SEE_BILLING, Right.COMPANY_DETAILS, Right.SEE_BILLING_ACTIVITY},
    Role.USER: _EVERYONE,
    Role.SUPPORT_AGENT: frozenset({Right.DESK_REQUESTS, Right.DESK_LOOKUP}),
    Role.FINANCE: frozenset({Right.DESK_MONEY}),
    Role.DESK_ADMIN: DESK_RIGHTS,
}

OPERATORS = frozenset({Role.SUPPORT_AGENT, Role.FINANCE, Role.DESK_ADMIN})
COMPANY_ROLES = tuple(role for role in Role if role not in OPERATORS)


def roles_with(right: Right) -> tuple[Role, ...]:
    """The roles that have `right`, so that a refusal can say who can: the company's, or the desk's where it is theirs."""
    return tuple(role for role in (Role if right in DESK_RIGHTS else COMPANY_ROLES) if right in RIGHTS[role])


@dataclasses.dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: one person of one company, or an operator, who has none."""

    person_id: str
    partner_id: str
    """Empty for operators, so that a query scoped to it finds nothing."""
    role: Role
    name: str
    email: str = ""
    address: str = ""
    """The network address of the request, for the activity."""
    proved: bool = True
    """Whether they have proved of late who they are; sample people, who are nobody, needn't."""

    def may(self, right: Right) -> bool:
        """Whether the actor's role has `right`."""
        return right in RIGHTS[self.role]


def the_product(partner_id: str, person_id: str = "") -> Actor:
    """The product itself at work for a company, on behalf of the person who asked for it, if one did."""
    return Actor(person_id=person_id, partner_id=partner_id, role=Role.GLOBAL_ADMIN, name="")


def inside(operator: Actor, partner_id: str) -> Actor:
    """An operator at work on one company's things: sees its rows, keeps the operator's rights and name."""
    return dataclasses.replace(operator, partner_id=partner_id)
