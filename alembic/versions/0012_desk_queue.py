"""the desk's queue: assignment, notes, waiting times, words to search by, and stamps by which open pages know of news"""

import sqlalchemy as sa
from alembic import op

from actionpack_app.domain.search import words_of

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ASSIGNABLE = ("support_request", "purchase_order", "refund", "desk_case")
SCOPES = {"company": "partner_id", "own": "created_by"}
KINDS = {"": None, "open_": "status <> 'closed'", "closed_": "status = 'closed'"}
DESK_LISTS = {
    "requests_waiting": ["status", "waits_since", "number"],
    "requests_waiting_by_problem": ["status", "problem", "waits_since", "number"],
    "requests_waiting_by_person": ["status", "assigned_to", "waits_since", "number", "problem"],
    "requests": ["waits_since", "number"],
    "requests_by_problem": ["problem", "waits_since", "number"],
    "requests_by_person": ["assigned_to", "waits_since", "number", "problem"],
}
VERSIONS = ("version", "desk_version", "answer_version")


def upgrade() -> None:
    _add_columns()
    _add_tables()
    for table in ("partner_id", "created_by"):
        op.drop_index(op.f(f"ix_support_request_{table}"), "support_request")
    for whose, scope in SCOPES.items():
        for kind, where in KINDS.items():
            narrowed = {"sqlite_where": sa.text(where), "postgresql_where": sa.text(where)} if where else {}
            op.create_index(f"{kind}requests_of_{whose}", "support_request", [scope, "updated_at", "number"], **narrowed)
    for name, columns in DESK_LISTS.items():
        op.create_index(name, "support_request", columns)
    op.execute("UPDATE support_request SET waits_since = updated_at")
    _fill_words()


def _add_columns() -> None:
    for table in ASSIGNABLE:  # in SQL, as SQLite takes a reference only together with its column
        op.execute(f"ALTER TABLE {table} ADD COLUMN assigned_to VARCHAR REFERENCES person (id)")
    since = sa.Column("waits_since", sa.DateTime(timezone=True), nullable=False, server_default="2000-01-01 00:00:00+00")
    op.add_column("support_request", since)
    for name in VERSIONS:
        op.add_column("support_request", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.add_column("support_message", sa.Column("internal", sa.Boolean(), nullable=False, server_default=sa.false()))


def _add_tables() -> None:
    op.create_table(
        "request_read",
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["support_request.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("request_id", "person_id"),
    )
    op.create_table(
        "request_word",
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("of_company", sa.Boolean(), nullable=False),
        sa.Column("word", sa.String(32).with_variant(sa.String(32, collation="C"), "postgresql"), nullable=False),
        sa.Column("partner_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["support_request.id"]),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"]),
        sa.PrimaryKeyConstraint("request_id", "of_company", "word"),
    )
    op.create_index("request_words_of_company", "request_word", ["partner_id", "of_company", "word", "request_id"])
    op.create_index("request_words", "request_word", ["word", "request_id"])
    op.create_table(
        "stamp",
        sa.Column("scope", sa.String(length=48), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("scope"),
    )


def _fill_words() -> None:
    """What is there already is found, too."""
    connection = op.get_bind()
    words = sa.table(
        "request_word", sa.column("request_id"), sa.column("of_company", sa.Boolean()), sa.column("word"), sa.column("partner_id")
    )
    asked = connection.execute(
        sa.text(
            "SELECT r.id, r.partner_id, r.number, r.title, p.name, p.mpn_id "
            "FROM support_request r JOIN partner p ON p.id = r.partner_id"
        )
    ).all()
    for request, partner, number, title, name, mpn_id in asked:
        for of_company, text in ((False, f"{number} {title}"), (True, f"{name} {mpn_id or ''}")):
            rows = [
                {"request_id": request, "of_company": of_company, "word": word, "partner_id": partner} for word in words_of(text)
            ]
            connection.execute(sa.insert(words), rows)


def downgrade() -> None:
    for table in ("stamp", "request_word", "request_read"):
        op.drop_table(table)
    for name in DESK_LISTS:
        op.drop_index(name, "support_request")
    for whose in SCOPES:
        for kind in KINDS:
            op.drop_index(f"{kind}requests_of_{whose}", "support_request")
    for name in SCOPES.values():
        op.create_index(op.f(f"ix_support_request_{name}"), "support_request", [name])
    op.execute("DELETE FROM support_message WHERE internal")  # without the mark the partner would read them
    op.drop_column("support_message", "internal")
    for name in ("waits_since", *VERSIONS):
        op.drop_column("support_request", name)
    for table in ASSIGNABLE:
        op.drop_column(table, "assigned_to")
