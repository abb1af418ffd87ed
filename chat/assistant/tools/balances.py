"""What there is: balances and net worth, as `transactions/balance/` has them."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from chat.assistant.tools.arguments import SCOPE, Arguments
from chat.assistant.tools.outcomes import (
    Intent,
    Outcome,
    Outside,
    Tool,
    amount_cell,
    link,
    money,
    plain,
    table,
    text_cell,
)
from config.kernel.folding import fold
from config.kernel.money import ZERO
from ledger.core import assets, queries
from ledger.core.access import lens_of
from ledger.core.converting import whole_total

MOST_ACCOUNTS = 12


def run_balance(person: User, arguments: Arguments) -> Outcome:
    scope, name = arguments.scope(), fold(arguments.words("account"))
    accounts = [each for each in queries.seen_accounts(lens_of(person, scope)) if each.closed_on is None]
    named = [each for each in accounts if name and name in fold(each.name)]
    url = reverse("accounts_list")
    rows = [
        [text_cell(each.name), amount_cell(each.balance, each.currency)] for each in (named or accounts)[:MOST_ACCOUNTS]
    ]
    listed = [
        {"account": Outside(each.name), "balance": plain(each.balance, each.currency)}
        for each in (named or accounts)[:MOST_ACCOUNTS]
    ]
    drawn = [table(_("Accounts"), [_("Account"), _("Balance")], rows)] if rows else []
    if named:
        first = named[0]
        text = _("%(amount)s is in %(account)s.") % {
            "amount": money(first.balance, first.currency),
            "account": first.name,
        }
        return Outcome(text, {"accounts": listed}, data=drawn, links=[link(_("Accounts"), url)])
    worth = assets.current().of(person, scope).on(person.today)
    every = queries.seen_accounts(lens_of(person, scope))
    total = whole_total(person, assets.with_assets(queries.totals(every), worth), person.currency)
    text = _("Net worth is %(net)s: %(have)s there, %(owe)s owed.") % {
        "net": money(total.net, total.currency),
        "have": money(total.have, total.currency),
        "owe": money(-total.owe, total.currency),
    }
    if not total.owe:
        text = _("%(net)s is there, and nothing is owed.") % {"net": money(total.net, total.currency)}
    apart = {key: amount for key, amount in total.apart.items() if amount != ZERO}
    if apart:
        told = ", ".join(money(amount, currency) for currency, amount in apart.items())
        text += " " + _("Not counted, for want of a rate: %(list)s.") % {"list": told}
    facts = {
        "scope": scope,
        "net": plain(total.net, total.currency),
        "have": plain(total.have, total.currency),
        "owe": plain(total.owe, total.currency),
        "not_counted": [plain(amount, currency) for currency, amount in apart.items()],
        "accounts": listed,
    }
    return Outcome(
        text,
        facts,
        data=drawn,
        links=[link(_("Accounts"), url)],
        suggestions=[_("What will be there in 30 days?"), _("How much is left to spend?")],
    )


BALANCE = Tool(
    "balance",
    "Balances of accounts, what is owed, and net worth.",
    Intent.GENERAL,
    run_balance,
    {"account": {"type": "string", "description": "Part of the name of one account."}, "scope": SCOPE},
)
