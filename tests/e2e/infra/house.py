"""A server of one's own, whose database can be looked into."""

import hashlib
import http.client
import json
import sqlite3
import urllib.parse
import uuid
from pathlib import Path
from urllib.parse import urlsplit

from tests.e2e.infra.server import start_server


class House:
    """A server of its own, whose database can be looked into."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self._database = folder / "e2e.db"
        self.log = folder / "server.log"
        self.started = start_server(folder, self.log, **settings)
        self.address = self.started["address"]

    def copy(self, sample: str) -> dict[str, str]:
        """A copy of a sample partner: the cookie of each of its people, by role."""
        made = json.loads(self._request("POST", "/api/staging/partners", json.dumps({"sample": sample}))[1])
        return {person["role"]: self.cookie(person["id"]) for person in made["people"]}

    def copied(self, sample: str) -> str:
        """The id of a copy of a sample partner."""
        made = json.loads(self._request("POST", "/api/staging/partners", json.dumps({"sample": sample}))[1])
        return str(made["id"])

    def operator(self, role: str) -> str:
        """The cookie of one of the desk's people."""
        return self.cookie(self.person_at_desk(role))

    def person_at_desk(self, role: str) -> str:
        """The id of one of the desk's people."""
        return self.found("SELECT id FROM person WHERE partner_id IS NULL AND role = ?", role)

    def person_of(self, sample: str) -> str:
        """The id of one of the people of a copy of a sample partner."""
        made = json.loads(self._request("POST", "/api/staging/partners", json.dumps({"sample": sample}))[1])
        return str(made["people"][0]["id"])

    def held_by(self, partner: str) -> str:
        """The id of a partner's subscription."""
        return self.found("SELECT id FROM subscription WHERE partner_id = ?", partner)

    def cookie(self, person: str) -> str:
        """Signs somebody in."""
        headers, _body = self._request("POST", "/auth/sign-in", urllib.parse.urlencode({"person": person}))
        return headers["set-cookie"].split(";")[0]

    def found(self, query: str, *values: str) -> str:
        """The first thing that a query finds."""
        with sqlite3.connect(self._database) as database:
            return str(database.execute(query, values).fetchone()[0])

    def change(self, command: str, *values: str) -> None:
        """Changes what is stored, past the product."""
        with sqlite3.connect(self._database, timeout=30) as database:
            database.execute(command, values)

    def copy_row(self, table: str, key: str, **changed: str | int | None) -> str:
        """Makes a row like another one, but for what is named; returns its id."""
        with sqlite3.connect(self._database, timeout=30) as database:
            database.row_factory = sqlite3.Row
            row = database.execute(f"SELECT * FROM {table} WHERE id = ?", [key]).fetchone()  # noqa: S608
            made = {**dict(row), "id": str(uuid.uuid4()), **changed}
            places = ", ".join("?" for _column in made)
            database.execute(f"INSERT INTO {table} ({', '.join(made)}) VALUES ({places})", list(made.values()))  # noqa: S608
        return str(made["id"])

    def contents(self) -> str:
        """A digest of everything that is stored, but for the server's own signs of life."""
        digest = hashlib.sha256()
        with sqlite3.connect(self._database) as database:
            tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
            for (table,) in tables:
                if table == "executor":
                    continue
                rows = database.execute(f"SELECT * FROM {table}")  # noqa: S608
                told = [name for (name, *_more) in rows.description if name != "seen_at"]  # when a session was last used
                rows = database.execute(f"SELECT {', '.join(told)} FROM {table}")  # noqa: S608
                digest.update(repr(rows.fetchall()).encode())
        return digest.hexdigest()

    def _request(self, method: str, path: str, body: str) -> tuple[dict[str, str], str]:
        headers = {"Authorization": f"Bearer {self.started['key']}", "Content-Type": "application/x-www-form-urlencoded"}
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}, answer.read().decode()
        connection.close()
        return found
