"""Two periods beside each other."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.models import User
from chat.assistant.periods import Period
from chat.assistant.tools.arguments import CATEGORY, PERIOD, SCOPE, Arguments
from chat.assistant.tools.outcomes import Intent, Outcome, Outside, Tool, figures, money, plain
from chat.assistant.tools.spending import category_asked, lens_asked, spent_in, summed
from config.kernel.money import ZERO
from ledger.core.category_tree import category_tree


def run_compare(person: User, arguments: Arguments) -> Outcome:
    """Spending in both, in the person's currency. Queries as two of `spending`."""
    today = person.today
    one, other = arguments.period(today), arguments.period(today, "with", default="last_month")
    tree, lens = category_tree(person), lens_asked(person, arguments.scope())
    node = category_asked(arguments, tree)

    def spent(period: Period) -> Decimal:
        found = summed(lens, period, person)
        if found is None or found.figures.currency != person.currency:
            return ZERO
        return spent_in(found.figures.spending, tree.branch(node.id)) if node else found.figures.spent

    now, then, currency = spent(one), spent(other), person.currency
    difference = now - then
    values = {
        "what": node.name if node else _("Spending"),
        "now": money(now, currency),
        "then": money(then, currency),
        "when": one.label(today),
        "before": other.label(today),
        "difference": money(abs(difference), currency),
    }
    if not difference:
        text = _("%(what)s: %(now)s %(when)s, just as much as %(before)s.") % values
    elif difference > 0:
        text = _("%(what)s: %(now)s %(when)s and %(then)s %(before)s, %(difference)s more.") % values
    else:
        text = _("%(what)s: %(now)s %(when)s and %(then)s %(before)s, %(difference)s less.") % values
    if one.first <= today < one.last:
        text += " " + _("It is not over yet.")
    facts = {
        "category": Outside(node.name) if node else None,
        "period": [one.first, one.last],
        "with": [other.first, other.last],
        "spent": plain(now, currency),
        "spent_then": plain(then, currency),
        "more": plain(difference, currency),
    }
    items = [(one.label(today), now, currency), (other.label(today), then, currency)]
    return Outcome(text, facts, data=[figures(str(values["what"]), items)], suggestions=[_("What were the largest?")])


COMPARE = Tool(
    "compare",
    "Spending of two periods beside each other, in all or in a category.",
    Intent.SPENDING,
    run_compare,
    {"period": PERIOD, "with": PERIOD, "category": CATEGORY, "scope": SCOPE},
)
