"""A language of which everything translated stands in marks: what stands outside them was never given to gettext."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from unittest.mock import patch

from django.utils.translation import trans_real

from ledger.core.category_tree import _system_nodes

OPENS, CLOSES = "\u27e6", "\u27e7"
_READ_ALOUD = (
    "title",
    "alt",
    "placeholder",
    "aria-label",
    "aria-description",
    "aria-roledescription",
    "aria-valuetext",
)
_NO_WORDS = frozenset(["script", "style", "code", "kbd", "pre", "textarea"])
_SEPARATOR = "\x04"


@contextmanager
def everything_marked() -> Iterator[None]:
    """Also what Django and its libraries say, in whatever language."""
    gettext, ngettext = trans_real.DjangoTranslation.gettext, trans_real.DjangoTranslation.ngettext

    def marked(self: trans_real.DjangoTranslation, message: str) -> str:
        # The header of a catalogue, and a message with its context, which Django takes apart by itself.
        if not message:
            return str(gettext(self, message))
        _context, separator, bare = message.rpartition(_SEPARATOR)
        found = str(gettext(self, message))
        return _mark(bare if separator and found == message else found)

    def marked_plural(self: trans_real.DjangoTranslation, one: str, many: str, number: int) -> str:
        return _mark(str(ngettext(self, one, many, number)).rpartition(_SEPARATOR)[2])

    # The one place that keeps translations for longer than a page: before this, and for whoever comes after.
    _system_nodes.cache_clear()
    with (
        patch.object(trans_real.DjangoTranslation, "gettext", marked),
        patch.object(trans_real.DjangoTranslation, "ngettext", marked_plural),
    ):
        try:
            yield
        finally:
            _system_nodes.cache_clear()


def _mark(text: str) -> str:
    return text if text.startswith(OPENS) else f"{OPENS}{text}{CLOSES}"


class Page(HTMLParser):
    """`unmarked`: each text and attribute people meet, less what stands in marks; `links`: where one can go from it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.unmarked: list[str] = []
        self.links: list[str] = []
        self.depth = 0
        self._inside: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value for name, value in attrs if value}
        for name in _READ_ALOUD:
            self._keep(outside(given.get(name, ""))[0], name)
        if tag == "input" and given.get("type") in ("submit", "button"):
            self._keep(outside(given.get("value", ""))[0], "value")
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        self.links += [given[name] for name in ("hx-get", "data-url") if name in given]
        # The letter in an avatar may be the first of 'You'.
        if tag in _NO_WORDS or (tag == "span" and "avatar" in (given.get("class") or "").split()):
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if not self._inside:
            text, self.depth = outside(data, self.depth)
            self._keep(text, "text")

    def _keep(self, text: str, where: str) -> None:
        if re.search(r"[^\W\d_]{2}", text):
            self.unmarked.append(f"{where}: {' '.join(text.split())}")


def outside(text: str, depth: int = 0) -> tuple[str, int]:
    """What of the text stands in no marks, and how deep its end is in them."""
    kept = []
    for part in re.split(f"([{OPENS}{CLOSES}])", text):
        if part == OPENS:
            depth += 1
        elif part == CLOSES:
            depth -= 1
        elif depth <= 0:
            kept.append(part)
    return " ".join(kept), depth
