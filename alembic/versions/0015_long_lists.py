"""long lists: indexes in the order of each way to narrow them, words of numbers, and what was invoiced by year

The words and the sums are kept by triggers: whoever writes an invoice, a credit note or an entry of the activity can't forget
them, and no question more goes to the database.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

INDEXES = {
    "invoice": {
        "invoices_of_a_company": ["partner_id", "issued_on", "number"],
        "invoices_of_a_company_by_offer": ["partner_id", "offer", "issued_on", "number"],
    },
    "activity": {
        "activity_of_a_company_by_person": ["partner_id", "person_id", "at", "id"],
        "activity_of_a_company_by_action": ["partner_id", "action", "at", "id"],
        "activity_of_a_company_by_both": ["partner_id", "person_id", "action", "at", "id"],
    },
}
REQUESTS = {
    "requests_waiting_by_person": ["status", "assigned_to", "waits_since", "number"],
    "requests_by_person": ["assigned_to", "waits_since", "number"],
}
"""Theirs ended with the problem before; now each has one beside it for both."""
REQUESTS_BY_BOTH = {
    "requests_waiting_by_both": ["status", "assigned_to", "problem", "waits_since", "number"],
    "requests_by_both": ["assigned_to", "problem", "waits_since", "number"],
}
WORDS = {
    "invoice": ("invoice_number", "number", sa.String(), ("number",)),
    "activity": ("activity_number", "id", sa.Integer(), ("subject", "details.invoice", "details.order")),
}
"""By table: the table of its words, its key, the key's type, and where numbers stand in it."""
SUMS = {"invoice": "", "credit_note": "-"}
YEAR = {"sqlite": "CAST(substr({0}issued_on, 1, 4) AS INTEGER)", "postgresql": "EXTRACT(YEAR FROM {0}issued_on)::integer"}


def upgrade() -> None:
    _order_lists()
    for source, (table, _key, kind, _numbers) in WORDS.items():
        _create_words(source, table, kind)
        for statement in _words(source, ""):
            _execute(statement)
        _after_insert(source, f"{source}_words", _words(source, "NEW."))
    op.create_table(
        "invoiced_year",
        sa.Column("partner_id", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"]),
        sa.PrimaryKeyConstraint("partner_id", "year", "currency"),
    )
    for source in SUMS:
        _execute(_sum(source, ""))
        _after_insert(source, f"{source}_sums", [_sum(source, "NEW.")])


def _order_lists() -> None:
    for name in ("partner_id", "issued_on"):
        op.drop_index(op.f(f"ix_invoice_{name}"), "invoice")
    for name in REQUESTS:
        op.drop_index(name, "support_request")
    for table, indexes in (*INDEXES.items(), ("support_request", REQUESTS | REQUESTS_BY_BOTH)):
        for name, columns in indexes.items():
            op.create_index(name, table, columns)
    if (
        not _is_sqlite()
    ):  # or few rows of a common type and a common status are taken for many, and looked for along the whole list
        op.execute("CREATE STATISTICS requests_together (mcv) ON status, problem, assigned_to FROM support_request")


def _create_words(source: str, table: str, kind: sa.types.TypeEngine[object]) -> None:
    key = {"invoice": "number", "activity": "id"}[source]
    op.create_table(
        table,
        sa.Column("ref", kind, nullable=False),
        sa.Column("word", sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql"), nullable=False),
        sa.Column("partner_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["ref"], [f"{source}.{key}"]),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"]),
        sa.PrimaryKeyConstraint("ref", "word"),
    )
    op.create_index(
        {"invoice": "invoices_by_number", "activity": "activity_by_number"}[source], table, ["partner_id", "word", "ref"]
    )


def _words(source: str, row: str) -> list[str]:
    """Puts the words of a new row, or with `row` empty of all that there are, where they are found."""
    table, key, _kind, numbers = WORDS[source]
    origin = "" if row else f"FROM {source}"
    pairs = [pair for written in numbers for pair in _words_of(_column(written, row))]
    return [
        f"INSERT INTO {table} (ref, word, partner_id) SELECT {row}{key}, substr({word}, 1, 64), {row}partner_id {origin} "
        f"WHERE {where} ON CONFLICT DO NOTHING"
        for word, where in pairs
    ]


def _words_of(text: str) -> list[tuple[str, str]]:
    """`INV-2026-000123`, `2026-000123` and `123`, each with when there is one; of what isn't such a number, itself."""
    if _is_sqlite():
        capitals, dash = f"upper({text})", f"instr({text}, '-')"
        numbered = f"substr({text}, {dash}) GLOB '-[0-9][0-9][0-9][0-9]-[0-9]*' AND {dash} > 1"
    else:
        capitals, dash = f'upper({text} COLLATE "C")', f"strpos({text}, '-')"
        numbered = f"substr({text}, {dash}) ~ '^-[0-9]{{4}}-[0-9]' AND {dash} > 1"
    counted = f"ltrim(substr({capitals}, {dash} + 6), '0')"
    return [
        (capitals, f"{text} <> ''"),
        (f"substr({capitals}, {dash} + 1)", numbered),
        (counted, f"{numbered} AND {counted} <> ''"),
    ]


def _column(written: str, row: str) -> str:
    name, _dot, key = written.partition(".")
    if not key:
        return f"{row}{name}"
    return f"json_extract({row}{name}, '$.{key}')" if _is_sqlite() else f"({row}{name}->>'{key}')"


def _sum(source: str, row: str) -> str:
    """Adds a new row to its year, or with `row` empty all that there are."""
    year = YEAR[op.get_bind().dialect.name].format(row)
    amount = f"{row}total_minor" if row else "SUM(total_minor)"
    origin = "WHERE true" if row else f"FROM {source} WHERE true GROUP BY 1, 2, 3"
    return (
        f"INSERT INTO invoiced_year (partner_id, year, currency, total_minor) "
        f"SELECT {row}partner_id, {year}, {row}currency, {SUMS[source]}{amount} {origin} "
        "ON CONFLICT (partner_id, year, currency) DO UPDATE SET total_minor = invoiced_year.total_minor + excluded.total_minor"
    )


def _after_insert(table: str, name: str, statements: list[str]) -> None:
    body = "; ".join(statements)
    if _is_sqlite():
        _execute(f"CREATE TRIGGER {name} AFTER INSERT ON {table} BEGIN {body}; END")
        return
    _execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body}; RETURN NULL; END $$")
    _execute(f"CREATE TRIGGER {name} AFTER INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _execute(statement: str) -> None:
    op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    for table, name in (*((source, f"{source}_words") for source in WORDS), *((source, f"{source}_sums") for source in SUMS)):
        if _is_sqlite():
            _execute(f"DROP TRIGGER {name}")
        else:
            _execute(f"DROP TRIGGER {name} ON {table}")
            _execute(f"DROP FUNCTION {name}()")
    for table in ("invoiced_year", "activity_number", "invoice_number"):
        op.drop_table(table)
    for name in ("partner_id", "issued_on"):
        op.create_index(op.f(f"ix_invoice_{name}"), "invoice", [name])
    for table, indexes in INDEXES.items():
        for name in indexes:
            op.drop_index(name, table)
    if not _is_sqlite():
        op.execute("DROP STATISTICS requests_together")
    for name in REQUESTS_BY_BOTH:
        op.drop_index(name, "support_request")
    for name, columns in REQUESTS.items():
        op.drop_index(name, "support_request")
        op.create_index(name, "support_request", [*columns, "problem"])
