"""sessions: when they were last used, how and where they began"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

MEANS = ("sample", "password", "provider")
COLUMNS = ("seen_at", "proved_at", "means", "address", "browser")


def upgrade() -> None:
    known = sa.Enum(*MEANS, native_enum=False, create_constraint=True, length=32, name="means_known")
    with op.batch_alter_table("login_session") as batch:
        batch.add_column(sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("proved_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("means", known, nullable=False, server_default="password"))
        batch.add_column(sa.Column("address", sa.String(length=64), nullable=False, server_default=sa.text("''")))
        batch.add_column(sa.Column("browser", sa.String(length=200), nullable=False, server_default=sa.text("''")))
    op.execute("UPDATE login_session SET means = 'sample' WHERE person_id NOT IN (SELECT person_id FROM credential)")


def downgrade() -> None:
    with op.batch_alter_table("login_session") as batch:
        batch.drop_constraint("means_known", type_="check")
        for name in COLUMNS:
            batch.drop_column(name)
