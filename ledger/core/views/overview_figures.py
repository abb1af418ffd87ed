"""Puts the overview's figures together: all of one month and one currency, so that each agrees with the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from config.kernel import charts
from config.kernel.formatting import (
    active_locale,
    format_money,
    format_month,
    format_percent,
    format_short_day,
    format_short_month,
)
from config.kernel.money import ZERO
from config.kernel.tones import nearest_tone
from ledger.core import queries
from ledger.core.access import ME, PARTNER, SCOPES, TOGETHER, Lens, lens_of
from ledger.core.assets import with_assets
from ledger.core.coarsening import PRIVATE
from ledger.core.currencies import by_use
from ledger.core.listing import TransactionFilter, count_transactions, list_transactions
from ledger.core.models import MoneyAccount, MoneyAccountAccess
from ledger.core.queries import CategoryFigure, PeriodFigures, Point
from ledger.core.views.account_words import account_icon, account_subtitle, account_url
from ledger.core.views.agreements import agreements
from ledger.core.views.overview_frame import ALL, Frame, make_frame
from ledger.core.views.overview_sums import AllCurrencies
from ledger.core.views.rate_notes import ShownTotal, month_notes, shown_total
from ledger.core.views.rows import account_marks, day_groups, drill_url

LATEST = 8
FIRST_MONTH, LAST_MONTH = date(1900, 1, 1), date(2199, 12, 1)
TOPS_SHOWN = 9
SPANS = {"3m": 3, "1y": 12, "all": 120}
# Beyond this a chart shows months instead of weeks: it is as plain to see, and each point is a row of the hidden table.
MOST_POINTS = 70
FIXED_COSTS = ("housing", "utilities", "insurance", "taxes", "debt-payments", "savings", "investment")


def overview_context(user: User, *, month_text: str, span: str, currency: str = "", scope: str = ME) -> dict[str, Any]:
    """The figures of one currency: the asked one, else that of most lines; the others, and all in the person's own by
    the rates, are one click away, and so are those of the other lenses where there are any.
    """
    everything = lens_of(user, TOGETHER)
    scope = scope if scope in SCOPES else ME
    lens = everything.through(scope)
    today = user.today
    lines = queries.lines_by_currency(lens)
    wants_all = currency == ALL and len(+lines) > 1
    chosen = currency if lines[currency] else by_use(lines, user.currency)[0]
    latest = queries.latest_month(lens if wants_all else lens.of_currency(chosen), until=today)
    if latest is None and scope == ME:
        return {
            "started": False, "today": today, "currency": user.currency, "greeting": greeting(user),
            "scopes": scope_choice(everything, ME),
        }  # fmt: skip
    frame = make_frame(user, lens, chosen, _month(month_text) or latest or today.replace(day=1), wants_all=wants_all)
    month = frame.month
    marks = account_marks(lens.lines, frame.money_accounts)
    rows = list_transactions(lens.lines, TransactionFilter(), limit=LATEST).rows
    uncategorised, _exact = count_transactions(lens.lines, TransactionFilter(uncategorised=True))
    return {
        "started": True,
        "scopes": scope_choice(everything, lens.scope, month=month),
        "today": today,
        "greeting": greeting(user),
        "currency": frame.currency,
        "month": frame.month,
        "month_note": _month_note(frame),
        "currencies": _currency_choice(frame, lines),
        "earlier_url": frame.url(month=queries.previous_month(month)) if month > FIRST_MONTH else "",
        "later_url": frame.url(month=queries.next_month(month)) if frame.last_day < today else "",
        "uncategorised": uncategorised,
        "flow": _flow(frame),
        "where": _where(frame),
        "accounts": {"groups": _account_groups(frame)},
        "net_worth": _net_worth(frame, span if span in SPANS else "1y"),
        "spending": _spending(frame),
        "latest": {"groups": day_groups(rows, marks, frame.tree)},
        "rates": month_notes(frame.sums.converter, frame.month) if isinstance(frame.sums, AllCurrencies) else None,
    }


def scope_choice(everything: Lens, scope: str, **kept: object) -> list[dict[str, Any]]:
    """The switch between lenses; none where all that is seen is one's own alone."""
    others = [each for each in everything if not each.is_mine]
    if not others and not any(each.is_joint for each in everything):
        return []
    texts = {TOGETHER: _("Together"), ME: _("Me"), PARTNER: _("Partner")}
    shown = [key for key in texts if key != PARTNER or others]
    return [
        {
            "url": drill_url("", **kept, scope="" if key == ME else key) or "?",
            "text": texts[key],
            "current": key == scope,
        }
        for key in shown
    ]


