"""Reading a dropped file, the first time and again: the file is kept, and what it says beside it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

import orjson

from accounts.models import User
from config.kernel import files
from config.kernel.money import LARGEST, ZERO
from ledger.imports import spool
from ledger.imports.models import Import, ImportMapping
from ledger.imports.readers import FileRefused, ReadFile, ReadLine, Statement, read_bank_file
from ledger.imports.readers.packed import AMOUNT, rows_of
from ledger.imports.spool import Spooled

# Read files that are open in this process; their lines are on the disk.
_OPEN_FILES = 8
NO_FILE = "none"
_cache: OrderedDict[str, Spooled] = OrderedDict()
_lock = threading.Lock()


def read_first(person: User, data: bytes, filename: str, today: date) -> tuple[ReadFile, dict[str, Any]]:
    """The file, and the mapping of an earlier one of its shape if it was read by one (else empty).

    Raises FileRefused.
    """
    found = read_bank_file(data, filename=filename, today=today)
    known = ImportMapping.objects.filter(person=person, shape=shape_of(found)).order_by("-updated_at").first()
    if known is None or (known.mapping == found.mapping and found.question is None):
        refuse_impossible(found)
        return found, known.mapping if known else {}
    try:
        remembered = read_bank_file(data, filename=filename, mapping=known.mapping, today=today)
    except FileRefused:
        refuse_impossible(found)
        return found, {}
    refuse_impossible(remembered)
    return remembered, known.mapping


def keep(source: Import, kept: Spooled) -> None:
    """Remember what was just read for `source`."""
    key = key_of(source)
    spool.save(key, kept)
    _remember(key, kept)


def read_again(source: Import) -> Spooled:
    """What `source` says, the same each time: as it was kept, else read anew (a CPU second for 100,000 lines).

    Raises FileRefused where it cannot be read under its answers.
    """
    key = key_of(source)
    with _lock:
        found = _cache.get(key)
        if found is not None:
            _cache.move_to_end(key)
            return found
    found = spool.load(key)
    if found is None:
        found = _read(source)
        spool.save(key, found)
    _remember(key, found)
    return found


def is_kept(source: Import) -> bool:
    """Whether `read_again` answers at once."""
    key = key_of(source)
    with _lock:
        return key in _cache or spool.has(key)


def forget(source: Import) -> None:
    """Its import has ended: what it says is not needed in a hurry any more."""
    key = key_of(source)
    with _lock:
        _cache.pop(key, None)
    spool.forget(key)


def forget_file(digest: str) -> None:
    """All that was read of a file, under whatever terms; what this process holds open of it too."""
    with _lock:
        for key in [each for each in _cache if spool.is_of(each, digest)]:
            _cache.pop(key)
    spool.forget_file(digest)


def key_of(source: Import) -> str:
    """Everything reading depends on."""
    said = [source.filename, source.read_on, source.mapping, source.answers, source.corrections]
    digest = source.file.file_id if source.file else NO_FILE
    return spool.key_under(digest, orjson.dumps(said, option=orjson.OPT_SORT_KEYS))


def data_of(source: Import) -> bytes:
    """The kept file. Raises FileRefused where it was not kept."""
    if source.file is None:
        raise FileRefused("not_kept")
    with files.open_file(source.file) as opened:
        data: bytes = opened.read()
    return data


def _remember(key: str, found: Spooled) -> None:
    with _lock:
        _cache[key] = found
        while len(_cache) > _OPEN_FILES:
            _cache.popitem(last=False)


def _read(source: Import) -> Spooled:
    data = data_of(source)
    found = read_bank_file(
        data, filename=source.filename, mapping=source.mapping, answers=source.answers, today=source.read_on
    )
    return corrected(found, source.corrections)


def corrected(found: ReadFile, corrections: dict[str, dict[str, str]]) -> Spooled:
    """The file with the lines a person mended among its others; see `services.correct_line`."""
    statements, mended = [], []
    for place, statement in enumerate(found.statements):
        lines = {line.line_no: corrections.get(f"r{place}:{line.line_no}") for line in statement.refused}
        numbers = frozenset(number for number, correction in lines.items() if correction)
        mended.append(numbers)
        statements.append(_with_corrections(statement, lines) if numbers else statement)
    return spool.spooled(replace(found, statements=tuple(statements)), mended)


def _with_corrections(statement: Statement, corrections: dict[int, dict[str, str] | None]) -> Statement:
    added = []
    for refused in statement.refused:
        correction = corrections[refused.line_no]
        if correction:
            added.append(
                ReadLine(
                    line_no=refused.line_no,
                    booked_on=date.fromisoformat(correction["booked_on"]),
                    amount=Decimal(correction["amount"]),
                    payee=correction["payee"],
                    notes="",
                    raw=refused.text,
                )
            )
    left = tuple(line for line in statement.refused if not corrections[line.line_no])
    return replace(statement, lines=[*statement.lines, *added], refused=left)


def shape_of(found: ReadFile) -> str:
    """The same for files of one form: the header of a table, or the name of a format that has but one form.

    A table without a header says too little by its width alone: what its columns hold is part of its form.
    """
    signature = str(found.mapping.get("signature", found.format))[:64]
    if found.header_line is not None or not found.columns:
        return signature
    roles = ",".join(column.role for column in found.columns)
    return sha256(f"{signature}|{found.delimiter}|{roles}".encode()).hexdigest()[:32]


def part_of(statement: Statement) -> str:
    """Which of the accounts in files of one shape a statement without a number belongs to."""
    return f"{statement.currency}|{statement.institution}|{statement.account_name}"[:120]


def refuse_impossible(found: ReadFile) -> None:
    """Raise FileRefused where the amounts add up to more than a balance can hold."""
    for statement in found.statements:
        if sum((abs(Decimal(row[AMOUNT])) for row in rows_of(statement.lines)), ZERO) * 2 > LARGEST:
            raise FileRefused("amounts_too_large")
