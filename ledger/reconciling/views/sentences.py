"""Explanations of a gap in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from config.kernel.formatting import active_locale, format_money, format_short_day
from ledger.core.models import MoneyAccount
from ledger.core.standings import Standing
from ledger.reconciling.explaining import Explanation, Why

_ICONS = {
    Why.OPENING: "wallet",
    Why.BINNED: "trash-2",
    Why.LATER: "calendar",
    Why.EARLIER: "calendar",
    Why.TWICE: "copy-check",
    Why.BY_HAND: "pencil",
    Why.UNTICKED: "list",
    Why.SAME: "scale",
    Why.TURNED: "arrow-left-right",
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """`action` is the words of the one tap, or ''; `url` leads to the entry, or ''."""

    why: str
    entry: str
    icon: str
    title: str
    text: str
    action: str
    url: str


def sentence(each: Explanation, account: MoneyAccount, standing: Standing) -> Sentence:
    entry = each.entry
    title, text, action = _WORDS[each.why](each, account, standing)
    return Sentence(
        why=each.why.value,
        entry=str(entry.pk) if entry else "",
        icon=_ICONS[each.why],
        title=title,
        text=text,
        action=action,
        url=reverse("transaction_detail", args=[entry.pk]) if entry and entry.deleted_at is None else "",
    )


Words = tuple[str, str, str]


def _day(day: date | None) -> str:
    return format_short_day(day, active_locale()) if day else ""


def _name(each: Explanation) -> dict[str, str]:
    entry = each.entry
    assert entry is not None
    return {"payee": entry.payee or str(entry.get_kind_display()), "day": _day(entry.booked_on)}


def _opening(each: Explanation, account: MoneyAccount, standing: Standing) -> Words:
    gap = format_money(standing.first_gap, account.currency, active_locale(), sign="always").text
    return (
        _("The opening balance may be off"),
        _("Both were apart by the same amount on every day the bank told of."),
        _("Change it by %(gap)s") % {"gap": gap},
    )


def _binned(each: Explanation, account: MoneyAccount, standing: Standing) -> Words:
    return (
        _("%(payee)s is in the bin") % _name(each),
        _("%(day)s, of exactly this amount.") % _name(each),
        _("Take it back"),
    )


def _later(each: Explanation, account: MoneyAccount, standing: Standing) -> Words:
    return (
        _("%(payee)s may be dated too late") % _name(each),
        _("%(day)s; the bank had it by %(until)s.") % {**_name(each), "until": _day(each.day)},
        _("Move to %(until)s") % {"until": _day(each.day)},
    )


def _earlier(each: Explanation, account: MoneyAccount, standing: Standing) -> Words:
    return (
        _("%(payee)s may not be booked yet") % _name(each),
        _("%(day)s; the bank often takes a few days.") % _name(each),
        _("Move to %(until)s") % {"until": _day(each.day)},
    )


def _twice(each: Explanation, account: MoneyAccount, standing: Standing) -> Words:
    twin = each.twin
    assert twin is not None
    other = twin.payee or str(twin.get_kind_display())
    return (
        _("%(payee)s may be there twice") % _name(each),
        _("%(day)s, and %(other)s of the same amount on %(other_day)s.")
        % {**_name(each), "other": other, "other_day": _day(twin.booked_on)},
        _("Delete this one"),
    )


def _by_hand(each: Explanation, account: MoneyAccount, standing: Standing) -> Words:
    return (
        _("%(payee)s was entered by hand") % _name(each),
        _("%(day)s, of exactly this amount. No file of the bank has it.") % _name(each),
        _("Delete it"),
    )


def _unticked(each: Explanation, account: MoneyAccount, standing: Standing) -> Words:
    return (
        _("%(payee)s was not ticked off") % _name(each),
        _("%(day)s; it is not on the statement.") % _name(each),
        _("Move to %(until)s") % {"until": _day(each.day)},
    )


def _same(each: Explanation, account: MoneyAccount, standing: Standing) -> Words:
    return (
        _("%(payee)s has exactly this amount") % _name(each),
        _("%(day)s; the bank may not have it.") % _name(each),
        _("Delete it"),
    )


def _turned(each: Explanation, account: MoneyAccount, standing: Standing) -> Words:
    return (
        _("%(payee)s may go the other way") % _name(each),
        _("%(day)s; turned round it closes the gap.") % _name(each),
        "",
    )


_WORDS: dict[Why, Callable[[Explanation, MoneyAccount, Standing], Words]] = {
    Why.OPENING: _opening,
    Why.BINNED: _binned,
    Why.LATER: _later,
    Why.EARLIER: _earlier,
    Why.TWICE: _twice,
    Why.BY_HAND: _by_hand,
    Why.UNTICKED: _unticked,
    Why.SAME: _same,
    Why.TURNED: _turned,
}
