"""Composition root: the page table, HTTP routes, middleware. No logic."""
# Reflex's constructors take `...`:
# pyright: reportUnknownMemberType=false

import functools
from collections.abc import Callable
from typing import Any

import reflex as rx
from starlette.applications import Starlette

from actionpack_app.api import (
    approvals,
    desk,
    enrolment,
    files,
    health,
    logos,
    mails,
    payments,
    provider,
    session,
    situations,
    staging,
)
from actionpack_app.api.gate import Gate
from actionpack_app.api.proxies import Proxies
from actionpack_app.api.sockets import Sockets
from actionpack_app.auth.events import bound_events
from actionpack_app.auth.guard import RequireVisitor
from actionpack_app.auth.kept_states import keep_states
from actionpack_app.components.bare import first_paint
from actionpack_app.dialogs.checkout.state import CheckoutState
from actionpack_app.dialogs.proof.state import ProofState
from actionpack_app.dialogs.refresh import follows, loads
from actionpack_app.dialogs.shell.hurried import hurried
from actionpack_app.dialogs.shell.state import ShellState, outage, report, report_from_browser
from actionpack_app.dialogs.staging.state import StagingState
from actionpack_app.logs import configure_logs
from actionpack_app.messages import N_, _, use_locale
from actionpack_app.pages.account.page import account_page
from actionpack_app.pages.account.state import AccountState
from actionpack_app.pages.activity.page import activity_page
from actionpack_app.pages.activity.state import ActivityState
from actionpack_app.pages.approvals.page import approvals_page
from actionpack_app.pages.approvals.state import ApprovalsState
from actionpack_app.pages.benefits.page import benefits_page
from actionpack_app.pages.benefits.state import BenefitsState
from actionpack_app.pages.company.page import company_page
from actionpack_app.pages.company.state import CompanyState
from actionpack_app.pages.competencies.page import competencies_page
from actionpack_app.pages.competencies.state import CompetenciesState
from actionpack_app.pages.design.page import design_page
from actionpack_app.pages.design.state import DesignState
from actionpack_app.pages.desk.page import desk_page
from actionpack_app.pages.desk.request_page import desk_request_page
from actionpack_app.pages.desk.request_state import DeskRequestState
from actionpack_app.pages.desk.state import DeskState
from actionpack_app.pages.desk_activity.page import desk_activity_page
from actionpack_app.pages.desk_activity.state import DeskActivityState
from actionpack_app.pages.desk_imports.page import imports_page
from actionpack_app.pages.desk_imports.state import ImportsState
from actionpack_app.pages.desk_mails.page import mails_page
from actionpack_app.pages.desk_mails.state import MailsState
from actionpack_app.pages.desk_partners.page import partners_page
from actionpack_app.pages.desk_partners.partner_page import partner_page
from actionpack_app.pages.desk_partners.state import DeskPartnersState, DeskPartnerState
from actionpack_app.pages.enroll.page import enroll_page
from actionpack_app.pages.enroll.state import EnrollState
from actionpack_app.pages.invitation.page import invitation_page
from actionpack_app.pages.invitation.state import InvitationState
from actionpack_app.pages.invoices.page import invoices_page
from actionpack_app.pages.invoices.state import InvoicesState
from actionpack_app.pages.network.page import network_page
from actionpack_app.pages.network.state import NetworkState
from actionpack_app.pages.new_password.page import new_password_page
from actionpack_app.pages.new_password.state import NewPasswordState
from actionpack_app.pages.notifications.page import notifications_page
from actionpack_app.pages.notifications.state import NotificationsState
from actionpack_app.pages.offers.page import offers_page
from actionpack_app.pages.offers.state import OffersState
from actionpack_app.pages.order.page import order_page
from actionpack_app.pages.order.state import OrderState
from actionpack_app.pages.profile.page import profile_page
from actionpack_app.pages.profile.state import ProfileState
from actionpack_app.pages.public_profile.page import public_profile_page
from actionpack_app.pages.public_profile.state import PublicProfileState
from actionpack_app.pages.renewal_check.page import renewal_check_page
from actionpack_app.pages.renewal_check.state import RenewalCheckState
from actionpack_app.pages.sign_in.page import sign_in_page
from actionpack_app.pages.sign_in.state import SignInState
from actionpack_app.pages.subscription.page import subscription_page
from actionpack_app.pages.subscription.state import SubscriptionState
from actionpack_app.pages.support.new_page import new_request_page
from actionpack_app.pages.support.new_state import NewRequestState
from actionpack_app.pages.support.page import request_page, support_page
from actionpack_app.pages.support.state import RequestState, SupportState
from actionpack_app.pages.unknown.page import unknown_page
from actionpack_app.pages.users.page import users_page
from actionpack_app.pages.users.state import UsersState
from actionpack_app.routes import (
    ACCOUNT,
    ACTIVITY,
    APPROVALS,
    BENEFITS,
    COMPANY,
    COMPETENCIES,
    DESIGN,
    DESK,
    DESK_ACTIVITY,
    DESK_IMPORTS,
    DESK_MAILS,
    DESK_PARTNER,
    DESK_PARTNERS,
    DESK_REQUEST,
    ENROLL,
    INVITATION,
    INVOICES,
    LOCALES,
    NETWORK,
    NEW_PASSWORD,
    NOTIFICATIONS,
    OFFERS,
    ORDER,
    PROFILE,
    PUBLIC_PROFILE,
    RENEWAL_CHECK,
    SIGN_IN,
    SUBSCRIPTION,
    SUPPORT,
    SUPPORT_NEW,
    SUPPORT_REQUEST,
    USERS,
    localized,
)
from actionpack_app.serving.content_policy import page_policy
from actionpack_app.serving.durable_work import durable_work
from actionpack_app.serving.outages import watch_for_outages

