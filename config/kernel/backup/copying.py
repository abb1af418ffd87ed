"""An archive and its files brought to one place, so that the place holds all of it or nothing with its name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import cast

from django.utils.translation import gettext as _

from config.kernel import killing
from config.kernel.backup import archive, encryption, keeping, pool
from config.kernel.backup.archive import Reader
from config.kernel.backup.destinations import Destination
from config.kernel.backup.encryption import Cipher
from config.kernel.backup.errors import BackupProblem, CannotBackUp
from config.kernel.backup.keeping import Kept
from config.kernel.backup.ladder import Ladder
from config.kernel.backup.places import Folder, copy, digest_of


@dataclass(frozen=True, slots=True)
class Copied:
    """What came of one place: the archive there, or the code and words of what kept it away.

    `files` and `size` (bytes) are those written anew; `gone` are the archives that were let go of afterwards.
    """

    destination: Destination
    kept: Kept | None = None
    files: int = 0
    size: int = 0
    gone: tuple[str, ...] = ()
    code: str = ""
    words: str = ""


def bring_to(destination: Destination, path: Path, reader: Reader, sort: str, made_at: datetime) -> Copied:
    """What `reader` reads, kept in one place: `path` is its database alone. Never raises for what the place does."""
    name = keeping.name_of(sort, made_at, encrypted=encryption.is_wanted())
    keep = _keep_whole if destination.is_whole else _keep_apart
    try:
        files, size = keep(destination, path, reader, name)
        kept = next(each for each in keeping.archives(destination) if each.name == name)
    except (OSError, BackupProblem) as error:
        code = error.code if isinstance(error, BackupProblem) else "cannot_write"
        words = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return Copied(destination, code=code, words=f"{destination.name}: {words}")
    return Copied(destination, kept, files, size)


def _keep_whole(destination: Destination, path: Path, reader: Reader, name: str) -> tuple[int, int]:
    place = cast(Folder, destination.place)
    aside = place.aside(name)
    try:
        pool.write_whole(path, reader, aside)
        # What cannot be read again is no backup; better to learn of it today.
        with archive.opened(aside) as again:
            again.read_through()
        killing.point("backup:written")
        place.name_it(aside, name)
    finally:
        aside.unlink(missing_ok=True)
    killing.point("backup:renamed")
    return len(reader.manifest.files), sum(entry.size for entry in reader.manifest.files)


def _keep_apart(destination: Destination, path: Path, reader: Reader, name: str) -> tuple[int, int]:
    """First what the archive needs, then the list of it, then the archive: what has its name is whole."""
    place = destination.place
    cipher = encryption.cipher_to_write(place) if encryption.is_wanted() else None
    names, files, size = pool.write_missing(place, reader, cipher)
    pool.write_list(place, name, names)
    killing.point("backup:listed")
    with path.open("rb") as source, place.writing(name) as sink:
        if cipher:
            cipher.encrypt(source, sink)
        else:
            copy(source, sink)
        killing.point("backup:sent")
    killing.point("backup:kept")
    _read_again(destination, name, path, cipher)
    return files, size


def _read_again(destination: Destination, name: str, path: Path, cipher: Cipher | None) -> None:
    source = destination.place.reading(name)
    with path.open("rb") as written, cipher.reading(source) if cipher else source as found:
        same = digest_of(found) == digest_of(written)
    if not same:
        destination.place.remove(name)
        raise CannotBackUp("damaged", _("What was written there reads otherwise."))


def let_go_there(copied: Copied, ladder: Ladder | None) -> Copied:
    """After an archive was kept there: told with it, what went and whether that failed."""
    try:
        return replace(copied, gone=tuple(keeping.let_go(ladder, copied.destination)))
    except OSError as error:
        return replace(copied, code="cannot_remove", words=f"{copied.destination.name}: {error.strerror or error}")
