"""The words of each kind of fact: a title without amounts, since it may stand on a lock screen, and a text with them.

Where one of them counts, its plural goes by the figure `count`, `days`, `months`, `payments` or `weeks`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from insights.feed.facts import Data, all_shown

Text = Any


@dataclass(frozen=True, slots=True)
class Template:
    """Both are lazy texts with %(name)s for each figure they name."""

    title: Text
    text: Text


_templates: dict[str, Template] = {}


def says(kind: str, title: Text, text: Text) -> None:
    _templates[kind] = Template(title, text)


def words_of(kind: str, data: Data) -> tuple[str, str]:
    """Title and text in the language that is active. KeyError for a kind nobody has words for."""
    template, figures = _templates[kind], all_shown(data)
    return str(template.title % figures), str(template.text % figures)


def kinds() -> list[str]:
    return sorted(_templates)
