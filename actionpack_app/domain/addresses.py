"""Whose request it is, where proxies stand before the server: the nearest address that is none of theirs.

Each proxy adds to `X-Forwarded-For` whom it was asked by, at the end. So the list is read from its end: what a trusted proxy
wrote is believed, and nothing that stands before the first address that is no trusted proxy's: that one's claims are its own.
"""

import ipaddress
from collections.abc import Sequence

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def sender_of(peer: str, forwarded: str, trusted: Sequence[Network]) -> str:
    """The sender behind a connection's `peer`, by what `forwarded` says of the hops before it, in the order of travel."""
    sender = peer
    for hop in reversed(forwarded.split(",") if forwarded else []):
        if not _is_trusted(sender, trusted) or (address := _address(hop)) is None:
            break
        sender = str(address)
    return sender


def _is_trusted(peer: str, trusted: Sequence[Network]) -> bool:
    address = _address(peer)
    return address is not None and any(address in network for network in trusted)


def _address(text: str) -> Address | None:
    """An address of IPv4 that is written as one of IPv6 is one of IPv4."""
    try:
        found = ipaddress.ip_address(text.strip())
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, ipaddress.IPv6Address) else found
