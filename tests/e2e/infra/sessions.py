"""Who is signed in, as the database of our own server keeps it."""

import sqlite3

LONG_AGO = "2020-01-01 00:00:00.000000"


def signed_in_long_ago(database: str, email: str) -> None:
    """Whoever has this address proved long ago who they are."""
    with sqlite3.connect(database) as connection:
        connection.execute(
            "UPDATE login_session SET proved_at = ? WHERE person_id IN (SELECT id FROM person WHERE email = ?)", [LONG_AGO, email]
        )
