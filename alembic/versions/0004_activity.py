"""activity: the order in which a company's list shows it"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("activity_of_a_company", "activity", ["partner_id", "at", "id"])
    op.drop_index("ix_activity_partner_id", "activity")


def downgrade() -> None:
    op.create_index("ix_activity_partner_id", "activity", ["partner_id"])
    op.drop_index("activity_of_a_company", "activity")
