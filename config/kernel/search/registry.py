"""What the apps tell the search: which records have texts, who may find them, and how a hit is shown.

A `Source` is of records that are indexed. An `Offering` is made for one person when they search: what is small and
reads differently to each, such as the names of categories.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from django.db.models import Model
from django.utils.functional import Promise

from config.kernel.search.models import SearchEntry

# Behind this many characters of a text nothing is found: a long message costs as much as hundreds of payees.
LONGEST_TEXT = 1000
Audiences = Callable[[Any], Iterable[UUID]]


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be found of one record: `title` counts more than `text`; both as people wrote them."""

    object_id: UUID
    audience: UUID
    title: str
    text: str = ""
    at: date | None = None
    count: int = 1
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shown:
    """A hit as one person sees it now. `amount` is signed, in `currency`: out is negative.

    `record` is the id the API knows it by; none where the hit stands for many rows.
    """

    title: str
    hint: str
    url: str
    record: UUID | None = None
    at: date | datetime | None = None
    amount: Decimal | None = None
    currency: str = ""
    count: int = 1


class Source(ABC):
    """Records of one kind that are indexed. Triggers on `table` note every change of the columns `watched`.

    `area` is whose scope lets an API key find them. Of what is `is_bulk` a person may have thousands. `weight`, 0 to
    0.1, decides between hits that fit alike. One that `has_text_in_key` has folded texts for keys, of which nearly all
    that are due need no look. Rows that are `is_imported` may come by the hundred thousand.
    """

    kind: ClassVar[str]
    label: ClassVar[str | Promise]
    icon: ClassVar[str]
    area: ClassVar[str]
    weight: ClassVar[float] = 0.05
    is_bulk: ClassVar[bool] = False
    has_text_in_key: ClassVar[bool] = False
    is_imported: ClassVar[bool] = False
    table: ClassVar[str]
    watched: ClassVar[tuple[str, ...]]

    def key_sql(self, row: str) -> str:
        """What SearchDue.key is of a row that a trigger calls `row`, in the SQL of both databases."""
        return f"CAST({row}.id AS text)"

    def object_of(self, key: str) -> UUID:
        return UUID(key)

    @abstractmethod
    def drafts(self, keys: Collection[str]) -> Iterable[Draft]:
        """What is to be found of these keys now; nothing of one that is gone."""

    @abstractmethod
    def show(self, person: Any, entries: Collection[SearchEntry]) -> Mapping[UUID, Shown]:
        """By `object_id`, those that `person` may read now. Decided by `visible_to` of the records themselves."""


Record = TypeVar("Record", bound=Model)


class RecordSource(Source):
    """Each record by itself, as nearly all kinds are. `related` are looked up along with it."""

    model: ClassVar[type[Model]]
    related: ClassVar[tuple[str, ...]] = ()

    @abstractmethod
    def draft(self, record: Any) -> Draft | None:
        """What is to be found of a record; None where it is not to be found."""

    def mine(self, person: Any) -> Container[UUID]:
        """Ids of those that `person` may also change, where their page is for these alone."""
        return ()

    @abstractmethod
    def shown(self, record: Any, mine: Container[UUID]) -> Shown | None:
        """A record as a hit; None where it is no hit for this person."""

    def drafts(self, keys: Collection[str]) -> Iterator[Draft]:
        """One query."""
        records = self.model._default_manager.filter(pk__in=[self.object_of(each) for each in keys])
        for record in records.select_related(*self.related) if self.related else records:
            draft = self.draft(record)
            if draft is not None:
                yield draft

    def show(self, person: Any, entries: Collection[SearchEntry]) -> Mapping[UUID, Shown]:
        """One query, and that of `mine`."""
        mine = self.mine(person)
        visible = self.model._default_manager.visible_to(person)  # type: ignore[attr-defined]
        found = visible.filter(pk__in=[each.object_id for each in entries])
        records = found.select_related(*self.related) if self.related else found
        shown = {record.pk: self.shown(record, mine) for record in records}
        return {key: each for key, each in shown.items() if each is not None}


@dataclass(frozen=True, slots=True)
class Offer:
    """Something found without an index. `text` is found too, and counts less than `title`."""

    title: str
    url: str
    text: str = ""
    hint: str = ""
    record: UUID | None = None


@dataclass(frozen=True, slots=True)
class Offering:
    """`offers` makes them for one person. What is for `pages_only` is nothing to a client of the API."""

    kind: str
    label: str | Promise
    icon: str
    area: str
    offers: Callable[[Any], Iterable[Offer]]
    weight: float = 0.05
    pages_only: bool = False


_sources: dict[str, Source] = {}
_offerings: dict[str, Offering] = {}
_audiences: list[Audiences] = []


def register(source: Source) -> None:
    _sources[source.kind] = source


def offer(offering: Offering) -> None:
    _offerings[offering.kind] = offering


def tells_audiences(audiences: Audiences) -> Audiences:
    """Register which audiences a person belongs to, asked at each search: what is revoked is found no more."""
    if audiences not in _audiences:
        _audiences.append(audiences)
    return audiences


def audiences_of(person: Any) -> set[UUID]:
    """Their own id, and whatever the apps say. As many queries as apps."""
    return {person.pk, *(each for told in _audiences for each in told(person))}


def sources() -> Mapping[str, Source]:
    return _sources


def offerings() -> Mapping[str, Offering]:
    return _offerings


def kinds(*, pages: bool = False) -> list[str]:
    """All there are, in the order in which results are grouped."""
    offered = [each.kind for each in _offerings.values() if pages or not each.pages_only]
    return [*offered, *_sources]


def area_of(kind: str) -> str:
    return _sources[kind].area if kind in _sources else _offerings[kind].area
