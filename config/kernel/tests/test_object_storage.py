"""Files in a bucket, over a small server that checks every signature."""

from __future__ import annotations

import hashlib
import socket
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import grimp
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages

from accounts.models import User
from config.kernel import files, object_storage
from config.kernel.backup.archive import opened
from config.kernel.backup.errors import CannotBackUp
from config.kernel.backup.making import make_backup
from config.kernel.backup.restoring import _bring_files
from config.kernel.models import StoredFile
from config.kernel.object_storage import IN_MEMORY, ObjectStorage
from config.kernel.outages import outage_of
from config.kernel.storage import StorageAway
from config.settings.environment import Environment
from tests.s3_server import KEY, REGION, SECRET, ObjectServer


@pytest.fixture
def server() -> Iterator[ObjectServer]:
    with ObjectServer() as running:
        yield running
        running.shutdown()


def _storage(server: ObjectServer, secret: str = SECRET, prefix: str = "") -> ObjectStorage:
    return ObjectStorage(url=server.url + prefix, region=REGION, key=KEY, secret=secret)


@pytest.mark.parametrize("data", [b"", b"paper", b"x" * (IN_MEMORY + 1)])
@pytest.mark.parametrize("prefix", ["", "/of/ours"])
def test_what_is_kept_comes_back(server: ObjectServer, data: bytes, prefix: str) -> None:
    storage = _storage(server, prefix=prefix)
    assert storage.save("ab/cd/a b+ü.pdf", ContentFile(data)) == "ab/cd/a b+ü.pdf"
    with storage.open("ab/cd/a b+ü.pdf") as opened_file:
        assert (opened_file.size, b"".join(opened_file.chunks())) == (len(data), data)
        opened_file.seek(0)
        assert opened_file.read() == data
    assert storage.exists("ab/cd/a b+ü.pdf")
    assert storage.size("ab/cd/a b+ü.pdf") == len(data)
    assert storage.get_modified_time("ab/cd/a b+ü.pdf") == datetime(2026, 11, 20, 8, tzinfo=UTC)
    storage.delete("ab/cd/a b+ü.pdf")
    storage.delete("ab/cd/a b+ü.pdf")
    assert (server.objects, server.refused) == ({}, [])


def test_what_is_not_there_is_said_as_by_a_disk(server: ObjectServer) -> None:
    storage = _storage(server)
    assert not storage.exists("ab/cd/none")
    for ask in (storage.open, storage.size, storage.get_modified_time):
        with pytest.raises(FileNotFoundError):
            ask("ab/cd/none")


def test_a_long_list_comes_page_by_page(server: ObjectServer) -> None:
    server.page = 3
    server.objects = {f"of/ours/{number:02}": b"" for number in range(10)} | {"of/others/1": b""}
    assert list(_storage(server, prefix="/of/ours").walk()) == [f"{number:02}" for number in range(10)]


def test_another_secret_opens_nothing(server: ObjectServer) -> None:
    with pytest.raises(StorageAway, match="403"):
        _storage(server, secret="another").save("ab/cd/x", ContentFile(b"x"))
    assert (server.objects, server.refused) == ({}, ["another signature"])


def test_a_call_that_found_no_answer_is_made_once_more(server: ObjectServer) -> None:
    storage = _storage(server)
    server.fail_next = 1
    storage.save("ab/cd/x", ContentFile(b"x"))
    server.fail_next = 1
    assert storage.open("ab/cd/x").read() == b"x"
    server.asked.clear()
    server.fail_next = 3
    with pytest.raises(StorageAway, match="503"):
        storage.open("ab/cd/x")
    assert len(server.asked) == 2


def test_what_was_cut_off_is_never_taken_for_whole(server: ObjectServer) -> None:
    storage = _storage(server)
    storage.save("ab/cd/x", ContentFile(b"paper"))
    server.cut_next = 1
    assert storage.open("ab/cd/x").read() == b"paper"
    server.cut_next = 2
    with pytest.raises(StorageAway, match="cut off"):
        storage.open("ab/cd/x")


def test_what_changed_on_its_way_is_refused(server: ObjectServer) -> None:
    server.spoil_next = 1
    with pytest.raises(StorageAway, match="403"):
        _storage(server).save("ab/cd/x", ContentFile(b"paper"))
    assert (server.objects, server.refused) == ({}, ["another body"])


