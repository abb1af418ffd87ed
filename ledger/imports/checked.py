"""What became of each line of a file, and what all of them add up to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from config.kernel.money import from_stored, round_to_currency, to_stored
from ledger.core.models import MoneyAccount
from ledger.imports.fingerprints import Edges, forced, hex_of
from ledger.imports.meeting import Alike
from ledger.imports.models import ImportBatch
from ledger.imports.readers import ReadFile, ReadLine, Statement
from ledger.imports.readers.packed import AMOUNT, DAY, NO, PackedLines, Row, pack, unpack
from ledger.imports.readers.remembered import Remembered

NEW, ALIKE, DUPLICATE, POSTS, PENDING = "new", "alike", "duplicate", "posts", "pending"
ADD, SKIP, MERGE = "add", "skip", "merge"
# A line's verdict is kept as its place here; pending lines are kept apart.
VERDICTS = (NEW, ALIKE, DUPLICATE, POSTS)
IS_NEW, IS_ALIKE, IS_DUPLICATE, IS_POSTS = range(4)


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
    """Where a statement goes: an account that is there, or a new one of a currency. `reader` is whose file it is."""

    account: MoneyAccount | None
    currency: str
    subtype: str
    batch_ids: tuple[UUID, ...] = ()
    reader: UUID | None = None


@dataclass(slots=True)
class Verdicts:
    """What became of one statement: a byte per line and per pending line, the entries that lines met, the sums, and
    the marks of lines that come after equal ones of another file (see seams).
    """

    lines: bytes
    pending: bytes
    met: dict[int, Alike]
    sums: Sums
    raised: dict[int, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class CheckedBatch:
    batch: ImportBatch
    place: int
    statement: Statement
    currency: str
    subtype: str
    marks: bytes
    pending_marks: bytes
    edges: Edges
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

    def mark_of(self, place: int) -> str:
        """The fingerprint of a line, 32 hex digits."""
        raised = self.verdicts.raised.get(place)
        return raised.hex() if raised else hex_of(self.marks, place)

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
        mark = self.mark_of(place)
        amount = round_to_currency(line.amount, self.currency)
        return CheckedLine(f"{self.place}:{line.line_no}", line, amount, mark, VERDICTS[code], choice, met)

    def choice_of(self, place: int, row: Row) -> str:
        chosen = self.choices.get(row[NO]) if self.choices else None
        if chosen is None and self.verdicts.lines[place] == IS_NEW:
            return ADD
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


def default_choice(code: int, met: Alike | None) -> str:
    """A new line is added; one that is booked now, or that somebody wrote down before, becomes one with that entry."""
    if code == IS_NEW:
        return ADD
    if code == IS_POSTS or (code == IS_ALIKE and met is not None and met.by_hand):
        return MERGE
    return SKIP


def stored_amounts(currency: str) -> Remembered[str, int]:
    """From an amount as text to stored units, rounded to the currency."""
    return Remembered(lambda text: to_stored(round_to_currency(Decimal(text), currency)))


def chosen_lines(choices: Mapping[str, str], prefix: str) -> dict[int, str]:
    """The person's choices of one statement, by line number."""
    found = ((key.partition(":"), choice) for key, choice in choices.items())
    return {int(number): choice for (start, _, number), choice in found if start == prefix and number.isdecimal()}


def add_up(
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
        choice = choices.get(row[NO]) if choices else None
        if choice is None:
            choice = ADD if code == IS_NEW else default_choice(code, met.get(place))
        if choice == SKIP:
            sums.left_out += code == IS_NEW
            continue
        if choice == MERGE:
            sums.merged += 1
            amount -= to_stored(met[place].amount) if place in met else 0
        both[1] += amount
        if amount > 0:
            sums.money_in += amount
        else:
            sums.money_out += amount
        sums.taken += choice == ADD
    for code, verdict in enumerate(VERDICTS):
        sums.verdicts[verdict] = codes.count(code)
    return sums


def chosen_anew(
    found: Verdicts,
    statement: Statement,
    choices: Mapping[int, str],
    pending_choices: Mapping[int, str],
    stored: Remembered[str, int],
) -> Verdicts:
    """What nobody had chosen anything of, under a person's choices: only the lines they name are looked at."""
    before = found.sums
    sums = replace(
        before, verdicts=Counter(before.verdicts), days={day: list(both) for day, both in before.days.items()}
    )
    lines = statement.lines
    assert isinstance(lines, PackedLines)
    for place in lines.places_of(choices) if choices else ():
        row, code, met = lines.row(place), found.lines[place], found.met.get(place)
        amount = stored[row[AMOUNT]]
        _weigh(sums, row[DAY], amount, code, default_choice(code, met), met, -1)
        _weigh(sums, row[DAY], amount, code, choices[row[NO]], met, 1)
    add_up_pending(sums, statement, pending_choices, stored)
    return replace(found, sums=sums)


def _weigh(sums: Sums, day: int, amount: int, code: int, choice: str, met: Alike | None, sign: int) -> None:
    """One line, as `add_up` counts it; with a `sign` of -1 taken out again."""
    if choice == SKIP:
        sums.left_out += sign * (code == IS_NEW)
        return
    if choice == MERGE:
        sums.merged += sign
        amount -= to_stored(met.amount) if met else 0
    sums.days[day][1] += sign * amount
    sums.money_in += sign * max(amount, 0)
    sums.money_out += sign * min(amount, 0)
    sums.taken += sign * (choice == ADD)


def add_up_pending(sums: Sums, statement: Statement, choices: Mapping[int, str], stored: Remembered[str, int]) -> None:
    for line in statement.pending:
        if choices.get(line.line_no) == ADD:
            row = pack(line)
            amount = stored[row[AMOUNT]]
            sums.taken += 1
            sums.days.setdefault(row[DAY], [0, 0])[1] += amount
            sums.money_in += max(amount, 0)
            sums.money_out += min(amount, 0)
