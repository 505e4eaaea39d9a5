"""Checks a request against Stripe's published description of its API, of which `stripe_api.json` is an extract.

The description leaves nested objects open; Stripe refuses unknown parameters there as well, so this does too.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.payment_peer.forms import Form, items

EXTRACT = Path(__file__).with_name("stripe_api.json")
METADATA_KEYS, METADATA_KEY_LENGTH, METADATA_VALUE_LENGTH = 50, 40, 500
"""https://docs.stripe.com/metadata"""
_INTEGER = re.compile(r"0|-?[1-9][0-9]*")
Schema = dict[str, Any]


@dataclass(frozen=True)
class Problem:
    """What is wrong with one parameter, in Stripe's terms."""

    param: str
    code: str
    message: str

    def __str__(self) -> str:
        return self.message


@cache
def version() -> str:
    """The version of the API that the extract describes."""
    return str(_extract()["version"])


def problems(method: str, path: str, query: Form, body: Form) -> list[Problem]:
    """Nothing when the request is as described."""
    operation = _operation(method, path)
    if operation is None:
        return [Problem(path, "url_invalid", f"Unrecognized request URL ({method}: {path})")]
    named = [one for one in operation["parameters"] if one["in"] == "query"]
    asked: Schema = {
        "type": "object",
        "properties": {one["name"]: one["schema"] for one in named},
        "required": [one["name"] for one in named if one["required"]],
    }
    sent = operation["body"].get("schema", {"type": "object", "properties": {}})
    return [*_check(query, asked, ""), *_check(body, sent, "")]


@cache
def _extract() -> dict[str, Any]:
    return json.loads(EXTRACT.read_text("utf-8"))


def _operation(method: str, path: str) -> dict[str, Any] | None:
    for one in _extract()["operations"]:
        pattern = re.sub(r"\{[^}]+\}", "[^/]+", one["path"])
        if one["method"] == method and re.fullmatch(pattern, path):
            return one
    return None


def _check(value: Any, schema: Schema, name: str) -> list[Problem]:
    if "anyOf" in schema:
        return _check_any(value, schema["anyOf"], name)
    match schema["type"]:
        case "object":
            return _check_object(value, schema, name)
        case "array":
            return _check_array(value, schema, name)
        case _ if isinstance(value, dict):
            return [_wrong(name, "parameter_invalid_string", f"Invalid {schema['type']}: {name} is not a single value")]
        case "integer":
            return _check_integer(value, name)
        case "boolean" if value not in {"true", "false"}:
            return [_wrong(name, "parameter_invalid_boolean", f"Invalid boolean: {name} is {value!r}")]
        case "string":
            return _check_string(value, schema, name)
    return []


def _check_any(value: Any, schemas: list[Schema], name: str) -> list[Problem]:
    """The problems of the alternative that has the value's own shape say the most."""
    tried = [(one, _check(value, one, name)) for one in schemas]
    if any(not found for _one, found in tried):
        return []
    alike = [found for one, found in tried if (one.get("type") in {"object", "array"}) == isinstance(value, dict)]
    return min(alike or [found for _one, found in tried], key=len)


def _check_object(value: Any, schema: Schema, name: str) -> list[Problem]:
    if not isinstance(value, dict):
        return [_wrong(name, "parameter_invalid_object", f"Invalid object: {name}")]
    open_to = schema.get("additionalProperties")
    known = schema.get("properties", {})
    found = [*_missing(value, schema, name)]
    for key, inner in value.items():
        full = f"{name}[{key}]" if name else key
        if key in known:
            found += _check(inner, known[key], full)
        elif isinstance(open_to, dict):
            found += _check(inner, open_to, full)
        else:
            found.append(_wrong(full, "parameter_unknown", f"Received unknown parameter: {full}"))
    return found + ([*_metadata(value, name)] if isinstance(open_to, dict) else [])


def _missing(value: Form, schema: Schema, name: str) -> Iterator[Problem]:
    for key in schema.get("required", []):
        full = f"{name}[{key}]" if name else key
        if value.get(key) in {None, ""} if not isinstance(value.get(key), dict) else False:
            yield _wrong(full, "parameter_missing", f"Missing required param: {full}.")


def _metadata(value: Form, name: str) -> Iterator[Problem]:
    if not name.endswith("metadata"):
        return
    if len(value) > METADATA_KEYS:
        yield _wrong(name, "parameter_invalid_object", f"{name} has more than {METADATA_KEYS} keys")
    for key, text in value.items():
        if len(key) > METADATA_KEY_LENGTH:
            yield _wrong(f"{name}[{key}]", "parameter_invalid_string", f"Metadata key is too long: {key}")
        if len(text) > METADATA_VALUE_LENGTH:
            yield _wrong(f"{name}[{key}]", "parameter_invalid_string", f"Metadata value is too long: {key}")


def _check_array(value: Any, schema: Schema, name: str) -> list[Problem]:
    if not isinstance(value, dict) or set(value) != {str(index) for index in range(len(value))}:
        return [_wrong(name, "parameter_invalid_array", f"Invalid array: {name}")]
    return [found for index, one in enumerate(items(value)) for found in _check(one, schema["items"], f"{name}[{index}]")]


def _check_integer(value: str, name: str) -> list[Problem]:
    if _INTEGER.fullmatch(value):
        return []
    return [_wrong(name, "parameter_invalid_integer", f"Invalid integer: {value}")]


def _check_string(value: str, schema: Schema, name: str) -> list[Problem]:
    allowed = schema.get("enum")
    if allowed is not None and value not in allowed:
        return [_wrong(name, "parameter_invalid_string", f"Invalid {name}: must be one of {', '.join(allowed)}")]
    if len(value) > schema.get("maxLength", len(value)):
        return [_wrong(name, "parameter_invalid_string", f"Invalid string: {name} is too long")]
    return []


def _wrong(name: str, code: str, message: str) -> Problem:
    return Problem(name, code, message)
