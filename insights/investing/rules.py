"""The rules of rebalancing: each an object with what it looks at, what it measures by, its formula and its result.

They compare what is held with what the person decided, at today's prices. None of them says where a market will go.
The amounts a rule would move add up to nothing: what leaves one place arrives in another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import ClassVar, Protocol

from django.utils.translation import gettext as _

from config.kernel.money import ZERO
from insights.investing.figure_texts import number_text, percent_text
from insights.investing.snapshot import Held, Move, Snapshot
from ledger.core.converting import apportioned
from ledger.core.exchange import rounded
from ledger.holdings.models import Position

# So many points may a kind be beside its target before anything is suggested: every sale costs something.
BAND = Decimal(5)
HIGH = Decimal("1.5")
MONEY, PERCENT, MONTHS = "money", "percent", "months"


@dataclass(frozen=True, slots=True)
class Input:
    """What a rule looked at: `unit` is money, percent or months."""

    name: str
    value: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Result:
    """`measured` and `after` (once the moves were made) are in the rule's unit; None where there is nothing to measure.

    `says` holds no amounts: those stand in the inputs and the moves.
    """

    is_kept: bool
    measured: Decimal | None
    says: str
    moves: tuple[Move, ...] = ()
    after: Decimal | None = None

    @property
    def moved(self) -> Decimal:
        """What would change places."""
        return sum((each.amount for each in self.moves if each.amount > 0), ZERO)


class Rule(Protocol):
    key: ClassVar[str]
    unit: ClassVar[str]

    @property
    def threshold(self) -> Decimal: ...
    @property
    def title(self) -> str: ...
    @property
    def formula(self) -> str: ...
    @property
    def inputs(self) -> tuple[Input, ...]: ...
    def result(self) -> Result: ...


@dataclass(frozen=True, slots=True)
class SinglePosition:
    """No position above `threshold` per cent of all positions."""

    key: ClassVar[str] = "single_position"
    unit: ClassVar[str] = PERCENT
    snapshot: Snapshot
    threshold: Decimal

    @property
    def title(self) -> str:
        return _("No single position above %(limit)s") % {"limit": percent_text(self.threshold)}

    @property
    def formula(self) -> str:
        return _("Value of the largest position / value of all positions.")

    @property
    def inputs(self) -> tuple[Input, ...]:
        largest = max(self.snapshot.held, key=lambda each: each.value)
        return (Input(largest.name, largest.value, MONEY), Input(_("All positions"), self.snapshot.total, MONEY))

    def measure(self, snapshot: Snapshot) -> Decimal:
        return percent(max(each.value for each in snapshot.held), snapshot.total)

    def result(self) -> Result:
        held, total = self.snapshot.held, self.snapshot.total
        most = total * self.threshold / 100
        over = [each for each in held if each.value > most]
        measured = self.measure(self.snapshot)
        largest = max(held, key=lambda each: each.value)
        says = _("%(name)s is at %(share)s.") % {"name": largest.name, "share": percent_text(measured)}
        if not over:
            return Result(True, measured, says)
        excess = {each.key: money(each.value - most, self.snapshot) for each in over}
        rooms = [(each, most - each.value) for each in held if each not in over]
        away = [Move(-excess[each.key], each.name, each.key, each.kind) for each in over]
        moves = (*away, *into_rooms(sum(excess.values(), ZERO), rooms, self.snapshot.currency))
        return Result(False, measured, says, moves, self.measure(self.snapshot.after(moves)))


@dataclass(frozen=True, slots=True)
class SingleProtocol:
    """No protocol of a chain above `threshold` per cent of all positions."""

    key: ClassVar[str] = "single_protocol"
    unit: ClassVar[str] = PERCENT
    snapshot: Snapshot
    threshold: Decimal

    @property
    def title(self) -> str:
        return _("No single protocol above %(limit)s") % {"limit": percent_text(self.threshold)}

    @property
    def formula(self) -> str:
        return _("Value of the positions in one protocol / value of all positions.")

    @property
    def inputs(self) -> tuple[Input, ...]:
        parts = [Input(name, value, MONEY) for name, value in _sums(self.snapshot.held, "protocol").items() if name]
        return (*parts, Input(_("All positions"), self.snapshot.total, MONEY))

    def measure(self, snapshot: Snapshot) -> Decimal:
        sums = [value for name, value in _sums(snapshot.held, "protocol").items() if name]
        return percent(max(sums, default=ZERO), snapshot.total)

    def result(self) -> Result:
        sums = {name: value for name, value in _sums(self.snapshot.held, "protocol").items() if name}
        if not sums:
            return Result(True, ZERO, _("Nothing is in a protocol."))
        measured, name = self.measure(self.snapshot), max(sums, key=lambda each: (sums[each], each))
        says = _("%(name)s is at %(share)s.") % {"name": name, "share": percent_text(measured)}
        return _less_of(self, self.snapshot, sums, "protocol", "", measured, says)


@dataclass(frozen=True, slots=True)
class ForeignCurrency:
    """No currency but one's own above `threshold` per cent of all positions."""

    key: ClassVar[str] = "foreign_currency"
    unit: ClassVar[str] = PERCENT
    snapshot: Snapshot
    threshold: Decimal

    @property
    def title(self) -> str:
        return _("No currency beside %(own)s above %(limit)s") % {
            "own": self.snapshot.currency,
            "limit": percent_text(self.threshold),
        }

    @property
    def formula(self) -> str:
        return _("Value of the positions in one other currency / value of all positions, at today’s rates.")

    @property
    def inputs(self) -> tuple[Input, ...]:
        parts = [Input(name, value, MONEY) for name, value in self._foreign(self.snapshot).items()]
        return (*parts, Input(_("All positions"), self.snapshot.total, MONEY))

    def _foreign(self, snapshot: Snapshot) -> dict[str, Decimal]:
        sums = _sums(snapshot.held, "currency")
        return {name: value for name, value in sums.items() if name != snapshot.currency}

    def measure(self, snapshot: Snapshot) -> Decimal:
        return percent(max(self._foreign(snapshot).values(), default=ZERO), snapshot.total)

    def result(self) -> Result:
        sums, measured = self._foreign(self.snapshot), self.measure(self.snapshot)
        if not sums:
            return Result(True, ZERO, _("Everything is in %(own)s.") % {"own": self.snapshot.currency})
        name = max(sums, key=lambda each: (sums[each], each))
        says = _("%(name)s is at %(share)s.") % {"name": name, "share": percent_text(measured)}
        return _less_of(self, self.snapshot, sums, "currency", self.snapshot.currency, measured, says)


