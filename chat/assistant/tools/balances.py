"""What there is: balances and net worth, as `transactions/balance/` has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from chat.assistant.tools.arguments import SCOPE, Arguments, Unanswerable
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
from ledger.core.access import Lens, lens_of
from ledger.core.converting import whole_total
from ledger.core.models import MoneyAccount

MOST_ACCOUNTS = 12
SHOWN = 4
JOINT: Final = "joint"
KINDS: Final = (JOINT, *(each.value for each in MoneyAccount.Subtype))


def run_balance(person: User, arguments: Arguments) -> Outcome:
    """Of one account or one kind of them, else of all. Six queries."""
    scope, name, kind = arguments.scope(), arguments.words("account"), arguments.words("kind")
    if kind and kind not in KINDS:
        raise Unanswerable(_("“%(text)s” is no kind of account.") % {"text": kind})
    lens = lens_of(person, scope)
    every = queries.seen_accounts(lens)
    accounts = [each for each in every if each.closed_on is None]
    if name or kind:
        return _of_some(person, _named(accounts, lens, name, kind), accounts, name or kind)
    worth = assets.current().of(person, scope).on(person.today)
    total = whole_total(person, assets.with_assets(queries.totals(every), worth), person.currency)
    text = _("Net worth is %(net)s: %(have)s there, %(owe)s owed.") % {
        "net": money(total.net, total.currency),
        "have": money(total.have, total.currency),
        "owe": money(-total.owe, total.currency),
    }
    if not total.owe:
        text = _("%(net)s is there, and nothing is owed.") % {"net": money(total.net, total.currency)}
    apart = {key: amount for key, amount in total.apart.items() if amount != ZERO}
    facts = {
        "scope": scope,
        "net": plain(total.net, total.currency),
        "have": plain(total.have, total.currency),
        "owe": plain(total.owe, total.currency),
        "not_counted": [plain(amount, currency) for currency, amount in apart.items()],
        "accounts": _facts(accounts),
    }
    return Outcome(
        text + _not_counted(apart),
        facts,
        data=_drawn(accounts),
        links=[link(_("Accounts"), reverse("accounts_list"))],
        suggestions=[_("What will be there in 30 days?"), _("How much is left to spend?")],
    )


def _named(accounts: Sequence[MoneyAccount], lens: Lens, name: str, kind: str) -> list[MoneyAccount]:
    """Those whose name holds each of the words; else those of the kind, where one is said."""
    wanted = fold(name).split()
    named = [each for each in accounts if wanted and all(word in fold(each.name) for word in wanted)]
    if named or not kind:
        return named
    if kind == JOINT:
        return [each for each in accounts if lens.sights[each.pk].is_joint]
    return [each for each in accounts if each.subtype == kind]


def _of_some(person: User, found: Sequence[MoneyAccount], accounts: Sequence[MoneyAccount], asked: str) -> Outcome:
    """Each by its name; what they come to where there are several."""
    links = [link(_("Accounts"), reverse("accounts_list"))]
    if not found:
        text = _("You see no account “%(name)s”. These are there.") % {"name": asked}
        return Outcome(text, {"accounts": _facts(accounts)}, data=_drawn(accounts), links=links)
    told = [
        _("%(amount)s is in %(account)s.") % {"amount": money(each.balance, each.currency), "account": each.name}
        for each in found[:SHOWN]
    ]
    facts: dict[str, Any] = {"accounts": _facts(found)}
    if len(found) > 1:
        total = whole_total(person, queries.totals(found), person.currency)
        told.append(_("Together that is %(amount)s.") % {"amount": money(total.net, total.currency)})
        told += [each for each in [_not_counted(total.apart).strip()] if each]
        facts["together"] = plain(total.net, total.currency)
    return Outcome(" ".join(told), facts, data=_drawn(found), links=links)


def _not_counted(apart: Mapping[str, Decimal]) -> str:
    told = ", ".join(money(amount, currency) for currency, amount in apart.items() if amount)
    return " " + _("Not counted, for want of a rate: %(list)s.") % {"list": told} if told else ""


def _facts(accounts: Sequence[MoneyAccount]) -> list[dict[str, str]]:
    return [
        {"account": Outside(each.name), "balance": plain(each.balance, each.currency)}
        for each in accounts[:MOST_ACCOUNTS]
    ]


def _drawn(accounts: Sequence[MoneyAccount]) -> list[dict[str, Any]]:
    rows = [[text_cell(each.name), amount_cell(each.balance, each.currency)] for each in accounts[:MOST_ACCOUNTS]]
    return [table(_("Accounts"), [_("Account"), _("Balance")], rows)] if rows else []


BALANCE = Tool(
    "balance",
    "Balances of accounts, what is owed, and net worth.",
    Intent.GENERAL,
    run_balance,
    {
        "account": {"type": "string", "description": "Part of the name of one account."},
        "kind": {"type": "string", "enum": list(KINDS), "description": "Accounts of one kind instead of a name."},
        "scope": SCOPE,
    },
)
