"""Who is behind the proxies: never somebody whom only the sender itself names."""

import ipaddress

import pytest

from actionpack_app.domain.addresses import Network, sender_of

OURS: tuple[Network, ...] = (ipaddress.ip_network("10.0.0.0/8"), ipaddress.ip_network("fd00::/8"))


@pytest.mark.parametrize(
    ("peer", "forwarded", "sender"),
    [
        ("10.0.0.2", "198.51.100.7", "198.51.100.7"),
        ("10.0.0.2", "198.51.100.7, 10.0.0.9", "198.51.100.7"),
        ("::ffff:10.0.0.2", "198.51.100.7", "198.51.100.7"),
        ("10.0.0.2", "::ffff:198.51.100.7", "198.51.100.7"),
        ("fd00::2", "2001:db8::1,fd00::3", "2001:db8::1"),
    ],
)
def test_a_trusted_proxy_is_believed_about_whom_it_was_asked_by(peer: str, forwarded: str, sender: str) -> None:
    assert sender_of(peer, forwarded, OURS) == sender


def test_what_the_sender_itself_wrote_before_it_reached_a_proxy_is_not_believed() -> None:
    assert sender_of("10.0.0.2", "203.0.113.1, 198.51.100.7", OURS) == "198.51.100.7"
    assert sender_of("10.0.0.2", "10.0.0.77, 198.51.100.7, 10.0.0.9", OURS) == "198.51.100.7"


def test_a_stranger_who_comes_without_a_proxy_is_not_believed() -> None:
    assert sender_of("198.51.100.7", "203.0.113.1", OURS) == "198.51.100.7"
    assert sender_of("198.51.100.7", "203.0.113.1, 10.0.0.2", OURS) == "198.51.100.7"


def test_without_trusted_proxies_nobody_is_believed() -> None:
    assert sender_of("10.0.0.2", "198.51.100.7", ()) == "10.0.0.2"


@pytest.mark.parametrize("nonsense", ["", " ", "unknown", "_hidden", "198.51.100.7:4711", ",,,"])
def test_what_is_no_address_ends_the_way_back(nonsense: str) -> None:
    assert sender_of("10.0.0.2", nonsense, OURS) == "10.0.0.2"
    assert sender_of("10.0.0.2", f"203.0.113.1, {nonsense}", OURS) == "10.0.0.2"


def test_somebody_who_sits_among_the_proxies_is_the_farthest_of_them() -> None:
    assert sender_of("10.0.0.2", "10.1.1.1, 10.0.0.9", OURS) == "10.1.1.1"


def test_a_connection_without_an_address_has_none() -> None:
    assert sender_of("", "198.51.100.7", OURS) == ""
