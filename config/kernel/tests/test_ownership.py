from __future__ import annotations

import os

import pytest
from django.core.management import CommandError, call_command

from config.kernel import ownership

NOBODY = 65534


@pytest.mark.parametrize("command", [("backup",), ("restore", "any.zip"), ("prepare",), ("serve",)])
def test_root_writes_nothing_into_the_folder_of_somebody_else(
    command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(ownership, "_owner", lambda _folder: NOBODY)
    with pytest.raises(CommandError, match=f"runuser -u {ownership.name_of(NOBODY)} --"):
        call_command(*command)
