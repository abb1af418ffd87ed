"""Which lines are the same payment twice: of one account and amount, at most three days apart, from two sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from uuid import UUID

from ledger.pairing.hints import share_a_word
from ledger.pairing.rows import Line
from ledger.pairing.transfers import Found

MOST_DAYS = 3
MOST_NEIGHBOURS = 40
_BASE, _PER_DAY, _SAME_PAYEE, _SAME_WORD = 50, 8, 30, 20


def find_duplicates(
    lines: Sequence[Line],
    origins: Mapping[UUID, str],
    paired: Collection[UUID],
    declined: Collection[tuple[UUID, UUID]],
) -> Iterator[Found]:
    """One to one, the best first; `first` is the one to keep.

    `origins` says from what form of file a line came, and leaves out those written by hand. Lines of one form are
    never the same payment: the import knows its own. Two lines by hand are, on one day and to one payee. `paired`
    are halves of transfers, which stay.
    """
    edges = sorted(
        (_edge(one, two, origins, paired, days) for one, two, days in _neighbours(lines, origins, declined)),
        key=lambda each: (-each.score, each.first, each.second),
    )
    used: set[UUID] = set()
    for each in edges:
        if each.first not in used and each.second not in used:
            used |= {each.first, each.second}
            yield each


def _neighbours(
    lines: Sequence[Line], origins: Mapping[UUID, str], declined: Collection[tuple[UUID, UUID]]
) -> Iterator[tuple[Line, Line, int]]:
    by_amount: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        by_amount[line.amount].append(line)
    for equal in by_amount.values():
        if len({origins.get(line.id, "") for line in equal}) == 1 and equal[0].id in origins:
            continue
        equal.sort(key=lambda line: (line.day, line.id))
        for place, line in enumerate(equal):
            for other in equal[place + 1 : place + 1 + MOST_NEIGHBOURS]:
                if other.day > line.day + MOST_DAYS:
                    break
                known = (line.id, other.id) in declined or (other.id, line.id) in declined
                if not known and _from_two_sources(line, other, origins):
                    yield line, other, other.day - line.day


def _from_two_sources(line: Line, other: Line, origins: Mapping[UUID, str]) -> bool:
    one, two = origins.get(line.id), origins.get(other.id)
    if one is None and two is None:
        return bool(line.key) and line.key == other.key and line.day == other.day
    if one is not None and two is not None and one != two:
        return line.day == other.day or _is_alike(line, other)
    return one != two


def _is_alike(line: Line, other: Line) -> bool:
    return bool(line.key and line.key == other.key) or share_a_word(line.text, other.text)


def _edge(line: Line, other: Line, origins: Mapping[UUID, str], paired: Collection[UUID], days: int) -> Found:
    """What a person wrote stays before what a file said, half of a transfer before all, else the older entry."""
    keep, gone = sorted((line, other), key=lambda each: (each.id not in paired, each.id in origins, each.id))
    score = _BASE - _PER_DAY * days
    if line.key and line.key == other.key:
        score += _SAME_PAYEE
    elif share_a_word(line.text, other.text):
        score += _SAME_WORD
    by_hand = [each.id not in origins for each in (line, other)]
    reason = "twice_by_hand" if all(by_hand) else "by_hand_and_file" if any(by_hand) else "two_files"
    return Found(keep.id, gone.id, score, reason)
