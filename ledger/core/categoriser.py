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
    """`confidence` is 0 to 1; `source` a Transaction.CategorySource; `reason` is for people, up to 120 characters.

    `rule_id` names the person's rule where it is one that says so.
    """

    category_id: UUID
    confidence: Decimal
    source: str
    reason: str
    rule_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What is known of a movement before it has a category. `amount` in the account's currency, its sign ignored."""

    payee: str
    notes: str
    kind: str
    amount: Decimal | None = None
    account_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Lesson:
    """A person's own choice for a movement. `category_id` None: none after all.

    `instead_of` is what the same person had chosen for it before, None where a machine had or nobody.
    """

    question: Question
    category_id: UUID | None
    instead_of: UUID | None = None


class Categoriser(Protocol):
    def suggest_many(self, person: User, questions: Sequence[Question]) -> list[Suggested | None]:
        """One answer per question, in order; a constant number of queries."""

    def learn(self, person: User, lessons: Sequence[Lesson]) -> None:
        """Remember a person's own choices, within their transaction."""

    def replace_category(self, source_id: UUID, target_id: UUID) -> None:
        """What was known of one category is known of another of its kind from now on, within the transaction."""

    def note_use(self, rule_ids: Sequence[UUID]) -> None:
        """What these rules suggested was taken, once for each time a rule is named."""


class _Silent:
    def suggest_many(self, person: User, questions: Sequence[Question]) -> list[Suggested | None]:
        return [None] * len(questions)

    def learn(self, person: User, lessons: Sequence[Lesson]) -> None:
        return None

    def replace_category(self, source_id: UUID, target_id: UUID) -> None:
        return None

    def note_use(self, rule_ids: Sequence[UUID]) -> None:
        return None


_current: Categoriser = _Silent()


def register(categoriser: Categoriser) -> None:
    global _current
    _current = categoriser


def current() -> Categoriser:
    return _current
