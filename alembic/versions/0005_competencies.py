"""competencies: how much of each requirement is there; that one is active follows from the membership"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "competency_progress",
        sa.Column("competency_id", sa.String(length=36), nullable=False),
        sa.Column("key", sa.String(length=48), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.CheckConstraint("done >= 0", name="done_is_no_debt"),
        sa.ForeignKeyConstraint(["competency_id"], ["competency.id"]),
        sa.PrimaryKeyConstraint("competency_id", "key"),
    )
    op.execute("UPDATE competency SET state = 'qualified' WHERE state = 'active'")


def downgrade() -> None:
    op.drop_table("competency_progress")
