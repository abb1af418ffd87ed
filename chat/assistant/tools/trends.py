"""How spending goes over time, as `insights/trends/` has it, and what is saved, as `insights/savings/` has it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from chat.assistant.tools.arguments import CATEGORY, SCOPE, Arguments, Unanswerable
from chat.assistant.tools.outcomes import (
    Intent,
    Outcome,
    Outside,
    Tool,
    bars,
    figures,
    link,
    money,
    percent,
    plain,
)
from chat.assistant.tools.spending import category_asked, lens_asked
from config.kernel.formatting import active_locale, format_number, format_short_day, format_short_month
from config.kernel.money import ZERO
from config.kernel.tones import nearest_tone
from insights.figures import spans
from insights.figures.asked import periods_of
from insights.figures.monthly import MonthRate
from insights.figures.saving import Saving, saving
from insights.figures.spans import Period
from insights.figures.trends import Asked, Comparison, PeriodTrend, Trends, trends
from ledger.core.access import lens_of
from ledger.core.category_tree import CategoryNode, category_tree
from ledger.core.queries import seen_accounts
from ledger.core.views.rows import drill_url

DRAWN = {spans.WEEK: 8, spans.MONTH: 6, spans.YEAR: 4}


def run_trend(person: User, arguments: Arguments) -> Outcome:
    """The running period beside as many days of the one before and of a year ago. Queries as `trends`."""
    timeframe = arguments.words("timeframe") or spans.MONTH
    if timeframe not in DRAWN:
        raise Unanswerable(_("“%(text)s” is no period.") % {"text": timeframe})
    scope, tree = arguments.scope(), category_tree(person)
    lens_asked(person, scope)
    node = category_asked(arguments, tree)
    periods = periods_of(timeframe, person.today, count=DRAWN[timeframe])
    asked = Asked(timeframe, periods, person.currency, categories=(node.id,) if node else ())
    found = trends(person, lens_of(person, scope), tree, asked)
    now = found.periods[-1]
    labels = [_label(each.period, timeframe) for each in found.periods]
    amounts = [each.figure.amount for each in found.periods]
    title = node.name if node else _("Spending")
    tone = nearest_tone(node.color) if node else "accent"
    url = drill_url(reverse("trends"), timeframe=timeframe, categories=node.id if node else None, scope=scope)
    return Outcome(
        " ".join(_trend_sentences(found, now, node)),
        _trend_facts(found, now, node, scope),
        data=[bars(title, found.currency, labels, amounts, name=_("Spent"), tone=tone)] if any(amounts) else [],
        links=[link(_("Trends"), url)],
        suggestions=[_("What did I spend most on?"), _("How much do I save a month?"), _("Is anything unusual?")],
    )


def _trend_sentences(found: Trends, now: PeriodTrend, node: CategoryNode | None) -> list[str]:
    values = {"what": node.name if node else _("Spending"), "amount": money(now.figure.amount, found.currency)}
    begun = {
        spans.WEEK: _("%(what)s: %(amount)s this week so far."),
        spans.MONTH: _("%(what)s: %(amount)s this month so far."),
        spans.YEAR: _("%(what)s: %(amount)s this year so far."),
    }
    before = {
        spans.WEEK: _("In as many days of the week before it was %(was)s: %(change)s."),
        spans.MONTH: _("In as many days of the month before it was %(was)s: %(change)s."),
        spans.YEAR: _("In as many days of the year before it was %(was)s: %(change)s."),
    }
    told = [begun[found.timeframe] % values]
    if now.before is not None:
        told.append(before[found.timeframe] % _compared(now.before, found.currency))
    if now.year_ago is not None and now.year_ago.was and found.timeframe == spans.MONTH:
        told.append(_("A year ago it was %(was)s by then: %(change)s.") % _compared(now.year_ago, found.currency))
    if (mean := _mean_before(found)) is not None:
        words = {
            spans.WEEK: _("The %(n)s weeks before came to %(mean)s on average."),
            spans.MONTH: _("The %(n)s months before came to %(mean)s on average."),
        }
        count = spans.RHYTHMS[found.timeframe].mean
        told.append(words[found.timeframe] % {"n": count, "mean": money(mean, found.currency)})
    if found.apart:
        told.append(_("Not counted, for want of a rate: %(list)s.") % {"list": ", ".join(found.apart)})
    return told


def _mean_before(found: Trends) -> Decimal | None:
    """None of years: the first of them is hardly ever whole."""
    return found.over[-1].moving_mean if found.over and found.timeframe != spans.YEAR else None


def _compared(found: Comparison, currency: str) -> dict[str, str]:
    amount = money(abs(found.change), currency)
    if not found.change:
        change = _("just as much")
    elif found.change > ZERO:
        change = _("%(amount)s more now") % {"amount": amount}
    else:
        change = _("%(amount)s less now") % {"amount": amount}
    return {"was": money(found.was, currency), "change": change}


def _trend_facts(found: Trends, now: PeriodTrend, node: CategoryNode | None, scope: str) -> dict[str, Any]:
    def compared(each: Comparison | None) -> dict[str, str] | None:
        if each is None:
            return None
        return {"was": plain(each.was, found.currency), "more_now": plain(each.change, found.currency)}

    mean = _mean_before(found)
    return {
        "timeframe": found.timeframe,
        "scope": scope,
        "category": Outside(node.name) if node else None,
        "so_far": plain(now.figure.amount, found.currency),
        "as_many_days_of_the_one_before": compared(now.before),
        "as_many_days_a_year_ago": compared(now.year_ago),
        "mean_of_those_before": None if mean is None else plain(mean, found.currency),
        "periods": [
            {"from": each.period.starts_on, "spent": plain(each.figure.amount, found.currency)}
            for each in found.periods
        ],
    }


def _label(period: Period, timeframe: str) -> str:
    if timeframe == spans.YEAR:
        return str(period.starts_on.year)
    if timeframe == spans.WEEK:
        return format_short_day(period.starts_on, active_locale())
    return format_short_month(period.starts_on, active_locale())


def run_savings(person: User, arguments: Arguments) -> Outcome:
    """Medians of the last twelve whole months. Four queries and those of `saving`."""
    scope = arguments.scope()
    lens_asked(person, scope)
    lens = lens_of(person, scope)
    found = saving(person, lens, category_tree(person), seen_accounts(lens), person.currency)
    url = reverse("summary")
    suggestions = [_("How are my goals doing?"), _("Am I spending more than last year?"), _("What is my net worth?")]
    if found.usual_saved is None:
        text = " ".join(_left_apart(found)) or _("There is no whole month behind your accounts yet.")
        facts = {"months": [_month_facts(each, found.currency) for each in found.months]}
        return Outcome(text, facts, links=[link(_("Summary"), url)], suggestions=suggestions)
    return Outcome(
        " ".join(_saving_sentences(found, found.usual_saved)),
        _saving_facts(found, found.usual_saved),
        data=_saving_drawn(found, found.usual_saved),
        links=[link(_("Summary"), url)],
        suggestions=suggestions,
    )


def _left_apart(found: Saving) -> list[str]:
    apart = {*found.total.apart, *(code for each in found.unknown for code in each.apart)}
    return [_("Not counted, for want of a rate: %(list)s.") % {"list": ", ".join(sorted(apart))}] if apart else []


def _saving_sentences(found: Saving, usual: Decimal) -> list[str]:
    values = {"amount": money(abs(usual), found.currency)}
    if usual >= ZERO:
        told = [_("In a usual month %(amount)s of what comes in is left over.") % values]
    else:
        told = [_("In a usual month %(amount)s more goes out than comes in.") % values]
    if found.rate is not None:
        told.append(
            ngettext(
                "Of the income of one month that is %(percent)s.",
                "Of the income of %(n)s months %(percent)s was kept.",
                len(found.known),
            )
            % {"n": len(found.known), "percent": percent(100 * found.rate)}
        )
    if found.total.amount and found.lasts_months is not None:
        told.append(
            _("%(total)s lies on savings accounts: enough for %(months)s usual months.")
            % {"total": money(found.total.amount, found.currency), "months": _number(found.lasts_months)}
        )
    return told + _left_apart(found)


def _number(value: Decimal) -> str:
    return format_number(value, active_locale())


def _saving_facts(found: Saving, usual: Decimal) -> dict[str, Any]:
    spent = found.usual_spent
    return {
        "usual_saved": plain(usual, found.currency),
        "usual_spent": None if spent is None else plain(spent, found.currency),
        "rate_percent": None if found.rate is None else f"{100 * found.rate:.1f}",
        "on_savings_accounts": plain(found.total.amount, found.currency),
        "lasts_months": None if found.lasts_months is None else str(found.lasts_months),
        "months": [_month_facts(each, found.currency) for each in found.months],
    }


def _month_facts(month: MonthRate, currency: str) -> dict[str, Any]:
    facts: dict[str, Any] = {"month": f"{month.month:%Y-%m}"}
    facts["saved"] = None if month.saved is None else plain(month.saved, currency)
    return {**facts, "no_rate": list(month.apart)} if month.apart else facts


def _saving_drawn(found: Saving, usual: Decimal) -> list[dict[str, Any]]:
    items = [(_("Left in a usual month"), usual, found.currency)]
    if found.usual_spent is not None:
        items.append((_("Spent in a usual month"), found.usual_spent, found.currency))
    items.append((_("On savings accounts"), found.total.amount, found.currency))
    drawn = [figures(_("Saving"), items)]
    saved = [(each.month, each.saved) for each in found.known if each.saved is not None]
    if len(saved) > 1:
        labels = [format_short_month(month, active_locale()) for month, _amount in saved]
        amounts = [amount for _month, amount in saved]
        drawn.append(bars(_("Left over, by month"), found.currency, labels, amounts, name=_("Left over")))
    return drawn


TREND = Tool(
    "trend",
    "Whether spending rises: this week, month or year so far beside as many days of the one before and of a year ago.",
    Intent.SPENDING,
    run_trend,
    {
        "timeframe": {"type": "string", "enum": list(DRAWN), "description": "The running one is compared."},
        "category": CATEGORY,
        "scope": SCOPE,
    },
)
SAVINGS = Tool(
    "savings",
    "What is kept of the income in a usual month, the saving rate, and how long savings would last.",
    Intent.GOAL,
    run_savings,
    {"scope": SCOPE},
)
