"""Every line of a file held against what is here: new, alike, posted, or here already. Nothing is written."""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from accounts.models import User
from config.kernel.money import from_stored, round_to_currency, to_stored
from ledger.core.models import MoneyAccount
from ledger.imports import errors
from ledger.imports.fingerprints import forced, hex_of, pending_mark
from ledger.imports.keeping import key_of, read_again
from ledger.imports.meeting import Alike, Wanted, find_alike, find_posted, known_places
from ledger.imports.models import Import, ImportBatch
from ledger.imports.own_files import is_own, places_here
from ledger.imports.readers import ReadFile, ReadLine, Statement
from ledger.imports.readers.packed import AMOUNT, BANK_ID, DAY, NO, PAYEE, PackedLines, Row, pack, rows_of, unpack
from ledger.imports.readers.remembered import Remembered
from ledger.imports.spool import Spooled

NEW, ALIKE, DUPLICATE, POSTS, PENDING = "new", "alike", "duplicate", "posts", "pending"
ADD, SKIP, MERGE = "add", "skip", "merge"
# A line's verdict is kept as its place here; pending lines are kept apart.
VERDICTS = (NEW, ALIKE, DUPLICATE, POSTS)
_NEW, _ALIKE, _DUPLICATE, _POSTS = range(4)
_KEPT_CHECKS = 8


@dataclass(frozen=True, slots=True)
class CheckedLine:
    """`amount` is rounded to the currency; `choice` says what will happen: 'add', 'skip' or 'merge' with `alike`."""

    key: str
    line: ReadLine
    amount: Decimal
    fingerprint: str
    verdict: str
    choice: str
    alike: Alike | None = None

    @property
    def taken(self) -> bool:
        return self.choice == ADD

    @property
    def was_rounded(self) -> bool:
        return self.amount != self.line.amount


@dataclass(slots=True)
class Sums:
    """What one pass over a statement's lines adds up, in stored units. `days` holds by day (an ordinal) the sum of
    all lines and the sum of those that change the account.
    """

    verdicts: Counter[str] = field(default_factory=Counter)
    taken: int = 0
    merged: int = 0
    left_out: int = 0
    money_in: int = 0
    money_out: int = 0
    days: dict[int, list[int]] = field(default_factory=dict)

    def all_until(self, day: int | None) -> Decimal:
        return from_stored(sum(both[0] for each, both in self.days.items() if day is None or each <= day))

    def taken_before(self, day: int) -> Decimal:
        return from_stored(sum(both[1] for each, both in self.days.items() if each < day))

    def taken_after(self, day: int) -> Decimal:
        return from_stored(sum(both[1] for each, both in self.days.items() if each > day))


@dataclass(slots=True)
class Target:
    """Where a statement goes: an account that is there, or a new one of a currency."""

    account: MoneyAccount | None
    currency: str
    subtype: str
    batch_ids: tuple[UUID, ...] = ()


@dataclass(slots=True)
class Verdicts:
    """What became of one statement: a byte per line and per pending line, the entries that lines met, the sums."""

    lines: bytes
    pending: bytes
    met: dict[int, Alike]
    sums: Sums


