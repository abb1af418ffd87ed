"""From an income and what is known of a person to a plan of one month. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_HALF_EVEN, Decimal
from itertools import groupby
from typing import Final, NamedTuple
from uuid import UUID

from config.kernel.money import ZERO, smallest_unit_of

NEEDS: Final = "needs"
WANTS: Final = "wants"
SAVINGS: Final = "savings"
# Needs, wants and savings of 100 of income: 50/30/20, from Warren and Tyagi, "All Your Worth" (2005). Who is careful
# moves 5 of the wants to the savings, who takes risks 5 of the savings to the wants.
GUIDE: Final[Mapping[str, Mapping[str, int]]] = {
    "conservative": {NEEDS: 50, WANTS: 25, SAVINGS: 25},
    "moderate": {NEEDS: 50, WANTS: 30, SAVINGS: 20},
    "aggressive": {NEEDS: 50, WANTS: 35, SAVINGS: 15},
}
# The two sides between which is divided what is left after needs.
_WANTS, _SAVINGS = UUID(int=1), UUID(int=2)
BY_HISTORY, BY_RECURRING, BY_GUIDE = "history", "recurring", "guide"
BY_LIMIT, BY_GOAL = "limit", "goal"


@dataclass(frozen=True, slots=True)
class Wish:
    """A category that may get money. Amounts are of one month, at least zero, in the budget's currency.

    `due` is what recurring entries take, `usual` what is spent otherwise too, `limit` the person's standing one.
    `necessity` and `priority` are 1 to 10, 10 comes first. `percent` is what the guide gives it where nothing is known.
    """

    key: UUID
    bucket: str
    necessity: int = 5
    priority: int = 5
    due: Decimal = ZERO
    usual: Decimal = ZERO
    limit: Decimal | None = None
    percent: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class GoalWish:
    """`monthly` is what is meant to go in, at least zero. Of `priority` 1 comes first, as everywhere with goals."""

    key: UUID
    monthly: Decimal
    priority: int = 1


class Share(NamedTuple):
    """What a category or a goal gets, and why (Allocation.Basis)."""

    key: UUID
    amount: Decimal
    basis: str
    is_goal: bool = False


class _Claim(NamedTuple):
    """In units: the smallest the currency has. `due` is part of `units`."""

    wish: Wish
    due: int
    units: int
    basis: str


@dataclass
class _Pot:
    """What is left to give, and what each was given."""

    left: int
    given: dict[UUID, int] = field(default_factory=dict)

    def give(self, wanted: Mapping[UUID, int], weights: Mapping[UUID, int], most: int | None = None) -> None:
        """Give what is wanted, at most `most` in all; where it is short, each in proportion to what it wants times its
        weight, and none more than it wants.
        """
        pot = self.left if most is None else min(self.left, most)
        for key, units in _filled(pot, wanted, weights).items():
            self.given[key] = self.given.get(key, 0) + units
            self.left -= units

    def give_in_turn(self, turns: Iterable[tuple[int, UUID, int]]) -> None:
        """Give (rank, key, units): a higher rank all it wants before the next one gets anything."""
        ordered = sorted(turns, key=lambda turn: (-turn[0], turn[1]))
        for _rank, same in groupby(ordered, key=lambda turn: turn[0]):
            wanted = {key: units for _same, key, units in same}
            self.give(wanted, dict.fromkeys(wanted, 1))


def generate(
    *,
    income: Decimal,
    currency: str,
    wishes: Sequence[Wish],
    goals: Sequence[GoalWish],
    risk: str,
    rest: UUID,
    puts_by: bool = True,
) -> list[Share]:
    """Allocations that add up to `income` to the cent, none below zero, in no order that matters.

    With income I and the shares s of GUIDE, a category claims c = max(due, min(usual, limit)). Money is given in turn:

    1. what is due, the most necessary first;
    2. needs up to c, the most necessary first;
    3. goals by priority, then savings up to c, where it is short in proportion to c times priority;
    4. wants up to c, likewise; beside them what of s_savings I nobody claims, which goes to `rest`: where there is not
       enough for both, each in proportion to what it wants times its share s. Without `puts_by` it claims nothing;
    5. what is left to `rest`, a category of savings, whatever its limit.

    So where money is short wants give first, then savings, then needs by low necessity, and what is due last. Where no
    category has a `usual`, 50/30/20 by bucket stands for it, within a bucket by `percent`. Cents that do not divide go
    by largest remainder, ties to the lower id. `income` has no more decimals than the currency.

    The order of giving is that of the envelope method; the shares are of Warren and Tyagi; `usual`, the median of six
    months, was the best of the simple forecasts we measured.
    """
    unit = smallest_unit_of(currency)
    whole = int(income / unit)
    claims = _claims(wishes, whole, GUIDE[risk], unit)
    pot = _Pot(whole)
    pot.give_in_turn((each.wish.necessity, each.wish.key, each.due) for each in claims)
    pot.give_in_turn(
        (each.wish.necessity, each.wish.key, each.units - each.due) for each in claims if each.wish.bucket == NEEDS
    )
    _give_savings(pot, claims, _goal_units(goals, unit))
    saved = whole - pot.left - sum(pot.given.get(each.wish.key, 0) for each in claims if each.wish.bucket != SAVINGS)
    unclaimed = max(whole * GUIDE[risk][SAVINGS] // 100 - saved, 0) if puts_by else 0
    _give_wants(pot, claims, unclaimed, GUIDE[risk])
    return _shares(pot, claims, goals, rest, pot.left, unit)


def _claims(wishes: Sequence[Wish], whole: int, guide: Mapping[str, int], unit: Decimal) -> list[_Claim]:
    usual, basis = {each.key: _units(each.usual, unit, ROUND_HALF_EVEN) for each in wishes}, BY_HISTORY
    if not any(usual.values()):
        usual, basis = _by_guide(wishes, whole, guide), BY_GUIDE
    claims = []
    for each in sorted(wishes, key=lambda wish: wish.key):
        due, units, why = _units(each.due, unit, ROUND_CEILING), usual[each.key], basis
        if each.limit is not None and units > (limit := _units(each.limit, unit, ROUND_DOWN)):
            units, why = limit, BY_LIMIT
        if due and due >= units:
            units, why = due, BY_RECURRING
        if units or each.due or each.usual:
            claims.append(_Claim(each, due, units, why))
    return claims


def _by_guide(wishes: Sequence[Wish], whole: int, guide: Mapping[str, int]) -> dict[UUID, int]:
    found: dict[UUID, int] = {}
    for bucket in (NEEDS, WANTS, SAVINGS):
        weights = {each.key: int(each.percent * 100) for each in wishes if each.bucket == bucket}
        found |= _apportioned(whole * guide[bucket] // 100, weights) if any(weights.values()) else weights
    return {each.key: found.get(each.key, 0) for each in wishes}


def _goal_units(goals: Sequence[GoalWish], unit: Decimal) -> list[tuple[int, UUID, int]]:
    return [(-each.priority, each.key, _units(each.monthly, unit, ROUND_CEILING)) for each in goals]


def _give_savings(pot: _Pot, claims: Sequence[_Claim], goals: Sequence[tuple[int, UUID, int]]) -> None:
    pot.give_in_turn(goals)
    savings = [each for each in claims if each.wish.bucket == SAVINGS]
    pot.give(
        {each.wish.key: each.units - each.due for each in savings},
        {each.wish.key: each.wish.priority for each in savings},
    )


def _give_wants(pot: _Pot, claims: Sequence[_Claim], unclaimed: int, guide: Mapping[str, int]) -> None:
    """Of what is left; their share of it where nobody's claim on savings stands beside them."""
    wants = [each for each in claims if each.wish.bucket == WANTS]
    wanted = sum(each.units - each.due for each in wants)
    sides = _filled(pot.left, {_WANTS: wanted, _SAVINGS: unclaimed}, {_WANTS: guide[WANTS], _SAVINGS: guide[SAVINGS]})
    pot.give(
        {each.wish.key: each.units - each.due for each in wants},
        {each.wish.key: each.wish.priority for each in wants},
        sides[_WANTS],
    )


