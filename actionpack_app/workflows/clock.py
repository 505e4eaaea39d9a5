"""Moving a sample partner's clock: everything that falls due on the way is played, in order, at its own time.

Durable, and one move of a partner at a time: a move whose process died is carried on from the stop where it was.
"""

from datetime import datetime

from dbos import DBOS

from actionpack_app.domain.rights import Actor
from actionpack_app.gateways.chance import new_id
from actionpack_app.services.running.pick_up import on_behalf_of, unanswered_for
from actionpack_app.services.samples.clock import (
    Stop,
    StopKind,
    advance,
    begin_move,
    clock_of_sample,
    end_early,
    jump_target,
    note_statuses,
    wait_for_banks,
)
from actionpack_app.services.samples.story import Happening, SampleStanding, standing_of_sample, what_happened
from actionpack_app.services.transfers.expire import expire_order
from actionpack_app.workflows import engine
from actionpack_app.workflows.collect import BANK_ANSWERS_WITHIN, look_again
from actionpack_app.workflows.durable import workflow
from actionpack_app.workflows.transfers import begin_end
from actionpack_app.workflows.year import carry_all

PATIENCE_SECONDS = 300.0
"""How long whoever asked waits for the end of a move; it goes on by itself."""
STOPS_WAIT_SECONDS = 20.0
"""How long a stop waits for a charge whose outcome isn't known; then the clock stays there."""


def jump(partner_id: str, where: str) -> tuple[Happening, ...]:
    """Moves a clock to a named day, a date or a time; what happened on the way. Raises NotFound, InvalidInput, ClockMoving."""
    return move_clock(partner_id, jump_target(partner_id, where))


def jump_mine(actor: Actor, where: str) -> SampleStanding:
    """Moves the clock of the actor's own company. Raises as `jump`; NotFound for operators."""
    jump(actor.partner_id, where)
    return standing_of_sample(actor.partner_id)


def move_clock(partner_id: str, to: datetime) -> tuple[Happening, ...]:
    """Moves a clock forward, and waits for the end. Raises NotFound, InvalidInput, ClockMoving."""
    move_id = begin_move(partner_id, to)
    engine.run_for(PATIENCE_SECONDS, play, play_id(move_id), partner_id, move_id)
    return what_happened(partner_id, move_id)


def play_id(move_id: str) -> str:
    """The business fact: one move of a clock."""
    return f"play:{move_id}"


@workflow("play")
def play(partner_id: str, move_id: str) -> None:
    """Goes from stop to stop until the clock stands where it was to be moved to."""
    _play(partner_id, move_id)


@DBOS.step(name="play")
def _play(partner_id: str, move_id: str) -> None:
    last: Stop | None = None
    waited: Stop | None = None
    while (stop := advance(partner_id, move_id)) is not None:
        if stop == last:  # what was begun here isn't over: nothing later may be done before it is
            if stop == waited or not _give_up_waiting(partner_id, move_id):
                end_early(partner_id, move_id)
                return
            waited = stop
        last = stop
        _do(partner_id, stop)
        note_statuses(partner_id, move_id)


def _give_up_waiting(partner_id: str, move_id: str) -> bool:
    """Goes on to where a payment that nobody confirms to the bank is over, and ends it; tells whether there was one."""
    if not wait_for_banks(partner_id, move_id, BANK_ANSWERS_WITHIN):
        return False
    for one in unanswered_for(BANK_ANSWERS_WITHIN, partner_id):
        again = f"look-again:{one.id}:{new_id()}"
        engine.run_for(STOPS_WAIT_SECONDS, look_again, again, one.errand, one.order_number, one.id, True)
    return True


def _do(partner_id: str, stop: Stop) -> None:
    if stop.kind is StopKind.CARRY:
        carry_all(partner_id, stop.about, clock_of_sample(partner_id), patience=STOPS_WAIT_SECONDS)
    else:
        begin_end(on_behalf_of(partner_id), expire_order(partner_id, stop.about))
