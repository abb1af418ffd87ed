"""On which days money goes: weekends, and the days after the pay came."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from accounts.payday import next_payday
from config.kernel.money import ZERO, from_stored, round_to_currency
from insights.feed import facts
from insights.feed.facts import Fact
from insights.feed.generators import generates
from insights.feed.models import Insight
from insights.feed.scene import Scene
from ledger.core.models import Rollup, Transaction
from ledger.core.sums import STARTS_ON, read

WEEKS: Final = 12
TIMES: Final = Decimal("1.5")
AFTER_PAYDAY: Final = 3
# A day counts for no more than so much of a usual month, so that rent and a new fridge are no habit.
MOST_OF_MONTH: Final = 15


@generates
def weekdays(scene: Scene) -> Iterator[Fact]:
    """Saturdays and Sundays, or the three days from payday, cost half more a day than the others, over twelve weeks.

    Of accounts in the person's currency. One query.
    """
    most = scene.history.usual() / MOST_OF_MONTH
    if most <= 0 or len(scene.history.recent) < 3:
        return
    last = scene.today - timedelta(days=1)
    first = last - timedelta(weeks=WEEKS) + timedelta(days=1)
    spent = _days(scene, first, last, most)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    paydays = _after_payday(scene, first, last)
    weekend = [each for each in days if each.weekday() >= 5]
    yield from _compared(scene, "weekends", spent, weekend, days)
    if paydays:
        yield from _compared(scene, "paydays", spent, [each for each in days if each in paydays], days)


def _days(scene: Scene, first: date, last: date, most: Decimal) -> Mapping[date, Decimal]:
    lens = scene.lens.of_currency(scene.currency).lines
    spent: dict[date, Decimal] = defaultdict(lambda: ZERO)
    for each in read((STARTS_ON,), lens, [(Rollup.Span.DAY.value, first, last)]):
        if each.kind != Transaction.Kind.INCOME:
            spent[each.starts_on] -= from_stored(each.own)
    return {each: min(max(amount, ZERO), most) for each, amount in spent.items()}


def _after_payday(scene: Scene, first: date, last: date) -> set[date]:
    """The three days that begin with each payday, where the person said when it is."""
    found: set[date] = set()
    pay = next_payday(scene.person.payday, first - timedelta(days=AFTER_PAYDAY))
    while pay is not None and pay <= last:
        found |= {pay + timedelta(days=number) for number in range(AFTER_PAYDAY)}
        pay = next_payday(scene.person.payday, pay)
    return found


def _compared(
    scene: Scene, kind: str, spent: Mapping[date, Decimal], some: list[date], days: list[date]
) -> Iterator[Fact]:
    chosen = set(some)
    one = _mean(spent, some, scene.currency)
    other = _mean(spent, [each for each in days if each not in chosen], scene.currency)
    if not other or one < other * TIMES:
        return
    yield Fact(
        kind=kind,
        insight_type=Insight.Type.SPENDING.value,
        cause=f"{kind}:{scene.today.year}-{(scene.today.month - 1) // 3 + 1}",
        priority=26,
        data={
            "one": facts.amount(one, scene.currency),
            "other": facts.amount(other, scene.currency),
            "weeks": facts.count(WEEKS),
        },
        url=scene.lines_url(scene.month),
        icon="calendar",
        expires_on=scene.in_days(14),
    )


def _mean(spent: Mapping[date, Decimal], days: Iterable[date], currency: str) -> Decimal:
    found = [spent.get(each, ZERO) for each in days]
    return round_to_currency(sum(found, ZERO) / len(found), currency) if found else ZERO
