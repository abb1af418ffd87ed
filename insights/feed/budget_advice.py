"""What to plan for a month: what each category usually takes, times its season, within what comes in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from config.kernel.formatting import active_locale, format_percent
from config.kernel.money import ZERO
from insights.feed.scene import Scene
from ledger.budgets import errors
from ledger.budgets.claims import Claims
from ledger.budgets.generating import Share, Wish
from ledger.budgets.models import Allocation, Budget
from ledger.budgets.queries import budget_of
from ledger.budgets.services import create_budget, prepared, set_allocation
from ledger.budgets.wording import money
from ledger.core.category_tree import CategoryNode
from ledger.core.exchange import rounded
from ledger.core.models import Category
from ledger.core.queries import next_month

# A season is believed within these bounds: one odd year is no rule.
LEAST_SEASON: Final = Fraction(1, 2)
MOST_SEASON: Final = Fraction(2)
NEWS: Final = Fraction(1, 10)


@dataclass(frozen=True, slots=True)
class Recommended:
    """`usual` is the median of the last six months, `season` 1 as usual; `planned` what the month's plan has, None
    without one."""

    category: CategoryNode
    amount: Decimal
    usual: Decimal
    season: Decimal
    planned: Decimal | None
    reason: str


@dataclass(frozen=True, slots=True)
class BudgetAdvice:
    """For the month whose first day it is. `rows` and `to_goals` add up to `income`; without a known income there are
    none. `budget` is the plan that is there already."""

    month: date
    currency: str
    income: Decimal | None
    rows: list[Recommended]
    to_goals: Decimal
    budget: Budget | None

    @property
    def total(self) -> Decimal:
        return sum((each.amount for each in self.rows), ZERO)


def budget_advice(person: User, month: date | None = None, scene: Scene | None = None) -> BudgetAdvice:
    """For the next month unless told. Some twenty queries."""
    scene = scene or Scene(person)
    month = month or next_month(scene.month)
    claims = prepared(person=person, month=month)
    budget = budget_of(person, month)
    income = claims.usual_income if budget is None else budget.total_income
    seasons = {each.key: _season(scene, each, month) for each in claims.wishes}
    if income is None:
        return BudgetAdvice(month, claims.purse.currency, None, [], ZERO, budget)
    shares = _shares(person, claims, income, seasons)
    planned = {} if budget is None else _planned(budget)
    usual = {each.key: each.usual for each in claims.wishes}
    rows = [
        Recommended(
            category=node,
            amount=each.amount,
            usual=usual.get(each.key, ZERO),
            season=Decimal(round(seasons.get(each.key, Fraction(1)) * 100)) / 100,
            planned=planned.get(each.key),
            reason=_reason(each, usual.get(each.key, ZERO), seasons.get(each.key, Fraction(1)), claims.purse.currency),
        )
        for each in shares
        if not each.is_goal and (node := scene.tree.get(each.key)) is not None
    ]
    to_goals = sum((each.amount for each in shares if each.is_goal), ZERO)
    rows.sort(key=lambda each: (-each.amount, each.category.name))
    return BudgetAdvice(month, claims.purse.currency, income, rows, to_goals, budget)


@transaction.atomic
def apply_advice(*, person: User, month: date | None = None, categories: list[UUID] | None = None) -> Budget:
    """Plan what is recommended, of all categories or of some; the plan is made where there is none yet. Twice comes to
    the same.

    Raises FieldError: as `create_budget` and `set_allocation`; `month_closed`.
    """
    advice = budget_advice(person, month)
    if advice.income is None:
        raise errors.income_not_known()
    chosen = [each for each in advice.rows if categories is None or each.category.id in categories]
    budget = advice.budget or create_budget(person=person, month=advice.month, total_income=advice.income)
    places = Category.objects.visible_to(person).in_bulk([each.category.id for each in chosen])
    for each in chosen:
        budget = set_allocation(budget=budget, place=places[each.category.id], amount=each.amount)
    return budget


def _season(scene: Scene, wish: Wish, month: date) -> Fraction:
    found = scene.history.season(month, scene.branch(wish.key))
    return Fraction(1) if found is None else min(max(found, LEAST_SEASON), MOST_SEASON)


def _shares(person: User, claims: Claims, income: Decimal, seasons: Mapping[UUID, Fraction]) -> list[Share]:
    currency = claims.purse.currency
    wishes = [
        replace(each, usual=rounded(Fraction(each.usual) * seasons[each.key], currency)) for each in claims.wishes
    ]
    return replace(claims, wishes=wishes).shares(income, person.risk_tolerance)


def _planned(budget: Budget) -> dict[UUID, Decimal]:
    rows = Allocation.objects.filter(budget=budget, category__isnull=False)
    return {each.category_id: each.allocated_amount for each in rows if each.category_id is not None}


def _reason(share: Share, usual: Decimal, season: Fraction, currency: str) -> str:
    words = {"usual": money(usual, currency), "share": format_percent(abs(round((season - 1) * 100)), active_locale())}
    if not usual:
        return _("It is due, or follows the common shares of an income.")
    if season - 1 >= NEWS:
        return _("Usually %(usual)s, and %(share)s more in this month of the year.") % words
    if 1 - season >= NEWS:
        return _("Usually %(usual)s, and %(share)s less in this month of the year.") % words
    if share.amount < usual:
        return _("Usually %(usual)s, which is more than the income allows.") % words
    return _("Usually %(usual)s.") % words
