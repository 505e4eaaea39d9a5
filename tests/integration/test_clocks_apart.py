"""A test clock is its partner's own: moving it touches nobody else, one move at a time, and none of it exists in production."""

import asyncio
import threading
from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from sqlmodel import SQLModel
from starlette.applications import Starlette

from actionpack_app.api.staging import ROUTES
from actionpack_app.cli import cli
from actionpack_app.db import reading
from actionpack_app.domain.errors import ClockMoving, InvalidInput, NotFound
from actionpack_app.models import ClockMove, Partner
from actionpack_app.repositories.stamps import DESK, MONEY
from actionpack_app.services.samples.clock import advance, begin_move, clock_of_sample, jump_target, moves_lying_about
from actionpack_app.services.samples.manage import list_sample_people, reset_sample
from actionpack_app.services.samples.story import standing_of_sample, what_happened
from actionpack_app.services.sessions.sign_in import sign_in_as_sample
from actionpack_app.settings import Mode, get_settings
from actionpack_app.workflows import clock as workflow
from actionpack_app.workflows import engine, upkeep
from actionpack_app.workflows.clock import jump, move_clock
from actionpack_app.workflows.upkeep import carry_on_moves
from actionpack_app.workflows.year import carry_all
from tests.integration.companies import Company
from tests.integration.rows import all_of, at_once, of
from tests.integration.shopping import ledger
from tests.integration.store import STAGING_KEY
from tests.integration.stripe import SHORT_PAUSE, settled
from tests.integration.years import DAYS, in_one_jump, lines, paid, seeded, time_of

SHARED = {"counter", "executor", "catalogue"}
"""What belongs to the deployment, not to a partner."""

DESKS = {("stamp", DESK), ("stamp", MONEY)}
"""The desk's lists are told whenever anything of theirs changes, whoever's it is."""

NAMED_BY = {"partner": "id", "stamp": "scope"}
"""The column that holds the partner's id, where it isn't `partner_id`."""

Rows = dict[tuple[str, str], tuple[str, dict[str, object]]]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "POLLS_EVERY_SECONDS", SHORT_PAUSE)
    monkeypatch.setattr(upkeep, "LIES_AFTER", timedelta(0))


@pytest.fixture
def contoso(store: object) -> Company:  # noqa: ARG001 (it needs the database)
    return seeded("contoso")


def rows_of_everybody() -> Rows:
    """Every row of every table, by table and key, with the partner that it belongs to."""
    found: dict[tuple[str, str], dict[str, object]] = {}
    with reading() as session:
        for table in SQLModel.metadata.sorted_tables:
            if table.name not in SHARED:
                for row in session.execute(sa.select(table)).mappings():
                    key = "/".join(str(row[column.name]) for column in table.primary_key)
                    found[table.name, key] = dict(row)

    def owner(table: sa.Table, row: dict[str, object]) -> str:
        if table.name in NAMED_BY:
            return str(row[NAMED_BY[table.name]])
        if row.get("partner_id"):
            return str(row["partner_id"])
        for column in table.columns:
            for reference in column.foreign_keys:
                if (value := row[column.name]) is not None:
                    target = reference.column.table
                    return owner(target, found[target.name, str(value)])
        return ""

    tables = {table.name: table for table in SQLModel.metadata.sorted_tables}
    return {key: (owner(tables[key[0]], row), row) for key, row in found.items()}


def begun(who: Company, days: int) -> str:
    return begin_move(who.id, time_of(who) + timedelta(days=days))


