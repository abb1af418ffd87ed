"""Remembering what a person chose, and forgetting what they took back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from config.kernel.sql import db_datetime, db_uuid, placeholders
from ledger.categorising.features import features_of
from ledger.categorising.models import LearnedWord, PayeeChoice, Rule
from ledger.core.categoriser import Lesson

_AT_ONCE: Final = 500
# One mark under one category of one kind; the empty mark counts the choices themselves.
_Count = tuple[str, str, UUID]


def learn(person: User, lessons: Sequence[Lesson]) -> None:
    """Count each lesson in, and what it replaces out; the newest choice for a payee is kept apart.

    Within the caller's transaction. Two statements for one lesson, one more where something is unlearned, and as
    many again for every 500 marks. Lessons that say the same twice count once: one act, one choice.
    """
    more: Counter[_Count] = Counter()
    less: Counter[_Count] = Counter()
    newest: dict[tuple[str, str], UUID] = {}
    taken_back: set[_Count] = set()
    for lesson in dict.fromkeys(lessons):
        question = lesson.question
        features = features_of(question, person.country)
        marks = ("", *features.marks)
        if lesson.instead_of is not None:
            less.update((question.kind, mark, lesson.instead_of) for mark in marks)
            if lesson.category_id is None and features.key:
                taken_back.add((question.kind, features.key, lesson.instead_of))
        if lesson.category_id is not None:
            more.update((question.kind, mark, lesson.category_id) for mark in marks)
            if features.key:
                newest[question.kind, features.key] = lesson.category_id
    _forget(person, less)
    _forget_newest(person, taken_back)
    _count(person, more)
    _keep_newest(person, newest)


def replace_category(source_id: UUID, target_id: UUID) -> None:
    """A category was merged into another: its rules and all that was learned of it go along. Four statements."""
    Rule.objects.filter(category_id=source_id).update(category_id=target_id, version=F("version") + 1)
    PayeeChoice.objects.filter(category_id=source_id).update(category_id=target_id)
    _execute(
        "INSERT INTO ledger_learnedword (person_id, kind, word, category_id, times)"
        " SELECT person_id, kind, word, %s, times FROM ledger_learnedword WHERE category_id = %s"
        " ON CONFLICT (person_id, kind, word, category_id)"
        " DO UPDATE SET times = ledger_learnedword.times + excluded.times",
        [db_uuid(target_id), db_uuid(source_id)],
    )
    LearnedWord.objects.filter(category_id=source_id).delete()


def _count(person: User, more: Counter[_Count]) -> None:
    """In one order always, so that two requests of one person wait for each other instead of locking up."""
    rows = [(db_uuid(person.pk), kind, mark, db_uuid(key), times) for (kind, mark, key), times in sorted(more.items())]
    for some in _pieces(rows):
        _execute(
            "INSERT INTO ledger_learnedword (person_id, kind, word, category_id, times)"
            f" VALUES {placeholders(len(some), 5)} ON CONFLICT (person_id, kind, word, category_id)"
            " DO UPDATE SET times = ledger_learnedword.times + excluded.times",
            [value for row in some for value in row],
        )


def _keep_newest(person: User, newest: dict[tuple[str, str], UUID]) -> None:
    now = db_datetime(timezone.now())
    rows = [(db_uuid(person.pk), key, kind, db_uuid(chosen), 1, now) for (kind, key), chosen in sorted(newest.items())]
    for some in _pieces(rows):
        _execute(
            "INSERT INTO ledger_payeechoice (person_id, payee_key, kind, category_id, times, updated_at)"
            f" VALUES {placeholders(len(some), 6)} ON CONFLICT (person_id, payee_key, kind) DO UPDATE SET"
            " times = CASE WHEN ledger_payeechoice.category_id = excluded.category_id"
            " THEN ledger_payeechoice.times + 1 ELSE 1 END,"
            " category_id = excluded.category_id, updated_at = excluded.updated_at",
            [value for row in some for value in row],
        )


def _forget(person: User, less: Counter[_Count]) -> None:
    """Never below zero: what was learned before there were counts cannot be counted out."""
    groups: dict[tuple[str, UUID, int], list[str]] = {}
    for (kind, mark, category_id), times in sorted(less.items()):
        groups.setdefault((kind, category_id, times), []).append(mark)
    for (kind, category_id, times), marks in groups.items():
        for some in _pieces(marks):
            counted = LearnedWord.objects.filter(person=person, kind=kind, category_id=category_id, word__in=some)
            counted.filter(times__gte=times).update(times=F("times") - times)


def _forget_newest(person: User, taken_back: Iterable[_Count]) -> None:
    for kind, key, category_id in sorted(taken_back):
        PayeeChoice.objects.filter(person=person, payee_key=key, kind=kind, category_id=category_id).delete()


def _pieces(rows: list[Any]) -> Iterable[list[Any]]:
    return (rows[start : start + _AT_ONCE] for start in range(0, len(rows), _AT_ONCE))


def _execute(sql: str, parameters: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