@dataclass(frozen=True)
class CheckedBatch:
    batch: ImportBatch
    place: int
    statement: Statement
    currency: str
    subtype: str
    marks: bytes
    pending_marks: bytes
    verdicts: Verdicts
    choices: Mapping[int, str]
    pending_choices: Mapping[int, str]
    import_id: UUID

    @property
    def sums(self) -> Sums:
        return self.verdicts.sums

    @property
    def packed(self) -> PackedLines:
        lines = self.statement.lines
        assert isinstance(lines, PackedLines)
        return lines

    def count(self, verdict: str) -> int:
        return self.sums.verdicts[verdict]

    def of(self, verdict: str, start: int = 0, limit: int | None = None) -> list[CheckedLine]:
        """Some lines of a verdict, in the order of the file."""
        if verdict == PENDING:
            places = range(len(self.statement.pending))[start : None if limit is None else start + limit]
            return [self.pending_line(place) for place in places]
        return [self.line(place) for place in self._places(VERDICTS.index(verdict), start, limit)]

    def line(self, place: int) -> CheckedLine:
        return self.line_of(place, self.packed.row(place))

    def line_of(self, place: int, row: Row) -> CheckedLine:
        line, code = unpack(row), self.verdicts.lines[place]
        met = self.verdicts.met.get(place)
        choice = self.choice_of(place, row)
        mark = hex_of(self.marks, place)
        if code == _DUPLICATE and choice == ADD:
            mark = forced(mark, self.import_id)
        amount = round_to_currency(line.amount, self.currency)
        return CheckedLine(f"{self.place}:{line.line_no}", line, amount, mark, VERDICTS[code], choice, met)

    def choice_of(self, place: int, row: Row) -> str:
        chosen = self.choices.get(row[NO]) if self.choices else None
        return chosen or default_choice(self.verdicts.lines[place], self.verdicts.met.get(place))

    def pending_line(self, place: int) -> CheckedLine:
        """One the bank has announced only; its key is 'p<statement>:<line>'."""
        line = self.statement.pending[place]
        mark = hex_of(self.pending_marks, place)
        here = bool(self.verdicts.pending[place])
        choice = self.pending_choices.get(line.line_no, SKIP)
        if here and choice == ADD:
            mark = forced(mark, self.import_id)
        amount = round_to_currency(line.amount, self.currency)
        return CheckedLine(f"p{self.place}:{line.line_no}", line, amount, mark, DUPLICATE if here else PENDING, choice)

    def _places(self, code: int, start: int, limit: int | None) -> Iterator[int]:
        at, wanted = -1, bytes([code])
        stop = None if limit is None else start + limit
        number = 0
        while (stop is None or number < stop) and (at := self.verdicts.lines.find(wanted, at + 1)) >= 0:
            if number >= start:
                yield at
            number += 1


@dataclass(frozen=True)
class CheckedImport:
    read: ReadFile
    batches: tuple[CheckedBatch, ...]

    @cached_property
    def taken(self) -> int:
        """Lines that will be added or merged."""
        return sum(each.sums.taken + each.sums.merged for each in self.batches)


def check_choices(checked: CheckedImport, choices: Mapping[str, str]) -> None:
    """Raises FieldError: a choice names no line of the file, or what cannot be done with it. One pass over the lines
    where more than a few are named.
    """
    if not set(choices.values()) <= {ADD, SKIP, MERGE}:
        raise errors.no_such_line()
    left = dict(choices)
    for each in checked.batches:
        for line in each.statement.pending:
            if left.pop(f"p{each.place}:{line.line_no}", SKIP) == MERGE:
                raise errors.nothing_to_merge_with()
        wanted = chosen_lines(left, f"{each.place}")
        for place in each.packed.places_of(wanted) if wanted else ():
            number = each.packed.row(place)[NO]
            if wanted[number] == MERGE and place not in each.verdicts.met:
                raise errors.nothing_to_merge_with()
            left.pop(f"{each.place}:{number}", None)
    if left:
        raise errors.no_such_line()


def default_choice(code: int, met: Alike | None) -> str:
    """A new line is added; one that is booked now, or that somebody wrote down before, becomes one with that entry."""
    if code == _NEW:
        return ADD
    if code == _POSTS or (code == _ALIKE and met is not None and met.by_hand):
        return MERGE
    return SKIP


