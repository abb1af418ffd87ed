"""Files that are whole or not there: written aside, flushed to the disk, then renamed into place."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

# What a process that was killed had not finished keeps such a name.
INCOMING = ".incoming-"


class StorageAway(OSError):
    """Where files are kept does not answer, or not as it should."""


class DurableStorage(FileSystemStorage):
    """Names are chosen by the caller from the contents, so writing one again puts the same bytes there."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def walk(self) -> Iterator[str]:
        """The names of all there are."""
        for first in self._folders(""):
            for second in self._folders(first):
                folder = f"{first}/{second}"
                yield from (f"{folder}/{name}" for name in self.listdir(folder)[1])

    def _folders(self, path: str) -> list[str]:
        try:
            return self.listdir(path)[0]
        except FileNotFoundError:
            return []

    def _save(self, name: str, content: File[Any]) -> str:
        target = Path(self.path(name))
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(dir=target.parent, prefix=INCOMING)
        try:
            with os.fdopen(handle, "wb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            Path(aside).replace(target)
        except BaseException:
            with suppress(FileNotFoundError):
                Path(aside).unlink()
            raise
        _flush_folders(target.parent, Path(self.location))
        return name


def _flush_folders(folder: Path, root: Path) -> None:
    """The new name is an entry of its folder, and a new folder one of its parent."""
    while True:
        flush_folder(folder)
        if folder in (root, folder.parent):
            return
        folder = folder.parent


def flush_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk: a rename is not there for good before."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
