"""Files that were lost on the disk, and what backups bring back of them."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from accounts.models import User
from config.kernel import files
from config.kernel.backup import keeping, pool
from config.kernel.backup.destinations import destinations
from config.kernel.backup.healing import heal
from config.kernel.backup.making import make_backup
from config.kernel.backup.verifying import verify
from config.kernel.models import AuditEntry, StoredFile
from prove.backing.life import leftovers, state

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def also(person: User, folder: Path, settings: Any) -> Path:
    settings.BACKUP_ALSO = [str(folder / "also")]
    return folder / "also"


def _break(folder: Path) -> list[StoredFile]:
    """One gone, one damaged."""
    gone, damaged = StoredFile.objects.order_by("pk")[:2]
    (folder / "files" / gone.path).unlink()
    (folder / "files" / damaged.path).write_bytes(b"other bytes")
    return [gone, damaged]


@pytest.mark.parametrize(("number", "phrase"), [(0, ""), (1, ""), (0, "correct horse battery staple")])
def test_lost_files_are_brought_back_from_whichever_place_has_them(
    person: User, folder: Path, also: Path, settings: Any, number: int, phrase: str
) -> None:
    settings.BACKUP_PASSPHRASE = phrase
    make_backup()
    before = state()
    broken = _break(folder)
    other = destinations()[1 - number].place
    for name in [*other.listing(""), *pool.lying(other)]:
        other.remove(name)
    told = heal()
    assert told.read == 3
    assert told.healed == {file.digest: destinations()[number].name for file in broken}
    assert (told.lost, told.refilled, told.away) == ((), 0, ())
    assert state() == before
    assert AuditEntry.objects.get(action="files.healed").details == {"healed": 2, "lost": 0, "refilled": 0}
    assert heal().healed == {}
    assert AuditEntry.objects.filter(action="files.healed").count() == 1
    assert leftovers() == []


def test_what_no_backup_has_is_marked_until_it_is_there_again(person: User, folder: Path) -> None:
    broken = _break(folder)
    lost = {file.digest for file in broken}
    assert set(heal().lost) == lost
    assert set(StoredFile.objects.exclude(lost_at=None).values_list("pk", flat=True)) == lost
    since = StoredFile.objects.get(pk=broken[0].pk).lost_at
    heal()
    assert StoredFile.objects.get(pk=broken[0].pk).lost_at == since
    for number in (3, 6):
        text = f"{person.pk} {number}".encode() * 50
        files.store(person, text, name="again.txt", content_type="text/plain", purpose="proof")
    still = {file.digest for file in StoredFile.objects.exclude(lost_at=None)}
    again = {hashlib.sha256(f"{person.pk} {number}".encode() * 50).hexdigest() for number in (3, 6)}
    assert still == lost - again
    assert set(heal().lost) == still


def test_a_copy_that_is_damaged_too_is_not_taken(person: User, folder: Path, also: Path) -> None:
    make_backup()
    [gone, _damaged] = _break(folder)
    (also / pool.name_in(gone.digest, None)).write_bytes(b"x" * gone.size)
    assert heal().healed[gone.digest] == str(folder / "backups")
    for kept in keeping.archives():
        kept.path.write_bytes(b"no archive")
    (folder / "files" / gone.path).unlink()
    assert heal().lost == (gone.digest,)
    assert not (folder / "files" / gone.path).exists()


def test_places_are_given_again_what_their_archives_need(person: User, folder: Path, also: Path) -> None:
    make_backup()
    first, second = sorted(also.glob("files/*/*"))[:2]
    first.unlink()
    second.write_bytes(bytes(second.stat().st_size))
    assert heal().refilled == 1
    assert heal(copies=True).refilled == 1
    assert heal(copies=True).refilled == 0
    verify(keeping.archives(destinations()[1])[0])