Page = tuple[str, Callable[[], rx.Component], str, Any, bool]
"""Route, tree, title, the event that loads it, and whether the checkout lies over it."""

PAGES: tuple[Page, ...] = (
    (OFFERS, offers_page, N_("Membership offers"), OffersState.load, True),
    (SUBSCRIPTION, subscription_page, N_("Subscription details"), SubscriptionState.load, True),
    (ORDER, order_page, N_("Order details"), OrderState.load, False),
    (COMPETENCIES, competencies_page, N_("Competencies"), CompetenciesState.load, True),
    (RENEWAL_CHECK, renewal_check_page, N_("Check renewal eligibility"), RenewalCheckState.load, True),
    (BENEFITS, benefits_page, N_("Benefits"), BenefitsState.load, False),
    (COMPANY, company_page, N_("Company and billing details"), CompanyState.load, False),
    (PROFILE, profile_page, N_("Business profile"), ProfileState.load, False),
    (ACTIVITY, activity_page, N_("Activity"), ActivityState.load, False),
    (APPROVALS, approvals_page, N_("Approvals"), ApprovalsState.load, False),
    (DESK, desk_page, N_("Desk"), DeskState.load, False),
    (DESK_PARTNERS, partners_page, N_("Partners"), DeskPartnersState.load, False),
    (DESK_PARTNER, partner_page, N_("Partner"), DeskPartnerState.load, False),
    (DESK_ACTIVITY, desk_activity_page, N_("Activity across partners"), DeskActivityState.load, False),
    (DESK_MAILS, mails_page, N_("Failed mails"), MailsState.load, False),
    (DESK_IMPORTS, imports_page, N_("Imports"), ImportsState.load, False),
    (DESK_REQUEST, desk_request_page, N_("Support request"), DeskRequestState.load, False),
    (INVOICES, invoices_page, N_("Invoices"), InvoicesState.load, False),
    (NOTIFICATIONS, notifications_page, N_("Notifications"), NotificationsState.load, False),
    (ACCOUNT, account_page, N_("Account settings"), AccountState.load, False),
    (USERS, users_page, N_("Users and permissions"), UsersState.load, False),
    (SUPPORT, support_page, N_("Support"), SupportState.load, False),
    (SUPPORT_NEW, new_request_page, N_("New request"), NewRequestState.load, False),
    (SUPPORT_REQUEST, request_page, N_("Support request"), RequestState.load, False),
)

