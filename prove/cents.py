"""Cents: whatever two divide, the parts add up to it; ten thousand cases of each property.

And ten thousand households of any incomes, agreements, costs and payers: who pays what the statement says they owe is
even, twice over; some of them through the services. `python -m prove cents --seed NUMBER` repeats one household.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.kernel.money import fits_currency, smallest_unit_of
from partnerships.agreements.incomes import ratio
from partnerships.agreements.models import WHOLE, Reason
from partnerships.agreements.splitting import HALF, Share, monthly_amount, share_of_percent, split_amount
from prove.dividing.arithmetic import pay_in_memory
from prove.dividing.households import household_of
from prove.dividing.in_services import pay_in_services
from prove.outcome import Outcome

CASES = 10_000
HOUSEHOLDS, IN_SERVICES = 10_000, 400
CURRENCIES = st.sampled_from(["EUR", "JPY", "KWD", "USD", "HUF"])
INCOMES = st.none() | st.decimals(min_value=0, max_value=Decimal("900000000000"), places=4) | st.just(Decimal("0.0001"))
PERCENTS = st.decimals(min_value=0, max_value=100, places=2)


@st.composite
def shares(draw: st.DrawFn) -> int:
    """By incomes (None, nothing, tiny, huge), by whole percents of them, half, by percent, and as a fixed amount."""
    first, second = (None if each is None else Fraction(each) for each in (draw(INCOMES), draw(INCOMES)))
    by_income = ratio(first, second, whole_percent=draw(st.booleans()))[0]
    as_fixed = draw(st.integers(min_value=0, max_value=WHOLE))
    return draw(st.sampled_from([by_income, HALF, share_of_percent(draw(PERCENTS)), as_fixed]))


@st.composite
def amounts(draw: st.DrawFn, currency: str) -> Decimal:
    units = draw(st.integers(min_value=-(10**14), max_value=10**14))
    return units * smallest_unit_of(currency)


@given(st.data(), CURRENCIES, shares(), st.uuids(), st.sampled_from(["weekly", "monthly", "yearly", "once"]))
def the_parts_add_up_to_the_whole(data: st.DataObject, currency: str, share: int, tie_id: UUID, frequency: str) -> None:
    assert 0 <= share <= WHOLE
    amount = monthly_amount(data.draw(amounts(currency)), frequency, currency)
    parts = split_amount(amount, share, currency, tie_id)
    assert sum(parts) == amount
    assert all(fits_currency(part, currency) for part in parts)
    exact = Fraction(amount) * share / WHOLE
    assert abs(Fraction(parts[0]) - exact) <= Fraction(smallest_unit_of(currency)) / 2
    assert all(part == 0 or (part > 0) == (amount > 0) for part in parts)
    assert parts == split_amount(amount, share, currency, tie_id)
    assert split_amount(-amount, share, currency, tie_id) == (-parts[0], -parts[1])


@given(st.data(), CURRENCIES, shares(), shares(), st.uuids())
def more_is_never_less(data: st.DataObject, currency: str, share: int, other: int, tie_id: UUID) -> None:
    amount, larger = sorted((abs(data.draw(amounts(currency))), abs(data.draw(amounts(currency)))))
    less, more = (split_amount(each, share, currency, tie_id) for each in (amount, larger))
    assert less[0] <= more[0]
    assert less[1] <= more[1]
    low, high = (split_amount(amount, each, currency, tie_id) for each in sorted((share, other)))
    assert low[0] <= high[0]


@given(INCOMES, INCOMES, st.booleans())
def it_is_all_one_who_is_named_first(first: Decimal | None, second: Decimal | None, whole: bool) -> None:
    one, other = (None if each is None else Fraction(each) for each in (first, second))
    share, reason = ratio(one, other, whole_percent=whole)
    turned, same_reason = ratio(other, one, whole_percent=whole)
    assert (turned, same_reason) == (WHOLE - share, reason)
    assert sum(Share(share, reason).percent(place) for place in (0, 1)) == 100
    if None in (first, second):
        assert (share, reason) == (HALF, Reason.MISSING)
    if whole:
        assert share % (WHOLE // 100) == 0


@given(INCOMES, INCOMES, INCOMES)
def who_earns_more_bears_no_less(first: Decimal | None, more: Decimal | None, second: Decimal | None) -> None:
    if first is None or more is None or second is None:
        return
    low, high = sorted((Fraction(first), Fraction(more)))
    if low + Fraction(second):
        assert ratio(low, Fraction(second))[0] <= ratio(high, Fraction(second))[0]


PROPERTIES: tuple[Callable[[], None], ...] = (
    the_parts_add_up_to_the_whole,
    more_is_never_less,
    it_is_all_one_who_is_named_first,
    who_earns_more_bears_no_less,
)


def try_property(each: Callable[[], None], cases: int) -> None:
    """Raises what the property raised, with the smallest case that shows it."""
    settings(max_examples=cases, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])(each)()


def run(part: int, parts: int, scale: float, one: int | None) -> Outcome:
    outcome = Outcome()
    if one is not None:
        _household(one, outcome, in_services=True)
        return outcome
    cases = max(1, round(CASES * scale))
    for each in PROPERTIES[part::parts]:
        name = each.__name__.replace("_", " ")
        try:
            try_property(each, cases)
            outcome.figures[f"cases in which it holds: {name}"] += cases
        except Exception as wrong:  # noqa: BLE001 whatever it raises, the property does not hold
            outcome.fail(f"{name}: {wrong}", "hypothesis")
    in_services = max(1, round(IN_SERVICES * scale))
    for seed in range(max(1, round(HOUSEHOLDS * scale)))[part::parts]:
        _household(seed, outcome, in_services=seed < in_services)
    return outcome


def _household(seed: int, outcome: Outcome, *, in_services: bool) -> None:
    home = household_of(seed)
    try:
        outcome.figures["payments of households"] += pay_in_memory(home)
        outcome.figures["households that are even once they have paid by the statement"] += 1
        if in_services:
            outcome.figures["payments through the services"] += pay_in_services(home, seed)
            outcome.figures["of these through the services as well"] += 1
    except Exception as wrong:  # noqa: BLE001 a service that refuses one of these is wrong, too
        outcome.fail(f"{type(wrong).__name__}: {wrong}", f"household {seed}")
