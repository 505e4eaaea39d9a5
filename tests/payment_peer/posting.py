"""Posts one event, signed as Stripe signs. https://docs.stripe.com/webhooks/signature"""

import hashlib
import hmac
import json
import time
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

from tests.payment_peer.answers import Json

PATIENCE_SECONDS = 10


def signature(payload: str, secret: str, at: int) -> str:
    """The header `Stripe-Signature`."""
    digest = hmac.new(secret.encode(), f"{at}.{payload}".encode(), hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


def post(url: str, secret: str, event: Json, age_seconds: int = 0) -> int | None:
    """The status of the answer; None when there was none."""
    payload = json.dumps(event, indent=2)
    parts = urlsplit(url)
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
        "Stripe-Signature": signature(payload, secret, int(time.time()) - age_seconds),
        "Connection": "close",
    }
    line = HTTPConnection(parts.hostname or "", parts.port or 80, timeout=PATIENCE_SECONDS)
    try:
        line.request("POST", f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}", payload.encode(), headers)
        answer = line.getresponse()
        answer.read()
    except (OSError, HTTPException):
        return None
    else:
        return answer.status
    finally:
        line.close()
