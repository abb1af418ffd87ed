"""The facts a purchase is weighed against, of one person: what they own and see themselves, nothing of anybody else's.

Accounts are those they own, plans and goals their own and both's, shared bills their part. As many queries however long
the history is and however much there is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import Final
from uuid import UUID

from accounts.models import User
from accounts.payday import next_payday
from config.kernel.money import ZERO
from insights.advice import shared_bills
from insights.advice.facts import (
    BudgetRow,
    CategoryFact,
    Due,
    Facts,
    Giver,
    GoalFact,
    RateUsed,
    Wish,
)
from insights.advice.kinds import telling_need
from insights.advice.owning import thing_of_kind
from insights.forecasting.queries import Forecast, KnownMove, forecast
from ledger.budgets.figures import Row
from ledger.budgets.limits import limit_row
from ledger.budgets.queries import budget_of, household_of, month_view
from ledger.core.access import ME, lens_of
from ledger.core.exchange import Rate, RateBook, rates_for, rounded
from ledger.core.models import MoneyAccount
from ledger.core.queries import monthly_figures, previous_month, seen_accounts
from ledger.core.ranking import ranked_categories
from ledger.goals.models import Goal
from ledger.goals.queries import reports

MONTHS_BACK: Final = 6
# The course has to reach beyond the longest wait that is advised.
AHEAD: Final = 200
LONGEST: Final = 365
PAYDAY_SHARE: Final = Decimal("0.5")
WEEKS_A_MONTH: Final = Fraction(365, 12 * 7)
MOST_GOALS: Final = 20
Type = MoneyAccount.Type


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the month says: empty without a budget and a limit, or where they are in another currency."""

    row: BudgetRow | None = None
    has_plan: bool = False
    left: Decimal | None = None
    givers: tuple[Giver, ...] = ()


def gather(person: User, wish: Wish, category_id: UUID | None) -> Facts:
    """Some fifty queries at most, never more for more data: those of the forecast, the plan, the ranking and the goals,
    three of purchases, seven of the partnership, two of rates where there are other currencies.
    """
    today, currency = person.today, person.currency
    course = _course(person, wish, today)
    couple = shared_bills.couple_of(person)
    book = _book(person, {wish.currency, *([couple.currency] if couple else [])})
    at = book.rate(wish.currency, currency, today)
    worth = rounded(Fraction(wish.amount) * at.value, currency) if at else None
    plan = _plan(person, today, category_id)
    category = _category(person, category_id)
    month = _usual_month(person, today)
    known = [each for each in course.known if each.account.currency in course.rates]
    shared = shared_bills.bills(couple, today, currency, book, known) if couple else []
    facts = Facts(
        today=today,
        currency=currency,
        worth=worth,
        rate=_used(at),
        course=tuple(course.days),
        balance=course.balance,
        has_history=any(each.has_history for each in course.accounts),
        savings=_savings(person, currency),
        share=shared_bills.share_of(couple, today, worth, currency, category_id) if couple and worth else None,
        has_partner=couple is not None,
        week=rounded(Fraction(month) / WEEKS_A_MONTH, currency),
        month=month,
        row=plan.row,
        has_plan=plan.has_plan,
        left=plan.left,
        givers=plan.givers,
        goals=_goals(person, today, currency),
        dues=tuple(sorted([*_dues(course, known), *shared], key=lambda each: each.on)),
        paydays=_paydays(person, course, known),
        owned=thing_of_kind(person, wish.what),
        category=category,
        need_word=telling_need(wish.what),
    )
    return replace(facts, lacks=tuple(_lacking(facts)))


def _course(person: User, wish: Wish, today: date) -> Forecast:
    """Of the spending accounts, of all where there are none."""
    days = min(max((wish.on - today).days + AHEAD, AHEAD), LONGEST)
    found = forecast(person, days=days, types=[Type.SPENDING])
    return found if found.days else forecast(person, days=days)


def _book(person: User, currencies: set[str]) -> RateBook:
    """Nothing is asked where all of it is in the person's own currency."""
    if currencies <= {person.currency}:
        return RateBook(())
    return rates_for(person, {*currencies, person.currency}, [person.today])


def _used(at: Rate | None) -> RateUsed | None:
    oldest = at.oldest if at else None
    return RateUsed(at.rate, oldest.on, oldest.source) if at and oldest else None


def _plan(person: User, today: date, category_id: UUID | None) -> _Plan:
    month = today.replace(day=1)
    budget = budget_of(person, month)
    if budget is None:
        row = limit_row(person, month, category_id) if category_id else None
        return _Plan(_budget_row(row, month, is_limit=True)) if row else _Plan()
    if budget.currency != person.currency:
        return _Plan()
    view = month_view(budget, person)
    row = view.row_of_category(category_id)
    givers = [Giver(each.key, each.name, each.spare) for each in view.categories if each.key and each.spare > ZERO]
    return _Plan(
        row=_budget_row(row, month) if row else None,
        has_plan=True,
        left=view.left_to_spend.left,
        givers=tuple(each for each in givers if row is None or each.key != row.key),
    )


