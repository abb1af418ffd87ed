"""What the address asks of the page of trends. What makes no sense is the usual."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from insights.figures import spans
from insights.figures.flows import EXPENSE, INCOME
from insights.figures.spans import RHYTHMS
from insights.pages.figures.shared import scope_of
from ledger.core.access import ME
from ledger.core.category_tree import CategoryNode, CategoryTree
from ledger.core.views.rows import drill_url

HOUR = "hour"


@dataclass(frozen=True, slots=True)
class TrendsAsked:
    timeframe: str
    kind: str
    scope: str
    category: CategoryNode | None

    @property
    def category_ids(self) -> tuple[UUID, ...]:
        return (self.category.id,) if self.category else ()

    def url(self, **changed: str) -> str:
        """The page with one of its choices changed; the usual ones need no word."""
        usual = {"timeframe": spans.MONTH, "kind": EXPENSE, "scope": ME}
        chosen = {"timeframe": self.timeframe, "kind": self.kind, "scope": self.scope} | changed
        category = "" if "kind" in changed or self.category is None else str(self.category.id)
        kept = {name: "" if value == usual[name] else value for name, value in chosen.items()}
        return drill_url(reverse("trends"), **kept, category=category)


def read(query: Mapping[str, str], tree: CategoryTree) -> TrendsAsked:
    timeframe, kind = query.get("timeframe", ""), query.get("kind", "")
    return TrendsAsked(
        timeframe=timeframe if timeframe in (HOUR, *RHYTHMS) else spans.MONTH,
        kind=kind if kind == INCOME else EXPENSE,
        scope=scope_of(query),
        category=tree.get(_id(query.get("category", ""))),
    )


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def timeframes(asked: TrendsAsked) -> list[dict[str, Any]]:
    texts = {
        HOUR: _("Hours"),
        spans.DAY: _("Days"),
        spans.WEEK: _("Weeks"),
        spans.MONTH: _("Months"),
        spans.YEAR: _("Years"),
    }
    return [
        {"url": asked.url(timeframe=each), "text": text, "current": each == asked.timeframe}
        for each, text in texts.items()
    ]


def kinds(asked: TrendsAsked) -> list[dict[str, Any]]:
    texts = {EXPENSE: _("Spent"), INCOME: _("Earned")}
    return [{"url": asked.url(kind=each), "text": text, "current": each == asked.kind} for each, text in texts.items()]
