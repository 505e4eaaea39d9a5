"""How much may come in how short a time: so much at once, and a steady rate from then on.

A token bucket. It only knows the times that it is told, in seconds of whatever clock; see gateways/rates.py for many of them.
"""

import dataclasses
import ipaddress

_CLOSE_ENOUGH = 1e-6
"""Of one: what floating point loses, so that whoever waited as long as told gets in."""
_ONE_HOUSEHOLD = 64
"""Bits: who has one address of IPv6 has as many as they like with the same beginning."""


@dataclasses.dataclass(frozen=True, slots=True)
class Rate:
    """`most` at once after a rest, `per_second` in the long run."""

    most: float
    per_second: float


class Bucket:
    """What one sender has left of a rate."""

    __slots__ = ("_at", "_left", "_rate")

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._left = rate.most
        self._at: float | None = None

    def take(self, now: float) -> float:
        """Takes one, and returns 0; or takes nothing, and returns the seconds until there is one."""
        if self._at is not None:  # a clock that went back gives nothing, and takes nothing away
            self._left = min(self._rate.most, self._left + max(0.0, now - self._at) * self._rate.per_second)
        self._at = now
        if self._left >= 1 - _CLOSE_ENOUGH:
            self._left -= 1
            return 0.0
        return (1 - self._left) / self._rate.per_second


def neighbourhood(address: str) -> str:
    """Whom an address stands for where senders are counted: itself, or its network of IPv6; what is no address is one sender."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    return str(found.ipv4_mapped or ipaddress.ip_network((found.packed, _ONE_HOUSEHOLD), strict=False).network_address)
