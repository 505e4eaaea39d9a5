"""approvals: orders above a company's amount wait for a second admin"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

LIVE = "status IN ('requested', 'approved')"


def upgrade() -> None:
    # spelled out, as a column with its own check can be added and dropped in place on both databases
    op.execute(
        "ALTER TABLE partner ADD COLUMN approval_above_minor INTEGER "
        "CONSTRAINT approval_amount_is_no_debt CHECK (approval_above_minor >= 0)"
    )
    op.add_column("purchase_order", sa.Column("approval_message", sa.String(length=500), nullable=True))
    op.create_table(
        "approval",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("partner_id", sa.String(length=36), nullable=False),
        sa.Column("order_id", sa.String(length=36), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("total_minor", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("subscription_id", sa.String(length=36), nullable=True),
        sa.Column("start", sa.Date(), nullable=True),
        sa.Column("expiry", sa.Date(), nullable=True),
        sa.Column("upgrade", sa.Boolean(), nullable=False),
        sa.Column("message", sa.String(length=500), nullable=False),
        sa.Column("requested_by", sa.String(length=36), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("decided_by", sa.String(length=36), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('requested', 'approved', 'declined', 'withdrawn', 'expired')", name="approvalstatus_known"
        ),
        sa.CheckConstraint("decided_by IS NULL OR decided_by <> requested_by", name="nobody_approves_their_own"),
        sa.CheckConstraint("decided_by IS NOT NULL OR status NOT IN ('approved', 'declined')", name="a_verdict_has_somebody"),
        sa.CheckConstraint("(status = 'requested') = (closed_at IS NULL)", name="a_request_is_open_until_closed"),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"]),
        sa.ForeignKeyConstraint(["order_id"], ["purchase_order.id"]),
        sa.ForeignKeyConstraint(["subscription_id"], ["subscription.id"]),
        sa.ForeignKeyConstraint(["requested_by"], ["person.id"]),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    where = sa.text(LIVE)
    op.create_index(
        "one_live_approval_per_order", "approval", ["order_id"], unique=True, sqlite_where=where, postgresql_where=where
    )
    op.create_index("approvals_of_a_company", "approval", ["partner_id", "requested_at", "id"])
    op.create_index(op.f("ix_approval_order_id"), "approval", ["order_id"])


def downgrade() -> None:
    op.drop_table("approval")
    op.drop_column("purchase_order", "approval_message")
    op.drop_column("partner", "approval_above_minor")
