"""Approving and declining from a mail: a signed address, a page that asks, and a button that decides.

A GET changes nothing, whoever opens it: programs that check links in mails do. The token is the reader's own and names one
request, so that no cookie counts here and no other site could send the form without it.
"""

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from actionpack_app.api.gate import is_same_origin
from actionpack_app.domain.approvals import ApprovalStatus, Verdict
from actionpack_app.domain.errors import InvalidInput, NotFound
from actionpack_app.messages import _, use_locale
from actionpack_app.messages.approval_page import Said, asking_page, telling_page
from actionpack_app.messages.approvals import approval_status_name
from actionpack_app.messages.formats import format_date, format_moment, format_money, format_term
from actionpack_app.messages.problems import explain_problem
from actionpack_app.messages.words import offer_name
from actionpack_app.routes import APPROVALS, approval_by_mail, localized
from actionpack_app.services.approvals.browse import ApprovalLine
from actionpack_app.services.approvals.by_mail import AskedByMail, decide_by_mail, show_asked

MOST_BYTES = 16 * 1024
"""Of the form; a reason has 500 characters."""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
_NOTHING = ("", 404)


async def _show(request: Request) -> Response:
    try:
        asked = await asyncio.to_thread(show_asked, request.path_params["token"])
    except NotFound:
        return Response(*_NOTHING, media_type="text/plain")
    return _page(asked)


async def _decide(request: Request) -> Response:
    """One of the two buttons. Whatever else was sent decides nothing."""
    if not is_same_origin(request.headers):
        return Response("", 403, media_type="text/plain")
    sent = await _form(request)
    if sent.get("verdict") not in set(Verdict):
        return await _show(request)
    token, address = request.path_params["token"], request.client.host if request.client else ""
    reason = str(sent.get("reason", ""))
    try:
        asked = await asyncio.to_thread(decide_by_mail, token, Verdict(str(sent["verdict"])), reason, address)
    except NotFound:
        return Response(*_NOTHING, media_type="text/plain")
    except InvalidInput as refused:
        asked = await asyncio.to_thread(show_asked, token)
        return _page(asked, typed=reason, problem=refused.problems.get("reason", ""))
    return _page(asked)


async def _form(request: Request) -> dict[str, Any]:
    """The fields that were sent; none of what is too large, or no form."""
    length = request.headers.get("content-length", "")
    if not length.isdecimal() or int(length) > MOST_BYTES:
        return {}
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return {}
    return dict(await request.form(max_fields=8, max_files=0))


def _page(asked: AskedByMail, *, typed: str = "", problem: str = "") -> Response:
    with use_locale(asked.locale):
        if asked.line is not None and asked.line.may_decide:
            said = explain_problem(problem) if problem else ""
            page = asking_page(_asking(asked, asked.line), typed=typed, problem=said)
        else:
            page = telling_page(_telling(asked))
    return HTMLResponse(page, headers={"Content-Security-Policy": _POLICY})


def _asking(asked: AskedByMail, line: ApprovalLine) -> Said:
    title = _("{by} asks you to approve an order for {amount}").format(
        by=line.facts.requested_by, amount=format_money(line.total)
    )
    until = _("You can approve or decline until {until}.").format(until=format_date(line.facts.last_day))
    return Said(title, (until,), _facts(asked, line), localized(asked.locale, APPROVALS))


def _telling(asked: AskedByMail) -> Said:
    line = asked.line
    if line is None:
        return Said(
            _("This link doesn't work any more"),
            (_("Only people who can approve orders of the company can use it."),),
        )
    if line.own:
        return Said(
            _("You asked for this approval yourself. Somebody else has to give it."),
            (),
            _facts(asked, line),
            localized(asked.locale, APPROVALS),
        )
    return Said(_verdict(line), (_outcome(asked, line),), _facts(asked, line), localized(asked.locale, APPROVALS))


def _verdict(line: ApprovalLine) -> str:
    match line.facts.status:
        case ApprovalStatus.APPROVED:
            return _("The order is approved")
        case ApprovalStatus.DECLINED:
            return _("The order is declined")
        case ApprovalStatus.WITHDRAWN:
            return _("The request was withdrawn")
        case _:
            return _("The request is no longer valid")


def _outcome(asked: AskedByMail, line: ApprovalLine) -> str:
    facts = line.facts
    if facts.status not in {ApprovalStatus.APPROVED, ApprovalStatus.DECLINED}:
        return _("There is nothing to decide any more.")
    sentence = _("{by} decided on {at}: {status}.")
    at = format_moment(facts.closed_at, asked.time_zone) if facts.closed_at else ""
    return sentence.format(by=facts.decided_by, at=at, status=approval_status_name(facts.status))


def _facts(asked: AskedByMail, line: ApprovalLine) -> tuple[tuple[str, str], ...]:
    return (
        (_("Company"), asked.company),
        (_("Offer"), offer_name(line.offer)),
        (_("Order number"), line.order_number),
        (_("New term"), format_term(line.term) if line.term else _("A year from the day it is paid")),
        (_("Total, with tax"), format_money(line.total)),
        (_("Requested by"), f"{line.facts.requested_by} · {format_moment(line.facts.requested_at, asked.time_zone)}"),
        (_("Message"), line.facts.message),
        (_("Reason"), line.facts.reason),
    )


ROUTES = [
    Route(approval_by_mail("{token}"), _show, methods=["GET"]),
    Route(approval_by_mail("{token}"), _decide, methods=["POST"]),
]
