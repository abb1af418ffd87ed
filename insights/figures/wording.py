"""Findings in words, in the reader's language."""

from __future__ import annotations

from decimal import Decimal

from babel.dates import get_day_names
from django.utils.translation import gettext as _

from config.kernel.formatting import active_locale, format_money, format_month, format_number, format_percent
from insights.figures import findings
from insights.figures.findings import Finding
from ledger.core.category_tree import CategoryTree


def weekday_name(weekday: int, *, short: bool = False) -> str:
    """0 is Monday."""
    return str(get_day_names("abbreviated" if short else "wide", "stand-alone", active_locale())[weekday])


def category_name(tree: CategoryTree, finding: Finding) -> str:
    node = tree.get(finding.category_id)
    return _("Without a category") if node is None else node.name


def title_of(finding: Finding, tree: CategoryTree, currency: str) -> str:
    """One sentence without a full stop."""

    def money(amount: Decimal | None) -> str:
        return format_money(abs(amount or Decimal(0)), currency, active_locale()).text

    category = category_name(tree, finding)
    amount, usual = money(finding.amount), money(finding.usual)
    if finding.kind == findings.SPIKE:
        words = {"category": category, "amount": amount, "month": format_month(finding.first, active_locale())}
        return _("%(category)s took %(amount)s in %(month)s") % words
    if finding.kind == findings.RISING:
        return _("%(category)s goes up by about %(amount)s each month") % {"category": category, "amount": amount}
    if finding.kind == findings.FALLING:
        return _("%(category)s goes down by about %(amount)s each month") % {"category": category, "amount": amount}
    if finding.kind == findings.WEEKDAY:
        day = weekday_name(finding.weekday or 0)
        return _("%(day)s takes %(times)s times as much as other days") % {"day": day, "times": _number(finding.times)}
    if finding.kind == findings.PAYDAY:
        return _("%(share)s of everyday spending falls in the week after payday") % {"share": _percent(finding.share)}
    words = {"category": category, "count": _number(finding.times), "amount": amount, "usual": usual}
    return _("%(category)s: %(count)s payments a month of about %(amount)s") % words


def text_of(finding: Finding, tree: CategoryTree, currency: str) -> str:
    """What stands beside the title: what would be usual, or who was paid."""

    def money(amount: Decimal | None) -> str:
        return format_money(amount or Decimal(0), currency, active_locale()).text

    if finding.kind == findings.SPIKE:
        usual = _("Usually it is %(usual)s.") % {"usual": money(finding.usual)}
        if not finding.usual:
            usual = _("Usually nothing is spent on it.")
        if not finding.payees:
            return usual
        paid = ", ".join(f"{each.payee} {money(each.amount)}" for each in finding.payees)
        most = _("Most of it: %(list)s.") % {"list": paid}
        return f"{usual} {most}"
    if finding.kind in (findings.RISING, findings.FALLING):
        return _("A usual month is %(usual)s.") % {"usual": money(finding.usual)}
    if finding.kind == findings.WEEKDAY:
        return _("%(amount)s on average, without rent and bills.") % {"amount": money(finding.amount)}
    if finding.kind == findings.PAYDAY:
        return _("If all days took the same it were %(expected)s.") % {"expected": _percent(finding.expected)}
    return _("%(usual)s in a year.") % {"usual": money(finding.usual)}


def _number(value: Decimal | None) -> str:
    return format_number((value or Decimal(0)).quantize(Decimal("0.1")).normalize(), active_locale())


def _percent(share: Decimal | None) -> str:
    return format_percent(round((share or Decimal(0)) * 100), active_locale())
