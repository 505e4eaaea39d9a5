"""Every event of every state says in `tests/event_rights.py` what it needs."""

from collections import Counter

import reflex as rx

from actionpack_app.auth import guard
from actionpack_app.domain.rights import DESK_RIGHTS
from tests.architecture.test_states import STATES
from tests.event_rights import DECLARED, NEED_OF, Free, rights_of

EVENTS = {
    handler.fn.__qualname__: state
    for state in STATES
    for name, handler in state.event_handlers.items()
    if name not in rx.State.event_handlers  # what every state has; the guard lets nobody set a var
}


def test_every_event_has_declared_what_it_needs() -> None:
    undeclared = sorted(EVENTS.keys() - NEED_OF.keys())
    assert undeclared == [], f"say in tests/event_rights.py which right each needs, as its service checks it: {undeclared}"


def test_nothing_is_declared_that_is_no_event() -> None:
    unknown = sorted(NEED_OF.keys() - EVENTS.keys())
    assert unknown == [], f"no state has these events any more, take them out of tests/event_rights.py: {unknown}"


def test_nothing_is_declared_twice() -> None:
    assert [event for event, times in Counter(event for event, _need in DECLARED).items() if times > 1] == []


def test_strangers_may_send_exactly_what_the_guard_lets_through() -> None:
    assert {event for event, need in NEED_OF.items() if need is Free.OPEN} == guard._public  # noqa: SLF001


def test_what_asks_for_a_proof_is_nothing_for_strangers() -> None:
    assert {event for event in guard._wants_proof if NEED_OF[event] is Free.OPEN} == set()  # noqa: SLF001


def test_the_desks_states_need_the_desks_rights_and_the_companys_none_of_them() -> None:
    for event in NEED_OF:
        of_the_desk = ".pages.desk" in EVENTS[event].__module__
        for right in rights_of(event):
            assert (right in DESK_RIGHTS) is of_the_desk, event
