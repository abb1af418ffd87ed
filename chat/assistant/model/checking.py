"""Whether what a model writes may be shown: no figure without a source, no address, no change nobody asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from chat.assistant.tools.catalogue import TOOLS
from config.kernel.folding import fold

_ADDRESSES: Final = r"https?:|www\.|://|\]\(|\b[\w.+-]+@[\w-]+\.\w|\b[\w-]+\.(?:com|net|org|example|io|ru|info)\b"
_ADDRESS: Final = re.compile(_ADDRESSES, re.IGNORECASE)
_AROUND_ADDRESS: Final = re.compile(rf"\S*(?:{_ADDRESSES})\S*", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\d+(?:[.,'’\u00a0\u202f ]\d+)*")
_AMOUNTS: Final = ("amount", "target")


def has_address(text: str) -> bool:
    """A link, a host or an e-mail address: an answer about figures needs none."""
    return _ADDRESS.search(text) is not None


def without_addresses(text: str) -> str:
    """With three dots where a payee or a memo names one: what others wrote stands in no answer as advice."""
    return _AROUND_ADDRESS.sub("…", text)


def was_asked_for(name: str, arguments: Mapping[str, Any], said: Iterable[str]) -> bool:
    """Whether the person's own words ask for a change: text from outside can ask for none."""
    tool = TOOLS.get(name)
    return tool is None or not tool.changes or was_said(arguments, said)


def was_said(arguments: Mapping[str, Any], said: Iterable[str]) -> bool:
    """Whether the amount stands in the person's own words; of what has none, whether what it is about does."""
    texts = list(said)
    given = next((arguments[each] for each in _AMOUNTS if arguments.get(each) is not None), None)
    if given is not None:
        wanted = _decimal(given)
        return wanted is not None and any(
            wanted in _readings(number) for text in texts for number in _NUMBER.findall(text)
        )
    words = set(fold(str(arguments.get("item") or "")).split())
    return bool(words) and any(words <= set(fold(text).split()) for text in texts)


def _readings(number: str) -> set[Decimal]:
    """A typed number with its separators read either way: 1.250 may be both."""
    plain = re.sub(r"['’\u00a0\u202f ]", "", number)
    found = set()
    for group, point in ((",", "."), (".", ",")):
        value = _decimal(plain.replace(group, "").replace(point, "."))
        if value is not None:
            found.add(value)
    return found


def _decimal(value: Any) -> Decimal | None:
    try:
        return Decimal(str(value)) if value is not None else None
    except InvalidOperation:
        return None
