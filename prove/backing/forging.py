"""Archives that must be refused: damaged by chance, and made with intent, their seal right.

Each forgery takes the members of a good archive and says what is wrong; the code it must be refused with is its key.
"""

from __future__ import annotations

import hashlib
import io
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any
from warnings import catch_warnings, simplefilter
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile, ZipInfo

import orjson

from config.kernel.backup.archive import SEAL_LENGTH

MANIFEST = "manifest.json"


@dataclass(slots=True)
class Parts:
    """An archive taken apart. `more` follows as it is, and `after` changes the bytes of the ZIP."""

    members: dict[str, bytes]
    more: list[tuple[ZipInfo, bytes]] = field(default_factory=list)
    methods: dict[str, int] = field(default_factory=dict)
    after: Callable[[bytearray], None] | None = None

    @property
    def manifest(self) -> dict[str, Any]:
        found: dict[str, Any] = orjson.loads(self.members[MANIFEST])
        return found

    def say(self, **changes: Any) -> None:
        """Let the manifest say something else."""
        self.members[MANIFEST] = orjson.dumps({**self.manifest, **changes})

    def rewrite(self, table: str, data: bytes, **entry: Any) -> None:
        """Other contents of a table, and a manifest that agrees with them."""
        self.members[f"database/{table}.ndjson"] = data
        right = {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data), "rows": data.count(b"\n")}
        self.say(
            tables=[{**each, **right, **entry} if each["name"] == table else each for each in self.manifest["tables"]]
        )


def take_apart(path: Path) -> Parts:
    with ZipFile(path) as archive:
        return Parts({name: archive.read(name) for name in archive.namelist()})


def put_together(parts: Parts) -> bytes:
    """A ZIP with a right seal, whatever else is wrong with it."""
    sink = io.BytesIO()
    with ZipFile(sink, "w") as archive:
        for name, data in parts.members.items():
            archive.writestr(ZipInfo(name), data, parts.methods.get(name, ZIP_DEFLATED))
        with catch_warnings():
            simplefilter("ignore")
            for info, data in parts.more:
                archive.writestr(info, data, info.compress_type)
        archive.comment = b"0" * SEAL_LENGTH
    whole = bytearray(sink.getvalue())
    if parts.after:
        parts.after(whole)
    return seal(bytes(whole[:-SEAL_LENGTH]))


def seal(data: bytes) -> bytes:
    return data + hashlib.sha256(data).hexdigest().encode()


def damaged(data: bytes, dice: Random) -> Iterator[tuple[str, bytes]]:
    """What disks and lines do to a file, without end."""
    while True:
        place = dice.randrange(len(data))
        yield f"cut at {place}", data[:place]
        yield f"bit at {place}", data[:place] + bytes([data[place] ^ 1 << dice.randrange(8)]) + data[place + 1 :]
        end = min(len(data), place + dice.randrange(1, 5_000))
        yield (
            f"zeros from {place} to {end}",
            data[:place] + bytes(end - place) + data[end:] if any(data[place:end]) else b"",
        )
        yield f"without {place} to {end}", data[:place] + data[end:]
        yield f"more after the end, {place}", data + data[: place + 1]


def _extra(parts: Parts, name: str, data: bytes = b"x", mode: int = stat.S_IFREG | 0o600) -> None:
    info = ZipInfo(name)
    info.external_attr = mode << 16
    parts.more.append((info, data))


def _full_table(parts: Parts) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in parts.manifest["tables"] if each["rows"])
    return found


def _first_value(parts: Parts, kind: str, value: Any) -> None:
    """Another value in the first row of the first table that has such a column."""
    for table in parts.manifest["tables"]:
        kinds = [each for _name, each in table["columns"]]
        if table["rows"] and kind in kinds:
            head, _end, rest = parts.members[f"database/{table['name']}.ndjson"].partition(b"\n")
            row = orjson.loads(head)
            row[kinds.index(kind)] = value
            parts.rewrite(table["name"], orjson.dumps(row) + b"\n" + rest)
            return
    raise LookupError(kind)


