"""Traces (OpenTelemetry): one a click, over event, service, query, durable work and provider.

Off unless OTEL_EXPORTER_OTLP_ENDPOINT names a collector; then nothing of OpenTelemetry is imported and a span costs one look
at a variable. Spans say names, durations and business ids. No arguments, cookies or addresses, and of a query its text, in
which values are placeholders.
"""

import contextlib
from collections.abc import Iterator
from typing import Any

_tracer: Any = None


def begin_traces() -> None:
    """From now on this process sends its spans to the collector that the environment names, in OpenTelemetry's own words."""
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415 (seldom wanted)
    from opentelemetry.sdk.resources import SERVICE_NAME, Resource  # noqa: PLC0415
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415

    provider = TracerProvider(resource=Resource.create().merge(Resource({SERVICE_NAME: "actionpack"})))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace_with(provider)


def trace_with(provider: Any) -> None:
    """Takes a provider of tracers for this process, once."""
    from opentelemetry import trace  # noqa: PLC0415

    global _tracer  # noqa: PLW0603 (one a process, as OpenTelemetry has it)
    trace.set_tracer_provider(provider)
    _tracer = trace.get_tracer("actionpack")


def end_traces() -> None:
    """Sends what is left."""
    if _tracer is not None:
        from opentelemetry import trace  # noqa: PLC0415

        provider: Any = trace.get_tracer_provider()
        provider.force_flush()


def are_on() -> bool:
    """Whether somebody collects them."""
    return _tracer is not None


@contextlib.contextmanager
def span(name: str, **about: str) -> Iterator[None]:
    """One stretch of work, within the one that is under way; an error that ends it is noted by its kind alone."""
    if _tracer is None:
        yield
        return
    with _tracer.start_as_current_span(name, attributes=about, record_exception=False, set_status_on_exception=False) as begun:
        try:
            yield
        except BaseException as wrong:
            begun.set_attribute("error.type", type(wrong).__name__)
            raise


def here() -> Any:
    """What a piece of work started elsewhere needs to belong to this trace; None where there is none."""
    if _tracer is None:
        return None
    from opentelemetry import context  # noqa: PLC0415

    return context.get_current()
