"""Being reminded of something to buy: on the day it can be bought, it is weighed anew and the person is told."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from chat.assistant.naming import find_category
from chat.assistant.tools.advising import advised, price_asked
from chat.assistant.tools.arguments import AMOUNT, CURRENCY, Arguments, Unanswerable
from chat.assistant.tools.outcomes import Intent, Outcome, Outside, Proposal, Tool, link, money, plain, short_day
from config.kernel.folding import fold
from config.kernel.money import money_text
from insights.advice.models import Advice
from insights.advice.services import YEAR
from insights.advice.summing_up import reason_of, verdict_of
from ledger.core.category_tree import category_tree

REMIND: Final = "remind_purchase"
LOOKED_AT: Final = 200
USUALLY: Final = timedelta(days=30)


def run_remind(person: User, arguments: Arguments) -> Outcome:
    """Of what was weighed before, by its name, else weighed now; two queries or those of `weigh`."""
    item, on = arguments.words("item"), arguments.day("on")
    price = price_asked(arguments, person) if arguments.given.get("amount") is not None else None
    if not item:
        raise Unanswerable(_("Say what you would like to buy."))
    if on is not None and not person.today < on <= person.today + YEAR:
        raise Unanswerable(_("A reminder comes on a day to come, within a year."))
    advice = kept = None if price else _weighed_before(person, item)
    if price is not None:
        node = find_category(category_tree(person), item)
        advice = advised(person, item, price.amount, node, price.currency)
    if advice is None:
        raise Unanswerable(_("I can remind you of something to buy: say what it is and what it costs."))
    facts = {
        "item": Outside(advice.item_description),
        "amount": plain(advice.amount, advice.currency),
        "decision": advice.decision,
        "reason": Outside(reason_of(advice)),
    }
    links = [link(_("Should I buy it?"), reverse("advice_answer", args=[kept.pk]) if kept else reverse("advice"))]
    if advice.decision == Advice.Decision.BUY and kept is None and on is None:
        text = _("“%(what)s” can be bought now: %(reason)s") % {
            "what": advice.item_description,
            "reason": reason_of(advice),
        }
        return Outcome(text, facts, links=links)
    proposal = reminder(advice, kept, on or _usual_day(person, advice))
    values = {
        "what": advice.item_description,
        "amount": money(advice.amount, advice.currency),
        "verdict": verdict_of(advice),
        "day": _day_of(proposal),
    }
    text = _("“%(what)s” for %(amount)s: %(verdict)s. Shall I weigh it again on %(day)s and tell you?") % values
    return Outcome(
        text, {**facts, "on": proposal.payload["on"], "waits_for": "one tap"}, links=links, proposals=[proposal]
    )


def reminder(advice: Advice, kept: Advice | None, on: date | None) -> Proposal:
    """Of advice that is kept, or is to be weighed and kept once the person says so."""
    assert on is not None
    payload = {
        "advice": str(kept.pk) if kept else None,
        "item": advice.item_description,
        "amount": money_text(advice.amount, advice.currency),
        "currency": advice.currency,
        "category": str(advice.category_id) if advice.category_id else None,
        "on": on.isoformat(),
    }
    return Proposal(REMIND, _("Remind me on %(day)s") % {"day": short_day(on)}, payload)


def _day_of(proposal: Proposal) -> str:
    return short_day(date.fromisoformat(proposal.payload["on"]))


def _usual_day(person: User, advice: Advice) -> date:
    """The day it is to wait until, else in a month."""
    until = advice.wait_until
    return until if until is not None and until > person.today else person.today + USUALLY


def _weighed_before(person: User, item: str) -> Advice | None:
    """The newest of that name that was neither bought nor put away. One query."""
    open_ones = Advice.objects.visible_to(person).filter(purchase=None).exclude(outcome=Advice.Outcome.DROPPED)
    wanted = fold(item)
    newest = open_ones.order_by("-created_at", "-pk")[:LOOKED_AT]
    return next((each for each in newest if wanted in fold(each.item_description)), None)


REMINDER = Tool(
    "remind_purchase",
    "Propose to weigh something to buy again on the day it can be bought, or on a named day, and to tell the person.",
    Intent.BUDGET,
    run_remind,
    {
        "item": {"type": "string", "description": "What it is, in the person's own words."},
        "amount": AMOUNT,
        "currency": CURRENCY,
        "on": {"type": "string", "description": "A day such as 2026-12-01, where the person named one."},
    },
    required=("item",),
    changes=True,
)
