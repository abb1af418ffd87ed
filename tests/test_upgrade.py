"""What version 1.0 wrote is carried forward by every later one: its archive, restored and held against itself."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from accounts.models import User
from config.kernel.backup import archive, figures
from config.kernel.backup.errors import RestoreRefused
from config.kernel.backup.restoring import restore
from config.kernel.models import AuditEntry, StoredFile
from config.kernel.tests import conftest
from ledger.core.models import Transaction
from prove.backing.forging import put_together, take_apart
from prove.backing.life import leftovers, state
from purchases.documents.models import Document

pytestmark = pytest.mark.django_db(transaction=True)
folder = conftest.folder

FIRST = Path(__file__).parent / "upgrade_data" / "v1.0.zip"
SECRET_KEY = "the-secret-of-an-instance-that-was-made-for-its-upgrade"
FIELD_KEYS = f"first:{b64encode(b'k' * 32).decode()}"


@pytest.fixture
def later(folder: Path, settings: Any) -> Path:
    """An empty instance of today's version that has the keys of then."""
    settings.SECRET_KEY, settings.FIELD_KEYS = SECRET_KEY, FIELD_KEYS
    return folder


def test_the_archive_of_the_first_version_is_carried_forward_whole(later: Path, tmp_path: Path, signed_in: Any) -> None:
    done = restore(FIRST)

    executor = MigrationExecutor(connection)
    assert not executor.migration_plan(executor.loader.graph.leaf_nodes())
    assert set(done.manifest.migrations) <= {f"{app}.{name}" for app, name in executor.loader.applied_migrations}

    promised = dict(figures.by_name(done.manifest.figures))
    assert figures.unlike(done.manifest.figures, figures.count(connection)) == []
    assert promised["ledger.accounts"] == 9
    assert list(figures.differences()) == []
    call_command("check_ledger")

    kept = {entry.sha256: entry.size for entry in done.manifest.files}
    assert set(StoredFile.objects.values_list("pk", flat=True)) == kept.keys()
    for digest, size in kept.items():
        with default_storage.open(StoredFile(digest=digest).path) as opened:
            contents = opened.read()
        assert (hashlib.sha256(contents).hexdigest(), len(contents)) == (digest, size)
    assert Document.objects.filter(kind="pdf", file__file__in=kept).exists()
    _what_was_encrypted_is_read_and_pages_are_shown(signed_in)
    _a_forged_one_is_refused_and_all_is_as_it_was(tmp_path)


def _what_was_encrypted_is_read_and_pages_are_shown(signed_in: Any) -> None:
    ana = User.objects.get(email="ana@demo.example")
    assert str(ana.monthly_income) == "2900.00"
    client = signed_in(ana)
    for path in ("/", "/transactions/", "/plan/", "/things/", "/together/", "/insights/", "/plan/goals/"):
        assert client.get(path, follow=True).status_code == 200, path


def _a_forged_one_is_refused_and_all_is_as_it_was(tmp_path: Path) -> None:
    """One whose figures are not those of its rows."""
    line = Transaction.objects.earliest("pk")
    before, lines, entries = state(), Transaction.objects.count(), AuditEntry.objects.count()
    parts = take_apart(FIRST)
    told = parts.manifest["figures"]
    parts.say(figures={**told, "ledger": {**told["ledger"], "moved": "0"}})
    forged = tmp_path / "forged.zip"
    forged.write_bytes(put_together(parts))

    with pytest.raises(RestoreRefused) as refused:
        restore(forged)

    assert refused.value.code == "wrong_figures"
    assert (state(), Transaction.objects.count(), AuditEntry.objects.count()) == (before, lines, entries)
    assert Transaction.objects.filter(pk=line.pk).exists()
    assert leftovers() == []


def test_without_its_keys_it_is_refused(folder: Path) -> None:
    with pytest.raises(Exception, match="key") as refused:
        restore(FIRST)
    assert getattr(refused.value, "code", "").endswith("key")
    assert not User.objects.exists()


def test_it_is_small_and_of_the_first_version() -> None:
    assert FIRST.stat().st_size < 400_000
    with archive.opened(FIRST) as reader:
        assert reader.manifest.version == "1.0.0"
