"""People with accounts of their own, as tests make them."""

import dataclasses
import re
from urllib.parse import unquote

from actionpack_app.api.session import ROUTES
from actionpack_app.db import transaction
from actionpack_app.domain.rights import Actor, Role
from actionpack_app.services.accounts.create import NewAccount, choose_password, create_account
from actionpack_app.services.sessions.sign_in import Visitor, find_visitor
from actionpack_app.services.sessions.with_password import sign_in_with_password
from tests.integration import http
from tests.integration.companies import Company

PASSWORD = "seven violet tractors sing"
OTHER_PASSWORD = "nine quiet lanterns drift"
HOME = "192.0.2.7"
ELSEWHERE = "198.51.100.9"


@dataclasses.dataclass(frozen=True)
class Member:
    """Somebody who signs in with a password."""

    id: str
    email: str

    def signs_in(self, password: str = PASSWORD, address: str = HOME) -> Visitor:
        """Signed in from an address."""
        visitor = find_visitor(sign_in_with_password(self.email, password, address), address)
        assert visitor is not None
        return visitor

    @property
    def actor(self) -> Actor:
        return self.signs_in().actor


def member(company: Company | None, email: str, role: Role = Role.USER, name: str = "Ada Reyes") -> Member:
    """Somebody of a company, or of the desk, who has an account."""
    with transaction() as session:
        new = NewAccount(company.id if company else None, name, email, role)
        person = create_account(session, new, choose_password(PASSWORD))
    return Member(person.id, email)


def token_in(text: str) -> str:
    """The token of the link in a mail, or of a link."""
    found = re.search(r"\?token=([^\s\"<&]+)", text)
    assert found is not None
    return unquote(found.group(1))


class Browser(http.Browser):
    """Somebody at home, before the addresses of signing in."""

    def __init__(self) -> None:
        super().__init__(ROUTES)
