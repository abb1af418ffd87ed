"""Folders on the disk that other programs write to: everything goes by descriptors, so that no link leads out."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

_MOST_NAMES = 1_000


class Seen(NamedTuple):
    """A file as it was when it was looked at; one that is still being written changes."""

    name: str
    size: int
    changed_ns: int


class Folder:
    """An open folder. Links, hidden names and whatever is no plain file do not exist in it."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    def files(self) -> list[Seen]:
        """By name."""
        kinds = self._kinds()
        return [Seen(name, each.st_size, each.st_mtime_ns) for name, each in kinds if stat.S_ISREG(each.st_mode)]

    def folders(self) -> list[str]:
        """By name."""
        return [name for name, each in self._kinds() if stat.S_ISDIR(each.st_mode)]

    @contextmanager
    def inside(self, name: str, *, make: bool = False) -> Iterator[Folder]:
        """A folder in this one. Raises OSError where it is a link or not there."""
        if make:
            with suppress(FileExistsError):
                os.mkdir(name, 0o700, dir_fd=self._handle)
        with _opened(name, self._handle) as found:
            yield found

    def read(self, seen: Seen) -> bytes | None:
        """The whole file, None where it is another one than `seen` by now."""
        handle = os.open(seen.name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=self._handle)
        with os.fdopen(handle, "rb") as opened:
            about = os.fstat(handle)
            if not stat.S_ISREG(about.st_mode) or (about.st_size, about.st_mtime_ns) != seen[1:]:
                return None
            return opened.read(seen.size)

    def write(self, name: str, text: str) -> None:
        handle = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600, dir_fd=self._handle)
        with os.fdopen(handle, "w", encoding="utf-8") as opened:
            opened.write(text)

    def move(self, name: str, to: Folder, wanted: str) -> str:
        """Move a file there, under `wanted` or, where that name is taken, one with a number; the name it has now."""
        free = next(each for each in _numbered(wanted) if not to._has(each))
        os.rename(name, free, src_dir_fd=self._handle, dst_dir_fd=to._handle)
        return free

    def _kinds(self) -> list[tuple[str, os.stat_result]]:
        names = os.listdir(self._handle)  # noqa: PTH208 a descriptor has no path
        found = []
        for name in sorted(name for name in names if not name.startswith("."))[:_MOST_NAMES]:
            with suppress(FileNotFoundError):
                found.append((name, os.stat(name, dir_fd=self._handle, follow_symlinks=False)))
        return found

    def _has(self, name: str) -> bool:
        try:
            os.stat(name, dir_fd=self._handle, follow_symlinks=False)
        except FileNotFoundError:
            return False
        return True


@contextmanager
def open_folder(path: Path) -> Iterator[Folder]:
    """Raises OSError."""
    with _opened(str(path), None) as found:
        yield found


@contextmanager
def _opened(name: str, inside: int | None) -> Iterator[Folder]:
    handle = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=inside)
    try:
        yield Folder(handle)
    finally:
        os.close(handle)


def _numbered(name: str) -> Iterator[str]:
    yield name
    stem, dot, end = name.rpartition(".")
    number = 1
    while True:
        number += 1
        yield f"{stem}-{number}{dot}{end}" if stem else f"{name}-{number}"
