"""The answer as it is kept: figures as text, no sentence. `wording` makes the sentences, in the reader's language."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder

from insights.advice.facts import SAVINGS, Facts, Wish
from insights.advice.paying import Low, lowest_with, payments, with_payments
from insights.advice.weighing import Decided

LOCAL: Final = "local"
MODEL: Final = "model"
# So many points a curve has besides those that tell something.
MOST_POINTS: Final = 36
SHOWN: Final = timedelta(days=60)
ONE_DAY: Final = timedelta(days=1)


def answer_of(facts: Facts, wish: Wish, decided: Decided) -> dict[str, Any]:
    """JSON: money and days as text. Some 4 KB."""
    low = lowest_with(facts, wish, wish.on)
    whole = {
        "currency": facts.currency,
        "worth": facts.worth,
        "bears": facts.bears(wish.how),
        "lacks": list(facts.lacks),
        "unrated": dict(facts.unrated),
        "has_partner": facts.has_partner,
        "icon": facts.category.icon if facts.category else "",
        "considerations": [
            {
                "name": each.name,
                "verdict": each.verdict,
                "weight": each.weight,
                "is_hard": each.is_hard,
                "figures": dict(each.figures),
            }
            for each in decided.considerations
        ],
        "options": [
            {
                "name": each.name,
                "cost": each.cost,
                "lowest": each.lowest,
                "reached": each.reached,
                "figures": each.figures,
            }
            for each in decided.options
        ],
        "course": _course(facts, wish, low, decided.wait_until),
        "lowest": low and {"on": low.on, "without": low.without, "with": low.expected, "low": low.low},
        "balance": facts.balance,
    }
    plain: dict[str, Any] = json.loads(json.dumps(whole, cls=DjangoJSONEncoder))
    return plain


def _course(facts: Facts, wish: Wish, low: Low | None, until: date | None) -> list[Mapping[str, Any]]:
    """The curve without it and with it: every so many days, and the days on which something happens."""
    if not facts.course or wish.how == SAVINGS:
        return []
    paid = payments(facts, wish, wish.on)
    last = min(max(wish.on, until or wish.on) + SHOWN, facts.course[-1].on)
    days = [each for each in facts.course if each.on <= last]
    after = with_payments(days, paid)
    step = -(-len(days) // MOST_POINTS)
    wanted = {last, wish.on, wish.on - ONE_DAY, *(day for pay in facts.paydays for day in (pay - ONE_DAY, pay))}
    if low is not None:
        wanted.add(low.on)
    return [
        {"on": day.on, "without": day.expected, "with": left}
        for place, (day, left) in enumerate(zip(days, after, strict=True))
        if place % step == 0 or day.on in wanted
    ]
