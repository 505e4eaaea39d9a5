"""Column types that the tables share: aware UTC instants, and enumerations stored by value."""

import enum
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, DateTime, Dialect, Enum, String
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept in UTC. SQLite has no zones: what it gives back is UTC by construction."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuses naive times, which would mean something else on each machine."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Always aware, always UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def instant(*, nullable: bool = False, index: bool = False) -> Any:
    """A field that holds an aware instant."""
    column: Column[Any] = Column(Instant(), nullable=nullable, index=index)
    return Field(default=None, sa_column=column) if nullable else Field(sa_column=column)


def one_of(kind: type[enum.StrEnum], *, nullable: bool = False) -> Any:
    """A field that holds one value of an enumeration; the database checks it too."""
    column: Column[Any] = Column(known(kind), nullable=nullable)
    return Field(default=None, sa_column=column) if nullable else Field(sa_column=column)


def known(kind: type[enum.StrEnum]) -> Enum:
    """The column type of an enumeration, stored by value."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=32,
        name=f"{kind.__name__.lower()}_known",
        values_callable=_values,
    )


def _values(members: type[enum.StrEnum]) -> list[str]:
    return [member.value for member in members]


def in_code_points(length: int) -> String:
    """The column type of a text in the order of code points, in which what begins alike lies together; SQLite knows no other."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")
