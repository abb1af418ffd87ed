"""What an archive of a person is made of: files that parts of the application register."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import orjson
from django.db.models import QuerySet

AT_ONCE: Final = 1_000
Rows = Iterable[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Member:
    """A file of the archive. `chunks` are asked for when it is its turn, once; FileNotFoundError there leaves the file
    out. `packed`: worth compressing.
    """

    name: str
    chunks: Callable[[], Iterable[bytes]]
    packed: bool = True


Part = Callable[[Any], Iterable[Member]]
_parts: list[Part] = []


def keeps_of_person(part: Part) -> Part:
    """Register what a part of the application keeps of a person: theirs, or shared with them, and no secret."""
    if part not in _parts:
        _parts.append(part)
    return part


def members_of(person: Any) -> Iterator[Member]:
    for part in _parts:
        yield from part(person)


def rows(found: QuerySet[Any], *fields: str) -> Iterator[dict[str, Any]]:
    """The fields of each row by key, a thousand a query, so that no cursor stays open while somebody reads slowly."""
    last = None
    while True:
        page = found if last is None else found.filter(pk__gt=last)
        records = list(page.order_by("pk").values("pk", *fields)[:AT_ONCE])
        yield from ({name: record[name] for name in fields} for record in records)
        if len(records) < AT_ONCE:
            return
        last = records[-1]["pk"]


def tables(name: str, of: Mapping[str, Callable[[], Rows]]) -> Member:
    """A JSON of several lists: one object, a record a line."""

    def chunks() -> Iterator[bytes]:
        for place, (title, records) in enumerate(of.items()):
            yield (b"{" if place == 0 else b",\n") + orjson.dumps(title) + b":["
            yield from _lines(records())
            yield b"]"
        yield b"}\n"

    return Member(name, chunks)


def _lines(records: Rows) -> Iterator[bytes]:
    between = b"\n"
    for record in records:
        yield between + orjson.dumps(record, default=_text, option=orjson.OPT_UTC_Z)
        between = b",\n"


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
