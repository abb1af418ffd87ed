"""Searching as one person: what fits, best first, each hit held against what they may read now."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import log10
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.functional import Promise
from django.utils.text import Truncator

from config.kernel.folding import fold, search_text
from config.kernel.search.candidates import AT_MOST, alike, containing
from config.kernel.search.due import due_keys, kinds_due
from config.kernel.search.indexing import entry_of
from config.kernel.search.matching import score, words_of
from config.kernel.search.models import SearchEntry
from config.kernel.search.registry import Shown, Source, audiences_of, offerings, sources

LONGEST = 100
LONGEST_TITLE, WORDS_BEFORE = 140, 6
MOST = 60
MOST_WORDS = 8
# With so many that hold all the words nobody has misspelt them.
ENOUGH = 3
_LATELY_DAYS = 365
_LATELY, _OFTEN = 0.04, 0.04


@dataclass(frozen=True, slots=True)
class Hit:
    """`label` and `icon` are its kind's, `score` only orders."""

    kind: str
    label: str | Promise
    icon: str
    score: float
    shown: Shown


class _Scored(NamedTuple):
    score: float
    slips: bool
    entry: SearchEntry


def find(person: Any, query: str, *, kinds: Collection[str], limit: int = MOST) -> list[Hit]:
    """At most 60 hits of these kinds, best first; misspelt ones where there are no others.

    Four queries and those of audiences_of; one to three for each kind there are hits of; where hardly anything holds
    the words three more for what is like them, and a few for what changed within the last seconds.
    """
    words = words_of(search_text(query))[:MOST_WORDS]
    if not words:
        return []
    offered = _offered(person, words, kinds)
    indexed = [source for kind, source in sources().items() if kind in kinds]
    scored = _scored(person, words, indexed)
    if any(not slips for slips, _hit in offered) or any(not each.slips for each in scored):
        offered = [pair for pair in offered if not pair[0]]
        scored = [each for each in scored if not each.slips]
    scored.sort(key=lambda each: -each.score)
    found = [*(hit for _slips, hit in offered), *_shown(person, scored[:MOST], words)]
    found.sort(key=lambda hit: (-hit.score, hit.shown.title.casefold()))
    return found[: min(limit, MOST)]


def _offered(person: Any, words: Sequence[str], kinds: Collection[str]) -> list[tuple[bool, Hit]]:
    found = []
    for offering in offerings().values():
        if offering.kind not in kinds:
            continue
        for each in offering.offers(person):
            fit = score(words, f"{search_text(each.title)}\n{search_text(each.text)}")
            if fit is not None:
                shown = Shown(each.title, each.hint, each.url, record=each.record)
                value = fit.value + offering.weight
                found.append((fit.slips, Hit(offering.kind, offering.label, offering.icon, value, shown)))
    return found


def _scored(person: Any, words: Sequence[str], indexed: Sequence[Source]) -> list[_Scored]:
    audiences = audiences_of(person)
    single = [each.kind for each in indexed if not each.is_bulk]
    bulk = [each.kind for each in indexed if each.is_bulk]
    entries = [*containing(audiences, words, single), *containing(audiences, words, bulk)]
    if len(entries) < ENOUGH:
        entries += alike(audiences, words, [*single, *bulk])
    by_key = {(each.kind, each.object_id, each.audience): each for each in entries}
    due = kinds_due()
    for source in indexed:
        if source.kind in due:
            _overlay(source, words, audiences, by_key)
    today = person.today
    found = []
    for entry in by_key.values():
        fit = score(words, entry.search_text)
        if fit is not None:
            found.append(_Scored(fit.value + _tie(entry, today), fit.slips, entry))
    return found


def _overlay(
    source: Source,
    words: Sequence[str],
    audiences: Collection[UUID],
    by_key: dict[tuple[str, UUID, UUID], SearchEntry],
) -> None:
    """What changed since it was indexed, as it is now."""
    keys = set(due_keys(source, words, AT_MOST))
    changed = {source.object_of(each) for each in keys}
    for known in [each for each in by_key if each[0] == source.kind and each[1] in changed]:
        del by_key[known]
    for entry in map(entry_of(source), source.drafts(keys)):
        if entry.audience in audiences:
            by_key[entry.kind, entry.object_id, entry.audience] = entry


def _tie(entry: SearchEntry, today: date) -> float:
    """Of what fits alike that kind which people mean first, what is recent and what is frequent."""
    lately = max(0.0, 1 - abs((today - entry.at).days) / _LATELY_DAYS) if entry.at else 0.0
    often = min(log10(entry.count) / 4, 1) if entry.count > 1 else 0.0
    return sources()[entry.kind].weight + _LATELY * lately + _OFTEN * often


def _shown(person: Any, scored: Sequence[_Scored], words: Sequence[str]) -> Iterator[Hit]:
    """Those the person may read now, asked of the records themselves."""
    for source in sources().values():
        of_kind = [each for each in scored if each.entry.kind == source.kind]
        visible = source.show(person, [each.entry for each in of_kind]) if of_kind else {}
        seen: set[UUID] = set()
        for value, _slips, entry in of_kind:
            shown = visible.get(entry.object_id)
            # One record may have several audiences, and a person belong to more than one of them.
            if shown is not None and entry.object_id not in seen:
                seen.add(entry.object_id)
                yield Hit(
                    source.kind, source.label, source.icon, value, replace(shown, title=_around(shown.title, words))
                )


def _around(text: str, words: Sequence[str]) -> str:
    """A long text as one line, from a little before what was found in it."""
    if len(text) <= LONGEST_TITLE:
        return text
    tokens = text.split()
    hits = [place for place, each in enumerate(tokens) if any(word[:4] in fold(each) for word in words)]
    first = max(hits[0] - WORDS_BEFORE, 0) if hits else 0
    return Truncator(("… " if first else "") + " ".join(tokens[first:])).chars(LONGEST_TITLE)
