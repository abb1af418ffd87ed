"""What higher apps hold a restored database against: sums they count at both ends, and their own checks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from django.db.backends.base.base import BaseDatabaseWrapper


class Figures(Protocol):
    name: str

    def count(self, database: BaseDatabaseWrapper) -> dict[str, Any]:
        """JSON that is the same of the same rows on every database. By SQL on `database`, which sees one moment."""
        ...

    def differences(self) -> Iterator[str]:
        """What does not agree with itself in the default database, one line each."""
        ...


_registered: dict[str, Figures] = {}


def register(figures: Figures) -> None:
    _registered[figures.name] = figures


def count(database: BaseDatabaseWrapper) -> dict[str, Any]:
    return {name: figures.count(database) for name, figures in sorted(_registered.items())}


def differences() -> Iterator[str]:
    for figures in _registered.values():
        yield from figures.differences()
