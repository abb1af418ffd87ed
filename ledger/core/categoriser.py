"""The seam to `ledger.categorising`, which is above: it registers how to suggest a category and how to learn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol
from uuid import UUID

from accounts.models import User


@dataclass(frozen=True, slots=True)
class Suggested:
    """`confidence` is 0 to 1; `source` a Transaction.CategorySource; `reason` is for people, up to 120 characters."""

    category_id: UUID
    confidence: Decimal
    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Question:
    """What is known of a movement before it has a category."""

    payee: str
    notes: str
    kind: str


class Categoriser(Protocol):
    def suggest_many(self, person: User, questions: Sequence[Question]) -> list[Suggested | None]:
        """One answer per question, in order; a constant number of queries."""

    def learn(self, person: User, *, payee_key: str, kind: str, category_id: UUID) -> None:
        """Remember a person's own choice, within their transaction."""


class _Silent:
    def suggest_many(self, person: User, questions: Sequence[Question]) -> list[Suggested | None]:
        return [None] * len(questions)

    def learn(self, person: User, *, payee_key: str, kind: str, category_id: UUID) -> None:
        return None


_current: Categoriser = _Silent()


def register(categoriser: Categoriser) -> None:
    global _current
    _current = categoriser


def current() -> Categoriser:
    return _current
