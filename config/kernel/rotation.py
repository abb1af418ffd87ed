"""Writing encrypted values anew with the newest key, while everything runs; see `manage.py rotate_keys`.

Each value is changed by one UPDATE that asks for the value it was made from: what somebody has written meanwhile is
of the newest key already and is left alone. So a rotation may be stopped anywhere, begun again, and run twice at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models.functions import Cast

from config.kernel.secrets import CannotDecrypt, EncryptedTextField, decrypt, key_of, newest_key

BATCH = 500


@dataclass(slots=True)
class Rotated:
    """What a rotation has done in one place. `lost` are ids whose values no key of FIELD_KEYS opens."""

    changed: int = 0
    lost: list[str] = field(default_factory=list)


class Place(Protocol):
    """Somewhere that encrypted values are kept."""

    @property
    def name(self) -> str: ...

    def keys_in_use(self) -> Counter[str]:
        """How many values are of which key."""

    def rotate(self) -> Rotated:
        """Write all values of older keys anew."""


_places: list[Place] = []


def keeps_secrets(place: Place) -> None:
    """Register a place that is not a column of EncryptedTextField; those are found by themselves."""
    if place not in _places:
        _places.append(place)


def places() -> list[Place]:
    columns = [
        Column(model, each)
        for model in apps.get_models()
        for each in model._meta.local_concrete_fields
        if isinstance(each, EncryptedTextField)
    ]
    return [*columns, *_places]


@dataclass(frozen=True, slots=True)
class Column:
    """One encrypted column of one table."""

    model: type[models.Model]
    field: EncryptedTextField

    @property
    def name(self) -> str:
        return f"{self.model._meta.db_table}.{self.field.column}"

    def keys_in_use(self) -> Counter[str]:
        return Counter(key_of(sealed) for _pk, sealed in self._values())

    def rotate(self) -> Rotated:
        done = Rotated()
        for pk, sealed in self._values():
            if key_of(sealed) == newest_key():
                continue
            try:
                plain = decrypt(sealed, purpose=self.name)
            except CannotDecrypt:
                done.lost.append(str(pk))
                continue
            # Written by the field itself, which encrypts with the newest key.
            rows = self._rows().filter(pk=pk, sealed=sealed)
            done.changed += rows.update(**{self.field.attname: plain})
        return done

    def _rows(self) -> models.QuerySet[Any]:
        return self.model._base_manager.annotate(sealed=Cast(self.field.attname, models.TextField()))

    def _values(self) -> Iterator[tuple[Any, str]]:
        """Every value as it is stored, in the order of ids, read in pieces: no lock, nothing held open."""
        rows, last = self._rows().exclude(sealed=None).exclude(sealed="").order_by("pk"), None
        while True:
            part = list((rows if last is None else rows.filter(pk__gt=last)).values_list("pk", "sealed")[:BATCH])
            yield from part
            if len(part) < BATCH:
                return
            last = part[-1][0]


def known_keys() -> list[str]:
    """The names in FIELD_KEYS, the newest first."""
    return [part.partition(":")[0] for part in settings.FIELD_KEYS.split(",") if part]
