"""The facts a purchase is weighed against, of one person: what they own and see themselves, nothing of anybody else's.

Accounts are those they own, plans and goals their own and both's, shared bills their part. As many queries however long
the history is and however much there is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import Final
from uuid import UUID

from accounts.models import User
from accounts.notifications.preferences import settings_of
from accounts.payday import next_payday
from config.kernel.money import ZERO
from insights.advice import shared_bills
from insights.advice.facts import CategoryFact, Due, Facts, GoalFact, RateUsed, Wish
from insights.advice.kinds import telling_need
from insights.advice.owning import thing_of_kind
from insights.advice.paying import looked_at_until
from insights.advice.planned import plan_of
from insights.forecasting.queries import Forecast, KnownMove, forecast
from insights.forecasting.spendable import is_money
from ledger.budgets.queries import budget_of, household_of
from ledger.core.access import ME, lens_of
from ledger.core.exchange import Rate, RateBook, rates_for, rounded
from ledger.core.models import MoneyAccount
from ledger.core.queries import monthly_figures, previous_month, seen_accounts
from ledger.core.ranking import ranked_categories
from ledger.goals.models import Goal
from ledger.goals.queries import GoalReport, reports

MONTHS_BACK: Final = 6
# The course has to reach beyond the longest wait that is advised, and the instalments that are offered.
AHEAD: Final = 365
PAYDAY_SHARE: Final = Decimal("0.5")
WEEKS_A_MONTH: Final = Fraction(365, 12 * 7)
MOST_GOALS: Final = 20
Type = MoneyAccount.Type


@dataclass(frozen=True, slots=True)
class _Course:
    """`unrated` are the currencies of balances to spend from that are not in it."""

    found: Forecast
    is_of_savings: bool
    unrated: set[str]


@dataclass(frozen=True, slots=True)
class _Held:
    """What lies on savings accounts of one's own, by currency; what is owed there counts as nothing."""

    savings: dict[str, Decimal]
    account_ids: frozenset[UUID]

    @classmethod
    def of(cls, person: User) -> _Held:
        accounts = [each for each in seen_accounts(lens_of(person, ME)) if each.type == Type.SAVINGS]
        own = [each for each in accounts if each.closed_on is None and is_money(each)]
        sums: dict[str, Decimal] = defaultdict(lambda: ZERO)
        for each in own:
            sums[each.currency] += max(each.balance, ZERO)
        return cls(dict(sums), frozenset(each.pk for each in own))


@dataclass(frozen=True, slots=True)
class _Usual:
    """The median of the last six whole months of spending; zero where none of them had any."""

    amount: Decimal
    unrated: set[str]


def gather(person: User, wish: Wish, category_id: UUID | None) -> Facts:
    """Some fifty queries at most, never more for more data: those of the forecast, the plan, the ranking and the goals,
    three of purchases, seven of the partnership, two of rates where there are other currencies.
    """
    today, currency = person.today, person.currency
    held = _Held.of(person)
    course = _course(person)
    couple = shared_bills.couple_of(person)
    goals = _open_goals(person)
    spent = _months_spent(person, today)
    budget = budget_of(person, today.replace(day=1))
    codes = {wish.currency, *held.savings, *spent, *(each.goal.currency for each in goals)}
    book = _book(person, codes | {each.currency for each in (couple, budget) if each})
    at = book.rate(wish.currency, currency, today)
    worth = rounded(Fraction(wish.amount) * at.value, currency) if at else None
    plan = plan_of(person, budget, book, category_id)
    usual, savings = _usual_month(person, spent, book), book.total(held.savings, currency, today)
    known = [each for each in course.found.known if each.account.currency in course.found.rates]
    shared = shared_bills.bills(couple, today, currency, book, known) if couple else []
    told = _goals(goals, held, person, book)
    facts = Facts(
        today=today,
        currency=currency,
        worth=worth,
        rate=_used(at),
        course=tuple(course.found.days),
        balance=course.found.balance,
        has_history=any(each.has_history for each in course.found.accounts),
        savings=savings.amount,
        share=shared_bills.share_of(couple, today, worth, currency, category_id) if couple and worth else None,
        has_partner=couple is not None,
        week=rounded(Fraction(usual.amount) / WEEKS_A_MONTH, currency),
        cushion=settings_of(person).low_balance,
        month=usual.amount,
        row=plan.row,
        has_plan=plan.has_plan,
        left=plan.left,
        givers=plan.givers,
        goals=told,
        dues=tuple(sorted([*_dues(course.found, known), *shared], key=lambda each: each.on)),
        paydays=_paydays(person, course.found, known),
        owned=thing_of_kind(person, wish.what),
        category=_category(person, category_id),
        need_word=telling_need(wish.what),
        is_of_savings=course.is_of_savings,
        unrated=_unrated(course.unrated, savings.apart, _without(goals, told), usual.unrated, plan.unrated),
    )
    return replace(facts, lacks=tuple(_lacking(facts, wish)))


