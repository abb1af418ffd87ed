"""What went to one payee: read from its lines, of which a bounded number is looked at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

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
    link,
    money,
    plain,
    short_day,
    table,
    text_cell,
)
from config.kernel.money import ZERO
from ledger.core.access import PARTNER, TOGETHER, Lens, lens_of
from ledger.core.category_tree import category_tree
from ledger.core.listed import Row, is_private
from ledger.core.listing import TransactionFilter, list_transactions
from ledger.core.models import Transaction
from ledger.core.views.rows import drill_url

# Of a payee who was paid more often than that, the newest are counted and it is said.
MOST_LINES = 500
SHOWN = 6
OUT = (Transaction.Kind.EXPENSE.value, Transaction.Kind.REFUND.value)


def paid_to(person: User, payee: str, period: Period, scope: str) -> Outcome:
    """What the lines that hold the name come to, less what came back. Three queries at most and one of the search."""
    lens = lens_of(person, scope).lines
    asked = TransactionFilter(kinds=OUT, booked_on_after=period.first, booked_on_before=period.last, search=payee[:100])
    page = list_transactions(lens, asked, limit=MOST_LINES)
    rows = seen_rows(page.rows, lens)
    parts, label = parts_of(rows, lens), period.label(person.today)
    sums: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for each in rows:
        sums[lens.sights[each.account_id].currency] -= parts[each.id]
    if not rows and not list_transactions(lens, TransactionFilter(search=payee[:100]), limit=1).rows:
        raise Unanswerable(_("I know no category and no payee “%(name)s”.") % {"name": payee})
    if not rows:
        return Outcome(
            _("Nothing was paid to “%(payee)s” %(when)s.") % {"payee": payee, "when": label},
            {"payee": Outside(payee), "paid": [], "period": [period.first, period.last]},
            suggestions=[_("What did I spend this month?"), _("What were the largest payments?")],
        )
    paid = sorted(sums.items(), key=lambda each: (each[0] != person.currency, each[0]))
    amounts = ", ".join(money(amount, currency) for currency, amount in paid)
    text = ngettext(
        "%(amount)s to “%(payee)s” %(when)s, in one payment.",
        "%(amount)s to “%(payee)s” %(when)s, in %(count)s payments.",
        len(rows),
    ) % {"amount": amounts, "payee": payee, "when": label, "count": len(rows)}
    if page.has_more:
        text += " " + _("Only the newest %(most)s were counted.") % {"most": MOST_LINES}
    return Outcome(
        text,
        {
            "payee": Outside(payee),
            "period": [period.first, period.last],
            "paid": [plain(amount, currency) for currency, amount in paid],
            "payments": len(rows),
            "is_all": not page.has_more,
        },
        data=[lines_table(_("The latest"), rows[:SHOWN], lens, parts)],
        links=[link(_("The payments"), _url(period, search=payee))],
        suggestions=[_("And last month?"), _("And this year?")],
    )


def run_largest(person: User, arguments: Arguments) -> Outcome:
    """The largest of the period's newest lines; of more than are looked at it says so. Two queries, and the tree's."""
    period, scope = arguments.period(person.today), arguments.scope()
    limit = arguments.number("limit", default=5, most=10)
    tree, lens = category_tree(person), lens_of(person, scope).lines
    words = arguments.words("category")
    node = find_category(tree, words) if words else None
    asked = TransactionFilter(
        kinds=(OUT[0],),
        booked_on_after=period.first,
        booked_on_before=period.last,
        category_ids=tree.branch(node.id) if node else (),
    )
    page = list_transactions(lens, asked, limit=MOST_LINES)
    rows = [each for each in seen_rows(page.rows, lens) if lens.sights[each.account_id].currency == person.currency]
    parts = parts_of(rows, lens)
    rows = sorted(rows, key=lambda each: (parts[each.id], each.booked_on))[:limit]
    label = period.label(person.today)
    if not rows:
        return Outcome(_("Nothing was paid %(when)s.") % {"when": label}, {"payments": []})
    first = rows[0]
    text = _("The largest %(when)s: %(amount)s to %(payee)s on %(day)s.") % {
        "when": label,
        "amount": money(-parts[first.id], person.currency),
        "payee": first.payee or _("nobody named"),
        "day": short_day(first.booked_on),
    }
    if page.has_more:
        text += " " + _("Only the newest %(most)s were looked at.") % {"most": MOST_LINES}
    return Outcome(
        text,
        {
            "period": [period.first, period.last],
            "payments": [
                {
                    "payee": Outside(each.payee),
                    "amount": plain(-parts[each.id], person.currency),
                    "on": each.booked_on,
                }
                for each in rows
            ],
            "is_all": not page.has_more,
        },
        data=[lines_table(_("Largest payments"), rows, lens, parts)],
        links=[link(_("The payments"), _url(period, category=node.id if node else None))],
        suggestions=[_("And last month?"), _("What did I spend in all?")],
    )


def seen_rows(rows: list[Row], lens: Lens) -> list[Row]:
    """Without lines of which only the day is known."""
    return [each for each in rows if not is_private(each.withheld, lens.sights[each.account_id].role)]


def lines_table(title: str, rows: list[Row], lens: Lens, parts: Mapping[UUID, Decimal]) -> dict[str, object]:
    return table(
        title,
        [_("Day"), _("Payee"), _("Amount")],
        [
            [
                text_cell(short_day(each.booked_on)),
                text_cell(each.payee or _("nobody named"), reverse("transaction_detail", args=[each.id])),
                amount_cell(parts[each.id], lens.sights[each.account_id].currency),
            ]
            for each in rows
        ],
    )


def parts_of(rows: Sequence[Row], lens: Lens) -> dict[UUID, Decimal]:
    """Signed, by id: what of each listed line counts through the lens. One query through the partner's, else none.

    A listed line holds the reader's own part, and a viewer has none.
    """
    if lens.scope == TOGETHER:
        return {each.id: each.amount for each in rows}
    if lens.scope != PARTNER:
        return {each.id: each.own_amount for each in rows}
    kept = dict(Transaction.objects.filter(pk__in=[each.id for each in rows]).values_list("pk", "own_amount"))
    owned = {each.id: kept.get(each.id, each.amount) for each in rows}
    return {
        each.id: each.amount - owned[each.id] if lens.sights[each.account_id].takes_rest else owned[each.id]
        for each in rows
    }


def _url(period: Period, **more: object) -> str:
    return drill_url(reverse("transactions"), booked_on_after=period.first, booked_on_before=period.last, **more)


LARGEST = Tool(
    "largest_payments",
    "The largest single payments of a period.",
    Intent.SPENDING,
    run_largest,
    {"period": PERIOD, "category": CATEGORY, "scope": SCOPE, "limit": {"type": "integer", "minimum": 1, "maximum": 10}},
)
