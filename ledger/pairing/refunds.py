"""Which money in gives back a purchase: of the same payee, at most 120 days later, at most what was paid."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from uuid import UUID

from ledger.pairing.hints import says_cash, says_refund
from ledger.pairing.rows import Line
from ledger.pairing.transfers import SURE, UNSURE, Found

MOST_DAYS = 120
_NEAR = 30
_EXACT, _SOME, _MARKED = 90, 40, 60


class Purchases:
    """What was bought, by payee and currency. `declined` pairs begin with the purchase."""

    def __init__(
        self,
        bought: Sequence[Line],
        currencies: Mapping[UUID, str],
        declined: Collection[tuple[UUID, UUID]],
    ) -> None:
        self._currencies = currencies
        self._declined = declined
        self._by_payee: dict[tuple[str, str], list[Line]] = defaultdict(list)
        for line in sorted(bought, key=lambda line: (line.day, line.id)):
            self._by_payee[line.key, currencies[line.account]].append(line)

    def of(self, back: Line) -> list[Line]:
        """Those `back` could give back, the oldest first."""
        same = self._by_payee.get((back.key, self._currencies[back.account]), [])
        first = bisect_left(same, back.day - MOST_DAYS, key=lambda line: line.day)
        last = bisect_right(same, back.day, key=lambda line: line.day)
        return [
            line
            for line in same[first:last]
            if -line.amount >= back.amount and (line.id, back.id) not in self._declined
        ]


def find_refunds(back: Sequence[Line], bought: Purchases, refunded: Mapping[UUID, int]) -> Iterator[Found]:
    """The purchase each refund is most likely for; `first` is the purchase.

    Exactly the amount of one purchase alone is sure; of several the latest is proposed. A part of the amount is
    proposed where the line is marked as money back, or where one recent purchase is all there is. A purchase is
    given back once: `refunded` is what has come back of each already, in stored units.
    """
    come: dict[UUID, int] = dict(refunded)
    for line in sorted(back, key=lambda line: (line.day, line.id)):
        candidates = [each for each in bought.of(line) if -each.amount - come.get(each.id, 0) >= line.amount]
        found = _choose(line, candidates)
        if found is not None:
            come[found.first] = come.get(found.first, 0) + line.amount
            yield found


def _choose(line: Line, candidates: Sequence[Line]) -> Found | None:
    marked = line.kind == "refund" or says_refund(line.text)
    if (line.is_chosen and line.kind == "income") or says_cash(line.text):
        return None
    exact = [each for each in candidates if -each.amount == line.amount]
    if len(exact) == 1 and not (line.is_filed and line.kind == "income"):
        return Found(exact[0].id, line.id, _EXACT, "exact_amount")
    if exact:
        return Found(exact[-1].id, line.id, UNSURE, "exact_amount")
    if marked and candidates:
        return Found(candidates[-1].id, line.id, min(_MARKED, SURE - 1), "part_of_amount")
    if len(candidates) == 1 and line.day - candidates[0].day <= _NEAR:
        return Found(candidates[0].id, line.id, _SOME, "part_of_amount")
    return None
