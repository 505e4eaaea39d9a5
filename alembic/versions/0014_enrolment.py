"""enrolment: drafts of new companies, and what tells that a company is a member already"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

STEPS = "'company', 'contact', 'mail', 'terms', 'password'"


def upgrade() -> None:
    op.add_column("partner", sa.Column("tax_key", sa.String(length=40), nullable=True))
    op.create_index(op.f("ix_partner_tax_key"), "partner", ["tax_key"], unique=True)
    op.create_table(
        "enrolment",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("mail_token_hash", sa.String(length=64), nullable=True),
        sa.Column("typed", sa.JSON(), nullable=False),
        sa.Column("step", sa.String(length=32), nullable=False),
        sa.Column("letter_login", sa.String(length=254), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("verified_login", sa.String(length=254), nullable=False),
        sa.Column("terms_version", sa.String(length=32), nullable=False),
        sa.Column("terms_accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("partner_id", sa.String(), nullable=True),
        sa.CheckConstraint(f"step IN ({STEPS})", name="step_known"),
        sa.CheckConstraint("(completed_at IS NULL) = (partner_id IS NULL)", name="completed_by_a_partner"),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash"),
        sa.UniqueConstraint("mail_token_hash"),
    )
    op.create_index(op.f("ix_enrolment_expires_at"), "enrolment", ["expires_at"])
    op.create_index(op.f("ix_enrolment_partner_id"), "enrolment", ["partner_id"])


def downgrade() -> None:
    op.drop_table("enrolment")
    op.drop_index(op.f("ix_partner_tax_key"), "partner")
    op.drop_column("partner", "tax_key")
