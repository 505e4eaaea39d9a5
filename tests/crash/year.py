"""A crash while a partner's year is played: notices, the charge on the anniversary, and where the clock stands afterwards."""

import contextlib
import json
import threading
import urllib.request

from sqlalchemy import Engine, text

TOLD = ["expires_in_1", "expires_in_15", "expires_in_30", "renewed"]
"""In the year up to the anniversary."""
SEE_BILLING = 3
"""Fabrikam's people who do."""


def play(address: str, key: str, partner: str) -> None:
    """Has the clock moved to the next anniversary; whether the answer arrives is no matter."""

    def ask() -> None:
        request = urllib.request.Request(
            f"{address}/api/staging/partners/{partner}/clock",
            json.dumps({"jump": "anniversary"}).encode(),
            {"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
        )
        with contextlib.suppress(OSError), urllib.request.urlopen(request, timeout=60) as answer:
            answer.read()

    threading.Thread(target=ask, daemon=True).start()


def moving(engine: Engine) -> int:
    """How many clocks are being moved."""
    with engine.connect() as connection:
        return int(connection.execute(text("SELECT count(*) FROM clock_move WHERE done_at IS NULL")).scalar_one())


def moved(engine: Engine, partner: str) -> bool:
    """Whether the move was begun at all: the server may have died before."""
    with engine.connect() as connection:
        found = connection.execute(text("SELECT count(*) FROM clock_move WHERE partner_id = :partner"), {"partner": partner})
        return bool(found.scalar_one())


def automatic_order(engine: Engine, partner: str) -> str:
    """The number of the order that the automatic renewal made; empty for none."""
    question = (
        "SELECT o.number FROM purchase_order o JOIN payment p ON p.order_id = o.id "
        "WHERE o.partner_id = :partner AND p.automatic AND p.provider = 'stripe'"
    )
    with engine.connect() as connection:
        return str(connection.execute(text(question), {"partner": partner}).scalar() or "")


def untold(engine: Engine, partner: str) -> str:
    """What is wrong with the notices of the year; empty where each was written once, for each who sees billing."""
    question = (
        "SELECT n.kind, count(d.person_id) FROM notice n LEFT JOIN notice_delivery d ON d.notice_id = n.id "
        "WHERE n.partner_id = :partner AND (n.kind LIKE 'expires%' OR n.kind = 'renewed') "
        "AND n.at > (SELECT min(from_at) FROM clock_move WHERE partner_id = :partner) GROUP BY n.id, n.kind ORDER BY n.kind"
    )
    with engine.connect() as connection:
        found = [(row[0], row[1]) for row in connection.execute(text(question), {"partner": partner})]
    wanted = [(kind, SEE_BILLING) for kind in TOLD]
    return "" if found == wanted else f"notices {found}"
