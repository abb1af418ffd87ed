"""What a month against its plan is made of: rows, what is left to spend, and the whole, as plain objects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final
from uuid import UUID

from accounts.payday import next_payday
from config.kernel.money import ZERO, smallest_unit_of
from ledger.budgets.models import Budget
from ledger.budgets.months import Elapsed, month_after
from ledger.budgets.purses import Purse
from ledger.core.category_tree import CategoryNode
from ledger.core.exchange import rounded
from ledger.core.models import Category
from ledger.goals.models import Goal

# So many payments that do not recur make a pace.
A_PACE: Final = 3
NEEDS: Final = Category.Bucket.NEEDS.value
SAVINGS: Final = Category.Bucket.SAVINGS.value


@dataclass(frozen=True, slots=True)
class Row:
    """One allocation, or what is spent where nothing is planned. Amounts in the budget's currency, spending positive.

    Exactly one of `category` and `goal`, neither in the row of what is not planned. `spent` is that of the category and
    all below it that has no row of its own; of a goal what was put in. `fixed` is the part of it that recurs,
    `payments` how many do not, and `still_due` what recurs and is to come this month. `counted` is what of a goal's
    money is spending as well. `rolls_over`: None, or whether what is lacking goes along too.
    """

    category: CategoryNode | None
    goal: Goal | None
    days: Elapsed
    allocated: Decimal = ZERO
    carried: Decimal = ZERO
    spent: Decimal = ZERO
    fixed: Decimal = ZERO
    still_due: Decimal = ZERO
    payments: int = 0
    counted: Decimal = ZERO
    basis: str = ""
    rolls_over: bool | None = None
    currency: str = ""

    @property
    def key(self) -> UUID | None:
        if self.goal is not None:
            return self.goal.pk
        return None if self.category is None else self.category.id

    @property
    def name(self) -> str:
        if self.goal is not None:
            return self.goal.name
        return "" if self.category is None else self.category.name

    @property
    def available(self) -> Decimal:
        return self.allocated + self.carried

    @property
    def remaining(self) -> Decimal:
        """Below zero where more was spent than there is."""
        return self.available - self.spent

    @property
    def over(self) -> Decimal:
        return max(-self.remaining, ZERO)

    @property
    def is_over(self) -> bool:
        return self.spent > self.available

    @property
    def pace(self) -> Decimal:
        """What would be spent by today if all of it went evenly: its share of the month that is gone."""
        gone, total = self.days.share
        return rounded(Fraction(self.available) * Fraction(gone, total), self.currency)

    @property
    def projected(self) -> Decimal:
        """Where it is heading: what was spent, what is due, and the rest going on at its pace.

        Fewer than three payments are no pace: the rent does not go on. Once the month is over what was spent, before it
        begins what is due; of a goal what was put in, or what is meant to.
        """
        if self.goal is not None:
            return max(self.spent, self.available)
        return self.going_on if self.has_pace else self.spent + self.still_due

    @property
    def going_on(self) -> Decimal:
        """spent + due + (spent - fixed) * days to come / days gone."""
        total = self.spent + self.still_due
        loose = max(self.spent - self.fixed, ZERO)
        if not self.days.is_running or not loose:
            return total
        more = Fraction(loose) * Fraction(self.days.total - self.days.gone, self.days.gone)
        return total + rounded(more, self.currency)

    @property
    def has_pace(self) -> bool:
        return self.payments >= A_PACE

    @property
    def overrun(self) -> Decimal:
        """By how much it will be over; zero where it is not heading there, and of a goal."""
        return ZERO if self.goal is not None else max(self.projected - self.available, ZERO)

    @property
    def spare(self) -> Decimal:
        """What could be moved elsewhere: planned for this month, and not spent, due, or used up if it went on so.

        Of a need nothing before it has a pace: its bill is yet to come.
        """
        if self.is_over or (self.bucket == NEEDS and not self.has_pace):
            return ZERO
        return max(min(self.available - self.going_on, self.allocated), ZERO)

    @property
    def used_percent(self) -> Decimal | None:
        """Of what there is, with one decimal; None where there is nothing."""
        return percent_of(self.spent, self.available)

    @property
    def bucket(self) -> str:
        return self.category.bucket if self.category is not None else SAVINGS if self.goal is not None else ""

    @property
    def set_aside(self) -> Decimal:
        """Of savings what is not for spending and not counted as due: what is meant to go in, or did if it is more."""
        if self.bucket != SAVINGS:
            return ZERO
        meant = max(self.available, self.spent + self.still_due)
        return max(meant - self.still_due - self.counted, ZERO)


@dataclass(frozen=True, slots=True)
class LeftToSpend:
    """`left` = income + carried - spent - set_aside - still_due; below zero where there is too little.

    `spent` is without savings, which are in `set_aside` as they are meant or were made. `until` is the next payday, or
    the day after the month where there is none or it is another person's too; `days` those until then, today among
    them, 0 once the month is over; `per_day` is rounded down, None without days.
    """

    month: date
    currency: str
    income: Decimal
    carried: Decimal
    spent: Decimal
    set_aside: Decimal
    still_due: Decimal
    until: date
    days: int

    @property
    def left(self) -> Decimal:
        return self.income + self.carried - self.spent - self.set_aside - self.still_due

    @property
    def per_day(self) -> Decimal | None:
        if not self.days:
            return None
        return (max(self.left, ZERO) / self.days).quantize(smallest_unit_of(self.currency), ROUND_DOWN)


@dataclass(frozen=True)
class MonthView:
    """A month against its plan, for one reader. `rows` are categories in the order of the tree, then goals by name.

    `unplanned` is what was spent where nothing is planned, by category in `unplanned_by`; with it the rows of
    categories add up to what the overview says was spent. `apart`: spent in other currencies, which are not added.
    """

    budget: Budget
    purse: Purse
    total_income: Decimal
    rows: Sequence[Row]
    unplanned: Row
    unplanned_by: Mapping[UUID | None, Decimal]
    days: Elapsed
    apart: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def month(self) -> date:
        return self.budget.month

    @property
    def currency(self) -> str:
        return self.budget.currency

    @property
    def categories(self) -> list[Row]:
        return [each for each in self.rows if each.category is not None]

    @property
    def goals(self) -> list[Row]:
        return [each for each in self.rows if each.goal is not None]

    def row(self, key: UUID) -> Row | None:
        return next((each for each in self.rows if each.key == key), None)

    def row_of_category(self, category_id: UUID | None) -> Row | None:
        """Whose row its spending counts in: its own, or the nearest above it that has one."""
        own = {each.key: each for each in self.categories}
        path = () if category_id is None else self.purse.tree.path(category_id)
        return next((own[key] for key in path if key in own), None)

    @property
    def total_allocated(self) -> Decimal:
        return sum((each.allocated for each in self.rows), ZERO)

    @property
    def total_carried(self) -> Decimal:
        return sum((each.carried for each in self.rows), ZERO)

    @property
    def total_spent(self) -> Decimal:
        """Of all categories, planned or not: what the overview says."""
        return sum((each.spent for each in self.categories), self.unplanned.spent)

    @property
    def total_put_in(self) -> Decimal:
        """Put towards goals, without what is spending as well."""
        return sum((each.spent - each.counted for each in self.goals), ZERO)

    @property
    def total_still_due(self) -> Decimal:
        return sum((each.still_due for each in self.rows), self.unplanned.still_due)

    @property
    def total_remaining(self) -> Decimal:
        return self.total_allocated + self.total_carried - self.total_spent - self.total_put_in

    @property
    def unallocated(self) -> Decimal:
        """Of the income, what is planned nowhere; below zero where more is planned than comes in."""
        return self.total_income - self.total_allocated

    @property
    def left_to_spend(self) -> LeftToSpend:
        until = _until(self)
        savings = [each for each in self.categories if each.bucket == SAVINGS]
        return LeftToSpend(
            month=self.month,
            currency=self.currency,
            income=self.total_income,
            carried=self.total_carried,
            spent=self.total_spent - sum((each.spent for each in savings), ZERO),
            set_aside=sum((each.set_aside for each in self.rows), ZERO),
            still_due=self.total_still_due,
            until=until,
            days=0 if self.days.is_over else (until - max(self.purse.today, self.month)).days,
        )


def _until(view: MonthView) -> date:
    """When the next money comes: see LeftToSpend."""
    end, today = month_after(view.month), view.purse.today
    if view.purse.is_joint or not view.days.is_running:
        return end
    return next_payday(view.purse.reader.payday, today) or end


def percent_of(part: Decimal, whole: Decimal) -> Decimal | None:
    """With one decimal, half up; None of nothing."""
    if whole <= 0:
        return None
    return (part * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
