"""SQLModel tables, a file per aggregate. Importing this package registers all of them for migrations."""

from actionpack_app.models.accounts import Attempts, Credential, Invitation, ProviderLink, RecoveryCode, SecondFactor
from actionpack_app.models.activity import ActivityEntry
from actionpack_app.models.approvals import Approval
from actionpack_app.models.benefits import BenefitUse, ProductKey
from actionpack_app.models.cases import Case
from actionpack_app.models.catalogue import CatalogueVersion
from actionpack_app.models.desk import DataImport, PartnerLook
from actionpack_app.models.enrolment import Enrolment
from actionpack_app.models.invoices import Counter, CreditNote, Invoice
from actionpack_app.models.letters import Letter
from actionpack_app.models.notices import ClockMove, Notice, NoticeDelivery
from actionpack_app.models.numbers import ActivityNumber, InvoicedYear, InvoiceNumber
from actionpack_app.models.orders import Order
from actionpack_app.models.partners import LoginSession, Partner, Person
from actionpack_app.models.payments import Payment, ProviderCustomer, Refund, SavedCard
from actionpack_app.models.profiles import BusinessProfile, ProfileLocation, ProfileLogo
from actionpack_app.models.running import Executor, ProviderEvent
from actionpack_app.models.subscriptions import (
    Competency,
    CompetencyProgress,
    RenewalPrice,
    Subscription,
    SubscriptionTerm,
    YearMark,
)
from actionpack_app.models.support import Attachment, RequestRead, RequestWord, Stamp, SupportMessage, SupportRequest
from actionpack_app.models.transfers import PaymentProof

__all__ = [
    "ActivityEntry",
    "ActivityNumber",
    "Approval",
    "Attachment",
    "Attempts",
    "BenefitUse",
    "BusinessProfile",
    "Case",
    "CatalogueVersion",
    "ClockMove",
    "Competency",
    "CompetencyProgress",
    "Counter",
    "Credential",
    "CreditNote",
    "DataImport",
    "Enrolment",
    "Executor",
    "Invitation",
    "Invoice",
    "InvoiceNumber",
    "InvoicedYear",
    "Letter",
    "LoginSession",
    "Notice",
    "NoticeDelivery",
    "Order",
    "Partner",
    "PartnerLook",
    "Payment",
    "PaymentProof",
    "Person",
    "ProductKey",
    "ProfileLocation",
    "ProfileLogo",
    "ProviderCustomer",
    "ProviderEvent",
    "ProviderLink",
    "RecoveryCode",
    "Refund",
    "RenewalPrice",
    "RequestRead",
    "RequestWord",
    "SavedCard",
    "SecondFactor",
    "Stamp",
    "Subscription",
    "SubscriptionTerm",
    "SupportMessage",
    "SupportRequest",
    "YearMark",
]
