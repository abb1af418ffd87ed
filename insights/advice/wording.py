"""The considerations of an answer in words, in the language that is active: read from its kept figures, no query."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.kernel.formatting import active_locale, format_day, format_money, format_number, format_short_day
from insights.advice.bars import Bar, one_part, parts_of
from insights.advice.considering import A_CUSHION, AGAINST, FOR
from insights.advice.facts import INSTALMENTS, SAVINGS
from ledger.core.models import ExchangeRate
from ledger.core.system_categories import SYSTEM_CATEGORIES, system_category_id
from ledger.core.views.rows import drill_url

Figures = Mapping[str, Any]
_OURS: Final = frozenset(str(system_category_id(each.slug)) for each in SYSTEM_CATEGORIES)


@dataclass(frozen=True, slots=True)
class Told:
    """One consideration: `value` is its figure in short, `text` what it says, `url` where the figure comes from."""

    name: str
    verdict: str
    weight: int
    is_hard: bool
    icon: str
    title: str
    value: str
    text: str
    url: str
    bar: Bar | None = None

    @property
    def points(self) -> int:
        return {FOR: self.weight, AGAINST: -self.weight}.get(self.verdict, 0)


@dataclass(frozen=True, slots=True)
class Line:
    """What one kind of consideration makes of its figures."""

    title: str
    value: str
    text: str
    url: str
    bar: Bar | None = None


class Reader:
    """Figures of one answer as people read them: money in its currency, days in the reader's locale."""

    def __init__(self, currency: str, figures: Figures) -> None:
        self.currency, self.figures, self.locale = currency, figures, active_locale()

    def amount(self, name: str) -> Decimal:
        return Decimal(self.figures[name])

    def money(self, name: str) -> str:
        return format_money(self.amount(name), self.currency, self.locale).text

    def category(self) -> str:
        """One of ours in the reader's language, the person's own as it was called when they asked."""
        name: str = self.figures["category"]
        return _(name) if self.figures.get("key") in _OURS else name

    def on(self, name: str) -> date | None:
        text = self.figures.get(name)
        return date.fromisoformat(text) if text else None

    def day(self, name: str) -> str:
        on = self.on(name)
        return format_day(on, self.locale) if on else ""

    def short_day(self, name: str) -> str:
        on = self.on(name)
        return format_short_day(on, self.locale) if on else ""

    def number(self, name: str) -> str:
        return format_number(Decimal(self.figures[name]), self.locale)


def told_of(answer: Mapping[str, Any]) -> list[Told]:
    """In the order they were weighed in."""
    return [_told(each, answer["currency"]) for each in answer.get("considerations", ()) if each["name"] in LINES]


def _told(kept: Mapping[str, Any], currency: str) -> Told:
    icon, line = LINES[kept["name"]]
    found = line(Reader(currency, kept["figures"]))
    return Told(
        kept["name"],
        kept["verdict"],
        kept["weight"],
        kept["is_hard"],
        icon,
        found.title,
        found.value,
        found.text,
        found.url,
        found.bar,
    )


def _balance(read: Reader) -> Line:
    texts = {
        "below_zero": _("It would take your accounts to %(with)s on %(day)s; without it they hold %(without)s then."),
        "may_be_below_zero": _("%(with)s is expected on %(day)s, but in 1 of 10 cases it is less than %(low)s."),
        "below_week": _("%(with)s would be left on %(day)s: less than %(week)s, which you usually spend in a week."),
        "below_cushion": _(
            "%(with)s would be left on %(day)s: less than %(cushion)s, below which a balance is low to you."
        ),
        "nothing_left": _("Nothing would be left on %(day)s."),
        "above_without_band": _("%(with)s would be left on %(day)s, the lowest day."),
        "above": _("%(with)s would be left on %(day)s, the lowest day; 9 of 10 times at least %(low)s."),
    }
    named = ("with", "without", "low", "week", *(["cushion"] if read.figures.get("cushion") else []))
    figures = {name: read.money(name) for name in named}
    state = read.figures["state"] + ("" if read.figures.get("has_band", True) else "_without_band")
    text = texts[state] % {**figures, "day": read.day("on")}
    url = drill_url(reverse("forecast"), days=90)
    return Line(_("Lowest point"), read.money("with"), text, url)


