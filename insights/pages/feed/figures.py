"""Words with their amounts marked: so that 'hide amounts' reaches them, and each leads to its payments."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from insights.feed.facts import Data, shown, texts_of
from insights.feed.models import Insight
from insights.feed.months import Told


@dataclass(frozen=True, slots=True)
class Card:
    insight: Insight
    text: SafeString
    tone: str

    @property
    def tile(self) -> str:
        """The class of its icon's ground."""
        return f"tone-{self.tone or 'grey'}"


def cards_of(insights: Iterable[Insight]) -> list[Card]:
    return [Card(each, marked(each.content, each.data), _tone(each)) for each in insights]


def paragraphs_of(told: Told) -> list[SafeString]:
    return [marked(each, told.data) for each in told.paragraphs]


def marked(text: str, data: Data) -> SafeString:
    """The text escaped, each amount of the data in the class of amounts, as a link where its figure leads somewhere."""
    amounts = texts_of(data)
    if not amounts:
        return conditional_escape(text)
    urls = {str(shown(each)): each.get("url", "") for each in data.values() if "amount" in each}
    parts = re.split(f"({'|'.join(re.escape(each) for each in amounts)})", text)
    return mark_safe("".join(_part(each, urls) for each in parts))  # noqa: S308 each part is escaped


def _part(text: str, urls: dict[str, str]) -> str:
    if text not in urls:
        return conditional_escape(text)
    if not urls[text]:
        return format_html('<b class="money">{}</b>', text)
    return format_html('<a class="insight-figure money" href="{}">{}</a>', urls[text], text)


def _tone(insight: Insight) -> str:
    if insight.priority >= 75:
        return "over"
    return "soon" if insight.priority >= 55 else ""
