"""Reading a dropped file, the first time and again: the file is kept, what it says is not."""

from __future__ import annotations

import threading
from collections import OrderedDict
from datetime import date
from hashlib import sha256
from typing import Any

import orjson

from accounts.models import User
from config.kernel import files
from config.kernel.money import LARGEST
from ledger.imports.models import Import, ImportMapping
from ledger.imports.readers import FileRefused, ReadFile, Statement, read_bank_file

# The check page, its choices and the confirmation follow each other within minutes; large files would fill the memory.
_CACHED_FILES = 4
_CACHED_LINES = 20_000
_cache: OrderedDict[bytes, ReadFile] = OrderedDict()
_lock = threading.Lock()


def read_first(person: User, data: bytes, filename: str, today: date) -> tuple[ReadFile, dict[str, Any]]:
    """The file, and the mapping of an earlier one of its shape if it was read by one (else empty).

    Raises FileRefused.
    """
    found = read_bank_file(data, filename=filename, today=today)
    refuse_impossible(found)
    known = ImportMapping.objects.filter(person=person, shape=shape_of(found)).order_by("-updated_at").first()
    if known is None or known.mapping == found.mapping:
        return found, known.mapping if known else {}
    try:
        remembered = read_bank_file(data, filename=filename, mapping=known.mapping, today=today)
    except FileRefused:
        return found, {}
    return remembered, known.mapping


def read_again(source: Import) -> ReadFile:
    """What `source` says, the same each time; 1-2 CPU seconds for 100,000 lines that are not in memory."""
    key = orjson.dumps([source.file.file_id, source.filename, source.read_on, source.mapping, source.answers])
    with _lock:
        if key in _cache:
            _cache.move_to_end(key)
            return _cache[key]
    with files.open_file(source.file) as opened:
        data: bytes = opened.read()
    found = read_bank_file(
        data, filename=source.filename, mapping=source.mapping, answers=source.answers, today=source.read_on
    )
    if sum(len(each.lines) for each in found.statements) <= _CACHED_LINES:
        with _lock:
            _cache[key] = found
            while len(_cache) > _CACHED_FILES:
                _cache.popitem(last=False)
    return found


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
        if sum(abs(line.amount) for line in statement.lines) * 2 > LARGEST:
            raise FileRefused("amounts_too_large")
