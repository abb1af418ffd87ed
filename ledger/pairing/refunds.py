"""Which money in gives back a purchase: of the same payee, at most 120 days later, at most what was paid."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from uuid import UUID

from ledger.pairing.hints import says_cash, says_refund
from ledger.pairing.rows import Line
from ledger.pairing.transfers import SURE, UNSURE, Found

MOST_DAYS = 120
_NEAR = 30
_LOOKED_AT = 400
# Of a payee with more purchases in 120 days than a household makes, equal amounts may be chance.
_TELLING_AMONG = 100
_EXACT, _SOME, _MARKED = 90, 40, 60


class Purchases:
    """What was bought and how much of it has not come back yet, by payee and currency.

    `declined` pairs begin with the purchase; `refunded` is what has come back of each already, in stored units.
    """

    def __init__(
        self,
        bought: Sequence[Line],
        currencies: Mapping[UUID, str],
        declined: Collection[tuple[UUID, UUID]],
        refunded: Mapping[UUID, int],
    ) -> None:
        self._currencies = currencies
        self._declined = declined
        self._come = dict(refunded)
        self._of_payee: dict[tuple[str, str], list[Line]] = defaultdict(list)
        self._of_amount: dict[tuple[str, str, int], list[Line]] = defaultdict(list)
        for line in sorted(bought, key=lambda line: (line.day, line.id)):
            currency = currencies[line.account]
            self._of_payee[line.key, currency].append(line)
            self._of_amount[line.key, currency, -line.amount].append(line)

    def of_exactly(self, back: Line) -> list[Line]:
        """The latest two of exactly the amount of `back`, the latest first."""
        same = self._of_amount.get((back.key, self._currencies[back.account], back.amount), [])
        return list(islice(self._possible(same, back), 2))

    def of_more(self, back: Line) -> list[Line]:
        """The latest two that `back` could give back a part of, the latest first; the latest 400 are looked at."""
        same = self._of_payee.get((back.key, self._currencies[back.account]), [])
        return list(islice(self._possible(same, back, most=_LOOKED_AT), 2))

    def are_few(self, back: Line) -> bool:
        """Whether an equal amount among the payee's purchases tells something."""
        first, last = self._window(self._of_payee.get((back.key, self._currencies[back.account]), []), back)
        return last - first <= _TELLING_AMONG

    def give_back(self, purchase: UUID, amount: int) -> None:
        self._come[purchase] = self._come.get(purchase, 0) + amount

    def _possible(self, lines: Sequence[Line], back: Line, *, most: int | None = None) -> Iterator[Line]:
        first, last = self._window(lines, back)
        if most is not None:
            first = max(first, last - most)
        for place in range(last - 1, first - 1, -1):
            line = lines[place]
            left = -line.amount - self._come.get(line.id, 0)
            if left >= back.amount and (line.id, back.id) not in self._declined:
                yield line

    @staticmethod
    def _window(lines: Sequence[Line], back: Line) -> tuple[int, int]:
        first = bisect_left(lines, back.day - MOST_DAYS, key=lambda line: line.day)
        return first, bisect_right(lines, back.day, key=lambda line: line.day)


def find_refunds(back: Sequence[Line], bought: Purchases) -> Iterator[Found]:
    """The purchase each refund is most likely for; `first` is the purchase.

    Exactly the amount of one purchase alone is sure, of a payee with no more than 100 of them; of several the latest
    is proposed. A part of the amount is proposed where the line is marked as money back, or where one recent purchase
    is all there is. A purchase is given back once. Linear in the refunds, however many purchases one payee has.
    """
    for line in sorted(back, key=lambda line: (line.day, line.id)):
        found = _choose(line, bought)
        if found is not None:
            bought.give_back(found.first, line.amount)
            yield found


def _choose(line: Line, bought: Purchases) -> Found | None:
    marked = line.kind == "refund" or says_refund(line.text)
    if (line.is_chosen and line.kind == "income") or says_cash(line.text):
        return None
    exact = bought.of_exactly(line)
    if len(exact) == 1 and not (line.is_filed and line.kind == "income") and bought.are_few(line):
        return Found(exact[0].id, line.id, _EXACT, "exact_amount")
    if exact:
        return Found(exact[0].id, line.id, UNSURE, "exact_amount")
    candidates = bought.of_more(line)
    if marked and candidates:
        return Found(candidates[0].id, line.id, min(_MARKED, SURE - 1), "part_of_amount")
    if len(candidates) == 1 and line.day - candidates[0].day <= _NEAR:
        return Found(candidates[0].id, line.id, _SOME, "part_of_amount")
    return None
