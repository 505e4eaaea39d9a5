"""Every HTTP address, asked by everybody who has no business there, with arguments of every kind.

A route without a row here fails: whoever adds one says who may use it.
"""

import asyncio
import hashlib
import io

import httpx
import pytest
import sqlalchemy as sa
from PIL import Image
from sqlmodel import SQLModel
from starlette.routing import Route

from actionpack_app.actionpack_app import ROUTES
from actionpack_app.db import engine
from actionpack_app.domain.rights import Role
from actionpack_app.models import Invoice, Order
from actionpack_app.services.profile.keep_logo import keep_logo
from actionpack_app.services.sessions.sign_in import sign_in_as_sample
from actionpack_app.services.support.attach import attach
from tests.integration.companies import Company, company
from tests.integration.desk import operator
from tests.integration.http import HOST, visiting
from tests.integration.rows import of

PARTNERS, FINANCE_SEES, COMPANY, DESK_LOOKS, DESK_ADMINS = "partners", "billing", "company", "look-up", "desk admins"
STRANGERS, TOKEN, KEY, EVERYBODY = "strangers", "token", "key", "everybody who is signed in"

ACCESS: dict[tuple[str, str], str] = {
    ("GET", "/healthz"): STRANGERS,
    ("GET", "/readyz"): STRANGERS,
    ("GET", "/metrics"): STRANGERS,
    ("GET", "/auth/locale"): STRANGERS,
    ("POST", "/auth/sign-in"): STRANGERS,
    ("POST", "/auth/ticket"): TOKEN,
    ("POST", "/auth/sign-out"): STRANGERS,
    ("GET", "/auth/provider"): STRANGERS,
    ("GET", "/auth/provider/callback"): TOKEN,
    ("GET", "/auth/enroll"): STRANGERS,
    ("POST", "/auth/enroll"): STRANGERS,
    ("GET", "/auth/situation"): TOKEN,
    ("POST", "/auth/reset"): COMPANY,
    ("GET", "/api/approvals/{token}"): TOKEN,
    ("POST", "/api/approvals/{token}"): TOKEN,
    ("GET", "/api/calendar/{token}.ics"): TOKEN,
    ("GET", "/api/pay/{token}"): TOKEN,
    ("GET", "/api/unsubscribe/{token}"): TOKEN,
    ("POST", "/api/unsubscribe/{token}"): TOKEN,
    ("POST", "/api/stripe/webhook"): TOKEN,
    ("GET", "/api/personal-data.json"): EVERYBODY,
    ("GET", "/api/invoices/{number}.pdf"): FINANCE_SEES,
    ("GET", "/api/invoices.csv"): FINANCE_SEES,
    ("GET", "/api/activity.csv"): FINANCE_SEES,
    ("POST", "/api/cards/setup"): FINANCE_SEES,
    ("POST", "/api/orders/{number}/challenge"): FINANCE_SEES,
    ("POST", "/api/attachments"): COMPANY,
    ("GET", "/api/attachments/{attachment_id}"): COMPANY,
    ("POST", "/api/logos"): PARTNERS,
    ("GET", "/api/logos/{logo_id}"): PARTNERS,
    ("GET", "/api/desk/invoices/{number}.pdf"): DESK_LOOKS,
    ("POST", "/api/desk/imports"): DESK_ADMINS,
    ("GET", "/api/staging/partners"): KEY,
    ("POST", "/api/staging/partners"): KEY,
    ("GET", "/api/staging/partners/{partner_id}"): KEY,
    ("POST", "/api/staging/partners/{partner_id}/clock"): KEY,
    ("POST", "/api/staging/partners/{partner_id}/move"): KEY,
    ("POST", "/api/staging/partners/{partner_id}/reset"): KEY,
}
"""Who gets anything but a refusal: everybody; whoever brings a signed token, or the staging key; a company's people by right; the
desk's. What each of them may do then is the business of the tests of that address."""

ROUTES_AND_METHODS = [(method, route) for route in ROUTES for method in sorted(route.methods or ()) if method != "HEAD"]
ODD = ("x", "x" * 5000, "%00", "..%2f..%2fetc%2fpasswd", "%F0%9F%A6%8A", "-1", "1e309", "null", "%27%20OR%201=1--", "action_pack")
BODIES: tuple[dict[str, object], ...] = (
    {},
    {"json": {"order": ["x"], "amount": -1}},
    {"json": [1, None]},
    {"content": b"\xff\xfe{", "headers": {"Content-Type": "application/json"}},
    {"data": {"person": "x" * 5000, "email": "a\x00b", "locale": "../../x", "next": "//evil.example.com"}},
    {"files": {"file": ("../x\x00.png", b"\x89PNG broken")}},
    {"content": b"x" * 300_000, "headers": {"Content-Type": "multipart/form-data; boundary=x"}},
)
QUERY = ("locale", "who", "kind", "to")
ENDS = {"/auth/sign-out", "/auth/reset"}
"""What would end the session with which the rest is asked."""
REFUSALS = frozenset({400, 401, 403, 404, 405, 408, 409, 411, 413, 414, 415, 422, 429, 431})


def named(method: str, route: Route) -> tuple[str, str]:
    return method, route.path


def test_every_route_says_who_may_use_it() -> None:
    assert {named(method, route) for method, route in ROUTES_AND_METHODS} == ACCESS.keys()


