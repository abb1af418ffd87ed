"""Whether to buy something: how it stands in the month's plan, and what advice decides, as `advice/purchase/` would.

Nothing is kept of the question. Where it is better to wait, a reminder is proposed.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from chat.assistant.naming import find_category
from chat.assistant.tools.advising import advice_facts, advice_sentences, advice_table, advised, price_asked
from chat.assistant.tools.arguments import AMOUNT, CATEGORY, CURRENCY, Arguments, Unanswerable
from chat.assistant.tools.outcomes import Intent, Outcome, Outside, Tool, figures, link, money, plain, short_day
from chat.assistant.tools.plans import next_questions, plan_link, plan_of
from chat.assistant.tools.reminding import reminder
from chat.assistant.tools.spending import category_asked
from ledger.budgets.models import Budget
from ledger.budgets.purchases import check_purchase
from ledger.budgets.queries import month_view
from ledger.core.category_tree import CategoryNode, category_tree
from ledger.core.models import Category


class _Stand(NamedTuple):
    """How a price stands in the plan."""

    text: str
    facts: Mapping[str, Any]
    data: list[dict[str, Any]]


def run_check(person: User, arguments: Arguments) -> Outcome:
    """Queries as `check_purchase` and `weigh`; two for the rate of another currency."""
    if arguments.given.get("amount") is None:
        raise Unanswerable(_("Say what it costs as well, and I weigh it."))
    price = price_asked(arguments, person)
    item, tree = arguments.words("item"), category_tree(person)
    node = category_asked(arguments, tree) if arguments.words("category") else find_category(tree, item)
    budget = plan_of(person)
    stand = _in_category(person, budget, price.own, node) or _in_whole(person, budget, price.own)
    advice = advised(person, item or (node.name if node else _("this")), price.amount, node, price.currency)
    wait = [reminder(advice, None, advice.wait_until)] if advice.wait_until else []
    facts = {"item": Outside(item), "amount": plain(price.amount, price.currency), **(stand.facts if stand else {})}
    return Outcome(
        " ".join([*price.sentences(person), *([stand.text] if stand else []), *advice_sentences(advice)]),
        {**facts, "advice": advice_facts(advice)},
        data=[*(stand.data if stand else []), advice_table(advice)],
        links=[*([plan_link(budget)] if budget else []), link(_("Should I buy it?"), reverse("advice"))],
        suggestions=next_questions(),
        proposals=wait,
    )


def _in_category(person: User, budget: Budget | None, amount: Decimal, node: CategoryNode | None) -> _Stand | None:
    """None where its category has no plan and no limit."""
    category = Category.objects.visible_to(person).filter(pk=node.id).first() if node else None
    if category is None:
        return None
    month = person.today.replace(day=1)
    found = check_purchase(person=person, budget=budget, month=month, category=category, amount=amount)
    if found is None:
        return None
    name = found.category.name if found.category else category.name
    values = {
        "name": name,
        "amount": money(amount, found.currency),
        "left": money(found.remaining, found.currency),
        "after": money(found.remaining - amount, found.currency),
    }
    if found.fits:
        text = _("%(amount)s fits: %(left)s is left for %(name)s, %(after)s after it.") % values
    else:
        text = _("%(amount)s does not fit: %(left)s is left for %(name)s.") % values
    facts = {
        "category": Outside(name),
        "fits": found.fits,
        "left": plain(found.remaining, found.currency),
        "left_after": plain(found.remaining - amount, found.currency),
        "options": [Outside(each) for each in found.options],
    }
    items = [
        (_("It costs"), amount, found.currency),
        (_("Left for %(name)s") % {"name": name}, found.remaining, found.currency),
        (_("After it"), found.remaining - amount, found.currency),
    ]
    text = " ".join([text, *([found.warning] if found.warning and found.fits else [])])
    return _Stand(text, facts, [figures(_("Does it fit?"), items)])


def _in_whole(person: User, budget: Budget | None, amount: Decimal) -> _Stand | None:
    """Of what is in no category: against what is left to spend in all."""
    if budget is None:
        return None
    left = month_view(budget, person).left_to_spend
    values = {
        "amount": money(amount, left.currency),
        "left": money(left.left, left.currency),
        "after": money(left.left - amount, left.currency),
        "day": short_day(left.until),
    }
    if amount <= left.left:
        text = _("%(amount)s fits into the %(left)s left to spend until %(day)s: %(after)s would remain.") % values
    else:
        text = _("%(amount)s is more than the %(left)s left to spend until %(day)s.") % values
    facts = {
        "fits": amount <= left.left,
        "left_to_spend": plain(left.left, left.currency),
        "left_after": plain(left.left - amount, left.currency),
    }
    return _Stand(text, facts, [])


CHECK = Tool(
    "check_purchase",
    "Whether to buy something of a price: whether it fits this month's plan, and buy, wait or don't buy with reasons.",
    Intent.BUDGET,
    run_check,
    {
        "amount": AMOUNT,
        "currency": CURRENCY,
        "category": CATEGORY,
        "item": {"type": "string", "description": "What it is."},
    },
    required=("amount",),
)
