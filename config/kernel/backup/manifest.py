"""What must be in an archive, as its `manifest.json` says; read without believing any of it."""

from __future__ import annotations

import hashlib
import re
from base64 import b64decode
from dataclasses import asdict, dataclass
from typing import Any

import orjson
from django.conf import settings
from django.utils.translation import gettext as _

from config.kernel.backup import FORMAT
from config.kernel.backup.errors import ArchiveRefused

NAME = "manifest.json"
_TABLE = re.compile(r"[a-z][a-z0-9_]{0,62}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class TableEntry:
    """`columns` are [name, kind] in the order of a row's values; `size` and `sha256` are of the unpacked member."""

    name: str
    columns: list[list[str]]
    rows: int
    size: int
    sha256: str

    @property
    def member(self) -> str:
        return f"database/{self.name}.ndjson"


@dataclass(frozen=True, slots=True)
class FileEntry:
    sha256: str
    size: int

    @property
    def member(self) -> str:
        return f"files/{self.sha256}"


@dataclass(frozen=True, slots=True)
class Manifest:
    """`keys` are the keys encrypted columns need, by name, with a check value; `missing` files were not there."""

    format: int
    version: str
    created_at: str
    database: str
    migrations: list[str]
    tables: list[TableEntry]
    files: list[FileEntry]
    missing: list[str]
    keys: dict[str, str]
    figures: dict[str, dict[str, Any]]

    def as_json(self) -> bytes:
        return orjson.dumps(asdict(self), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS)

    @property
    def entries(self) -> list[TableEntry | FileEntry]:
        return [*self.tables, *self.files]

    @property
    def unpacked_size(self) -> int:
        return sum(entry.size for entry in self.entries)


def key_checks() -> dict[str, str]:
    """Each key of FIELD_KEYS by name with 16 digits of its SHA-256: tells another key of the same name, and no key."""
    pairs = (part.split(":", 1) for part in settings.FIELD_KEYS.split(",") if part)
    return {name: hashlib.sha256(b"tuppence key check " + b64decode(key)).hexdigest()[:16] for name, key in pairs}


def read_manifest(data: bytes) -> Manifest:
    """Raises ArchiveRefused for anything that is not just what `Manifest.as_json` writes."""
    try:
        told = orjson.loads(data)
        if type(told["format"]) is int and told["format"] > FORMAT:
            raise ArchiveRefused("newer_format", _("This archive was made by a newer version; update Tuppence first."))
        manifest = _manifest(told)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ArchiveRefused("bad_manifest", _("The archive's manifest cannot be understood.")) from error
    members = [entry.member for entry in manifest.entries]
    if len(set(members)) != len(members):
        raise ArchiveRefused("bad_manifest", _("The archive's manifest names something twice."))
    return manifest


def _manifest(told: dict[str, Any]) -> Manifest:
    if set(told) != set(Manifest.__slots__) or told["format"] != FORMAT or type(told["format"]) is not int:
        raise ValueError("format or names")
    return Manifest(
        format=FORMAT,
        version=_text(told["version"]),
        created_at=_text(told["created_at"]),
        database=_text(told["database"]),
        migrations=[_text(each) for each in _list(told["migrations"])],
        tables=[_table(each) for each in _list(told["tables"])],
        files=[_file(each) for each in _list(told["files"])],
        missing=[_matching(_DIGEST, each) for each in _list(told["missing"])],
        keys={name: _text(check) for name, check in _map(told["keys"]).items()},
        figures={name: _map(figures) for name, figures in _map(told["figures"]).items()},
    )


def _table(told: Any) -> TableEntry:
    if set(_map(told)) != set(TableEntry.__slots__):
        raise ValueError("table")
    columns = [[_text(name), _text(kind)] for name, kind in _list(told["columns"])]
    return TableEntry(
        name=_matching(_TABLE, told["name"]),
        columns=columns,
        rows=_count(told["rows"]),
        size=_count(told["size"]),
        sha256=_matching(_DIGEST, told["sha256"]),
    )


def _file(told: Any) -> FileEntry:
    if set(_map(told)) != set(FileEntry.__slots__):
        raise ValueError("file")
    return FileEntry(sha256=_matching(_DIGEST, told["sha256"]), size=_count(told["size"]))


def _text(value: Any) -> str:
    if type(value) is not str or len(value) > 200:
        raise ValueError("text")
    return value


def _list(value: Any) -> list[Any]:
    if type(value) is not list:
        raise ValueError("list")
    return value


def _map(value: Any) -> dict[str, Any]:
    if type(value) is not dict:
        raise ValueError("map")
    return value


def _count(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ValueError("count")
    return value


def _matching(pattern: re.Pattern[str], value: Any) -> str:
    if not pattern.fullmatch(_text(value)):
        raise ValueError("name")
    return str(value)
