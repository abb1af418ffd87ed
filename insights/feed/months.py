"""A month in plain words. One that is over keeps its words for good; the running one is told as far as it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from config.kernel.money import ZERO
from insights.feed import facts
from insights.feed.facts import Figure, all_shown
from insights.feed.models import MonthWords, WrittenBy
from insights.feed.scene import Scene
from insights.forecasting.queries import forecast
from ledger.core.category_tree import CategoryNode
from ledger.core.queries import previous_month

ENOUGH_MONTHS: Final = 2


@dataclass(frozen=True, slots=True)
class Told:
    """`figures` by name, `urls` where each leads; `is_kept`: the month is over, and these words stay."""

    month: date
    paragraphs: list[str]
    data: dict[str, Figure]
    written_by: str
    is_kept: bool

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)


def month_in_words(person: User, month: date, scene: Scene | None = None) -> Told | None:
    """None for a month to come, and for one in which nothing moved or that lies more than three years back.

    One query for what is kept; else some twenty, and the words of a month that is over are kept.
    """
    kept = MonthWords.objects.visible_to(person).filter(month=month).first()
    if kept is not None:
        return Told(month, kept.paragraphs, kept.data, kept.written_by, is_kept=True)
    scene = scene or Scene(person)
    if month > scene.month or not _has_moved(scene, month):
        return None
    with translation.override(person.locale.lower()):
        data = _data(scene, month)
        paragraphs = [" ".join(each) for each in _paragraphs(data, month == scene.month) if each]
    told = Told(month, paragraphs, data, WrittenBy.LOCAL.value, is_kept=month < scene.month)
    return _keep(person, told) if told.is_kept else told


@transaction.atomic
def _keep(person: User, told: Told) -> Told:
    """Whoever is second reads what the first has kept."""
    row, _made = MonthWords.objects.get_or_create(
        person=person,
        month=told.month,
        defaults={"paragraphs": told.paragraphs, "data": told.data, "written_by": told.written_by},
    )
    return Told(row.month, row.paragraphs, row.data, row.written_by, is_kept=True)


def _has_moved(scene: Scene, month: date) -> bool:
    history = scene.history
    return bool(history.spent_in(month) or history.income.get(month))


def _data(scene: Scene, month: date) -> dict[str, Figure]:
    """Every figure the words may name; those that are not known are not there."""
    history, currency = scene.history, scene.currency
    spent, income = history.spent_in(month), history.income.get(month, ZERO)
    saved = income - spent
    data = {
        "month": facts.month(month),
        "spent": _linked(facts.amount(spent, currency), scene.lines_url(month, kind="expense,refund")),
        "income": _linked(facts.amount(income, currency), scene.lines_url(month, kind="income")),
        "saved": facts.amount(abs(saved), currency),
        "is_short": facts.count(int(saved < 0)),
    }
    if income > 0:
        data["rate"] = facts.percent(saved * 100 / income)
    before = [each for each in history.whole if each < month]
    if len(before) >= ENOUGH_MONTHS:
        is_running = month == scene.month
        usual = history.usual_by_today() if is_running else history.usual(before=month)
        against = history.spent_by_today(month) if is_running else spent
        if against != usual:
            data["off"] = facts.amount(abs(against - usual), currency)
            data["is_more"] = facts.count(int(against > usual))
    last = previous_month(month)
    if before and before[-1] == last:
        saved_before = history.income.get(last, ZERO) - history.spent_in(last)
        data["last_saved"] = facts.amount(saved_before, currency)
    for place, (node, amount) in enumerate(_largest(scene, month)):
        data[f"category_{place}"] = facts.text(node.name)
        data[f"amount_{place}"] = _linked(facts.amount(amount, currency), scene.lines_url(month, category=node.id))
    if month == scene.month:
        data |= _to_come(scene)
    return data


def _linked(figure: Figure, url: str) -> Figure:
    return {**figure, "url": url}


def _largest(scene: Scene, month: date) -> list[tuple[CategoryNode, Decimal]]:
    """The three top categories that cost most."""
    tops = [(node, scene.history.spent_in(month, scene.branch(node.id))) for node in scene.tree.tops()]
    spent = [each for each in tops if each[1] > 0]
    return sorted(spent, key=lambda each: (-each[1], str(each[0].id)))[:3]


def _to_come(scene: Scene) -> dict[str, Figure]:
    """What the plan leaves, and how much the accounts are expected to hold at the month's end."""
    data: dict[str, Figure] = {}
    if scene.plan is not None and scene.plan.days.is_running:
        left = scene.plan.left_to_spend
        data["left"] = _linked(facts.amount(left.left, scene.currency), reverse("plan_left"))
        if left.per_day is not None and left.left > 0:
            data["per_day"] = facts.amount(left.per_day, scene.currency)
    days = (scene.end_of_month - scene.today).days
    ahead = forecast(scene.person, days=max(days, 1)) if days else None
    if ahead is not None and ahead.days:
        data["end_balance"] = _linked(facts.amount(ahead.days[-1].expected, ahead.currency), reverse("forecast"))
        data["end"] = facts.day(ahead.days[-1].on)
    return data


