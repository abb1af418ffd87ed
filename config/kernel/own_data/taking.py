"""Taking an archive in: each part of the application registers how it reads back what it wrote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol, TypeVar
from uuid import NAMESPACE_OID, UUID, uuid5

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, models, transaction

from config.kernel.api.parameters import EARLIEST_DAY, LATEST_DAY
from config.kernel.models import FileReference
from config.kernel.own_data.opening import ArchiveRefused, OpenedArchive, Row

LEFT_OUT = "left_out"
Record = TypeVar("Record", bound=models.Model)


class Section(NamedTuple):
    """A list of one of the archive's JSON files, and what its records are called."""

    kind: str
    file: str
    title: str


@dataclass(frozen=True, slots=True)
class Taking:
    """One archive on its way in. `key` is the same at each attempt; `file` is the archive as it is kept, `rest` is
    called between what takes long.

    `ids` is what the archive's ids of accounts and categories are here, `entries` those of payments that have another
    one here. `counts` says what came, by kind; `passed` what is here already, or stays out since it begins anew.
    Whatever is neither is left out: no reader can lose a record by saying nothing. `lost` is what records said
    that came without it. `notes` are for the person.
    """

    person: Any
    archive: OpenedArchive
    file: FileReference
    key: UUID
    rest: Callable[[], object] = lambda: None
    ids: dict[str, UUID] = field(default_factory=dict)
    entries: dict[UUID, UUID] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    passed: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    notes: list[dict[str, str]] = field(default_factory=list)

    @contextmanager
    def one(self, kind: str, /, **hanging: int) -> Iterator[None]:
        """A record with what hangs on it, so many of each kind: all of it, or left out where our rules refuse it."""
        try:
            with transaction.atomic():
                yield
        except (ValidationError, IntegrityError, DataError, OverflowError):
            return
        self.counts.update({kind: 1, **hanging})

    def built(self, model: type[Record], row: Row, names: tuple[str, ...], **given: Any) -> Record:
        """As `built`, and within the days the API takes. Raises ValidationError too: such a record is left out."""
        record = built(model, row, names, **given)
        for name in names:
            check_day(getattr(record, name), name)
        return record

    def left_out(self) -> dict[str, int]:
        """By kind, the records of the archive that neither came nor were passed."""
        missing: Counter[str] = Counter()
        for section in {section for part in parts() for section in part.sections}:
            missing[section.kind] += self.archive.counted(section.file).get(section.title, 0)
        missing.subtract(self.counts)
        missing.subtract(self.passed)
        missing.update(self.lost)
        return {kind: count for kind, count in sorted(missing.items()) if count > 0}


def check_day(value: object, field: str) -> None:
    """Raises ValidationError (`out_of_range`) for a day or moment outside of the years people's money is in."""
    day = value.date() if isinstance(value, datetime) else value
    if isinstance(day, date) and not EARLIEST_DAY <= day <= LATEST_DAY:
        raise ValidationError({field: ValidationError("", code="out_of_range")})


class Part(Protocol):
    """One that `has_a_job`, or takes long, comes before all that are there together or not at all.

    `sections` are all the lists it reads: it is to account for each of their records in `Taking`.
    """

    has_a_job: bool
    sections: tuple[Section, ...]

    def check(self, person: Any, archive: OpenedArchive) -> None:
        """Whether what it would take in is well formed. Writes nothing. Raises ArchiveRefused."""

    def begin(self, taking: Taking) -> None:
        """Start its job. Raises NotYet until that has ended, ArchiveRefused where it fails."""

    def take(self, taking: Taking) -> None:
        """Take in what is not here yet; twice is once. Raises ArchiveRefused."""


class WithoutJob:
    has_a_job = False

    def begin(self, taking: Taking) -> None:
        """There is nothing to wait for."""


_parts: list[Part] = []


def takes_in(part: Part) -> None:
    """Register a part; lower applications come first, and within one the order of registration counts."""
    if part not in _parts:
        _parts.append(part)


def parts() -> tuple[Part, ...]:
    return tuple(_parts)


def built(model: type[Record], row: Row, names: tuple[str, ...], **given: Any) -> Record:
    """An unsaved record of a row's plain fields. What the row does not say has the model's default.

    Raises ArchiveRefused `wrong_value` for what the fields or the table's checks do not take.
    """
    record = model(**given)
    fields = {each.name: each for each in model._meta.concrete_fields}
    try:
        for name in names:
            if name in row:
                setattr(record, name, fields[name].to_python(row[name]))
        record.full_clean(exclude=_unsaid(record), validate_unique=False)
    except (ValidationError, TypeError, ValueError, ArithmeticError) as error:
        raise ArchiveRefused("wrong_value", model._meta.label_lower) from error
    return record


def _unsaid(record: models.Model) -> list[str]:
    """What is not of the row, and what may be NULL and is: forms alone call that blank."""
    fields = record._meta.concrete_fields
    return [each.name for each in fields if each.is_relation or (each.null and getattr(record, each.attname) is None)]


def as_id(row: Row, name: str) -> UUID:
    """Raises ArchiveRefused `wrong_value`."""
    found = maybe_id(row, name)
    if found is None:
        raise ArchiveRefused("wrong_value", name)
    return found


def maybe_id(row: Row, name: str) -> UUID | None:
    """None where the row names nothing. Raises ArchiveRefused `wrong_value`."""
    value = row.get(name)
    if value is None:
        return None
    try:
        return UUID(value)
    except (ValueError, TypeError, AttributeError) as error:
        raise ArchiveRefused("wrong_value", name) from error


def by_parent(rows: list[Row], name: str) -> Mapping[UUID, list[Row]]:
    """Raises ArchiveRefused `wrong_value`."""
    found: dict[UUID, list[Row]] = {}
    for row in rows:
        found.setdefault(as_id(row, name), []).append(row)
    return found


def ids_here(model: type[models.Model], owned: models.QuerySet[Any], person: Any, keys: list[UUID]) -> dict[UUID, UUID]:
    """For each id of an archive the id it gets here: its own, or where somebody else has that, one that follows from
    it and the person. Those that are among `owned` already are not in the answer. Two queries.
    """
    others = {key: uuid5(NAMESPACE_OID, f"{person.pk}:{key}") for key in keys}
    here = set(owned.filter(pk__in=[*others, *others.values()]).values_list("pk", flat=True))
    taken = set(model._default_manager.filter(pk__in=keys).values_list("pk", flat=True))
    return {
        key: other if key in taken else key for key, other in others.items() if key not in here and other not in here
    }
