"""people who were erased"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

KEPT = ("id", "partner_id", "person_id", "action", "subscription_id", "subject", "details", "at")
"""What of an entry of the activity nobody changes, ever."""

ERASED = "EXISTS (SELECT 1 FROM person WHERE person.id = OLD.person_id AND person.erased_at IS NOT NULL)"


def upgrade() -> None:
    op.add_column("person", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    if op.get_bind().dialect.name == "sqlite":
        same = " AND ".join(f"NEW.{column} IS OLD.{column}" for column in KEPT)
        op.execute("DROP TRIGGER activity_no_update")
        _refuse_updates(f"WHEN NOT (NEW.address = '' AND {same} AND {ERASED})")
        return
    same = "(to_jsonb(NEW) - 'address') = (to_jsonb(OLD) - 'address')"
    _function(f"IF TG_OP = 'UPDATE' AND NEW.address = '' AND {same} AND {ERASED} THEN RETURN NEW; END IF;")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER activity_no_update")
        _refuse_updates("")
    else:
        _function("")
    op.drop_column("person", "erased_at")


def _refuse_updates(but: str) -> None:
    op.execute(
        f"CREATE TRIGGER activity_no_update BEFORE UPDATE ON activity {but} "
        "BEGIN SELECT RAISE(ABORT, 'activity is append-only'); END"
    )


def _function(lets_through: str) -> None:
    op.execute(
        "CREATE OR REPLACE FUNCTION activity_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {lets_through} RAISE EXCEPTION 'activity is append-only'; END $$"
    )
