"""Every public method of a state can be called by any browser with any arguments; so each is meant to be."""

import dataclasses
import inspect
import typing

import pytest
import reflex as rx
from sqlmodel import SQLModel

import actionpack_app.actionpack_app  # noqa: F401  (registers every state)
from actionpack_app.auth import guard


def our_states() -> list[type[rx.State]]:
    found: list[type[rx.State]] = []
    waiting = [rx.State]
    while waiting:
        state = waiting.pop()
        waiting += list(state.get_substates())
        if state.__module__.startswith("actionpack_app."):
            found.append(state)
    return found


STATES = sorted(our_states(), key=lambda state: state.__name__)


def test_the_walk_finds_the_states() -> None:
    assert {"OffersState", "CheckoutState", "SubscriptionState", "RequestState"} <= {state.__name__ for state in STATES}


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_public_methods_are_asynchronous_events(state: type[rx.State]) -> None:
    for name, value in vars(state).items():
        function = getattr(value, "fn", value)
        if name.startswith("_") or name in rx.State.event_handlers or not inspect.isroutine(function):
            continue
        assert name in state.event_handlers, f"{state.__name__}.{name} is public, but no event"
        is_async = inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function)
        assert is_async, f"{state.__name__}.{name} would stall every user"


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_vars_that_go_to_the_browser_hold_plain_values_or_frozen_views(state: type[rx.State]) -> None:
    for name, annotation in typing.get_type_hints(state).items():
        if name.startswith("_") or name not in state.base_vars:
            continue
        for part in (annotation, *typing.get_args(annotation)):
            if not isinstance(part, type) or part in {str, int, bool, float, dict, list}:
                continue
            assert not issubclass(part, SQLModel), f"{state.__name__}.{name} would send a row"
            if dataclasses.is_dataclass(part):
                assert part.__dataclass_params__.frozen, f"{state.__name__}.{name} holds a view that can change"  # type: ignore[attr-defined]


ENROLLING = (
    *("load", "look", "keep", "choose_country", "submit_company", "submit_contact"),
    *("write_again", "accept", "complete", "go_back", "go_on"),
)
"""For the draft of the browser's own cookie alone."""


def test_strangers_may_call_nothing_but_what_pages_open_to_them_need() -> None:
    assert guard._public == {  # noqa: SLF001
        "SignInState.load",
        "PublicProfileState.load",
        *("InvitationState.load", "InvitationState.accept"),
        *("NetworkState.load", "NetworkState.choose_currency"),
        *(f"EnrollState.{event}" for event in ENROLLING),
        *("NewPasswordState.load", "NewPasswordState.ask", "NewPasswordState.choose"),
        *(f"DesignState.{event}" for event in ("load", "open", "change_open", "close", "go")),
    }


def test_no_state_makes_its_own_setters() -> None:
    for state in STATES:
        assert not [name for name in state.event_handlers if name.startswith("set_")], state
