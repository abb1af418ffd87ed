"""All of it on one page: what there is, what came in and went out this month, and the three types of accounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from accounts.models import User
from config.kernel.money import ZERO
from insights.figures import spans
from insights.figures.asides import Aside, asides
from insights.figures.flows import INCOME, Reader
from insights.figures.saving import INTEREST, Saving, saving, told_total
from insights.figures.trends import CategoryFigure, by_top
from ledger.budgets.figures import MonthView, percent_of
from ledger.budgets.queries import budget_of, month_view
from ledger.core import assets
from ledger.core.access import ME, PARTNER, Lens, lens_of
from ledger.core.assets import AllAssets, course_with, with_assets
from ledger.core.category_tree import CategoryTree, category_tree
from ledger.core.converting import Converter, WholeTotal, whole_total
from ledger.core.exchange import RateBook, Total, rates_for
from ledger.core.models import MoneyAccount
from ledger.core.queries import Point, net_worth_course, seen_accounts, totals
from ledger.core.system_categories import system_category_id
from ledger.holdings.queries import Portfolio, portfolio

MONTHS: Final = 12
ASIDES: Final = 3
TOPS: Final = 5


@dataclass(frozen=True, slots=True)
class Besides:
    """What counts beside accounts, of one source: its words ('of which things'), its page, its worth."""

    words: str
    url: str
    worth: Total


@dataclass(frozen=True, slots=True)
class Summary:
    """In `currency`, at today's rates; flows of the running month at today's as well.

    `net_worth` is that of the overview: what accounts hold, what counts beside them, less debts. `by_type` are the
    balances of accounts that are no debts, `debts` what is owed on all others. `yields` is the part of the month's
    income that was interest and dividends. `course` has the net worth as each of the last months began, and today.
    `income`, `spent` and `yields` are None where all that moved this month is `apart`, without a rate, and so is what
    holdings earned this month, `monthly_yield`.
    """

    currency: str
    month: date
    net_worth: WholeTotal
    by_type: Mapping[str, Total]
    debts: Total
    besides: list[Besides]
    course: list[Point]
    income: Decimal | None
    spent: Decimal | None
    yields: Decimal | None
    apart: tuple[str, ...]
    tops: list[CategoryFigure]
    budget: MonthView | None
    portfolio: Portfolio
    monthly_yield: Decimal | None
    saving: Saving
    asides: list[Aside]

    @property
    def budget_used(self) -> Decimal | None:
        """Percent of the month's plan that was spent; None without one."""
        if self.budget is None:
            return None
        return percent_of(self.budget.total_spent, self.budget.total_allocated + self.budget.total_carried)

    @property
    def invested(self) -> Decimal:
        """Investment accounts: their cash and what is held in them."""
        return self.by_type[MoneyAccount.Type.INVESTMENT].amount + self.portfolio.total_value


def summary(person: User, *, scope: str = ME, currency: str | None = None) -> Summary:
    """About forty queries, whatever the history; ten of them are the plan's."""
    currency = currency or person.currency
    today = person.today
    lens = lens_of(person, scope)
    tree = category_tree(person)
    accounts = seen_accounts(lens)
    besides = assets.current().of(person, scope, lens)
    book = _book(person, accounts, besides, currency)
    net = whole_total(person, with_assets(totals(accounts), besides.on(today)), currency)
    savings = saving(person, lens, tree, accounts, currency)
    held = portfolio(person, lens, currency=currency)
    yields = held.history.yields(today)
    return Summary(
        currency=currency,
        month=today.replace(day=1),
        net_worth=net,
        by_type=_by_type(accounts, book, currency, today),
        debts=_debts(accounts, book, currency, today),
        besides=[Besides(each.words, each.url, book.total(each.on(today), currency, today)) for each in besides.parts],
        course=[*_course(lens, accounts, besides, Converter(book, currency, today)), Point(today, net.net)],
        income=savings.running.income,
        spent=savings.running.spent,
        yields=None if savings.running.income is None else _yields(person, lens, tree, currency),
        apart=savings.running.apart,
        tops=_tops(person, lens, tree, currency),
        budget=_budget(person, scope),
        portfolio=held,
        monthly_yield=told_total(_rated(person, yields, currency)),
        saving=savings,
        # They are of the person's own money.
        asides=[] if scope == PARTNER else asides(person, ASIDES),
    )


def _book(person: User, accounts: Sequence[MoneyAccount], besides: AllAssets, currency: str) -> RateBook:
    others = ({each.currency for each in accounts} | besides.currencies) - {currency}
    return rates_for(person, {*others, currency}, [person.today]) if others else RateBook(())


def _rated(person: User, sums: Mapping[str, Decimal], currency: str) -> Total:
    others = sums.keys() - {currency}
    book = rates_for(person, {*others, currency}, [person.today]) if others else RateBook(())
    return book.total(sums, currency, person.today)


def _by_type(accounts: Sequence[MoneyAccount], book: RateBook, currency: str, today: date) -> dict[str, Total]:
    sums: dict[str, dict[str, Decimal]] = {each: {} for each in MoneyAccount.Type.values}
    for each in accounts:
        if not each.is_liability:
            of = sums[each.type]
            of[each.currency] = of.get(each.currency, ZERO) + each.balance
    return {kind: book.total(of, currency, today) for kind, of in sums.items()}


def _debts(accounts: Sequence[MoneyAccount], book: RateBook, currency: str, today: date) -> Total:
    sums: dict[str, Decimal] = {}
    for each in accounts:
        if each.is_liability:
            sums[each.currency] = sums.get(each.currency, ZERO) + each.balance
    return book.total(sums, currency, today)


def _course(lens: Lens, accounts: Sequence[MoneyAccount], besides: AllAssets, converter: Converter) -> list[Point]:
    """As the overview's, as each month began. One query a currency."""
    today = converter.today
    starts = [each.starts_on for each in spans.until(spans.MONTH, today, MONTHS)]
    courses = {}
    for code in sorted({each.currency for each in accounts} | besides.currencies):
        of_code = [each for each in accounts if each.currency == code]
        points = net_worth_course(lens.of_currency(code), of_code, first=starts[0], today=today)
        courses[code] = course_with(points, besides, code, first=starts[0])
    found = converter.course(courses, today, backwards=True)
    if not found:
        return []
    # Between two points nothing moves: what there was as a month began is what the next point says.
    began = [next(each.amount for each in found if each.on >= min(start, today)) for start in starts]
    return [Point(start, amount) for start, amount in zip(starts, began, strict=True)]


def _tops(person: User, lens: Lens, tree: CategoryTree, currency: str) -> list[CategoryFigure]:
    """What the month went to."""
    month = person.today.replace(day=1)
    found = Reader(person, lens, currency).read(month, spans.month_end(month), by_day=False)
    return by_top(tree, found.cells)[:TOPS]


def _yields(person: User, lens: Lens, tree: CategoryTree, currency: str) -> Decimal:
    month = person.today.replace(day=1)
    branch = tree.branch(system_category_id(INTEREST))
    cells = Reader(person, lens, currency, INCOME).read(month, spans.month_end(month), by_day=False).cells
    return sum((each.amount for each in cells if each.category in branch), ZERO)


def _budget(person: User, scope: str) -> MonthView | None:
    """The person's own plan, or that of both; the partner's own is theirs alone."""
    if scope == PARTNER:
        return None
    found = budget_of(person, person.today.replace(day=1), household=scope != ME)
    return None if found is None else month_view(found, person)
