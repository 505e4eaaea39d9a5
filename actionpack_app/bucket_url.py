"""The address of a bucket, as the setting `FILES_URL` writes it: `s3://KEY:SECRET@bucket/prefix?endpoint=…&region=…`.

Everything but the bucket's name may be left out; key and secret are percent-encoded.
"""

import dataclasses
import re
from urllib.parse import unquote

_WHOLE = re.compile(
    r"s3://((?P<key>[^:@/?#\s]+):(?P<secret>[^:@/?#\s]+)@)?"
    r"(?P<name>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])"
    r"(/(?P<prefix>[^?#\s]*))?(\?(?P<query>[^#\s]+))?"
)
_ENCODED = re.compile(r"([^%]|%[0-9A-Fa-f]{2})*")
_FOLDER = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")
_ENDPOINT = re.compile(r"https?://([A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(:(?P<port>[0-9]{1,5}))?/?")
_REGION = re.compile(r"[a-z0-9-]{1,40}")
_MOST_PORTS = 65535


@dataclasses.dataclass(frozen=True, slots=True)
class Bucket:
    """Where files lie, and by which key they are reached."""

    name: str
    prefix: str
    """Before every key, without slashes at its ends; empty for none."""
    endpoint: str
    """An origin without a slash at its end; empty for Amazon's own."""
    region: str
    """Empty for the environment's."""
    key: str = dataclasses.field(repr=False)
    """Empty where the environment, or the machine, says who we are."""
    secret: str = dataclasses.field(repr=False)


def read_bucket(address: str) -> Bucket:
    """Takes an address apart. Raises ValueError, which repeats nothing of it."""
    parts = _WHOLE.fullmatch(address)
    if parts is None or ".." in parts["name"]:
        raise ValueError("not the address of a bucket")
    told = _told(parts["query"] or "")
    return Bucket(
        name=parts["name"],
        prefix=_prefix(parts["prefix"] or ""),
        endpoint=_endpoint(told.get("endpoint", "")),
        region=_region(told.get("region", "")),
        key=_decoded(parts["key"] or ""),
        secret=_decoded(parts["secret"] or ""),
    )


def _prefix(text: str) -> str:
    folders = text.removesuffix("/")
    if folders and not all(_FOLDER.fullmatch(folder) for folder in folders.split("/")):
        raise ValueError("a prefix is made of plain names")
    return folders


def _told(query: str) -> dict[str, str]:
    """What stands behind the question mark: an endpoint and a region, each once at most."""
    told: dict[str, str] = {}
    for part in query.split("&") if query else ():
        name, _sep, value = part.partition("=")
        if name not in {"endpoint", "region"} or name in told or not value:
            raise ValueError("an endpoint and a region can be named, once each")
        told[name] = _decoded(value)
    return told


def _endpoint(text: str) -> str:
    parts = _ENDPOINT.fullmatch(text)
    if text and (parts is None or not 0 < int(parts["port"] or _MOST_PORTS) <= _MOST_PORTS):
        raise ValueError("an endpoint is an origin")
    return text.removesuffix("/")


def _region(text: str) -> str:
    if text and not _REGION.fullmatch(text):
        raise ValueError("a region is a plain name")
    return text


def _decoded(text: str) -> str:
    decoded = unquote(text, errors="replace")
    if not _ENCODED.fullmatch(text) or not decoded.isascii() or not decoded.isprintable() or " " in decoded:
        raise ValueError("not a percent-encoded text")
    return decoded
