"""money: refunds, credit notes, proofs, cases, notifications, executors"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = ("payment_proof", "refund", "credit_note", "desk_case", "provider_customer", "provider_event", "executor")

WAITING = "status IN ('awaiting_payment', 'proof_in_review')"
UNSETTLED = "status IN ('pending', 'needs_authentication')"
DEFAULT = "is_default AND removed_at IS NULL"
OFFERS = ("action_pack", "silver", "gold")
CASE_KINDS = (
    "not_in_our_books",
    "not_at_provider",
    "amount_differs",
    "refund_not_in_our_books",
    "refund_not_at_provider",
    "refund_amount_differs",
    "dispute",
    "overpaid",
)


def known(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=f"{name}_known", native_enum=False, create_constraint=True, length=32)


def at(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def text(name: str, length: int | None = None, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.String(length=length) if length else sa.String(), nullable=nullable)


def number(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def refers(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target])


def partial_index(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    op.create_index(name, table, columns, unique=unique, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def upgrade() -> None:
    _extend_payments()
    _extend_cards_and_orders()
    _money_tables()
    _desk_tables()
    _running_tables()
    _forbid_change("credit_note")


def _extend_payments() -> None:
    op.add_column("payment", sa.Column("received_minor", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("payment", sa.Column("instructions", sa.JSON(), nullable=True))
    op.add_column("payment", at("disputed_at", nullable=True))
    op.add_column("payment", at("started_at", nullable=True))
    op.execute("UPDATE payment SET started_at = created_at")
    with op.batch_alter_table("payment") as batch:
        batch.add_column(text("created_by", nullable=True))
        batch.create_foreign_key("payment_created_by_fkey", "person", ["created_by"], ["id"])
        batch.alter_column("received_minor", server_default=None)
        batch.alter_column("started_at", nullable=False, existing_type=sa.DateTime(timezone=True))
    partial_index("unsettled_payments", "payment", ["started_at"], UNSETTLED)


def _extend_cards_and_orders() -> None:
    # not in a batch: SQLite would make the table anew, and others refer to its rows
    op.add_column("saved_card", sa.Column("is_default", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(
        "UPDATE saved_card SET is_default = true WHERE id IN (SELECT id FROM (SELECT id, row_number() OVER "
        "(PARTITION BY partner_id ORDER BY created_at DESC, id) AS n FROM saved_card WHERE removed_at IS NULL) newest WHERE n = 1)"
    )
    partial_index("one_default_card", "saved_card", ["partner_id"], DEFAULT, unique=True)
    op.create_index(op.f("ix_saved_card_provider_ref"), "saved_card", ["provider_ref"])
    partial_index("waiting_transfers", "purchase_order", ["last_day"], WAITING)


def _money_tables() -> None:
    op.create_table(
        "provider_customer",
        text("partner_id"),
        text("provider", 16),
        text("provider_ref", 64),
        refers("partner_id", "partner.id"),
        sa.PrimaryKeyConstraint("partner_id", "provider"),
        sa.UniqueConstraint("provider_ref"),
    )
    op.create_table(
        "refund",
        text("id", 36),
        text("payment_id"),
        text("order_id"),
        text("partner_id"),
        text("idempotency_key", 80),
        text("provider", 16),
        text("provider_ref", 64, nullable=True),
        sa.Column("status", known("refundstatus", "pending", "by_hand", "succeeded", "failed"), nullable=False),
        number("amount_minor"),
        text("currency", 3),
        sa.Column("surplus", sa.Boolean(), nullable=False),
        text("failure_code", 40),
        text("reference", 64),
        text("requested_by", nullable=True),
        at("created_at"),
        at("started_at"),
        at("settled_at", nullable=True),
        refers("payment_id", "payment.id"),
        refers("order_id", "purchase_order.id"),
        refers("partner_id", "partner.id"),
        refers("requested_by", "person.id"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("payment_id"),
        sa.UniqueConstraint("idempotency_key"),
        sa.UniqueConstraint("provider_ref"),
    )
    op.create_index(op.f("ix_refund_order_id"), "refund", ["order_id"])
    op.create_index(op.f("ix_refund_partner_id"), "refund", ["partner_id"])
    partial_index("refunds_under_way", "refund", ["started_at"], "status = 'pending'")
    op.create_table(
        "credit_note",
        text("number", 24),
        text("invoice_number"),
        text("partner_id"),
        text("order_id"),
        text("subscription_id"),
        sa.Column("offer", known("offer", *OFFERS), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        at("issued_at"),
        text("currency", 3),
        number("net_minor"),
        number("tax_minor"),
        number("total_minor"),
        sa.Column("snapshot", sa.JSON(), nullable=False),
        refers("invoice_number", "invoice.number"),
        refers("partner_id", "partner.id"),
        refers("order_id", "purchase_order.id"),
        refers("subscription_id", "subscription.id"),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("invoice_number"),
        sa.UniqueConstraint("order_id"),
    )
    for column in ("issued_on", "partner_id", "subscription_id"):
        op.create_index(op.f(f"ix_credit_note_{column}"), "credit_note", [column])


def _desk_tables() -> None:
    op.create_table(
        "payment_proof",
        text("id", 36),
        text("order_id"),
        text("partner_id"),
        text("attachment_id"),
        text("uploaded_by"),
        sa.Column("paid_on", sa.Date(), nullable=False),
        text("paid_to", 64),
        text("reference", 64),
        sa.Column("status", known("proofstatus", "waiting", "accepted", "rejected"), nullable=False),
        text("reason", 500),
        at("created_at"),
        at("decided_at", nullable=True),
        text("decided_by", nullable=True),
        refers("order_id", "purchase_order.id"),
        refers("partner_id", "partner.id"),
        refers("attachment_id", "attachment.id"),
        refers("uploaded_by", "person.id"),
        refers("decided_by", "person.id"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("attachment_id"),
    )
    op.create_index(op.f("ix_payment_proof_order_id"), "payment_proof", ["order_id"])
    op.create_index(op.f("ix_payment_proof_partner_id"), "payment_proof", ["partner_id"])
    partial_index("one_waiting_proof", "payment_proof", ["order_id"], "status = 'waiting'", unique=True)
    op.create_table(
        "desk_case",
        number("id"),
        sa.Column("kind", known("casekind", *CASE_KINDS), nullable=False),
        text("about", 120),
        sa.Column("status", known("casestatus", "open", "closed"), nullable=False),
        text("partner_id", nullable=True),
        text("order_number", 20),
        text("provider_ref", 64),
        text("currency", 3),
        number("ours_minor", nullable=True),
        number("theirs_minor", nullable=True),
        text("note", 500),
        at("opened_at"),
        at("closed_at", nullable=True),
        text("closed_by", nullable=True),
        refers("partner_id", "partner.id"),
        refers("closed_by", "person.id"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("about"),
    )
    op.create_index(op.f("ix_desk_case_partner_id"), "desk_case", ["partner_id"])
    op.create_index("cases_by_status", "desk_case", ["status", "opened_at"])


def _running_tables() -> None:
    op.create_table(
        "provider_event",
        text("id", 64),
        text("provider", 16),
        text("kind", 64),
        text("object_ref", 64),
        sa.Column("status", known("eventstatus", "received", "done", "failed"), nullable=False),
        number("tries"),
        text("error", 64),
        at("received_at"),
        at("next_try_at"),
        at("handled_at", nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    partial_index("unhandled_events", "provider_event", ["next_try_at"], "status <> 'done'")
    op.create_table("executor", text("id", 120), at("seen_at"), sa.PrimaryKeyConstraint("id"))


def _forbid_change(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
    )
    for name, when in (("change", "UPDATE OR DELETE ON {} FOR EACH ROW"), ("truncate", "TRUNCATE ON {} FOR EACH STATEMENT")):
        op.execute(f"CREATE TRIGGER {table}_no_{name} BEFORE {when.format(table)} EXECUTE FUNCTION {table}_append_only()")


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION credit_note_append_only()")
    op.drop_index("waiting_transfers", "purchase_order")
    op.drop_index(op.f("ix_saved_card_provider_ref"), "saved_card")
    op.drop_index("one_default_card", "saved_card")
    op.drop_index("unsettled_payments", "payment")
    with op.batch_alter_table("payment") as batch:
        batch.drop_constraint("payment_created_by_fkey", type_="foreignkey")
        for column in ("created_by", "received_minor", "instructions", "disputed_at", "started_at"):
            batch.drop_column(column)
    op.drop_column("saved_card", "is_default")
