"""A bare Reflex application: the yardstick."""

import reflex as rx

config = rx.Config(
    app_name="counter",
    telemetry_enabled=False,
    show_built_with_reflex=False,
    frontend_port=3200,
    backend_port=3200,
    api_url="http://localhost:3200",
    state_manager_mode=rx.constants.StateManagerMode.MEMORY,
    frontend_compression_formats=["brotli", "gzip"],
    disable_plugins=[rx.plugins.SitemapPlugin],
)