class TestOtherPartners:
    @pytest.mark.parametrize("key", ["contoso", "woodgrove", "relecloud", "tailspin"])
    @pytest.mark.usefixtures("store")
    def test_nothing_of_theirs_changes(self, key: str) -> None:
        others = [seeded(one) for one in ("contoso", "relecloud", "tailspin", "fabrikam")]
        who = seeded(key)
        before = rows_of_everybody()
        in_one_jump(who)
        after = rows_of_everybody()
        touched = {owner for key in (before.keys() | after.keys()) - DESKS for owner, _row in _changed(before, after, key)}
        assert touched == {who.id}
        assert [time_of(other) for other in others] == [other.now for other in others]

    def test_several_are_moved_at_once(self, contoso: Company) -> None:
        companies = [contoso, seeded("contoso"), seeded("woodgrove"), seeded("relecloud")]
        results = at_once([lambda who=who: in_one_jump(who) for who in companies])
        alone = [seeded("contoso"), seeded("contoso"), seeded("woodgrove"), seeded("relecloud")]
        for who, happened, other in zip(companies, results, alone, strict=True):
            assert isinstance(happened, list)
            assert lines(who, happened) == lines(other, in_one_jump(other))
            assert paid(who) == paid(other)


def _changed(before: Rows, after: Rows, key: tuple[str, str]) -> list[tuple[str, dict[str, object]]]:
    return [] if before.get(key) == after.get(key) else [rows[key] for rows in (before, after) if key in rows]


class TestOneMoveAtATime:
    def test_while_one_is_under_way_another_is_refused(self, contoso: Company) -> None:
        begun(contoso, 10)
        with pytest.raises(ClockMoving):
            move_clock(contoso.id, time_of(contoso) + timedelta(days=20))
        with pytest.raises(ClockMoving):
            jump(contoso.id, "next-day")
        assert standing_of_sample(contoso.id).moving

    def test_of_many_at_once_each_is_refused_or_comes_after_the_others(self, contoso: Company) -> None:
        until = time_of(contoso) + timedelta(days=DAYS)
        results = at_once([lambda: move_clock(contoso.id, until)] * 4)
        assert all(isinstance(result, tuple | ClockMoving | InvalidInput) for result in results)
        moved = [result for result in results if isinstance(result, tuple)]
        assert len(moved) == 1
        other = seeded("contoso")
        assert lines(contoso, list(moved[0])) == lines(other, in_one_jump(other))
        assert [row["amount_minor"] for row in ledger()] == [475_00] * 4  # two years of two partners

    def test_a_second_one_does_not_come_between(self, contoso: Company, monkeypatch: pytest.MonkeyPatch) -> None:
        """Asked for while the first stands at a stop."""
        refused: list[ClockMoving] = []
        done, lock = workflow._do, threading.Lock()  # noqa: SLF001 (the moment between two stops)

        def asks_too(partner_id: str, stop: workflow.Stop) -> None:
            with lock, pytest.raises(ClockMoving) as second:
                move_clock(contoso.id, time_of(contoso) + timedelta(days=1))
            refused.append(second.value)
            done(partner_id, stop)

        monkeypatch.setattr(workflow, "_do", asks_too)
        in_one_jump(contoso, 130)
        assert len(refused) >= 4
        assert len(of(ClockMove, contoso)) == 1

    def test_afterwards_it_can_be_moved_on(self, contoso: Company) -> None:
        in_one_jump(contoso, 10)
        in_one_jump(contoso, 10)
        assert time_of(contoso) == contoso.now + timedelta(days=20)
        assert not standing_of_sample(contoso.id).moving


