"""A bare Reflex application: the yardstick."""

import os

import reflex as rx

port = int(os.environ["COUNTER_PORT"])

config = rx.Config(
    app_name="counter",
    telemetry_enabled=False,
    show_built_with_reflex=False,
    frontend_port=port,
    backend_port=port,
    api_url=f"http://localhost:{port}",
    state_manager_mode=rx.constants.StateManagerMode.MEMORY,
    frontend_compression_formats=["brotli", "gzip"],
    disable_plugins=[rx.plugins.SitemapPlugin],
)
