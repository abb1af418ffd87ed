"""Every place a backup goes to, as the settings say: never the database, which a restore exchanges."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from config.kernel.backup import encryption
from config.kernel.backup.places import Bucket, Folder, Place


@dataclass(frozen=True, slots=True)
class Destination:
    """`name` is its address as the settings have it, without a secret.

    Where `is_whole`, each archive is one file with everything in it; else an archive holds the database and the list
    of its files, which lie once beside all archives of the place as `files/`.
    """

    name: str
    place: Place = field(compare=False)
    is_whole: bool = False


def destinations() -> list[Destination]:
    """BACKUP_DIR first, then those of BACKUP_ALSO. Asks none of them anything."""
    places = [first(), *(_also(address) for address in settings.BACKUP_ALSO)]
    # The first of a name: a folder named twice is one place.
    return list({each.name: each for each in reversed(places)}.values())[::-1]


def first() -> Destination:
    folder = Path(settings.BACKUP_DIR)
    # What is encrypted is encrypted file by file: a whole one would have to lie here readable while it is made.
    return Destination(str(folder), Folder(folder), is_whole=settings.BACKUP_WHOLE and not encryption.is_wanted())


def _also(address: str) -> Destination:
    if not address.startswith("s3://"):
        path = address.removeprefix("file://")
        return Destination(path, Folder(Path(path)))
    url = f"{settings.BACKUP_S3_URL.rstrip('/')}/{address.removeprefix('s3://').strip('/')}"
    secrets = (settings.BACKUP_S3_REGION, settings.BACKUP_S3_KEY, settings.BACKUP_S3_SECRET)
    return Destination(address, Bucket(url, *secrets))
