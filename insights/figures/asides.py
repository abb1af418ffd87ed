"""The seam to whoever knows what deserves a word beside a summary: a higher part registers it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from accounts.models import User


@dataclass(frozen=True, slots=True)
class Aside:
    """One thing worth saying, in the reader's language; `url` leads to where it is shown, '' where nothing does."""

    key: str
    title: str
    text: str
    url: str


Source = Callable[[User, int], Sequence[Aside]]
_sources: list[Source] = []


def register(source: Source) -> Source:
    """`source` is given the person and how many are wanted, the most important first. May decorate it."""
    if source not in _sources:
        _sources.append(source)
    return source


def asides(person: User, count: int) -> list[Aside]:
    """Queries as those of the sources; none without one."""
    return [each for source in _sources for each in source(person, count)][:count]
