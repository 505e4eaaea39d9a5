"""Every address, locale first: patterns for the page table and builders for links.

The locale is part of the path, so that each language has static pages of its own (decision 0002).
"""

LOCALES = ("en", "ko")
DEFAULT_LOCALE = "en"

SIGN_IN = "/sign-in"
NETWORK = "/network"
ENROLL = "/enroll"
OFFERS = "/offers"
SUBSCRIPTION = "/subscriptions/[subscription_id]"
ORDER = "/orders/[order_number]"
COMPETENCIES = "/competencies"
RENEWAL_CHECK = "/renewal-check"
BENEFITS = "/benefits"
COMPANY = "/company"
PROFILE = "/profile"
PUBLIC_PROFILES = "/partners/"
PUBLIC_PROFILE = f"{PUBLIC_PROFILES}[mpn_id]"
APPROVALS = "/approvals"
ACTIVITY = "/activity"
DESK = "/desk"
DESK_PARTNERS = "/desk/partners"
DESK_PARTNER = "/desk/partners/[partner_id]"
DESK_ACTIVITY = "/desk/activity"
DESK_MAILS = "/desk/mails"
DESK_IMPORTS = "/desk/imports"
DESK_REQUEST = "/desk/requests/[request_number]"
INVOICES = "/invoices"
NOTIFICATIONS = "/notifications"
USERS = "/users"
INVITATION = "/invitation"
NEW_PASSWORD = "/new-password"  # noqa: S105 (an address)
ACCOUNT = "/account"
NEW_ADDRESS_TOKEN = "address"  # noqa: S105 (a parameter's name)
"""With it in its address, the account's page asks to confirm a new e-mail address."""
DESIGN = "/design"
"""In demo and staging only."""
SUPPORT = "/support"
SUPPORT_NEW = "/support/new"
SUPPORT_REQUEST = "/support/[request_number]"

HTTP_SIGN_IN = "/auth/sign-in"
HTTP_TICKET = "/auth/ticket"
HTTP_SIGN_OUT = "/auth/sign-out"
HTTP_LOCALE = "/auth/locale"
HTTP_PROVIDER = "/auth/provider"
HTTP_PROVIDER_BACK = "/auth/provider/callback"
HTTP_SITUATION = "/auth/situation"
HTTP_ENROLL = "/auth/enroll"
HTTP_RESET = "/auth/reset"

METRICS = "/metrics"
STRIPE_WEBHOOK = "/api/stripe/webhook"
CARD_SETUP = "/api/cards/setup"
PERSONAL_DATA = "/api/personal-data.json"
INVOICES_CSV = "/api/invoices.csv"
ACTIVITY_CSV = "/api/activity.csv"
ATTACHMENTS = "/api/attachments"
DESK_UPLOADS = "/api/desk/imports"
LOGOS = "/api/logos"


def localized(locale: str, path: str) -> str:
    """A page's address in one language."""
    return f"/{locale}{path}"


def enrolment_link(locale: str, token: str) -> str:
    """Where a mailbox is confirmed, and the enrolment goes on."""
    return f"{localized(locale, ENROLL)}?token={token}"


def subscription(locale: str, subscription_id: str) -> str:
    """The details of one subscription."""
    return localized(locale, f"/subscriptions/{subscription_id}")


def order(locale: str, number: str) -> str:
    """One order."""
    return localized(locale, f"/orders/{number}")


def support_request(locale: str, number: str) -> str:
    """One support request."""
    return localized(locale, f"/support/{number}")


def desk_partner(locale: str, partner_id: str) -> str:
    """One partner as the desk sees it."""
    return localized(locale, f"/desk/partners/{partner_id}")


def desk_invoice_pdf(number: str) -> str:
    """A partner's invoice or credit note as a document, for the desk."""
    return f"/api/desk/invoices/{number}.pdf"


def desk_request(locale: str, number: str) -> str:
    """One support request, at the desk."""
    return localized(locale, f"/desk/requests/{number}")


def desk_list(locale: str, section: str) -> str:
    """One of the desk's lists."""
    return f"{localized(locale, DESK)}?list={section}"


def invitation(locale: str, token: str) -> str:
    """Where an invitation is accepted."""
    return f"{localized(locale, INVITATION)}?token={token}"


def new_password(locale: str, token: str) -> str:
    """Where a forgotten password is set anew."""
    return f"{localized(locale, NEW_PASSWORD)}?token={token}"


def invoice_pdf(number: str) -> str:
    """The invoice as a document."""
    return f"/api/invoices/{number}.pdf"


def challenge(order_number: str) -> str:
    """Where the browser asks for the secret with which the cardholder confirms a payment."""
    return f"/api/orders/{order_number}/challenge"


def attachment(attachment_id: str) -> str:
    """A file that was sent with a support request."""
    return f"/api/attachments/{attachment_id}"


def public_profile(locale: str, mpn_id: str) -> str:
    """What a company has published of itself, for anybody."""
    return localized(locale, f"{PUBLIC_PROFILES}{mpn_id}")


def is_public_page(path: str) -> bool:
    """Whether strangers may open a page's address."""
    locale = locale_of(path)
    open_to_all = {localized(locale, page) for page in (SIGN_IN, INVITATION, NEW_PASSWORD, NETWORK, ENROLL)}
    return path in open_to_all or path.startswith(public_profile(locale, ""))


def is_preview_page(path: str) -> bool:
    """Whether a page's address leads somewhere in demo and staging only; there, strangers may open it."""
    return path.rstrip("/") == localized(locale_of(path), DESIGN)


def logo(logo_id: str) -> str:
    """A company's logo."""
    return f"{LOGOS}/{logo_id}"


def calendar_file(token: str) -> str:
    """A subscription's dates, or a person's feed, for calendar programs."""
    return f"/api/calendar/{token}.ics"


def pay(token: str) -> str:
    """From a mail to where a membership is paid."""
    return f"/api/pay/{token}"


def approval_by_mail(token: str) -> str:
    """From a mail to where an order is approved or declined, without signing in."""
    return f"/api/approvals/{token}"


def unsubscribe(token: str) -> str:
    """Where reminders by mail are switched off."""
    return f"/api/unsubscribe/{token}"


def locale_of(path: str) -> str:
    """The language of an address; English where it names none."""
    first = path.lstrip("/").split("/", 1)[0]
    return first if first in LOCALES else DEFAULT_LOCALE