class TestAMoveWhoseProcessDied:
    def played_alone(self) -> list[tuple[str, str, str]]:
        other = seeded("contoso")
        return lines(other, in_one_jump(other))

    def test_before_it_began_it_is_carried_on(self, contoso: Company) -> None:
        move_id = begun(contoso, DAYS)
        carry_on_moves()
        settled()
        assert lines(contoso, list(what_happened(contoso.id, move_id))) == self.played_alone()
        assert time_of(contoso) == contoso.now + timedelta(days=DAYS)

    def test_on_the_way_it_is_carried_on_from_its_stop(self, contoso: Company) -> None:
        move_id = begun(contoso, DAYS)
        for _n in range(3):
            stop = advance(contoso.id, move_id)
            assert stop is not None
            carry_all(contoso.id, stop.about, clock_of_sample(contoso.id))
        advance(contoso.id, move_id)  # it stands at the charge, which nobody has made yet
        assert ledger() == []
        carry_on_moves()
        carry_on_moves()
        settled()
        assert lines(contoso, list(what_happened(contoso.id, move_id))) == self.played_alone()

    def test_that_broke_it_is_begun_anew(self, contoso: Company, monkeypatch: pytest.MonkeyPatch) -> None:
        with monkeypatch.context() as broken:
            broken.setattr(workflow, "carry_all", lambda *_, **__: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                in_one_jump(contoso)
        (move,) = of(ClockMove, contoso)
        assert move.done_at is None
        carry_on_moves()
        settled()
        assert lines(contoso, list(what_happened(contoso.id, move.id))) == self.played_alone()

    def test_of_a_partner_that_was_reset_meanwhile_it_is_left(self, contoso: Company) -> None:
        begun(contoso, DAYS)
        new = reset_sample(contoso.id)
        assert moves_lying_about(time_of_machine()) == []
        move_clock(new.id, clock_of_sample(new.id).now() + timedelta(days=1))


def time_of_machine() -> object:
    return upkeep.SystemClock().now() + timedelta(days=1)


class TestWhereTo:
    @pytest.mark.parametrize("days", [0, -1, -400])
    def test_back_or_nowhere_is_refused(self, contoso: Company, days: int) -> None:
        with pytest.raises(InvalidInput) as refused:
            move_clock(contoso.id, time_of(contoso) + timedelta(days=days))
        assert refused.value.problems == {"jump": "not_ahead"}
        assert time_of(contoso) == contoso.now
        assert of(ClockMove, contoso) == []

    @pytest.mark.parametrize(
        ("where", "problem"),
        [
            ("2027-03-09", "not_ahead"),
            ("2027-03-10T10:00", "not_ahead"),  # where it stands, in New York
            ("1970-01-01", "not_ahead"),
            ("2099-01-01", "not_ahead"),
            ("yesterday", "date"),
            ("", "date"),
            ("2027-02-29", "date"),
            ("2027-03-11T25:00", "date"),
        ],
    )
    def test_a_date_must_be_one_and_lie_ahead(self, contoso: Company, where: str, problem: str) -> None:
        with pytest.raises(InvalidInput) as refused:
            jump_target(contoso.id, where)
        assert refused.value.problems == {"jump": problem}

    def test_a_date_is_looked_at_by_noon_and_a_time_is_the_partners(self, contoso: Company) -> None:
        assert jump_target(contoso.id, "2027-03-11").isoformat() == "2027-03-11T17:00:00+00:00"
        assert jump_target(contoso.id, "2027-03-15").isoformat() == "2027-03-15T16:00:00+00:00"  # summer time
        assert jump_target(contoso.id, "2027-03-11T08:30").isoformat() == "2027-03-11T13:30:00+00:00"

    @pytest.mark.parametrize(
        ("where", "local"),
        [
            ("next-day", "2027-03-11T10:00:00-05:00"),
            ("expiry", "2027-07-08T12:00:00-04:00"),
            ("window-first", "2027-07-09T12:00:00-04:00"),
            ("window-last", "2027-08-07T12:00:00-04:00"),
            ("anniversary", "2027-07-09T12:00:00-04:00"),
        ],
    )
    def test_the_named_days_of_contoso(self, contoso: Company, where: str, local: str) -> None:
        assert jump_target(contoso.id, where).astimezone(contoso.zone).isoformat() == local

    @pytest.mark.usefixtures("store")
    def test_without_a_subscription_only_the_next_day_and_dates_lie_ahead(self) -> None:
        never_bought = seeded("adventure_works")
        for where in ("expiry", "window-first", "window-last", "anniversary"):
            with pytest.raises(InvalidInput):
                jump_target(never_bought.id, where)
        assert jump(never_bought.id, "next-day") == ()

    @pytest.mark.usefixtures("store")
    def test_a_partner_that_is_none_has_no_clock(self) -> None:
        for call in (jump_target, jump):
            with pytest.raises(NotFound):
                call("nobody", "next-day")


def is_not_there(call: Callable[[], object]) -> None:
    with pytest.raises(NotFound):
        call()


def requested(method: str, path: str, body: object = None) -> httpx.Response:
    """What the real address answers, without a network."""

    async def send() -> httpx.Response:
        line = httpx.ASGITransport(Starlette(routes=ROUTES))
        async with httpx.AsyncClient(transport=line, base_url="http://partners.example.com") as client:
            headers = {"Authorization": f"Bearer {STAGING_KEY}"}
            return await client.request(method, path, json=body, headers=headers)

    return asyncio.run(send())


def staging_addresses(partner_id: str) -> list[tuple[str, str]]:
    return [
        (method, route.path.replace("{partner_id}", partner_id))
        for route in ROUTES
        for method in sorted((route.methods or set()) - {"HEAD"})
    ]


class TestProduction:
    @pytest.fixture
    def contoso(self, contoso: Company, monkeypatch: pytest.MonkeyPatch) -> Company:
        """In a database that was once staging's."""
        monkeypatch.setenv("ACTIONPACK_MODE", Mode.PRODUCTION)
        monkeypatch.setenv("PUBLIC_URL", "https://partners.example.com")
        monkeypatch.setenv("STRIPE_SECRET_KEY", "sk_live_not_a_real_one")
        monkeypatch.setenv("STRIPE_PUBLISHABLE_KEY", "pk_live_not_a_real_one")
        monkeypatch.setenv("STRIPE_WEBHOOK_SECRET", "whsec_not_a_real_one")
        monkeypatch.setenv("OIDC_ISSUER", "https://login.example.com")
        monkeypatch.setenv("OIDC_CLIENT_ID", "partner-center")
        get_settings.cache_clear()
        return contoso

    def test_no_service_moves_a_clock_or_shows_it(self, contoso: Company) -> None:
        calls = [
            lambda: jump(contoso.id, "next-day"),
            lambda: move_clock(contoso.id, contoso.now + timedelta(days=1)),
            lambda: begin_move(contoso.id, contoso.now + timedelta(days=1)),
            lambda: jump_target(contoso.id, "next-day"),
            lambda: standing_of_sample(contoso.id),
            lambda: what_happened(contoso.id, "some-move"),
            lambda: reset_sample(contoso.id),
            lambda: sign_in_as_sample(contoso.made.people[0].id),
        ]
        for call in calls:
            is_not_there(call)
        assert list_sample_people(contoso.id) == []
        assert all_of(ClockMove) == []
        (row,) = [partner for partner in all_of(Partner) if partner.id == contoso.id]
        assert row.clock_at == contoso.now

    def test_no_staging_address_exists(self, contoso: Company) -> None:
        asked = staging_addresses(contoso.id)
        assert len(asked) >= 5
        for method, path in asked:
            answer = requested(method, path, {"jump": "next-day", "sample": "contoso"})
            assert (path, answer.status_code, answer.json()) == (path, 404, {"error": "not_found"})

    @pytest.mark.parametrize(
        "arguments", [["clock", "contoso"], ["clock", "contoso", "next-day"], ["seed"], ["seed", "--reset", "contoso"]]
    )
    def test_the_commands_refuse(self, contoso: Company, arguments: list[str]) -> None:
        before = rows_of_everybody()
        result = CliRunner().invoke(cli, arguments)
        assert result.exit_code == 1
        assert result.output.startswith("Error: ")
        assert rows_of_everybody() == before
        assert contoso.id

    def test_a_move_that_lay_about_is_left(self, contoso: Company, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("ACTIONPACK_MODE", Mode.DEMO)
        get_settings.cache_clear()
        begun(contoso, 10)
        monkeypatch.setenv("ACTIONPACK_MODE", Mode.PRODUCTION)
        get_settings.cache_clear()
        carry_on_moves()
        settled()
        (row,) = [partner for partner in all_of(Partner) if partner.id == contoso.id]
        assert row.clock_at == contoso.now


def test_in_demo_the_same_addresses_answer(contoso: Company) -> None:
    answers = [
        requested(method, path, {"jump": "next-day", "sample": "contoso"}) for method, path in staging_addresses(contoso.id)
    ]
    assert [answer.status_code for answer in answers] == [200, 201, 200, 200, 200, 200]
