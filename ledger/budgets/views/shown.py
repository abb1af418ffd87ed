"""A month against its plan as the page shows it: groups, bars, what needs words, and where each figure leads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from config.kernel.money import ZERO
from ledger.budgets.figures import MonthView, Row, percent_of
from ledger.budgets.generating import GUIDE
from ledger.budgets.months import month_end
from ledger.budgets.wording import money
from ledger.core.access import TOGETHER
from ledger.core.category_tree import CategoryNode
from ledger.core.models import Category
from ledger.core.views.rows import drill_url

BUCKETS: Final = (Category.Bucket.NEEDS, Category.Bucket.WANTS, Category.Bucket.SAVINGS)
WHOLE: Final = Decimal(100)
# The bar's rounded ends make the last bit of a share look full.
_GAP: Final = Decimal("1.2")
PAID, AHEAD, OVER = "paid", "ahead", "over"


@dataclass(frozen=True, slots=True)
class Bar:
    """Shares of what there is, 0 to 100, as SVG wants them; `pace` is '' where nothing goes evenly."""

    used: str
    due: str
    pace: str


@dataclass(frozen=True, slots=True)
class PlanRow:
    """`state` is '', PAID, AHEAD or OVER, `note` says so in words; `url` leads to the lines of what was spent."""

    row: Row
    state: str
    note: str
    url: str
    bar: Bar

    @property
    def key(self) -> UUID | None:
        return self.row.key

    @property
    def rolls(self) -> str:
        """As RollOverForm names it."""
        return {None: "", False: "left", True: "debt"}[self.row.rolls_over]

    @property
    def look(self) -> CategoryNode | None:
        return self.row.category


@dataclass(frozen=True, slots=True)
class Group:
    """`percent` is what is planned of the income, None without income; `guide` what 50/30/20 says."""

    bucket: str
    title: str
    percent: int | None
    guide: int
    rows: Sequence[PlanRow]

    @property
    def spent(self) -> Decimal:
        return sum((each.row.spent for each in self.rows), ZERO)

    @property
    def planned(self) -> Decimal:
        return sum((each.row.allocated for each in self.rows), ZERO)

    @property
    def left(self) -> Decimal:
        return sum((each.row.remaining for each in self.rows), ZERO)


@dataclass(frozen=True, slots=True)
class Unplanned:
    """What was spent where nothing is planned; `category` is None for lines without one."""

    category: CategoryNode | None
    spent: Decimal
    url: str


@dataclass(frozen=True, slots=True)
class Arc:
    """One part of a ring whose whole length is 100: how long it is, and where it begins."""

    bucket: str
    dash: str
    offset: str


def groups_of(view: MonthView) -> list[Group]:
    """Needs, wants and savings, goals among them; those without a row are left out. No query."""
    guide = GUIDE[view.budget.risk_tolerance]
    planned = {each.category.id for each in view.categories if each.category is not None}
    found = []
    for bucket in BUCKETS:
        rows = [row_of(each, view, planned) for each in view.rows if _bucket(each) == bucket]
        if rows:
            share = percent_of(sum((each.row.allocated for each in rows), ZERO), view.total_income)
            found.append(Group(bucket.value, str(bucket.label), _whole(share), guide[bucket.value], rows))
    return found


def _bucket(row: Row) -> str:
    """A category of a kind that is no spending any more counts with the wants."""
    return row.bucket if row.bucket in BUCKETS else Category.Bucket.WANTS.value


def row_of(row: Row, view: MonthView, planned: set[UUID]) -> PlanRow:
    state = _state(row)
    return PlanRow(row, state, _note(row, state), _lines_url(row, view, planned), _bar(row, state))


def _state(row: Row) -> str:
    if row.goal is not None:
        return PAID if row.available and row.spent >= row.available else ""
    if row.is_over:
        return OVER
    if row.overrun:
        return AHEAD
    return PAID if row.available and row.spent == row.available and not row.still_due else ""


def _note(row: Row, state: str) -> str:
    if state == PAID:
        return _("done")
    if state == OVER:
        return _("over by %(amount)s") % {"amount": money(row.over, row.currency)}
    if state == AHEAD:
        return _("heading for %(amount)s") % {"amount": money(row.projected, row.currency)}
    if row.still_due:
        return _("%(amount)s still due") % {"amount": money(row.still_due, row.currency)}
    return ""


def _bar(row: Row, state: str) -> Bar:
    whole = max(row.available, ZERO)
    used = _share(row.spent, whole)
    due = min(_share(row.still_due, whole), WHOLE - used)
    gone, total = row.days.share
    evenly = state != PAID and row.goal is None and row.days.is_running and row.spent > row.fixed
    pace = _text(Decimal(gone) * WHOLE / total) if evenly else ""
    return Bar(_text(used), _text(used + due) if due else "", pace)


def _share(part: Decimal, whole: Decimal) -> Decimal:
    if whole <= 0:
        return WHOLE if part > 0 else ZERO
    return min(max(part * WHOLE / whole, ZERO), WHOLE)


def _text(share: Decimal) -> str:
    return str(share.quantize(Decimal("0.1"), ROUND_HALF_UP))


def _whole(percent: Decimal | None) -> int | None:
    return None if percent is None else int(percent.quantize(Decimal(1), ROUND_HALF_UP))


def _lines_url(row: Row, view: MonthView, planned: set[UUID]) -> str:
    if row.goal is not None:
        return reverse("goal", args=[row.goal.pk])
    assert row.category is not None
    return _category_url(row.category, view, planned)


def _category_url(node: CategoryNode, view: MonthView, planned: Iterable[UUID]) -> str:
    """The month's lines of a category and all below it, without what is planned below it."""
    below = set(view.purse.tree.branch(node.id)) & set(planned) - {node.id}
    return lines_url(view, category=node.id, without=",".join(map(str, sorted(below))))


def lines_url(view: MonthView, **filters: object) -> str:
    """The list of the month's lines; of a household's plan those of all accounts its reader sees."""
    scope = TOGETHER if view.purse.is_joint else ""
    span = {"booked_on_after": view.month, "booked_on_before": month_end(view.month)}
    return drill_url(reverse("transactions"), **filters, **span, scope=scope)


def unplanned_of(view: MonthView) -> list[Unplanned]:
    """Most first. No query."""
    planned = {each.category.id for each in view.categories if each.category is not None}
    found = []
    for key, spent in view.unplanned_by.items():
        node = view.purse.tree.get(key)
        if node is None:
            url = lines_url(view, uncategorised="true")
        else:
            below = set(view.purse.tree.branch(node.id)) - {node.id}
            url = _category_url(node, view, planned | below)
        found.append(Unplanned(node, spent, url))
    return sorted(found, key=lambda each: -each.spent)


def rings_of(groups: Sequence[Group], income: Decimal) -> dict[str, list[Arc]]:
    """What is planned in shares of the income, or of the plan where that is more, and the guide inside it."""
    whole = max(income, sum((each.planned for each in groups), ZERO))
    return {
        "plan": _ring((each.bucket, _share(each.planned, whole)) for each in groups) if whole else [],
        "guide": _ring((each.bucket, Decimal(each.guide)) for each in groups),
    }


def _ring(parts: Iterable[tuple[str, Decimal]]) -> list[Arc]:
    arcs, start = [], ZERO
    for bucket, share in parts:
        length = max(share - _GAP, ZERO)
        if length:
            arcs.append(Arc(bucket, f"{_text(length)} {_text(WHOLE - length)}", _text(-start)))
        start += share
    return arcs
