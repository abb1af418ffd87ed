"""Which things of a file are here already: by their ids, else by what they are, as often as that is here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias
from uuid import UUID

from django.db.models import Q

from accounts.models import User
from config.kernel.folding import fold
from purchases.core.models import Purchase
from purchases.core.summing import product_key
from purchases.exchange.reading.records import ReadThing

Likeness: TypeAlias = tuple[str, date, Decimal, str, str, str]


@dataclass(frozen=True, slots=True)
class Known:
    """The thing that is meant; None: one that comes earlier in the same batch. `claims`: it has no origin yet, and the
    line's id becomes that, so that no other line takes it for its own.
    """

    pk: UUID | None
    claims: bool = False


class Recogniser:
    """Of one file. A thing of the person's is meant by a line with its id or its origin; else by a line without an id
    that is the first, second ... of its likeness in the file, where so many are here that no id of the file names; or
    by a line whose id nobody has, where one without an origin is left over. So a file finds its own things again.
    """

    def __init__(self, person: User, things: Sequence[ReadThing]) -> None:
        self._person = person
        self._marks = {mark for each in things for mark in each.marks}
        self._nth: dict[int, int] = {}
        self._without_id: Counter[Likeness] = Counter()
        for place, each in enumerate(things):
            if each.refusal is None and not each.marks:
                like = likeness_of(each)
                self._nth[place] = self._without_id[like]
                self._without_id[like] += 1

    def known(self, start: int, things: Sequence[ReadThing]) -> dict[int, Known]:
        """Of a batch that begins at the place `start` of the file, by place: two queries."""
        readable = {start + index: each for index, each in enumerate(things) if each.refusal is None}
        by_mark = self._by_mark({mark for each in readable.values() for mark in each.marks})
        found: dict[int, Known] = {}
        coming: set[UUID] = set()
        left: dict[int, ReadThing] = {}
        for place, each in readable.items():
            hits = [by_mark[mark] for mark in each.marks if mark in by_mark]
            if hits:
                found[place] = Known(hits[0])
            elif coming & set(each.marks):
                found[place] = Known(None)
            else:
                left[place] = each
                coming |= set(each.marks)
        return found | self._by_likeness(left)

    def _by_mark(self, marks: set[UUID]) -> dict[UUID, UUID]:
        if not marks:
            return {}
        rows = Purchase.objects.filter(Q(pk__in=marks) | Q(origin__in=marks), owner=self._person)
        found: dict[UUID, UUID] = {}
        for key, origin in rows.values_list("pk", "origin"):
            found[key] = key
            if origin is not None:
                found.setdefault(origin, key)
        return found

    def _by_likeness(self, left: dict[int, ReadThing]) -> dict[int, Known]:
        here = self._alike_here({each.values["purchase_date"] for each in left.values()})
        found: dict[int, Known] = {}
        used: set[UUID] = set()
        for place, each in left.items():
            like = likeness_of(each)
            candidates = here.get(like, [])
            if not each.marks:
                nth = self._nth[place]
                if nth < len(candidates):
                    found[place] = Known(candidates[nth][0])
                continue
            spare = candidates[self._without_id[like] :]
            free = next((key for key, origin in spare if origin is None and key not in used), None)
            if free is not None:
                used.add(free)
                found[place] = Known(free, claims=True)
        return found

    def _alike_here(self, days: set[date]) -> dict[Likeness, list[tuple[UUID, UUID | None]]]:
        """Id and origin of what no id of the file names, the oldest first."""
        if not days:
            return {}
        rows = Purchase.objects.filter(owner=self._person, purchase_date__in=days).order_by("pk")
        found: dict[Likeness, list[tuple[UUID, UUID | None]]] = {}
        for key, origin, name, day, price, currency, shop, serial in rows.values_list(
            "pk", "origin", "product_name", "purchase_date", "price", "currency", "retailer__name_key", "serial_number"
        ):
            if key not in self._marks and origin not in self._marks:
                like = (product_key(name), day, price, currency, shop or "", fold(serial))
                found.setdefault(like, []).append((key, origin))
        return found


def likeness_of(thing: ReadThing) -> Likeness:
    """What tells a thing where no id does."""
    values = thing.values
    shop = thing.names["retailer"].name if "retailer" in thing.names else ""
    serial = " ".join(values.get("serial_number", "").split())
    return (
        product_key(values["product_name"]), values["purchase_date"], values["price"], values["currency"],
        fold(shop), fold(serial),
    )  # fmt: skip
