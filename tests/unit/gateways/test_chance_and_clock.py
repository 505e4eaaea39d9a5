"""Ids, secrets and the time: each from one place."""

from datetime import UTC, datetime, timedelta, timezone

from actionpack_app.gateways.chance import new_id, new_mpn_id, new_token
from actionpack_app.gateways.clock import StandingClock, SystemClock, clock_of


def test_ids_and_secrets_never_repeat() -> None:
    for draw in (new_id, new_token):
        assert len({draw() for _ in range(1000)}) == 1000


def test_a_secret_has_32_bytes_and_fits_a_cookie() -> None:
    assert len(new_token()) == 43
    assert new_token().replace("-", "").replace("_", "").isalnum()


def test_an_mpn_id_has_seven_digits() -> None:
    for mpn_id in (new_mpn_id() for _ in range(1000)):
        assert len(mpn_id) == 7
        assert mpn_id.isdecimal()


def test_the_machines_clock_is_aware_and_utc() -> None:
    assert SystemClock().now().utcoffset() == timedelta(0)
    assert clock_of(None) == SystemClock()


def test_a_sample_partners_clock_stands() -> None:
    at = datetime(2026, 6, 23, tzinfo=UTC)
    assert clock_of(at).now() == clock_of(at).now() == at
    assert StandingClock(at.astimezone(timezone(timedelta(hours=9)))).now() == at
