"""SQLite's pool: whoever asks for a connection gets one, however many others hold."""

from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import text

from actionpack_app.db import make_engine

MANY = 40


def test_nobody_waits_for_a_connection_to_a_file(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'file.db'}")
    with ExitStack() as held:
        for _ in range(MANY):
            held.enter_context(engine.connect()).execute(text("SELECT 1"))
    engine.dispose()
