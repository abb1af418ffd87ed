"""What a bank's line is recognised by when it comes again, in this file or another one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from ledger.core.payees import fold
from ledger.exporting.own_format import MARK, read_mark
from ledger.imports.readers.packed import AMOUNT, BANK_ID, DAY, NO, RAW, Row
from ledger.imports.readers.remembered import Remembered

SHORTEST_ID = 8
SIZE = 16
# Lines of one day whose places are kept; of more, where within the day a file was cut is not asked.
MOST_OF_A_DAY = 1_000
Rows = Callable[[], Iterable[Row]]


class Edges(NamedTuple):
    """The places of the lines of a statement's first and of its last day (ordinals; 0 where it has no line)."""

    first_day: int = 0
    first: tuple[int, ...] = ()
    last_day: int = 0
    last: tuple[int, ...] = ()


class Marked(NamedTuple):
    marks: bytes
    edges: Edges


def marked(rows: Rows, *, corrected: Collection[int] = ()) -> Marked:
    """One mark of 16 bytes per row, in order; unique within one account's lines. Reads the rows twice.

    The bank's own id where it is one. Else day, amount, the text as written and how often the same came before in
    this file: two equal coffees stay two, and a file that overlaps with an earlier one repeats its marks. The text is
    compared without case, accents and runs of blanks, which banks change between two exports. A row a person had to
    correct (`corrected`, by line number) is known by its text alone: what they wrote may differ the next time. A line
    of our own export brings the fingerprint of the bank's line it was.
    """
    repeated, edges = _survey(rows())
    # Not b"".join: that holds a million objects before it begins.
    found = bytearray()
    for mark in _marks(rows(), repeated, corrected):
        found += mark
    return Marked(bytes(found), edges)


def content_of(row: Row) -> str:
    """What a line without an id of its own is known by, but for how often the same came before."""
    return f"line|{row[DAY]}|{_amount_text(row[AMOUNT])}|{_written(row[RAW])}"


def numbered(content: str, number: int) -> bytes:
    """The mark of the line that is the `number`th of its content, from 1."""
    return _digest(content if number == 1 else f"{content}|{number}")


def pending_mark(row: Row) -> bytes:
    """The mark of an announced movement: another one than that of the booked line it becomes."""
    if _identifies(row[BANK_ID]):
        return _digest(f"pending id|{row[BANK_ID]}")
    return _digest(f"pending|{row[DAY]}|{Decimal(row[AMOUNT]).normalize():f}|{_written(row[RAW])}")


def forced(mark: str, import_id: object) -> str:
    """The fingerprint of a line a person adds although it is here already."""
    return _digest(f"{mark}|{import_id}").hex()


def hex_of(marks: bytes, place: int) -> str:
    """The fingerprint of a row, 32 hex digits, as an ImportedLine keeps it."""
    return marks[place * SIZE : place * SIZE + SIZE].hex()


def _marks(rows: Iterable[Row], repeated: Collection[int], corrected: Collection[int]) -> Iterator[bytes]:
    amounts: Remembered[str, str] = Remembered(_amount_text)
    seen: set[int] = set()
    times: Counter[int] = Counter()
    given: set[str] = set()
    for row in rows:
        bank_id = row[BANK_ID]
        exported = read_mark(bank_id) if bank_id.startswith(MARK) else None
        if exported and exported[1] and exported[1] not in given:
            given.add(exported[1])
            yield bytes.fromhex(exported[1])
            continue
        if bank_id and hash(bank_id) not in repeated and _identifies(bank_id):
            yield _digest(f"id|{bank_id}")
            continue
        text = row[RAW]
        written = " ".join(text.lower().split()) if text.isascii() else _written(text)
        if corrected and row[NO] in corrected:
            content = f"corrected|{written}"
        else:
            content = f"line|{row[DAY]}|{amounts[row[AMOUNT]]}|{written}"
        mark = _digest(content)
        # Eight bytes tell a million lines apart, and take a third of the memory of sixteen.
        number = int.from_bytes(mark[:8])
        if number in seen:
            times[number] += 1
            mark = _digest(f"{content}|{times[number] + 1}")
        else:
            seen.add(number)
        yield mark


def _written(text: str) -> str:
    return " ".join(fold(text).split())


def _digest(text: str) -> bytes:
    return blake2b(text.encode(errors="surrogatepass"), digest_size=SIZE).digest()


@lru_cache(maxsize=2_000)
def _amount_text(amount: str) -> str:
    return f"{Decimal(amount).normalize():f}"


def _survey(rows: Iterable[Row]) -> tuple[set[int], Edges]:
    """Bank ids that come twice, and where the lines of the first and of the last day are.

    Some banks number the lines of each file, or write one id on many lines: those ids recognise nothing.
    """
    seen: set[int] = set()
    repeated: set[int] = set()
    first, last = 0, 0
    at_first: list[int] = []
    at_last: list[int] = []
    for place, row in enumerate(rows):
        day = row[DAY]
        if day <= first or not first:
            if day != first:
                first, at_first = day, []
            if len(at_first) <= MOST_OF_A_DAY:
                at_first.append(place)
        if day >= last:
            if day != last:
                last, at_last = day, []
            if len(at_last) <= MOST_OF_A_DAY:
                at_last.append(place)
        if row[BANK_ID]:
            number = hash(row[BANK_ID])
            if number in seen:
                repeated.add(number)
            seen.add(number)
    return repeated, Edges(first, _few(at_first), last, _few(at_last))


def _few(places: list[int]) -> tuple[int, ...]:
    return tuple(places) if len(places) <= MOST_OF_A_DAY else ()


def _identifies(bank_id: str) -> bool:
    return len(bank_id) >= SHORTEST_ID and any(each.isdigit() for each in bank_id)
