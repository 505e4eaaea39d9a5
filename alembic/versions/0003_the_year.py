"""the year: what falls due, marks, fixed prices, notices, deliveries, moves of test clocks"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = ("clock_move", "notice_delivery", "notice", "renewal_price", "year_mark")
ITEMS = (
    "expires_in_30",
    "expires_in_15",
    "expires_in_1",
    "renewal",
    "window_open",
    "retry_3",
    "retry_7",
    "retry_14",
    "window_closing",
    "lapse",
)
KINDS = (
    "expires_in_30",
    "expires_in_15",
    "expires_in_1",
    "window_open",
    "window_closing",
    "bought",
    "renewed",
    "charge_failed",
    "transfer_ordered",
    "not_charged",
    "renewal_off",
)
MOVING = "done_at IS NULL"
PLANNED = "next_due_at IS NOT NULL"


def known(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=f"{name}_known", native_enum=False, create_constraint=True, length=32)


def at(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def text(name: str, length: int | None = None) -> sa.Column:
    return sa.Column(name, sa.String(length=length) if length else sa.String(), nullable=False)


def number(name: str) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=False)


def refers(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target])


def partial_index(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def upgrade() -> None:
    _subscriptions()
    _people()
    _notices()
    op.create_table(
        "clock_move",
        text("id", 36),
        text("partner_id"),
        at("from_at"),
        at("to_at"),
        sa.Column("statuses", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        at("asked_at"),
        at("done_at", nullable=True),
        refers("partner_id", "partner.id"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_clock_move_partner_id"), "clock_move", ["partner_id"])
    op.create_index(
        "one_move_at_a_time",
        "clock_move",
        ["partner_id"],
        unique=True,
        sqlite_where=sa.text(MOVING),
        postgresql_where=sa.text(MOVING),
    )


def _subscriptions() -> None:
    op.add_column("subscription", sa.Column("left_out_term", sa.Integer(), nullable=True))
    op.add_column("subscription", at("next_due_at", nullable=True))
    # whatever is due is found out by looking: the sweep looks at each of them once
    op.execute(
        "UPDATE subscription SET next_due_at = CURRENT_TIMESTAMP WHERE closed_on IS NULL "
        "AND partner_id IN (SELECT id FROM partner WHERE clock_at IS NULL)"
    )
    partial_index("due_subscriptions", "subscription", ["next_due_at"], PLANNED)
    op.create_table(
        "year_mark",
        text("subscription_id", 36),
        number("term_number"),
        sa.Column("item", known("item", *ITEMS), nullable=False),
        sa.Column("passed_over", sa.Boolean(), nullable=False),
        at("at"),
        refers("subscription_id", "subscription.id"),
        sa.PrimaryKeyConstraint("subscription_id", "term_number", "item"),
    )
    op.create_table(
        "renewal_price",
        text("subscription_id", 36),
        number("term_number"),
        text("currency", 3),
        number("net_minor"),
        number("tax_minor"),
        number("total_minor"),
        text("tax_percent", 8),
        sa.Column("reverse_charge", sa.Boolean(), nullable=False),
        at("fixed_at"),
        refers("subscription_id", "subscription.id"),
        sa.PrimaryKeyConstraint("subscription_id", "term_number"),
    )


def _people() -> None:
    op.add_column("person", sa.Column("mail_locale", sa.String(length=2), nullable=True))
    op.add_column("person", sa.Column("reminder_mails", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("person", sa.Column("feed_version", sa.Integer(), nullable=False, server_default="0"))


def _notices() -> None:
    op.create_table(
        "notice",
        text("id", 36),
        text("partner_id"),
        sa.Column("subscription_id", sa.String(), nullable=True),
        sa.Column("kind", known("noticekind", *KINDS), nullable=False),
        text("key", 120),
        sa.Column("facts", sa.JSON(), nullable=False),
        at("at"),
        refers("partner_id", "partner.id"),
        refers("subscription_id", "subscription.id"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    for column in ("partner_id", "subscription_id"):
        op.create_index(op.f(f"ix_notice_{column}"), "notice", [column])
    op.create_table(
        "notice_delivery",
        text("notice_id", 36),
        text("person_id", 36),
        at("at"),
        at("read_at", nullable=True),
        sa.Column("mail_status", known("mailstatus", "waiting", "sent", "failed", "none"), nullable=False),
        text("email", 254),
        number("tries"),
        at("next_try_at"),
        text("error", 64),
        at("sent_at", nullable=True),
        refers("notice_id", "notice.id"),
        refers("person_id", "person.id"),
        sa.PrimaryKeyConstraint("notice_id", "person_id"),
    )
    op.create_index("notices_of_a_person", "notice_delivery", ["person_id", "at"])
    partial_index("mails_to_send", "notice_delivery", ["next_try_at"], "mail_status = 'waiting'")
    partial_index("failed_mails", "notice_delivery", ["next_try_at"], "mail_status = 'failed'")
    partial_index("unread_notices", "notice_delivery", ["person_id"], "read_at IS NULL")


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    for column in ("feed_version", "reminder_mails", "mail_locale"):
        op.drop_column("person", column)
    op.drop_index("due_subscriptions", "subscription")
    for column in ("next_due_at", "left_out_term"):
        op.drop_column("subscription", column)
