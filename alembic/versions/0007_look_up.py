"""look-up, activity across partners, imports: what the desk searches by, and what it leaves behind"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

PREFIX = (
    ("partners_by_name", "partner", "search_name"),
    ("partners_by_tax_id", "partner", "tax_id"),
    ("people_by_email", "person", "email"),
)
ACTIVITY = (("activity_by_time", "at"), ("activity_of_a_person", "person_id"), ("activity_by_action", "action"))


def upgrade() -> None:
    op.create_table(
        "partner_look",
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("partner_id", sa.String(length=36), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("person_id", "partner_id"),
    )
    op.create_table(
        "data_import",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('catalogue', 'qualifications')", name="importkind_known"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("imports_by_time", "data_import", ["confirmed_at"])
    op.create_index(op.f("ix_data_import_person_id"), "data_import", ["person_id"])
    op.add_column("catalogue", sa.Column("follows", sa.Integer(), nullable=True))
    op.create_index("one_successor", "catalogue", ["follows"], unique=True)
    op.add_column("partner", sa.Column("search_name", sa.String(length=120), nullable=False, server_default=sa.text("''")))
    _fill_search_names()
    for name, table, column in PREFIX:
        op.create_index(name, table, [column], postgresql_ops={column: "text_pattern_ops"})
    for name, column in ACTIVITY:
        op.create_index(name, "activity", [*([] if column == "at" else [column]), "at", "id"])


def _fill_search_names() -> None:
    """In Python, as the databases fold the letters of other alphabets differently."""
    partner = sa.table("partner", sa.column("id", sa.String), sa.column("name", sa.String), sa.column("search_name", sa.String))
    rows = op.get_bind().execute(sa.select(partner.c.id, partner.c.name)).all()
    if rows:
        statement = sa.update(partner).where(partner.c.id == sa.bindparam("key")).values(search_name=sa.bindparam("folded"))
        op.get_bind().execute(statement, [{"key": key, "folded": " ".join(name.casefold().split())[:120]} for key, name in rows])


def downgrade() -> None:
    for name, _column in ACTIVITY:
        op.drop_index(name, "activity")
    for name, table, _column in PREFIX:
        op.drop_index(name, table)
    op.drop_column("partner", "search_name")
    op.drop_index("one_successor", "catalogue")
    op.drop_column("catalogue", "follows")
    op.drop_table("data_import")
    op.drop_table("partner_look")
