"""SQLModel tables, a file per aggregate. Importing this package registers all of them for migrations."""

from actionpack_app.models.activity import ActivityEntry
from actionpack_app.models.catalogue import CatalogueVersion
from actionpack_app.models.invoices import Counter, Invoice
from actionpack_app.models.orders import Order, Payment, SavedCard
from actionpack_app.models.partners import LoginSession, Partner, Person
from actionpack_app.models.subscriptions import Competency, Subscription, SubscriptionTerm
from actionpack_app.models.support import Attachment, SupportMessage, SupportRequest

__all__ = [
    "ActivityEntry",
    "Attachment",
    "CatalogueVersion",
    "Competency",
    "Counter",
    "Invoice",
    "LoginSession",
    "Order",
    "Partner",
    "Payment",
    "Person",
    "SavedCard",
    "Subscription",
    "SubscriptionTerm",
    "SupportMessage",
    "SupportRequest",
]