def _shares(
    pot: _Pot, claims: Sequence[_Claim], goals: Sequence[GoalWish], rest: UUID, more: int, unit: Decimal
) -> list[Share]:
    found = {each.wish.key: Share(each.wish.key, pot.given[each.wish.key] * unit, each.basis) for each in claims}
    if more:
        had = found.get(rest)
        found[rest] = Share(rest, (had.amount if had else ZERO) + more * unit, BY_GUIDE)
    return [*found.values(), *(Share(each.key, pot.given[each.key] * unit, BY_GOAL, is_goal=True) for each in goals)]


def _filled(pot: int, wanted: Mapping[UUID, int], weights: Mapping[UUID, int]) -> dict[UUID, int]:
    """Water-filling: whoever would get all they want gets it, the others share what is left, until nobody would."""
    if pot >= sum(wanted.values()):
        return dict(wanted)
    full: dict[UUID, int] = {}
    hungry = {key: units for key, units in wanted.items() if units}
    while True:
        parts = {key: units * weights[key] for key, units in hungry.items()}
        total = sum(parts.values())
        sated = [key for key, part in parts.items() if pot * part >= hungry[key] * total]
        if not sated:
            return dict.fromkeys(wanted, 0) | full | _apportioned(pot, parts)
        for key in sated:
            full[key] = hungry.pop(key)
            pot -= full[key]


def _apportioned(whole: int, weights: Mapping[UUID, int]) -> dict[UUID, int]:
    """Whole units in proportion to weights, one at least above zero: largest remainder, ties to lower ids."""
    total = sum(weights.values())
    exact = {key: divmod(whole * weight, total) for key, weight in weights.items()}
    parts = {key: part for key, (part, _remainder) in exact.items()}
    by_remainder = sorted(exact, key=lambda key: (-exact[key][1], key))
    for key in by_remainder[: whole - sum(parts.values())]:
        parts[key] += 1
    return parts


def _units(amount: Decimal, unit: Decimal, rounding: str) -> int:
    return int((amount / unit).to_integral_value(rounding))
