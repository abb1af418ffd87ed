"""Where archives lie: a folder, or a bucket that speaks S3. What is written there is whole or not there."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import cached_property
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from config.kernel.storage import flush_folder

if TYPE_CHECKING:
    # Not at run time: its library is there for installations with a bucket only.
    from config.kernel.object_storage import ObjectStorage

UNFINISHED = ".unfinished-"
IN_MEMORY = 4_000_000


class Place(Protocol):
    """Names have `/` for folders and are ours alone. All of it raises OSError where the place does not answer."""

    def listing(self, beginning: str) -> dict[str, int]:
        """Sizes in bytes by name, of the names that begin so; `files/` are all files kept there."""
        ...

    def writing(self, name: str) -> AbstractContextManager[IO[bytes]]:
        """What is written gets its name, in the place of what had it, once the block has ended well."""
        ...

    def reading(self, name: str) -> AbstractContextManager[IO[bytes]]:
        """Raises FileNotFoundError."""
        ...

    def remove(self, name: str) -> None:
        """Nothing where there is none."""
        ...

    def clear(self) -> None:
        """Remove what writing that was cut off has left. Not while somebody writes."""
        ...


class Folder:
    """Mode 700, and what is in it 600."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def listing(self, beginning: str) -> dict[str, int]:
        pattern = f"{beginning}*/*" if beginning.endswith("/") else f"{beginning}*"
        found = {}
        for path in self.path.glob(pattern):
            with suppress(FileNotFoundError):
                if path.is_file():
                    found[path.relative_to(self.path).as_posix()] = path.stat().st_size
        return found

    @contextmanager
    def writing(self, name: str) -> Iterator[IO[bytes]]:
        target = self.path / name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        aside = self.aside(name)
        handle = os.open(aside, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "w+b") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            self.name_it(aside, name)
        except BaseException:
            aside.unlink(missing_ok=True)
            raise

    def aside(self, name: str) -> Path:
        """Where something is written before it has this name."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self.path / f"{UNFINISHED}{name.rpartition('/')[2]}"

    def name_it(self, aside: Path, name: str) -> None:
        """What lies at `aside` is on the disk, and gets its name for good."""
        target = self.path / name
        aside.replace(target)
        flush_folder(target.parent)
        if target.parent != self.path:
            flush_folder(target.parent.parent)

    def reading(self, name: str) -> AbstractContextManager[IO[bytes]]:
        return (self.path / name).open("rb")

    def remove(self, name: str) -> None:
        (self.path / name).unlink(missing_ok=True)

    def clear(self) -> None:
        for left in self.path.glob(f"{UNFINISHED}*"):
            left.unlink(missing_ok=True)


class Bucket:
    """An object waits on the disk of this machine while it is written or read; larger than 5 GB S3 takes none."""

    def __init__(self, url: str, region: str, key: str, secret: str) -> None:
        self._given = (url, region, key, secret)

    @cached_property
    def _storage(self) -> ObjectStorage:
        made: ObjectStorage = import_string("config.kernel.object_storage.ObjectStorage")(*self._given)
        return made

    def listing(self, beginning: str) -> dict[str, int]:
        return dict(self._storage.listing(beginning))

    @contextmanager
    def writing(self, name: str) -> Iterator[IO[bytes]]:
        with cast(IO[bytes], SpooledTemporaryFile(max_size=IN_MEMORY, dir=str(settings.DATA_DIR))) as room:
            yield room
            room.seek(0)
            self._storage.put(name, room)

    def reading(self, name: str) -> AbstractContextManager[IO[bytes]]:
        return cast(AbstractContextManager[IO[bytes]], self._storage.open(name))

    def remove(self, name: str) -> None:
        self._storage.delete(name)

    def clear(self) -> None:
        """An object that was not finished is not there."""


def copy(source: IO[bytes], sink: IO[bytes]) -> None:
    shutil.copyfileobj(source, sink, 1 << 20)


def digest_of(file: IO[bytes]) -> str:
    """SHA-256 of what is still to be read of it, in hexadecimal."""
    digest = hashlib.sha256()
    while piece := file.read(1 << 20):
        digest.update(piece)
    return digest.hexdigest()
