"""What is out of the ordinary, as `insights/anomalies/` has it, and what is worth telling, as `insights/` has it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

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
    link,
    money,
    plain,
    short_day,
    table,
    text_cell,
)
from insights.anomalies.queries import DAYS, MOST_DAYS, anomalies
from insights.anomalies.values import Anomaly
from insights.feed.facts import all_shown
from insights.feed.models import Insight

SHOWN = 6
TOLD = 2


def run_unusual(person: User, arguments: Arguments) -> Outcome:
    """On one's own accounts. Queries as `anomalies`."""
    days = arguments.number("days", default=DAYS, most=MOST_DAYS)
    found = anomalies(person, days)
    links = [link(_("Unusual"), reverse("unusual"))]
    suggestions = [_("What was my largest payment this month?"), _("What did I spend this month?")]
    if not found:
        text = ngettext(
            "Nothing of today is unusual.", "Nothing of the last %(days)s days is unusual.", days
        ) % {"days": days}  # fmt: skip
        return Outcome(text, {"days": days, "unusual": []}, links=links, suggestions=suggestions)
    first = found[0]
    text = ngettext(
        "One payment is unusual: %(amount)s to %(payee)s on %(day)s.",
        "%(count)s payments are unusual, first of all %(amount)s to %(payee)s on %(day)s.",
        len(found),
    ) % {
        "count": len(found),
        "amount": money(first.amount, first.currency),
        "payee": first.payee or _("nobody named"),
        "day": short_day(first.booked_on),
    }
    rows = [
        [
            text_cell(short_day(each.booked_on)),
            text_cell(each.payee or _("nobody named"), reverse("transaction_detail", args=[each.transaction_id])),
            text_cell(each.title),
            amount_cell(each.amount, each.currency),
        ]
        for each in found[:SHOWN]
    ]
    return Outcome(
        " ".join([text, first.reason, first.recommendation]),
        {"days": days, "unusual": [_unusual_facts(each) for each in found[:SHOWN]]},
        data=[table(_("Out of the ordinary"), [_("Day"), _("Payee"), _("Why"), _("Amount")], rows)],
        links=links,
        suggestions=suggestions,
    )


def _unusual_facts(found: Anomaly) -> Mapping[str, Any]:
    return {
        "payee": Outside(found.payee),
        "on": found.booked_on,
        "amount": plain(found.amount, found.currency),
        "usual": None if found.usual is None else plain(found.usual, found.currency),
        "kind": found.kind.value,
        "reason": found.reason,
        "what_to_do": found.recommendation,
    }


def run_insights(person: User, arguments: Arguments) -> Outcome:
    """The gravest of the feed, as they were last found. Two queries."""
    live = Insight.objects.visible_to(person).live().order_by("-priority", "-created_at", "pk")
    found = list(live[:SHOWN])
    links = [link(_("Insights"), reverse("insights"))]
    suggestions = [_("Is anything unusual?"), _("How much is left to spend?"), _("How much do I save a month?")]
    if not found:
        text = _("There is nothing to tell just now.")
        return Outcome(text, {"insights": []}, links=links, suggestions=suggestions)
    rows = [[text_cell(str(each.get_insight_type_display())), text_cell(each.title, each.url)] for each in found]
    return Outcome(
        " ".join(_("%(title)s: %(text)s") % {"title": each.title, "text": each.content} for each in found[:TOLD]),
        {"insights": [_insight_facts(each) for each in found]},
        data=[table(_("Worth knowing"), [_("About"), _("What")], rows)],
        links=links,
        suggestions=suggestions,
    )


def _insight_facts(found: Insight) -> Mapping[str, Any]:
    """Its words may hold names that others chose; its figures stand by themselves, so that they bear out."""
    shown = all_shown(found.data)
    return {
        "about": found.insight_type,
        "words": Outside(f"{found.title}. {found.content}"),
        "figures": {name: _figure(each, shown[name]) for name, each in found.data.items()},
    }


def _figure(kept: Mapping[str, Any], shown: str | int) -> str | int:
    if "amount" in kept:
        return plain(Decimal(kept["amount"]), kept["currency"])
    return Outside(str(shown)) if "text" in kept else shown


UNUSUAL = Tool(
    "anomalies",
    "Payments of the last days that are out of the ordinary: too high, twice, dearer than before, or to somebody new.",
    Intent.SPENDING,
    run_unusual,
    {"days": {"type": "integer", "minimum": 1, "maximum": MOST_DAYS, "description": "Up to today, which counts."}},
)
INSIGHTS = Tool(
    "insights",
    "What is worth knowing about the person's money just now, the gravest first.",
    Intent.GENERAL,
    run_insights,
)
