"""What was spent and what came in over a period, from the roll-ups, as `transactions/analytics/` has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple
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


@dataclass(frozen=True, slots=True)
class Summed:
    """A period in one currency. `counted` are the others in it, converted month by month; `apart` have no rate."""

    figures: analytics.Analysis
    counted: Sequence[analytics.Analysis] = ()
    apart: Sequence[analytics.Analysis] = ()

    def spent_apart(self) -> str:
        return _told([(each.spent, each.currency) for each in self.counted], self.apart)

    def moved_apart(self) -> str:
        counted = [(amount, each.currency) for each in self.counted for amount in (each.income, each.spent)]
        return _told(counted, self.apart)


def summed(lens: Lens, period: Period, person: User) -> Summed | None:
    """In the person's currency, as `transactions/analytics/` has it with `convert_to`; None where nothing moved.

    Queries as `analyse`; as `analyse_in` beside them where another currency moved. What has no rate stays apart, and
    is told in its own currency where there is nothing else.
    """
    found = [
        each for each in analytics.analyse(lens, first=period.first, last=period.last) if each.spent or each.income
    ]
    others = [each for each in found if each.currency != person.currency]
    if not others:
        return Summed(found[0]) if found else None
    converted = analytics.analyse_in(person.currency, lens, person=person, first=period.first, last=period.last)
    apart = [each for each in others if each.currency in converted.apart]
    if len(apart) == len(found):
        return Summed(apart[0], apart=apart[1:])
    return Summed(converted.figures, [each for each in others if each not in apart], apart)


def _told(counted: Sequence[tuple[Decimal, str]], apart: Sequence[analytics.Analysis]) -> str:
    text = ""
    if told := ", ".join(money(amount, currency) for amount, currency in counted if amount):
        text += " " + _("%(list)s of it is converted.") % {"list": told}
    if told := ", ".join(money(each.spent or each.income, each.currency) for each in apart):
        text += " " + _("Not counted, for want of a rate: %(list)s.") % {"list": told}
    return text


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
    found = summed(lens, period, person)
    if node is not None:
        return _in_category(person, lens, period, scope, tree, node, found)
    label = period.label(person.today)
    if found is None:
        return Outcome(
            _("%(who)s spent nothing %(when)s.") % {"who": who(scope), "when": label},
            {"spent": [], "period": [period.first, period.last]},
        )
    main = found.figures
    tops = _by_top(main.spending, tree)
    text = _("%(who)s spent %(amount)s %(when)s.") % {
        "who": who(scope),
        "amount": money(main.spent, main.currency),
        "when": label,
    }
    if tops:
        named = [f"{name} {money(amount, main.currency)}" for name, amount, _key in tops[:3]]
        text += " " + _("Most of it: %(list)s.") % {"list": ", ".join(named)}
    text += found.spent_apart()
    return Outcome(
        text,
        {
            "period": [period.first, period.last],
            "scope": scope,
            "spent": plain(main.spent, main.currency),
            "converted_of_it": [plain(each.spent, each.currency) for each in found.counted],
            "not_counted": [plain(each.spent, each.currency) for each in found.apart],
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
    found, label = summed(lens, period, person), period.label(person.today)
    if found is None:
        return Outcome(
            _("Nothing came in %(when)s.") % {"when": label}, {"income": [], "period": [period.first, period.last]}
        )
    main = found.figures
    text = _("%(income)s came in %(when)s, %(spent)s was spent: that leaves %(saved)s.") % {
        "income": money(main.income, main.currency),
        "spent": money(main.spent, main.currency),
        "saved": money(main.income - main.spent, main.currency),
        "when": label,
    }
    sources = [(_name(tree, each.category_id), each.amount) for each in main.earning[:MOST_CATEGORIES]]
    return Outcome(
        text + found.moved_apart(),
        {
            "period": [period.first, period.last],
            "scope": scope,
            "income": plain(main.income, main.currency),
            "spent": plain(main.spent, main.currency),
            "saved": plain(main.income - main.spent, main.currency),
            "converted_of_it": [plain(each.spent, each.currency) for each in found.counted],
            "not_counted": [plain(each.spent, each.currency) for each in found.apart],
            "sources": [{"name": Outside(name), "amount": plain(amount, main.currency)} for name, amount in sources],
        },
        data=[
            figures(
                _("In and out"),
                [
                    (_("In"), main.income, main.currency),
                    (_("Out"), main.spent, main.currency),
                    (_("Left over"), main.income - main.spent, main.currency),
                ],
            )
        ],
        links=[link(_("The payments"), _lines_url(period))],
        suggestions=[_("And last month?"), _("What did I spend most on?")],
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
    found: Summed | None,
) -> Outcome:
    branch, is_income = tree.branch(node.id), node.kind == "income"
    main, currency = ZERO, person.currency
    if found is not None:
        currency = found.figures.currency
        main = spent_in(found.figures.earning if is_income else found.figures.spending, branch)
    text = _("%(name)s came to %(amount)s %(when)s.") % {
        "name": node.name,
        "amount": money(main, currency),
        "when": period.label(person.today),
    }
    counted = [_of_branch(each, branch, is_income) for each in (found.counted if found else ())]
    apart = [_of_branch(each, branch, is_income) for each in (found.apart if found else ())]
    facts: dict[str, Any] = {
        "period": [period.first, period.last],
        "scope": scope,
        "category": Outside(node.name),
        "amount": plain(main, currency),
        "converted_of_it": [plain(*each) for each in counted if each[0]],
        "not_counted": [plain(*each) for each in apart if each[0]],
    }
    text += _told(counted, [])
    if told := ", ".join(money(*each) for each in apart if each[0]):
        text += " " + _("Not counted, for want of a rate: %(list)s.") % {"list": told}
    drawn = None if is_income else _over_months(person, lens, node, branch, period)
    return Outcome(
        " ".join([text, *(drawn.sentences if drawn else ())]),
        {**facts, **(drawn.facts if drawn else {})},
        data=[drawn.bars] if drawn else [],
        links=[link(_("The payments"), _lines_url(period, node.id))],
        suggestions=[_("And last month?"), _("How much of the budget is left there?"), _("What were the largest?")],
    )


def _of_branch(found: analytics.Analysis, branch: Sequence[UUID], is_income: bool) -> tuple[Decimal, str]:
    return spent_in(found.earning if is_income else found.spending, branch), found.currency


class _Months(NamedTuple):
    bars: dict[str, Any]
    facts: Mapping[str, Any]
    sentences: Sequence[str]


def _over_months(
    person: User, lens: Lens, node: CategoryNode, branch: Sequence[UUID], period: Period
) -> _Months | None:
    """The last months of a category, and their mean where the running one was asked for; None where nothing was."""
    months, currency = _months_of(person, lens, branch), person.currency
    if not any(amount for _month, amount in months):
        return None
    title = _("%(name)s by month") % {"name": node.name}
    labels = [format_short_month(month, active_locale()) for month, _amount in months]
    values = [amount for _month, amount in months]
    chart = bars(title, currency, labels, values, name=_("Spent"), tone=nearest_tone(node.color))
    facts: dict[str, Any] = {"months": {f"{month:%Y-%m}": plain(amount, currency) for month, amount in months}}
    if not any(values[:-1]) or period.first != months[-1][0]:
        return _Months(chart, facts, ())
    mean = sum(values[:-1], ZERO) / len(values[:-1])
    facts["mean_of_months_before"] = plain(mean, currency)
    text = _("The %(n)s months before this one came to %(mean)s on average.") % {
        "n": len(values[:-1]),
        "mean": money(mean, currency),
    }
    return _Months(chart, facts, [text])


def _months_of(person: User, lens: Lens, branch: Sequence[UUID]) -> list[tuple[date, Decimal]]:
    """Spending of the branch in each of the last months, the running one last, in the person's currency.

    One query for each currency; where another moved in the branch, each month as `summed`.
    """
    first = analytics.months_before(person.today, MONTHS_DRAWN - 1)
    months, keys, has_others = dict.fromkeys(_each_month(first, person.today), 0), set(branch), False
    for currency in sorted(set(lens.currencies.values())):
        of_one = lens.of_currency(currency)
        last = sums.month_end(person.today)
        for each in sums.sums_by(sums.STARTS_ON, sums.CATEGORY, lens=of_one, first=first, last=last):
            if each.category in keys and each.kind in (Kind.EXPENSE, Kind.REFUND):
                has_others |= currency != person.currency
                months[each.starts_on] -= each.own if currency == person.currency else 0
    if not has_others:
        return [(month, from_stored(amount)) for month, amount in months.items()]
    found = {month: summed(lens, Period("", month, sums.month_end(month)), person) for month in months}
    return [
        (month, spent_in(each.figures.spending, branch) if each and each.figures.currency == person.currency else ZERO)
        for month, each in found.items()
    ]


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