def greeting(user: User) -> str:
    """By the hour where the person lives, and by first name; an address in its place would look like a mistake."""
    hour = timezone.localtime(timezone=user.zone).hour
    first = user.name.split(" ")[0] if user.name else ""
    if 5 <= hour < 12:
        return _("Good morning, %(name)s") % {"name": first} if first else _("Good morning")
    if 12 <= hour < 18:
        return _("Good afternoon, %(name)s") % {"name": first} if first else _("Good afternoon")
    return _("Good evening, %(name)s") % {"name": first} if first else _("Good evening")


def main_currency(user: User, currencies: Iterable[str]) -> str:
    """The person's own where an account has it, else the one most accounts have."""
    counted = Counter(currencies)
    if not counted or user.currency in counted:
        return user.currency
    return by_use(counted, user.currency)[0]


def _month(text: str) -> date | None:
    """The month in the address; None for nonsense, and for what is before or after any account of today."""
    try:
        month = date.fromisoformat(f"{text}-01") if len(text) == 7 else None
    except ValueError:
        return None
    return month if month and FIRST_MONTH <= month <= LAST_MONTH else None


def _currency_choice(frame: Frame, lines: Counter[str]) -> list[dict[str, Any]]:
    """The currencies with lines, and all of them as one, for the switch; none where there is only one."""
    used = sorted(+lines)
    if len(used) < 2:
        return []
    choices = [(each, each, not frame.is_all and each == frame.currency) for each in used]
    choices.append((ALL, _("All in %(currency)s") % {"currency": frame.user.currency}, frame.is_all))
    return [
        {
            "url": drill_url("", month=f"{frame.month:%Y-%m}", currency=key, scope=frame.scope),
            "text": text,
            "current": current,
        }
        for key, text, current in choices
    ]


def _month_note(frame: Frame) -> str:
    if not frame.is_running:
        return format_month(frame.month, active_locale())
    return _("day %(day)s of %(days)s") % {"day": frame.today.day, "days": frame.last_day.day}


def _flow(frame: Frame) -> dict[str, Any]:
    before = queries.previous_month(frame.month)
    then, now = (_told(frame, each) for each in frame.sums.months(before, frame.month)[:2])
    return {
        "income": now and now.income,
        "expense": now and now.spent,
        "saved": now and now.saved,
        "income_note": then and _compared(frame, then.income),
        "expense_note": then and _compared(frame, then.spent),
        "saved_note": _saved_share(frame, now),
        "income_url": frame.lines_url(kind="income"),
        "expense_url": frame.lines_url(kind="expense,refund"),
        "saved_url": frame.lines_url(kind="income,expense,refund"),
    }


def _told(frame: Frame, month: PeriodFigures) -> PeriodFigures | None:
    """None where all that moved has no rate: nothing would say that nothing moved."""
    return None if frame.sums.lacks(month.starts_on) and not month.income and not month.spent else month


def _compared(frame: Frame, then: Decimal) -> str:
    month = format_short_month(queries.previous_month(frame.month), active_locale())
    amount = format_money(then, frame.currency, active_locale()).text
    return _("%(amount)s in %(month)s") % {"amount": amount, "month": month}


def _saved_share(frame: Frame, now: PeriodFigures | None) -> str:
    if now is None or now.income <= 0 or frame.sums.lacks(frame.month):
        return _("in less out")
    share = format_percent(round(now.saved * 100 / now.income), active_locale())
    return _("%(share)s of what came in") % {"share": share}


