"""A call of Stripe's API from its first check to its answer.

Nothing sleeps while it holds the ledger's lock; a key is in use for as long as its request is, pauses included.
"""

import sys
import traceback
from dataclasses import dataclass

from tests.payment_peer import operations
from tests.payment_peer.access import Keys, check_client_secret, shown_to_browser
from tests.payment_peer.answers import Answer, Dropped, Json, Refusal, failure, invalid
from tests.payment_peer.call import Call
from tests.payment_peer.description import problems
from tests.payment_peer.faults import Fault, Faults
from tests.payment_peer.forms import Form, Tangled, decode
from tests.payment_peer.idempotency import IdempotencyKeys
from tests.payment_peer.ledger import Ledger, new_id
from tests.payment_peer.listing import expand
from tests.payment_peer.operations import Operation
from tests.payment_peer.pauses import Pauses

RETRY = {"Stripe_Should_Retry": "true"}
"""Stripe tells its own client when another try can help: nothing was kept, so that it can."""


@dataclass(frozen=True)
class Request:
    """What came over the line."""

    method: str
    path: str
    query: str = ""
    body: str = ""
    authorization: str = ""
    key: str | None = None
    address: str = ""


@dataclass(frozen=True)
class _Read:
    request: Request
    operation: Operation
    call: Call
    entry: Json


class Api:
    """Answers requests, and writes each of them down."""

    def __init__(self, keys: Keys, ledger: Ledger, faults: Faults, pauses: Pauses) -> None:
        self._keys, self._ledger, self._faults, self._pauses = keys, ledger, faults, pauses
        self._idempotency = IdempotencyKeys()

    def answer(self, request: Request) -> Answer:
        """Raises Dropped when the connection is to end without an answer."""
        entry: Json = {
            "id": new_id("req"),
            "method": request.method,
            "path": request.path,
            "operation": None,
            "status": None,
            "idempotency_key": request.key,
            "executed": False,
            "replayed": False,
            "browser": False,
        }
        with self._ledger.lock:
            self._ledger.requests.append(entry)
        try:
            answer = self._serve(request, entry)
        except Refusal as refusal:
            answer = refusal.answer().with_headers(**(RETRY if refusal.status in {409, 500} else {}))
        if entry["browser"]:
            answer = Answer(answer.status, shown_to_browser(answer.body), answer.headers)
        with self._ledger.lock:
            entry |= {"status": answer.status, "replayed": "Idempotent-Replayed" in answer.headers}
        echoed = {"Idempotency_Key": request.key} if request.key else {}
        return answer.with_headers(Request_Id=entry["id"], **echoed)

    def _serve(self, request: Request, entry: Json) -> Answer:
        read = self._read(request, entry)
        key = request.key if request.method == "POST" else None
        replay, browser = self._idempotency.has_answer(key), read.call.browser
        fault = self._faults.take(read.operation.name, browser=browser, replay=replay)
        _break_before(fault)
        answer = self._idempotency.claim(key, repr((request.path, _sorted(read.call.form))), entry["id"])
        if answer is None:
            answer = self._first(read, key, fault)
        else:
            with self._ledger.lock:
                self._ledger.replays += 1
        if not browser:
            self._pauses.hold(read.operation.name, "after")
        if fault and fault.kind == "timeout_after_success":
            fault.sleep()
        if fault and fault.kind == "drop_after_success":
            raise Dropped
        return answer

    def _read(self, request: Request, entry: Json) -> _Read:
        try:
            query, body = decode(request.query), decode(request.body)
        except Tangled as tangled:
            raise self._not_as_described(request, [f"Invalid parameter name: {tangled}"], invalid(str(tangled))) from None
        found = operations.find(request.method, request.path)
        browser = self._keys.is_browser(request.authorization, query | body, allowed=bool(found and found[0].browser))
        wrong = [] if browser else problems(request.method, request.path, query, body)
        if found is None:
            unknown = Refusal(404, "invalid_request_error", f"Unrecognized request URL ({request.method}: {request.path}).")
            raise self._not_as_described(request, [str(one) for one in wrong], unknown)
        entry |= {"operation": found[0].name, "browser": browser}
        if wrong:
            refusal = invalid(wrong[0].message, code=wrong[0].code, param=wrong[0].param)
            raise self._not_as_described(request, [str(one) for one in wrong], refusal)
        call = Call(query | body, found[1], browser, request.path, request.address)
        return _Read(request, found[0], call, entry)

    def _not_as_described(self, request: Request, wrong: list[str], refusal: Refusal) -> Refusal:
        with self._ledger.lock:
            known = {"method": request.method, "path": request.path, "query": request.query, "body": request.body}
            self._ledger.invalid_requests.append(known | {"problems": wrong})
        return refusal

    def _first(self, read: _Read, key: str | None, fault: Fault | None) -> Answer:
        """Carries the request out; the key is in use until it is done."""
        try:
            if not read.call.browser:
                self._pauses.hold(read.operation.name, "before")
            if fault and fault.kind == "slow":
                fault.sleep()
            answer = self._execute(read)
            if fault and fault.kind == "error_500_after_success":
                answer = failure().answer().with_headers(Stripe_Should_Retry="false")
            self._idempotency.keep(key, answer)
        finally:
            self._idempotency.let_go(key)
        return answer

    def _execute(self, read: _Read) -> Answer:
        ledger, call = self._ledger, read.call
        with ledger.lock:
            if read.request.method == "POST":
                ledger.executions += 1
            read.entry["executed"] = True
            ledger.origin = {"id": read.entry["id"], "idempotency_key": read.request.key}
            try:
                if call.browser:
                    check_client_secret(ledger.find(read.operation.path.split("/")[2], call.id, "intent"), call.form)
                return Answer(200, expand(ledger, read.operation.handler(ledger, call), call.form.get("expand")))
            except Refusal as refusal:
                return refusal.answer()
            except Exception:  # noqa: BLE001 - a mistake of ours is the provider's 500, as it would be for Stripe
                traceback.print_exc(file=sys.stderr)
                return failure().answer()


def _break_before(fault: Fault | None) -> None:
    match fault and fault.kind:
        case "drop_before":
            raise Dropped
        case "error_500_before":
            raise failure()
        case "rate_limit_429":
            raise Refusal(429, "invalid_request_error", "Request rate limit exceeded.", code="rate_limit")


def _sorted(form: Form) -> list[object]:
    return [(name, _sorted(value) if isinstance(value, dict) else value) for name, value in sorted(form.items())]
