"""The words that say at which rates amounts of several currencies became one sum."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal
from typing import Any

from babel.numbers import format_decimal
from django.utils.translation import gettext as _

from config.kernel.formatting import active_locale, format_money, format_month, format_short_day
from ledger.core.converting import Converter
from ledger.core.exchange import OLD_AFTER, Rate, Step, Total
from ledger.core.models import ExchangeRate, Transaction
from ledger.core.queries import previous_month

_FEW_DIGITS = Context(prec=6)


def format_rate(rate: Decimal) -> str:
    """With all its digits, as the reader's locale writes them."""
    return format_decimal(rate, locale=active_locale(), decimal_quantization=False)


def source_name(source: str) -> str:
    """Short, for a note: ECB."""
    return "ECB" if source == ExchangeRate.Source.ECB else str(ExchangeRate.Source(source).label)


def equation(base: str, rate: Decimal, currency: str) -> str:
    """'1 EUR = 1.0823 USD'."""
    return _("1 %(base)s = %(rate)s %(currency)s") % {"base": base, "rate": format_rate(rate), "currency": currency}


def rates_note(used: Iterable[Rate]) -> str:
    """'at 1 EUR = 1.0823 USD of 18 Nov (ECB)': every line of the table that was used, once; '' where none was."""
    groups: dict[tuple[date, str], list[Step]] = {}
    for step in sorted({step for rate in used for step in rate.steps}, key=lambda each: (each.base, each.currency)):
        groups.setdefault((step.on, step.source), []).append(step)
    parts = [
        _("%(rates)s of %(day)s (%(source)s)")
        % {
            "rates": ", ".join(equation(each.base, each.rate, each.currency) for each in groups[on, source]),
            "day": format_short_day(on, active_locale()),
            "source": source_name(source),
        }
        for on, source in sorted(groups, reverse=True)
    ]
    return _("at %(rates)s") % {"rates": "; ".join(parts)} if parts else ""


def apart_note(apart: Mapping[str, Decimal]) -> str:
    """What no rate is known for, each in its own currency; '' where there is nothing."""
    return ", ".join(format_money(amount, each, active_locale()).text for each, amount in sorted(apart.items()))


def transfer_note(entry: Transaction, other: Transaction) -> str:
    """At which rate a transfer between two currencies was made, by what left and what arrived; else ''."""
    if entry.kind != Transaction.Kind.TRANSFER:
        return ""
    out, arrived = (entry, other) if entry.amount < 0 else (other, entry)
    base, currency = out.account.currency, arrived.account.currency
    if base == currency or not out.amount:
        return ""
    return equation(base, _FEW_DIGITS.divide(abs(arrived.amount), abs(out.amount)), currency)


@dataclass(frozen=True, slots=True)
class ShownTotal:
    """A sum over currencies as a page shows it: with the rates it took, and what it leaves out."""

    amount: Decimal
    currency: str
    note: str
    apart: str


def named_total(amount: Decimal, currency: str, used: Iterable[Rate], apart: Mapping[str, Decimal]) -> ShownTotal:
    return ShownTotal(amount, currency, rates_note(used), apart_note(apart))


def shown_total(total: Total) -> ShownTotal:
    return named_total(total.amount, total.currency, total.used, total.apart)


def shown_rate(base: str, currency: str, rate: Rate | None, today: date) -> dict[str, Any]:
    """One currency of the page of rates; `text` to six digits, `note` the table's own lines."""
    if rate is None:
        return {"base": base, "currency": currency, "text": "", "note": "", "is_old": False}
    oldest = rate.oldest
    return {
        "base": base,
        "currency": currency,
        "text": equation(base, _FEW_DIGITS.plus(rate.rate), currency),
        "note": rates_note([rate]),
        "is_old": oldest is not None and today - oldest.on > OLD_AFTER,
    }


def month_notes(converter: Converter, month: date) -> dict[str, Any]:
    """At which rates the figures of a month were made, those of the month before beside them, and what they leave out.

    To be called once the figures have been made.
    """
    before = previous_month(month)
    shown = {each: rates_note(converter.used[each].values()) for each in (month, before)}
    words = shown[month]
    if shown[before] and shown[before] != words:
        earlier = _("%(month)s %(rates)s") % {
            "month": format_month(before, active_locale()),
            "rates": shown[before],
        }
        words = f"{words}; {earlier}" if words else earlier
    return {"note": words, "apart": ", ".join(sorted(converter.apart[month] | converter.apart[before]))}
