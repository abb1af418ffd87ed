"""What a person keeps of what comes in, what their savings bring, and how long they would last."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median
from typing import Final
from uuid import UUID

from accounts.models import User
from config.kernel.ids import NIL
from config.kernel.money import ZERO, from_stored, round_to_currency
from insights.figures import spans
from insights.figures.monthly import RATIO, MonthRate, month_rates
from ledger.core.access import PARTNER, Lens
from ledger.core.category_tree import CategoryTree
from ledger.core.exchange import Rate, RateBook, Total, rates_for
from ledger.core.models import MoneyAccount, Transaction
from ledger.core.sums import Sum, moved_by_month
from ledger.core.system_categories import system_category_id
from ledger.goals.models import Goal
from ledger.goals.queries import GoalReport, reports

MONTHS: Final = 12
SAVINGS: Final = MoneyAccount.Type.SAVINGS.value
INTEREST: Final = "interest-dividends"
_PERCENT: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Interest:
    """What savings accounts brought in whole months: `apy` is interest / mean balance x 12 / months, in per
    cent.

    The mean is over the months' first and last days. None where there was nothing to bring it, or not all of it has a
    rate; the amounts are None where nothing of it has.
    """

    booked: Decimal | None
    mean_balance: Decimal | None
    months: int
    is_whole: bool = True

    @property
    def apy(self) -> Decimal | None:
        if self.booked is None or not self.mean_balance or self.mean_balance < 0 or not self.months:
            return None
        if not self.is_whole:
            return None
        return (self.booked / self.mean_balance * MONTHS / self.months * 100).quantize(_PERCENT)


@dataclass(frozen=True, slots=True)
class Saving:
    """`total` is what lies on savings accounts today, `months` the last twelve whole ones that were lived through, and
    `running` the one that is not over. `used` are the rates of their flows.

    What is usual is told of `known` months alone, those of which no currency lacks a rate; None without one.
    """

    currency: str
    total: Total
    months: list[MonthRate]
    running: MonthRate
    interest: Interest
    goals: list[GoalReport]
    used: tuple[Rate, ...]

    @property
    def known(self) -> list[MonthRate]:
        return [each for each in self.months if not each.apart]

    @property
    def unknown(self) -> list[MonthRate]:
        return [each for each in self.months if each.apart]

    @property
    def usual_spent(self) -> Decimal | None:
        return self._usual([each.spent for each in self.months if not each.apart and each.spent is not None])

    @property
    def usual_saved(self) -> Decimal | None:
        """What could be put by each month."""
        return self._usual([each.saved for each in self.months if not each.apart and each.saved is not None])

    @property
    def rate(self) -> Decimal | None:
        """Of all known months together."""
        income = sum((each.income or ZERO for each in self.known), ZERO)
        saved = sum((each.saved or ZERO for each in self.known), ZERO)
        return (saved / income).quantize(RATIO) if income > 0 else None

    @property
    def lasts_months(self) -> Decimal | None:
        """For how many usual months the savings would pay, with one decimal; None where nothing is usually spent, or
        not all that is saved has a rate."""
        usual = self.usual_spent
        if not usual or usual < 0 or self.total.apart:
            return None
        return (max(self.total.amount, ZERO) / usual).quantize(Decimal("0.1"))

    @property
    def active(self) -> list[GoalReport]:
        return [each for each in self.goals if each.goal.status == Goal.Status.ACTIVE]

    @property
    def completed(self) -> int:
        return sum(each.goal.status == Goal.Status.COMPLETED for each in self.goals)

    def _usual(self, amounts: Sequence[Decimal]) -> Decimal | None:
        return round_to_currency(median(amounts), self.currency) if amounts else None


def saving(person: User, lens: Lens, tree: CategoryTree, accounts: Sequence[MoneyAccount], currency: str) -> Saving:
    """`accounts` are those of `lens` with the balances that are seen. One query for the months, one for interest, three
    for goals, six for rates where there are several currencies.
    """
    today = person.today
    now = today.replace(day=1)
    months, used = month_rates(person, lens, currency, first=spans.before(spans.MONTH, now, MONTHS))
    on = [each for each in accounts if each.type == SAVINGS and not each.is_liability]
    book = _book(person, {each.currency for each in on}, currency)
    return Saving(
        currency=currency,
        total=book.total(_sums(on), currency, today),
        months=_lived(months[:-1]),
        running=months[-1],
        interest=_interest(person, lens, tree, on, book, currency),
        goals=_goals(person, lens),
        used=used,
    )


def _lived(months: Sequence[MonthRate]) -> list[MonthRate]:
    """From the first month in which anything came in or went out."""
    begun = next((place for place, each in enumerate(months) if each.has_moved), len(months))
    return list(months[begun:])


def _goals(person: User, lens: Lens) -> list[GoalReport]:
    """Own ones and those of both; the partner's own are theirs alone."""
    if lens.scope == PARTNER:
        return []
    counted = (Goal.Status.ACTIVE, Goal.Status.COMPLETED)
    wanted = Goal.objects.visible_to(person).filter(status__in=counted).select_related("category")
    return reports(wanted.order_by("priority", "target_date", "pk"), person.today)