@dataclass(frozen=True, slots=True)
class TargetShares:
    """Each kind of position within five points of its target."""

    key: ClassVar[str] = "target_shares"
    unit: ClassVar[str] = PERCENT
    snapshot: Snapshot
    targets: Mapping[str, Decimal]
    threshold: Decimal = BAND

    @property
    def title(self) -> str:
        return _("Each kind within %(band)s points of its target") % {"band": number_text(self.threshold)}

    @property
    def formula(self) -> str:
        return _("The largest difference between a kind’s share of all positions and its target, in points.")

    @property
    def inputs(self) -> tuple[Input, ...]:
        return tuple(Input(kind_name(kind), share, PERCENT) for kind, share in self.shares(self.snapshot).items())

    def shares(self, snapshot: Snapshot) -> dict[str, Decimal]:
        """Of every kind there is or should be, in per cent."""
        sums = _sums(snapshot.held, "kind")
        kinds = sorted({*sums, *self.targets}, key=lambda each: (-self.targets.get(each, ZERO), each))
        return {kind: percent(sums.get(kind, ZERO), snapshot.total) for kind in kinds}

    def measure(self, snapshot: Snapshot) -> Decimal:
        return max(abs(share - self.targets.get(kind, ZERO)) for kind, share in self.shares(snapshot).items())

    def result(self) -> Result:
        shares, measured = self.shares(self.snapshot), self.measure(self.snapshot)
        kind = max(shares, key=lambda each: (abs(shares[each] - self.targets.get(each, ZERO)), each))
        says = _("%(kind)s: %(share)s where %(target)s are meant.") % {
            "kind": kind_name(kind),
            "share": percent_text(shares[kind]),
            "target": percent_text(self.targets.get(kind, ZERO)),
        }
        if measured <= self.threshold:
            return Result(True, measured, says)
        total, sums = self.snapshot.total, _sums(self.snapshot.held, "kind")
        wanted = [Fraction(total) * Fraction(self.targets.get(each, ZERO)) / 100 for each in shares]
        aims = apportioned(wanted, total, self.snapshot.currency)
        gaps = {each: aim - sums.get(each, ZERO) for each, aim in zip(shares, aims, strict=True)}
        moves = tuple(Move(gap, kind_name(each), None, each) for each, gap in gaps.items() if gap)
        return Result(False, measured, says, moves, self.measure(self.snapshot.after(moves)))


@dataclass(frozen=True, slots=True)
class IdleCash:
    """Cash in investment accounts no more than `threshold` months of spending."""

    key: ClassVar[str] = "idle_cash"
    unit: ClassVar[str] = MONTHS
    snapshot: Snapshot
    threshold: Decimal
    targets: Mapping[str, Decimal]

    @property
    def title(self) -> str:
        return _("At most %(limit)s months of spending as cash in investment accounts") % {
            "limit": number_text(self.threshold)
        }

    @property
    def formula(self) -> str:
        return _("Cash in investment accounts / mean spending of the last six whole months.")

    @property
    def inputs(self) -> tuple[Input, ...]:
        spending = self.snapshot.spending
        cash = Input(_("Cash"), self.snapshot.cash, MONEY)
        return (cash,) if spending is None else (cash, Input(_("Spending of a month"), spending, MONEY))

    def measure(self, snapshot: Snapshot) -> Decimal:
        assert snapshot.spending
        return (snapshot.cash / snapshot.spending).quantize(Decimal("0.1"), ROUND_HALF_EVEN)

    def result(self) -> Result:
        spending = self.snapshot.spending
        if not spending:
            return Result(True, None, _("There is no whole month of spending to compare with yet."))
        measured = self.measure(self.snapshot)
        says = _("It is enough for %(months)s months.") % {"months": number_text(measured)}
        excess = money(self.snapshot.cash - spending * self.threshold, self.snapshot)
        if excess <= 0:
            return Result(True, measured, says)
        kinds, weights = zip(*self._gaps(excess), strict=True)
        parts = apportioned(
            [Fraction(excess) * each / sum(weights) for each in weights], excess, self.snapshot.currency
        )
        into = [Move(part, kind_name(kind), None, kind) for kind, part in zip(kinds, parts, strict=True) if part]
        moves = (Move(-excess, _("Cash"), is_cash=True), *into)
        return Result(False, measured, says, moves, self.measure(self.snapshot.after(moves)))

    def _gaps(self, excess: Decimal) -> list[tuple[str, Fraction]]:
        """What each kind lacks of its target once `excess` is invested, of those that lack something."""
        sums, whole = _sums(self.snapshot.held, "kind"), Fraction(self.snapshot.total + excess)
        lacks = {
            kind: whole * Fraction(share) / 100 - Fraction(sums.get(kind, ZERO)) for kind, share in self.targets.items()
        }
        return [(kind, lack) for kind, lack in lacks.items() if lack > 0]


