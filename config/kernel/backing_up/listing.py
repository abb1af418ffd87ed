"""The archives there are, by name, with the places that hold them and what is known of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone

from config.kernel.backing_up.models import BackupRun
from config.kernel.backup import keeping
from config.kernel.backup.destinations import destinations
from config.kernel.backup.keeping import Kept

Moments = dict[str, datetime]


@dataclass(frozen=True, slots=True)
class Listed:
    """One archive; `copies` are the places that have it, BACKUP_DIR first. `size` in bytes is the archive's own there.

    `checked_at` and `rehearsed_at` None: never, or longer ago than runs are kept.
    """

    name: str
    sort: str
    made_at: datetime
    size: int
    copies: tuple[Kept, ...]
    checked_at: datetime | None = None
    rehearsed_at: datetime | None = None

    @property
    def age(self) -> timedelta:
        return timezone.now() - self.made_at

    @property
    def places(self) -> list[str]:
        return [copy.destination.name for copy in self.copies]

    @property
    def is_restore_point(self) -> bool:
        return self.sort == keeping.RESTORE_POINT


@dataclass(frozen=True, slots=True)
class Place:
    """`error` is empty where the place answers and took the last backup."""

    name: str
    archives: int = 0
    newest_at: datetime | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """`archives` newest first."""

    archives: list[Listed] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)

    @property
    def newest(self) -> Listed | None:
        return next((each for each in self.archives if not each.is_restore_point), None)

    def named(self, name: str) -> Listed | None:
        """One of the listing; whatever else `name` is leads nowhere."""
        return next((each for each in self.archives if each.name == name), None)


def listing() -> Listing:
    """One look at each folder, two questions to each bucket, and two queries. A place that does not answer says so, and
    so does one that did not take the last backup.
    """
    places, copies = [], dict[str, list[Kept]]()
    refused = _refusals()
    for destination in destinations():
        try:
            found = keeping.archives(destination)
        except OSError as error:
            places.append(Place(destination.name, error=error.strerror or str(error)))
            continue
        newest = next((kept.made_at for kept in found if kept.sort == keeping.BACKUP), None)
        places.append(Place(destination.name, len(found), newest, refused.get(destination.name, "")))
        for kept in found:
            copies.setdefault(kept.name, []).append(kept)
    checked, rehearsed = _moments(list(copies))
    archives = [
        Listed(
            name, of_it[0].sort, of_it[0].made_at, of_it[0].size, tuple(of_it), checked.get(name), rehearsed.get(name)
        )
        for name, of_it in copies.items()
    ]
    return Listing(sorted(archives, key=lambda each: each.made_at, reverse=True), places)


def _refusals() -> dict[str, str]:
    """By place what it met the last backup with, where that was not well."""
    ended = BackupRun.objects.filter(kind=BackupRun.Kind.BACKUP, ended_at__isnull=False).exclude(destinations=[])
    told = ended.order_by("-ended_at").values_list("destinations", flat=True).first() or []
    return {each["name"]: each["error"] for each in told if each["error"]}


def _moments(names: list[str]) -> tuple[Moments, Moments]:
    """When each was last checked, and rehearsed, well."""
    done = BackupRun.objects.filter(archive__in=names, status=BackupRun.Status.DONE, ended_at__isnull=False)
    checked: Moments = {}
    rehearsed: Moments = {}
    for name, kind, ended_at, is_verified in done.order_by("ended_at").values_list(
        "archive", "kind", "ended_at", "is_verified"
    ):
        if is_verified and ended_at:
            checked[name] = ended_at
        if kind == BackupRun.Kind.REHEARSAL and ended_at:
            rehearsed[name] = ended_at
    return checked, rehearsed
