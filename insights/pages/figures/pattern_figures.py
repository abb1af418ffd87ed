"""The figures of the page of patterns: what was found, and the categories, weekdays and paydays it was found in."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from insights.figures import findings
from insights.figures.findings import Finding
from insights.figures.patterns import CategoryPattern, Patterns, PaydayPattern, WeekdayPattern
from insights.figures.sizes import Sizes
from insights.figures.wording import text_of, title_of, weekday_name
from insights.pages.figures.shared import Lines, Named, named, share_of
from ledger.core.category_tree import CategoryTree

FINDINGS_SHOWN = 12
CATEGORIES_SHOWN = 15
_ICONS = {
    findings.SPIKE: "triangle-alert",
    findings.RISING: "trending-up",
    findings.FALLING: "trending-down",
    findings.WEEKDAY: "calendar",
    findings.PAYDAY: "coins",
    findings.HABIT: "clock",
}
_TONES = {findings.SPIKE: "is-soon", findings.RISING: "is-soon"}


@dataclass(frozen=True, slots=True)
class FindingRow:
    icon: str
    state: str
    title: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class PatternRow:
    """`bars` are the months, each its x and its height in a box of 100 by 24."""

    category: Named
    pattern: CategoryPattern
    share: int
    bars: list[tuple[str, str, str]]
    bar_width: str
    url: str


@dataclass(frozen=True, slots=True)
class WeekdayRow:
    name: str
    pattern: WeekdayPattern
    width: int


@dataclass(frozen=True, slots=True)
class PaydayRow:
    pattern: PaydayPattern
    share: int
    expected: int


@dataclass(frozen=True, slots=True)
class SizeRow:
    """Payments from the bound on, or below it; `share` in whole per cent, the two of them 100."""

    is_large: bool
    amount: Decimal
    count: int
    share: int


@dataclass(frozen=True, slots=True)
class PatternFigures:
    found: Patterns
    findings: list[FindingRow]
    categories: list[PatternRow]
    weekdays: list[WeekdayRow]
    payday: list[PaydayRow]
    sizes: list[SizeRow]
    url: str


def pattern_figures(found: Patterns, tree: CategoryTree, lines: Lines) -> PatternFigures:
    most = max((each.average for each in found.weekdays), default=Decimal(0))
    told = findings.findings(found)[:FINDINGS_SHOWN]
    return PatternFigures(
        found=found,
        findings=[_finding(each, found, tree, lines) for each in told],
        categories=[_category(each, found, tree, lines) for each in found.categories[:CATEGORIES_SHOWN]],
        weekdays=[
            WeekdayRow(weekday_name(each.weekday), each, share_of(each.average, most)) for each in found.weekdays
        ],
        payday=[PaydayRow(each, round(each.share * 100), round(each.expected * 100)) for each in found.payday],
        sizes=[] if found.sizes is None else _sizes(found.sizes),
        url=lines.url(found.first, found.last),
    )


def _sizes(found: Sizes) -> list[SizeRow]:
    large = round(found.large_share * 100)
    return [
        SizeRow(True, found.large, found.large_count, large),
        SizeRow(False, found.small, found.small_count, 100 - large),
    ]


def _finding(each: Finding, found: Patterns, tree: CategoryTree, lines: Lines) -> FindingRow:
    about_category = each.kind not in (findings.WEEKDAY, findings.PAYDAY)
    url = lines.url(each.first, each.last)
    if about_category:
        url = lines.of_category(each.category_id, each.first, each.last)
    return FindingRow(
        icon=_ICONS[each.kind],
        state=_TONES.get(each.kind, ""),
        title=title_of(each, tree, found.currency),
        text=text_of(each, tree, found.currency),
        url=url,
    )


def _category(each: CategoryPattern, found: Patterns, tree: CategoryTree, lines: Lines) -> PatternRow:
    most = max(each.amounts)
    slot = Decimal(100) / len(each.amounts)
    bars = []
    for place, amount in enumerate(each.amounts):
        height = Decimal(24) * share_of(amount, most) / 100
        bars.append((f"{slot * place:.2f}", f"{24 - height:.2f}", f"{height:.2f}"))
    return PatternRow(
        category=named(tree, each.category_id),
        pattern=each,
        share=round((each.share or 0) * 100),
        bars=bars,
        bar_width=f"{slot * Decimal('0.72'):.2f}",
        url=lines.of_category(each.category_id, found.first, found.last),
    )