PUBLIC_PAGES: tuple[tuple[str, Callable[[], rx.Component], str, Any], ...] = (
    (SIGN_IN, sign_in_page, N_("Sign in"), SignInState.load),
    (PUBLIC_PROFILE, public_profile_page, N_("Business profile"), PublicProfileState.load),
    (INVITATION, invitation_page, N_("Your invitation"), InvitationState.load),
    (NEW_PASSWORD, new_password_page, N_("Choose a new password"), NewPasswordState.load),
    (NETWORK, network_page, N_("Partner network"), NetworkState.load),
    (ENROLL, enroll_page, N_("Enroll your company"), EnrollState.load),
    (DESIGN, design_page, N_("Design"), DesignState.load),
)
"""What strangers may open: nothing of a visitor is loaded with it."""
DESCRIPTIONS = {
    NETWORK: N_("Membership of the partner network: what the three offers include, what they cost, and how a company enrols."),
}
"""What search engines show under the title."""

configure_logs()


def _head() -> list[rx.Component]:
    """The language of an address that has no page of its own, before anything is drawn."""
    language = 'document.documentElement.lang=location.pathname.startsWith("/ko")?"ko":"en"'
    return [
        rx.el.script(language),
        rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml"),
    ]


def _language() -> rx.Var[str]:
    """The page's language from its address, for the root element."""
    return rx.Var(
        "(useLocation().pathname.startsWith('/ko')?'ko':'en')",
        _var_data=rx.vars.VarData(imports={"react-router": [rx.ImportVar("useLocation")]}),
    )


def _in(locale: str, build: Callable[[], rx.Component]) -> Callable[[], rx.Component]:
    """A page function, run in the language of its address.

    Reflex writes what lives on a page into a script named after its function's module. Each page in each language names one
    of its own: the browser loads that page's pieces only, not those of all pages in both languages.
    """

    def built() -> rx.Component:
        with use_locale(locale):
            return build()

    built.__module__ = f"{build.__module__}.{build.__name__}_{locale}"
    return built


ROUTES = [
    *session.ROUTES,
    *provider.ROUTES,
    *enrolment.ROUTES,
    *situations.ROUTES,
    *files.ROUTES,
    *desk.ROUTES,
    *logos.ROUTES,
    *payments.ROUTES,
    *mails.ROUTES,
    *approvals.ROUTES,
    *staging.ROUTES,
    *health.ROUTES,
]


def _beginnings() -> frozenset[str]:
    """How the addresses of pages and of HTTP begin: what requests are counted by."""
    pages = [localized(locale, page[0]) for page in (*PAGES, *PUBLIC_PAGES) for locale in LOCALES]
    return frozenset("/".join(path.split("/")[:3]) for path in (*pages, *(route.path for route in ROUTES)))


app = rx.App(
    stylesheets=["/theme.css"],
    html_custom_attrs={"lang": _language()},  # pyright: ignore[reportArgumentType] (a Var is rendered as an expression)
    head_components=_head(),
    toaster=None,
    app_wraps={},
    hydrate_fallback=first_paint,
    backend_exception_handler=report,
    frontend_exception_handler=report_from_browser,
    api_transformer=[
        Starlette(routes=ROUTES),
        functools.partial(Gate, policy_of=page_policy, routes=_beginnings()),
        functools.partial(Sockets, hurried=hurried),
        Proxies,  # the last is the outermost
    ],
)
app.add_middleware(RequireVisitor(ask=ProofState.ask), index=0)
bound_events(app)
keep_states(app)
app.register_lifespan_task(durable_work)
app.register_lifespan_task(watch_for_outages, told=outage)
if app.sio is not None:
    app.sio.eio.cors_allowed_origins = None  # the page's own origin only, whatever host it was reached by

follows(ShellState.look)
follows(StagingState.look)

for route, tree, title, load, has_checkout in PAGES:
    loads(route, load)
    for locale in LOCALES:
        with use_locale(locale):
            named = f"{_(title)} · {_('Partner Center')}"
        events = [ShellState.load, load, StagingState.load, *([CheckoutState.restore] if has_checkout else [])]
        app.add_page(_in(locale, tree), route=localized(locale, route), title=named, on_load=events)

app.add_page(unknown_page, route="404", title="Partner Center · 파트너 센터")

for route, tree, title, load in PUBLIC_PAGES:
    for locale in LOCALES:
        with use_locale(locale):
            named = f"{_(title)} · {_('Partner Center')}"
            told = _(DESCRIPTIONS[route]) if route in DESCRIPTIONS else None
        app.add_page(_in(locale, tree), route=localized(locale, route), title=named, description=told, on_load=load)
