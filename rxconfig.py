"""What Reflex is told about the application. The look's tokens stand in assets/theme.css; these names lead there."""

import os

import reflex as rx

from actionpack_app.serving.bundle import Bundle
from actionpack_app.serving.first_paint import FirstPaint
from actionpack_app.serving.runtime_patch import RuntimePatch

TOKENS = ("canvas", "surface", "raised", "ink", "muted", "line", "accent", "accent-ink", "accent-soft", "warn", "warn-soft",
          "ok", "ok-soft", "danger", "danger-soft", "shade")  # fmt: skip

port = int(os.environ.get("PORT") or 3000)

config = rx.Config(
    app_name="actionpack_app",
    telemetry_enabled=False,
    show_built_with_reflex=False,
    frontend_port=port,
    backend_port=port,
    api_url=f"http://localhost:{port}",
    cors_allowed_origins=[os.environ.get("PUBLIC_URL") or f"http://localhost:{port}"],
    redis_url=os.environ.get("REDIS_URL") or None,
    state_manager_mode=rx.constants.StateManagerMode.REDIS
    if os.environ.get("REDIS_URL")
    else rx.constants.StateManagerMode.MEMORY,
    redis_lock_expiration=5_000,  # ms: how long a dead process's pages wait; a living one holds on (auth/kept_states.py)
    frontend_compression_formats=["brotli", "gzip"],
    disable_plugins=[rx.plugins.SitemapPlugin],
    plugins=[
        RuntimePatch(),
        Bundle(),
        FirstPaint(),
        rx.plugins.TailwindV4Plugin(
            config={
                "theme": {
                    "extend": {
                        "colors": {name: f"var(--{name})" for name in TOKENS},
                        "fontFamily": {"sans": "var(--sans)"},
                        "maxWidth": {"page": "75rem"},
                        "boxShadow": {"tile": "var(--tile-shadow)", "float": "var(--float-shadow)"},
                    }
                }
            }
        ),
    ],
)
