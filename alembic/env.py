"""Where migrations run: on the engine they are handed, else on the one of the environment."""

from alembic import context
from sqlalchemy import Connection, Engine, text
from sqlmodel import SQLModel

import actionpack_app.models  # noqa: F401  (registers the tables)
from actionpack_app.db import WRITER, engine


def run(connection: Connection) -> None:
    """Runs the migrations in one transaction; of several at once, one does and the others find it done."""
    if connection.dialect.name == "postgresql":  # SQLite's writers queue anyway
        connection.execute(text("SELECT pg_advisory_xact_lock(7311501)"))
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given: Engine | None = context.config.attributes.get("engine")
with (given or engine()).connect().execution_options(**{WRITER: True}) as outside:
    run(outside)
    outside.commit()
