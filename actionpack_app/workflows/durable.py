"""What makes a function a durable workflow here: a name that is kept, and a measure of how long it takes."""

import functools
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from dbos import DBOS

from actionpack_app.metrics import WORK_SECONDS
from actionpack_app.workflows.engine import at_work

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


def workflow(name: str) -> Callable[[Callable[Given, Answer]], Callable[Given, Answer]]:
    """Registers a workflow under a name that stays the same when the code moves."""

    def register(work: Callable[Given, Answer]) -> Callable[Given, Answer]:
        return DBOS.workflow(name=name)(_timed(name, work))

    return register


def _timed(name: str, work: Callable[Given, Answer]) -> Callable[Given, Answer]:
    @functools.wraps(work)
    def timed(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
        begun, outcome = time.perf_counter(), "interrupted"
        try:
            with at_work():
                answer = work(*args, **kwargs)
            outcome = "ended"
        except Exception:
            outcome = "failed"
            raise
        else:
            return answer
        finally:
            WORK_SECONDS.labels(name, outcome).observe(time.perf_counter() - begun)

    return timed
