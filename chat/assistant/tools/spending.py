"""What was spent and what came in over a period, from the roll-ups, as `transactions/analytics/` has it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from chat.assistant.naming import find_category
from chat.assistant.periods import Period
from chat.assistant.tools.arguments import CATEGORY, PERIOD, SCOPE, Arguments, Unanswerable
from chat.assistant.tools.outcomes import (
    Intent,
    Outcome,
    Outside,
    Tool,
    amount_cell,
    bars,
    figures,
    link,
    money,
    plain,
    table,
    text_cell,
)
from chat.assistant.tools.payees import paid_to
from config.kernel.formatting import active_locale, format_short_month
from config.kernel.money import ZERO, from_stored
from config.kernel.tones import nearest_tone
from ledger.core import analytics, sums
from ledger.core.access import PARTNER, TOGETHER, Lens, lens_of
from ledger.core.category_tree import CategoryNode, CategoryTree, category_tree
from ledger.core.models import Transaction
from ledger.core.queries import CategoryFigure
from ledger.core.views.rows import drill_url

MOST_CATEGORIES = 6
MONTHS_DRAWN = 6
Kind = Transaction.Kind


def category_asked(arguments: Arguments, tree: CategoryTree, name: str = "category") -> CategoryNode | None:
    words = arguments.words(name)
    if not words:
        return None
    found = find_category(tree, words)
    if found is None:
        raise Unanswerable(_("There is no category “%(name)s”.") % {"name": words})
    return found


def lens_asked(person: User, scope: str) -> Lens:
    lens = lens_of(person, scope).sums
    if scope == PARTNER and not len(lens):
        raise Unanswerable(_("Your partner shows you no figures."))
    return lens


def analyses_of(lens: Lens, period: Period, person: User) -> list[analytics.Analysis]:
    """One a currency, the one that moved most first; one of nothing in the person's where nothing moved."""
    found = [
        each for each in analytics.analyse(lens, first=period.first, last=period.last) if each.spent or each.income
    ]
    return sorted(found, key=lambda each: (each.currency != person.currency, each.currency))


def who(scope: str) -> str:
    if scope == PARTNER:
        return _("Your partner")
    return _("You two") if scope == TOGETHER else _("You")


def run_spending(person: User, arguments: Arguments) -> Outcome:
    period, scope = arguments.period(person.today), arguments.scope()
    tree, lens = category_tree(person), lens_asked(person, scope)
    payee = arguments.words("payee")
    if payee:
        return paid_to(person, payee, period, scope)
    node = category_asked(arguments, tree)
    found = analyses_of(lens, period, person)
    if node is not None:
        return _in_category(person, lens, period, scope, tree, node, found)
    label = period.label(person.today)
    if not found:
        return Outcome(
            _("%(who)s spent nothing %(when)s.") % {"who": who(scope), "when": label},
            {"spent": [], "period": [period.first, period.last]},
        )
    main = found[0]
    tops = _by_top(main.spending, tree)
    text = _("%(who)s spent %(amount)s %(when)s.") % {
        "who": who(scope),
        "amount": money(main.spent, main.currency),
        "when": label,
    }
    if tops:
        named = [f"{name} {money(amount, main.currency)}" for name, amount, _key in tops[:3]]
        text += " " + _("Most of it: %(list)s.") % {"list": ", ".join(named)}
    text += _apart(found[1:])
    return Outcome(
        text,
        {
            "period": [period.first, period.last],
            "scope": scope,
            "spent": [plain(each.spent, each.currency) for each in found],
            "by_category": [
                {"name": Outside(name), "amount": plain(amount, main.currency)} for name, amount, _k in tops
            ],
        },
        data=[_categories_table(tops, main.currency, period)] if tops else [],
        links=[link(_("The payments"), _lines_url(period))],
        suggestions=[_("And the month before?"), _("What were the largest payments?"), _("How much is left to spend?")],
    )


def run_income(person: User, arguments: Arguments) -> Outcome:
    period, scope = arguments.period(person.today), arguments.scope()
    lens, tree = lens_asked(person, scope), category_tree(person)
    found, label = analyses_of(lens, period, person), period.label(person.today)
    if not found:
        return Outcome(
            _("Nothing came in %(when)s.") % {"when": label}, {"income": [], "period": [period.first, period.last]}
        )
    main = found[0]
    text = _("%(income)s came in %(when)s, %(spent)s was spent: that leaves %(saved)s.") % {
        "income": money(main.income, main.currency),
        "spent": money(main.spent, main.currency),
        "saved": money(main.income - main.spent, main.currency),
        "when": label,
    }
    sources = [(_name(tree, each.category_id), each.amount) for each in main.earning[:MOST_CATEGORIES]]
    return Outcome(
        text + _apart(found[1:]),
        {
            "period": [period.first, period.last],
            "scope": scope,
            "currencies": [
                {
                    "income": plain(each.income, each.currency),
                    "spent": plain(each.spent, each.currency),
                    "saved": plain(each.income - each.spent, each.currency),
                }
                for each in found
            ],
            "sources": [{"name": Outside(name), "amount": plain(amount, main.currency)} for name, amount in sources],
        },
        data=[
            figures(
                _("In and out"),
                [
                    (_("In"), main.income, main.currency),
                    (_("Out"), main.spent, main.currency),
                    (_("Saved"), main.income - main.spent, main.currency),
                ],
            )
        ],
        links=[link(_("The payments"), _lines_url(period))],
        suggestions=[_("How was it last month?"), _("What did we spend most on?")],
    )