def _course(person: User) -> _Course:
    """Of what can be spent from; of savings where there is nothing else. Never of what is owed or invested."""
    found = forecast(person, days=AHEAD, types=[Type.SPENDING])
    unrated = {code for code, amount in found.apart.items() if amount}
    if found.days:
        return _Course(found, False, unrated)
    return _Course(forecast(person, days=AHEAD, types=[Type.SAVINGS]), True, unrated)


def _book(person: User, currencies: set[str]) -> RateBook:
    """Nothing is asked where all of it is in the person's own currency."""
    if currencies <= {person.currency}:
        return RateBook(())
    return rates_for(person, {*currencies, person.currency}, [person.today])


def _used(at: Rate | None) -> RateUsed | None:
    oldest = at.oldest if at else None
    return RateUsed(at.rate, oldest.on, oldest.source) if at and oldest else None


def _category(person: User, category_id: UUID | None) -> CategoryFact | None:
    ranked = ranked_categories(person) if category_id else []
    for place, each in enumerate(ranked, start=1):
        if each.category.id == category_id:
            node = each.category
            need = node.necessity_score if node.priority is None else node.priority
            return CategoryFact(node.id, node.name, node.icon, need, place, len(ranked), each.usual)
    return None


def _months_spent(person: User, today: date) -> dict[str, list[Decimal]]:
    """What was spent in each of the last six whole months, by currency; those without spending are not there."""
    last = first = previous_month(today)
    for _each in range(MONTHS_BACK - 1):
        first = previous_month(first)
    figures = monthly_figures(lens_of(person, ME), first=first, last=last)
    spent = {code: [each.spent for each in months] for code, months in figures.items()}
    return {code: months for code, months in spent.items() if any(months)}


def _usual_month(person: User, spent: Mapping[str, list[Decimal]], book: RateBook) -> _Usual:
    """At today's rates, as what is to come is reckoned."""
    months = [dict(zip(spent, month, strict=True)) for month in zip(*spent.values(), strict=True)]
    totals = [book.total(month, person.currency, person.today) for month in months]
    lived = [each.amount for each in totals if each.amount > ZERO]
    usual = rounded(Fraction(median(lived)), person.currency) if lived else ZERO
    return _Usual(usual, {code for each in totals for code in each.apart})


def _open_goals(person: User) -> list[GoalReport]:
    """Active ones, one's own and those of the household one is in now; the first in priority first."""
    seen = Goal.objects.visible_to(person).filter(status=Goal.Status.ACTIVE)
    now = seen.filter(household=None) | seen.filter(household=household_of(person), household__isnull=False)
    return reports(now.order_by("priority", "target_date", "created_at")[:MOST_GOALS], person.today)


def _goals(goals: Iterable[GoalReport], held: _Held, person: User, book: RateBook) -> tuple[GoalFact, ...]:
    """What has no rate is left out."""
    found = []
    for each in goals:
        at = book.rate(each.goal.currency, person.currency, person.today)
        if at is not None:
            found.append(_goal(each, at.value, lies_in_savings=each.goal.account_id in {None, *held.account_ids}))
    return tuple(found)


def _goal(report: GoalReport, rate: Fraction, *, lies_in_savings: bool) -> GoalFact:
    goal, progress = report.goal, report.progress
    return GoalFact(
        key=goal.pk,
        name=goal.name,
        is_emergency=goal.goal_type == Goal.Type.EMERGENCY_FUND,
        target=goal.target_amount,
        saved=goal.saved_amount,
        going_in=progress.going_in,
        target_date=goal.target_date,
        expected_on=progress.expected_on,
        months_early=progress.months_early,
        currency=goal.currency,
        rate=rate,
        lies_in_savings=lies_in_savings,
    )


def _without(goals: Iterable[GoalReport], told: Iterable[GoalFact]) -> set[str]:
    """The currencies of goals that are not told of."""
    return {each.goal.currency for each in goals} - {each.currency for each in told}


def _unrated(
    balances: Iterable[str], savings: Iterable[str], goals: Iterable[str], spending: Iterable[str], budget: str
) -> dict[str, list[str]]:
    """Sorted currencies by what lacks a rate; what lacks none is not there."""
    found = {
        "balances": sorted(balances),
        "savings": sorted(savings),
        "goals": sorted(goals),
        "spending": sorted(spending),
        "budget": [budget] if budget else [],
    }
    return {name: codes for name, codes in found.items() if codes}


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


def _lacking(facts: Facts, wish: Wish) -> Iterable[str]:
    if facts.worth is None:
        yield "rate"
    for name in facts.unrated:
        yield f"{name}_rate"
    if not facts.course:
        yield from () if "balances" in facts.unrated else ["accounts"]
    elif not facts.has_history:
        yield "history"
    if not facts.has_plan and facts.row is None and "budget" not in facts.unrated:
        yield "budget"
    if facts.category is None:
        yield "category"
    if facts.course and looked_at_until(facts, wish, wish.on) > facts.course[-1].on:
        yield "horizon"
