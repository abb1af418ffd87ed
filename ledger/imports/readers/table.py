"""From the text of a CSV file to rows of cells."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass
from io import StringIO
from itertools import pairwise

from ledger.imports.readers.amounts import parse_amount
from ledger.imports.readers.dates import written_day
from ledger.imports.readers.types import FileRefused

LONGEST_LINE = 64 * 1024
MOST_COLUMNS = 400
DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_LINES = 120
_SEPARATOR_LINE = re.compile(r"sep=(.)\n", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows as written, `line_nos[i]` is the 1-based line on which `rows[i]` starts. Blank lines are left out.

    `cut`: the file ends within its last row, which has fewer cells than any other and no line end.
    """

    delimiter: str
    rows: list[list[str]]
    line_nos: list[int]
    cut: bool = False


def split_table(text: str) -> Table:
    """Find the delimiter and split. Linear in the length of the text, whatever its quotes are like.

    Raises:
        FileRefused: a line or the number of its cells is beyond what any bank writes.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    _refuse_long_lines(text)
    skipped = 0
    hint = _SEPARATOR_LINE.match(text)
    if hint:
        text, skipped = text[hint.end() :], 1
    delimiter = hint[1] if hint and hint[1] in DELIMITERS else find_delimiter(text)
    rows, line_nos = _split(text, delimiter)
    if not rows:
        raise FileRefused("empty")
    if skipped:
        line_nos = [number + skipped for number in line_nos]
    if max(map(len, rows), default=0) > MOST_COLUMNS:
        raise FileRefused("too_many_columns", limit=str(MOST_COLUMNS))
    cut = not text.endswith("\n") and len(rows) > 3 and len(rows[-1]) < min(map(len, rows[-200:-1]))
    return Table(delimiter, _without_single_quotes(rows), line_nos, cut)


def find_delimiter(text: str) -> str:
    """The delimiter under which the most lines have a whole cell that is a date and one that is an amount.

    Where no line has both, the one that splits the lines most evenly.
    """
    lines = [line for line in text[: LONGEST_LINE * 2].split("\n") if line.strip()][:_SAMPLE_LINES]
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


def _split(text: str, delimiter: str) -> tuple[list[list[str]], list[int]]:
    rows: list[list[str]] = []
    line_nos: list[int] = []
    spaced = delimiter != "\t"
    reader = csv.reader(StringIO(text, newline="\n"), delimiter=delimiter, skipinitialspace=spaced, strict=True)
    before = 0
    try:
        for row in reader:
            if row:
                rows.append(row)
                line_nos.append(before + 1)
            before = reader.line_num
    except csv.Error:
        return _split_by_line(text, delimiter)
    if any(before - after < -20 for before, after in pairwise(line_nos)):
        return _split_by_line(text, delimiter)
    return rows, line_nos


def _split_by_line(text: str, delimiter: str) -> tuple[list[list[str]], list[int]]:
    """For files with quotes nobody closed or escaped: every line is a row of its own."""
    rows: list[list[str]] = []
    line_nos: list[int] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line:
            rows.append(split_line(line, delimiter))
            line_nos.append(number)
    return rows, line_nos


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
        newline = text.rfind("\n", at, at + LONGEST_LINE)
        if newline < 0:
            raise FileRefused("line_too_long", limit=str(LONGEST_LINE))
        at = newline + 1


def _without_single_quotes(rows: list[list[str]]) -> list[list[str]]:
    """Some banks quote with apostrophes, which a CSV reader leaves in place."""
    sample = rows[:40]
    quoted = sum(1 for row in sample if any(len(c) > 2 and c[0] == c[-1] == "'" for c in row))
    if quoted * 2 < len(sample):
        return rows
    return [[cell[1:-1] if len(cell) > 1 and cell[0] == cell[-1] == "'" else cell for cell in row] for row in rows]
