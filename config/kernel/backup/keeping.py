"""The archives there are: their names, how old, and which of them go."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

BACKUP = "tuppence"
RESTORE_POINT = "before-restore"
# One night may fail; the second is told.
FRESH = timedelta(hours=36)
_NAME = re.compile(rf"({BACKUP}|{RESTORE_POINT})-(\d{{4}}-\d\d-\d\d-\d{{6}}-\d{{6}})\.zip")
_TIME = "%Y-%m-%d-%H%M%S-%f"


@dataclass(frozen=True, slots=True)
class Kept:
    """An archive in BACKUP_DIR: whole and read again once written, or it would not have its name."""

    path: Path
    sort: str
    made_at: datetime
    size: int


def name_of(sort: str, made_at: datetime) -> str:
    """In UTC, so that names sort as the archives were made."""
    return f"{sort}-{made_at.astimezone(UTC).strftime(_TIME)}.zip"


def archives() -> list[Kept]:
    """Newest first. What has another name is not ours and stays out of everything."""
    folder: Path = settings.BACKUP_DIR
    found = []
    for path in folder.glob("*.zip") if folder.is_dir() else ():
        if match := _NAME.fullmatch(path.name):
            made_at = datetime.strptime(match[2], _TIME).replace(tzinfo=UTC)
            found.append(Kept(path, match[1], made_at, path.stat().st_size))
    return sorted(found, key=lambda kept: kept.made_at, reverse=True)


def let_go() -> None:
    """Remove all but the newest BACKUP_KEEP, of backups and of restore points each."""
    for sort in (BACKUP, RESTORE_POINT):
        of_sort = [kept for kept in archives() if kept.sort == sort]
        for kept in of_sort[settings.BACKUP_KEEP :]:
            kept.path.unlink(missing_ok=True)


def freshness() -> str:
    """A word for monitors: `fresh`, `old` (more than a night was missed) or `none`. Reads one folder."""
    newest = next((kept for kept in archives() if kept.sort == BACKUP), None)
    if newest is None:
        return "none"
    return "fresh" if timezone.now() - newest.made_at <= FRESH else "old"
