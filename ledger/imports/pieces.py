"""One piece of a confirmed import: made ready outside the database's transaction, written within one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from django.db import transaction

from config.kernel.live import push
from config.kernel.money import from_stored
from config.kernel.sql import db_uuid
from ledger.core import categoriser
from ledger.core.batch import insert_values
from ledger.core.models import MoneyAccount, Transaction
from ledger.core.services import NewPart, NewRow, record_rows, update_money_account
from ledger.core.services.booking import Booked, book_entry
from ledger.imports.checked import (
    ADD,
    ALIKE,
    DUPLICATE,
    MERGE,
    NEW,
    PENDING,
    POSTS,
    SKIP,
    VERDICTS,
    CheckedBatch,
    stored_amounts,
)
from ledger.imports.file_categories import FileCategories
from ledger.imports.kinds import Judge, Judged
from ledger.imports.line_categories import ChosenCategories, teach
from ledger.imports.meeting import Alike, known_fingerprints
from ledger.imports.models import Import, ImportBatch, ImportedLine
from ledger.imports.once_more import marks_of_more
from ledger.imports.own_files import ids_for
from ledger.imports.readers.packed import AMOUNT, DAY, MOMENT, NO, NOTES, PARTS, PAYEE, RAW, RAW_KIND, Row, pack
from ledger.imports.readers.remembered import Remembered
from ledger.imports.reports import Progress

RAW_KEPT = 500
PART_NOTES = 200
_COLUMNS = ("account_id", "fingerprint", "batch_id", "transaction_id", "line_no", "raw", "was_merged", "before")
# What a left-out line of each verdict counts as in the report.
_LEFT_OUT = {NEW: "skipped", ALIKE: "alike", DUPLICATE: "duplicate", POSTS: "alike", PENDING: "pending"}


class Item(NamedTuple):
    """A line that goes into the ledger; `met` is the entry it becomes one with."""

    mark: str
    new: NewRow
    line_no: int
    raw: str
    was_rounded: bool
    rule_id: UUID | None
    met: Alike | None


@dataclass(slots=True)
class Piece:
    """Some lines of one statement, ready to be written. `ends_at` is the place of the first line after them."""

    batch: CheckedBatch
    ends_at: int
    items: list[Item] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


class Maker:
    """Makes pieces of one statement; what it has learned of payees, days and amounts serves the next one."""

    def __init__(self, batch: CheckedBatch, judge: Judge, of_file: FileCategories) -> None:
        self._batch = batch
        self._judge = judge
        self._of_file = of_file
        self._chosen = ChosenCategories(batch)
        self._stored = stored_amounts(batch.currency)
        self._was_rounded: Remembered[str, bool] = Remembered(
            lambda text: from_stored(self._stored[text]) != Decimal(text)
        )
        self._day_of: Remembered[int, date] = Remembered(date.fromordinal)

    def piece(self, start: int, rows: Sequence[Row]) -> Piece:
        """The lines from place `start` on."""
        batch, piece = self._batch, Piece(self._batch, start + len(rows))
        codes, met = batch.verdicts.lines, batch.verdicts.met
        taken: list[tuple[str, Row, Alike | None]] = []
        once_more: list[int] = []
        for place, row in enumerate(rows, start=start):
            choice, verdict = batch.choice_of(place, row), VERDICTS[codes[place]]
            if choice == SKIP:
                piece.left_out[_LEFT_OUT[verdict]] += 1
                continue
            if verdict == DUPLICATE and choice == ADD:
                once_more.append(len(taken))
            taken.append((batch.mark_of(place), row, met.get(place) if choice == MERGE else None))
        if once_more and batch.batch.account_id:
            others = marks_of_more(batch, batch.batch.account_id, [taken[each][:2] for each in once_more])
            for each, mark in zip(once_more, others, strict=True):
                taken[each] = (mark, *taken[each][1:])
        piece.items = self._items(taken, is_pending=False)
        return piece

    def pending(self) -> Piece:
        """Announced lines a person wants to have now already; after all others."""
        batch = self._batch
        piece = Piece(batch, len(batch.statement.lines) + 1)
        taken: list[tuple[str, Row, Alike | None]] = []
        for place in range(len(batch.statement.pending)):
            line = batch.pending_line(place)
            if line.taken:
                taken.append((line.fingerprint, pack(line.line), None))
            else:
                piece.left_out[_LEFT_OUT[line.verdict]] += 1
        piece.items = self._items(taken, is_pending=True)
        return piece

    def _items(self, taken: Sequence[tuple[str, Row, Alike | None]], *, is_pending: bool) -> list[Item]:
        rows = [row for _, row, _ in taken]
        judged, keys = self._judge.of_rows(rows), ids_for(rows)
        if not is_pending:
            judged = list(self._chosen.over(rows, judged))
        return [
            Item(
                mark,
                self._new(key, row, found, is_pending),
                row[NO],
                row[RAW][:RAW_KEPT],
                self._was_rounded[row[AMOUNT]],
                found.suggested.rule_id if found.suggested else None,
                met,
            )
            for key, (mark, row, met), found in zip(keys, taken, judged, strict=True)
        ]

    def _new(self, key: str, row: Row, judged: Judged, is_pending: bool) -> NewRow:
        suggested = judged.suggested
        is_split = row[PARTS] and (suggested is None or suggested.source != Transaction.CategorySource.PERSON)
        parts = self._parts(row, judged.kind) if is_split else ()
        if is_split and not parts:
            # All of its parts have become one category.
            suggested = self._of_file.suggest(row[PARTS][0][0], judged.kind) or suggested
        return NewRow(
            key,
            self._stored[row[AMOUNT]],
            self._day_of[row[DAY]],
            judged.kind,
            judged.payee or row[PAYEE],
            judged.notes or row[NOTES],
            datetime.fromisoformat(row[MOMENT]) if row[MOMENT] else None,
            suggested.category_id if suggested else None,
            suggested.source if suggested else "",
            suggested.confidence if suggested else None,
            suggested.reason if suggested else "",
            row[RAW_KIND][:40],
            is_pending,
            parts,
        )

    def _parts(self, row: Row, kind: str) -> tuple[NewPart, ...]:
        """The parts of a split, those of one category made one; what rounding leaves goes to the largest."""
        amounts: dict[UUID | None, int] = {}
        notes: dict[UUID | None, list[str]] = {}
        for path, amount, note in row[PARTS]:
            found = self._of_file.suggest(path, kind)
            key = found.category_id if found else None
            amounts[key] = amounts.get(key, 0) + self._stored[amount]
            notes.setdefault(key, []).append(note)
        if len(amounts) < 2:
            return ()
        largest = max(amounts, key=lambda key: abs(amounts[key]))
        amounts[largest] += self._stored[row[AMOUNT]] - sum(amounts.values())
        texts = {key: " · ".join(filter(None, some))[:PART_NOTES] for key, some in notes.items()}
        return tuple(NewPart(key, amount, texts[key]) for key, amount in amounts.items())


@transaction.atomic
def write_piece(source: Import, piece: Piece, progress: Progress, total: int) -> None:
    """Record lines and their fingerprints together, and how far the run has come. The account's lock makes two
    imports of one file take turns; entries are locked before it, as an edit does.
    """
    batch = piece.batch.batch
    entries = _locked(batch.account_id, [item.met.id for item in piece.items if item.met])
    account = MoneyAccount.objects.select_for_update(of=("self",), no_key=True).get(import_batches=batch)
    here = known_fingerprints(account.pk, [item.mark for item in piece.items])
    fresh = [item for item in piece.items if item.mark not in here] if here else piece.items
    added = [item for item in fresh if item.met is None or item.met.id not in entries]
    merged = [item for item in fresh if item.met is not None and item.met.id in entries]
    _keep_anchor(batch, account, added, source)
    if added:
        rows = [item.new for item in added]
        record_rows(account=account, recorded_by=source.person, rows=rows)
        teach(source.person, account.pk, rows)
    account_key, batch_key = account.pk.hex, batch.pk.hex
    lines: list[tuple[Any, ...]] = [
        (account_key, item.mark, batch_key, item.new.id, item.line_no, item.raw, False, None) for item in added
    ]
    lines += [_merge(account, batch, item, entries[item.met.id]) for item in merged if item.met]
    insert_values(ImportedLine._meta.db_table, _COLUMNS, lines)
    categoriser.current().note_use([item.rule_id for item in added if item.rule_id])
    _count(piece, added, merged, progress)
    Import.objects.filter(pk=source.pk).update(done_count=progress.done, report=progress.kept())
    push([source.person_id], "import:progress", {"id": str(source.pk), "done": progress.done, "total": total})


def _locked(account_id: UUID | None, ids: Sequence[UUID]) -> dict[UUID, Transaction]:
    """The entries that lines become one with, as far as they are still there; in the order everybody locks them."""
    if not ids:
        return {}
    rows = Transaction.objects.select_for_update(of=("self",)).live().filter(account=account_id, pk__in=ids)
    return {entry.pk: entry for entry in rows.select_related("account").order_by("pk")}


def _merge(account: MoneyAccount, batch: ImportBatch, item: Item, entry: Transaction) -> tuple[Any, ...]:
    """The entry stays as the person wrote it and takes the bank's day; an announced one is booked, at the bank's
    amount. One that another file brought stays as that says.
    """
    met, new = item.met, item.new
    assert met is not None
    before = None
    if met.by_hand or met.is_pending:
        became = Booked(new.booked_on, from_stored(new.amount) if met.is_pending else entry.amount)
        was = book_entry(entry=entry, booked=became)
        before = orjson.dumps({"was": _json(was), "became": _json(became)}).decode()
    key = db_uuid(entry.pk)
    return (db_uuid(account.pk), item.mark, db_uuid(batch.pk), key, item.line_no, item.raw, True, before)


def _json(booked: Booked) -> list[Any]:
    return [booked.booked_on.isoformat(), str(booked.amount), booked.is_pending]


def _count(piece: Piece, added: Sequence[Item], merged: Sequence[Item], progress: Progress) -> None:
    counts = progress.counts
    counts.update(piece.left_out)
    counts["duplicate"] += len(piece.items) - len(added) - len(merged)
    counts["taken"] += len(added)
    counts["merged"] += len(merged)
    counts["rounded"] += sum(item.was_rounded for item in added)
    counts["uncategorised"] += sum(
        item.new.category_id is None and not item.new.parts and item.new.kind != Transaction.Kind.TRANSFER
        for item in added
    )
    progress.taken[str(piece.batch.place)] += len(added)
    progress.done += len(piece.items)
    progress.statement, progress.place = piece.batch.place, piece.ends_at


def _keep_anchor(batch: ImportBatch, account: MoneyAccount, items: Iterable[Item], source: Import) -> None:
    """Lines older than the account's opening balance lower it, so that what it held on its day stays as it was."""
    anchor = batch.anchored_on
    if anchor is None or account.opened_on is None:
        return
    earlier = [item.new for item in items if item.new.booked_on < anchor]
    if not earlier:
        return
    moved = from_stored(-sum(new.amount for new in earlier))
    first = min(new.booked_on for new in earlier)
    update_money_account(
        account=account,
        changed_by=source.person,
        opening_balance=account.opening_balance + moved,
        opened_on=min(first, account.opened_on),
    )
    batch.opening_moved += moved
    batch.save(update_fields=["opening_moved"])
