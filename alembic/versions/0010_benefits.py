"""benefits: what was used of them, and the pool of product keys"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

IN_TERM = "ended_at IS NULL AND kind <> 'seats'"
SEATED = "ended_at IS NULL AND kind = 'seats'"


def at(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def unique_index(name: str, columns: list[str], where: str) -> None:
    op.create_index(name, "benefit_use", columns, unique=True, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def upgrade() -> None:
    op.create_table(
        "product_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("benefit", sa.String(length=48), nullable=False),
        sa.Column("sealed", sa.String(length=400), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        at("imported_at"),
        at("claimed_at", nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("fingerprint"),
    )
    free = sa.text("claimed_at IS NULL")
    op.create_index("free_product_keys", "product_key", ["benefit", "id"], sqlite_where=free, postgresql_where=free)
    op.create_table(
        "benefit_use",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("partner_id", sa.String(), nullable=False),
        sa.Column("subscription_id", sa.String(), nullable=False),
        sa.Column("term_number", sa.Integer(), nullable=False),
        sa.Column("benefit", sa.String(length=48), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                *("keys", "seats", "units", "whole"),
                name="benefitkind_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("granted", sa.Integer(), nullable=False),
        sa.Column("key_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.String(), nullable=True),
        sa.Column("submission", sa.String(length=36), nullable=False),
        at("used_at"),
        sa.Column("used_by", sa.String(), nullable=True),
        at("ended_at", nullable=True),
        sa.CheckConstraint("slot >= 1 AND slot <= granted", name="no_more_than_granted"),
        sa.CheckConstraint("(kind = 'seats') = (person_id IS NOT NULL)", name="a_seat_is_somebodys"),
        sa.CheckConstraint("(kind = 'keys') = (key_id IS NOT NULL)", name="a_key_is_a_key"),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"]),
        sa.ForeignKeyConstraint(["subscription_id"], ["subscription.id"]),
        sa.ForeignKeyConstraint(["key_id"], ["product_key.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["used_by"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key_id"),
        sa.UniqueConstraint("submission", "slot", name="used_once_a_click"),
    )
    for column in ("partner_id", "person_id"):
        op.create_index(op.f(f"ix_benefit_use_{column}"), "benefit_use", [column])
    unique_index("one_use_of_each", ["subscription_id", "benefit", "term_number", "slot"], IN_TERM)
    unique_index("one_person_on_each_seat", ["subscription_id", "benefit", "slot"], SEATED)
    unique_index("one_seat_for_each_person", ["subscription_id", "benefit", "person_id"], SEATED)


def downgrade() -> None:
    op.drop_table("benefit_use")
    op.drop_table("product_key")
