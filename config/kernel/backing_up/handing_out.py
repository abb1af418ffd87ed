"""An archive as one whole file on its way to somebody, and one that is taken away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

from config.kernel.backing_up.listing import Listed, Listing
from config.kernel.backup import encryption, keeping
from config.kernel.backup.archive import CHUNK
from config.kernel.backup.making import alone


class LastBackup(Exception):
    """It is the only one there is."""


def whole(archive: Listed) -> tuple[str, Iterator[bytes]]:
    """The name and the pieces of a plain ZIP with everything in it, wherever its files lie and however encrypted.

    One that is not a single plain file lies in DATA_DIR until the pieces are read or let go of.

    Raises:
        ArchiveRefused: the passphrase is missing or wrong, or the archive is damaged.
        OSError: its place does not answer, or the disk lacks the room.
    """
    held = ExitStack()
    path = held.enter_context(keeping.fetch_whole(archive.copies[0]))
    file = held.enter_context(path.open("rb"))

    def pieces() -> Iterator[bytes]:
        with held:
            while piece := file.read(CHUNK):
                yield piece

    return archive.name.removesuffix(encryption.END), pieces()


def delete(archive: Listed, listing: Listing) -> None:
    """Remove an archive from every place, with the files no other needs.

    Raises:
        LastBackup: no other backup would be left.
        CannotBackUp: a backup or a restore is running.
        OSError: a place does not answer; it may be gone from others.
    """
    backups = [each for each in listing.archives if not each.is_restore_point]
    if backups == [archive]:
        raise LastBackup
    with alone():
        for copy in archive.copies:
            keeping.remove(copy)
            keeping.collect(copy.destination)