def check_import(source: Import) -> CheckedImport:
    """Hold the kept file against the ledger as it is now: one pass over the lines, remembered until something changes.

    Per batch a query per 20,000 lines where the account has lines of other files, and one or two where it has
    entries. What this import itself has already added counts as new, so that a run that was cut off goes on as it
    began.
    """
    batches = list(source.batches.select_related("account").order_by("statement"))
    kept = read_again(source)
    targets = [target_of(batch) for batch in batches]
    own = tuple(batch.pk for batch in batches)
    for target in targets:
        target.batch_ids = own
    key = _state_of(source, batches)
    found = _recall(key)
    if found is None:
        found = [
            check_statement(kept, batch.statement, target, shape=source.shape, choices=source.choices)
            for batch, target in zip(batches, targets, strict=True)
        ]
        _keep(key, found)
    return _checked(source, kept, batches, targets, found)


def check_planned(kept: Spooled, targets: Sequence[Target], shape: str) -> list[Verdicts]:
    """What becomes of a file nobody has chosen anything of yet, before there is an import of it."""
    return [check_statement(kept, place, target, shape=shape, choices={}) for place, target in enumerate(targets)]


def take_over(source: Import, kept: Spooled, found: list[Verdicts]) -> CheckedImport:
    """What `check_planned` found, as the check of the import that was made of it."""
    batches = list(source.batches.select_related("account").order_by("statement"))
    _keep(_state_of(source, batches), found)
    return _checked(source, kept, batches, [target_of(batch) for batch in batches], found)


def _checked(
    source: Import,
    kept: Spooled,
    batches: Sequence[ImportBatch],
    targets: Sequence[Target],
    found: Sequence[Verdicts],
) -> CheckedImport:
    checked = [
        CheckedBatch(
            batch=batch,
            place=batch.statement,
            statement=kept.read.statements[batch.statement],
            currency=target.currency,
            subtype=target.subtype,
            marks=kept.marks[batch.statement],
            pending_marks=kept.pending_marks[batch.statement],
            verdicts=verdicts,
            choices=chosen_lines(source.choices, f"{batch.statement}"),
            pending_choices=chosen_lines(source.choices, f"p{batch.statement}"),
            import_id=source.pk,
        )
        for batch, target, verdicts in zip(batches, targets, found, strict=True)
    ]
    return CheckedImport(kept.read, tuple(checked))


def target_of(batch: ImportBatch) -> Target:
    account = batch.account
    if account is None:
        return Target(None, batch.account_draft["currency"], batch.account_draft["subtype"])
    return Target(account, account.currency, account.subtype)


def check_statement(kept: Spooled, place: int, target: Target, *, shape: str, choices: Mapping[str, str]) -> Verdicts:
    """What becomes of each line of one statement in `target`; `shape` is that of the file."""
    statement, marks, account = kept.read.statements[place], kept.marks[place], target.account
    codes = bytearray(len(statement.lines))
    pending = bytearray(len(statement.pending))
    stored = stored_amounts(target.currency)
    met: dict[int, Alike] = {}
    if account is not None:
        here = known_places(account.pk, marks, besides=target.batch_ids)
        codes = here.translate(_DUPLICATE_WHERE_HERE)
        for known in places_here(account, rows_of(statement.lines), besides=target.batch_ids):
            codes[known] = _DUPLICATE
        pending = known_places(account.pk, kept.pending_marks[place], besides=target.batch_ids)
        met = _meet(statement, account, codes, stored, shape=shape, own=target.batch_ids)
    sums = _add_up(statement, codes, met, chosen_lines(choices, f"{place}"), stored)
    sums.verdicts[PENDING] = pending.count(0)
    _add_up_pending(sums, statement, chosen_lines(choices, f"p{place}"), stored)
    return Verdicts(bytes(codes), bytes(pending), met, sums)


_DUPLICATE_WHERE_HERE = bytes([_NEW, _DUPLICATE]) + bytes(range(2, 256))


def stored_amounts(currency: str) -> Remembered[str, int]:
    """From an amount as text to stored units, rounded to the currency."""
    return Remembered(lambda text: to_stored(round_to_currency(Decimal(text), currency)))


def chosen_lines(choices: Mapping[str, str], prefix: str) -> dict[int, str]:
    """The person's choices of one statement, by line number."""
    found = ((key.partition(":"), choice) for key, choice in choices.items())
    return {int(number): choice for (start, _, number), choice in found if start == prefix and number.isdecimal()}


