"""Which lines are the two halves of a transfer: opposite amounts on two accounts within four days."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from config.kernel.money import from_stored
from ledger.core.exchange import RateBook
from ledger.pairing.hints import KnownAccount, names_person, says_card_payment, says_transfer
from ledger.pairing.rows import Line

MOST_DAYS = 4
MOST_OFF = Decimal("0.03")
SURE = 70
UNSURE = SURE - 5
MOST_CANDIDATES = 40
_BASE, _PER_DAY, _RIVAL_WITHIN = 45, 5, 20
# Sure even of lines that were taken for spending or income.
_TELLING = frozenset(["card_payment", "filed_as_transfer"])


@dataclass(frozen=True, slots=True)
class Found:
    """Two lines that may belong together: `score` 0 to 100, from SURE on a machine may join them by itself."""

    first: UUID
    second: UUID
    score: int
    reason: str


@dataclass(frozen=True, slots=True)
class _Edge:
    out: Line
    into: Line
    score: int
    reason: str


class TransferFinder:
    """Knows the accounts and the person's name; judges two lines at a time."""

    def __init__(self, accounts: Mapping[UUID, KnownAccount], own_name: Sequence[str]) -> None:
        self._accounts = accounts
        self._own_name = own_name

    def find(
        self,
        out: Sequence[Line],
        into: Sequence[Line],
        *,
        core: tuple[date, date],
        declined: Collection[tuple[UUID, UUID]],
        doubtful: Collection[UUID],
    ) -> Iterator[Found]:
        """One to one, the best first. Of lines around `core` only what leaves within it is told.

        `declined` pairs are passed over; lines in `doubtful` may stand there twice, so nothing is sure of them.
        Linear in the lines for the few of one amount within four days.
        """
        edges = [each for each in self._edges(out, into) if (each.out.id, each.into.id) not in declined]
        rivals = _Rivals(edges)
        first, last = core[0].toordinal(), core[1].toordinal()
        for each in _one_to_one(edges):
            if not first <= each.out.day <= last:
                continue
            unsure = rivals.has(each) or each.out.id in doubtful or each.into.id in doubtful
            yield Found(each.out.id, each.into.id, min(each.score, UNSURE) if unsure else each.score, each.reason)

    def find_in_two_currencies(
        self, lines: Sequence[Line], book: RateBook, declined: Collection[tuple[UUID, UUID]]
    ) -> Iterator[Found]:
        """Hinted lines of two currencies whose amounts are worth the same within 3 %; never sure."""
        hinted = [line for line in lines if line.kind == "transfer" or self._is_hinted(line)]
        out = [line for line in hinted if line.amount < 0]
        into = sorted((line for line in hinted if line.amount > 0), key=lambda line: line.day)
        days = [line.day for line in into]
        edges = []
        for each in out:
            start = bisect_left(days, each.day - MOST_DAYS)
            for other in into[start : start + MOST_CANDIDATES]:
                if other.day > each.day + MOST_DAYS:
                    break
                if (each.id, other.id) not in declined and self._is_worth_the_same(each, other, book):
                    distance = abs(each.day - other.day)
                    edges.append(_Edge(each, other, UNSURE - _PER_DAY * distance, "two_currencies"))
        for edge in _one_to_one(edges):
            yield Found(edge.out.id, edge.into.id, edge.score, edge.reason)

    def _edges(self, out: Sequence[Line], into: Sequence[Line]) -> Iterator[_Edge]:
        by_amount: dict[int, list[Line]] = defaultdict(list)
        for line in sorted(into, key=lambda line: line.day):
            by_amount[line.amount].append(line)
        days = {amount: [line.day for line in lines] for amount, lines in by_amount.items()}
        for line in out:
            others = by_amount.get(-line.amount, ())
            start = bisect_left(days.get(-line.amount, ()), line.day - MOST_DAYS)
            for other in others[start : start + MOST_CANDIDATES]:
                if other.day > line.day + MOST_DAYS:
                    break
                edge = self._judge(line, other) if self._may_pair(line, other) else None
                if edge is not None:
                    yield edge

    def _may_pair(self, out: Line, into: Line) -> bool:
        one, two = self._accounts[out.account], self._accounts[into.account]
        return one.pk != two.pk and one.currency == two.currency and (one.own or two.own)

    def _judge(self, out: Line, into: Line) -> _Edge | None:
        """None where nothing but the amount speaks for it and something speaks against it."""
        distance = abs(out.day - into.day)
        score = _BASE - _PER_DAY * distance
        both_own = self._accounts[out.account].own and self._accounts[into.account].own
        hint = self._hint(out, into)
        if hint is not None:
            reason, worth = hint
            sure = both_own and (reason in _TELLING or not (out.is_filed or into.is_filed))
            return _Edge(out, into, min(100 if sure else UNSURE, max(SURE, score + worth)), reason)
        if out.is_chosen or into.is_chosen or (out.key and out.key == into.key):
            return None
        cards = self._accounts[out.account].is_card or self._accounts[into.account].is_card
        if distance == 0 and cards and both_own and not (out.is_filed or into.is_filed):
            return _Edge(out, into, SURE, "same_day_card")
        return _Edge(out, into, score, "same_day" if distance == 0 else "days_apart")

    def _hint(self, out: Line, into: Line) -> tuple[str, int] | None:
        """What says that it is a transfer, and how much that is worth; the telling ones first."""
        source, target = self._accounts[out.account], self._accounts[into.account]
        if target.is_named_in(out.text) or source.is_named_in(into.text):
            return "names_account", 50
        if target.is_card and (says_card_payment(out.text) or says_card_payment(into.text)):
            return "card_payment", 50
        if "transfer" in (out.kind, into.kind):
            return "filed_as_transfer", 45
        if names_person(out.text, self._own_name) or names_person(into.text, self._own_name):
            return "own_name", 40
        if says_transfer(out.text) or says_transfer(into.text):
            return "words", 40
        if target.bank_is_named_in(out.text) or source.bank_is_named_in(into.text):
            return "names_bank", 30
        return None

    def _is_hinted(self, line: Line) -> bool:
        others = (each for each in self._accounts.values() if each.pk != line.account)
        return (
            says_transfer(line.text)
            or names_person(line.text, self._own_name)
            or any(each.is_named_in(line.text) or each.bank_is_named_in(line.text) for each in others)
        )

    def _is_worth_the_same(self, out: Line, into: Line, book: RateBook) -> bool:
        one, two = self._accounts[out.account], self._accounts[into.account]
        if one.currency == two.currency or not (one.own or two.own):
            return False
        left, arrived = from_stored(-out.amount), from_stored(into.amount)
        worth = book.convert(left, one.currency, two.currency, date.fromordinal(out.day))
        return worth is not None and abs(worth.amount - arrived) <= MOST_OFF * arrived


