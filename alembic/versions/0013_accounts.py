"""accounts: passwords, invitations, and how often things were tried"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ROLES = "'global_admin', 'partner_admin', 'billing_admin', 'user', 'support_agent', 'finance', 'desk_admin'"


def upgrade() -> None:
    op.create_table(
        "credential",
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("login", sa.String(length=254), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("person_id"),
        sa.UniqueConstraint("login"),
    )
    op.create_table(
        "invitation",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("partner_id", sa.String(length=36), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("login", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("invited_by", sa.String(length=36), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mails", sa.Integer(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("person_id", sa.String(length=36), nullable=True),
        sa.CheckConstraint(f"role IN ({ROLES})", name="role_known"),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"]),
        sa.ForeignKeyConstraint(["invited_by"], ["person.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_invitation_partner_id"), "invitation", ["partner_id"])
    is_open = "accepted_at IS NULL AND revoked_at IS NULL"
    for name, columns, where in (
        ("one_open_invitation_a_company", ["partner_id", "login"], f"{is_open} AND partner_id IS NOT NULL"),
        ("one_open_invitation_to_the_desk", ["login"], f"{is_open} AND partner_id IS NULL"),
    ):
        op.create_index(name, "invitation", columns, unique=True, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
    op.create_table(
        "attempts",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("succeeded_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index(op.f("ix_attempts_last_at"), "attempts", ["last_at"])


def downgrade() -> None:
    for table in ("attempts", "invitation", "credential"):
        op.drop_table(table)
