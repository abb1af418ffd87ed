"""The seam to `ledger.pairing`, which is above: it remembers what was parted, so that no machine joins it again."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID


class Memory(Protocol):
    def parted(self, kind: str, first: UUID, second: UUID) -> None:
        """Remember, within the caller's transaction. `kind` is a Link.Kind.

        Of a transfer `first` is the half that leaves, of a refund the purchase, of a merge the one that stayed.
        """


class _Forgetful:
    def parted(self, kind: str, first: UUID, second: UUID) -> None:
        return None


_current: Memory = _Forgetful()


def register(memory: Memory) -> None:
    global _current
    _current = memory


def current() -> Memory:
    return _current
