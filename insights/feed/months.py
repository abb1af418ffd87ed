"""A month in plain words. One that is over keeps its figures for good; the running one is told as far as it is."""

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
# The figure that tells what was said while the month ran from what is kept for good.
RUNNING: Final = "is_running"
APART: Final = "apart"
# From which part of the usual above it a month is a little, clearly and far more.
A_LITTLE, CLEARLY, FAR = 5, 20, 50


@dataclass(frozen=True, slots=True)
class Told:
    """`data` are the figures by name; `is_kept`: the month is over, and these words stay. Those of a month of which
    something lacks do not: its rate may come."""

    month: date
    paragraphs: list[str]
    data: dict[str, Figure]
    written_by: str
    is_kept: bool

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)

    @property
    def is_running(self) -> bool:
        return RUNNING in self.data

    @property
    def apart(self) -> list[str]:
        """The currencies that moved and have no rate for the month; in no figure."""
        return str(self.data[APART]["text"]).split(", ") if APART in self.data else []


def month_in_words(person: User, month: date, scene: Scene | None = None) -> Told | None:
    """None for a month to come, and for one in which nothing moved or that lies more than three years back.

    One query for what is kept; else some twenty, and the words of a month that is over are kept.
    """
    kept = MonthWords.objects.visible_to(person).filter(month=month).first()
    if kept is not None and RUNNING not in kept.data:
        return _told_by(kept)
    scene = scene or Scene(person)
    if month > scene.month or not _has_moved(scene, month):
        return None
    with translation.override(person.locale.lower()):
        data = _data(scene, month)
        paragraphs = [" ".join(each) for each in _paragraphs(data) if each]
    told = Told(month, paragraphs, data, WrittenBy.LOCAL.value, is_kept=month < scene.month and APART not in data)
    if told.is_kept:
        return _keep(person, told)
    # What a model said of the running month stands until one of its figures moves.
    return _told_by(kept, is_kept=False) if kept is not None and kept.data == data else told


def _told_by(row: MonthWords, *, is_kept: bool = True) -> Told:
    return Told(row.month, row.paragraphs, row.data, row.written_by, is_kept)


@transaction.atomic
def _keep(person: User, told: Told) -> Told:
    """Whoever is second reads what the first has kept; what was said while the month ran gives way."""
    MonthWords.objects.filter(person=person, month=told.month, data__has_key=RUNNING).delete()
    row, _made = MonthWords.objects.get_or_create(
        person=person,
        month=told.month,
        defaults={"paragraphs": told.paragraphs, "data": told.data, "written_by": told.written_by},
    )
    return _told_by(row)


@transaction.atomic
def keep_worded(person: User, told: Told, paragraphs: list[str]) -> bool:
    """A model's words for what was `told`, which of a month that is over never changes. False where it was worded
    meanwhile, or is over by now."""
    worded = {"paragraphs": paragraphs, "written_by": WrittenBy.MODEL.value}
    if told.is_kept:
        local = MonthWords.objects.filter(person=person, month=told.month, written_by=WrittenBy.LOCAL)
        return bool(local.update(**worded))
    known = MonthWords.objects.filter(person=person, month=told.month)
    if known.filter(data__has_key=RUNNING).update(data=told.data, **worded):
        return True
    defaults = {"data": told.data, **worded}
    _row, is_new = MonthWords.objects.get_or_create(person=person, month=told.month, defaults=defaults)
    return is_new


def _has_moved(scene: Scene, month: date) -> bool:
    return scene.history.has_moved(month) or month in scene.history.lacking


def _data(scene: Scene, month: date) -> dict[str, Figure]:
    """Every figure the words may name; those that are not known are not there."""
    lacking = scene.history.lacking.get(month)
    data = {"month": facts.month(month)}
    if lacking:
        data[APART] = facts.text(", ".join(lacking))
    if scene.history.has_moved(month):
        data |= _moved(scene, month)
        if not lacking:
            data |= _compared(scene, month)
        for place, (node, amount) in enumerate(_largest(scene, month)):
            data[f"category_{place}"] = facts.text(node.name)
            linked = _linked(facts.amount(amount, scene.currency), scene.lines_url(month, category=node.id))
            data[f"amount_{place}"] = linked
    if month == scene.month:
        data |= {RUNNING: facts.count(1), **_to_come(scene)}
    return data


