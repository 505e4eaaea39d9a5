"""Stripe's form encoding: `metadata[order]=7` and `expand[]=latest_charge` become nested dicts of texts."""

import re
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qsl

Form = dict[str, Any]
"""Texts at the leaves, forms at the branches; a list is a form whose keys are 0, 1, 2."""

_NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")


class Tangled(ValueError):
    """A name that is not well formed, or that is both a value and a branch."""


def decode(text: str) -> Form:
    """Raises Tangled."""
    form: Form = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        _put(form, _steps(name), value)
    return form


def items(form: Any) -> list[Any]:
    """The values of a list in its order; nothing when it is absent."""
    if not isinstance(form, dict):
        return []
    return [form[key] for key in sorted(form, key=lambda key: (len(key), key))]


def texts(form: Any) -> dict[str, str]:
    """The pairs of a metadata map; an empty value unsets its key, as Stripe has it."""
    if not isinstance(form, dict):
        return {}
    return {key: value for key, value in form.items() if value != ""}


def dig(form: Any, *names: str) -> Any:
    """What stands under a path of names, or None."""
    for name in names:
        form = form.get(name) if isinstance(form, dict) else None
    return form


def _steps(name: str) -> list[str]:
    parts = _NAME.fullmatch(name)
    if not parts:
        raise Tangled(name)
    return [parts[1], *re.findall(r"\[([^\[\]]*)\]", parts[2])]


def _put(form: Form, steps: list[str], value: str) -> None:
    branch: Form = form
    for step, following in pairwise(steps):
        branch = branch.setdefault(step or _current(branch, following), {})
        if not isinstance(branch, dict):
            raise Tangled("[".join(steps))
    leaf = steps[-1] or str(len(branch))
    if isinstance(branch.get(leaf), dict):
        raise Tangled("[".join(steps))
    branch[leaf] = value


def _current(branch: Form, following: str) -> str:
    """`lines[][a]=1&lines[][b]=2&lines[][a]=3` is two lines: a name that comes again begins the next one."""
    last = len(branch) - 1
    return str(last) if last >= 0 and following and following not in branch.get(str(last), following) else str(last + 1)
