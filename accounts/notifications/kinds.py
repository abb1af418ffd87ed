"""The kinds of notification. Each app registers its own, with the words they are told in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from accounts.models import User

Text = str | Promise
Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Words:
    """What a person reads, in the language that is active: `title` in at most 80 characters, `url` a path of ours.

    A title says no amount: it stands on lock screens, while the text is pushed only to those who want it there.
    """

    title: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Kind:
    """One row of a person's preferences. `words` may ask the database nothing: a list of fifty is written at once.

    `by_email` and `by_push` are what holds until the person chooses.
    """

    name: str
    label: Text
    group: Text
    icon: str
    words: Callable[[Data, User], Words]
    by_email: bool = False
    by_push: bool = True


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Call it in a module that is loaded at start-up."""
    _kinds[kind.name] = kind
    return kind


def kind_named(name: str) -> Kind | None:
    """None for one of an app that is no longer there."""
    return _kinds.get(name)


def all_kinds() -> list[Kind]:
    """In the order of their groups, then as registered."""
    return sorted(_kinds.values(), key=lambda kind: str(kind.group))