def _where(frame: Frame) -> dict[str, Any]:
    figures = frame.sums.by_category(frame.month, frame.last_day)
    tops = _by_top(frame, figures)
    spent = [each for each in tops if each.amount > 0]
    ring = charts.donut(spent)
    shares = {each.name: each.share for each in ring.slices}
    rows = [
        {
            "name": each.name,
            "tone": each.tone,
            "share": shares.get(each.name, 0),
            "amount": each.amount,
            "url": each.url,
        }
        for each in tops
    ]
    total = sum((each.amount for each in tops), ZERO)
    all_url = frame.lines_url(kind="expense,refund")
    return {"donut": ring, "rows": rows, "total": total, "all_url": all_url, "lacks": frame.sums.lacks(frame.month)}


def _by_top(frame: Frame, figures: Sequence[CategoryFigure]) -> list[charts.Slice]:
    """Spending by top category, most first; the small rest is one part, so that the list fits beside the ring."""
    sums: dict[UUID | None, Decimal] = {}
    for each in figures:
        top = frame.tree.top_of(each.category_id)
        key = PRIVATE if each.is_private else top.id if top else None
        sums[key] = sums.get(key, ZERO) + each.amount
    ordered = sorted(((key, sums[key]) for key in sums if sums[key]), key=lambda pair: (-pair[1], str(pair[0])))
    return [_slice(frame, key, amount) for key, amount in ordered]


def _slice(frame: Frame, key: UUID | None, amount: Decimal) -> charts.Slice:
    top = frame.tree.get(key)
    if key == PRIVATE:
        return charts.Slice(_("Private"), amount, nearest_tone(""), "")
    if top is None:
        url = frame.lines_url(uncategorised="true", kind="expense,refund")
        return charts.Slice(_("Without a category"), amount, nearest_tone(""), url)
    url = frame.lines_url(category=top.id, kind="expense,refund")
    return charts.Slice(top.name, amount, nearest_tone(top.color), url)


def _weeks_note(lens: Lens) -> str:
    """The course of a month leaves out accounts of which no weeks are told."""
    return _("without accounts you see sums of") if lens.coarse else ""


def _subtitle(frame: Frame, account: MoneyAccount) -> str:
    """Bank and number are among what only whole access tells."""
    full = frame.lens.sights[account.pk].level == MoneyAccountAccess.Level.FULL
    return account_subtitle(account) if full else ""


def _account_groups(frame: Frame) -> list[dict[str, Any]]:
    groups = []
    agreed = agreements(frame.user, [each for each in frame.money_accounts if each.closed_on is None])
    for owed, title in ((False, _("What we have")), (True, _("What we owe"))):
        of_side = [each for each in frame.money_accounts if each.is_liability == owed and each.closed_on is None]
        if not of_side:
            continue
        one_currency = len({each.currency for each in of_side}) == 1
        groups.append(
            {
                "title": title,
                "total": sum((each.balance for each in of_side), ZERO) if one_currency else None,
                "accounts": [
                    {
                        "name": each.name,
                        "subtitle": _subtitle(frame, each),
                        "icon": account_icon(each),
                        "balance": each.balance,
                        "currency": each.currency,
                        "url": account_url(frame.lens, each.pk),
                        "agreement": agreed.get(each.pk),
                    }
                    for each in of_side
                ],
            }
        )
    return groups


def _net_worth(frame: Frame, span: str) -> dict[str, Any]:
    besides = frame.assets.on(frame.today)
    others = sorted(({each.currency for each in frame.money_accounts} | set(besides)) - {frame.currency})
    first = frame.today
    for _step in range(SPANS[span]):
        first = queries.previous_month(first)
    points = frame.sums.net_worth_course(frame.money_accounts, first, frame.today)
    if len(points) > MOST_POINTS:
        points = [each for each in points[:-1] if each.on.day == 1] + points[-1:]
    if len(points) == 1:
        # Nothing moved: a flat line says so, a single point would say nothing.
        points.insert(0, Point(first, points[0].amount))
    change = points[-1].amount - points[0].amount if len(points) > 1 else None
    return {
        "amount": points[-1].amount,
        "change": change,
        "change_note": _("since %(day)s") % {"day": format_short_day(points[0].on, active_locale())},
        "chart": _line(frame, [charts.Series(_("Net worth"), [each.amount for each in points], area=True)], points),
        "chart_title": _("Net worth"),
        "ranges": [
            {"url": frame.url(month=frame.month, span=key), "text": text, "current": key == span}
            for key, text in (("3m", _("3M")), ("1y", _("1Y")), ("all", _("All")))
        ],
        "note": _("without %(currencies)s") % {"currencies": ", ".join(others)} if others and not frame.is_all else "",
        "total": _total(frame, besides),
        "besides": _besides(frame),
    }


