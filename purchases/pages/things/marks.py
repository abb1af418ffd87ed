"""A thing as pages show it: how far its warranty has run, what is going on with it, and whose it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from config.kernel.formatting import active_locale, format_short_day
from ledger.core.category_tree import CategoryNode, CategoryTree
from purchases.core.listing import SOON_DAYS, SeenPurchase
from purchases.core.models import Claim, Purchase, Warranty
from purchases.worth.card import worth_of

OK, SOON, GONE = "ok", "soon", "gone"
YEAR = 365
Status = Warranty.Status


@dataclass(frozen=True, slots=True)
class Bar:
    """How much of a warranty is left: `left` from 0 to 100 of its whole time. `state` is OK, SOON or GONE."""

    text: str
    left: int
    state: str


@dataclass(frozen=True, slots=True)
class Chip:
    text: str
    icon: str
    tone: str


@dataclass(frozen=True, slots=True)
class Card:
    """A thing on the inventory. `people` see it, its owner first: (side, name) as the discs want it.

    `worth` is today's; None where nobody said how long it lasts.
    """

    seen: SeenPurchase
    category: CategoryNode | None
    bar: Bar
    chip: Chip | None
    people: list[tuple[str, str]]
    worth: Decimal | None = None

    @property
    def thing(self) -> Purchase:
        return self.seen.purchase


def cards_of(
    seen: Sequence[SeenPurchase], person: User, partner: User | None, tree: CategoryTree, claims: Mapping[UUID, Claim]
) -> list[Card]:
    return [
        Card(
            seen=each,
            category=tree.get(each.category_id),
            bar=bar_of_thing(each, person.today),
            chip=chip_of(each.purchase, claims.get(each.purchase.pk), person.today),
            people=people_of(each, person, partner),
            worth=worth_of(each.purchase, person.today).today,
        )
        for each in seen
    ]


def people_of(seen: SeenPurchase, person: User, partner: User | None) -> list[tuple[str, str]]:
    me = ("a", person.short_name)
    other = ("b", partner.short_name if partner else _("Your partner"))
    if seen.is_mine:
        return [me, other] if seen.is_shared else [me]
    return [other, me]


def open_claims(keys: Iterable[UUID]) -> dict[UUID, Claim]:
    """The newest claim without an outcome of each thing. One query."""
    found = Claim.objects.filter(purchase__in=list(keys), closed_on__isnull=True).order_by("opened_on", "pk")
    return {each.purchase_id: each for each in found}


def bar_of_thing(seen: SeenPurchase, today: date) -> Bar:
    """Of the warranty that matters: one about to end, else the one that runs longest, else the last that has ended."""
    warranty = telling(seen.warranties, today)
    if warranty is not None:
        return bar_of(warranty, today)
    waits = seen.purchase.status == Purchase.Status.ORDERED
    return Bar(_("No warranty yet") if waits else _("No warranty"), 0, GONE)


def telling(warranties: Sequence[Warranty], today: date) -> Warranty | None:
    running = [each for each in warranties if each.status == Status.ACTIVE]
    soon = [each for each in running if each.warranty_end and (each.warranty_end - today).days <= SOON_DAYS]
    if soon:
        return min(soon, key=_end)
    over = [each for each in warranties if each.status == Status.EXPIRED]
    return max(running or over or warranties, key=_end, default=None)


def _end(warranty: Warranty) -> date:
    return warranty.warranty_end or date.max


def bar_of(warranty: Warranty, today: date) -> Bar:
    end, start, locale = warranty.warranty_end, warranty.warranty_start, active_locale()
    if warranty.status == Status.VOIDED:
        return Bar(_("Void"), 0, GONE)
    if end is None:
        return Bar(_("For life"), 100, OK)
    if warranty.status == Status.EXPIRED or end < today:
        return Bar(_("Ended %(day)s") % {"day": format_short_day(end, locale)}, 0, GONE)
    days = (end - today).days
    left = max(2, min(100, round(100 * days / max((end - start).days, 1))))
    if start > today:
        return Bar(_("Starts %(day)s") % {"day": format_short_day(start, locale)}, 100, OK)
    if days <= SOON_DAYS:
        return Bar(days_left(days), left, SOON)
    return Bar(_("Until %(day)s") % {"day": format_short_day(end, locale)}, left, OK)


def days_left(days: int) -> str:
    """In days up to a year, then in years and months of thirty days."""
    if days == 0:
        return _("Ends today")
    if days <= YEAR:
        return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}
    years, rest = divmod(days, YEAR)
    counts = {"years": years, "months": rest // 30}
    if not counts["months"]:
        return ngettext("%(years)s year left", "%(years)s years left", years) % counts
    if years == 1:
        return ngettext("1 year, %(months)s month left", "1 year, %(months)s months left", counts["months"]) % counts
    return (
        ngettext("%(years)s years, %(months)s month left", "%(years)s years, %(months)s months left", counts["months"])
        % counts
    )


def left_of(warranty: Warranty, today: date) -> str:
    """How long one still runs, else how it stands."""
    end = warranty.warranty_end
    if warranty.status == Status.ACTIVE and end is not None and end >= max(today, warranty.warranty_start):
        return days_left((end - today).days)
    return bar_of(warranty, today).text


def chip_of(thing: Purchase, claim: Claim | None, today: date) -> Chip | None:
    """The one thing that goes on with it."""
    if claim is not None:
        return Chip(claim_words(claim), "wrench", "accent")
    if thing.status == Purchase.Status.ORDERED:
        return Chip(_("On its way"), "truck", "accent")
    back = thing.return_until
    if back is not None and back >= today:
        return Chip(_return_words(back, today), "undo-2", SOON)
    if thing.is_archived:
        return Chip(_("Archived"), "archive", "")
    return None


def claim_words(claim: Claim) -> str:
    return {
        Claim.Status.OPENED: _("Claim opened"),
        Claim.Status.SENT: _("Sent in"),
        Claim.Status.REPAIRED: _("Repaired"),
        Claim.Status.REPLACED: _("Replaced"),
        Claim.Status.REFUSED: _("Refused"),
    }[Claim.Status(claim.status)]


def _return_words(back: date, today: date) -> str:
    days = (back - today).days
    if days == 0:
        return _("Return today")
    if days == 1:
        return _("Return by tomorrow")
    return _("Return by %(day)s") % {"day": format_short_day(back, active_locale())}
