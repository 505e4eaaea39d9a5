"""company details that people change, the VAT ID of an order without tax; business profiles with locations and logos"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def stage() -> sa.Column[str]:
    known = sa.Enum("draft", "published", name="stage_known", native_enum=False, create_constraint=True, length=32)
    return sa.Column("stage", known, nullable=False)


def text(name: str, length: int, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=nullable)


def at_most(name: str, length: int) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"length({name}) <= {length}", name=f"{name}_fits")


def upgrade() -> None:
    op.add_column("partner", sa.Column("details_version", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("purchase_order", sa.Column("vat_id", sa.String(length=32), nullable=False, server_default=sa.text("''")))
    op.execute(
        "UPDATE purchase_order SET vat_id = (SELECT tax_id FROM partner WHERE partner.id = purchase_order.partner_id) "
        "WHERE reverse_charge"
    )
    op.create_table(
        "profile_logo",
        text("id", 36),
        text("partner_id", 36),
        text("uploaded_by", 36),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"]),
        sa.ForeignKeyConstraint(["uploaded_by"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_profile_logo_partner_id", "profile_logo", ["partner_id"])
    op.create_table(
        "business_profile",
        text("partner_id", 36),
        stage(),
        text("name", 100),
        text("description", 2500),
        text("email", 254),
        text("phone", 64),
        text("website", 300),
        text("logo_id", 36, nullable=True),
        text("logo_alt", 200),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 100", name="name_fits"),
        at_most("description", 2500),
        at_most("website", 300),
        at_most("logo_alt", 200),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"]),
        sa.ForeignKeyConstraint(["logo_id"], ["profile_logo.id"]),
        sa.PrimaryKeyConstraint("partner_id", "stage"),
    )
    op.create_index("ix_business_profile_logo_id", "business_profile", ["logo_id"])
    op.create_table(
        "profile_location",
        text("partner_id", 36),
        stage(),
        sa.Column("position", sa.Integer(), nullable=False),
        text("name", 100),
        text("address_line", 200),
        text("city", 100),
        text("country", 2),
        sa.CheckConstraint("position BETWEEN 0 AND 24", name="twenty_five_locations"),
        sa.ForeignKeyConstraint(["partner_id", "stage"], ["business_profile.partner_id", "business_profile.stage"]),
        sa.PrimaryKeyConstraint("partner_id", "stage", "position"),
    )


def downgrade() -> None:
    op.drop_table("profile_location")
    op.drop_table("business_profile")
    op.drop_table("profile_logo")
    op.drop_column("purchase_order", "vat_id")
    op.drop_column("partner", "details_version")
