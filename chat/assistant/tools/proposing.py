"""Changes: each tool checks what is meant and proposes it; nothing is done before the person says so."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from chat.assistant.naming import find_category
from chat.assistant.tools.arguments import AMOUNT, CATEGORY, Arguments, Unanswerable
from chat.assistant.tools.outcomes import Intent, Outcome, Outside, Proposal, Tool, money, plain, short_day
from chat.assistant.tools.plans import plan_of
from chat.assistant.tools.spending import category_asked
from config.kernel.formatting import active_locale, format_month
from config.kernel.money import money_text
from ledger.budgets.models import Budget
from ledger.core.category_tree import CategoryNode, category_tree
from ledger.core.models import MoneyAccount, Transaction

LOG_EXPENSE, SET_BUDGET, MOVE_BUDGET = "log_expense", "set_budget", "move_budget"
KINDS = (Transaction.Kind.EXPENSE.value, Transaction.Kind.INCOME.value, Transaction.Kind.REFUND.value)


def run_log(person: User, arguments: Arguments) -> Outcome:
    """On the named account, else the person's first for spending, in its currency."""
    account = _account(person, arguments.words("account"), arguments.words("currency") or person.currency)
    amount = arguments.amount("amount", account.currency)
    assert amount is not None
    kind = arguments.words("kind") or KINDS[0]
    if kind not in KINDS:
        raise Unanswerable(_("An entry is an expense, an income or a refund."))
    day, payee = arguments.day("date") or person.today, arguments.words("payee")
    words = arguments.words("category")
    node = find_category(category_tree(person), words) if words else None
    if node is not None and node.kind != ("income" if kind == "income" else "expense"):
        node = None
    values = {
        "amount": money(amount, account.currency),
        "payee": payee or (node.name if node else _("nobody named")),
        "day": short_day(day),
        "account": account.name,
        "category": node.name if node else _("No category"),
    }
    text = _("%(amount)s, %(payee)s, %(day)s: shall I write it down on %(account)s under %(category)s?") % values
    label = _("Write down %(amount)s") % values
    payload = {
        "account": str(account.pk),
        "amount": money_text(amount, account.currency),
        "kind": kind,
        "payee": payee,
        "booked_on": day.isoformat(),
        "category": str(node.id) if node else None,
    }
    return proposed(text, Proposal(LOG_EXPENSE, label, payload), plain(amount, account.currency))


def run_set_budget(person: User, arguments: Arguments) -> Outcome:
    node = _spending(person, arguments, "category")
    budget = _plan(person, _month(person, arguments))
    amount = arguments.amount("amount", budget.currency)
    assert amount is not None
    values = {
        "name": node.name,
        "amount": money(amount, budget.currency),
        "month": format_month(budget.month, active_locale()),
    }
    text = _("Shall I plan %(amount)s for %(name)s in %(month)s?") % values
    label = _("Plan %(amount)s for %(name)s") % values
    payload = {
        "budget": str(budget.pk),
        "category": str(node.id),
        "amount": money_text(amount, budget.currency),
    }
    return proposed(text, Proposal(SET_BUDGET, label, payload), plain(amount, budget.currency))


def run_move_budget(person: User, arguments: Arguments) -> Outcome:
    source, target = _spending(person, arguments, "from"), _spending(person, arguments, "to")
    budget = _plan(person, _month(person, arguments))
    amount = arguments.amount("amount", budget.currency)
    assert amount is not None
    if not budget.allocations.filter(category=source.id).exists():
        raise Unanswerable(
            _("Nothing is planned for %(name)s in %(month)s.")
            % {"name": source.name, "month": format_month(budget.month, active_locale())}
        )
    values = {"amount": money(amount, budget.currency), "source": source.name, "target": target.name}
    text = _("Shall I move %(amount)s of the plan from %(source)s to %(target)s?") % values
    label = _("Move %(amount)s to %(target)s") % values
    payload = {
        "budget": str(budget.pk),
        "source": str(source.id),
        "category": str(target.id),
        "amount": money_text(amount, budget.currency),
    }
    return proposed(text, Proposal(MOVE_BUDGET, label, payload), plain(amount, budget.currency))


def proposed(text: str, proposal: Proposal, amount: str) -> Outcome:
    facts: Mapping[str, Any] = {"proposed": Outside(proposal.label), "amount": amount, "waits_for": "one tap"}
    return Outcome(text, facts, proposals=[proposal])


def _account(person: User, name: str, currency: str) -> MoneyAccount:
    """An open one of the person's own; by name, else in the currency, else the first for spending. One query."""
    owned = list(MoneyAccount.objects.owned_by(person).open().order_by("is_liability", "type", "name", "pk"))
    spending = [each for each in owned if each.type == MoneyAccount.Type.SPENDING] or owned
    if not spending:
        raise Unanswerable(_("There is no account to write it down on yet."))
    named = [each for each in owned if name and name.casefold() in each.name.casefold()]
    fitting = [each for each in spending if each.currency == currency]
    if not named and not fitting:
        raise Unanswerable(_("You have no account in %(currency)s.") % {"currency": currency[:3]})
    return (named or fitting)[0]


def _month(person: User, arguments: Arguments) -> date:
    """The first day of the month that is said, else of this one."""
    found = arguments.period(person.today, "month")
    if not found.is_month:
        raise Unanswerable(_("A plan is made for one month: say which."))
    return found.first


def _plan(person: User, month: date) -> Budget:
    """The month's, where the person may change it."""
    found = plan_of(person, month)
    budget = found and Budget.objects.changeable_by(person).filter(pk=found.pk).first()
    if budget is None:
        raise Unanswerable(_("There is no plan for %(month)s yet.") % {"month": format_month(month, active_locale())})
    return budget


def _spending(person: User, arguments: Arguments, name: str) -> CategoryNode:
    node = category_asked(arguments, category_tree(person), name)
    if node is None or node.kind != "expense":
        raise Unanswerable(_("Say for which category of spending."))
    return node


_TEXT = {"type": "string"}
MONTH = {"type": "string", "description": "A month such as 2026-12; this one when left out."}
DAY = {"type": "string", "description": "A day such as 2026-11-20."}
LOG = Tool(
    "log_expense",
    "Propose to write down an expense, an income or a refund that the person has just told of.",
    Intent.GENERAL,
    run_log,
    {
        "amount": AMOUNT,
        "payee": _TEXT,
        "date": DAY,
        "category": CATEGORY,
        "kind": {"type": "string", "enum": list(KINDS)},
        "account": {"type": "string", "description": "Part of the name of an account."},
        "currency": {"type": "string", "description": "Three letters."},
    },
    required=("amount",),
    changes=True,
)
SET = Tool(
    "set_budget",
    "Propose an amount for a category in a month's plan.",
    Intent.BUDGET,
    run_set_budget,
    {"category": CATEGORY, "amount": AMOUNT, "month": MONTH},
    required=("category", "amount"),
    changes=True,
)
MOVE = Tool(
    "move_budget",
    "Propose to move money in a month's plan from one category to another.",
    Intent.BUDGET,
    run_move_budget,
    {"from": CATEGORY, "to": CATEGORY, "amount": AMOUNT, "month": MONTH},
    required=("from", "to", "amount"),
    changes=True,
)
