"""What the two share: who owes whom, and what is due for both."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from chat.assistant.tools.arguments import Arguments
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
from config.kernel.money import ZERO
from ledger.core.category_tree import category_tree
from partnerships.agreements.month_shares import this_month
from partnerships.core.standing import Standing, current_standing
from partnerships.statements.balance import balance_of, owed_by
from partnerships.statements.presenting import Reading, reading_of
from partnerships.statements.statement import statement_of

MOST_DUE = 8


def run_owed(person: User, arguments: Arguments) -> Outcome:
    """Who owes whom, over all months, as `settlements/balance/` has it."""
    standing = current_standing(person)
    if standing is None:
        return _alone()
    currency, other = standing.partnership.currency, str(standing.other)
    owed = owed_by(standing.place, balance_of(standing.partnership))
    reading = reading_of(statement_of(standing.partnership, this_month()), standing, category_tree(person))
    values = {"other": other, "amount": money(abs(owed), currency)}
    if owed > ZERO:
        text = _("You owe %(other)s %(amount)s.") % values
    elif owed < ZERO:
        text = _("%(other)s owes you %(amount)s.") % values
    else:
        text = _("You and %(other)s are even.") % values
    text += " " + _("For both, you paid %(mine)s this month and %(other)s paid %(theirs)s.") % {
        "other": other,
        "mine": money(reading.paid.mine, currency),
        "theirs": money(reading.paid.theirs, currency),
    }
    facts = {
        "partner": Outside(other),
        "you_owe": plain(max(owed, ZERO), currency),
        "partner_owes_you": plain(max(-owed, ZERO), currency),
        "paid_by_you_this_month": plain(reading.paid.mine, currency),
        "paid_by_partner_this_month": plain(reading.paid.theirs, currency),
        "your_share_of_it": plain(reading.shares.mine, currency),
    }
    items = [
        (_("You paid"), reading.paid.mine, currency),
        (_("%(other)s paid") % {"other": other}, reading.paid.theirs, currency),
        (_("Your share"), reading.shares.mine, currency),
    ]
    links = [link(_("The statement"), reverse("statement"))]
    if owed:
        links.append(link(_("Settle up"), reverse("settle_up")))
    return Outcome(
        text,
        facts,
        data=[figures(_("This month, for both"), items)],
        links=links,
        suggestions=[_("What is due for both this month?"), _("What did we two spend this month?")],
    )


def run_dues(person: User, arguments: Arguments) -> Outcome:
    """What both bear this month and is not paid yet."""
    standing = current_standing(person)
    if standing is None:
        return _alone()
    reading = reading_of(statement_of(standing.partnership, this_month()), standing, category_tree(person))
    return _dues(reading, standing)


def _dues(reading: Reading, standing: Standing) -> Outcome:
    currency = standing.partnership.currency
    open_rows = [each for each in reading.due if each.line.payment is None]
    if not open_rows:
        return Outcome(
            _("Nothing is open for both this month."),
            {"due": []},
            links=[link(_("The statement"), reverse("statement"))],
            suggestions=[_("Who owes whom?")],
        )
    whole = sum((each.line.amount for each in open_rows), ZERO)
    mine = sum((each.mine for each in open_rows), ZERO)
    text = _("%(whole)s is still due for both this month; your share of it is %(mine)s.") % {
        "whole": money(whole, currency),
        "mine": money(mine, currency),
    }
    rows = [
        [
            text_cell(short_day(each.line.due_on)),
            text_cell(each.line.expense.name, reverse("shared_expense", args=[each.line.expense.pk])),
            amount_cell(each.line.amount, currency),
            amount_cell(each.mine, currency),
        ]
        for each in open_rows[:MOST_DUE]
    ]
    facts = {
        "due": plain(whole, currency),
        "your_share": plain(mine, currency),
        "lines": [
            {
                "name": Outside(each.line.expense.name),
                "on": each.line.due_on,
                "amount": plain(each.line.amount, currency),
                "your_share": plain(each.mine, currency),
            }
            for each in open_rows[:MOST_DUE]
        ],
    }
    columns = [_("Day"), _("What"), _("Amount"), _("Your share")]
    return Outcome(
        text,
        facts,
        data=[table(_("Due for both"), columns, rows)],
        links=[link(_("The statement"), reverse("statement"))],
        suggestions=[_("Who owes whom?"), _("What is due in the next 30 days?")],
    )


def _alone() -> Outcome:
    text = _("You share with nobody here yet, so nobody owes anything.")
    return Outcome(text, {"partner": None}, links=[link(_("Together"), reverse("together"))])


OWED = Tool("who_owes_whom", "What one partner owes the other, and what each paid for both.", Intent.GENERAL, run_owed)
DUES = Tool("shared_dues", "What both bear this month and nobody has paid yet.", Intent.GENERAL, run_dues)
