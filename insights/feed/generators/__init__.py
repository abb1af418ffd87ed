"""Who finds facts: each module here registers its generators, and `found` asks them all."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from importlib import import_module
from typing import Final, Protocol

from django.db import DatabaseError

from insights.feed.facts import Fact
from insights.feed.scene import Scene

log = logging.getLogger(__name__)


class Generator(Protocol):
    """Yields what is true now. Its queries are bounded, whatever the history."""

    def __call__(self, scene: Scene, /) -> Iterator[Fact]: ...


_generators: list[Generator] = []
_MODULES: Final = (
    "spending", "seasons", "patterns", "budgets", "goals", "recurring", "saving", "income", "fees", "net_worth",
    "investments", "outlook", "things", "together", "anomalies",
)  # fmt: skip


def generates(generator: Generator) -> Generator:
    if generator not in _generators:
        _generators.append(generator)
    return generator


def found(scene: Scene) -> list[Fact]:
    """All facts of all generators, the most important first. One that fails costs its own facts alone."""
    facts: list[Fact] = []
    for generator in _generators:
        try:
            facts += generator(scene)
        except DatabaseError:
            raise
        except Exception:
            log.exception("%s found nothing, since it failed", generator)
    return sorted(facts, key=lambda each: (-each.priority, each.cause))


def load() -> None:
    for each in _MODULES:
        import_module(f"{__name__}.{each}")
