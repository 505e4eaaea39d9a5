"""The product's words for its enumerations, in the language of the context."""

from typing import Any

from babel import Locale

from actionpack_app.domain.actions import Action
from actionpack_app.domain.benefits import Tab
from actionpack_app.domain.competencies import CompetencyState
from actionpack_app.domain.offers import BenefitKind, Offer
from actionpack_app.domain.orders import OrderStatus, PaymentMethod, ProofStatus, RefundStatus
from actionpack_app.domain.reconciliation import CaseKind
from actionpack_app.domain.rights import Role
from actionpack_app.domain.status import Status
from actionpack_app.messages import _, current_locale, p_


def offer_name(offer: Offer) -> str:
    """What the offer is called."""
    match offer:
        case Offer.ACTION_PACK:
            return _("Microsoft Action Pack Subscription")
        case Offer.SILVER:
            return _("Silver competency")
        case Offer.GOLD:
            return _("Gold competency")


def offer_line(offer: Offer) -> str:
    """One line on what the offer is."""
    match offer:
        case Offer.ACTION_PACK:
            return _("Software, support and benefits for growing your practice.")
        case Offer.SILVER:
            return _("For partners with a qualified silver competency.")
        case Offer.GOLD:
            return _("Everything in silver, with more of it.")


def action_name(action: Action, *, renews: bool = False) -> str:
    """What an action is called on its button; buying what is held already is renewing it."""
    return {
        Action.BUY: _("Renew subscription") if renews else _("Buy"),
        Action.RENEW: _("Renew subscription"),
        Action.RENEW_IN_PMC: _("Renew subscription"),
        Action.TURN_OFF_RENEWAL: _("Turn off automatic renewal"),
        Action.CANCEL_SUBSCRIPTION: _("Cancel subscription"),
        Action.REPLACE_PAYMENT_METHOD: _("Replace payment method"),
        Action.CANCEL_ORDER: _("Cancel order"),
        Action.GET_KEYS: _("Get keys"),
        Action.ASSIGN_USER: _("Assign user"),
        Action.ACTIVATE: _("Activate"),
    }[action]


def managed_in_name(side: str) -> str:
    """Where memberships are managed, or an order was placed. Raises KeyError."""
    return {"pmc": _("Partner Membership Center"), "partner_center": _("Partner Center")}[side]


def offer_includes(offer: Offer) -> str:
    """Which other offer it holds; empty where it holds none."""
    return _("Includes silver, which needn't be bought as well.") if offer is Offer.GOLD else ""


def competency_state_name(state: CompetencyState) -> str:
    """How far a competency is."""
    return {
        CompetencyState.STARTED: _("Started"),
        CompetencyState.QUALIFIED: _("Qualified"),
        CompetencyState.ACTIVE: _("Active"),
        CompetencyState.AT_RISK: _("At risk"),
    }[state]


def requirement_name(key: str) -> str:
    """What a requirement is called; a key that only a newer catalogue knows is shown as it is."""
    names = {
        "certified_people": _("Certified people"),
        "customer_references": _("Customer references"),
        "passed_assessments": _("Passed assessments"),
    }
    return names.get(key, key)


def status_name(status: Status) -> str:
    """What a subscription's status is called."""
    return {
        Status.CANCELLED: _("Cancelled"),
        Status.EXPIRING_SOON: _("Expiring soon"),
        Status.ACTIVE: _("Active"),
        Status.AWAITING_PAYMENT: _("Awaiting payment"),
        Status.RENEWING: _("Renewing"),
        Status.PAYMENT_DUE: _("Payment due"),
        Status.RENEWABLE: _("Expired, renewable"),
        Status.LAPSED: _("Renewal period over"),
    }[status]


def order_status_name(status: OrderStatus) -> str:
    """What an order's status is called."""
    return {
        OrderStatus.DRAFT: _("Draft"),
        OrderStatus.PROCESSING: _("Processing"),
        OrderStatus.AWAITING_PAYMENT: _("Awaiting payment"),
        OrderStatus.PROOF_IN_REVIEW: _("Proof in review"),
        OrderStatus.PAID: _("Paid"),
        OrderStatus.EXPIRED: _("Order expired"),
        OrderStatus.CANCELLED: _("Cancelled"),
        OrderStatus.REFUNDED: _("Refunded"),
    }[status]


def method_name(method: PaymentMethod | None) -> str:
    """What a payment method is called."""
    match method:
        case PaymentMethod.CARD:
            return _("Credit card")
        case PaymentMethod.TRANSFER:
            return _("Electronic bank transfer")
        case None:
            return "–"


def role_name(role: Role) -> str:
    """What a role is called."""
    return {
        Role.GLOBAL_ADMIN: _("Global admin"),
        Role.PARTNER_ADMIN: _("MPN partner admin"),
        Role.BILLING_ADMIN: _("Billing admin"),
        Role.USER: _("User"),
        Role.SUPPORT_AGENT: _("Support agent"),
        Role.FINANCE: _("Finance"),
        Role.DESK_ADMIN: _("Desk admin"),
    }[role]


def role_meaning(role: Role) -> str:
    """What somebody with a role may do."""
    return {
        Role.GLOBAL_ADMIN: _("Everything: buys, sees invoices, changes company details, and looks after users."),
        Role.PARTNER_ADMIN: _("Buys, renews and cancels, sees invoices, and uses benefits."),
        Role.BILLING_ADMIN: _("Sees orders and invoices, keeps cards, and changes company details. Can't buy."),
        Role.USER: _("Sees offers, subscriptions and benefits, and asks support."),
        Role.SUPPORT_AGENT: _("Answers support requests and looks partners up."),
        Role.FINANCE: _("Confirms transfers and decides refunds."),
        Role.DESK_ADMIN: _("Everything at the desk."),
    }[role]


