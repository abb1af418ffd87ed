"""From the text of a CSV file to rows of cells."""

from __future__ import annotations

import csv
import re
from collections import Counter, deque
from collections.abc import Iterator
from io import StringIO

from ledger.imports.readers.amounts import parse_amount
from ledger.imports.readers.dates import written_day
from ledger.imports.readers.types import FileRefused

LONGEST_LINE = 64 * 1024
MOST_COLUMNS = 400
DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_LINES = 120
_SEPARATOR_LINE = re.compile(r"sep=(.)(?:\r\n|\r|\n)", re.IGNORECASE)
# First rows that are looked at more closely, to find the header and what the columns hold.
HEAD_ROWS = 2_100
# Characters of a file whose rows are kept once split; each costs ten bytes so.
KEPT_TEXT = 8_000_000
_PIECE = 256 * 1024
# A quoted cell over more lines than this was never meant to be one.
_LONGEST_ROW = 20


class Table:
    """Rows as written, each with the 1-based line on which it starts. Blank lines are left out.

    `head` are the first rows, `count` is how many there are. `cut`: the file ends within its last row, which has
    fewer cells than any other and no line end. The rows of a large file are not kept but split again each time.
    """

    def __init__(self, text: str, delimiter: str, skipped: int) -> None:
        self.delimiter = delimiter
        self._text, self._skipped = text, skipped
        self._by_line = self._quoted = False
        self.head: list[list[str]] = []
        self.count = 0
        self._kept: list[tuple[int, list[str]]] | None = None
        try:
            self._scan()
        except (csv.Error, _RunawayQuote):
            self._by_line = True
            self._scan()
        self._quoted = _has_single_quotes(self.head)
        if self._quoted:
            self.head = [_unquoted(row) for row in self.head]

    def _scan(self) -> None:
        keeps = len(self._text) <= KEPT_TEXT
        kept: list[tuple[int, list[str]]] = []
        widths: deque[int] = deque(maxlen=200)
        self.head = []
        self.count = most = last = 0
        for number, row in self._split():
            if last and number - last > _LONGEST_ROW and not self._by_line:
                raise _RunawayQuote
            last = number
            if self.count < HEAD_ROWS:
                self.head.append(row)
            if keeps:
                kept.append((number, row))
            self.count += 1
            width = len(row)
            widths.append(width)
            if width > most:
                most = width
        if not self.count:
            raise FileRefused("empty")
        if most > MOST_COLUMNS:
            raise FileRefused("too_many_columns", limit=str(MOST_COLUMNS))
        ends_open = not self._text.endswith(("\n", "\r"))
        self.cut = ends_open and self.count > 3 and widths[-1] < min(list(widths)[:-1])
        self._kept = kept if keeps else None

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Every row and the line it starts on; a second for a million rows."""
        found = iter(self._kept) if self._kept is not None else self._split()
        return ((number, _unquoted(row)) for number, row in found) if self._quoted else found

    def _split(self) -> Iterator[tuple[int, list[str]]]:
        lines = _lines_of(self._text)
        if self._by_line:
            written = ((number, line.rstrip("\n")) for number, line in enumerate(lines, start=1 + self._skipped))
            return ((number, split_line(line, self.delimiter)) for number, line in written if line)
        return _split_quoted(lines, self.delimiter, self._skipped)


class _RunawayQuote(Exception):
    """A quote nobody closes has swallowed many lines."""


def split_table(text: str) -> Table:
    """Find the delimiter and split. Linear in the length of the text, whatever its quotes are like.

    Raises:
        FileRefused: a line or the number of its cells is beyond what any bank writes.
    """
    _refuse_long_lines(text)
    hint = _SEPARATOR_LINE.match(text)
    if hint:
        text = text[hint.end() :]
    delimiter = hint[1] if hint and hint[1] in DELIMITERS else find_delimiter(text)
    return Table(text, delimiter, 1 if hint else 0)


def _lines_of(text: str) -> Iterator[str]:
    """The lines with their ends, all of them \\n; a piece of the text at a time, so that no second copy is made."""
    at, end = 0, len(text)
    while at < end:
        stop = at + _PIECE
        if stop < end:
            stop = max(text.rfind("\n", at, stop), text.rfind("\r", at, stop)) + 1
            if text[stop - 1] == "\r" and text[stop : stop + 1] == "\n":
                stop += 1
        piece = text[at:stop]
        if "\r" in piece:
            piece = piece.replace("\r\n", "\n").replace("\r", "\n")
        yield from StringIO(piece, newline="\n")
        at = stop


def _split_quoted(lines: Iterator[str], delimiter: str, skipped: int) -> Iterator[tuple[int, list[str]]]:
    """Raises csv.Error where quotes are not as they should be."""
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=delimiter != "\t", strict=True)
    start = 1 + skipped
    for row in reader:
        if row:
            yield start, row
        start = reader.line_num + 1 + skipped


def find_delimiter(text: str) -> str:
    """The delimiter under which the most lines have a whole cell that is a date and one that is an amount.

    Where no line has both, the one that splits the lines most evenly.
    """
    head = text[: LONGEST_LINE * 2].replace("\r\n", "\n").replace("\r", "\n")
    lines = [line for line in head.split("\n") if line.strip()][:_SAMPLE_LINES]
    return max(DELIMITERS, key=lambda mark: _fitness(lines, mark))


def _fitness(lines: list[str], delimiter: str) -> tuple[int, float, int]:
    typed = 0
    widths: Counter[int] = Counter()
    for line in lines:
        cells = split_line(line[:4000], delimiter)
        widths[len(cells)] += 1
        if len(cells) > 1 and any(written_day(cell) for cell in cells):
            typed += any(parse_amount(cell.strip()) is not None for cell in cells)
    width, count = max(widths.items(), key=lambda item: (item[0] > 1, item[1]), default=(1, 0))
    even = count / max(len(lines), 1) if width > 1 else 0.0
    return typed, even, width


def split_line(line: str, delimiter: str) -> list[str]:
    """The cells of one line. A quote ends a cell only where a delimiter or the end follows."""
    if '"' not in line:
        return line.split(delimiter)
    cells: list[str] = []
    at = 0
    while True:
        start = at
        while start < len(line) and line[start] == " ":
            start += 1
        end = _closing_quote(line, start + 1, delimiter) if line[start : start + 1] == '"' else -1
        if end >= 0:
            cells.append(line[start + 1 : end].replace('""', '"'))
            at = line.find(delimiter, end)
        else:
            at_next = line.find(delimiter, at)
            cells.append(line[at : at_next if at_next >= 0 else len(line)])
            at = at_next
        if at < 0:
            return cells
        at += 1


def _closing_quote(line: str, start: int, delimiter: str) -> int:
    """Where the cell that starts at `start` ends, -1 where nothing closes it.

    'UAB "Naktida""' has one stray quote inside, so the first of the last two belongs to the name.
    """
    strays = 0
    at = line.find('"', start)
    while at >= 0:
        follows = line[at + 1 : at + 2]
        if follows in ("", delimiter):
            return at
        if follows == '"':
            after = line[at + 2 : at + 3]
            if strays % 2 and after in ("", delimiter):
                return at + 1
            at += 1
        else:
            strays += 1
        at = line.find('"', at + 1)
    return -1


def _refuse_long_lines(text: str) -> None:
    at, end = 0, len(text)
    while end - at > LONGEST_LINE:
        newline = max(text.rfind("\n", at, at + LONGEST_LINE), text.rfind("\r", at, at + LONGEST_LINE))
        if newline < 0:
            raise FileRefused("line_too_long", limit=str(LONGEST_LINE))
        at = newline + 1


def _has_single_quotes(rows: list[list[str]]) -> bool:
    """Some banks quote with apostrophes, which a CSV reader leaves in place."""
    sample = rows[:40]
    quoted = sum(1 for row in sample if any(len(c) > 2 and c[0] == c[-1] == "'" for c in row))
    return quoted * 2 >= len(sample)


def _unquoted(row: list[str]) -> list[str]:
    return [cell[1:-1] if len(cell) > 1 and cell[0] == cell[-1] == "'" else cell for cell in row]