def _budget_row(row: Row, month: date, *, is_limit: bool = False) -> BudgetRow:
    """A later month begins with what is allocated, and with what is lacking or left now where that rolls over."""
    assert row.key is not None, "a row of the plan, and not what is planned nowhere"
    rolled = ZERO
    if row.rolls_over is not None:
        rolled = row.remaining if row.rolls_over or row.remaining > ZERO else ZERO
    return BudgetRow(
        key=row.key,
        name=row.name,
        month=month,
        allocated=row.available,
        spent=row.spent,
        remaining=row.remaining,
        still_due=row.still_due,
        renewed=row.allocated + rolled,
        is_limit=is_limit,
    )


def _category(person: User, category_id: UUID | None) -> CategoryFact | None:
    ranked = ranked_categories(person) if category_id else []
    for place, each in enumerate(ranked, start=1):
        if each.category.id == category_id:
            node = each.category
            need = node.necessity_score if node.priority is None else node.priority
            return CategoryFact(node.id, node.name, node.icon, need, place, len(ranked), each.usual)
    return None


def _usual_month(person: User, today: date) -> Decimal:
    """The median of the last six whole months of spending; zero where none of them had any."""
    last = first = previous_month(today)
    for _each in range(MONTHS_BACK - 1):
        first = previous_month(first)
    lens = lens_of(person, ME).of_currency(person.currency)
    figures = monthly_figures(lens, first=first, last=last).get(person.currency, [])
    lived = [each.spent for each in figures if each.spent > ZERO]
    return rounded(Fraction(median(lived)), person.currency) if lived else ZERO


def _savings(person: User, currency: str) -> Decimal:
    """What lies on savings accounts of one's own in the person's currency; what is owed there counts as nothing."""
    accounts = seen_accounts(lens_of(person, ME).of_currency(currency))
    own = [each for each in accounts if each.type == Type.SAVINGS and each.closed_on is None and not each.is_liability]
    return sum((max(each.balance, ZERO) for each in own), ZERO)


def _goals(person: User, today: date, currency: str) -> tuple[GoalFact, ...]:
    """Active ones, one's own and those of the household one is in now; the first in priority first."""
    seen = Goal.objects.visible_to(person).filter(status=Goal.Status.ACTIVE, currency=currency)
    now = seen.filter(household=None) | seen.filter(household=household_of(person), household__isnull=False)
    found = list(now.order_by("priority", "target_date", "created_at")[:MOST_GOALS])
    return tuple(
        GoalFact(
            key=each.goal.pk,
            name=each.goal.name,
            is_emergency=each.goal.goal_type == Goal.Type.EMERGENCY_FUND,
            target=each.goal.target_amount,
            saved=each.goal.saved_amount,
            going_in=each.progress.going_in,
            target_date=each.goal.target_date,
            expected_on=each.progress.expected_on,
            months_early=each.progress.months_early,
        )
        for each in reports(found, today)
    )


def _dues(course: Forecast, known: Iterable[KnownMove]) -> list[Due]:
    """What recurs and goes out of these accounts, transfers to others too, in the currency of the course."""
    found = []
    for each in known:
        if each.amount < ZERO:
            worth = rounded(Fraction(-each.amount) * course.rates[each.account.currency], course.currency)
            found.append(Due(each.on, each.due.recurring.payee or each.account.name, worth))
    return found


def _paydays(person: User, course: Forecast, known: Iterable[KnownMove]) -> tuple[date, ...]:
    """Days of the largest income that is known, and of those at least half as large; else those the person named."""
    incomes = [
        (each.on, Fraction(each.amount) * course.rates[each.account.currency])
        for each in known
        if each.amount > ZERO and not each.is_between
    ]
    largest = max((worth for _on, worth in incomes), default=Fraction())
    days = {on for on, worth in incomes if worth >= largest * Fraction(PAYDAY_SHARE)}
    if not days:
        day = next_payday(person.payday, course.today)
        latest = course.today + timedelta(days=AHEAD)
        while day is not None and day <= latest:
            days.add(day)
            day = next_payday(person.payday, day)
    return tuple(sorted(days))


def _lacking(facts: Facts) -> Iterable[str]:
    if facts.worth is None:
        yield "rate"
    if not facts.course:
        yield "accounts"
    elif not facts.has_history:
        yield "history"
    if not facts.has_plan and facts.row is None:
        yield "budget"
    if facts.category is None:
        yield "category"
