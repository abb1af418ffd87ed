"""Places of backups in which something is wrong beside the archive: its files, its list, its key.

Each case breaks a copy of a whole place and says what restoring its archive must be refused with.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from django.conf import settings

from config.kernel.backup.encryption import KEY

PHRASE = "a passphrase of the proof"
_OTHER = "another passphrase of the proof"


@dataclass(frozen=True, slots=True)
class Broken:
    """`passphrase` is what the instance has while the archive `name` of the broken place is restored."""

    what: str
    codes: frozenset[str]
    passphrase: str
    change: Callable[[Path, str, Random], object]


def _files(place: Path) -> list[Path]:
    return sorted(path for path in place.glob("files/*/*") if path.is_file())


def _flip(path: Path, dice: Random) -> None:
    data = bytearray(path.read_bytes())
    data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    path.write_bytes(data)


def _cut(path: Path, dice: Random) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: dice.randrange(len(data))])


def _lengthen(path: Path, dice: Random) -> None:
    path.write_bytes(path.read_bytes() + dice.randbytes(dice.randrange(1, 3_000)))


def _remove(path: Path, dice: Random) -> None:
    path.unlink()


def _swap(place: Path, name: str, dice: Random) -> None:
    first, second = dice.sample(_files(place), 2)
    aside = place / "aside"
    first.rename(aside)
    second.rename(first)
    aside.rename(second)


def _folder_instead(path: Path, dice: Random) -> None:
    path.unlink()
    path.mkdir()


def _another_archive(path: Path, dice: Random) -> None:
    path.write_bytes(dice.randbytes(5_000))


def _any_file(change: Callable[[Path, Random], None]) -> Callable[[Path, str, Random], None]:
    return lambda place, name, dice: change(dice.choice(_files(place)), dice)


def _archive(change: Callable[[Path, Random], None]) -> Callable[[Path, str, Random], None]:
    return lambda place, name, dice: change(place / name, dice)


def _key(change: Callable[[Path, Random], None]) -> Callable[[Path, str, Random], None]:
    return lambda place, name, dice: change(place / KEY, dice)


def _key_nowhere(place: Path, name: str, dice: Random) -> None:
    (place / KEY).unlink()
    Path(settings.DATA_DIR, f"backup_{KEY}").unlink(missing_ok=True)


def _nothing(place: Path, name: str, dice: Random) -> None:
    """The place is as it should be; the passphrase is not."""


def _case(what: str, codes: str, change: Callable[[Path, str, Random], object], passphrase: str = "") -> Broken:
    return Broken(what, frozenset(codes.split()), passphrase, change)


PLAIN = [
    _case("a file is gone", "missing_member", _any_file(_remove)),
    _case("a bit of a file", "wrong_contents", _any_file(_flip)),
    _case("a file cut off", "wrong_contents", _any_file(_cut)),
    _case("a file with more behind it", "wrong_contents", _any_file(_lengthen)),
    _case("two files swapped", "wrong_contents", _swap),
    _case("a folder for a file", "cannot_read", _any_file(_folder_instead)),
    _case("all files gone", "missing_member", lambda place, name, dice: shutil.rmtree(place / "files")),
    _case("a bit of the archive", "damaged", _archive(_flip)),
    _case("the archive cut off", "damaged", _archive(_cut)),
    _case("no archive at all", "damaged", _archive(_another_archive)),
]
ENCRYPTED = [
    _case("an encrypted file is gone", "missing_member", _any_file(_remove), PHRASE),
    _case("a bit of an encrypted file", "damaged", _any_file(_flip), PHRASE),
    _case("an encrypted file cut off", "damaged", _any_file(_cut), PHRASE),
    _case("two encrypted files swapped", "wrong_contents", _swap, PHRASE),
    _case("a bit of the encrypted archive", "damaged", _archive(_flip), PHRASE),
    _case("the encrypted archive cut off", "damaged", _archive(_cut), PHRASE),
    _case("the encrypted archive with more behind it", "damaged", _archive(_lengthen), PHRASE),
    _case("no encrypted archive at all", "damaged", _archive(_another_archive), PHRASE),
]
# Each asks for a passphrase anew, which takes seconds: these are tried once.
LOCKED = [
    _case("no passphrase", "needs_passphrase", _nothing),
    _case("another passphrase", "wrong_passphrase", _nothing, _OTHER),
    _case("a key cut off", "wrong_passphrase", _key(_cut), PHRASE),
    _case("a bit of the key", "wrong_passphrase", _key(_flip), PHRASE),
    _case("the key is nowhere", "no_key", _key_nowhere, PHRASE),
]


def breakages(count: int, dice: Random) -> Iterator[tuple[bool, Broken]]:
    """So many cases, each with whether it is one of an encrypted place; every kind before any comes twice."""
    kinds = [*((False, each) for each in PLAIN), *((True, each) for each in (*ENCRYPTED, *LOCKED))]
    again = [*((False, each) for each in PLAIN), *((True, each) for each in ENCRYPTED)]
    yield from kinds[:count]
    for number in range(len(kinds), count):
        yield again[number % len(again)]
