"""What became of an archive, in words for its person."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.own_data.taking import State
from config.kernel.formatting import active_locale, format_money
from config.kernel.own_data.taking import LEFT_OUT

_KINDS: Final[dict[str, str | Promise]] = {
    "accounts": gettext_lazy("Accounts"),
    "transactions": gettext_lazy("Transactions"),
    "splits": gettext_lazy("Splits of transactions"),
    "bank_balances": gettext_lazy("Balances of the bank"),
    "categories": gettext_lazy("Categories"),
    "category_overrides": gettext_lazy("Settings of categories"),
    "rules": gettext_lazy("Rules"),
    "things": gettext_lazy("Things"),
    "documents": gettext_lazy("Documents"),
    "attachments": gettext_lazy("Places documents hang at"),
    "goals": gettext_lazy("Goals"),
    "goal_contributions": gettext_lazy("Amounts put into goals"),
    "budgets": gettext_lazy("Budgets"),
    "allocations": gettext_lazy("Amounts planned in budgets"),
    "rolls_over": gettext_lazy("Categories that roll over"),
    "recurring": gettext_lazy("Recurring payments"),
    "recurring_days": gettext_lazy("Days of recurring payments"),
    "positions": gettext_lazy("Positions"),
    "moves": gettext_lazy("Purchases and sales of positions"),
    "values": gettext_lazy("Values of positions"),
    "wallets": gettext_lazy("Wallets"),
    "wallet_transactions": gettext_lazy("Events of wallets"),
    "payees": gettext_lazy("What was learned of payees"),
    "exchange_rates": gettext_lazy("Exchange rates"),
    "investing_plan": gettext_lazy("How you mean to invest"),
    "usual": gettext_lazy("What you called usual"),
    "advice": gettext_lazy("Questions about purchases"),
}
# They hang on records that are told: told themselves only where they were left out.
_HANGING: Final = frozenset([
    "attachments", "goal_contributions", "allocations", "recurring_days", "moves", "values", "wallet_transactions",
])  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """Names of kinds with how many `came` and were `left_out`, and sentences on accounts."""

    came: list[tuple[str, int]]
    left_out: list[tuple[str, int]]
    notes: list[str]


def told_of(state: State) -> Told:
    counts, left_out = state.counts or {}, state.left_out or {}
    came = {kind: count for kind, count in counts.items() if kind not in _HANGING and kind != LEFT_OUT}
    return Told(_named(came), _named(left_out), [_sentence(note) for note in state.notes or []])


def _named(counts: dict[str, int]) -> list[tuple[str, int]]:
    return [(str(name), counts[kind]) for kind, name in _KINDS.items() if counts.get(kind)]


def _sentence(note: dict[str, str]) -> str:
    locale = active_locale()
    amounts = {name: format_money(Decimal(note[name]), note["currency"], locale) for name in ("said", "held")}
    return _("%(account)s holds %(held)s; the archive says %(said)s.") % {"account": note["account"], **amounts}
