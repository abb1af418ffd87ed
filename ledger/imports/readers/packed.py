"""The lines of a statement in little memory: blocks of plain values, on the disk where they are many."""

from __future__ import annotations

import marshal
import tempfile
import threading
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import IO, Any, overload

from ledger.imports.readers.types import ReadLine, ReadPart

BLOCK = 2_000
IN_MEMORY = 16 * 1024 * 1024

# The fields of a ReadLine in their order. An amount is its text with every decimal, the day its ordinal, the moment
# its ISO text. Plain values only, so that `marshal` takes a block in one go.
Row = tuple[Any, ...]
NO, DAY, AMOUNT, PAYEE, NOTES, RAW, BANK_ID, MOMENT, RAW_KIND, BALANCE, CATEGORY, KIND, TRANSFER_TO, PARTS = range(14)


def pack_amount(amount: Decimal) -> str:
    return f"{amount:f}"


_day_of = lru_cache(maxsize=20_000)(date.fromordinal)


def pack(line: ReadLine) -> Row:
    return (
        line.line_no,
        line.booked_on.toordinal(),
        pack_amount(line.amount),
        line.payee,
        line.notes,
        line.raw,
        line.bank_id,
        line.occurred_at.isoformat() if line.occurred_at else "",
        line.raw_kind,
        None if line.balance is None else pack_amount(line.balance),
        line.category,
        line.kind,
        line.transfer_to,
        tuple((part.category, pack_amount(part.amount), part.notes) for part in line.parts),
    )


def unpack(row: Row) -> ReadLine:
    return ReadLine(
        line_no=row[NO],
        booked_on=_day_of(row[DAY]),
        amount=Decimal(row[AMOUNT]),
        payee=row[PAYEE],
        notes=row[NOTES],
        raw=row[RAW],
        bank_id=row[BANK_ID],
        occurred_at=datetime.fromisoformat(row[MOMENT]) if row[MOMENT] else None,
        raw_kind=row[RAW_KIND],
        balance=None if row[BALANCE] is None else Decimal(row[BALANCE]),
        category=row[CATEGORY],
        kind=row[KIND],
        transfer_to=row[TRANSFER_TO],
        parts=tuple(ReadPart(category, Decimal(amount), notes) for category, amount, notes in row[PARTS]),
    )


class Blocks:
    """Packed blocks one after the other: in memory, or from `IN_MEMORY` bytes on in a file that has no name."""

    def __init__(self) -> None:
        self._inside: list[bytes] = []
        self._file: IO[bytes] | None = None
        self._lock = threading.Lock()
        self.places: list[tuple[int, int]] = []
        self._size = 0

    def add(self, packed: bytes) -> None:
        self.places.append((self._size, len(packed)))
        self._size += len(packed)
        if self._file is None:
            self._inside.append(packed)
            if self._size > IN_MEMORY:
                self._file = tempfile.TemporaryFile()  # noqa: SIM115 it lives as long as the lines do
                self._file.writelines(self._inside)
                self._inside = []
        else:
            self._file.write(packed)

    def read(self, number: int) -> bytes:
        if self._file is None:
            return self._inside[number]
        start, size = self.places[number]
        with self._lock:
            self._file.seek(start)
            return self._file.read(size)

    @classmethod
    def within(cls, file: IO[bytes], places: list[tuple[int, int]]) -> Blocks:
        """Blocks that stand in a file already, at `places` (offset, size)."""
        blocks = cls()
        blocks._file, blocks.places = file, places
        return blocks


class PackedLines(Sequence[ReadLine]):
    """Lines in blocks of 2,000; a ReadLine is made when it is looked at. `rows()` gives them as plain values."""

    def __init__(self, blocks: Blocks, counts: Sequence[int]) -> None:
        self._blocks = blocks
        self.counts = list(counts)
        self._starts = [0]
        for count in counts:
            self._starts.append(self._starts[-1] + count)
        self._last: tuple[int, list[Row]] | None = None

    def __len__(self) -> int:
        return self._starts[-1]

    def __iter__(self) -> Iterator[ReadLine]:
        return (unpack(row) for row in self.rows())

    @overload
    def __getitem__(self, place: int) -> ReadLine: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[ReadLine]: ...
    def __getitem__(self, place: int | slice) -> ReadLine | Sequence[ReadLine]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        return unpack(self.row(place))

    def row(self, place: int) -> Row:
        if place < 0:
            place += len(self)
        if not 0 <= place < len(self):
            raise IndexError(place)
        number = bisect_right(self._starts, place) - 1
        kept = self._last
        if kept is None or kept[0] != number:
            kept = self._last = (number, self.block(number))
        return kept[1][place - self._starts[number]]

    def places_of(self, numbers: Collection[int]) -> Iterator[int]:
        """Where the lines with these line numbers are. Reads the lines until all are found."""
        left = set(numbers)
        for place, row in enumerate(self.rows()):
            if row[NO] in left:
                yield place
                left.discard(row[NO])
                if not left:
                    return

    def rows(self) -> Iterator[Row]:
        for number in range(len(self.counts)):
            yield from self.block(number)

    def block(self, number: int) -> list[Row]:
        rows: list[Row] = marshal.loads(self.packed(number))  # noqa: S302 written by us, a moment ago or in DATA_DIR
        return rows

    def packed(self, number: int) -> bytes:
        return self._blocks.read(number)


class LineWriter:
    """Takes rows one by one; the last one can still be changed."""

    def __init__(self) -> None:
        self._blocks = Blocks()
        self._counts: list[int] = []
        self._open: list[Row] = []
        self.append = self._open.append

    def __len__(self) -> int:
        return sum(self._counts) + len(self._open)

    def flush(self, *, keep: int = 1) -> None:
        """Pack what is open but the last `keep` rows; the caller does so every few thousand rows."""
        done = self._open[: len(self._open) - keep]
        if done:
            self._blocks.add(marshal.dumps(done))
            self._counts.append(len(done))
            del self._open[: len(done)]

    @property
    def last(self) -> Row | None:
        return self._open[-1] if self._open else None

    def replace_last(self, row: Row) -> None:
        self._open[-1] = row

    @property
    def open_rows(self) -> int:
        return len(self._open)

    def finish(self) -> PackedLines:
        self.flush(keep=0)
        return PackedLines(self._blocks, self._counts)


def packed_lines(lines: Sequence[ReadLine]) -> PackedLines:
    """`lines` as they are, or packed where a reader gave plain ones."""
    if isinstance(lines, PackedLines):
        return lines
    writer = LineWriter()
    for line in lines:
        writer.append(pack(line))
        if writer.open_rows >= BLOCK:
            writer.flush(keep=0)
    return writer.finish()


def rows_of(lines: Sequence[ReadLine]) -> Iterable[Row]:
    return lines.rows() if isinstance(lines, PackedLines) else map(pack, lines)
