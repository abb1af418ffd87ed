"""What is said of backups, in the reader's language."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.kernel.backing_up.listing import Listed
from config.kernel.backing_up.models import BackupRun
from config.kernel.ownership import name_of


def age_of(archive: Listed) -> str:
    """As '2 days ago'."""
    return _("%s ago") % timesince(archive.made_at, depth=1)


def headline(newest: Listed | None, made: BackupRun | None) -> str:
    """As 'Last backup: 2 days ago, 45 files, 12 MB'; `made` is the run that made it, where that is still known."""
    if newest is None:
        return _("There is no backup yet.")
    told = [age_of(newest)]
    if made is not None and made.files is not None:
        told.append(ngettext("%(count)d file", "%(count)d files", made.files) % {"count": made.files})
    told.append(filesizeformat(made.size if made is not None and made.size is not None else newest.size))
    return _("Last backup: %s") % ", ".join(told)


def commands(archive: Listed) -> list[str]:
    """What whoever looks after an instance of several parts types to restore an archive."""
    if _is_our_image():
        return [
            "docker compose stop web1 web2 live1 worker beat",
            f"docker compose run --rm prepare restore {archive.name}",
            "docker compose up --detach",
        ]
    return [
        "systemctl stop 'tuppence-*'",
        f"runuser -u {name_of(os.geteuid())} -- make restore FILE={archive.name}",
        "systemctl start tuppence-web@8001 tuppence-web@8002 tuppence-live@8101 tuppence-worker@8201 "
        "tuppence-worker@8202 tuppence-beat",
    ]


def _is_our_image() -> bool:
    """In a container, with the data where the Dockerfile says."""
    return Path("/.dockerenv").exists() and Path(settings.DATA_DIR) == Path("/data")
