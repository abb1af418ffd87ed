"""An answer as a whole in words: the reason, what it does to the budget, and what else could be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _

from config.kernel.formatting import active_locale, format_day, format_money
from insights.advice.answers import LOCAL, MODEL
from insights.advice.considering import AGAINST, FOR
from insights.advice.models import Advice
from insights.advice.wording import Reader, Told, told_of

REASONS: Final = 2
Decision = Advice.Decision
_SUGGESTED = ("claim", "wait", "instalments", "move", "cheaper", "shared")


@dataclass(frozen=True, slots=True)
class Way:
    """Another way in words; amounts in the person's currency, None where they are not known. `action` is what one tap
    does: claim, remind, ask, again, plan, or nothing."""

    name: str
    title: str
    text: str
    cost: Decimal | None
    lowest: Decimal | None
    reached: date | None
    action: str
    figures: Mapping[str, Any]
    is_suggested: bool = False


def reason_of(advice: Advice) -> str:
    """A model's words where it wrote some in the language that is active, else the local ones."""
    return _worded(advice) or local_reason_of(advice)


def source_of(advice: Advice) -> str:
    """Who wrote the reason as it is read now: `model` or `local`."""
    return MODEL if _worded(advice) else LOCAL


def _worded(advice: Advice) -> str:
    words = advice.answer.get("words") or {}
    return str(words["reason"]) if words.get("language") == language() else ""


def language() -> str:
    """The one that is active, without its country."""
    return (translation.get_language() or "").partition("-")[0]


def local_reason_of(advice: Advice) -> str:
    """The weightiest sentences on the side of the decision; what is lacking where nothing of the money is known."""
    told, lacks = told_of(advice.answer), lacks_of(advice)
    if lacks and advice.decision == Decision.WAIT and advice.wait_until is None:
        return lacks[0]
    side = FOR if advice.decision == Decision.BUY else AGAINST
    chosen = _by_weight(told, side)[:REASONS]
    if chosen:
        return " ".join(each.text for each in chosen)
    return lacks[0] if lacks else _("Nothing speaks against it.")


def _by_weight(told: list[Told], side: str) -> list[Told]:
    return sorted((each for each in told if each.verdict == side), key=lambda each: (not each.is_hard, -each.weight))


def impact_of(advice: Advice) -> str:
    """What it leaves in its budget, else in the accounts."""
    told = {each.name: each for each in told_of(advice.answer)}
    kept = {each["name"]: Reader(advice.answer["currency"], each["figures"]) for each in _kept(advice)}
    budget = kept.get("budget")
    if budget is not None and "there" in budget.figures:
        figures = {"category": budget.category(), "over": budget.money("over")}
        if budget.amount("over") > 0:
            return _("%(category)s would be over by %(over)s.") % figures
        after = budget.amount("there") - budget.amount("cost")
        figures["after"] = format_money(after, budget.currency, budget.locale).text
        return _("%(after)s would be left for %(category)s.") % figures
    for name in ("left", "balance", "how"):
        if name in told:
            return told[name].text
    return _("No budget of yours is touched.")


def _kept(advice: Advice) -> list[Mapping[str, Any]]:
    return list(advice.answer.get("considerations", ()))


def lacks_of(advice: Advice) -> list[str]:
    """What would make the answer surer, as sentences."""
    words = {
        "rate": _("No exchange rate is known for its currency."),
        "accounts": _("There is no account of yours to look ahead from."),
        "history": _("There is no whole month behind your accounts yet."),
        "budget": _("Nothing is planned for this month."),
        "category": _("Its category is not known."),
        "horizon": _("Not all of it is seen: the forecast ends before it is paid and settled."),
    }
    unrated = {f"{name}_rate": codes for name, codes in advice.answer.get("unrated", {}).items()}
    words |= {name: _without_rate(name, ", ".join(codes)) for name, codes in unrated.items()}
    return [words[each] for each in advice.answer.get("lacks", ()) if each in words]


