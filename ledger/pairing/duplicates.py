"""Which lines are the same payment twice: of one account and amount, at most three days apart, from two sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from ledger.pairing.hints import share_a_word
from ledger.pairing.rows import Line
from ledger.pairing.transfers import Found

MOST_DAYS = 3
MOST_NEIGHBOURS = 40
_BASE, _PER_DAY, _SAME_PAYEE, _SAME_WORD = 50, 8, 30, 20


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Two lines of one amount, `days` apart."""

    line: Line
    other: Line
    days: int


def neighbours(lines: Sequence[Line]) -> list[Neighbours]:
    """Lines of one amount at most three days apart; linear in the lines for the few of one amount and week."""
    by_amount: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        by_amount[line.amount].append(line)
    found = []
    for equal in by_amount.values():
        equal.sort(key=lambda line: (line.day, line.id))
        for place, line in enumerate(equal):
            for other in equal[place + 1 : place + 1 + MOST_NEIGHBOURS]:
                if other.day > line.day + MOST_DAYS:
                    break
                found.append(Neighbours(line, other, other.day - line.day))
    return found


def from_two_sources(
    pairs: Iterable[Neighbours], origins: Mapping[UUID, str], declined: Collection[tuple[UUID, UUID]]
) -> list[Neighbours]:
    """Those that may be one payment, less what was declined.

    `origins` says from what form of file a line came, and leaves out those written by hand. Lines of one form are
    never the same payment: the import knows its own. Two lines by hand are, on one day and to one payee.
    """
    return [
        each
        for each in pairs
        if (each.line.id, each.other.id) not in declined
        and (each.other.id, each.line.id) not in declined
        and _from_two_sources(each.line, each.other, origins)
    ]


def find_duplicates(
    pairs: Iterable[Neighbours], origins: Mapping[UUID, str], halves: Collection[UUID]
) -> Iterator[Found]:
    """One to one, the best first; `first` is the one to keep. `halves` of transfers stay."""
    edges = sorted(
        (_edge(each, origins, halves) for each in pairs), key=lambda each: (-each.score, each.first, each.second)
    )
    used: set[UUID] = set()
    for each in edges:
        if each.first not in used and each.second not in used:
            used |= {each.first, each.second}
            yield each


def _from_two_sources(line: Line, other: Line, origins: Mapping[UUID, str]) -> bool:
    one, two = origins.get(line.id), origins.get(other.id)
    if one is None and two is None:
        return bool(line.key) and line.key == other.key and line.day == other.day
    if one is not None and two is not None and one != two:
        return line.day == other.day or _is_alike(line, other)
    return one != two


def _is_alike(line: Line, other: Line) -> bool:
    return bool(line.key and line.key == other.key) or share_a_word(line.text, other.text)


def _edge(pair: Neighbours, origins: Mapping[UUID, str], halves: Collection[UUID]) -> Found:
    """What a person wrote stays before what a file said, half of a transfer before all, else the older entry."""
    line, other = pair.line, pair.other
    keep, gone = sorted((line, other), key=lambda each: (each.id not in halves, each.id in origins, each.id))
    score = _BASE - _PER_DAY * pair.days
    if line.key and line.key == other.key:
        score += _SAME_PAYEE
    elif share_a_word(line.text, other.text):
        score += _SAME_WORD
    by_hand = [each.id not in origins for each in (line, other)]
    reason = "twice_by_hand" if all(by_hand) else "by_hand_and_file" if any(by_hand) else "two_files"
    return Found(keep.id, gone.id, score, reason)
