"""A collector of traces: takes what OpenTelemetry sends over HTTP, and tells which spans came."""

import dataclasses
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

WITHIN_SECONDS = 30


@dataclasses.dataclass(frozen=True)
class Span:
    """One stretch of work."""

    trace: str
    name: str
    about: str
    """Its attributes and events, as text."""


class Collector:
    """Listens on a free port until it is closed."""

    def __init__(self) -> None:
        self.spans: list[Span] = []
        self._came = threading.Condition()
        collector = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(200)
                self.send_header("Content-Type", "application/x-protobuf")
                self.end_headers()
                collector._take(ExportTraceServiceRequest.FromString(body))

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the library's name)
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def trace_with(self, *names: str) -> list[Span]:
        """The spans of a trace that has all of these, once it has come. Raises TimeoutError with what came instead."""
        with self._came:
            if self._came.wait_for(lambda: bool(self._found(names)), WITHIN_SECONDS):
                return self._found(names)
            raise TimeoutError(sorted({span.name for span in self.spans}))

    def _found(self, names: tuple[str, ...]) -> list[Span]:
        for trace in {span.trace for span in self.spans}:
            its = [span for span in self.spans if span.trace == trace]
            if {name for name in names if any(span.name.endswith(name) for span in its)} == set(names):
                return its
        return []

    def _take(self, sent: ExportTraceServiceRequest) -> None:
        with self._came:
            for resource in sent.resource_spans:
                for scope in resource.scope_spans:
                    self.spans += [
                        Span(span.trace_id.hex(), span.name, f"{span.attributes} {span.events}") for span in scope.spans
                    ]
            self._came.notify_all()