class _Rivals:
    """Whether another pair would do about as well; a line just like the other one is no rival to it."""

    def __init__(self, edges: Iterable[_Edge]) -> None:
        self._by_line: dict[UUID, list[_Edge]] = defaultdict(list)
        for edge in edges:
            self._by_line[edge.out.id].append(edge)
            self._by_line[edge.into.id].append(edge)

    def has(self, edge: _Edge) -> bool:
        return any(
            other.score > edge.score - _RIVAL_WITHIN
            and not (_alike(other.out, edge.out) and _alike(other.into, edge.into))
            for line in (edge.out, edge.into)
            for other in self._by_line[line.id]
        )


def _are_alike(edge: _Edge, other: _Edge) -> bool:
    return _alike(edge.out, other.out) and _alike(edge.into, other.into)


def _alike(line: Line, other: Line) -> bool:
    return (line.account, line.day, line.key, line.text) == (other.account, other.day, other.key, other.text)


def _one_to_one(edges: Iterable[_Edge]) -> Iterator[_Edge]:
    """Greedily from the best; ties go to the earlier lines, so that the same lines give the same pairs."""
    used: set[UUID] = set()
    for edge in sorted(edges, key=lambda each: (-each.score, each.out.day, each.into.day, each.out.id, each.into.id)):
        if edge.out.id not in used and edge.into.id not in used:
            used |= {edge.out.id, edge.into.id}
            yield edge


def around(days: tuple[date, date], by: int = MOST_DAYS) -> tuple[date, date]:
    return days[0] - timedelta(days=by), days[1] + timedelta(days=by)
