"""What can stand in the activity: actions by group, and which of them are about billing."""

import enum

from actionpack_app.domain.money import Money


class DeedGroup(enum.StrEnum):
    """What the list of the activity can be narrowed to."""

    ENROLMENT = "enrolment"
    """How the company became a member."""
    ORDERS = "orders"
    """Orders and payments."""
    APPROVALS = "approvals"
    """Orders that a second admin approves, and from which amount on."""
    TRANSFERS = "transfers"
    CARDS = "cards"
    """Saved cards, and which of them a subscription renews with."""
    RENEWAL = "renewal"
    CANCELLATION = "cancellation"
    """Cancelled subscriptions, and money that goes back."""
    SUPPORT = "support"
    COMPETENCIES = "competencies"
    COMPANY = "company"
    """Legal name, address, tax ID, billing e-mail."""
    PROFILE = "profile"
    BENEFITS = "benefits"
    PEOPLE = "people"
    """Who comes in, and as what."""
    PERSONAL = "personal"
    DESK = "desk"
    """What the desk did beside the requests: looks, mails sent again."""


DEEDS: dict[DeedGroup, frozenset[str]] = {
    DeedGroup.ENROLMENT: frozenset({"company_enrolled", "terms_accepted"}),
    DeedGroup.ORDERS: frozenset(
        {
            "order_placed",
            "order_paid",
            "payment_failed",
            "order_cancelled",
            "order_expired",
            "payment_disputed",
            "case_closed",
            "case_assigned",
        }
    ),
    DeedGroup.TRANSFERS: frozenset(
        {"proof_uploaded", "proof_rejected", "transfer_confirmed", "transfer_partly_arrived", "transfer_assigned"}
    ),
    DeedGroup.APPROVALS: frozenset(
        {"approval_rule_set", "approval_requested", "approval_given", "approval_declined", "approval_withdrawn"}
    ),
    DeedGroup.CARDS: frozenset({"card_saved", "card_made_default", "card_removed", "payment_method_replaced"}),
    DeedGroup.RENEWAL: frozenset(
        {
            "renewal_turned_off",
            "renewal_left_out",
            "ends_at_expiry",
            "subscription_lapsed",
            "subscription_upgraded",
            "moved_from_pmc",
        }
    ),
    DeedGroup.CANCELLATION: frozenset(
        {
            "cancellation_requested",
            "cancellation_declined",
            "subscription_cancelled",
            "payment_returned",
            "refund_made",
            "refund_failed",
            "refund_assigned",
        }
    ),
    DeedGroup.SUPPORT: frozenset({"request_made", "request_answered", "request_closed", "request_reopened", "request_assigned"}),
    DeedGroup.COMPETENCIES: frozenset({"competency_updated"}),
    DeedGroup.COMPANY: frozenset({"company_changed"}),
    DeedGroup.PROFILE: frozenset({"profile_changed", "profile_published", "profile_unpublished"}),
    DeedGroup.BENEFITS: frozenset({"keys_viewed", "benefit_activated", "seat_assigned", "seat_ended"}),
    DeedGroup.DESK: frozenset({"looked_up", "mail_sent_again"}),
    DeedGroup.PEOPLE: frozenset(
        {
            "person_invited",
            "invitation_sent_again",
            "invitation_revoked",
            "invitation_accepted",
            "role_changed",
            "person_deactivated",
            "person_reactivated",
            "codes_taken",
            "person_erased",
        }
    ),
    DeedGroup.PERSONAL: frozenset(
        {
            "calendar_address_made",
            "calendar_address_ended",
            "password_changed",
            "password_reset",
            "address_changed",
            "sessions_ended",
            "provider_linked",
            "second_factor_on",
            "second_factor_off",
            "recovery_codes_made",
            "recovery_code_used",
        }
    ),
}
"""Every action that the product records, in exactly one group."""

BILLING_DEEDS = (
    DEEDS[DeedGroup.ORDERS]
    | (DEEDS[DeedGroup.APPROVALS] - {"approval_rule_set"})
    | DEEDS[DeedGroup.TRANSFERS]
    | DEEDS[DeedGroup.CARDS]
    | DEEDS[DeedGroup.COMPANY]
    | {
        "subscription_lapsed",
        "subscription_upgraded",
        "renewal_left_out",
        "payment_returned",
        "refund_made",
        "refund_failed",
        "refund_assigned",
    }
)
"""What a Billing admin sees (product, § 4)."""

BILLING_GROUPS = tuple(group for group, actions in DEEDS.items() if actions & BILLING_DEEDS)
"""The groups in which a Billing admin finds anything."""


def amount_facts(amount: Money) -> dict[str, str]:
    """An amount as an entry's details keep it: minor units and currency, put into words by whoever reads."""
    return {"amount_minor": str(amount.amount_minor), "currency": amount.currency}