def _meet(
    statement: Statement,
    account: MoneyAccount,
    codes: bytearray,
    stored: Remembered[str, int],
    *,
    shape: str,
    own: Sequence[UUID],
) -> dict[int, Alike]:
    """Mark lines that meet an entry, and say which."""
    if _NEW not in codes or not account.transactions.exists():
        return {}
    lines = statement.lines
    assert isinstance(lines, PackedLines)
    fresh = [(place, row) for place, row in enumerate(lines.rows()) if codes[place] == _NEW and not is_own(row)]
    if not fresh:
        return {}
    wanted = [
        Wanted(place, row[DAY], stored[row[AMOUNT]], row[PAYEE], pending_mark(row).hex() if row[BANK_ID] else "")
        for place, row in fresh
    ]
    posted = find_posted(account.pk, wanted, besides=own)
    alike = find_alike(account.pk, shape, [each for each in wanted if each.place not in posted])
    for place in posted:
        codes[place] = _POSTS
    for place in alike:
        codes[place] = _ALIKE
    return {**posted, **alike}


def _add_up(
    statement: Statement,
    codes: bytearray,
    met: Mapping[int, Alike],
    choices: Mapping[int, str],
    stored: Remembered[str, int],
) -> Sums:
    sums = Sums()
    days = sums.days
    lines = statement.lines
    assert isinstance(lines, PackedLines)
    for place, row in enumerate(lines.rows()):
        amount, day, code = stored[row[AMOUNT]], row[DAY], codes[place]
        both = days.get(day)
        if both is None:
            both = days[day] = [0, 0]
        both[0] += amount
        choice = (choices.get(row[NO]) if choices else None) or default_choice(code, met.get(place) if code else None)
        if choice == SKIP:
            sums.left_out += code == _NEW
            continue
        if choice == MERGE:
            sums.merged += 1
            amount -= to_stored(met[place].amount) if place in met else 0
        else:
            sums.taken += 1
        both[1] += amount
        if amount > 0:
            sums.money_in += amount
        else:
            sums.money_out += amount
    for code, verdict in enumerate(VERDICTS):
        sums.verdicts[verdict] = codes.count(code)
    return sums


def _add_up_pending(sums: Sums, statement: Statement, choices: Mapping[int, str], stored: Remembered[str, int]) -> None:
    for line in statement.pending:
        if choices.get(line.line_no) == ADD:
            row = pack(line)
            amount = stored[row[AMOUNT]]
            sums.taken += 1
            sums.days.setdefault(row[DAY], [0, 0])[1] += amount
            sums.money_in += max(amount, 0)
            sums.money_out += min(amount, 0)


_checks: OrderedDict[bytes, list[Verdicts]] = OrderedDict()
_lock = threading.Lock()


def _state_of(source: Import, batches: Sequence[ImportBatch]) -> bytes:
    """What a check depends on. The number of the person's last live frame rises with every change of their ledger."""
    seq = User.objects.filter(pk=source.person_id).values_list("live_seq", flat=True).first()
    accounts: list[Any] = [
        (batch.pk, batch.account_id, batch.account and batch.account.currency, batch.account_draft) for batch in batches
    ]
    said = [source.pk, source.status, key_of(source), source.choices, seq, accounts]
    return orjson.dumps(said, option=orjson.OPT_SORT_KEYS)


def _recall(key: bytes) -> list[Verdicts] | None:
    with _lock:
        found = _checks.get(key)
        if found is not None:
            _checks.move_to_end(key)
        return found


def _keep(key: bytes, found: list[Verdicts]) -> None:
    # What was seen within a transaction may be undone with it, and the number of the last frame come again.
    if connection.in_atomic_block:
        return
    with _lock:
        _checks[key] = found
        while len(_checks) > _KEPT_CHECKS:
            _checks.popitem(last=False)
