"""Whose DATA_DIR it is: what root writes into the folder of somebody else, the server does not read any more."""

from __future__ import annotations

import os
import pwd
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError


def refuse_root_for_others() -> None:
    """Raises CommandError where root would write into a DATA_DIR that is somebody else's."""
    owner = _owner(Path(settings.DATA_DIR))
    if os.geteuid() == 0 and owner != 0:
        name = name_of(owner)
        raise CommandError(
            f"{settings.DATA_DIR} belongs to {name}, who could not read what root writes there. "
            f"Put `runuser -u {name} --` before the command."
        )


def name_of(user_id: int) -> str:
    """The name of an account of this machine, else its number."""
    try:
        return pwd.getpwuid(user_id).pw_name
    except KeyError:
        return str(user_id)


def _owner(folder: Path) -> int:
    return folder.stat().st_uid
