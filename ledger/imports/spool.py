"""What a file says, kept beside it once read: the page, the run and the report need not read it again.

A cache in DATA_DIR. It is made again where it is missing or of an earlier version, and goes when its import ends or
its person leaves, or by night.
"""

from __future__ import annotations

import logging
import marshal
import os
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from django.conf import settings

from ledger.imports.fingerprints import Edges, marked, pending_mark
from ledger.imports.readers import types
from ledger.imports.readers.packed import Blocks, PackedLines, pack, packed_lines
from ledger.imports.readers.types import ReadFile

log = logging.getLogger(__name__)
# Raise it with every change of what readers give or of what a line is known by.
VERSION = 2
STAYS_SECONDS = 2 * 24 * 3600
# Digits of a file's digest that its keys begin with.
OF_FILE = 24
_CLASSES: dict[str, Any] = {name: kind for name, kind in vars(types).items() if is_dataclass(kind)}


@dataclass(frozen=True, slots=True)
class Spooled:
    """A file as read, its lines packed. `marks` are 16 bytes per line, one value per statement; those of pending
    lines are apart. `edges` say where the lines of each statement's first and last day are.
    """

    read: ReadFile
    marks: tuple[bytes, ...]
    pending_marks: tuple[bytes, ...]
    edges: tuple[Edges, ...]


def spooled(read: ReadFile, corrected: Sequence[frozenset[int]] = ()) -> Spooled:
    """The file with its lines packed and marked; `corrected` are line numbers a person mended, by statement."""
    statements = tuple(replace(each, lines=packed_lines(each.lines)) for each in read.statements)
    found = [
        marked(each.lines.rows, corrected=corrected[place] if place < len(corrected) else ())  # type: ignore[attr-defined]
        for place, each in enumerate(statements)
    ]
    pending = tuple(b"".join(pending_mark(pack(line)) for line in each.pending) for each in statements)
    marks, edges = tuple(each.marks for each in found), tuple(each.edges for each in found)
    return Spooled(replace(read, statements=statements), marks, pending, edges)


def save(key: str, kept: Spooled) -> None:
    """Write it down under `key`. A disk that takes nothing costs time later, and nothing else."""
    folder = _folder()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        sweep()
        with tempfile.NamedTemporaryFile(dir=folder, suffix=".part", delete=False) as file:
            try:
                _write(file, kept)
                Path(file.name).replace(_path(key))
            except BaseException:
                Path(file.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        log.warning("A file that was read could not be kept: %s", type(error).__name__)


def load(key: str) -> Spooled | None:
    """What `save` kept; None where there is nothing, or nothing of this version."""
    path = _path(key)
    try:
        file = path.open("rb")
        os.utime(path)
        return _read(file)
    except (OSError, EOFError, ValueError, TypeError, KeyError):
        return None


def has(key: str) -> bool:
    return _path(key).exists()


def save_beside(key: str, name: str, data: bytes) -> None:
    """Keep `data`, which was made of the file kept under `key` and goes with it. `name` is letters and digits."""
    path = _path(key).with_suffix(f".{name}.v{VERSION}")
    try:
        with tempfile.NamedTemporaryFile(dir=_folder(), suffix=".part", delete=False) as file:
            file.write(data)
        Path(file.name).replace(path)
    except OSError as error:
        log.warning("What was found in a file could not be kept: %s", type(error).__name__)


def load_beside(key: str, name: str) -> bytes | None:
    try:
        return _path(key).with_suffix(f".{name}.v{VERSION}").read_bytes()
    except OSError:
        return None


def forget(key: str) -> None:
    for path in _folder().glob(f"{key}.*"):
        path.unlink(missing_ok=True)


def forget_file(digest: str) -> None:
    """All that was kept of a file, under whatever terms it was read."""
    for path in _folder().glob(f"{digest[:OF_FILE]}*"):
        path.unlink(missing_ok=True)


def is_of(key: str, digest: str) -> bool:
    return key.startswith(digest[:OF_FILE])


def key_under(digest: str, terms: bytes) -> str:
    """Where a file is kept as read under some terms; it begins with the file's own, by which `forget_file` finds it."""
    return f"{digest[:OF_FILE]}-{sha256(terms).hexdigest()[:40]}"


def sweep() -> None:
    """What nobody has looked at for two days goes."""
    before = time.time() - STAYS_SECONDS
    for path in _folder().glob("*"):
        try:
            if path.stat().st_mtime < before:
                path.unlink(missing_ok=True)
        except FileNotFoundError:
            continue


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "read-files"


def _path(key: str) -> Path:
    return _folder() / f"{key}.v{VERSION}"


def _write(file: IO[bytes], kept: Spooled) -> None:
    """Blocks, then everything else, then the eight bytes that say where that begins."""
    offset = 0
    index: list[tuple[list[tuple[int, int]], list[int]]] = []
    for statement in kept.read.statements:
        lines = statement.lines
        assert isinstance(lines, PackedLines)
        places = []
        for number in range(len(lines.counts)):
            packed = lines.packed(number)
            file.write(packed)
            places.append((offset, len(packed)))
            offset += len(packed)
        index.append((places, lines.counts))
    bare = replace(kept.read, statements=tuple(replace(each, lines=()) for each in kept.read.statements))
    edges = [tuple(each) for each in kept.edges]
    file.write(marshal.dumps((_plain(bare), kept.marks, kept.pending_marks, edges, index)))
    file.write(offset.to_bytes(8, "big"))


def _read(file: IO[bytes]) -> Spooled:
    file.seek(-8, os.SEEK_END)
    end = file.tell()
    start = int.from_bytes(file.read(8), "big")
    file.seek(start)
    plain, marks, pending_marks, edges, index = marshal.loads(file.read(end - start))  # noqa: S302 ours, in DATA_DIR
    bare: ReadFile = _built(plain)
    statements = tuple(
        replace(each, lines=PackedLines(Blocks.within(file, places), counts))
        for each, (places, counts) in zip(bare.statements, index, strict=True)
    )
    found = tuple(Edges(*each) for each in edges)
    return Spooled(replace(bare, statements=statements), marks, pending_marks, found)


def _plain(value: Any) -> Any:
    """Readers' values as tuples that `marshal` takes, the first of which says what it was."""
    if isinstance(value, Decimal):
        return ("Decimal", str(value))
    if isinstance(value, datetime):
        return ("datetime", value.isoformat())
    if isinstance(value, date):
        return ("date", value.isoformat())
    if isinstance(value, Mapping):
        return ("dict", [(key, _plain(each)) for key, each in value.items()])
    if isinstance(value, list):
        return ("list", [_plain(each) for each in value])
    if isinstance(value, tuple):
        return ("tuple", [_plain(each) for each in value])
    if is_dataclass(value):
        return (type(value).__name__, [_plain(getattr(value, field.name)) for field in fields(value)])
    return value


def _built(plain: Any) -> Any:
    if not isinstance(plain, tuple):
        return plain
    name, inside = plain
    if name == "Decimal":
        return Decimal(inside)
    if name in ("date", "datetime"):
        return (date if name == "date" else datetime).fromisoformat(inside)
    if name == "dict":
        return {key: _built(each) for key, each in inside}
    values = [_built(each) for each in inside]
    if name == "list":
        return values
    return tuple(values) if name == "tuple" else _CLASSES[name](*values)
