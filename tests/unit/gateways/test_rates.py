"""Many senders in bounded memory."""

from hypothesis import given
from hypothesis import strategies as st

from actionpack_app.domain.rates import Rate
from actionpack_app.gateways.rates import Places, Rates


def test_senders_are_counted_apart() -> None:
    rates = Rates(Rate(1, 1), now=lambda: 0.0)
    assert [rates.take("a"), rates.take("b"), rates.take("a")] == [0.0, 0.0, 1.0]


def test_who_was_quiet_for_longest_is_forgotten_first() -> None:
    rates = Rates(Rate(1, 0.001), most=2, now=lambda: 0.0)
    for sender in ("quiet", "busy", "busy", "new"):
        rates.take(sender)
    assert len(rates) == 2
    assert rates.take("busy") > 0
    assert rates.take("quiet") == 0.0


@given(st.lists(st.text(max_size=3), max_size=200))
def test_a_flood_from_many_senders_takes_no_more_memory_than_was_agreed(senders: list[str]) -> None:
    rates = Rates(Rate(2, 1), most=10, now=lambda: 0.0)
    for sender in senders:
        rates.take(sender)
        assert len(rates) <= 10


def test_places_are_given_back() -> None:
    places = Places(2)
    assert [places.enter("a"), places.enter("a"), places.enter("a"), places.enter("b")] == [True, True, False, True]
    places.leave("a")
    assert places.enter("a")
    for whose in ("a", "a", "b"):
        places.leave(whose)
    assert len(places) == 0
