"""Requests through the gate to some addresses, as a browser sends them or as a stranger's program does."""

import asyncio
from collections.abc import Sequence

import httpx
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from actionpack_app.api.gate import Gate
from actionpack_app.services.sessions.sign_in import sign_in_as_sample
from actionpack_app.settings import get_settings

HOST = "http://partners.example.com"
FROM = ("192.0.2.7", 50000)


def ask(routes: Sequence[BaseRoute], method: str, path: str, person: str = "", **more: object) -> httpx.Response:
    """The answer to one request of a signed-in person, or of nobody; redirects aren't followed."""
    cookies = {get_settings().session_cookie: sign_in_as_sample(person)[0]} if person else {}

    async def send() -> httpx.Response:
        async with visiting(routes, HOST, httpx.Cookies(cookies)) as client:
            return await client.request(method, path, **more)  # pyright: ignore[reportArgumentType]

    return asyncio.run(send())


class Browser:
    """Somebody at some addresses, who keeps cookies and follows no redirect."""

    def __init__(self, routes: Sequence[BaseRoute], origin: str = HOST) -> None:
        self.origin = origin
        self.cookies = httpx.Cookies()
        self._routes = routes

    def get(self, address: str) -> httpx.Response:
        return self._send("GET", address)

    def post(self, address: str, form: dict[str, str], headers: dict[str, str] | None = None) -> httpx.Response:
        return self._send("POST", address, data=form, headers=headers)

    def _send(self, method: str, address: str, **more: object) -> httpx.Response:
        async def send() -> httpx.Response:
            async with visiting(self._routes, self.origin, self.cookies) as client:
                answer = await client.request(method, address, **more)  # pyright: ignore[reportArgumentType]
                self.cookies = client.cookies
                return answer

        return asyncio.run(send())


def visiting(routes: Sequence[BaseRoute], origin: str, cookies: httpx.Cookies) -> httpx.AsyncClient:
    """A client that keeps cookies."""
    line = httpx.ASGITransport(Gate(Starlette(routes=routes), policy_of=lambda _path: "default-src 'none'"), client=FROM)
    return httpx.AsyncClient(transport=line, base_url=origin, cookies=cookies)
