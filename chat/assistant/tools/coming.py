"""What comes: due days, subscriptions, the forecast, and warranties that end."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from chat.assistant.tools.arguments import Arguments
from chat.assistant.tools.outcomes import (
    Intent,
    Outcome,
    Outside,
    Tool,
    amount_cell,
    figures,
    link,
    money,
    plain,
    short_day,
    table,
    text_cell,
)
from config.kernel.folding import fold
from config.kernel.money import ZERO
from insights.forecasting.queries import forecast
from ledger.recurring.models import Recurring
from ledger.recurring.upcoming import monthly_amount, upcoming
from purchases.core.models import Warranty

SHOWN = 8
MOST_DAYS = 366
WARRANTY_DAYS = 90
DAYS = {"type": "integer", "minimum": 1, "maximum": MOST_DAYS, "description": "From today, which counts."}


def run_upcoming(person: User, arguments: Arguments) -> Outcome:
    """As `recurring/upcoming/`. Two queries."""
    days = arguments.number("days", default=30, most=MOST_DAYS)
    found = [each for each in upcoming(person, days=days) if each.recurring.kind != Recurring.Kind.TRANSFER]
    values = {"days": days}
    if not found:
        return Outcome(
            ngettext("Nothing is due today.", "Nothing is due in the next %(days)s days.", days) % values, {"due": []}
        )
    currencies = sorted({each.currency for each in found}, key=lambda each: (each != person.currency, each))
    out, into = dict.fromkeys(currencies, ZERO), dict.fromkeys(currencies, ZERO)
    for each in found:
        if each.amount < ZERO:
            out[each.currency] -= each.amount
        else:
            into[each.currency] += each.amount
    main = currencies[0]
    text = ngettext(
        "%(out)s is due today, and %(into)s comes in.",
        "%(out)s is due in the next %(days)s days, and %(into)s comes in.",
        days,
    ) % {"out": money(out[main], main), "into": money(into[main], main), "days": days}
    first = found[0]
    text += " " + _("Next: %(payee)s, %(amount)s on %(day)s.") % {
        "payee": first.recurring.payee,
        "amount": money(abs(first.amount), first.currency),
        "day": short_day(first.due_on),
    }
    rows = [
        [text_cell(short_day(each.due_on)), text_cell(each.recurring.payee), amount_cell(each.amount, each.currency)]
        for each in found[:SHOWN]
    ]
    facts = {
        "days": days,
        "out": [plain(out[key], key) for key in currencies],
        "in": [plain(into[key], key) for key in currencies],
        "due": [
            {
                "payee": Outside(each.recurring.payee),
                "on": each.due_on,
                "amount": plain(each.amount, each.currency),
                "late": each.is_late,
            }
            for each in found[:SHOWN]
        ],
    }
    return Outcome(
        text,
        facts,
        data=[table(_("What is due"), [_("Day"), _("Payee"), _("Amount")], rows)],
        links=[link(_("Recurring"), reverse("recurring"))],
        suggestions=[_("What do my subscriptions come to?"), _("What will be there in 30 days?")],
    )


def run_subscriptions(person: User, arguments: Arguments) -> Outcome:
    """What goes out again and again, brought to the month. One query."""
    seen = Recurring.objects.visible_to(person).filter(
        status=Recurring.Status.ACTIVE, kind=Recurring.Kind.EXPENSE, account__currency=person.currency
    )
    each_month = sorted(
        ((-monthly_amount(each), each) for each in seen.select_related("account")), key=lambda pair: -pair[0]
    )
    if not each_month:
        return Outcome(_("Nothing that recurs is known yet."), {"recurring": []})
    whole, currency = sum((amount for amount, _each in each_month), ZERO), person.currency
    text = ngettext(
        "One payment that recurs comes to %(amount)s a month, %(year)s a year.",
        "%(count)s payments that recur come to %(amount)s a month, %(year)s a year.",
        len(each_month),
    ) % {"count": len(each_month), "amount": money(whole, currency), "year": money(whole * 12, currency)}
    rows = [[text_cell(each.payee), amount_cell(amount, currency)] for amount, each in each_month[:SHOWN]]
    facts = {
        "monthly": plain(whole, currency),
        "yearly": plain(whole * 12, currency),
        "payments": [
            {"payee": Outside(each.payee), "monthly": plain(amount, currency)} for amount, each in each_month[:SHOWN]
        ],
    }
    return Outcome(
        text,
        facts,
        data=[table(_("Each month"), [_("Payee"), _("A month")], rows)],
        links=[link(_("Recurring"), reverse("recurring"))],
        suggestions=[_("What is due in the next 30 days?"), _("How much is left to spend?")],
    )


def run_forecast(person: User, arguments: Arguments) -> Outcome:
    """As `insights/forecast/`."""
    days = arguments.number("days", default=30, most=365)
    found = forecast(person, days=days)
    if not found.days:
        return Outcome(_("There is no account to look ahead for yet."), {"days": []})
    last, low, currency = found.days[-1], found.lowest, found.currency
    assert low is not None
    text = _("On %(day)s about %(amount)s will be there, in 8 of 10 cases %(low)s to %(high)s.") % {
        "day": short_day(last.on),
        "amount": money(last.expected, currency),
        "low": money(last.low, currency),
        "high": money(last.high, currency),
    }
    if low.on != last.on and low.expected < last.expected:
        text += " " + _("The lowest is %(amount)s on %(day)s.") % {
            "amount": money(low.expected, currency),
            "day": short_day(low.on),
        }
    facts = {
        "today": plain(found.balance, currency),
        "on": last.on,
        "expected": plain(last.expected, currency),
        "low": plain(last.low, currency),
        "high": plain(last.high, currency),
        "lowest": {"on": low.on, "expected": plain(low.expected, currency)},
    }
    items = [
        (_("Today"), found.balance, currency),
        (short_day(last.on), last.expected, currency),
        (_("Lowest"), low.expected, currency),
    ]
    return Outcome(
        text,
        facts,
        data=[figures(_("In the days to come"), items)],
        links=[link(_("The forecast"), reverse("forecast"))],
        suggestions=[_("What is due in the next 30 days?"), _("How much is left to spend?")],
    )


def run_warranties(person: User, arguments: Arguments) -> Outcome:
    """Of a thing by its name, else those that end soonest. One query."""
    name = arguments.words("thing")
    seen = Warranty.objects.visible_to(person).filter(status=Warranty.Status.ACTIVE).select_related("purchase")
    ending = list(
        seen.filter(warranty_end__isnull=False, warranty_end__gte=person.today).order_by("warranty_end")[:200]
    )
    if name:
        named = [each for each in ending if fold(name) in fold(each.purchase.product_name)]
        if not named:
            text = _("No warranty of “%(thing)s” is in force.") % {"thing": name}
            return Outcome(text, {"thing": Outside(name), "warranties": []}, links=_warranty_links())
        ending = named
    else:
        until = person.today + timedelta(days=arguments.number("days", default=WARRANTY_DAYS, most=3660))
        ending = [each for each in ending if each.warranty_end and each.warranty_end <= until]
    if not ending:
        return Outcome(_("No warranty ends soon."), {"warranties": []}, links=_warranty_links())
    first = ending[0]
    assert first.warranty_end is not None
    values = {"thing": first.purchase.product_name, "day": short_day(first.warranty_end), "count": len(ending)}
    if name:
        text = _("The warranty of %(thing)s lasts until %(day)s.") % values
    else:
        text = (
            ngettext(
                "One warranty ends soon: %(thing)s, on %(day)s.",
                "%(count)s warranties end soon, the first is %(thing)s, on %(day)s.",
                len(ending),
            )
            % values
        )
    rows = [
        [
            text_cell(each.purchase.product_name, reverse("thing", args=[each.purchase_id])),
            text_cell(short_day(each.warranty_end)),
        ]
        for each in ending[:SHOWN]
        if each.warranty_end
    ]
    facts = {
        "warranties": [
            {"thing": Outside(each.purchase.product_name), "until": each.warranty_end} for each in ending[:SHOWN]
        ]
    }
    return Outcome(
        text,
        facts,
        data=[table(_("Warranties"), [_("Thing"), _("Until")], rows)],
        links=_warranty_links(),
        suggestions=[_("What did I spend on electronics this year?"), _("What is due in the next 30 days?")],
    )


def _warranty_links() -> list[dict[str, str]]:
    return [link(_("Warranties"), reverse("warranties"))]


UPCOMING = Tool(
    "upcoming", "What is due and what comes in over the days to come.", Intent.GENERAL, run_upcoming, {"days": DAYS}
)
SUBSCRIPTIONS = Tool(
    "subscriptions", "What goes out again and again, brought to the month.", Intent.SPENDING, run_subscriptions
)
FORECAST = Tool(
    "forecast",
    "What the accounts will hold in some days, with an interval.",
    Intent.GENERAL,
    run_forecast,
    {"days": {**DAYS, "maximum": 365}},
)
WARRANTIES = Tool(
    "warranties",
    "Until when a thing is under warranty, or which warranties end soon.",
    Intent.GENERAL,
    run_warranties,
    {"thing": {"type": "string", "description": "Part of the name of a thing."}, "days": DAYS},
)
