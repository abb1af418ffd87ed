"""What a bank's line is recognised by when it comes again, in this file or another one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256

from ledger.imports.readers import ReadLine

SHORTEST_ID = 8


def fingerprints(lines: Sequence[ReadLine]) -> list[str]:
    """One SHA-256 per line, 64 hex digits, in order; unique within one account's lines.

    The bank's own id where it is one. Else day, amount, the text as written and how often the same came before in
    this file: two equal coffees stay two, and a file that overlaps with an earlier one repeats its fingerprints.
    """
    ids = Counter(line.bank_id for line in lines)
    seen: Counter[str] = Counter()
    found = []
    for line in lines:
        if _identifies(line.bank_id, ids[line.bank_id]):
            text = f"id|{line.bank_id}"
        else:
            content = f"{line.booked_on}|{line.amount.normalize():f}|{' '.join(line.raw.split())}"
            seen[content] += 1
            text = f"line|{content}|{seen[content]}"
        found.append(sha256(text.encode()).hexdigest())
    return found


def forced(fingerprint: str, import_id: object) -> str:
    """The fingerprint of a line a person adds although it is here already."""
    return sha256(f"{fingerprint}|{import_id}".encode()).hexdigest()


def _identifies(bank_id: str, times: int) -> bool:
    """Some banks number the lines of each file, or write one id on many lines: those ids recognise nothing."""
    return times == 1 and len(bank_id) >= SHORTEST_ID and any(each.isdigit() for each in bank_id)
