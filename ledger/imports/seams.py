"""Where two files of one account meet within a day: an export made at noon, and the next one 'since the last download'.

Equal lines of a day are told apart by their number (see fingerprints), counted within one file. The second of two
such files begins to count at one again, and its coffee would be taken for that of the first. Their balances tell:
where one opens with what another closed with on that day, its lines come after those. What was found is kept with the
batch (`ImportBatch.seams`) when it is confirmed, and whoever opens or closes at the same place later goes by that, so
that the same file has the same marks each time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypedDict
from uuid import UUID

from config.kernel.money import round_to_currency, to_stored
from ledger.imports.checked import stored_amounts
from ledger.imports.fingerprints import SIZE, Edges, content_of, numbered
from ledger.imports.models import Import, ImportBatch
from ledger.imports.own_files import is_exported
from ledger.imports.readers import Statement
from ledger.imports.readers.packed import AMOUNT, PackedLines

_KEY = 8
Numbers = Mapping[str, int]
# A day (an ordinal) and what the account held within it, in stored units.
Position = tuple[int, int]


class Seam(TypedDict):
    """One end of a statement: the account held `balance` (stored units) there on the day `on` (an ordinal).

    By the start of a line's mark: `skips` is what its number was raised by, at an opening that of every line known to
    come before; `ends` is the last number of the day.
    """

    on: int
    balance: int
    skips: dict[str, int]
    ends: dict[str, int]


class Seams(TypedDict, total=False):
    opens: Seam
    closes: Seam


@dataclass(frozen=True, slots=True)
class Ends:
    """A statement as far as seams are concerned. `total`, in stored units, is what its lines come to: None counts."""

    statement: Statement
    marks: bytes
    edges: Edges
    currency: str
    total: int | None = None

    @property
    def lines(self) -> PackedLines:
        assert isinstance(self.statement.lines, PackedLines)
        return self.statement.lines


class _Line(NamedTuple):
    """`number` is 0 for a line that has an id, or was corrected: its mark does not count."""

    place: int
    key: str
    content: str
    number: int
    amount: int


def seams_met(ends: Ends, account_id: UUID, besides: Sequence[UUID] = ()) -> Seams:
    """How a statement meets those that the account has by other batches than `besides`; nothing where there are none
    of its days. One query.
    """
    others = _seams_of(account_id, ends.edges, besides)
    return _find(ends, others) if others else {}


def seams_to_keep(ends: Ends, account_id: UUID | None, besides: Sequence[UUID]) -> Seams:
    """The same for a batch that is confirmed now, also where it meets none yet. At most one query."""
    return _find(ends, _seams_of(account_id, ends.edges, besides) if account_id else [])


def _find(ends: Ends, others: Sequence[Seams]) -> Seams:
    """A repetition opens with the balance before its lines, so one that opens where another closed is none; unless its
    lines add up to nothing: then nobody can know, and they are taken for the same.
    """
    if is_exported(ends.statement.lines):
        return {}
    there = _There(others)
    opening, closing = _balances(ends)
    first, last = _lines_of(ends, ends.edges.first), _lines_of(ends, ends.edges.last)
    is_one_day = ends.edges.first_day == ends.edges.last_day
    head = {} if opening is None else there.before((ends.edges.first_day, opening), first)
    base: Numbers = head if is_one_day else {}
    tail = {} if closing is None else there.after((ends.edges.last_day, closing), last, base)
    found: Seams = {}
    if opening is not None and first:
        raised = _ends(first, (head, tail) if is_one_day else (head,))
        found["opens"] = Seam(on=ends.edges.first_day, balance=opening, skips=head, ends=raised)
    if closing is not None and last:
        raised = _ends(last, (base, tail))
        found["closes"] = Seam(on=ends.edges.last_day, balance=closing, skips=tail, ends=raised)
    return found


def raised_marks(ends: Ends, seams: Seams) -> dict[int, bytes]:
    """By place: the marks of lines that are not the first of their kind on their day, though their file says so."""
    skips: Counter[tuple[int, str]] = Counter()
    lines: dict[int, _Line] = {}
    for seam, places in ((seams.get("opens"), ends.edges.first), (seams.get("closes"), ends.edges.last)):
        if seam is None or not any(seam["skips"].values()):
            continue
        for line in _lines_of(ends, places):
            if line.number and (more := seam["skips"].get(line.key, 0)):
                lines[line.place] = line
                skips[line.place, line.key] += more
    return {place: numbered(line.content, line.number + skips[place, line.key]) for place, line in lines.items()}


def with_raised(marks: bytes, raised: Mapping[int, bytes]) -> bytes:
    if not raised:
        return marks
    changed = bytearray(marks)
    for place, mark in raised.items():
        changed[place * SIZE : place * SIZE + SIZE] = mark
    return bytes(changed)


class _There:
    """The seams of an account's other files around the days of a statement, oldest import first."""

    def __init__(self, seams: Sequence[Seams]) -> None:
        self._all = seams

    def _opening(self, position: Position) -> list[Seam]:
        return [each["opens"] for each in self._all if "opens" in each and _is_at(each["opens"], position)]

    def _closing(self, position: Position) -> list[Seam]:
        return [each["closes"] for each in self._all if "closes" in each and _is_at(each["closes"], position)]

    def before(self, position: Position, lines: Sequence[_Line]) -> dict[str, int]:
        """What the numbers of the lines of a first day are raised by."""
        same = self._opening(position)
        known = _remembered(same, lines)
        base = _highest([*(each["skips"] for each in same), *self._numbers_until(position)])
        rest = [line for line in lines if line.key not in known]
        met = {line.place for line in rest if base.get(line.key, 0) >= max(line.number, 1)}
        return known if _is_doubtful(rest, met) else {**base, **known}

    def _numbers_until(self, position: Position) -> Iterator[Numbers]:
        """The last numbers of the day in files that closed there, and those before them if they hold that day only."""
        for each in self._all:
            if "closes" in each and _is_at(each["closes"], position):
                yield each["closes"]["ends"]
                if "opens" in each and each["opens"]["on"] == position[0]:
                    yield each["opens"]["skips"]

    def after(self, position: Position, lines: Sequence[_Line], raised: Numbers) -> dict[str, int]:
        """What the numbers of the lines of a last day are raised by, besides `raised`: those of files that go on there
        came first.
        """
        known = _remembered(self._closing(position), lines)
        following = self._opening(position)
        tops = self._tops(position)
        rest = [line for line in lines if line.key not in known]
        met: set[int] = set()
        skips: dict[str, int] = {}
        for line in rest:
            from_, top = min((each["skips"].get(line.key, 0) for each in following), default=0), tops.get(line.key, 0)
            number = line.number + raised.get(line.key, 0)
            if top and (not line.number or from_ < number <= top):
                met.add(line.place)
                skips[line.key] = top - raised.get(line.key, 0)
        return known if _is_doubtful(rest, met) else {**skips, **known}

    def _tops(self, position: Position) -> dict[str, int]:
        """The last numbers of the day in the files that go on at `position`, and in those that go on after them."""
        tops: list[Numbers] = []
        seen: set[Position] = set()
        ahead = [position]
        while ahead:
            at = ahead.pop()
            if at in seen:
                continue
            seen.add(at)
            for each in self._all:
                if "opens" in each and _is_at(each["opens"], at):
                    tops.append(each["opens"]["ends"])
                    if "closes" in each and each["closes"]["on"] == at[0]:
                        ahead.append((at[0], each["closes"]["balance"]))
        return _highest(tops)


