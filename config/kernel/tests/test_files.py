from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import User
from config.kernel import files
from config.kernel.models import FileReference, StoredFile

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    default = {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": default}


def _keep(owner: User, data: bytes, name: str = "statement.csv") -> FileReference:
    return files.store(owner, data, name=name, content_type="text/csv", purpose="import")


def _on_disk(tmp_path: Path) -> list[Path]:
    return [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_file_comes_back_as_it_was_given(ana: User) -> None:
    upload = SimpleUploadedFile("statement.csv", b"a;b\n1;2\n")
    reference = files.store(ana, upload, name="statement.csv", content_type="text/csv", purpose="import")
    with files.open_file(reference) as file:
        assert file.read() == b"a;b\n1;2\n"
    assert reference.file.size == 8


def test_the_same_contents_are_kept_once_and_stay_for_whoever_still_holds_them(
    ana: User, carla: User, tmp_path: Path
) -> None:
    anas, carlas = _keep(ana, b"same"), _keep(carla, b"same")
    assert len(_on_disk(tmp_path)) == 1
    files.release(anas)
    with files.open_file(carlas) as file:
        assert file.read() == b"same"
    files.release(carlas)
    assert _on_disk(tmp_path) == []
    assert not StoredFile.objects.exists()


def test_contents_of_deleted_people_go_after_a_day(ana: User, tmp_path: Path) -> None:
    _keep(ana, b"hers")
    ana.delete()
    assert files.collect_unreferenced() == 0
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert files.collect_unreferenced() == 1
    assert _on_disk(tmp_path) == []


def test_a_write_that_fails_leaves_nothing_behind(ana: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_space(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("config.kernel.storage.os.fsync", no_space)
    with pytest.raises(OSError, match="No space"):
        _keep(ana, b"lost")
    assert _on_disk(tmp_path) == []
    assert not FileReference.objects.exists()


def test_a_hostile_name_is_only_a_label(ana: User, tmp_path: Path) -> None:
    reference = _keep(ana, b"x", name="../../etc/passwd")
    assert reference.name == "../../etc/passwd"
    (path,) = _on_disk(tmp_path)
    assert path.relative_to(tmp_path).as_posix() == reference.file.path


def test_bytes_without_a_row_go_and_those_of_a_row_stay(ana: User, tmp_path: Path) -> None:
    _keep(ana, b"hers")
    [hers] = _on_disk(tmp_path)
    stray = tmp_path / "ab" / "cd" / ("ab" + "cd" * 31)
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"of a write that was rolled back")
    unfinished = stray.with_name(".incoming-x")
    unfinished.touch()
    assert files.collect_strays() == 1
    assert sorted(_on_disk(tmp_path)) == sorted([hers, unfinished])
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert files.collect_strays() == 1
    assert _on_disk(tmp_path) == [hers]
    assert StoredFile.objects.count() == 1
