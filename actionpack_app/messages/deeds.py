"""What the activity says that somebody did."""

from actionpack_app.domain.deeds import DeedGroup
from actionpack_app.messages import _


def deed(action: str) -> str:
    """An action of the activity in words; one that only a newer version knows is shown as it is."""
    return {
        "company_enrolled": _("Enrolled the company"),
        "terms_accepted": _("Accepted the terms"),
        "order_placed": _("Placed an order"),
        "order_paid": _("Order paid, term started"),
        "payment_failed": _("Payment failed"),
        "order_cancelled": _("Cancelled an order"),
        "card_saved": _("Saved a card"),
        "renewal_turned_off": _("Turned off automatic renewal"),
        "request_made": _("Made a support request"),
        "cancellation_requested": _("Asked to cancel the subscription"),
        "card_made_default": _("Made a card the default"),
        "card_removed": _("Removed a card"),
        "payment_method_replaced": _("Replaced the payment method of automatic renewal"),
        "proof_uploaded": _("Uploaded a payment proof"),
        "proof_rejected": _("Rejected a payment proof"),
        "transfer_confirmed": _("Confirmed a bank transfer"),
        "transfer_partly_arrived": _("Part of a bank transfer arrived"),
        "order_expired": _("Order expired"),
        "subscription_cancelled": _("Cancelled the subscription, with a credit note"),
        "ends_at_expiry": _("Subscription ends at expiry"),
        "cancellation_declined": _("Declined a cancellation"),
        "payment_returned": _("Payment returned, as nothing was owed"),
        "payment_disputed": _("Payment disputed"),
        "refund_made": _("Refund made"),
        "refund_failed": _("Refund failed"),
        "subscription_lapsed": _("The renewal period ended"),
        "subscription_upgraded": _("Silver became gold, and ended"),
        "renewal_left_out": _("Automatic renewal left out"),
        "moved_from_pmc": _("Moved from the Partner Membership Center"),
        "calendar_address_made": _("Made a calendar address"),
        "calendar_address_ended": _("Stopped sharing a calendar address"),
        "request_answered": _("Replied to a support request"),
        "competency_updated": _("Competency updated"),
        "keys_viewed": _("Viewed product keys"),
        "benefit_activated": _("Activated a benefit"),
        "seat_assigned": _("Assigned a benefit to somebody"),
        "seat_ended": _("Took a benefit back from somebody"),
        "request_closed": _("Closed a support request"),
        "company_changed": _("Changed the company details"),
        "profile_changed": _("Changed the draft of the business profile"),
        "profile_published": _("Published the business profile"),
        "profile_unpublished": _("Took the business profile back"),
        "request_reopened": _("Reopened a support request"),
        "request_assigned": _("Assigned a support request"),
        "transfer_assigned": _("Assigned a bank transfer"),
        "refund_assigned": _("Assigned a refund"),
        "case_assigned": _("Assigned a case"),
        "person_invited": _("Invited somebody"),
        "invitation_sent_again": _("Sent an invitation again"),
        "invitation_revoked": _("Took an invitation back"),
        "invitation_accepted": _("Accepted an invitation"),
        "role_changed": _("Changed a role"),
        "person_deactivated": _("Deactivated somebody"),
        "person_reactivated": _("Reactivated somebody"),
        "codes_taken": _("Turned off somebody's codes at sign-in"),
        "person_erased": _("Erased somebody's personal data"),
        "password_changed": _("Changed their password"),
        "address_changed": _("Changed their email address"),
        "password_reset": _("Chose a new password by mail"),
        "sessions_ended": _("Signed other browsers out"),
        "second_factor_on": _("Turned on codes at sign-in"),
        "second_factor_off": _("Turned off codes at sign-in"),
        "recovery_codes_made": _("Made new recovery codes"),
        "recovery_code_used": _("Signed in with a recovery code"),
        "provider_linked": _("Signed in with the organization's account for the first time"),
        "case_closed": _("Settled a case"),
        "looked_up": _("Looked at the company's pages"),
        "mail_sent_again": _("Had an email sent again"),
        "approval_rule_set": _("Changed which orders need approval"),
        "approval_requested": _("Asked for an order's approval"),
        "approval_given": _("Approved an order"),
        "approval_declined": _("Declined an order"),
        "approval_withdrawn": _("Withdrew a request for approval"),
    }.get(action, action)


def deed_group_name(group: DeedGroup) -> str:
    """What a group of actions is called."""
    return {
        DeedGroup.ENROLMENT: _("Enrollment"),
        DeedGroup.ORDERS: _("Orders and payments"),
        DeedGroup.APPROVALS: _("Approvals"),
        DeedGroup.TRANSFERS: _("Bank transfers"),
        DeedGroup.CARDS: _("Cards and payment methods"),
        DeedGroup.RENEWAL: _("Renewal"),
        DeedGroup.CANCELLATION: _("Cancellations and refunds"),
        DeedGroup.SUPPORT: _("Support requests"),
        DeedGroup.COMPETENCIES: _("Competencies"),
        DeedGroup.COMPANY: _("Company details"),
        DeedGroup.PROFILE: _("Business profile"),
        DeedGroup.BENEFITS: _("Benefits"),
        DeedGroup.PEOPLE: _("Users and permissions"),
        DeedGroup.PERSONAL: _("Personal settings"),
        DeedGroup.DESK: _("Support and finance desk"),
    }[group]


def author_name(by: str, name: str) -> str:
    """Who acted: a name, or what stands for one; the desk's people are told from the company's own."""
    match by:
        case "product":
            return _("Partner Center")
        case "desk":
            return _("{name} (desk)").format(name=name)
        case "former":
            return _("Former user")
        case _person:
            return name
