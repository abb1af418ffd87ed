"""What the three pages have in common: the way from one to the other, whose money, and where lines are listed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from config.kernel.tones import nearest_tone
from insights.figures.flows import INCOME
from ledger.core.access import ME, SCOPES
from ledger.core.category_tree import CategoryTree
from ledger.core.coarsening import PRIVATE
from ledger.core.exchange import Rate
from ledger.core.views.rate_notes import rates_note
from ledger.core.views.rows import drill_url

PAGES = ("trends", "patterns", "summary")


def tabs(current: str, scope: str) -> list[dict[str, Any]]:
    """The three pages, as a switch; whose money is kept."""
    texts = {"trends": _("Trends"), "patterns": _("Patterns"), "summary": _("Summary")}
    kept = "" if scope == ME else scope
    return [
        {"url": drill_url(reverse(each), scope=kept), "text": texts[each], "current": each == current} for each in PAGES
    ]


def scope_of(query: Mapping[str, str]) -> str:
    """The usual where the address asks for what there is not."""
    asked = query.get("scope", "")
    return asked if asked in SCOPES else ME


@dataclass(frozen=True, slots=True)
class Named:
    """A category as a row shows it; `key` is its id where it has a list of its own."""

    name: str
    icon: str
    tone: str
    key: UUID | None = None


def named(tree: CategoryTree, category_id: UUID | None) -> Named:
    if category_id == PRIVATE:
        return Named(_("Private"), "eye-off", nearest_tone(""))
    node = tree.get(category_id)
    if node is None:
        return Named(_("Without a category"), "tag", nearest_tone(""))
    return Named(node.name, node.icon, nearest_tone(node.color), node.id)


@dataclass(frozen=True, slots=True)
class Lines:
    """Addresses of the lists behind figures of one kind, through one lens; of one category where that was chosen."""

    kind: str
    scope: str
    category: UUID | None = None

    def url(self, first: date, last: date, category: UUID | None = None, *, uncategorised: bool = False) -> str:
        return drill_url(
            reverse("transactions"),
            kind=self.kind if self.kind == INCOME else "expense,refund",
            scope="" if self.scope == ME else self.scope,
            category=category or (None if uncategorised else self.category),
            uncategorised="true" if uncategorised else "",
            booked_on_after=first,
            booked_on_before=last,
        )

    def of_category(self, category_id: UUID | None, first: date, last: date) -> str:
        """'' for what is not told apart."""
        if category_id == PRIVATE:
            return ""
        return self.url(first, last, category_id, uncategorised=category_id is None)


def share_of(amount: Decimal, whole: Decimal) -> int:
    """A width of 0 to 100."""
    return max(0, min(100, round(amount * 100 / whole))) if whole > 0 else 0


def notes(used: Iterable[Rate], apart: Iterable[str], unknown: str = "") -> dict[str, str]:
    """At which rates several currencies became one, which stay apart, and what of earlier months is `unknown`; '' each
    where there is nothing to say.

    Of many months only that they differ is said: their rates are in the table."""
    rates = {each.steps: each for each in used}
    words = rates_note(rates.values()) if len(rates) < 3 else _("at the rates of each month")
    return {"used": words if rates else "", "apart": ", ".join(apart), "unknown": unknown}
