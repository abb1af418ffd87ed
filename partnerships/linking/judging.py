"""How well a line of a ledger fits what was due or settled. Pure: amounts are positive, in the partnership's currency.

A score is 0 to 100. What a machine may link by itself is sure: it fits exactly, something tells that it is this one,
and nothing else competes for the same line, due day or settlement.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from ledger.core.payees import fold, tokens_of

# A bill may be this part off, or this much.
NEAR_PART: Final = Decimal("0.1")
NEAR_AMOUNT: Final = Decimal(1)
AROUND_DUE: Final = timedelta(days=10)
# Of what is due each week a line lies nearer to one day than to all others.
AROUND_WEEKLY: Final = timedelta(days=3)

PROPOSED_FROM: Final = 45
EXACT, NEAR, FAR = 50, 25, 10
KNOWN, WORDS, SAID, CATEGORY, USUAL, UNUSUAL = 40, 25, 15, 15, 5, -20
HALF, NAMED, SETTLING = 60, 25, 10
PER_DAY: Final = 2

_SHORTEST_WORD, _SHORTEST_STEM = 3, 5


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SAYS_NOTHING = _listed("and the for und der die das fur von les des una per eur sepa card visa")
_SETTLING = _listed(
    """settle settled settling settlement split splitwise share shared even half ausgleich ausgleichen anteil haushalt
    halbe halfte abrechnung partage moitie remboursement ajuste mitad gastos verrekening helft"""
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the person's own ledger; `categories` are its own and those above it."""

    id: UUID
    amount: Decimal
    booked_on: date
    payee_key: str
    words: frozenset[str]
    categories: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Due:
    """What an expense comes to on a due day. `most` is what a payment may come to; `known` the payees the person has
    linked to it before; `usually` whether the person pays it, None for either. `said_on` is the day the person said,
    by hand, that it was paid.
    """

    expense: UUID
    due_on: date
    amount: Decimal
    most: Decimal
    words: frozenset[str]
    within: timedelta = AROUND_DUE
    category: UUID | None = None
    known: frozenset[str] = frozenset()
    usually: bool | None = None
    said_on: date | None = None

    @property
    def days(self) -> tuple[date, ...]:
        return (self.due_on,) if self.said_on is None else (self.due_on, self.said_on)


@dataclass(frozen=True, slots=True)
class Found:
    """A line that may pay what was due, or be the person's half of a settlement (then without `due_on`)."""

    line: UUID
    target: UUID
    due_on: date | None
    score: int
    reason: str
    is_sure: bool = False

    @property
    def key(self) -> tuple[UUID, UUID, date | None]:
        return self.line, self.target, self.due_on


def words_of(*texts: str) -> frozenset[str]:
    """The words that tell something, folded; numbers and what every bank writes are left out."""
    tokens = (token for text in texts for token in tokens_of(fold(text)))
    return frozenset(
        each for each in tokens if len(each) >= _SHORTEST_WORD and each.isalpha() and each not in _SAYS_NOTHING
    )


def share_words(first: frozenset[str], second: frozenset[str]) -> bool:
    """A word in common, or one that begins the other: 'Hausrat' and 'Hausratversicherung'."""
    if first & second:
        return True
    stems = (each for each in first if len(each) >= _SHORTEST_STEM)
    return any(
        one.startswith(other) or other.startswith(one)
        for one in stems
        for other in second
        if len(other) >= _SHORTEST_STEM
    )


def near(amount: Decimal) -> Decimal:
    """How much a bill of `amount` may be off."""
    return max(amount * NEAR_PART, NEAR_AMOUNT)


def by_day_around(dues: Iterable[Due]) -> dict[date, set[Due]]:
    """For each day what a line of that day may pay; nothing for all other days."""
    found: dict[date, set[Due]] = defaultdict(set)
    for due in dues:
        for day in due.days:
            for off in range(-due.within.days, due.within.days + 1):
                found[day + timedelta(days=off)].add(due)
    return found


def judge(line: Line, due: Due) -> Found | None:
    """None for what need not be asked."""
    days = min(abs((line.booked_on - each).days) for each in due.days)
    off = abs(line.amount - due.amount)
    is_known, is_named = line.payee_key in due.known, share_words(line.words, due.words)
    if days > due.within.days or line.amount > due.most:
        return None
    if off and not is_known and (off > near(due.amount) or not is_named):
        return None
    hints = [
        (is_known, KNOWN, "known_payee"),
        (due.said_on is not None, SAID, "said_paid"),
        (is_named, WORDS, "words"),
        (due.category in line.categories, CATEGORY, "category"),
    ]
    score = EXACT if not off else NEAR if off <= near(due.amount) else FAR
    score += sum(worth for is_so, worth, _reason in hints if is_so)
    score += 0 if due.usually is None else USUAL if due.usually else UNUSUAL
    score = max(0, min(100, score - PER_DAY * days))
    if score < PROPOSED_FROM:
        return None
    reason = next((reason for is_so, _worth, reason in hints if is_so), "amount")
    return Found(line.id, due.expense, due.due_on, score, reason, is_sure=is_known and not off)


def judge_halves(settlement: UUID, settled_on: date, partner: frozenset[str], lines: Sequence[Line]) -> list[Found]:
    """All that may be the person's half, each of just the amount and within a week already. Sure is one that names the
    partner where there is no other.
    """
    found = []
    for line in lines:
        is_named = share_words(line.words, partner)
        score = HALF + NAMED * is_named + SETTLING * bool(line.words & _SETTLING)
        score -= PER_DAY * abs((line.booked_on - settled_on).days)
        reason = "names_partner" if is_named else "amount"
        found.append(Found(line.id, settlement, None, min(100, score), reason, is_named and len(lines) == 1))
    return found


def weighed(found: Iterable[Found]) -> list[Found]:
    """The best first; what competes for a line, a due day or a settlement is not sure."""
    listed = sorted(found, key=lambda each: (-each.score, each.line, each.target))
    lines = Counter(each.line for each in listed)
    targets = Counter((each.target, each.due_on) for each in listed)
    return [
        replace(each, is_sure=each.is_sure and lines[each.line] == targets[each.target, each.due_on] == 1)
        for each in listed
    ]