class House:
    """Contoso's things, and everybody who might ask for them."""

    def __init__(self, contoso: Company) -> None:
        picture = io.BytesIO()
        Image.new("RGB", (40, 20), (200, 20, 20)).save(picture, format="PNG")
        self.names = {
            "number": [of(Invoice, contoso)[0].number, of(Order, contoso)[0].number],
            "attachment_id": [attach(contoso.admin, "a.png", picture.getvalue(), contoso.clock).id],
            "logo_id": [keep_logo(contoso.admin, picture.getvalue(), contoso.clock)],
            "partner_id": [contoso.id],
            "token": ["x"],
        }
        fabrikam = company("fabrikam")
        self.people = {
            "nobody": "",
            "foreign admin": fabrikam.person(Role.GLOBAL_ADMIN).person_id,
            "foreign billing admin": fabrikam.person(Role.BILLING_ADMIN).person_id,
            "foreign user": fabrikam.person(Role.USER).person_id,
            "support agent": operator(Role.SUPPORT_AGENT).person_id,
            "finance": operator(Role.FINANCE).person_id,
            "desk admin": operator(Role.DESK_ADMIN).person_id,
        }
        self.cookies = {who: sign_in_as_sample(person)[0] if person else "" for who, person in self.people.items()}

    def asked(self, who: str, calls: list[tuple[str, str, dict[str, object]]]) -> list[httpx.Response]:
        """The answers to many requests of one person; each comes with the same cookie, whatever the last one did to it."""
        cookie = f"session={self.cookies[who]}" if self.cookies[who] else ""

        async def send() -> list[httpx.Response]:
            async with visiting(ROUTES, HOST, httpx.Cookies()) as client:
                answers: list[httpx.Response] = []
                for method, path, body in calls:
                    client.cookies.clear()
                    headers = {"Cookie": cookie} if cookie else {}
                    more = {**body, "headers": {**headers, **dict(body.get("headers", {}))}}  # type: ignore[call-overload]
                    answers.append(await client.request(method, path, **more))  # type: ignore[arg-type]
                return answers

        return asyncio.run(send())

    def paths(self, route: Route) -> list[str]:
        """The address with Contoso's own names in it, and with names that nobody has."""
        names = [name for name in self.names if f"{{{name}}}" in route.path]
        if not names:
            return [
                route.path,
                f"{route.path}?" + "&".join(f"{name}=%00{'x' * 3000}" for name in ("locale", "who", "kind", "to")),
            ]
        (name,) = names
        return [route.path.replace(f"{{{name}}}", value) for value in (*self.names[name], *ODD)]


def contents() -> str:
    """A digest of all that is stored, but for sessions and how often things were tried."""
    digest = hashlib.sha256()
    with engine().connect() as connection:
        for table in SQLModel.metadata.sorted_tables:
            if table.name not in {"login_session", "attempts", "executor"}:
                digest.update(repr(sorted(map(repr, connection.execute(sa.select(table))))).encode())
    return digest.hexdigest()


ALLOWED = {
    STRANGERS: {"nobody", "foreign admin", "foreign billing admin", "foreign user", "support agent", "finance", "desk admin"},
    EVERYBODY: {"foreign admin", "foreign billing admin", "foreign user", "support agent", "finance", "desk admin"},
    TOKEN: set[str](),
    KEY: set[str](),
    PARTNERS: {"foreign admin"},
    FINANCE_SEES: {"foreign admin", "foreign billing admin"},
    COMPANY: {"foreign admin", "foreign billing admin", "foreign user"},
    DESK_LOOKS: {"support agent", "desk admin"},
    DESK_ADMINS: {"desk admin"},
}


def is_refusal(answer: httpx.Response) -> bool:
    """Refused outright, or led to a page that asks to sign in, or home, as a link that leads nowhere does."""
    led = answer.headers.get("location", "")
    return answer.status_code in REFUSALS or (answer.status_code in {302, 303} and ("/sign-in" in led or led.endswith("/offers")))


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_whoever_has_no_business_there_is_refused_and_changes_nothing(contoso: Company) -> None:
    house = House(contoso)
    before = contents()
    secrets = (contoso.admin.name, contoso.admin.email)
    for who in house.people:
        calls = [
            (method, path, body)
            for method, route in ROUTES_AND_METHODS
            if who not in ALLOWED[ACCESS[named(method, route)]]
            for path in house.paths(route)
            for body in (BODIES if method == "POST" and path == house.paths(route)[0] else BODIES[:1])
        ]
        assert len(calls) > 60
        for (method, path, _body), answer in zip(calls, house.asked(who, calls), strict=True):
            assert is_refusal(answer), (
                f"{who}: {method} {path[:80]} answered {answer.status_code} {answer.headers.get('location')}"
            )
            assert not [secret for secret in secrets if secret in answer.text], f"{who}: {method} {path[:80]}"
        assert contents() == before, f"{who} changed something"


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_whoever_may_come_in_gets_nothing_of_others_and_breaks_nothing(contoso: Company) -> None:
    """Those who may use an address, with another company's names in it and with arguments that no page sends."""
    house = House(contoso)
    secrets = (contoso.admin.name, contoso.admin.email)
    theirs = {"/api/desk/invoices/{number}.pdf"}  # whoever looks partners up sees their documents
    for who in house.people:
        calls = [
            (method, path, body)
            for method, route in ROUTES_AND_METHODS
            if who in ALLOWED[ACCESS[named(method, route)]] and route.path not in theirs | ENDS
            for path in house.paths(route)
            for body in (BODIES if method == "POST" else BODIES[:1])
        ]
        for (method, path, _body), answer in zip(calls, house.asked(who, calls), strict=True):
            assert answer.status_code < 500, f"{who}: {method} {path[:80]} answered {answer.status_code}"
            assert not [secret for secret in secrets if secret in answer.text], f"{who}: {method} {path[:80]}"
            names = [name for values in house.names.values() for name in values if len(name) > 1]
            if any(name in path for name in names):
                assert answer.status_code in {403, 404, 413}, f"{who}: {method} {path[:80]} answered {answer.status_code}"
