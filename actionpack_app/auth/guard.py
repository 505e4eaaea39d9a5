"""The door that every event passes, background ones too.

A browser may send any event of any state with any arguments, and picks its client token itself. So each event's actor
comes from the session cookie of the socket's handshake, and a state tree belongs to the session that first used it:
met by another one, it is emptied before anything of it is sent.
"""

from typing import Any
from urllib.parse import quote

import reflex as rx
from reflex.event import Event
from reflex.istate.data import RouterData
from reflex.state import BaseState, StateUpdate

from actionpack_app.auth.visit import enrolment_token, resolve, set_visitor
from actionpack_app.gateways.chance import new_id
from actionpack_app.logs import begin_lines
from actionpack_app.messages import set_locale
from actionpack_app.routes import SIGN_IN, locale_of, localized
from actionpack_app.services.sessions.open import hash_of

_INTERNAL = "reflex___state____state"

FRAMEWORK_EVENTS = frozenset(
    {
        f"{_INTERNAL}.hydrate",
        f"{_INTERNAL}.hydrate_and_load",
        f"{_INTERNAL}.set_is_hydrated",
        f"{_INTERNAL}.reflex___state____on_load_internal_state.on_load_internal",
        f"{_INTERNAL}.reflex___state____on_load_internal_state.set_is_hydrated",
        f"{_INTERNAL}.reflex___state____update_vars_internal_state.update_vars_internal",
        f"{_INTERNAL}.reflex___state____frontend_event_exception_state.handle_frontend_exception",
    }
)
"""What Reflex itself sends to start a page; it carries no data of ours."""

HYDRATES = frozenset({f"{_INTERNAL}.hydrate", f"{_INTERNAL}.hydrate_and_load"})
"""With which a page asks for its state, and brings what its browser keeps."""

ASKED_BY_THE_PAGE = ".look"
"""How the names of events end that an open page sends by itself: they keep nobody signed in."""

_public: set[str] = set()


def public(handler: Any) -> Any:
    """Marks an event handler that strangers may call."""
    _public.add(handler.__qualname__)
    return handler


_wants_proof: set[str] = set()


def wants_proof(handler: Any) -> Any:
    """Marks an event handler before which somebody who signed in a while ago proves anew who they are.

    What it calls checks that too: the mark is there so that people are asked first, and what they began goes on afterwards.
    """
    _wants_proof.add(handler.__qualname__)
    return handler


class OwnerState(rx.State):
    """Whose state tree this is: the hash of a session, or of a stranger's draft; nothing for other strangers."""

    _owner: str | None = None


class RequireVisitor(rx.Middleware):
    """Resolves the visitor of every event, and denies by default; `ask` asks for a proof and then goes on with an event."""

    def __init__(self, ask: Any) -> None:
        self._ask = ask

    async def preprocess(self, app: Any, state: BaseState, event: Event) -> StateUpdate | None:
        """Lets an event through, or answers in its place."""
        root = state._get_root_state()  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
        router = root.router  # each look at it makes it anew
        locale, address = locale_of(router.url.path), router.session.client_ip
        set_locale(locale)
        attended = not event.name.endswith(ASKED_BY_THE_PAGE)
        cookie = _cookie(router)
        found = await resolve(cookie, address, attended=attended)
        set_visitor(found)
        person = found.actor.person_id if found else ""
        begin_lines(new_id()[:8], handler=short_name(event.name), person=person, address=address)
        if event.name not in FRAMEWORK_EVENTS and await _is_lost(app, root):
            app.event_namespace.hang_up(router.session.session_id)
            return StateUpdate()
        await _claim(root, found.session_hash if found else _draft(cookie))
        if event.name.endswith(".setvar"):  # every state has one, and it would set any var
            return StateUpdate()
        if found is not None and not found.actor.proved and _is_marked(event.name, _wants_proof):
            ask: Any = self._ask(event.name, event.payload)
            return StateUpdate(events=Event.from_event_type(ask))  # pyright: ignore[reportUnknownMemberType]
        if found is not None or event.name in FRAMEWORK_EVENTS or _is_marked(event.name, _public):
            return None
        away: Any = rx.redirect(f"{localized(locale, SIGN_IN)}?next={quote(router.url.path)}")
        return StateUpdate(events=Event.from_event_type(away))  # pyright: ignore[reportUnknownMemberType]


async def _is_lost(app: Any, root: BaseState) -> bool:
    """Whether an open page's state is gone, with Redis or after an hour out of sight.

    The event would meet empty values, and Reflex would hand those to the browser, over what it keeps: the page begins anew.
    """
    owner = await root.get_state(OwnerState)
    is_new = owner._owner is None  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
    return is_new and app.event_namespace.has_loaded(root.router.session.session_id)


async def _claim(root: BaseState, session_hash: str) -> None:
    owner = await root.get_state(OwnerState)
    if owner._owner not in {None, session_hash}:  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
        root.reset()
    owner._owner = session_hash  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]


def short_name(event_name: str) -> str:
    """An event as people know it: its state and its handler."""
    return ".".join(event_name.rsplit("___", maxsplit=1)[-1].split(".")[-2:])[:_LONGEST_NAME]


_LONGEST_NAME = 80


def _draft(cookie: str) -> str:
    """A stranger is who brings the cookie of a draft; nobody, without one."""
    token = enrolment_token(cookie)
    return f"draft {hash_of(token)}" if token else ""


def _cookie(router: RouterData) -> str:
    return router.headers.raw_headers.get("cookie", "")


def _is_marked(event_name: str, marked: set[str]) -> bool:
    handler = handler_named(event_name)
    return handler is not None and handler.fn.__qualname__ in marked


def handler_named(event_name: str) -> Any:
    """The handler of an event, by the name under which browsers send it; None for no event."""
    from reflex_base.registry import RegistrationContext  # noqa: PLC0415 (exists once the app does)

    registered = RegistrationContext.get().event_handlers.get(event_name)
    return registered.handler if registered is not None else None
