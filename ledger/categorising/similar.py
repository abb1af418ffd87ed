"""What a person's choices say of single words, for payees they have not judged yet."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Final
from uuid import UUID

from ledger.core.categoriser import Suggested
from ledger.core.models import Transaction

_SHORTEST_WORD: Final = 3
_AT_LEAST: Final = 2
# One payee beside two of another category is too mixed; two agreeing are enough.
_SHARE_AT_LEAST: Final = Decimal("0.66")
_SUREST: Final = Decimal("0.75")
_REASON_MAX_LENGTH: Final = 120


class OwnWords:
    """How many different payees with a word a person put into each category."""

    def __init__(self, choices: Iterable[tuple[str, str, UUID]]) -> None:
        self._payees: defaultdict[tuple[str, str], Counter[UUID]] = defaultdict(Counter)
        for key, kind, category_id in choices:
            for word in words_of(key):
                self._payees[kind, word][category_id] += 1

    def suggest(self, key: str, kind: str) -> Suggested | None:
        """By the word that tells most: at least two payees, nearly all of them in one category."""
        best: tuple[Decimal, int, str, UUID] | None = None
        for word in words_of(key):
            if found := self._payees.get((kind, word)):
                [(category_id, agreeing)] = found.most_common(1)
                share = Decimal(agreeing) / (found.total() + 1)
                if agreeing >= _AT_LEAST and share >= _SHARE_AT_LEAST:
                    best = max(best or (Decimal(0), 0, "", category_id), (share, agreeing, word, category_id))
        if best is None:
            return None
        share, agreeing, word, category_id = best
        confidence = (share * _SUREST).quantize(Decimal("0.01"))
        source = Transaction.CategorySource.SIMILAR.value
        return Suggested(category_id, confidence, source, f"{word[: _REASON_MAX_LENGTH - 10]} {agreeing}×")


def words_of(key: str) -> set[str]:
    return {word for word in key.split() if len(word) >= _SHORTEST_WORD}
