"""What a person has taught, read for a few questions or for a whole file."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

from django.db import connection

from accounts.models import User
from config.kernel.sql import db_uuid
from ledger.categorising.bayes import Evidence, Key
from ledger.categorising.features import Features
from ledger.core.models import Transaction
from ledger.core.rules import category_kind_for

# Above this many questions at once, reading everything is cheaper than naming the marks.
FEW: Final = 50
_MARK, _CHOICE, _NAME = 0, 1, 2
# Asked for every row: through the enum it would cost as much as the rest.
KIND_OF_CATEGORY: Final = {kind.value: category_kind_for(kind) for kind in Transaction.Kind}


def evidence_for(person: User, features: Sequence[Features], kinds: Collection[str]) -> dict[str, Evidence]:
    """By kind of entry. One query, by hand since every new entry asks it.

    Without categories that were put away or do not fit the kind. For few questions only what they ask about.
    """
    few = len(features) <= FEW
    marks = {mark for each in features for mark in each.marks} | {""} if few else None
    keys = {each.key for each in features} - {""} if few else None
    sql, parameters = _query(person, sorted(kinds), marks, keys)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows = cursor.fetchall()
    found = {kind: Evidence() for kind in kinds}
    for source, kind, text, key, times, category_kind in rows:
        category = key if isinstance(key, str) else key.hex
        if source == _NAME:
            for entry_kind, evidence in found.items():
                if KIND_OF_CATEGORY[entry_kind] == kind:
                    evidence.name_category(category, text, entry_kind)
        elif times > 0 and category_kind == KIND_OF_CATEGORY[kind]:
            _add(found[kind], source, text, category, times)
    return found


def _add(evidence: Evidence, source: int, text: str, category: Key, times: int) -> None:
    if source == _CHOICE:
        evidence.newest[text] = (category, times)
    elif text:
        evidence.marks.setdefault(text, {})[category] = times
    else:
        evidence.choices[category] = times


def _query(
    person: User, kinds: Sequence[str], marks: Collection[str] | None, keys: Collection[str] | None
) -> tuple[str, list[Any]]:
    """Each part starts at an index of person, kind and text."""
    of_person = [db_uuid(person.pk), *kinds]
    joined = (
        "JOIN ledger_category c ON c.id = l.category_id AND c.is_active"
        f" WHERE l.person_id = %s AND l.kind IN ({_marks(kinds)})"
    )
    selects, parameters = [], []
    for table, source, column, wanted in (
        ("ledger_learnedword", _MARK, "word", marks),
        ("ledger_payeechoice", _CHOICE, "payee_key", keys),
    ):
        if wanted is not None and not wanted:
            continue
        select = f"SELECT {source}, l.kind, l.{column}, l.category_id, l.times, c.kind FROM {table} l {joined}"
        parameters += of_person
        if wanted is not None:
            select += f" AND l.{column} IN ({_marks(wanted)})"
            parameters += sorted(wanted)
        selects.append(select)
    selects.append(f"SELECT {_NAME}, kind, name, id, 0, kind FROM ledger_category WHERE owner_id = %s AND is_active")
    return " UNION ALL ".join(selects), [*parameters, db_uuid(person.pk)]


def _marks(values: Collection[object]) -> str:
    return ", ".join(["%s"] * len(values))
