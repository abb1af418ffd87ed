"""In which order a person's categories should be given money: what the seed of BudgetWise calls the ranking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from ledger.core.category_tree import CategoryNode, CategoryTree, category_tree
from ledger.core.category_use import CategoryUse, use_of_categories
from ledger.core.models import Category
from ledger.core.queries import previous_month

MONTHS = 6
# Of 100: what the person said, how necessary it is for most, and how regularly money goes there.
BY_PRIORITY, BY_NECESSITY, BY_PATTERN = 50, 30, 20


@dataclass(frozen=True, slots=True)
class Ranked:
    """`score` is 0 to 100; `usual` is the median of the last six whole months, in the person's currency."""

    category: CategoryNode
    score: int
    reasons: tuple[str, ...]
    usual: Decimal


def ranked_categories(person: User) -> list[Ranked]:
    """Categories of spending that are not hidden, what comes first in a budget first.

    score = 50 p/10 + 30 n/10 + 20 m/6, rounded: p is the person's priority, n the necessity (taken for p where the
    person said none), m how many of the last six whole months had spending. Equal ones stand as in the tree. Queries
    as `category_tree` and `use_of_categories`.
    """
    tree = category_tree(person)
    last = previous_month(person.today)
    use = use_of_categories(person, tree, first=_months_before(last, MONTHS - 1), last=last)
    ranked = [_ranked(each, use) for each in _of_spending(tree)]
    return sorted(ranked, key=lambda each: -each.score)


def _of_spending(tree: CategoryTree) -> list[CategoryNode]:
    return [
        each for each in tree.in_order() if each.kind == Category.Kind.EXPENSE and each.is_active and not each.is_hidden
    ]


def _ranked(node: CategoryNode, use: CategoryUse) -> Ranked:
    months = use.active_months(node.id)
    priority = node.necessity_score if node.priority is None else node.priority
    score = Decimal(BY_PRIORITY * priority + BY_NECESSITY * node.necessity_score) / 10
    score += Decimal(BY_PATTERN * months) / MONTHS
    return Ranked(node, int(score.to_integral_value()), tuple(_reasons(node, months)), use.usual(node.id))


def _reasons(node: CategoryNode, months: int) -> list[str]:
    reasons = [_("Necessity %(score)s of 10") % {"score": node.necessity_score}]
    if node.priority is not None:
        reasons.insert(0, _("Your priority %(priority)s of 10") % {"priority": node.priority})
    reasons.append(
        ngettext(
            "Spending in %(count)s of the last %(of)s months", "Spending in %(count)s of the last %(of)s months", months
        )
        % {"count": months, "of": MONTHS}
    )
    return reasons


def _months_before(month: date, count: int) -> date:
    for _each in range(count):
        month = previous_month(month)
    return month
