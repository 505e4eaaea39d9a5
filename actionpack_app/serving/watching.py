"""Reflex tells its measures to OpenTelemetry; here they become Prometheus' figures, and its spans go where ours go.

Reflex measures nothing until it is given somebody to tell. What it is given keeps no span where no collector is named.
"""

from collections.abc import Callable, Mapping
from typing import Any

from opentelemetry.metrics import Histogram, Meter, MeterProvider, NoOpMeter, UpDownCounter
from opentelemetry.trace import NoOpTracerProvider
from reflex_base import otel

from actionpack_app import traces
from actionpack_app.auth.guard import short_name
from actionpack_app.metrics import EVENT_ERRORS, EVENT_SECONDS, MESSAGE_BYTES, SOCKETS_OPEN, STATE_SECONDS
from actionpack_app.settings import get_settings

Attributes = Mapping[str, Any] | None


def watch() -> None:
    """Begins, in this process, before it serves."""
    if get_settings().traces_url and not traces.are_on():
        traces.begin_traces()
    otel.enable(None if traces.are_on() else NoOpTracerProvider(), _Meters())


def _event(seconds: float, about: Mapping[str, Any]) -> None:
    name = short_name(str(about.get(otel.ATTR_EVENT_NAME, "")))
    EVENT_SECONDS.labels(name).observe(seconds)
    if otel.ATTR_ERROR_TYPE in about:
        EVENT_ERRORS.labels(name).inc()


_TOLD: dict[str, Callable[[float, Mapping[str, Any]], None]] = {
    otel.METRIC_EVENT_DURATION: _event,
    otel.METRIC_STATE_ACQUIRE_DURATION: lambda seconds, _about: STATE_SECONDS.observe(seconds),
    otel.METRIC_WEBSOCKET_MESSAGE_SIZE: lambda size, about: MESSAGE_BYTES.labels(
        str(about.get(otel.ATTR_NETWORK_IO_DIRECTION, ""))
    ).observe(size),
    otel.METRIC_WEBSOCKET_CONNECTIONS: lambda more, _about: SOCKETS_OPEN.inc(more),
}


class _Meters(MeterProvider):
    def get_meter(self, name: str, *_args: Any, **_kwargs: Any) -> Meter:
        return _Meter(name)


class _Meter(NoOpMeter):
    """Makes what we know of into figures; what a newer Reflex measures besides is dropped."""

    def create_histogram(self, name: str, *_args: Any, **_kwargs: Any) -> Histogram:
        return _Told(name)

    def create_up_down_counter(self, name: str, *_args: Any, **_kwargs: Any) -> UpDownCounter:
        return _Counted(name)


class _Told(Histogram):
    def __init__(self, name: str) -> None:
        self._tell = _TOLD.get(name)

    def record(self, amount: float, attributes: Attributes = None, context: Any = None) -> None:
        """Takes one measure."""
        if self._tell:
            self._tell(amount, attributes or {})


class _Counted(UpDownCounter):
    def __init__(self, name: str) -> None:
        self._tell = _TOLD.get(name)

    def add(self, amount: float, attributes: Attributes = None, context: Any = None) -> None:
        """Takes one change."""
        if self._tell:
            self._tell(amount, attributes or {})