def _budget(read: Reader) -> Line:
    state, url = read.figures["state"], reverse("plan")
    if state == "unplanned":
        return Line(_("Budget"), _("not planned"), _("Nothing is planned for it this month."), url)
    title = _("Limit: %(category)s") if read.figures["is_limit"] else _("Budget: %(category)s")
    title %= {"category": read.category()}
    there = {"there": read.money("there"), "allocated": read.money("allocated"), "due": read.money("due")}
    if state == "over":
        value = _("over by %(over)s") % {"over": read.money("over")}
        text = _("%(there)s of the %(allocated)s is left.") % there
        if read.amount("there") <= 0:
            text = _("Nothing of the %(allocated)s is left.") % there
    elif state == "still_due":
        value = _("%(there)s left") % there
        text = _("It fits, but %(due)s is still due there this month.") % there
    elif state == "not_covered":
        value = _("%(there)s left") % there
        text = _("The plan has room for it, your accounts have not.")
    else:
        value = _("%(there)s left") % there
        text = _("It fits in what is left of the %(allocated)s.") % there
    bar = parts_of(read.amount("spent"), read.amount("cost"), read.amount("allocated"))
    return Line(title, value, text, url, bar)


def _left(read: Reader) -> Line:
    figures = {"left": read.money("left"), "after": read.money("after"), "day": read.short_day("until")}
    if read.amount("after") < 0:
        text = _("After bills and savings less than its price is left to spend until %(day)s.") % figures
    elif read.figures.get("state") == "not_covered":
        text = _("The plan has room for it, your accounts have not.")
    else:
        text = _("%(after)s would be left to spend until %(day)s, bills and savings taken off.") % figures
    return Line(_("Left to spend"), read.money("left"), text, reverse("plan"))


def _dues(read: Reader) -> Line:
    count = read.figures["count"]
    value = ngettext("%(n)s bill", "%(n)s bills", count) % {"n": count}
    figures = {name: read.money(name) for name in ("total", "after", "shared")} | {"day": read.short_day("until")}
    is_held = read.figures.get("is_held", True)
    if read.amount("after") < 0:
        text = _("%(total)s is due until %(day)s, more than would be there.") % figures
        if is_held and "is_held" in read.figures:
            text = _("%(total)s is due until %(day)s, more than is known to be there by then.") % figures
    elif not is_held:
        text = _("%(total)s is due until %(day)s; without everyday spending %(after)s would be left.") % figures
    else:
        text = _("%(total)s is due until %(day)s; with it %(after)s would be left.") % figures
    if read.amount("shared") > 0:
        text += " " + _("%(shared)s of it is your part of shared bills.") % figures
    return Line(_("What is due"), value, text, reverse("recurring"))


def _how(read: Reader) -> Line:
    state = read.figures["state"]
    if state == SAVINGS:
        figures = {"savings": read.money("savings"), "after": read.money("after")}
        if read.amount("after") < 0:
            text = _("Only %(savings)s lies on your savings accounts.") % figures
            if read.figures.get("has_unrated"):
                text = _("%(savings)s of your savings can be counted, not enough by itself.") % figures
            elif not read.amount("savings"):
                text = _("Nothing lies on your savings accounts.")
        else:
            text = _("%(after)s of %(savings)s would stay on your savings accounts.") % figures
        return Line(_("From savings"), read.money("savings"), text, reverse("accounts_list"))
    if state == INSTALMENTS:
        figures = {"monthly": read.money("monthly"), "total": read.money("total"), "day": read.day("until")}
        value = _("%(monthly)s a month") % figures
        text = _("%(total)s in all until %(day)s, if no interest is asked.") % figures
        return Line(_("In instalments"), value, text, drill_url(reverse("forecast"), days=365))
    figures = {"share": read.money("share"), "total": read.money("total")}
    text = _("Your part of %(total)s, as you two have agreed.") % figures
    return Line(_("Together"), read.money("share"), text, reverse("split"))


