"""What the frame calls the side that somebody belongs to."""

from datetime import UTC, datetime

import pytest

from actionpack_app.dialogs.shell.state import frame_of
from actionpack_app.domain.accounts import Means
from actionpack_app.domain.rights import Actor, Role
from actionpack_app.gateways.clock import clock_of
from actionpack_app.messages import use_locale
from actionpack_app.services.sessions.sign_in import Visitor

NOW = datetime(2026, 6, 23, 12, tzinfo=UTC)


def visitor(role: Role, partner_id: str, company: str) -> Visitor:
    """Somebody, signed in."""
    actor = Actor(person_id="p", partner_id=partner_id, role=role, name="Dana Iversen", email="dana@example.com", address="")
    return Visitor(actor, clock_of(NOW), "hash", Means.SAMPLE, company, "", "en", "UTC", NOW)


@pytest.mark.parametrize(("locale", "named"), [("en", "Desk"), ("ko", "데스크")])
def test_the_desk_is_named_in_the_readers_language(locale: str, named: str) -> None:
    with use_locale(locale):
        assert frame_of(visitor(Role.FINANCE, "", "Desk")).company == named


@pytest.mark.parametrize("locale", ["en", "ko"])
def test_a_company_keeps_its_own_name_even_one_that_is_a_word_of_ours(locale: str) -> None:
    with use_locale(locale):
        assert frame_of(visitor(Role.GLOBAL_ADMIN, "a-partner", "Desk")).company == "Desk"
