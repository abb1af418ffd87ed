"""Lines of an import that is taken back which another file names too: they stay, as lines of that one.

The other file left them out because they were here. Files are kept, so which lines those were is read from it again,
at the undo. What it cannot say any more (a file that is gone or is read otherwise by now) is passed over and named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import NamedTuple
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Q

from config.kernel.money import from_stored, to_stored
from config.kernel.sql import db_uuid, from_db_uuid
from ledger.imports import keeping
from ledger.imports.checked import chosen_lines, stored_amounts
from ledger.imports.fingerprints import hex_of
from ledger.imports.meeting import one_of
from ledger.imports.models import Import, ImportBatch, ImportedLine
from ledger.imports.readers import FileRefused
from ledger.imports.readers.packed import AMOUNT, DAY, NO, Row, rows_of
from ledger.imports.seams import Ends, Seams, raised_marks, with_raised

# Bytes of files that are read while somebody waits.
READ_AT_MOST = 1_000_000
AT_ONCE = 5_000
# Keys in one query.
_ASKED = 500
Status = Import.Status


class Named(NamedTuple):
    """A line that stays, by its key; `line_no`, `day` (an ordinal) and `amount` (stored units) are the other file's."""

    line: int
    batch_id: UUID
    line_no: int
    day: int
    amount: int


def others_of(source: Import) -> list[ImportBatch]:
    """Parts of other imports that have left out lines and are of the same accounts and days, oldest import first.

    Not those of the very same file: dropping a file twice changes nothing, its undo neither. Two queries.
    """
    days = Q(pk__in=())
    for batch in source.batches.filter(account__isnull=False, first_on__isnull=False):
        days |= Q(account=batch.account_id, first_on__lte=batch.last_on, last_on__gte=batch.first_on)
    found = ImportBatch.objects.filter(days, source__status=Status.DONE, source__duplicate_count__gt=0)
    others = found.exclude(source=source).select_related("source__file__file", "account")
    mine = source.file.file_id if source.file else None
    ordered = others.order_by("source__created_at", "source", "statement")
    return [each for each in ordered if each.source.file is None or each.source.file.file_id != mine]


def size_of(others: Sequence[ImportBatch]) -> int:
    """Bytes that would have to be read."""
    files = {each.source.file.pk: each.source.file.file.size for each in others if each.source.file}
    return sum(files.values())


def named_in(source: Import, other: ImportBatch) -> Iterator[list[Named]]:
    """The lines of `source` that `other` has left out as being here, 5,000 lines of its file at once with a query each.

    A line somebody has chosen anything of has been answered. Raises FileRefused or OSError: it cannot be read.
    """
    account, was_kept = other.account, keeping.is_kept(other.source)
    kept = keeping.read_again(other.source)
    try:
        if account is None or other.statement >= len(kept.read.statements):
            raise FileRefused("read_otherwise")
        statement, marks = kept.read.statements[other.statement], kept.marks[other.statement]
        ends = Ends(statement, marks, kept.edges[other.statement], account.currency)
        marks = with_raised(marks, raised_marks(ends, other.seams or Seams()))
        chosen = chosen_lines(other.source.choices, f"{other.statement}")
        rows, stored = enumerate(rows_of(statement.lines)), stored_amounts(account.currency)
        while some := list(islice(rows, AT_ONCE)):
            asked = {hex_of(marks, place): row for place, row in some if row[NO] not in chosen}
            yield [
                Named(key, batch_id, asked[mark][NO], asked[mark][DAY], stored[asked[mark][AMOUNT]])
                for mark, key, batch_id in _lines_of(source, other, asked)
            ]
    finally:
        if not was_kept:
            keeping.forget(other.source)


def _lines_of(source: Import, other: ImportBatch, asked: dict[str, Row]) -> list[tuple[str, int, UUID]]:
    condition, parameter = one_of("l.fingerprint", list(asked))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT l.fingerprint, l.id, l.batch_id FROM ledger_importedline l JOIN ledger_importbatch b"  # noqa: S608 our names
            f" ON b.id = l.batch_id WHERE l.account_id = %s AND b.source_id = %s AND {condition}",
            [db_uuid(other.account_id), db_uuid(source.pk), parameter],
        )
        return [(mark, key, from_db_uuid(batch_id)) for mark, key, batch_id in cursor.fetchall()]