def _moved(scene: Scene, month: date) -> dict[str, Figure]:
    history, currency = scene.history, scene.currency
    spent, income = history.spent_in(month), history.income.get(month, ZERO)
    saved = income - spent
    data = {
        "spent": _linked(facts.amount(spent, currency), scene.lines_url(month, kind="expense,refund")),
        "income": _linked(facts.amount(income, currency), scene.lines_url(month, kind="income")),
        "saved": facts.amount(abs(saved), currency),
        "is_short": facts.count(int(saved < 0)),
    }
    if income > 0 and month not in history.lacking:
        data["rate"] = facts.percent(saved * 100 / income)
    return data


def _compared(scene: Scene, month: date) -> dict[str, Figure]:
    """With what is usual, and with the month before."""
    history, currency = scene.history, scene.currency
    data: dict[str, Figure] = {}
    before = [each for each in history.whole if each < month]
    if len(before) >= ENOUGH_MONTHS:
        is_running = month == scene.month
        usual = history.usual_by_today() if is_running else history.usual(before=month)
        against = history.spent_by_today(month) if is_running else history.spent_in(month)
        if against != usual:
            data["off"] = facts.amount(abs(against - usual), currency)
            data["is_more"] = facts.count(int(against > usual))
            if usual > 0:
                data["off_share"] = facts.percent(abs(against - usual) * 100 / usual)
    last = previous_month(month)
    if before and before[-1] == last:
        data["last_saved"] = facts.amount(history.income.get(last, ZERO) - history.spent_in(last), currency)
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
    if ahead is not None and ahead.days and not ahead.apart:
        data["end_balance"] = _linked(facts.amount(ahead.days[-1].expected, ahead.currency), reverse("forecast"))
        data["end"] = facts.day(ahead.days[-1].on)
    return data


def _paragraphs(data: dict[str, Figure]) -> Iterator[list[str]]:
    if "spent" not in data:
        yield [_("What moved in %(month)s is in %(apart)s, for which no rate is known.") % all_shown(data)]
    else:
        yield [*_spent(data), *_most(data)]
        yield _kept(data)
        if APART in data:
            yield [_("%(apart)s is not in these figures: no rate is known.") % all_shown(data)]
    if RUNNING in data:
        yield _ahead(data)


def _spent(data: dict[str, Figure]) -> list[str]:
    shown, is_running = all_shown(data), RUNNING in data
    if is_running:
        spent = _("You have spent %(spent)s in %(month)s so far.") % shown
    else:
        spent = _("You spent %(spent)s in %(month)s.") % shown
    if "off" not in data:
        return [spent]
    if data["is_more"]["count"]:
        off = _("That is %(off)s more than usual by this day.") if is_running else _("That is %(off)s more than usual.")
    else:
        off = _("That is %(off)s less than usual by this day.") if is_running else _("That is %(off)s less than usual.")
    return [_verdict(data), spent, off % shown]


def _most(data: dict[str, Figure]) -> list[str]:
    """What most went to."""
    shown = all_shown(data)
    if "category_2" in data:
        named = [
            _("%(name)s (%(amount)s)") % {"name": shown[f"category_{n}"], "amount": shown[f"amount_{n}"]}
            for n in range(3)
        ]
        most = _("Most went to %(first)s, %(second)s and %(third)s.")
        return [most % dict(zip(("first", "second", "third"), named, strict=True))]
    return [_("Most went to %(category_0)s: %(amount_0)s.") % shown] if "category_0" in data else []


def _verdict(data: dict[str, Figure]) -> str:
    """By how far above its usual it is; where nothing is usual anything is far."""
    if not data["is_more"]["count"]:
        return _("You are on track.")
    share = data["off_share"]["percent"] if "off_share" in data else FAR
    if share < A_LITTLE:
        return _("It is about as much as usual.")
    if share < CLEARLY:
        return _("It is a little more than usual.")
    if data["is_short"]["count"] and RUNNING not in data:
        return _("It is a dear month.")
    return _("It is clearly more than usual.") if share < FAR else _("It is far more than usual.")


def _kept(data: dict[str, Figure]) -> list[str]:
    shown, is_running = all_shown(data), RUNNING in data
    if not Decimal(data["income"]["amount"]):
        if APART in data:
            return []
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
