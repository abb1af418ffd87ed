"""An archive that was handed in: held against its own manifest before anything of it is believed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import IO, Any, Final
from zipfile import ZipFile

import orjson

from config.kernel.own_data import FORMAT, MANIFEST, VERSION
from config.kernel.zip_directory import BROKEN, directory_size

LARGEST_DIRECTORY: Final = 20_000_000
LARGEST_MANIFEST: Final = 20_000_000
LARGEST_TABLE: Final = 40_000_000
LARGEST_UNPACKED: Final = 2_000_000_000
MOST_ROWS: Final = 100_000
_PIECE: Final = 256 * 1024
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
Row = Mapping[str, Any]


class ArchiveRefused(Exception):
    """Nothing of the archive is taken in. `code` is stable: `broken_archive`, `not_my_data`, `later_version`,
    `too_large`, `damaged` (a file is not what the manifest says), `too_many_rows`, `wrong_value`, and those of the
    parts that read it. `where` names the file, and the list in it.
    """

    def __init__(self, code: str, where: str = "") -> None:
        super().__init__(code, where)
        self.code, self.where = code, where


class OpenedArchive:
    """Members are read by the names of the manifest; others are never looked at, and nothing is unpacked to a path."""

    def __init__(self, opened: ZipFile) -> None:
        self._opened = opened
        self._members = {each.filename: each for each in opened.infolist()}
        self._tables: dict[str, dict[str, list[Row]]] = {}
        self._counts: dict[str, dict[str, int]] = {}
        self.told = self._manifest()

    def _manifest(self) -> dict[str, tuple[int, str]]:
        """Size and SHA-256 of each member. Raises ArchiveRefused."""
        if MANIFEST not in self._members:
            raise ArchiveRefused("not_my_data")
        held = _json(b"".join(self._pieces(MANIFEST, LARGEST_MANIFEST)), MANIFEST)
        if not isinstance(held, dict) or held.get("format") != FORMAT:
            raise ArchiveRefused("not_my_data")
        if held.get("version") != VERSION:
            raise ArchiveRefused("later_version", MANIFEST)
        members = held.get("members")
        if not isinstance(members, list):
            raise ArchiveRefused("damaged", MANIFEST)
        return dict(_told(each) for each in members)

    def __contains__(self, name: str) -> bool:
        return name in self.told

    def check(self) -> None:
        """Every member that is named is there and is what the manifest says. Reads all of it once.

        Raises ArchiveRefused: `damaged`, `too_large`.
        """
        if sum(size for size, _ in self.told.values()) > LARGEST_UNPACKED:
            raise ArchiveRefused("too_large")
        for name, (size, digest) in self.told.items():
            if name not in self._members:
                raise ArchiveRefused("damaged", name)
            found = hashlib.sha256()
            for piece in self._pieces(name, size):
                found.update(piece)
            if found.hexdigest() != digest:
                raise ArchiveRefused("damaged", name)

    def pieces(self, name: str) -> Iterator[bytes]:
        """The contents, never more than the manifest says. Raises ArchiveRefused."""
        if name not in self.told:
            raise ArchiveRefused("damaged", name)
        return self._pieces(name, self.told[name][0])

    def rows(self, name: str, title: str) -> list[Row]:
        """A list of one of the JSON files, empty where there is none. Raises ArchiveRefused."""
        if name not in self.told:
            return []
        if name not in self._tables:
            self._tables[name] = self._read(name)
        return self._tables[name].get(title, [])

    def document(self, name: str) -> Mapping[str, Any]:
        """A JSON file whose form another reader knows, empty where there is none. Raises ArchiveRefused."""
        if name not in self.told:
            return {}
        held = _json(b"".join(self.pieces(name)), name)
        if not isinstance(held, dict):
            raise ArchiveRefused("wrong_value", name)
        return held

    def counted(self, name: str) -> Mapping[str, int]:
        """How many records each list of a JSON file has, whatever they are. Raises ArchiveRefused."""
        if name not in self._counts:
            held = self._tables[name] if name in self._tables else self.document(name)
            self._counts[name] = {title: len(each) for title, each in held.items() if isinstance(each, list)}
        return self._counts[name]

    def _read(self, name: str) -> dict[str, list[Row]]:
        if self.told[name][0] > LARGEST_TABLE:
            raise ArchiveRefused("too_large", name)
        written = b"".join(self.pieces(name))
        held = _json(written, name)
        # PostgreSQL keeps no such character.
        if b"\\u0000" in written or not isinstance(held, dict):
            raise ArchiveRefused("wrong_value", name)
        for title, records in held.items():
            if not isinstance(records, list) or not all(isinstance(each, dict) for each in records):
                raise ArchiveRefused("wrong_value", f"{name}: {title}")
        if sum(map(len, held.values())) > MOST_ROWS:
            raise ArchiveRefused("too_many_rows", name)
        return held

    def _pieces(self, name: str, most: int) -> Iterator[bytes]:
        """What the archive says of its sizes is not believed."""
        size = 0
        try:
            with self._opened.open(self._members[name]) as opened:
                while piece := opened.read(_PIECE):
                    size += len(piece)
                    if size > most:
                        raise ArchiveRefused("damaged", name)
                    yield piece
        except (*BROKEN, KeyError) as error:
            raise ArchiveRefused("damaged", name) from error


@contextmanager
def opened_archive(file: IO[bytes]) -> Iterator[OpenedArchive]:
    """Raises ArchiveRefused."""
    try:
        if directory_size(file) > LARGEST_DIRECTORY:
            raise ArchiveRefused("too_large")
        opened = ZipFile(file)
    except BROKEN as error:
        raise ArchiveRefused("broken_archive") from error
    with opened:
        yield OpenedArchive(opened)


def _json(written: bytes, name: str) -> Any:
    try:
        return orjson.loads(written)
    except orjson.JSONDecodeError as error:
        raise ArchiveRefused("damaged", name) from error


def _told(member: Any) -> tuple[str, tuple[int, str]]:
    try:
        name, size, digest = member["name"], member["size"], member["sha256"]
    except (TypeError, KeyError) as error:
        raise ArchiveRefused("damaged", MANIFEST) from error
    if type(name) is not str or type(size) is not int or size < 0 or type(digest) is not str:
        raise ArchiveRefused("damaged", MANIFEST)
    if not _DIGEST.fullmatch(digest):
        raise ArchiveRefused("damaged", MANIFEST)
    return name, (size, digest)
