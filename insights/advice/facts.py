"""What a purchase is weighed against, as plain values: money in the person's own currency, nothing of the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from config.kernel.money import ZERO
from insights.forecasting.curves import Day
from ledger.core.exchange import rounded

ONCE, INSTALMENTS, SAVINGS, SHARED = "once", "instalments", "savings", "shared"
MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Wish:
    """`amount` is the whole price in `currency`; `on` is not before today; `instalments` 1 unless it is paid so."""

    what: str
    amount: Decimal
    currency: str
    on: date
    how: str = ONCE
    instalments: int = 1


@dataclass(frozen=True, slots=True)
class RateUsed:
    """One unit of the wish's currency is worth `rate` of the person's, by the line of the day `on`."""

    rate: Decimal
    on: date
    source: str


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """The row of the month `month` the category counts in, or its standing limit. `renewed` is what a later month has
    of it."""

    key: UUID
    name: str
    month: date
    allocated: Decimal
    spent: Decimal
    remaining: Decimal
    still_due: Decimal
    renewed: Decimal
    is_limit: bool = False


@dataclass(frozen=True, slots=True)
class Giver:
    """A category of the plan where `spare` is left by its pace."""

    key: UUID
    name: str
    spare: Decimal


@dataclass(frozen=True, slots=True)
class GoalFact:
    """Amounts are in `currency`, one unit of which is worth `rate` of the person's. `expected_on` is the day it is
    reached as money goes in now, None where nothing does; `months_early` how many months before its own day that is,
    None without one. `lies_in_savings`: on a savings account of the person's, or nobody said where.
    """

    key: UUID
    name: str
    is_emergency: bool
    target: Decimal
    saved: Decimal
    going_in: Decimal
    target_date: date | None
    expected_on: date | None
    months_early: int | None
    currency: str = "EUR"
    rate: Fraction = Fraction(1)
    lies_in_savings: bool = True

    def worth(self, amount: Decimal, currency: str) -> Decimal:
        """An amount of the goal's in the person's `currency`."""
        return amount if self.rate == 1 else rounded(Fraction(amount) * self.rate, currency)


@dataclass(frozen=True, slots=True)
class Due:
    """Something that is known to go out: `amount` positive. `is_shared`: the person's part of what both bear."""

    on: date
    name: str
    amount: Decimal
    is_shared: bool = False


@dataclass(frozen=True, slots=True)
class OwnedThing:
    """Of the same kind as what is asked about. `warranty_end` None with `is_covered`: it is for life."""

    key: UUID
    name: str
    bought_on: date
    is_covered: bool
    warranty_end: date | None
    claim_opened_on: date | None = None


@dataclass(frozen=True, slots=True)
class CategoryFact:
    """`need` is the person's priority, else the necessity, 1 to 10; `place` its rank among `places` categories;
    `usual` the median of its last six whole months."""

    key: UUID
    name: str
    icon: str
    need: int
    place: int
    places: int
    usual: Decimal


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything known on `today`. `worth` is the price in `currency`, None without a rate.

    `course` is that of the accounts it would be paid from, a day each from today on, empty without one. `share` is what
    the person would bear of `worth` if both did, None without a partner. `week` is a seven-day part of the median month
    of spending, `month` that month; both zero without a history. `cushion` is the balance below which one is low to the
    person, None where they did not say. `left` is the month's left to spend, None without a plan. `is_of_savings`:
    there is nothing else, so that the course is that of the savings. `unrated` are the currencies of what could not be
    reckoned without a rate, by what it is of: `balances`, `savings`, `goals`, `spending`,
    `budget`.
    """

    today: date
    currency: str
    worth: Decimal | None
    rate: RateUsed | None = None
    course: Sequence[Day] = ()
    balance: Decimal = ZERO
    has_history: bool = False
    savings: Decimal = ZERO
    share: Decimal | None = None
    has_partner: bool = False
    week: Decimal = ZERO
    cushion: Decimal | None = None
    month: Decimal = ZERO
    row: BudgetRow | None = None
    has_plan: bool = False
    left: Decimal | None = None
    givers: Sequence[Giver] = ()
    goals: Sequence[GoalFact] = ()
    dues: Sequence[Due] = ()
    paydays: Sequence[date] = ()
    owned: OwnedThing | None = None
    category: CategoryFact | None = None
    need_word: str = ""
    is_of_savings: bool = False
    unrated: Mapping[str, Sequence[str]] = field(default_factory=dict)
    lacks: Sequence[str] = field(default=())

    @property
    def keeps(self) -> Decimal:
        """What is to stay on the accounts: what the person said, else a week of spending."""
        return self.week if self.cushion is None else self.cushion

    @property
    def ready(self) -> Decimal:
        """What lies there to pay from and saved, once."""
        return self.savings if self.is_of_savings else self.balance + self.savings

    def bears(self, how: str) -> Decimal | None:
        """What it costs the person in all."""
        return self.share if how == SHARED else self.worth
