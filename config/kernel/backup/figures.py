"""What higher apps hold a restored database against: sums they count at both ends, and their own checks."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.backends.base.base import BaseDatabaseWrapper

_AT_ONCE = 1_000


class Figures(Protocol):
    @property
    def name(self) -> str: ...

    def count(self, database: BaseDatabaseWrapper) -> dict[str, Any]:
        """JSON that is the same of the same rows on every database. By SQL on `database`, which sees one moment."""
        ...

    def differences(self) -> Iterator[str]:
        """What does not agree with itself in the default database, one line each."""
        ...


@dataclass(frozen=True, slots=True)
class Rows:
    """Of some tables how many rows there are, and a digest of what `queries` select of them, by the figure's name.

    Select, in the order of a key, only what is the same on every database: ids, texts, whole numbers, days.
    """

    name: str
    queries: Mapping[str, str]

    def count(self, database: BaseDatabaseWrapper) -> dict[str, Any]:
        """A query each, read to its end a thousand rows at a time."""
        return {name: _digest(database, query) for name, query in self.queries.items()}

    def differences(self) -> Iterator[str]:
        """None: such rows follow from nothing else."""
        yield from ()


def _digest(database: BaseDatabaseWrapper, query: str) -> list[Any]:
    rows, digest = 0, hashlib.sha256()
    with database.cursor() as cursor:
        cursor.execute(query)
        while page := cursor.fetchmany(_AT_ONCE):
            rows += len(page)
            for row in page:
                digest.update(json.dumps([_plain(each) for each in row]).encode())
    return [rows, digest.hexdigest()]


def _plain(value: Any) -> str | int | None:
    if value is None or isinstance(value, int):
        return value
    return str(getattr(value, "hex", value))


_registered: dict[str, Figures] = {}


def register(figures: Figures) -> None:
    _registered[figures.name] = figures


def count(database: BaseDatabaseWrapper) -> dict[str, Any]:
    """Of each app its figures by name."""
    return {name: figures.count(database) for name, figures in sorted(_registered.items())}


def by_name(counted: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """Each figure alone, under `app.name`."""
    for name, value in counted.items():
        if isinstance(value, Mapping):
            yield from by_name(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value


def unlike(promised: Mapping[str, Any], counted: Mapping[str, Any]) -> list[str]:
    """The names of promised figures that are not what was counted. A later version may count more, and never less; an
    app that counts nothing any more is passed over.
    """
    return [
        f"{app}.{name}"
        for app, figures in promised.items()
        if app in counted
        for name, value in figures.items()
        if counted[app].get(name) != value
    ]


def differences() -> Iterator[str]:
    for figures in _registered.values():
        yield from figures.differences()
