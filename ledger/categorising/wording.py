"""A rule in words: what must hold, and what is done then."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from config.kernel.formatting import active_locale, format_money
from ledger.categorising.models import Rule
from ledger.core.category_tree import CategoryNode, CategoryTree
from ledger.core.models import Transaction


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule as the list shows it; `conditions` and `effects` are sentences' parts, the category apart for its mark."""

    rule: Rule
    conditions: list[str]
    category: CategoryNode | None
    effects: list[str]
    is_first: bool
    is_last: bool


def lines_of(rules: list[Rule], tree: CategoryTree) -> list[RuleLine]:
    return [
        RuleLine(
            rule=each,
            conditions=conditions_of(each),
            category=tree.get(each.category_id),
            effects=_effects_of(each),
            is_first=each is rules[0],
            is_last=each is rules[-1],
        )
        for each in rules
    ]


def conditions_of(rule: Rule) -> list[str]:
    found = []
    if rule.payee:
        text = _("the payee is “%(text)s”") if rule.payee_match == "is" else _("the payee contains “%(text)s”")
        found.append(text % {"text": rule.payee})
    if rule.text:
        found.append(_("payee or note contain “%(text)s”") % {"text": rule.text})
    if amount := _amount_words(rule):
        found.append(amount)
    if rule.account is not None:
        found.append(_("on %(account)s") % {"account": rule.account.name})
    if rule.kind:
        found.append(str(Transaction.Kind(rule.kind).label))
    return found


def _amount_words(rule: Rule) -> str:
    low, high = rule.amount_min, rule.amount_max
    if low is None and high is None:
        return ""
    if low == high and low is not None:
        return _("the amount is %(amount)s") % {"amount": _number(low)}
    if low is None or high is None:
        text = _("at least %(amount)s") if high is None else _("at most %(amount)s")
        return text % {"amount": _number(low if low is not None else high or Decimal(0))}
    return _("from %(low)s to %(high)s") % {"low": _number(low), "high": _number(high)}


def _number(amount: Decimal) -> str:
    return str(format_money(amount, "EUR", active_locale()).number)


def _effects_of(rule: Rule) -> list[str]:
    found = []
    if rule.new_payee:
        found.append(_("call the payee “%(text)s”") % {"text": rule.new_payee})
    if rule.new_notes:
        found.append(_("note “%(text)s”") % {"text": rule.new_notes})
    return found