def _besides(frame: Frame) -> list[dict[str, Any]]:
    """What of it lies on no account, by what it is; empty where nothing does."""
    found = []
    for part in frame.assets.parts:
        worth = part.on(frame.today)
        amount = worth.get(frame.currency, ZERO)
        if frame.is_all and frame.rates is not None:
            amount = frame.rates.total(worth, frame.currency, frame.today).amount
        if amount:
            found.append({"words": part.words, "url": part.url, "amount": amount})
    return found


def _total(frame: Frame, worth: Mapping[str, Decimal]) -> ShownTotal | None:
    """What there is in all currencies, at today's rates; None where all of it is in the page's."""
    totals = with_assets(queries.totals(frame.money_accounts), worth)
    sums = {each.currency: each.net for each in totals if each.net}
    if frame.rates is None or not sums.keys() - {frame.currency}:
        return None
    return shown_total(frame.rates.total(sums, frame.user.currency, frame.today))


def _line(frame: Frame, series: Sequence[charts.Series], points: Sequence[Point]) -> charts.Chart:
    locale = active_locale()
    start, length = points[0].on, max((points[-1].on - points[0].on).days, 1)
    at = [(each.on - start).days / length for each in points]
    firsts = [place for place, each in enumerate(points) if each.on.day == 1]
    step = max(1, len(firsts) // 6)
    ticks = [(at[place], format_short_month(points[place].on, locale)) for place in firsts[::step]]
    labels = [format_short_day(each.on, locale) for each in points]
    return charts.line_chart(series, labels, currency=frame.currency, ticks=ticks, at=at)


def _spending(frame: Frame) -> dict[str, Any]:
    """Everyday spending of the month beside the month before, without what falls due anyway."""
    left_out = [key for top in frame.tree.tops() if top.slug in FIXED_COSTS for key in frame.tree.branch(top.id)]
    before = queries.previous_month(frame.month)
    now = frame.sums.spending_course(frame.month, without=left_out)
    then = frame.sums.spending_course(before, without=left_out)
    days = range(1, 32)
    locale = active_locale()
    last = min(frame.today, frame.last_day).day if frame.is_running else 31
    series = [
        charts.Series(format_short_month(frame.month, locale), _by_day(now, days, until=last), dots=True),
        charts.Series(format_short_month(before, locale), _by_day(then, days, until=31), tone="grey", bridged=True),
    ]
    kept = [day for place, day in enumerate(days) if any(each.values[place] is not None for each in series)]
    series = [replace(each, values=[each.values[day - 1] for day in kept]) for each in series]
    at = [(day - 1) / 30 for day in kept]
    return {
        "total": _spent_so_far(frame, now),
        "note": ", ".join(filter(None, [_("without rent and bills"), _weeks_note(frame.lens)])),
        "chart": charts.line_chart(
            series,
            [str(day) for day in kept],
            currency=frame.currency,
            ticks=[(at[place], str(day)) for place, day in enumerate(kept) if day in (1, 7, 14, 21, 28)],
            at=at,
            from_zero=True,
        ),
        "chart_title": _("Everyday spending, added up through the month"),
    }


def _spent_so_far(frame: Frame, course: Sequence[Point]) -> Decimal | None:
    """None where all that was spent has no rate."""
    total = course[-1].amount if course else ZERO
    return None if frame.sums.lacks(frame.month) and not total else total


def _by_day(points: Sequence[Point], days: range, *, until: int) -> list[Decimal | None]:
    """The sum at the end of each week of the month, the running week at `until`; nothing in between."""
    values: list[Decimal | None] = [None] * len(days)
    for each in points[1:]:
        values[min(each.on.day, until) - 1] = each.amount
    if values[0] is None:
        values[0] = ZERO
    return values