def language_name(locale: str) -> str:
    """A language, as its own readers call it."""
    return {"en": "English", "ko": "한국어"}.get(locale, locale)


def problem_name(problem: str) -> str:
    """What a type of support request is called."""
    return {
        "billing": _("Help with partner invoice, payment, or reconciliation file"),
        "membership": _("Help with memberships or competencies"),
        "benefits": _("Help with benefits or product keys"),
        "people": _("Help with users and permissions"),
        "profile": _("Help with the business profile"),
        "other": _("Something else"),
    }.get(problem, problem)


PROBLEMS = ("billing", "membership", "benefits", "people", "profile", "other")


def request_status_name(status: str) -> str:
    """What a support request's status is called."""
    return {"open": _("Open"), "answered": _("Answered"), "closed": _("Closed")}.get(status, status)


def country_name(code: str) -> str:
    """A country's name."""
    names: Any = Locale(current_locale()).territories  # babel has no types for it
    return str(names.get(code, code))


def field_name(field: str) -> str:
    """What a field of the company's details, or of its business profile, is called; a newer one is shown as it is."""
    return {
        "legal_name": _("Legal name"),
        "address_line": _("Street address"),
        "city": _("City"),
        "postal_code": _("Postal code"),
        "tax_id": _("Tax ID"),
        "billing_email": _("Billing email"),
        "name": _("Name"),
        "description": p_("profile", "Description"),
        "email": _("Email address"),
        "phone": _("Phone number"),
        "website": _("Website"),
        "logo_id": _("Logo"),
        "logo_alt": _("What the logo shows"),
        "locations": _("Locations"),
    }.get(field, field)


def benefit_kind_name(kind: BenefitKind) -> str:
    """How a benefit is used."""
    return {
        BenefitKind.KEYS: _("Product keys"),
        BenefitKind.SEATS: _("Seats"),
        BenefitKind.UNITS: _("Activated one by one"),
        BenefitKind.WHOLE: _("Activated once"),
    }[kind]


def benefit_name(key: str) -> str:
    """What a line of the benefits is called; a key that only a newer catalogue knows is shown as it is."""
    names = {
        "office_licences": _("Office licences"),
        "windows_licences": _("Windows licences"),
        "cloud_credit_usd_month": _("Cloud credit a month, in USD"),
        "cloud_office_seats": _("Microsoft 365 for your own people"),
        "visual_studio_subscriptions": _("Visual Studio subscriptions"),
        "on_premises_incidents": _("On-premises incidents"),
        "advisory_hours": _("Advisory hours"),
        "marketing_consultations": _("Marketing consultations"),
        "logo_licence": _("Licence to use the membership logo"),
        "market_reports": _("Market reports"),
        "planning_workshops": _("Planning workshops"),
        "training_seats": _("Training seats"),
    }
    return names.get(key, key)


def tab_name(tab: str) -> str:
    """Under what benefits stand together; what only a newer catalogue knows is shown as it is."""
    names = {
        Tab.SOFTWARE: _("Software"),
        Tab.CLOUD: _("Cloud"),
        Tab.VISUAL_STUDIO: _("Visual Studio subscriptions"),
        Tab.TECHNICAL_SUPPORT: _("Technical support"),
        Tab.GO_TO_MARKET: _("Go-to-market"),
        Tab.INSIGHTS: _("Insights and planning"),
        Tab.TRAINING: _("Training"),
    }
    return names[Tab(tab)] if tab in set(Tab) else tab


def account_field_name(key: str) -> str:
    """A line of a receiving account; one that only a newer provider knows is shown as it is."""
    names = {
        "reference": _("Reference"),
        "holder": _("Account holder"),
        "bank": _("Bank"),
        "branch": _("Branch"),
        "account": _("Account"),
        "code": _("Bank code"),
        "iban": "IBAN",
        "bic": "BIC",
        "sort_code": _("Sort code"),
        "routing_number": _("Routing number"),
        "clabe": "CLABE",
        "bank_code": _("Bank code"),
        "branch_code": _("Branch code"),
        "account_type": _("Account type"),
    }
    return names.get(key, key)


def proof_status_name(status: ProofStatus) -> str:
    """What finance said of a payment proof."""
    return {
        ProofStatus.WAITING: _("In review"),
        ProofStatus.ACCEPTED: _("Accepted"),
        ProofStatus.REJECTED: _("Rejected"),
    }[status]


def refund_status_name(status: RefundStatus) -> str:
    """How far a refund is."""
    return {
        RefundStatus.PENDING: _("Refund under way"),
        RefundStatus.BY_HAND: _("To be sent by finance"),
        RefundStatus.SUCCEEDED: _("Refunded"),
        RefundStatus.FAILED: _("Refund failed"),
    }[status]


def case_kind_name(kind: CaseKind) -> str:
    """What a case at the desk is about."""
    return {
        CaseKind.NOT_IN_OUR_BOOKS: _("The provider took money that our books don't have"),
        CaseKind.NOT_AT_PROVIDER: _("Our books have a payment that the provider doesn't"),
        CaseKind.AMOUNT_DIFFERS: _("The amounts of a payment differ"),
        CaseKind.REFUND_NOT_IN_OUR_BOOKS: _("The provider gave money back that our books don't have"),
        CaseKind.REFUND_NOT_AT_PROVIDER: _("Our books have a refund that the provider doesn't"),
        CaseKind.REFUND_AMOUNT_DIFFERS: _("The amounts of a refund differ"),
        CaseKind.DISPUTE: _("The cardholder disputes a payment"),
        CaseKind.OVERPAID: _("More was transferred than the order costs"),
    }[kind]