def spent_in(figures_of: Iterable[CategoryFigure], branch: Sequence[UUID]) -> Decimal:
    """What the figures of a category and all below it come to."""
    keys = set(branch)
    return sum((each.amount for each in figures_of if each.category_id in keys), ZERO)


def _in_category(
    person: User,
    lens: Lens,
    period: Period,
    scope: str,
    tree: CategoryTree,
    node: CategoryNode,
    found: Sequence[analytics.Analysis],
) -> Outcome:
    branch = tree.branch(node.id)
    is_income = node.kind == "income"
    amounts = [
        (spent_in(each.earning if is_income else each.spending, branch), each.currency)
        for each in found
        if any(one.category_id in branch for one in (each.earning if is_income else each.spending))
    ] or [(ZERO, person.currency)]
    main, currency = amounts[0]
    values = {"name": node.name, "amount": money(main, currency), "when": period.label(person.today)}
    text = _("%(name)s came to %(amount)s %(when)s.") % values
    text += "".join(" " + _("And %(amount)s.") % {"amount": money(*each)} for each in amounts[1:])
    data = []
    facts: dict[str, Any] = {
        "period": [period.first, period.last],
        "scope": scope,
        "category": Outside(node.name),
        "amounts": [plain(*each) for each in amounts],
    }
    if not is_income:
        months = _months_of(lens.of_currency(currency), branch, person.today)
        before = [amount for _month, amount in months[:-1]]
        facts["months"] = {f"{month:%Y-%m}": plain(amount, currency) for month, amount in months}
        if any(amount for _month, amount in months):
            labels = [format_short_month(month, active_locale()) for month, _amount in months]
            title = _("%(name)s by month") % {"name": node.name}
            values_drawn = [amount for _month, amount in months]
            data.append(bars(title, currency, labels, values_drawn, name=_("Spent"), tone=nearest_tone(node.color)))
            if before and any(before):
                mean = sum(before, ZERO) / len(before)
                facts["mean_of_months_before"] = plain(mean, currency)
                text += " " + _("The %(n)s months before this one came to %(mean)s on average.") % {
                    "n": len(before),
                    "mean": money(mean, currency),
                }
    return Outcome(
        text,
        facts,
        data=data,
        links=[link(_("The payments"), _lines_url(period, node.id))],
        suggestions=[_("And last month?"), _("How much of the budget is left there?"), _("What were the largest?")],
    )


def _months_of(lens: Lens, branch: Sequence[UUID], today: date) -> list[tuple[date, Decimal]]:
    """Spending of the branch in each of the last months, the running one last. One query."""
    first, keys = analytics.months_before(today, MONTHS_DRAWN - 1), set(branch)
    months = dict.fromkeys(_each_month(first, today), 0)
    for each in sums.sums_by(sums.STARTS_ON, sums.CATEGORY, lens=lens, first=first, last=sums.month_end(today)):
        if each.category in keys and each.kind in (Kind.EXPENSE, Kind.REFUND):
            months[each.starts_on] -= each.own
    return [(month, from_stored(amount)) for month, amount in months.items()]


def _each_month(first: date, today: date) -> list[date]:
    months = [first]
    while months[-1] < today.replace(day=1):
        months.append(sums.next_month(months[-1]))
    return months


def _by_top(spending: Iterable[CategoryFigure], tree: CategoryTree) -> list[tuple[str, Decimal, UUID | None]]:
    """Most first; what has no category, and what is not told apart, under names of their own."""
    found: dict[tuple[str, UUID | None], Decimal] = {}
    for each in spending:
        top = tree.top_of(each.category_id)
        name = _("Private") if each.is_private else top.name if top else _("No category")
        key = (name, top.id if top else None)
        found[key] = found.get(key, ZERO) + each.amount
    ordered = sorted(found.items(), key=lambda each: -each[1])
    return [(name, amount, category_id) for (name, category_id), amount in ordered]


def _categories_table(
    tops: Sequence[tuple[str, Decimal, UUID | None]], currency: str, period: Period
) -> dict[str, Any]:
    rows = [
        [text_cell(name, _lines_url(period, key) if key else ""), amount_cell(amount, currency)]
        for name, amount, key in tops[:MOST_CATEGORIES]
    ]
    rest = sum((amount for _name, amount, _key in tops[MOST_CATEGORIES:]), ZERO)
    if rest:
        rows.append([text_cell(_("Everything else")), amount_cell(rest, currency)])
    return table(_("Where it went"), [_("Category"), _("Spent")], rows)


def _lines_url(period: Period, category_id: UUID | None = None) -> str:
    days = {"booked_on_after": period.first, "booked_on_before": period.last}
    return drill_url(reverse("transactions"), **days, **({"category": category_id} if category_id else {}))


def _name(tree: CategoryTree, category_id: UUID | None) -> str:
    node = tree.get(category_id)
    return node.name if node else _("No category")


def _apart(others: Sequence[analytics.Analysis]) -> str:
    """Other currencies are told, and not added."""
    told = [money(each.spent, each.currency) for each in others if each.spent]
    return " " + _("Beside that %(list)s.") % {"list": ", ".join(told)} if told else ""


PAYEE = {"type": "string", "description": "The name of a shop or a person, instead of a category."}
SPENDING = Tool(
    "spending",
    "What was spent over a period, in all, in a category or at a payee.",
    Intent.SPENDING,
    run_spending,
    {"period": PERIOD, "category": CATEGORY, "payee": PAYEE, "scope": SCOPE},
)
INCOME = Tool(
    "income",
    "What came in over a period, what was spent, and what is left of it.",
    Intent.GENERAL,
    run_income,
    {"period": PERIOD, "scope": SCOPE},
)
