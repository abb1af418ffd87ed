"""One backup in several places: each whole for itself, files once, readable to nobody without the passphrase."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from config.kernel import files, locks
from config.kernel.backing_up import planning
from config.kernel.backup import keeping, pool
from config.kernel.backup.destinations import Destination, destinations
from config.kernel.backup.errors import ArchiveRefused, CannotBackUp
from config.kernel.backup.ladder import Ladder
from config.kernel.backup.making import BRING, bring, make_backup
from config.kernel.backup.restoring import restore
from config.kernel.backup.verifying import verify
from config.kernel.models import AuditEntry, FileReference, Job, StoredFile
from prove.backing.life import leftovers, state, state_of, write, written
from tests.s3_server import KEY, REGION, SECRET, ObjectServer

pytestmark = pytest.mark.django_db(transaction=True)
PHRASE = "correct horse battery staple"


@pytest.fixture
def bucket(settings: Any) -> Iterator[ObjectServer]:
    server = ObjectServer()
    settings.BACKUP_S3_URL = server.url.rpartition("/")[0]
    settings.BACKUP_S3_REGION, settings.BACKUP_S3_KEY, settings.BACKUP_S3_SECRET = REGION, KEY, SECRET
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def also(person: User, folder: Path, bucket: ObjectServer, settings: Any) -> Path:
    """Three places: BACKUP_DIR, this folder and the bucket."""
    settings.BACKUP_ALSO = [str(folder / "also"), "s3://papers/home"]
    return folder / "also"


def empty(place: Destination) -> None:
    for name in list(place.place.listing("")) + list(pool.lying(place.place)):
        place.place.remove(name)


@pytest.mark.parametrize(("number", "phrase"), [(0, PHRASE), (1, ""), (2, PHRASE)])
def test_each_place_alone_brings_everything_back(
    person: User, folder: Path, also: Path, settings: Any, number: int, phrase: str
) -> None:
    settings.BACKUP_PASSPHRASE = phrase
    made = make_backup()
    assert [copy.code for copy in made.copies] == ["", "", ""]
    write(person, 10, 1)
    shutil.rmtree(folder / "files")
    places = destinations()
    [kept] = keeping.archives(places[number])
    for other in {*places} - {places[number]}:
        empty(other)
    (folder / "backup_key.age").unlink(missing_ok=True)
    assert verify(kept) == made.manifest
    restore(kept)
    assert state() == state_of(made.manifest)
    assert written(person) == {1, 2, 3, 4, 5, 6}
    assert leftovers() == []
    assert not list(folder.glob(".unfinished*"))


def test_files_are_written_once_and_go_with_the_last_archive_that_names_them(
    person: User, also: Path, bucket: ObjectServer, settings: Any
) -> None:
    settings.BACKUP_KEEP = 2
    assert [copy.files for copy in make_backup().copies] == [3, 3, 3]
    assert [copy.files for copy in make_backup().copies] == [3, 0, 0]
    reference = FileReference.objects.filter(purpose="import").get()
    name = pool.name_in(reference.file_id, None)
    files.release(reference)
    files.collect(reference.file_id)
    make_backup()
    assert (also / name).exists()
    assert f"home/{name}" in bucket.objects
    last = make_backup()
    assert [len(copy.gone) for copy in last.copies] == [1, 1, 1]
    assert not (also / name).exists()
    assert f"home/{name}" not in bucket.objects
    for place in destinations():
        assert [verify(kept).missing for kept in keeping.archives(place)] == [[], []]


def test_no_file_goes_while_an_archive_cannot_say_what_it_needs(person: User, also: Path, settings: Any) -> None:
    settings.BACKUP_KEEP = 1
    first = make_backup().copies[1].kept
    assert first
    (also / f"{first.name}.files").unlink()
    stray = also / "files" / "ab" / f"ab{'0' * 62}"
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"nobody's")
    place = destinations()[1]
    damaged = bytearray(first.path.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    first.path.write_bytes(damaged)
    assert keeping.collect(place) == 0
    assert stray.exists()
    make_backup()
    assert not stray.exists()
    assert [verify(kept).missing for kept in keeping.archives(place)] == [[]]


def test_a_place_that_fails_leaves_the_others_whole_and_is_told_and_tried_again(
    person: User, folder: Path, also: Path, bucket: ObjectServer
) -> None:
    also.write_text("in the way")
    bucket.fail_next = 1_000
    made = make_backup()
    assert [copy.code for copy in made.copies] == ["", "cannot_write", "cannot_write"]
    assert "s3://papers/home: answered 503" in made.failed[1].words
    assert verify(made.kept) == made.manifest
    assert AuditEntry.objects.get(action="backup.made").details["failed"] == [str(also), "s3://papers/home"]
    waiting = list(Job.objects.filter(kind=BRING).order_by("pk").values_list("payload", flat=True))
    assert waiting == [{"name": made.kept.name, "destination": to} for to in (str(also), "s3://papers/home")]
    with pytest.raises(CannotBackUp, match="503"):
        bring(**_named(waiting[1]))

    also.unlink()
    bucket.fail_next = 0
    for payload in waiting:
        assert bring(**_named(payload))
        assert bring(**_named(payload)) is None
    for place in destinations():
        assert [verify(kept) for kept in keeping.archives(place)] == [made.manifest]


def test_a_folder_of_backups_that_fails_is_brought_back_whole(person: User, also: Path, settings: Any) -> None:
    blocked = settings.BACKUP_DIR
    blocked.write_text("in the way")
    made = make_backup()
    assert [copy.code for copy in made.copies] == ["cannot_write", "", ""]
    blocked.unlink()
    assert bring(made.kept.name, str(blocked))
    [kept] = keeping.archives()
    shutil.rmtree(also)
    with ZipFile(kept.path) as whole:
        assert sum(name.startswith("files/") for name in whole.namelist()) == 3
    assert verify(kept) == made.manifest


def _named(payload: dict[str, Any]) -> dict[str, str]:
    return {"name": payload["name"], "to": payload["destination"]}


def test_nothing_readable_is_in_a_place_with_a_passphrase(
    person: User, folder: Path, also: Path, bucket: ObjectServer, settings: Any
) -> None:
    settings.BACKUP_PASSPHRASE = PHRASE
    make_backup()
    held = {str(path): path.read_bytes() for path in (folder / "backups").rglob("*") if path.is_file()}
    held |= {str(path): path.read_bytes() for path in also.rglob("*") if path.is_file()} | bucket.objects
    assert len(held) == 3 * (1 + 1 + 1 + 3)
    everything = "\n".join(held).encode() + b"".join(held.values())
    telling = [*StoredFile.objects.values_list("pk", flat=True), "Entry 1", "ana@example.org", "manifest.json", "PK"]
    assert [word for word in telling[:-1] if word.encode() in everything] == []
    assert all(data.startswith(b"age-encryption.org/v1") for name, data in held.items() if name.endswith(".age"))


def test_a_wrong_or_missing_passphrase_is_refused_with_a_plain_code(person: User, also: Path, settings: Any) -> None:
    settings.BACKUP_PASSPHRASE = PHRASE
    kept = make_backup().kept
    before = state()
    for phrase, code in (("", "needs_passphrase"), ("another one, as long", "wrong_passphrase")):
        settings.BACKUP_PASSPHRASE = phrase
        for work in (verify, restore):
            with pytest.raises(ArchiveRefused) as refused:
                work(kept)
            assert refused.value.code == code
    with pytest.raises(CannotBackUp) as cannot:
        make_backup()
    assert cannot.value.code == "wrong_passphrase"
    assert state() == before
    settings.BACKUP_PASSPHRASE = PHRASE
    data = bytearray(kept.path.read_bytes())
    data[-1] ^= 1
    kept.path.write_bytes(data)
    with pytest.raises(ArchiveRefused, match="cannot be decrypted"):
        verify(kept)


def test_archives_from_before_the_passphrase_are_still_read(person: User, also: Path, settings: Any) -> None:
    before = make_backup()
    settings.BACKUP_PASSPHRASE = PHRASE
    after = make_backup()
    for place in destinations():
        kept = keeping.archives(place)
        assert [each.is_encrypted for each in kept] == [True, False]
        assert [verify(each).created_at for each in kept] == [after.manifest.created_at, before.manifest.created_at]


def test_a_backup_is_told_by_its_name_or_its_path_and_makes_one_whole_file(
    person: User, folder: Path, also: Path, settings: Any
) -> None:
    settings.BACKUP_WHOLE, settings.BACKUP_PASSPHRASE = False, PHRASE
    whole = folder / "whole.zip"
    out = StringIO()
    call_command("backup", to=whole, stdout=out)
    told = out.getvalue().splitlines()
    assert [line.partition("/tuppence-")[0] for line in told] == [each.name for each in destinations()]
    [kept] = keeping.archives()
    settings.BACKUP_PASSPHRASE = ""
    verify(keeping.at(whole))
    assert whole.stat().st_mode & 0o777 == 0o600
    with pytest.raises(CommandError, match="something of that name"):
        call_command("backup", to=whole)
    settings.BACKUP_PASSPHRASE = PHRASE
    empty(destinations()[0])
    after = state()
    write(person, 7, 2)
    for given in (kept.name, str(also / kept.name), str(whole)):
        call_command("verify_backup", given)
    call_command("restore", kept.name)
    assert state() == after
    out = StringIO()
    call_command("backups", stdout=out)
    assert out.getvalue().count(kept.name) == 2
    with pytest.raises(CommandError, match="No such file"):
        call_command("restore", "tuppence-2020-01-01-000000-000000.zip")


def test_a_file_cut_off_in_a_place_is_seen_and_written_anew(person: User, also: Path) -> None:
    first = make_backup().copies[1].kept
    assert first
    [name, *_more] = sorted(pool.lying(first.destination.place))
    (also / name).write_bytes(b"cut")
    with pytest.raises(ArchiveRefused) as refused:
        verify(first)
    assert refused.value.code == "wrong_contents"
    assert make_backup().copies[1].files == 1
    verify(first)
    (also / name).unlink()
    with pytest.raises(ArchiveRefused) as refused:
        verify(first)
    assert refused.value.code == "missing_member"


def test_the_ladder_is_climbed_in_every_place(person: User, also: Path) -> None:
    for _ in range(3):
        make_backup(Ladder(last=2))
    assert [len(keeping.archives(place)) for place in destinations()] == [2, 2, 2]


def test_the_plan_says_what_stays_and_a_restore_lets_go_of_no_backup(person: User, settings: Any) -> None:
    settings.BACKUP_KEEP = 1
    planning.change_plan({"keep_last": 3})
    for _ in range(4):
        call_command("backup")
    restore(keeping.archives()[-1])
    restore(keeping.archives()[-1])
    assert [kept.sort for kept in keeping.archives()] == [keeping.RESTORE_POINT, *[keeping.BACKUP] * 3]


def test_nothing_is_brought_while_a_backup_runs(person: User, also: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.kernel.backup.making.WAIT_SECONDS", 0)
    made = make_backup()
    empty(destinations()[1])
    with locks.held(locks.BACKUP), pytest.raises(CannotBackUp, match="is running"):
        bring(made.kept.name, str(also))
