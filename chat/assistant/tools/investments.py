"""What is held, what it brought and how the person's own rules see it, as `insights/investments/` has it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from chat.assistant.tools.arguments import SCOPE, Arguments
from chat.assistant.tools.outcomes import (
    Intent,
    Outcome,
    Outside,
    Tool,
    amount_cell,
    bars,
    link,
    money,
    percent,
    plain,
    table,
    text_cell,
)
from chat.assistant.tools.spending import lens_asked
from config.kernel.formatting import active_locale, format_short_month
from config.kernel.money import ZERO
from insights.investing.rebalancing import Checked, rebalancing
from insights.investing.report import Investments, investments
from ledger.core.access import ME
from ledger.holdings.queries import Holding

SHOWN = 8


def run_investments(person: User, arguments: Arguments) -> Outcome:
    """Queries as `investments`; of one's own also as `rebalancing`."""
    scope = arguments.scope()
    lens_asked(person, scope)
    found = investments(person, scope=scope)
    held, currency = found.portfolio, found.portfolio.currency
    links = [link(_("Investments"), reverse("investments"))]
    suggestions = [_("What is my net worth?"), _("How much do I save a month?")]
    if not held.holdings and not held.total_value:
        return Outcome(_("Nothing is invested yet."), {"positions": []}, links=links, suggestions=suggestions)
    broken = rebalancing(person, held).broken if scope == ME else []
    return Outcome(
        " ".join([*_sentences(found), *(_rule(each) for each in broken[:1])]),
        {
            "scope": scope,
            "value": plain(held.total_value, currency),
            "gain": plain(held.gain, currency),
            "cost": plain(held.cost, currency),
            "yields": plain(held.total_yield, currency),
            "yields_this_month": plain(found.monthly_yield, currency),
            "return_a_year_percent": None if found.xirr is None else str(found.xirr),
            "positions": [_position(each) for each in held.holdings[:SHOWN]],
            "no_rate": [plain(amount, code) for code, amount in held.apart.items()],
            "own_rules": [Outside(_rule(each)) for each in broken],
        },
        data=_drawn(found),
        links=links,
        suggestions=suggestions,
    )


def _sentences(found: Investments) -> list[str]:
    held, currency = found.portfolio, found.portfolio.currency
    count = len(held.holdings)
    values = {"count": count, "value": money(held.total_value, currency), "gain": money(abs(held.gain), currency)}
    told = [_("%(value)s is invested.") % values]
    if count:
        words = ngettext(
            "%(value)s is invested, in one position.", "%(value)s is invested, in %(count)s positions.", count
        )
        told = [words % values]
    if held.gain:
        words = (
            _("That is %(gain)s more than it cost.") if held.gain > ZERO else _("That is %(gain)s less than it cost.")
        )
        told.append(words % values)
    if found.xirr is not None:
        told.append(_("It brought %(percent)s a year.") % {"percent": percent(found.xirr)})
    if held.total_yield:
        told.append(_("Yields came to %(amount)s so far.") % {"amount": money(held.total_yield, currency)})
    if held.apart:
        apart = ", ".join(money(amount, code) for code, amount in held.apart.items())
        told.append(_("Not counted, for want of a rate: %(list)s.") % {"list": apart})
    return told


def _rule(broken: Checked) -> str:
    return _("%(title)s: %(text)s") % {"title": broken.rule.title, "text": broken.result.says}


def _position(each: Holding) -> dict[str, Any]:
    position = each.position
    return {
        "name": Outside(position.name),
        "kind": str(position.kind),
        "value": plain(position.current_value, position.currency),
        "gain": plain(position.gain, position.currency),
        "share_percent": None if each.share is None else f"{100 * each.share:.1f}",
    }


def _drawn(found: Investments) -> list[dict[str, Any]]:
    held = found.portfolio
    rows = [
        [
            text_cell(each.position.name, reverse("position", args=[each.position.pk])),
            amount_cell(each.position.current_value, each.position.currency),
            amount_cell(each.position.gain, each.position.currency),
            text_cell("" if each.share is None else percent(100 * each.share)),
        ]
        for each in held.holdings[:SHOWN]
    ]
    drawn = []
    course = [each for each in found.course if each.amount]
    if len(course) > 1:
        labels = [format_short_month(each.on, active_locale()) for each in course[:-1]]
        drawn.append(
            bars(
                _("Worth as each month began"),
                held.currency,
                [*labels, _("Today")],
                [each.amount for each in course],
                name=_("Worth"),
            )
        )
    if rows:
        drawn.append(table(_("Positions"), [_("Position"), _("Worth"), _("Gain"), _("Share")], rows))
    return drawn


INVESTMENTS = Tool(
    "investments",
    "What is invested: its worth, what it gained and yielded, each position, and what the person's own rules say.",
    Intent.INVESTMENT,
    run_investments,
    {"scope": SCOPE},
)