def _highest(numbers: Iterable[Numbers]) -> dict[str, int]:
    found: dict[str, int] = {}
    for some in numbers:
        for key, number in some.items():
            found[key] = max(found.get(key, 0), number)
    return found


def _is_at(seam: Seam, position: Position) -> bool:
    return (seam["on"], seam["balance"]) == position


def _seams_of(account_id: UUID, edges: Edges, besides: Sequence[UUID]) -> list[Seams]:
    if not edges.first_day:
        return []
    batches = ImportBatch.objects.filter(
        account=account_id,
        source__status__in=(Import.Status.RUNNING, Import.Status.DONE),
        first_on__lte=date.fromordinal(edges.last_day),
        last_on__gte=date.fromordinal(edges.first_day),
    )
    found = batches.exclude(pk__in=besides).order_by("pk").values_list("seams", flat=True)
    return [each for each in found if each]


def _remembered(seams: Sequence[Seam], lines: Sequence[_Line]) -> dict[str, int]:
    """What files that opened or closed at the same place have raised the same lines by; the oldest one counts."""
    found: dict[str, int] = {}
    for key in {line.key for line in lines}:
        seam = next((each for each in seams if key in each["ends"]), None)
        if seam is not None:
            found[key] = seam["skips"].get(key, 0)
    return found


def _is_doubtful(lines: Sequence[_Line], met: set[int]) -> bool:
    """Whether lines that are `met` in another file may be its own: they add up to nothing, or one has the bank's id."""
    if any(line.place in met and not line.number for line in lines):
        return True
    if met and not sum(line.amount for line in lines if line.place in met):
        return True
    for ordered in (lines, lines[::-1]):
        moved = 0
        for line in ordered:
            if line.place not in met:
                break
            moved += line.amount
            if not moved:
                return True
    return False


def _ends(lines: Sequence[_Line], raised: Iterable[Numbers]) -> dict[str, int]:
    """The last number of each line; those without one are there, too."""
    found: dict[str, int] = {}
    skips = list(raised)
    for line in lines:
        number = line.number + sum(each.get(line.key, 0) for each in skips) if line.number else 1
        found[line.key] = max(found.get(line.key, 0), number)
    return found


def _lines_of(ends: Ends, places: Sequence[int]) -> list[_Line]:
    stored, seen = stored_amounts(ends.currency), Counter[str]()
    found = []
    for place in places:
        row = ends.lines.row(place)
        content, mark = content_of(row), ends.marks[place * SIZE : place * SIZE + SIZE]
        number, amount = seen[content] + 1, stored[row[AMOUNT]]
        if numbered(content, number) == mark:
            seen[content] = number
            key = numbered(content, 1)[:_KEY].hex()
            found.append(_Line(place, key, content, number, amount))
        else:
            found.append(_Line(place, mark[:_KEY].hex(), "", 0, amount))
    return found


def _balances(ends: Ends) -> tuple[int | None, int | None]:
    """Before the first and after the last line, in stored units: as the file says, or where it says one of them, by
    what its lines come to; those of a file with lines nobody can read tell nothing.
    """
    statement, edges = ends.statement, ends.edges
    opening, closing = statement.opening_balance, statement.closing_balance
    if statement.opening_on is not None and statement.opening_on.toordinal() > edges.first_day:
        opening = None
    if statement.closing_on is not None and statement.closing_on.toordinal() < edges.last_day:
        closing = None
    first = None if opening is None else to_stored(round_to_currency(opening, ends.currency))
    last = None if closing is None else to_stored(round_to_currency(closing, ends.currency))
    if not statement.refused:
        if first is None and last is not None:
            first = last - _total(ends)
        elif last is None and first is not None:
            last = first + _total(ends)
    return first, last


def _total(ends: Ends) -> int:
    if ends.total is not None:
        return ends.total
    stored = stored_amounts(ends.currency)
    return sum(stored[row[AMOUNT]] for row in ends.lines.rows())
