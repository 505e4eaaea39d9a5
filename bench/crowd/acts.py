"""What people in a crowd do: four reads, then something that is stored."""

import dataclasses

_STATES = "reflex___state____state.actionpack_app___pages___"
SUPPORT = f"{_STATES}support___state____support_state"
NOTIFICATIONS = f"{_STATES}notifications___state____notifications_state"
ACCOUNT = f"{_STATES}account___state____account_state"
LOAD = "reflex___state____state.hydrate_and_load"
PAGE, LOADED = "/en/support", '"phase_rx_state_":"ready"'
READS = 4
"""To one write."""


@dataclasses.dataclass(frozen=True)
class Act:
    """One event, and what its last delta holds."""

    name: str
    payload: dict[str, object]
    wanted: str
    writes: bool = False


def act(turn: int) -> Act:
    """What somebody does at a turn; each differs from the one before it of its kind, so that each has an answer."""
    round_of_five, at = divmod(turn, READS + 1)
    odd = round_of_five % 2 == 1
    if at == READS:
        return Act(f"{ACCOUNT}.switch_reminders", {"on": odd}, f'"reminders":{str(odd).lower()}', writes=True)
    if at % 2 == 0:
        which = ("all", "closed") if odd else ("open", "all")
        shown = which[at // 2]
        return Act(f"{SUPPORT}.show", {"which": shown}, f'"shown_rx_state_":"{shown}"')
    shown = "unread" if at == 1 else "all"
    return Act(f"{NOTIFICATIONS}.show", {"which": shown}, f'"shown_rx_state_":"{shown}"')
