"""What holdings brought and how they are spread: pure arithmetic over values and dated flows.

Amounts of one call are of one currency. Whatever has no answer is None, never a guess; nothing here looks ahead.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from math import isfinite
from types import MappingProxyType
from typing import Final, TypeVar

from django.utils.translation import gettext_lazy as _
from pyxirr import InvalidPaymentsError, xirr

from config.kernel.money import ZERO
from ledger.holdings.models import Position

Key = TypeVar("Key", bound=Hashable)
Kind = Position.Kind
LEAST_DAYS: Final = 30
HIGHEST_RETURN: Final = Decimal(10_000)
LOWEST_RISK, HIGHEST_RISK = 1, 5
# From 1, what a bank owes and a state insures, to 5, what has halved within weeks. A habit of brokers' own classes, not
# a forecast: it knows nothing of the single paper.
RISK_OF_KIND: Final[Mapping[str, int]] = MappingProxyType(
    {
        Kind.DEPOSIT.value: 1,
        Kind.BOND.value: 2,
        Kind.FUND.value: 3,
        Kind.METAL.value: 3,
        Kind.STOCK.value: 4,
        Kind.OTHER.value: 4,
        Kind.CRYPTO.value: 5,
    }
)
RISK_FORMULA = _("Each kind of position has a class from 1 to 5; the mean of (class - 1) / 4 by value, times 100.")
DIVERSIFICATION_FORMULA = _(
    "100 x (1 - H) / (1 - 1/N), H being the sum of the squared shares of the N positions: 0 where all lies in one, "
    "100 where every one is worth the same."
)
_CENT, _SHARE = Decimal("0.01"), Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Flow:
    """Cash on a day: negative where it went in, positive where it came back."""

    on: date
    amount: Decimal


def return_a_year(flows: Iterable[Flow], value: Decimal, on: date) -> Decimal | None:
    """The money-weighted return in per cent a year, two decimals: XIRR of the flows and of `value`, as if sold `on`.

    The rate r with sum(amount / (1 + r) ** (days / 365)) = 0. None where money went one way only, where less than
    thirty days lie between the first flow and `on` (a week made a year tells nothing), or beyond 10,000 per cent.
    """
    all_flows = [each for each in flows if each.amount]
    if value:
        all_flows.append(Flow(on, value))
    if not all_flows or (on - min(each.on for each in all_flows)).days < LEAST_DAYS:
        return None
    try:
        found = xirr([each.on for each in all_flows], [float(each.amount) for each in all_flows])
    except InvalidPaymentsError:
        return None
    if found is None or not isfinite(found) or abs(found) * 100 > HIGHEST_RETURN:
        return None
    return Decimal(repr(found * 100)).quantize(_CENT, ROUND_HALF_EVEN)


def weighted_apy(holdings: Iterable[tuple[Decimal, Decimal | None]]) -> Decimal | None:
    """The mean yield a year of (value, apy) by value, per cent with two decimals; None where none with a value has one.

    What has no APY known is left out of both sums, so that it does not count as nothing.
    """
    known = [(value, apy) for value, apy in holdings if apy is not None and value > 0]
    whole = sum((value for value, _apy in known), ZERO)
    if not whole:
        return None
    with localcontext(prec=60):
        return (sum((value * apy for value, apy in known), ZERO) / whole).quantize(_CENT, ROUND_HALF_EVEN)


def shares_of(values: Iterable[tuple[Key, Decimal]]) -> dict[Key, Decimal]:
    """The part each key has in the whole, 0 to 1 with six decimals, most first; empty where the whole is nothing."""
    sums: dict[Key, Decimal] = defaultdict(lambda: ZERO)
    for key, value in values:
        sums[key] += value
    whole = sum(sums.values(), ZERO)
    if whole <= 0:
        return {}
    with localcontext(prec=60):
        parts = {key: (value / whole).quantize(_SHARE, ROUND_HALF_EVEN) for key, value in sums.items()}
    return dict(sorted(parts.items(), key=lambda each: (-each[1], str(each[0]))))


def concentration(values: Iterable[Decimal]) -> Decimal | None:
    """The Herfindahl-Hirschman index: the sum of the squared shares of what is above zero, 1/N to 1, six decimals.

    None where nothing is there.
    """
    present = [each for each in values if each > 0]
    if not present:
        return None
    with localcontext(prec=60):
        whole = sum(present, ZERO)
        return (sum((each * each for each in present), ZERO) / (whole * whole)).quantize(_SHARE, ROUND_HALF_EVEN)


def diversification_score(values: Sequence[Decimal]) -> int | None:
    """As DIVERSIFICATION_FORMULA says, 0 to 100; 0 for a single one, None for none."""
    present = [each for each in values if each > 0]
    index = concentration(present)
    if index is None:
        return None
    if len(present) == 1:
        return 0
    score = 100 * (1 - index) / (1 - Decimal(1) / len(present))
    return int(min(max(score, ZERO), Decimal(100)).quantize(Decimal(1), ROUND_HALF_EVEN))


def risk_level(kind: str) -> int:
    """The class of a kind, 1 to 5."""
    return RISK_OF_KIND[kind]


def risk_score(holdings: Iterable[tuple[Decimal, str]]) -> int | None:
    """Of (value, kind): as RISK_FORMULA says, 0 to 100; None where nothing is worth anything."""
    present = [(value, kind) for value, kind in holdings if value > 0]
    whole = sum((value for value, _kind in present), ZERO)
    if not whole:
        return None
    weighed = sum((value * (risk_level(kind) - LOWEST_RISK) for value, kind in present), ZERO)
    score = 100 * weighed / (whole * (HIGHEST_RISK - LOWEST_RISK))
    return int(score.quantize(Decimal(1), ROUND_HALF_EVEN))
