"""Whether what a model writes may be shown: no figure without a source, no address, no change nobody asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from chat.assistant.tools.catalogue import TOOLS

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
    """Whether the amount of a change stands in the person's own words: text from outside can ask for none."""
    tool = TOOLS.get(name)
    if tool is None or not tool.changes:
        return True
    wanted = _decimal(next((arguments[each] for each in _AMOUNTS if each in arguments), None))
    return wanted is not None and any(wanted in _readings(number) for text in said for number in _NUMBER.findall(text))


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
