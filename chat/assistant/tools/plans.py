"""The month's plan: what is left, and how a category stands."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from accounts.models import User
from chat.assistant.tools.arguments import CATEGORY, Arguments
from chat.assistant.tools.outcomes import (
    Intent,
    Outcome,
    Outside,
    Tool,
    amount_cell,
    figures,
    link,
    money,
    plain,
    short_day,
    table,
    text_cell,
)
from chat.assistant.tools.spending import category_asked
from config.kernel.money import ZERO
from ledger.budgets.figures import MonthView, Row
from ledger.budgets.limits import limit_row
from ledger.budgets.models import Budget
from ledger.budgets.queries import budget_of, month_view
from ledger.budgets.views.month import plan_url
from ledger.core.category_tree import category_tree

ROWS_SHOWN = 8


def plan_of(person: User, month: date | None = None) -> Budget | None:
    """The month's, else this month's: the household's where it has one, as on the page of the plan."""
    month = month or person.today.replace(day=1)
    return budget_of(person, month, household=True) or budget_of(person, month)


def run_budget(person: User, arguments: Arguments) -> Outcome:
    node = category_asked(arguments, category_tree(person))
    budget = plan_of(person)
    if budget is None:
        row = limit_row(person, person.today.replace(day=1), node.id) if node else None
        if row is not None:
            return _of_row(row, None)
        text = _("There is no plan for this month yet.")
        suggestions = [_("What did I spend this month?"), _("What is due in the next 30 days?")]
        return Outcome(text, {"plan": None}, suggestions=suggestions)
    view = month_view(budget, person)
    if node is not None:
        found = view.row_of_category(node.id)
        if found is None:
            text = _("Nothing is planned for %(name)s this month.") % {"name": node.name}
            return Outcome(text, {"category": Outside(node.name), "planned": None}, links=[plan_link(budget)])
        return _of_row(found, budget)
    return _whole(view, budget)


def _of_row(row: Row, budget: Budget | None) -> Outcome:
    values = {
        "name": row.name,
        "spent": money(row.spent, row.currency),
        "available": money(row.available, row.currency),
        "left": money(row.remaining, row.currency),
        "over": money(row.over, row.currency),
    }
    if row.is_over:
        text = _("%(name)s is at %(spent)s of %(available)s: %(over)s over.") % values
    else:
        text = _("%(name)s is at %(spent)s of %(available)s: %(left)s is left.") % values
    if row.still_due:
        text += " " + _("%(due)s of it is still due.") % {"due": money(row.still_due, row.currency)}
    facts = {
        "category": Outside(row.name),
        "spent": plain(row.spent, row.currency),
        "available": plain(row.available, row.currency),
        "left": plain(row.remaining, row.currency),
        "still_due": plain(row.still_due, row.currency),
    }
    items = [
        (_("Spent"), row.spent, row.currency),
        (_("Planned"), row.available, row.currency),
        (_("Left"), row.remaining, row.currency),
    ]
    return Outcome(
        text,
        facts,
        data=[figures(row.name, items)],
        links=[plan_link(budget)] if budget else [],
        suggestions=[_("And last month?"), _("How much is left to spend?")],
    )


def _whole(view: MonthView, budget: Budget) -> Outcome:
    left = view.left_to_spend
    text = _("%(left)s is left to spend until %(day)s.") % {
        "left": money(left.left, left.currency),
        "day": short_day(left.until),
    }
    if left.per_day is not None and left.left > ZERO:
        text += " " + _("That is %(amount)s a day.") % {"amount": money(left.per_day, left.currency)}
    over = [each for each in view.categories if each.is_over]
    if over:
        named = ", ".join(f"{each.name} {money(each.over, each.currency)}" for each in over[:3])
        text += " " + _("Over: %(list)s.") % {"list": named}
    shown = sorted(view.categories, key=lambda each: -each.spent)[:ROWS_SHOWN]
    rows = [
        [
            text_cell(each.name),
            amount_cell(each.spent, each.currency),
            amount_cell(each.available, each.currency),
            amount_cell(each.remaining, each.currency),
        ]
        for each in shown
    ]
    facts = {
        "left_to_spend": plain(left.left, left.currency),
        "per_day": plain(left.per_day, left.currency) if left.per_day is not None else None,
        "until": left.until,
        "income": plain(left.income, left.currency),
        "still_due": plain(left.still_due, left.currency),
        "categories": [
            {
                "name": Outside(each.name),
                "spent": plain(each.spent, each.currency),
                "available": plain(each.available, each.currency),
                "left": plain(each.remaining, each.currency),
            }
            for each in shown
        ],
    }
    columns = [_("Category"), _("Spent"), _("Planned"), _("Left")]
    return Outcome(
        text,
        facts,
        data=[table(_("The month's plan"), columns, rows)] if rows else [],
        links=[plan_link(budget)],
        suggestions=[_("What is due in the next 30 days?"), _("What did I spend most on?")],
    )


def next_questions() -> list[str]:
    return [_("How much is left to spend?"), _("What is due in the next 30 days?")]


def plan_link(budget: Budget) -> dict[str, str]:
    return link(_("The plan"), plan_url(budget))


BUDGET = Tool(
    "budget",
    "How this month's plan stands: left to spend, and what a category has spent and left.",
    Intent.BUDGET,
    run_budget,
    {"category": CATEGORY},
)