@transaction.atomic
def hand_over(source: Import, other: ImportBatch, named: Sequence[Named]) -> None:
    """Make those of the lines that `source` still has lines of `other`. The transactions stay as they are; what they
    have moved of the opening balance goes along. Doing it twice changes nothing.
    """
    both = {each.pk: each for each in locked_in_order([source.pk, other.source_id])}
    if both[source.pk].status != Status.UNDOING or both[other.source_id].status != Status.DONE:
        return
    given: list[Named] = []
    for start in range(0, len(named), _ASKED):
        some = {each.line: each for each in named[start : start + _ASKED]}
        mine = ImportedLine.objects.filter(pk__in=list(some), batch__source=source)
        given += [some[key] for key in mine.values_list("pk", flat=True)]
    if not given:
        return
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE ledger_importedline SET batch_id = %s, line_no = %s WHERE id = %s",
            [(db_uuid(other.pk), each.line_no, each.line) for each in given],
        )
    for key in {each.batch_id for each in given}:
        share_opening(key, other.pk, [(each.day, each.amount) for each in given if each.batch_id == key])
    _note(both[source.pk], other.source_id, len(given))
    Import.objects.filter(pk=source.pk).update(done_count=F("done_count") + len(given))


def leave_to_others(source: Import, lines: Sequence[ImportedLine]) -> set[UUID]:
    """Entries of these lines that another import's line became one with: that line brought them, from now on.

    Returns their ids. Call it in the transaction that deletes `lines`.
    """
    mine = {line.transaction_id: line for line in lines if line.transaction_id and not line.was_merged}
    others = ImportedLine.objects.filter(
        transaction__in=list(mine), was_merged=True, batch__source__status=Status.DONE
    ).exclude(batch__source=source)
    found = list(others.select_related("batch", "transaction").order_by("pk"))
    if not found:
        return set()
    imports = {each.pk: each for each in locked_in_order([source.pk, *{line.batch.source_id for line in found}])}
    staying: set[UUID] = set()
    for line in found:
        entry = line.transaction
        if entry is None or entry.pk in staying or imports[line.batch.source_id].status != Status.DONE:
            continue
        staying.add(entry.pk)
        day, amount = entry.booked_on, entry.amount
        if line.before:
            day, amount = date.fromisoformat(line.before["was"][0]), Decimal(line.before["was"][1])
        share_opening(mine[entry.pk].batch_id, line.batch_id, [(day.toordinal(), to_stored(amount))])
        ImportedLine.objects.filter(pk=line.pk).update(was_merged=False, before=None)
        _note(imports[source.pk], line.batch.source_id, 1)
    return staying


def share_opening(batch_id: UUID, other_id: UUID, lines: Sequence[tuple[int, int]]) -> None:
    """Let another batch answer for what these lines (day, stored amount) took out of the account's opening balance."""
    batch = ImportBatch.objects.get(pk=batch_id)
    if batch.anchored_on is None:
        return
    earlier = [amount for day, amount in lines if day < batch.anchored_on.toordinal()]
    if not earlier:
        return
    share = from_stored(-sum(earlier))
    other = ImportBatch.objects.get(pk=other_id)
    other.anchored_on = max(other.anchored_on or date.min, batch.anchored_on)
    other.opening_moved += share
    batch.opening_moved -= share
    other.save(update_fields=["anchored_on", "opening_moved"])
    batch.save(update_fields=["opening_moved"])


def locked_in_order(keys: Iterable[UUID]) -> list[Import]:
    """Imports, locked in the order of their ids: two undos that name each other's lines never wait crosswise."""
    rows = Import.objects.select_for_update(of=("self",))
    return list(rows.filter(pk__in=list(keys)).order_by("pk"))


@transaction.atomic
def note_unreadable(source: Import, other: Import) -> None:
    """Keep with the import that another one's file could not be read. Noting it twice changes nothing."""
    [fresh] = locked_in_order([source.pk])
    kept = fresh.report.setdefault("unreadable", [])
    if str(other.pk) not in kept:
        kept.append(str(other.pk))
        fresh.save(update_fields=["report"])


def _note(source: Import, other_id: UUID, count: int) -> None:
    stays: dict[str, int] = source.report.setdefault("stays", {})
    stays[str(other_id)] = stays.get(str(other_id), 0) + count
    source.save(update_fields=["report"])
