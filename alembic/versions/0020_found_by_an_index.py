"""what waits, and what is over, is found by an index however much there is"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_login_session_expires_at": ("login_session", ["expires_at"]),
    "ix_login_session_seen_at": ("login_session", ["seen_at"]),
    "refunds_by_status": ("refund", ["status", "created_at"]),
    "events_by_status": ("provider_event", ["status", "received_at"]),
    "ix_benefit_use_subscription_id": ("benefit_use", ["subscription_id"]),
}
DRAFT = "completed_at IS NULL"


def upgrade() -> None:
    for name, (table, columns) in INDEXES.items():
        op.create_index(name, table, columns, if_not_exists=True)  # built beforehand, where writing can't wait for it
    op.drop_index("ix_enrolment_expires_at", "enrolment")
    op.create_index("open_drafts", "enrolment", ["expires_at"], sqlite_where=sa.text(DRAFT), postgresql_where=sa.text(DRAFT))


def downgrade() -> None:
    op.drop_index("open_drafts", "enrolment")
    op.create_index("ix_enrolment_expires_at", "enrolment", ["expires_at"])
    for name, (table, _columns) in reversed(INDEXES.items()):
        op.drop_index(name, table)