def _goal(read: Reader) -> Line:
    days, url = read.figures["days"], reverse("goal", args=[read.figures["key"]])
    title = _("Goal: %(goal)s") % {"goal": read.figures["goal"]}
    saved, target, taken = (read.amount(name) for name in ("saved", "target", "taken"))
    bar = Bar.of_goal(saved - taken, saved, target)
    if not taken:
        text = _("It can be paid without touching what you save.")
        if read.figures.get("from") == SAVINGS:
            text = _("It can be paid without touching what is saved for it.")
        return Line(title, _("as planned"), text, url, bar)
    figures = {"taken": read.money("taken"), "before": read.day("before"), "after": read.day("after")}
    if read.figures.get("from") == "month":
        value = ngettext("%(n)s day later", "%(n)s days later", days) % {"n": days} if days else read.money("taken")
        text = _("%(taken)s less would be put by for it this month.") % figures
        if days:
            text = _("%(before)s becomes %(after)s if %(taken)s less is put by for it this month.") % figures
    elif days:
        value = ngettext("%(n)s day later", "%(n)s days later", days) % {"n": days}
        text = _("%(before)s becomes %(after)s if %(taken)s comes out of what is saved.") % figures
    else:
        value = read.money("taken")
        text = _("%(taken)s would come out of what is saved for it.") % figures
    return Line(title, value, text, url, bar)


def _emergency(read: Reader) -> Line:
    figures = {"ready": read.money("ready"), "month": read.money("month"), "months": read.number("months")}
    value = _("%(months)s months") % figures
    text = _("%(ready)s would lie ready; you usually spend %(month)s a month.") % figures
    if read.amount("ready") <= 0:
        text = _("Nothing would lie ready; you usually spend %(month)s a month.") % figures
    bar = one_part(read.amount("months"), A_CUSHION)
    return Line(_("For a rainy day"), value, text, reverse("accounts_list"), bar)


def _owned(read: Reader) -> Line:
    url, thing = reverse("thing", args=[read.figures["key"]]), read.figures["thing"]
    figures = {
        "thing": thing,
        "end": read.day("warranty_end"),
        "day": read.day("bought_on"),
        "claim": read.day("claim"),
    }
    title = _("Your old one")
    if read.figures["state"] == "young":
        text = _("You bought %(thing)s on %(day)s.") % figures
        return Line(title, _("not a year old"), text, url)
    if read.figures["warranty_end"] is None:
        return Line(title, _("covered for life"), _("%(thing)s is under warranty: claim instead.") % figures, url)
    days = read.figures["days"]
    value = ngettext("%(n)s day left", "%(n)s days left", days) % {"n": days}
    if figures["claim"]:
        text = _("%(thing)s is under warranty until %(end)s, and the claim of %(claim)s is open.") % figures
    else:
        text = _("%(thing)s is under warranty until %(end)s: claim instead.") % figures
    return Line(title, value, text, url, one_part(Decimal(days), Decimal(max(read.figures["whole"], 1))))


def _need(read: Reader) -> Line:
    score = read.figures["score"]
    value = _("%(score)s of 10") % {"score": score}
    if read.figures.get("word"):
        text = _("‘%(word)s’ says that it is needed.") % {"word": read.figures["word"]}
    else:
        figures = {**read.figures, "category": read.category()}
        text = _("%(category)s is number %(place)s of your %(places)s categories.") % figures
    return Line(_("Need"), value, text, reverse("categories"), one_part(Decimal(score), Decimal(10)))


def _price(read: Reader) -> Line:
    figures = {"category": read.category(), "usual": read.money("usual"), "times": read.number("times")}
    text = _("A usual month of %(category)s is %(usual)s.") % figures
    url = drill_url(reverse("transactions"), category=read.figures["key"])
    return Line(_("Beside a usual month"), _("%(times)s times") % figures, text, url)


def _currency(read: Reader) -> Line:
    code = read.figures["currency"]
    if read.figures["state"] == "no_rate":
        text = _("No rate is known for %(currency)s, so its price is held against nothing.") % {"currency": code}
        return Line(_("Exchange rate"), _("unknown"), text, reverse("rates"))
    figures = {
        "day": read.short_day("on"),
        "source": dict(ExchangeRate.Source.choices).get(read.figures["source"], read.figures["source"]),
        "currency": code,
        "rate": read.number("rate"),
    }
    text = _("At %(rate)s for 1 %(currency)s, the rate of %(day)s (%(source)s).") % figures
    return Line(_("Exchange rate"), read.money("worth"), text, reverse("rates"))


LINES: Final[Mapping[str, tuple[str, Callable[[Reader], Line]]]] = {
    "budget": ("chart-pie", _budget),
    "balance": ("chart-line", _balance),
    "left": ("wallet", _left),
    "dues": ("receipt-text", _dues),
    "how": ("credit-card", _how),
    "goal": ("target", _goal),
    "emergency": ("life-buoy", _emergency),
    "owned": ("shield-check", _owned),
    "need": ("scale", _need),
    "price": ("tag", _price),
    "currency": ("coins", _currency),
}