def _sums(accounts: Iterable[MoneyAccount]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for each in accounts:
        sums[each.currency] += each.balance
    return dict(sums)


def _book(person: User, currencies: set[str], currency: str) -> RateBook:
    others = currencies - {currency}
    return rates_for(person, {*others, currency}, [person.today]) if others else RateBook(())


def _interest(
    person: User, lens: Lens, tree: CategoryTree, accounts: Sequence[MoneyAccount], book: RateBook, currency: str
) -> Interest:
    """Of accounts whose lines are seen, at today's rates. One query, none without such an account."""
    of = {each.pk: each for each in accounts if each.pk in lens.lines.sights}
    last = person.today.replace(day=1)
    first = spans.before(spans.MONTH, last, MONTHS)
    branch = tree.branch(system_category_id(INTEREST))
    cells = moved_by_month(lens.only(list(of)), first=first, last=last, categories=branch) if of else []
    months = [month for month in _months(first, last) if month < last]
    courses = {key: _course(each.balance, _moves(cells, key), [*months, last]) for key, each in of.items()}
    lived = [place for place in range(len(months)) if any(course[place + 1] for course in courses.values())]
    booked: dict[str, Decimal] = defaultdict(lambda: ZERO)
    means: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for each in cells:
        if each.category in branch and each.kind == Transaction.Kind.INCOME and each.starts_on < last:
            booked[of[each.account_id].currency] += from_stored(each.whole)
    for key, course in courses.items():
        for place in lived:
            means[of[key].currency] += (course[place] + course[place + 1]) / 2 / len(lived)
    rounded = {code: round_to_currency(amount, code) for code, amount in means.items()}
    interest, mean = (book.total(each, currency, person.today) for each in (booked, rounded))
    return Interest(told_total(interest), told_total(mean), len(lived), is_whole=not interest.apart and not mean.apart)


def told_total(total: Total) -> Decimal | None:
    """None where no part of it has a rate."""
    return None if total.apart and not total.amount else total.amount


def _months(first: date, last: date) -> list[date]:
    found = [first]
    while found[-1] < last:
        found.append(spans.after(spans.MONTH, found[-1]))
    return found


def _moves(cells: Iterable[Sum], account_id: UUID) -> Mapping[date, Decimal]:
    """What moved the account in each month, all kinds."""
    found: dict[date, Decimal] = defaultdict(lambda: ZERO)
    for each in cells:
        if each.account_id == account_id and each.category == NIL:
            found[each.starts_on] += from_stored(each.whole)
    return found


def _course(balance: Decimal, moves: Mapping[date, Decimal], starts: Sequence[date]) -> list[Decimal]:
    """What was there as each month of `starts` began, of which the last is the running one."""
    found = []
    for month in reversed(starts):
        balance -= moves.get(month, ZERO)
        found.append(balance)
    return found[::-1]
