"""Advice on a purchase in an answer: weighed and not kept, in words, as facts, and as a table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from accounts.models import User
from chat.assistant.tools.arguments import Arguments, Unanswerable
from chat.assistant.tools.outcomes import Outside, money, table, text_cell
from insights.advice.facts import ONCE
from insights.advice.models import Advice
from insights.advice.services import checked_wish, weigh
from insights.advice.summing_up import impact_of, lacks_of, reason_of, verdict_of, ways_of
from insights.advice.wording import told_of
from ledger.core.category_tree import CategoryNode
from ledger.core.exchange import convert
from ledger.core.models import Transaction

# Numbers and days among the figures of a consideration; anything else is a name that somebody chose.
_FIGURE: Final = re.compile(r"-?\d+(?:\.\d+)?\Z|\d{4}-\d\d-\d\d\Z", re.ASCII)
_NAMES: Final = frozenset({"thing", "goal", "category", "word", "source", "key"})
_SHOWN_WAYS: Final = 2


@dataclass(frozen=True, slots=True)
class Price:
    """`own` is the amount in the person's currency."""

    amount: Decimal
    currency: str
    own: Decimal

    def sentences(self, person: User) -> list[str]:
        """What another currency comes to, by today's rate; none for the person's."""
        if self.currency == person.currency:
            return []
        values = {"price": money(self.amount, self.currency), "own": money(self.own, person.currency)}
        return [_("%(price)s is %(own)s today.") % values]


def price_asked(arguments: Arguments, person: User) -> Price:
    """Two queries where it is in another currency than the person's. Raises Unanswerable, also for want of a rate."""
    currency = arguments.currency() or person.currency
    amount = arguments.amount("amount", currency)
    assert amount is not None
    if currency == person.currency:
        return Price(amount, currency, amount)
    found = convert(amount, currency, person.currency, on=person.today, person=person)
    if found is None:
        values = {"currency": currency, "own": person.currency}
        raise Unanswerable(_("There is no rate from %(currency)s to %(own)s: say the price in %(own)s.") % values)
    return Price(amount, currency, found.amount)


def advised(person: User, what: str, amount: Decimal, node: CategoryNode | None, currency: str | None = None) -> Advice:
    """Weighed for today, in the person's currency unless another is told, and not kept. Raises FieldError."""
    wish = checked_wish(person, what, amount, currency, None, ONCE, None)
    is_spending = node is not None and node.kind == Transaction.Kind.EXPENSE
    return weigh(person=person, wish=wish, category_id=node.id if node and is_spending else None)


def advice_sentences(advice: Advice) -> list[str]:
    """The decision, its weightiest reasons, what else could be done, and what was not known."""
    told = [_("%(decision)s: %(reason)s") % {"decision": verdict_of(advice), "reason": reason_of(advice)}]
    way = next((each for each in ways_of(advice) if each.is_suggested and each.name != "wait"), None)
    if way is not None and advice.decision != Advice.Decision.BUY:
        told.append(_("Or: %(way)s, %(how)s.") % {"way": way.title, "how": way.text})
    lacks = lacks_of(advice)
    return [*told, *lacks[:1]] if advice.confidence == Advice.Confidence.LOW else told


def advice_facts(advice: Advice) -> dict[str, Any]:
    """Its words name things, goals and categories; its figures stand by themselves, so that they bear out."""
    return {
        "decision": advice.decision,
        "wait_until": advice.wait_until,
        "confidence": advice.confidence,
        "reason": Outside(reason_of(advice)),
        "impact": Outside(impact_of(advice)),
        "currency": advice.answer["currency"],
        "considered": [
            {"about": each["name"], "verdict": each["verdict"], "figures": _figures(each["figures"])}
            for each in advice.answer["considerations"]
        ],
        "other_ways": [
            {"way": Outside(f"{each.title}: {each.text}"), "figures": _figures(each.figures)}
            for each in ways_of(advice)[:_SHOWN_WAYS]
        ],
    }


def _figures(found: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: str(value) if name not in _NAMES and _FIGURE.match(str(value)) else Outside(str(value))
        for name, value in found.items()
        if value is not None and name != "key"
    }


def advice_table(advice: Advice) -> dict[str, Any]:
    rows = [[text_cell(each.title, each.url), text_cell(each.value)] for each in told_of(advice.answer)]
    return table(_("What was weighed"), [_("What"), _("Result")], rows)
