"""Lines that are here already and that a person takes all the same: each is one more of its kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import count, islice
from uuid import UUID

from ledger.imports.checked import CheckedBatch
from ledger.imports.fingerprints import content_of, forced, numbered
from ledger.imports.meeting import known_fingerprints
from ledger.imports.readers.packed import Row

# Equal lines of one day that a line without an id is looked for among.
_MOST_EQUAL = 100
_AT_ONCE = 10_000


def marks_of_more(batch: CheckedBatch, account_id: UUID, lines: Sequence[tuple[str, Row]]) -> list[str]:
    """For each line (its fingerprint and row) one that neither the account nor the rest of the file has.

    A line known by its content takes the next free number of its kind, as if it stood in one file with those that are
    here: a file that has all of them repeats them all. One that has an id of its own gets a mark nothing repeats. A
    query per 10,000 lines, and again for those that stand here more often than in the file.
    """
    found = [""] * len(lines)
    kinds: defaultdict[str, list[int]] = defaultdict(list)
    for place, (mark, row) in enumerate(lines):
        content = content_of(row)
        if any(numbered(content, number).hex() == mark for number in range(1, _MOST_EQUAL + 1)):
            kinds[content].append(place)
        else:
            found[place] = forced(mark, batch.import_id)
    ahead = {content: _free_in(batch, content) for content in kinds}
    while kinds:
        asked = {content: [next(ahead[content]) for _ in places] for content, places in kinds.items()}
        here = _known(account_id, [mark for marks in asked.values() for mark in marks])
        for content, marks in asked.items():
            free = [mark for mark in marks if mark not in here]
            for place, mark in zip(kinds[content], free, strict=False):
                found[place] = mark
            kinds[content] = kinds[content][len(free) :]
        kinds = defaultdict(list, {content: places for content, places in kinds.items() if places})
    return found


def _free_in(batch: CheckedBatch, content: str) -> Iterator[str]:
    """The marks of this kind that no line of the file has."""
    raised = set(batch.verdicts.raised.values())
    marks = (numbered(content, number) for number in count(1))
    return (mark.hex() for mark in marks if mark not in batch.marks and mark not in raised)


def _known(account_id: UUID, marks: Sequence[str]) -> set[str]:
    each, here = iter(marks), set[str]()
    while part := list(islice(each, _AT_ONCE)):
        here |= known_fingerprints(account_id, part)
    return here