def test_a_bucket_that_is_away_is_an_outage_and_no_fault_of_ours() -> None:
    away = ObjectStorage(url="http://127.0.0.1:1/papers", region=REGION, key=KEY, secret=SECRET)
    with pytest.raises(StorageAway) as error:
        away.save("ab/cd/x", ContentFile(b"x"))
    outage = outage_of(error.value)
    assert outage is not None
    assert (outage.status, outage.code) == (503, "storage_unavailable")


def test_a_bucket_that_says_nothing_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(object_storage, "ANSWERS_WITHIN", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/papers"
        with pytest.raises(StorageAway, match="ReadTimeoutError"):
            ObjectStorage(url=url, region=REGION, key=KEY, secret=SECRET).open("ab/cd/x")


def test_a_bucket_without_its_library_is_said_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = {"S3_URL": "https://s3.example.org/papers", "S3_KEY": KEY, "S3_SECRET": SECRET, "DATA_DIR": str(tmp_path)}
    assert Environment(given, tmp_path)["S3_URL"] == "https://s3.example.org/papers"
    monkeypatch.setitem(sys.modules, "botocore", None)
    with pytest.raises(ImproperlyConfigured, match=r"requirements/bucket\.txt"):
        Environment(given, tmp_path)


def test_only_the_storage_of_buckets_loads_the_library() -> None:
    """So that who keeps files on a disk neither needs it nor waits for it."""
    parts = ("config", "accounts", "ledger", "partnerships", "purchases", "insights", "chat")
    graph = grimp.build_graph(
        *parts, include_external_packages=True, exclude_type_checking_imports=True, cache_dir=None
    )
    assert graph.find_modules_that_directly_import("botocore") == {"config.kernel.object_storage"}
    assert graph.find_modules_that_directly_import("config.kernel.object_storage") == {__name__}


@pytest.fixture
def in_bucket(server: ObjectServer, settings: Any) -> ObjectServer:
    """The storage of this test is the bucket."""
    options = {"url": server.url, "region": REGION, "key": KEY, "secret": SECRET}
    chosen = {"BACKEND": "config.kernel.object_storage.ObjectStorage", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "default": chosen}
    # Django's own storage follows the setting, there and back.
    assert isinstance(storages["default"], ObjectStorage)
    return server


@pytest.mark.django_db(transaction=True)
class TestFilesOfPeople:
    def test_they_are_kept_read_and_let_go(self, in_bucket: ObjectServer, ana: User) -> None:
        reference = files.store(ana, b"paper", name="a.pdf", content_type="application/pdf", purpose="document")
        digest = hashlib.sha256(b"paper").hexdigest()
        assert in_bucket.objects == {f"{digest[:2]}/{digest[2:4]}/{digest}": b"paper"}
        with files.open_file(reference) as kept:
            assert kept.read() == b"paper"
        files.release(reference)
        assert in_bucket.objects == {}

    def test_strays_are_found_in_one_walk(self, in_bucket: ObjectServer, ana: User) -> None:
        files.store(ana, b"known", name="a", content_type="x/y", purpose="document")
        stray = hashlib.sha256(b"stray").hexdigest()
        default_storage.save(StoredFile(digest=stray).path, ContentFile(b"stray"))
        in_bucket.asked.clear()
        assert files.collect_strays() == 1
        assert list(in_bucket.objects.values()) == [b"known"]
        assert sum("list-type" in each for each in in_bucket.asked) == 1

    def test_a_backup_holds_them_and_brings_them_back(
        self, in_bucket: ObjectServer, ana: User, settings: Any, tmp_path: Path
    ) -> None:
        settings.BACKUP_DIR = tmp_path
        files.store(ana, b"paper", name="a.pdf", content_type="application/pdf", purpose="document")
        made = make_backup()
        assert [each.size for each in made.manifest.files] == [5]
        kept = dict(in_bucket.objects)
        in_bucket.objects.clear()
        with opened(made.path) as reader:
            _bring_files(reader)
        assert in_bucket.objects == kept

    def test_no_backup_is_made_while_it_is_away(
        self, in_bucket: ObjectServer, ana: User, settings: Any, tmp_path: Path
    ) -> None:
        """It would call every file missing, and older backups that have them would go for it."""
        settings.BACKUP_DIR = tmp_path
        files.store(ana, b"paper", name="a.pdf", content_type="application/pdf", purpose="document")
        default = settings.STORAGES["default"]
        away = {**default, "OPTIONS": {**default["OPTIONS"], "url": "http://127.0.0.1:1/papers"}}
        settings.STORAGES = {**settings.STORAGES, "default": away}
        with pytest.raises(CannotBackUp) as refused:
            make_backup()
        assert refused.value.code == "storage_away"
        assert list(tmp_path.glob("*.zip")) == []
