"""the partner membership center: which orders were placed there, who was moved, and a year that is carried there too"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("partner", sa.Column("moved_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("purchase_order", sa.Column("in_pmc", sa.Boolean(), nullable=False, server_default=sa.false()))
    # whoever is managed there has ordered nowhere else
    op.execute("UPDATE purchase_order SET in_pmc = true WHERE partner_id IN (SELECT id FROM partner WHERE managed_in = 'pmc')")
    # nothing was planned for their years before: the sweep looks at each of them once
    op.execute(
        "UPDATE subscription SET next_due_at = CURRENT_TIMESTAMP WHERE closed_on IS NULL AND next_due_at IS NULL "
        "AND partner_id IN (SELECT id FROM partner WHERE managed_in = 'pmc' AND clock_at IS NULL)"
    )


def downgrade() -> None:
    op.drop_column("purchase_order", "in_pmc")
    op.drop_column("partner", "moved_at")