def _claim(name: str, size: int) -> Callable[[bytearray], None]:
    """Let the directory at the end claim another size of a member."""

    def change(data: bytearray) -> None:
        place = data.rindex(name.encode()) - 46
        data[place + 24 : place + 28] = size.to_bytes(4, "little")

    return change


def _share_bytes(parts: Parts) -> Callable[[bytearray], None]:
    """Let the directory send the second table to the first one's bytes."""
    second = list(parts.members)[1]

    def change(data: bytearray) -> None:
        place = data.rindex(second.encode()) - 46
        data[place + 42 : place + 46] = (0).to_bytes(4, "little")

    return change


def _set(parts: Parts, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(parts, name, value)


def _duplicate(parts: Parts) -> None:
    name = f"database/{_full_table(parts)['name']}.ndjson"
    _extra(parts, name, parts.members[name])


def _bomb(parts: Parts) -> None:
    parts.rewrite(_full_table(parts)["name"], b" " * 30_000_000)


def _entry(parts: Parts, **changes: Any) -> None:
    name = _full_table(parts)["name"]
    parts.say(tables=[{**each, **changes} if each["name"] == name else each for each in parts.manifest["tables"]])


def _doubled_row(parts: Parts) -> None:
    """Well formed, and yet no database takes it: the same key twice."""
    table = next(each for each in parts.manifest["tables"] if each["name"] == "accounts_user")
    data = parts.members["database/accounts_user.ndjson"]
    parts.rewrite(table["name"], data + data)


def _orphan(parts: Parts) -> None:
    """Entries whose accounts are not there."""
    parts.rewrite("ledger_moneyaccount", b"")


# Code of the refusal, what it is, and how it is made.
FORGERIES: list[tuple[str, str, Callable[[Parts], object]]] = [
    ("bad_name", "climbs out", lambda p: _extra(p, "../outside")),
    ("bad_name", "climbs out of files", lambda p: _extra(p, "files/../../outside")),
    ("bad_name", "absolute", lambda p: _extra(p, "/tmp/outside")),  # noqa: S108 a name that is refused
    ("bad_name", "of another system", lambda p: _extra(p, "files\\..\\outside")),
    ("bad_name", "a folder", lambda p: _extra(p, "files/")),
    ("bad_name", "capitals", lambda p: _extra(p, "files/" + "A" * 64)),
    ("bad_name", "a short digest", lambda p: _extra(p, "files/abc")),
    ("bad_member", "a symbolic link", lambda p: _extra(p, f"files/{'a' * 64}", b"/etc/passwd", stat.S_IFLNK | 0o777)),
    ("bad_member", "packed otherwise", lambda p: _set(p, methods={MANIFEST: ZIP_BZIP2})),
    ("unknown_member", "a file nobody knows", lambda p: _extra(p, f"files/{'a' * 64}")),
    ("unknown_member", "a table nobody knows", lambda p: _extra(p, "database/more.ndjson")),
    ("duplicate_name", "a table twice", _duplicate),
    ("duplicate_name", "two manifests", lambda p: _extra(p, MANIFEST, p.members[MANIFEST])),
    ("bomb", "a table of blanks", _bomb),
    ("bomb", "members that share bytes", lambda p: _set(p, after=_share_bytes(p))),
    ("bomb", "a huge claim", lambda p: _set(p, after=_claim(MANIFEST, 4_000_000_000))),
    ("wrong_size", "a claim", lambda p: _set(p, after=_claim(next(iter(p.members)), 99))),
    ("wrong_size", "a huge size in the manifest", lambda p: _entry(p, size=10**15)),
    ("no_manifest", "no manifest", lambda p: p.members.pop(MANIFEST)),
    ("bad_manifest", "empty", lambda p: p.members.update({MANIFEST: b""})),
    ("bad_manifest", "no JSON", lambda p: p.members.update({MANIFEST: b"{"})),
    ("bad_manifest", "a list", lambda p: p.members.update({MANIFEST: b"[]"})),
    ("bad_manifest", "deep", lambda p: p.members.update({MANIFEST: b"[" * 100_000})),
    ("bad_manifest", "another format", lambda p: p.say(format=0)),
    ("bad_manifest", "true is no format", lambda p: p.say(format=True)),
    ("bad_manifest", "more than we know", lambda p: p.say(surprise=1)),
    ("bad_manifest", "a table as a path", lambda p: _entry(p, name="../x")),
    ("bad_manifest", "rows below nothing", lambda p: _entry(p, rows=-1)),
    ("bad_manifest", "rows as text", lambda p: _entry(p, rows="3")),
    ("bad_manifest", "a table twice", lambda p: p.say(tables=[*p.manifest["tables"], p.manifest["tables"][0]])),
    ("bad_manifest", "columns that are none", lambda p: _entry(p, columns=[["id"]])),
    ("newer_format", "a newer format", lambda p: p.say(format=2)),
    (
        "newer_version",
        "a migration of tomorrow",
        lambda p: p.say(migrations=[*p.manifest["migrations"], "ledger.9999_x"]),
    ),
    ("other_schema", "no migrations", lambda p: p.say(migrations=[])),
    ("other_schema", "a gap between migrations", lambda p: p.say(migrations=p.manifest["migrations"][1:])),
    ("other_schema", "other columns", lambda p: _entry(p, columns=[["id", "uuid"]])),
    ("other_schema", "another kind", lambda p: _entry(p, columns=[[n, "text"] for n, _ in _full_table(p)["columns"]])),
    ("missing_member", "no such table", lambda p: p.members.pop(f"database/{_full_table(p)['name']}.ndjson")),
    ("missing_member", "no such file", lambda p: p.say(files=[*p.manifest["files"], {"sha256": "b" * 64, "size": 1}])),
    ("wrong_contents", "another digest", lambda p: _entry(p, sha256="c" * 64)),
    ("wrong_count", "one row more", lambda p: _entry(p, rows=_full_table(p)["rows"] + 1)),
    ("wrong_count", "one row less", lambda p: _entry(p, rows=_full_table(p)["rows"] - 1)),
    ("bad_row", "no JSON", lambda p: p.rewrite(_full_table(p)["name"], b"[1,\n")),
    ("bad_row", "no list", lambda p: p.rewrite(_full_table(p)["name"], b"{}\n")),
    ("bad_row", "too short", lambda p: p.rewrite(_full_table(p)["name"], b"[]\n")),
    (
        "bad_row",
        "without an end",
        lambda p: p.rewrite("accounts_user", p.members["database/accounts_user.ndjson"][:-1]),
    ),
    ("bad_row", "half a pair of UTF-16", lambda p: p.rewrite("accounts_user", b'["\\ud800"]\n')),
    ("bad_row", "no text", lambda p: _first_value(p, "text", 1)),
    ("bad_row", "no id", lambda p: _first_value(p, "uuid", "x")),
    ("bad_row", "nothing for a truth value", lambda p: _first_value(p, "boolean", None)),
    ("bad_row", "no whole number", lambda p: _first_value(p, "integer", 1.5)),
    ("bad_row", "true for a number", lambda p: _first_value(p, "integer", True)),
    ("bad_row", "beyond 64 bits", lambda p: _first_value(p, "integer", 2**63)),
    ("bad_row", "one for true", lambda p: _first_value(p, "boolean", 1)),
    ("bad_row", "no day", lambda p: _first_value(p, "day", "2026-02-30")),
    ("bad_row", "no moment", lambda p: _first_value(p, "moment", "yesterday")),
    ("bad_row", "a moment of somewhere", lambda p: _first_value(p, "moment", "2026-01-01T00:00:00+02:00")),
    ("bad_row", "no JSON in JSON", lambda p: _first_value(p, "json", "{")),
    ("missing_key", "a key nobody has", lambda p: p.say(keys={"k99": "0" * 16})),
    ("other_key", "another key of the name", lambda p: p.say(keys=dict.fromkeys(p.manifest["keys"], "0" * 16))),
    ("not_taken", "a key twice", _doubled_row),
    ("not_taken", "entries without accounts", _orphan),
    ("wrong_figures", "other balances", lambda p: p.say(figures={"ledger": {"accounts": 10**6}})),
]


def forged(parts: Parts, number: int) -> bytes:
    """The archive of FORGERIES[number]; `parts` are left as they are."""
    copy = Parts(dict(parts.members))
    FORGERIES[number][2](copy)
    return put_together(copy)
