"""Files: invoices, their list as CSV, attachments, calendar dates."""

import asyncio
import hashlib
import json
from collections.abc import Iterator
from datetime import date
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from actionpack_app.api.away import files_away
from actionpack_app.api.uploads import refusal, take_file
from actionpack_app.auth.visit import run, run_outside
from actionpack_app.domain.deeds import DeedGroup
from actionpack_app.domain.errors import ActionPackError, FilesUnavailable, NotFound
from actionpack_app.domain.offers import Offer
from actionpack_app.routes import ACTIVITY_CSV, ATTACHMENTS, INVOICES_CSV, PERSONAL_DATA, locale_of
from actionpack_app.services.accounts.own_data import own_data
from actionpack_app.services.activity.browse import ActivityFilter
from actionpack_app.services.activity.export import export_activity
from actionpack_app.services.calendar.feed import calendar_feed
from actionpack_app.services.invoices.browse import InvoiceFilter, export_invoices
from actionpack_app.services.invoices.document import invoice_document
from actionpack_app.services.subscriptions.calendar_file import calendar_file
from actionpack_app.services.support.attach import FILE_MAX_BYTES, attach, attach_at_desk
from actionpack_app.services.support.browse import open_attachment


async def _invoice(request: Request) -> Response:
    number = request.path_params["number"]
    try:
        content = await run_outside(invoice_document, number)
    except FilesUnavailable as away:
        return files_away(request, away)
    except ActionPackError as refused:
        return refusal(refused)
    return file_answer(content, "application/pdf", f"{number}.pdf", inline=False)


async def _invoices_csv(request: Request) -> Response:
    query = request.query_params
    year = query.get("year", "")
    offer = query.get("offer", "")
    narrowed = InvoiceFilter(
        year=int(year) if year.isdecimal() and len(year) == len("2026") else None,
        offer=Offer(offer) if offer in set(Offer) else None,
        search=query.get("search", ""),
    )
    try:
        written = await run(export_invoices, narrowed)
    except ActionPackError as refused:
        return refusal(refused)
    return file_answer(written.encode("utf-8-sig"), "text/csv; charset=utf-8", "invoices.csv", inline=False)


async def _personal_data(_request: Request) -> Response:
    try:
        found = await run(own_data)
    except ActionPackError as refused:
        return refusal(refused)
    written = json.dumps(found, ensure_ascii=False, indent=2).encode()
    return file_answer(written, "application/json", "personal-data.json", inline=False)


async def _activity_csv(request: Request) -> Response:
    query = request.query_params
    group = query.get("group", "")
    narrowed = ActivityFilter(
        who=query.get("who", ""),
        group=DeedGroup(group) if group in set(DeedGroup) else None,
        since=_day(query.get("since", "")),
        until=_day(query.get("until", "")),
        search=query.get("search", ""),
    )
    try:
        pieces = await run(export_activity, narrowed, locale_of(query.get("locale", "")))
    except ActionPackError as refused:
        return refusal(refused)
    return StreamingResponse(
        _encoded(pieces), media_type="text/csv; charset=utf-8", headers=_headers("activity.csv", inline=False)
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _encoded(pieces: Iterator[str]) -> Iterator[bytes]:
    """With the mark by which spreadsheets know UTF-8."""
    yield "\ufeff".encode()
    for piece in pieces:
        yield piece.encode()


async def _attachment(request: Request) -> Response:
    try:
        found, content = await run_outside(open_attachment, request.path_params["attachment_id"])
    except FilesUnavailable as away:
        return files_away(request, away)
    except ActionPackError as refused:
        return refusal(refused)
    return file_answer(content, found.media_type, found.name, inline=False)


async def _attach(request: Request) -> Response:
    """Takes one file; answers its id, or the problem in the page's language."""
    answered = request.query_params.get("request", "")

    async def keep(name: str, content: bytes) -> dict[str, object]:
        kept = await (run_outside(attach_at_desk, answered, name, content) if answered else run_outside(attach, name, content))
        return {"id": kept.id, "name": kept.name, "size": kept.size_bytes}

    return await take_file(request, keep, most_bytes=FILE_MAX_BYTES, too_large="too_large")


async def _calendar(request: Request) -> Response:
    """A subscription's dates, or a person's feed, which programs read again and again: unchanged, it isn't sent anew."""
    try:
        content = await asyncio.to_thread(_any_calendar, request.path_params["token"])
    except ActionPackError as refused:
        return refusal(refused)
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    known = {part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")}
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if known & {tag, "*"}:
        return Response(status_code=304, headers=headers)
    answer = file_answer(content, "text/calendar; charset=utf-8", "membership.ics", inline=False)
    answer.headers.update(headers)
    return answer


def _any_calendar(token: str) -> bytes:
    """What a calendar address holds; tokens are signed for one purpose each. Raises NotFound."""
    try:
        return calendar_file(token)
    except NotFound:
        return calendar_feed(token)


def file_answer(content: bytes, media_type: str, name: str, *, inline: bool) -> Response:
    """A file that the browser keeps or shows."""
    return Response(content, media_type=media_type, headers=_headers(name, inline=inline))


def _headers(name: str, *, inline: bool) -> dict[str, str]:
    shown = "inline" if inline else "attachment"
    plain = name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_")
    disposition = f"{shown}; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    return {"Content-Disposition": disposition, "Cache-Control": "private, no-store"}


ROUTES = [
    Route("/api/invoices/{number}.pdf", _invoice, methods=["GET"]),
    Route(PERSONAL_DATA, _personal_data, methods=["GET"]),
    Route(INVOICES_CSV, _invoices_csv, methods=["GET"]),
    Route(ACTIVITY_CSV, _activity_csv, methods=["GET"]),
    Route(ATTACHMENTS, _attach, methods=["POST"]),
    Route("/api/attachments/{attachment_id}", _attachment, methods=["GET"]),
    Route("/api/calendar/{token}.ics", _calendar, methods=["GET"]),
]