@dataclass(frozen=True, slots=True)
class YearlyFees:
    """Fees of a year no more than `threshold` per cent of what is held."""

    key: ClassVar[str] = "yearly_fees"
    unit: ClassVar[str] = PERCENT
    snapshot: Snapshot
    threshold: Decimal

    @property
    def title(self) -> str:
        return _("Fees of at most %(limit)s a year") % {"limit": percent_text(self.threshold)}

    @property
    def formula(self) -> str:
        return _("Fees written down in the last 365 days / value of all positions.")

    @property
    def inputs(self) -> tuple[Input, ...]:
        return (Input(_("Fees"), self.snapshot.fees, MONEY), Input(_("All positions"), self.snapshot.total, MONEY))

    def result(self) -> Result:
        """Nothing to move: what a cheaper one would be is not ours to know."""
        measured = percent(self.snapshot.fees, self.snapshot.total, "0.01")
        says = _("They came to %(share)s of what is held.") % {"share": percent_text(measured)}
        return Result(measured <= self.threshold, measured, says)


def percent(part: Decimal, whole: Decimal, to: str = "0.1") -> Decimal:
    return (100 * part / whole).quantize(Decimal(to), ROUND_HALF_EVEN) if whole else ZERO


def money(amount: Decimal, snapshot: Snapshot) -> Decimal:
    return rounded(Fraction(amount), snapshot.currency)


def kind_name(kind: str) -> str:
    return str(Position.Kind(kind).label)


def into_rooms(amount: Decimal, rooms: Sequence[tuple[Held, Decimal]], currency: str) -> list[Move]:
    """`amount` spread over positions by the room each has; what finds none goes into something new."""
    free = [(each, Fraction(room)) for each, room in rooms if room > 0]
    space = sum((room for _held, room in free), Fraction())
    taken = min(amount, rounded(space, currency))
    moves: list[Move] = []
    if taken and space:
        parts = apportioned([Fraction(taken) * room / space for _held, room in free], taken, currency)
        moves = [
            Move(part, each.name, each.key, each.kind) for (each, _room), part in zip(free, parts, strict=True) if part
        ]
    rest = amount - taken
    return [*moves, Move(rest, _("Something new"))] if rest else moves


def priority(rule: Rule, result: Result) -> str:
    """high from half above what the rule allows, else medium; low for one that is kept."""
    if result.is_kept or result.measured is None:
        return "low"
    return "high" if result.measured >= rule.threshold * HIGH else "medium"


def _less_of(
    rule: SingleProtocol | ForeignCurrency,
    snapshot: Snapshot,
    sums: Mapping[str, Decimal],
    by: str,
    into: str,
    measured: Decimal,
    says: str,
) -> Result:
    """What each group has above the threshold leaves it, position by position, for those whose group is `into`."""
    most = snapshot.total * rule.threshold / 100
    moves: list[Move] = []
    for name, value in sums.items():
        excess = money(value - most, snapshot)
        if excess <= 0:
            continue
        group = [each for each in snapshot.held if getattr(each, by) == name]
        parts = apportioned(
            [Fraction(excess * each.value) / Fraction(value) for each in group], excess, snapshot.currency
        )
        moves += [Move(-part, each.name, each.key, each.kind) for each, part in zip(group, parts, strict=True) if part]
    if not moves:
        return Result(True, measured, says)
    freed = -sum((each.amount for each in moves), ZERO)
    others = [each for each in snapshot.held if getattr(each, by) == into]
    smallest = min((each.value for each in others), default=ZERO)
    # By value, and room for all of it.
    rooms = [(each, each.value * freed / smallest) for each in others]
    moves += into_rooms(freed, rooms, snapshot.currency)
    return Result(False, measured, says, tuple(moves), rule.measure(snapshot.after(moves)))


def _sums(held: Iterable[Held], by: str) -> dict[str, Decimal]:
    found: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for each in held:
        found[getattr(each, by)] += each.value
    return dict(found)
