"""The watched folder, with real files on a real disk."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from ledger.core.models import Transaction
from ledger.imports import watching
from ledger.imports.models import Import
from ledger.imports.tests.conftest import MARCH, Taking, bank_file

Callbacks = Callable[..., Any]
APRIL = bank_file([("2026-04-02", "Kaffeemobil", "-3.20"), ("2026-04-03", "Kaffeemobil", "-4.20")])


class Folders:
    """The folder and what a minute of its schedule does."""

    def __init__(self, root: Path, callbacks: Callbacks) -> None:
        self.root = root
        self.callbacks = callbacks

    def put(self, path: str, data: bytes) -> Path:
        file = self.root / path
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(data)
        return file

    def look(self, times: int = 2) -> None:
        for _ in range(times):
            with self.callbacks(execute=True):
                watching.look()

    def names(self, path: str = "") -> list[str]:
        top = self.root / path
        return sorted(str(each.relative_to(top)) for each in top.rglob("*") if each.is_file())


@pytest.fixture
def folder(tmp_path: Path, settings: Any, django_capture_on_commit_callbacks: Callbacks) -> Folders:
    settings.IMPORT_FOLDER = tmp_path.resolve()
    cache.clear()
    return Folders(tmp_path.resolve(), django_capture_on_commit_callbacks)


def test_a_known_form_is_imported_by_itself_once_it_lies_still(ana: User, folder: Folders, take: Taking) -> None:
    take(ana, bank_file(MARCH))
    file = folder.put("april.csv", APRIL[:40])
    folder.look(1)
    file.write_bytes(APRIL)
    folder.look(1)
    assert folder.names() == ["april.csv"]
    folder.look(1)
    assert folder.names() == [f"done/{ana.today}-april.csv"]
    source = Import.objects.get(filename="april.csv")
    assert (source.status, source.came_by, source.report["taken"]) == ("done", "folder", 2)
    assert Transaction.objects.count() == 6


def test_what_is_not_known_waits_and_is_counted(
    ana: User, folder: Folders, signed_in: Callable[[User], Client]
) -> None:
    folder.put("march.csv", bank_file(MARCH))
    folder.look()
    source = Import.objects.get()
    assert (source.status, source.came_by) == ("preview", "folder")
    assert folder.names() == [f"done/{ana.today}-march.csv"]
    assert watching.count_waiting(ana) == 1
    start = signed_in(ana).get("/transactions/import/").text
    assert 'aria-label="1 file to check"' in start
    assert not Transaction.objects.exists()


def test_a_file_with_a_line_that_cannot_be_read_waits_though_its_form_is_known(
    ana: User, folder: Folders, take: Taking
) -> None:
    take(ana, bank_file(MARCH))
    rows = [(f"2026-04-{day:02}", "Kaffeemobil", f"-{day}.20") for day in range(1, 9)]
    folder.put("april.csv", bank_file(rows).replace(b"-4.20", b"-4,2O"))
    folder.look()
    assert Import.objects.get(filename="april.csv").status == "preview"


def test_the_same_file_twice_and_the_same_lines_again_change_nothing(ana: User, folder: Folders, take: Taking) -> None:
    take(ana, bank_file(MARCH))
    folder.put("march.csv", bank_file(MARCH))
    folder.put("again.csv", bank_file(MARCH[:2]))
    folder.look()
    assert folder.names() == [f"done/{ana.today}-again.csv", f"done/{ana.today}-march.csv"]
    folder.put("march.csv", bank_file(MARCH))
    folder.look()
    assert f"done/{ana.today}-march-2.csv" in folder.names()
    assert (Import.objects.count(), Transaction.objects.count()) == (1, 4)


def test_a_refused_file_lies_beside_its_reason(ana: User, folder: Folders) -> None:
    folder.put("scan.pdf", b"%PDF-1.4 abc")
    folder.look()
    assert folder.names("refused") == [f"{ana.today}-scan.pdf", f"{ana.today}-scan.pdf.txt"]
    assert "PDF" in (folder.root / "refused" / f"{ana.today}-scan.pdf.txt").read_text()
    assert not Import.objects.exists()


def test_each_persons_folder_is_theirs_and_nobodys_stays(ana: User, carla: User, folder: Folders) -> None:
    folder.put(f"{ana.email.upper()}/march.csv", bank_file(MARCH))
    folder.put(f"{carla.email}/march.csv", bank_file(MARCH))
    folder.put("stranger@example.org/march.csv", bank_file(MARCH))
    folder.put("whose.csv", bank_file(MARCH))
    folder.look()
    assert sorted(Import.objects.values_list("person__name", flat=True)) == sorted([ana.name, carla.name])
    assert folder.names("stranger@example.org") == ["march.csv"]
    assert (folder.root / "whose.csv").exists()


def test_links_pipes_and_hidden_files_are_not_there(ana: User, folder: Folders, tmp_path_factory: Any) -> None:
    outside = tmp_path_factory.mktemp("outside")
    secret = outside / "secret.csv"
    secret.write_bytes(bank_file(MARCH))
    (folder.root / "link.csv").symlink_to(secret)
    (folder.root / ana.email).symlink_to(outside)
    (folder.root / "done").symlink_to(outside)
    os.mkfifo(folder.root / "pipe.csv")
    folder.put(".march.csv", bank_file(MARCH))
    folder.look(3)
    assert not Import.objects.exists()
    folder.put("march.csv", bank_file(MARCH))
    folder.look(3)
    assert [each.name for each in outside.iterdir()] == ["secret.csv"]
    assert (folder.root / "march.csv").exists()
    assert Import.objects.count() == 1


def test_odd_names_and_a_missing_folder_stop_nobody(ana: User, folder: Folders) -> None:
    for name in (b"a\xff.csv", b"b" * 250 + b".csv", "ü".encode() * 120 + b".csv"):
        Path(os.fsdecode(os.fsencode(folder.root) + b"/" + name)).write_bytes(b"%PDF-1.4 abc")
    folder.look()
    assert len(folder.names("refused")) == 6
    for each in (folder.root / "refused").iterdir():
        each.unlink()
    (folder.root / "refused").rmdir()
    folder.root.rmdir()
    folder.look()