def _paragraphs(data: dict[str, Figure], is_running: bool) -> Iterator[list[str]]:
    shown = all_shown(data)
    first = [_verdict(data)] if "off" in data else []
    if is_running:
        first.append(_("You have spent %(spent)s in %(month)s so far.") % shown)
    else:
        first.append(_("You spent %(spent)s in %(month)s.") % shown)
    if "off" in data:
        if is_running and data["is_more"]["count"]:
            first.append(_("That is %(off)s more than usual by this day.") % shown)
        elif is_running:
            first.append(_("That is %(off)s less than usual by this day.") % shown)
        elif data["is_more"]["count"]:
            first.append(_("That is %(off)s more than usual.") % shown)
        else:
            first.append(_("That is %(off)s less than usual.") % shown)
    if "category_2" in data:
        most = _("Most went to %(first)s, %(second)s and %(third)s.")
        named = [
            _("%(name)s (%(amount)s)") % {"name": shown[f"category_{n}"], "amount": shown[f"amount_{n}"]}
            for n in range(3)
        ]
        first.append(most % dict(zip(("first", "second", "third"), named, strict=True)))
    elif "category_0" in data:
        first.append(_("Most went to %(category_0)s: %(amount_0)s.") % shown)
    yield first
    yield _kept(data, is_running)
    if is_running:
        yield _ahead(data)


def _verdict(data: dict[str, Figure]) -> str:
    if data["is_short"]["count"] and data["is_more"]["count"]:
        return _("It is a dear month.")
    return _("It is a little more than usual.") if data["is_more"]["count"] else _("You are on track.")


def _kept(data: dict[str, Figure], is_running: bool) -> list[str]:
    shown = all_shown(data)
    if not Decimal(data["income"]["amount"]):
        return [_("No income has come in yet.")] if is_running else [_("No income came in.")]
    came = [_("%(income)s came in.") % shown]
    if data["is_short"]["count"]:
        came.append(_("%(saved)s more went out than came in.") % shown)
    elif "rate" in data:
        came.append(_("%(saved)s of it is kept, %(rate)s.") % shown)
    if not is_running and "last_saved" in data:
        came.append(_("The month before it was %(last_saved)s.") % shown)
    return came


def _ahead(data: dict[str, Figure]) -> list[str]:
    shown = all_shown(data)
    found = []
    if "left" in data and "per_day" in data:
        found.append(_("The plan leaves %(left)s, or %(per_day)s a day.") % shown)
    elif "left" in data:
        found.append(_("The plan is used up: %(left)s is left.") % shown)
    if "end_balance" in data:
        found.append(_("If it goes on as usual, your accounts hold %(end_balance)s on %(end)s.") % shown)
    return found
