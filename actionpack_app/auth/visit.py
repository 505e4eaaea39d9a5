"""The visitor of the current event or request, and the one way from an event to a service."""

import asyncio
import contextlib
import contextvars
import functools
import inspect
import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http.cookies import CookieError, SimpleCookie
from typing import Any, TypeVar

from actionpack_app.db import answers_at_once
from actionpack_app.domain.errors import LinkOver, NotAllowed, NotFound, ProofNeeded, SignInRefused, TooManyTries
from actionpack_app.logs import log
from actionpack_app.services.sessions.sign_in import Visitor, find_visitor, note_seen, read_visitor, session_lives
from actionpack_app.settings import get_settings
from actionpack_app.traces import span

_visitor: contextvars.ContextVar[Visitor | None] = contextvars.ContextVar("visitor", default=None)

Result = TypeVar("Result")

TYPED_COOKIE = "typed"
"""The address that was typed into the sign-in form, for the moment in which it comes back refused."""

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
"""32 random bytes."""

OUTSIDE_AT_ONCE = 64
PASSWORDS_AT_ONCE = 4
"""Each takes 64 MiB and a core for a tenth of a second."""
PASSWORDS_IN_LINE = 100
"""More than can be looked at within a few seconds; who comes then is asked to come again."""
_line = threading.BoundedSemaphore(PASSWORDS_AT_ONCE + PASSWORDS_IN_LINE)


def set_visitor(visitor: Visitor | None) -> None:
    """Sets the visitor for the rest of this task: the handler that follows runs in it."""
    _visitor.set(visitor)


def visitor() -> Visitor:
    """Who acts. Raises NotFound where nobody does, which the middleware rules out."""
    found = _visitor.get()
    if found is None:
        raise NotFound("visitor")
    return found


def visitor_if_any() -> Visitor | None:
    """Who is there, on pages that are open to strangers too."""
    return _visitor.get()


async def run(service: Callable[..., Result], *args: Any, **kwargs: Any) -> Result:
    """Calls a service in a thread, as the visitor: actor first, and the company's clock where the service takes one.

    Services wait for the database; on the event loop they would stall everybody.
    """
    who = visitor()
    if _takes_clock(service):
        kwargs["clock"] = who.clock
    with _watched(service):
        return await asyncio.to_thread(service, who.actor, *args, **kwargs)


async def run_outside(workflow: Callable[..., Result], *args: Any, **kwargs: Any) -> Result:
    """Calls what may wait for somebody outside, as `run` does, in threads of its own.

    The few threads that serve database calls would otherwise all wait for a slow provider, and everybody with them.
    """
    who = visitor()
    if _takes_clock(workflow):
        kwargs["clock"] = who.clock
    with _watched(workflow):
        return await wait_outside(workflow, who.actor, *args, **kwargs)


async def wait_outside(call: Callable[..., Result], *args: Any, **kwargs: Any) -> Result:
    """Calls anything that may wait for somebody outside, in the same threads; nobody has to be signed in."""
    inside = functools.partial(contextvars.copy_context().run, call, *args, **kwargs)
    return await asyncio.get_running_loop().run_in_executor(_outside(), inside)


async def run_as_nobody(service: Callable[..., Result], *args: Any) -> Result:
    """Calls what strangers may ask: the service tells by a signed link what may be answered."""
    with _watched(service):
        return await asyncio.to_thread(service, *args)


async def run_slowly(service: Callable[..., Result], *args: Any) -> Result:
    """Calls what weighs a password, a few at once, in threads of its own. Raises TooManyTries where the line is long."""
    if not _line.acquire(blocking=False):
        raise TooManyTries(timedelta(seconds=10))
    call = _passwords().submit(contextvars.copy_context().run, service, *args)
    call.add_done_callback(lambda _: _line.release())  # also where whoever waited has left
    with _watched(service):
        return await asyncio.wrap_future(call)


@contextlib.contextmanager
def _watched(service: Callable[..., Any]) -> Iterator[None]:
    """Its span; and whoever watches the log sees who asks for what isn't theirs: what a person mistypes is nobody's business."""
    try:
        with span(f"service {_name_of(service)}"):
            yield
    except _WORTH_A_LINE as refused:
        right = refused.right.value if isinstance(refused, NotAllowed) else ""
        log.warning("refused", asked=_name_of(service), why=type(refused).__name__, **({"right": right} if right else {}))
        raise


def _name_of(service: Callable[..., Any]) -> str:
    whole = service.func if isinstance(service, functools.partial) else service
    return str(getattr(whole, "__name__", type(whole).__name__))


_WORTH_A_LINE = (NotAllowed, NotFound, ProofNeeded, TooManyTries, SignInRefused, LinkOver)


async def still_signed_in() -> bool:
    """Whether the visitor's session still lives: for events that go on for long."""
    return await asyncio.to_thread(session_lives, visitor().session_hash)


@functools.cache
def _outside() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=OUTSIDE_AT_ONCE, thread_name_prefix="outside")


@functools.cache
def _passwords() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=PASSWORDS_AT_ONCE, thread_name_prefix="passwords")


async def resolve(cookie_header: str, address: str, *, attended: bool = True) -> Visitor | None:
    """The visitor behind a request's cookies, from the database, each time; `attended` where a person did something."""
    token = session_token(cookie_header)
    if not token:
        return None
    if not answers_at_once():
        return await asyncio.to_thread(find_visitor, token, address, attended=attended)
    found, is_news = read_visitor(token, address)
    if found is not None and is_news and attended:
        await asyncio.to_thread(note_seen, found)
    return found


def session_token(cookie_header: str) -> str:
    """The session cookie's value; empty without one."""
    return cookie_named(get_settings().session_cookie, cookie_header)


def enrolment_token(cookie_header: str) -> str:
    """What finds a stranger's draft again; empty without it, or where it isn't one that we drew."""
    token = cookie_named(get_settings().enrolment_cookie, cookie_header)
    return token if _TOKEN.fullmatch(token) else ""


def cookie_named(name: str, cookie_header: str) -> str:
    """One cookie's value; empty without it."""
    try:
        cookies: SimpleCookie = SimpleCookie(cookie_header)
    except CookieError:
        return ""
    found = cookies.get(name)
    return found.value if found else ""


@functools.cache
def _takes_clock(service: Callable[..., Any]) -> bool:
    return "clock" in inspect.signature(service).parameters
