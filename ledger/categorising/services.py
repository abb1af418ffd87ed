"""What a category is suggested from: a person's own choices first, then what everybody knows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from config.kernel.sql import db_uuid, from_db_uuid
from ledger.categorising.models import PayeeChoice
from ledger.categorising.similar import OwnWords, words_of
from ledger.categorising.suggest import Source, suggest_from_merchants
from ledger.core.categoriser import Question, Suggested
from ledger.core.payees import payee_key
from ledger.core.rules import category_kind_for

# Above this many payees at once, reading all choices is cheaper than naming the payees.
_FEW: Final = 50
_CHOSEN_ONCE: Final = Decimal("0.90")
_MORE_EACH_TIME: Final = Decimal("0.03")
_SUREST: Final = Decimal("0.99")


@dataclass(frozen=True, slots=True)
class _Choice:
    category_id: UUID
    times: int


class Learned:
    """The categoriser that `ledger.core` asks."""

    def suggest_many(self, person: User, questions: Sequence[Question]) -> list[Suggested | None]:
        return suggest_many(person, questions)

    def learn(self, person: User, *, payee_key: str, kind: str, category_id: UUID) -> None:
        teach(person=person, payee_key=payee_key, kind=kind, category_id=category_id)


def teach(*, person: User, payee_key: str, kind: str, category_id: UUID) -> None:
    """The newest choice wins at once; the same choice again makes it surer. One or two statements, no reading."""
    same = PayeeChoice.objects.filter(person=person, payee_key=payee_key, kind=kind, category_id=category_id)
    if same.update(times=F("times") + 1, updated_at=timezone.now()):
        return
    PayeeChoice.objects.bulk_create(
        [PayeeChoice(person=person, payee_key=payee_key, kind=kind, category_id=category_id)],
        update_conflicts=True,
        unique_fields=["person", "payee_key", "kind"],
        update_fields=["category", "times", "updated_at"],
    )


def suggest_many(person: User, questions: Sequence[Question]) -> list[Suggested | None]:
    """One answer per question, in order, each distinct question worked out once.

    The person's own choice for the payee, else the known merchant or telling word, else what they chose for payees
    with the same word. One query, two when something is left open and few payees were asked about.
    """
    keys = {question.payee: payee_key(question.payee) for question in questions}
    is_few = len(keys) <= _FEW
    choices = _choices_of(person, keys=list(keys.values()) if is_few else None)
    answers = {
        question: _answer(question, choices.get((keys[question.payee], question.kind)), person.country)
        for question in dict.fromkeys(questions)
    }
    if still_open := [question for question, answer in answers.items() if answer is None]:
        words = {word for question in still_open for word in words_of(keys[question.payee])}
        akin = choices if not is_few else _choices_of(person, words=words) if words else {}
        own_words = OwnWords((key, kind, choice.category_id) for (key, kind), choice in akin.items())
        answers |= {question: own_words.suggest(keys[question.payee], question.kind) for question in still_open}
    return [answers[question] for question in questions]


def _answer(question: Question, choice: _Choice | None, country: str) -> Suggested | None:
    if choice is None:
        return suggest_from_merchants(question.payee, question.notes, question.kind, country)
    confidence = min(_CHOSEN_ONCE + _MORE_EACH_TIME * (choice.times - 1), _SUREST)
    return Suggested(choice.category_id, confidence, Source.LEARNED.value, f"{choice.times}×")


def _choices_of(
    person: User, *, keys: Collection[str] | None = None, words: Collection[str] | None = None
) -> dict[tuple[str, str], _Choice]:
    """By payee and kind: of `keys`, or of payees that hold one of `words`, or of all. One query.

    Without those whose category was put away or changed its kind. By hand: every new entry asks this once or twice.
    """
    if keys is not None and not keys:
        return {}
    conditions, parameters = ["p.person_id = %s", "p.payee_key <> ''", "c.is_active"], [db_uuid(person.pk)]
    if keys is not None:
        conditions.append(f"p.payee_key IN ({', '.join(['%s'] * len(keys))})")
        parameters += keys
    if words is not None:
        conditions.append(" OR ".join(["p.payee_key LIKE %s"] * len(words)).join("()"))
        parameters += [f"%{word}%" for word in words]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.payee_key, p.kind, p.category_id, p.times, c.kind FROM ledger_payeechoice p"
            f" JOIN ledger_category c ON c.id = p.category_id WHERE {' AND '.join(conditions)}",
            parameters,
        )
        rows = cursor.fetchall()
    return {
        (key, kind): _Choice(from_db_uuid(category_id), times)
        for key, kind, category_id, times, category_kind in rows
        if category_kind == category_kind_for(kind)
    }
