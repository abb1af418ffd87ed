"""After an upgrade every figure is the one of the archive from before it, or is named."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from config.kernel.backup.making import make_backup
from ledger.core.models import MoneyAccount
from ledger.core.services import create_money_account

pytestmark = pytest.mark.django_db(transaction=True)


def _compare(path: Path | str) -> str:
    told = StringIO()
    call_command("compare_figures", path, stdout=told)
    return told.getvalue()


def test_what_is_as_it_was_is_said_so_and_what_is_not_is_named(ana: User, settings: Any, tmp_path: Path) -> None:
    settings.BACKUP_DIR = tmp_path
    account = create_money_account(owner=ana, currency="EUR", name="Everyday")
    path = make_backup().path
    assert "figures are those of the archive" in _compare(path)
    assert "figures are those of the archive" in _compare(path.name)
    MoneyAccount.objects.filter(pk=account.pk).update(balance="0.01")
    told = StringIO()
    with pytest.raises(CommandError, match="1 of"):
        call_command("compare_figures", path, stdout=told)
    assert "ledger.balances_sha256" in told.getvalue()
    assert "ledger.accounts" not in told.getvalue()


def test_what_is_no_archive_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "no.zip").write_bytes(b"no")
    with pytest.raises(CommandError, match="damaged"):
        _compare(tmp_path / "no.zip")
    with pytest.raises(CommandError, match="No such file"):
        _compare(tmp_path / "none.zip")
