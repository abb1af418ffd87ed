"""Every line of a file held against what is here: new, alike, or here already. Nothing is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Exists, OuterRef

from config.kernel.money import round_to_currency
from ledger.core.models import Transaction
from ledger.imports.fingerprints import fingerprints, forced
from ledger.imports.keeping import read_again
from ledger.imports.models import Import, ImportBatch, ImportedLine
from ledger.imports.readers import ReadFile, ReadLine, Statement

NEW, ALIKE, DUPLICATE = "new", "alike", "duplicate"
ADD, SKIP = "add", "skip"
_NEAR = timedelta(days=1)
_FINGERPRINTS_A_QUERY = 900


@dataclass(frozen=True, slots=True)
class Alike:
    """An entry that may be the same payment: same account and amount, at most a day apart, from another source."""

    id: UUID
    payee: str
    booked_on: date
    by_hand: bool


@dataclass(frozen=True, slots=True)
class CheckedLine:
    """`amount` is rounded to the currency; `taken` says whether the line will be added, choices included."""

    key: str
    line: ReadLine
    amount: Decimal
    fingerprint: str
    verdict: str
    taken: bool
    alike: Alike | None = None

    @property
    def was_rounded(self) -> bool:
        return self.amount != self.line.amount


@dataclass(frozen=True, slots=True)
class CheckedBatch:
    batch: ImportBatch
    statement: Statement
    currency: str
    subtype: str
    lines: tuple[CheckedLine, ...]

    def of(self, verdict: str) -> list[CheckedLine]:
        return [each for each in self.lines if each.verdict == verdict]

    @property
    def taken(self) -> list[CheckedLine]:
        return [each for each in self.lines if each.taken]


@dataclass(frozen=True, slots=True)
class CheckedImport:
    read: ReadFile
    batches: tuple[CheckedBatch, ...]

    @property
    def lines(self) -> Iterator[tuple[CheckedBatch, CheckedLine]]:
        return ((batch, line) for batch in self.batches for line in batch.lines)


def check_import(source: Import) -> CheckedImport:
    """Read the kept file and hold it against the ledger as it is now; per batch three queries or more with its size.

    What this import itself has already added counts as new, so that a run that was cut off goes on as it began.
    """
    read = read_again(source)
    batches = source.batches.select_related("account").order_by("statement")
    checked = [_check(source, batch, read.statements[batch.statement]) for batch in batches]
    return CheckedImport(read, tuple(checked))


def line_key(statement: int, line: ReadLine) -> str:
    return f"{statement}:{line.line_no}"


def _check(source: Import, batch: ImportBatch, statement: Statement) -> CheckedBatch:
    account = batch.account
    currency = account.currency if account else batch.account_draft["currency"]
    subtype = account.subtype if account else batch.account_draft["subtype"]
    amounts = [round_to_currency(line.amount, currency) for line in statement.lines]
    marks = fingerprints(statement.lines)
    here = known_fingerprints(account.pk, marks, besides=source.pk) if account else set()
    fresh = [place for place, mark in enumerate(marks) if mark not in here]
    alike: dict[int, Alike] = {}
    if account and fresh:
        wanted = [(place, statement.lines[place].booked_on, amounts[place]) for place in fresh]
        alike = _find_alike(account.pk, source.shape, wanted)
    lines = []
    for place, line in enumerate(statement.lines):
        verdict = DUPLICATE if marks[place] in here else ALIKE if place in alike else NEW
        key = line_key(batch.statement, line)
        taken = source.choices.get(key, ADD if verdict == NEW else SKIP) == ADD
        mark = forced(marks[place], source.pk) if taken and verdict == DUPLICATE else marks[place]
        lines.append(CheckedLine(key, line, amounts[place], mark, verdict, taken, alike.get(place)))
    return CheckedBatch(batch, statement, currency, subtype, tuple(lines))


def known_fingerprints(account_id: UUID, marks: Sequence[str], *, besides: UUID | None = None) -> set[str]:
    """Those of `marks` the account has, not counting those of the import `besides`. One query per 900."""
    found: set[str] = set()
    for start in range(0, len(marks), _FINGERPRINTS_A_QUERY):
        part = marks[start : start + _FINGERPRINTS_A_QUERY]
        rows = ImportedLine.objects.filter(account=account_id, fingerprint__in=part)
        if besides is not None:
            rows = rows.exclude(batch__source=besides)
        found.update(rows.values_list("fingerprint", flat=True))
    return found


def _find_alike(account_id: UUID, shape: str, wanted: Sequence[tuple[int, date, Decimal]]) -> dict[int, Alike]:
    """For lines (place, day, amount), an entry that may be the same payment. Each entry is alike to one line at most.

    Entries of files of the same shape are left out: of those the fingerprint has already decided.
    """
    days = [day for _, day, _ in wanted]
    same_shape = ImportedLine.objects.filter(transaction=OuterRef("pk"), batch__source__shape=shape)
    entries = (
        Transaction.objects.live()
        .filter(account=account_id, booked_on__range=(min(days) - _NEAR, max(days) + _NEAR))
        .exclude(Exists(same_shape))
        .annotate(from_file=Exists(ImportedLine.objects.filter(transaction=OuterRef("pk"))))
        .order_by("booked_on", "id")
    )
    free: dict[tuple[Decimal, date], list[Alike]] = defaultdict(list)
    for key, amount, day, payee, from_file in entries.values_list("pk", "amount", "booked_on", "payee", "from_file"):
        free[amount, day].append(Alike(key, payee, day, not from_file))
    found: dict[int, Alike] = {}
    for distance in (timedelta(0), -_NEAR, _NEAR):
        for place, day, amount in wanted:
            same = free.get((amount, day + distance))
            if same and place not in found:
                found[place] = same.pop(0)
    return found
