"""What happened with a thing and what will: from its order to the end of its warranty."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.kernel.formatting import active_locale, format_money
from purchases.core.ageing import REMINDERS
from purchases.core.listing import SeenPurchase
from purchases.core.models import Claim, Purchase, Warranty
from purchases.pages.things.marks import claim_words, telling
from purchases.worth.line import worth_on

DONE, NOW, TO_COME = "done", "now", "to-come"
MOST_CLAIMS = 3


@dataclass(frozen=True, slots=True)
class Step:
    """`on` None: nobody knows the day yet. `state` is DONE, NOW for what things stand at, or TO_COME."""

    title: str
    on: date | None
    note: str
    icon: str
    state: str = TO_COME


def timeline(seen: SeenPurchase, claims: Sequence[Claim], today: date) -> list[Step]:
    """In the order of their days. `claims` newest first; the newest of them stand in it. No query."""
    thing = seen.purchase
    steps = [
        *_coming(thing),
        *_returning(thing, today),
        *(_of_claim(each) for each in claims[:MOST_CLAIMS]),
        *_ending(seen, today),
    ]
    steps.sort(key=lambda each: each.on or today)
    here = max((place for place, each in enumerate(steps) if each.on is not None and each.on <= today), default=-1)
    open_here = [place for place, each in enumerate(steps) if each.state == NOW]
    current = open_here[-1] if open_here else here
    return [replace(each, state=_state(each, place, current, today)) for place, each in enumerate(steps)]


def _state(step: Step, place: int, current: int, today: date) -> str:
    if place == current:
        return NOW
    return DONE if step.on is not None and step.on <= today else TO_COME


def _coming(thing: Purchase) -> Iterator[Step]:
    shop = thing.retailer.name if thing.retailer else ""
    price = format_money(thing.price, thing.currency, active_locale()).text
    is_ordered = thing.status == Purchase.Status.ORDERED or thing.received_date is not None
    paid = f"{shop}, {price}" if shop else price
    yield Step(_("Ordered") if is_ordered else _("Bought"), thing.purchase_date, paid, "shopping-bag")
    if thing.received_date is not None:
        days = (thing.received_date - thing.purchase_date).days
        note = (
            ngettext("after %(days)s day", "after %(days)s days", days) % {"days": days} if days else _("the same day")
        )
        yield Step(_("Received"), thing.received_date, note, "package")
    elif thing.status == Purchase.Status.ORDERED:
        yield Step(_("On its way"), None, _("not received yet"), "truck")


def _returning(thing: Purchase, today: date) -> Iterator[Step]:
    back = thing.return_until
    if back is None:
        return
    left = (back - today).days
    open_words = ngettext("open for %(days)s more day", "open for %(days)s more days", left) % {"days": left}
    note = _("closed, you kept it") if left < 0 else open_words if left else _("closes today")
    yield Step(_("Return window"), back, note, "undo-2")


def _of_claim(claim: Claim) -> Step:
    title = _("Claim: %(problem)s") % {"problem": shortened(claim.problem)}
    return Step(title, claim.opened_on, claim_words(claim), "wrench", TO_COME if claim.closed_on else NOW)


def shortened(text: str, most: int = 36) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _ending(seen: SeenPurchase, today: date) -> Iterator[Step]:
    warranty = telling(seen.warranties, today)
    if warranty is None or warranty.status == Warranty.Status.VOIDED:
        return
    end = warranty.warranty_end
    if end is None:
        yield Step(_("Warranty for life"), None, warranty.provider, "shield-check")
        return
    reminders = (end - timedelta(days=days) for days in REMINDERS)
    coming = next((each for each in reminders if each > today), None)
    if coming is not None:
        days = (end - coming).days
        note = ngettext("%(days)s day before the end", "%(days)s days before the end", days) % {"days": days}
        yield Step(_("Reminder"), coming, note, "bell")
    ended = end < today
    yield Step(_("Warranty ended") if ended else _("Warranty ends"), end, _worth_then(seen.purchase, end), "shield")


def _worth_then(thing: Purchase, end: date) -> str:
    if not thing.life_months:
        return ""
    worth = worth_on(thing.price, thing.currency, thing.purchase_date, thing.life_months, end)
    return _("worth %(amount)s then") % {"amount": format_money(worth, thing.currency, active_locale()).text}