def _without_rate(name: str, codes: str) -> str:
    texts = {
        "balances_rate": _("What you hold in %(codes)s is not counted: no rate is known."),
        "savings_rate": _("Savings in %(codes)s are not counted: no rate is known."),
        "goals_rate": _("Goals in %(codes)s are not counted: no rate is known."),
        "spending_rate": _("What you spend in %(codes)s is not counted: no rate is known."),
        "budget_rate": _("Your plan is in %(codes)s, for which no rate is known."),
    }
    return texts[name] % {"codes": codes}


def verdict_of(advice: Advice) -> str:
    """ "Wait until 15 March"."""
    if advice.wait_until is None:
        return str(advice.get_decision_display())
    return _("Wait until %(day)s") % {"day": format_day(advice.wait_until, active_locale())}


def ways_of(advice: Advice) -> list[Way]:
    """In the order they were found; the first that helps is suggested."""
    answer = advice.answer
    found = [_way(each, answer["currency"], advice) for each in answer.get("options", ()) if each["name"] in _WAYS]
    first = next((each.name for each in found if each.name in _SUGGESTED), "")
    return [
        Way(
            each.name, each.title, each.text, each.cost, each.lowest, each.reached, each.action, each.figures,
            is_suggested=each.name == first,
        )
        for each in found
    ]  # fmt: skip


def _way(kept: Mapping[str, Any], currency: str, advice: Advice) -> Way:
    action, words = _WAYS[kept["name"]]
    title, text = words(Reader(currency, kept["figures"]), advice)
    return Way(
        name=kept["name"],
        title=title,
        text=text,
        cost=None if kept["cost"] is None else Decimal(kept["cost"]),
        lowest=None if kept["lowest"] is None else Decimal(kept["lowest"]),
        reached=date.fromisoformat(kept["reached"]) if kept["reached"] else None,
        action=action,
        figures=kept["figures"],
    )


def _claim(read: Reader, advice: Advice) -> tuple[str, str]:
    return _("Claim the warranty"), _("of %(thing)s") % {"thing": read.figures["thing"]}


def _wait(read: Reader, advice: Advice) -> tuple[str, str]:
    title = _("Wait until %(day)s") % {"day": read.day("until")}
    if read.figures.get("is_warranty_over"):
        return title, _("then the warranty is over")
    if "monthly" not in read.figures:
        return title, _("then it fits")
    figures = {"months": read.figures["months"], "monthly": read.money("monthly")}
    return title, _("put %(monthly)s by in each of %(months)s months") % figures


def _instalments(read: Reader, advice: Advice) -> tuple[str, str]:
    figures = {"count": read.figures["count"], "monthly": read.money("monthly")}
    return _("Pay in %(count)s instalments") % figures, _("%(monthly)s a month, if no interest is asked") % figures


def _move(read: Reader, advice: Advice) -> tuple[str, str]:
    figures = {"amount": read.money("amount"), "category": read.category(), "spare": read.money("spare")}
    return _("Move %(amount)s from %(category)s") % figures, _("%(spare)s is to spare there") % figures


def _cheaper(read: Reader, advice: Advice) -> tuple[str, str]:
    return _("One for at most %(amount)s") % {"amount": read.money("amount")}, _("fits as things stand")


def _shared(read: Reader, advice: Advice) -> tuple[str, str]:
    return _("Buy it together"), _("your part is %(share)s, as agreed") % {"share": read.money("share")}


def _ask(read: Reader, advice: Advice) -> tuple[str, str]:
    return _("Ask your partner"), _("they read the price and none of your figures")


def _used(read: Reader, advice: Advice) -> tuple[str, str]:
    return _("Look for a used or refurbished one"), _("what it costs is yours to find out")


def _now(read: Reader, advice: Advice) -> tuple[str, str]:
    return _("Buy it all the same"), _("as you asked")


_WAYS: Final[Mapping[str, tuple[str, Callable[[Reader, Advice], tuple[str, str]]]]] = {
    "claim": ("claim", _claim),
    "wait": ("remind", _wait),
    "instalments": ("again", _instalments),
    "move": ("plan", _move),
    "cheaper": ("again", _cheaper),
    "shared": ("again", _shared),
    "ask": ("ask", _ask),
    "used": ("", _used),
    "now": ("buy", _now),
}
