"""What staff do about backups: each noted in the trail with who did it and from where."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.audit import record
from config.kernel.backing_up import handing_out, planning, runs, wishes
from config.kernel.backing_up.listing import Listed, Listing
from config.kernel.backing_up.models import BackupPlan, BackupRun
from config.kernel.backup import encryption
from config.kernel.backup.errors import BackupProblem

ACTIONS = {
    BackupRun.Kind.BACKUP: "backup.asked",
    BackupRun.Kind.VERIFICATION: "backup.check_asked",
    BackupRun.Kind.REHEARSAL: "backup.rehearsal_asked",
    BackupRun.Kind.HEALING: "files.healing_asked",
}


@transaction.atomic
def begin(kind: str, *, by: User, request: HttpRequest, archive: str = "") -> BackupRun:
    """A run of that kind, done by a job. Raises AlreadyRunning."""
    run = runs.begin(kind, archive=archive, started_by=by)
    record(ACTIONS[BackupRun.Kind(kind)], person=by, request=request, run=str(run.pk), name=archive)
    return run


@transaction.atomic
def change_plan(changes: dict[str, Any], *, by: User, request: HttpRequest) -> BackupPlan:
    """Raises ValidationError by field."""
    plan = planning.change_plan(changes)
    record("backup.plan_changed", person=by, request=request, fields=sorted(changes))
    return plan


def download(archive: Listed, *, by: User, request: HttpRequest) -> tuple[str, Iterator[bytes]]:
    """Name and pieces of the whole archive. Raises as `handing_out.whole`."""
    name, pieces = handing_out.whole(archive)
    record("backup.downloaded", person=by, request=request, name=archive.name)
    return name, pieces


def delete(archive: Listed, listing: Listing, *, by: User, request: HttpRequest) -> None:
    """Raises as `handing_out.delete`."""
    handing_out.delete(archive, listing)
    record("backup.deleted", person=by, request=request, name=archive.name)


def check_typed(archive: Listed, typed: str) -> None:
    """Raises ValidationError on `confirmation`: it is not the archive's name."""
    if typed.strip() != archive.name:
        refusal = ValidationError(_("Type the name of the backup, as it stands here."), code="confirmation_mismatch")
        raise ValidationError({"confirmation": refusal})


def check_opens(archive: Listed) -> None:
    """Raises ValidationError on `confirmation`: without its passphrase everybody would lose the server for nothing."""
    copy = archive.copies[0]
    if not copy.is_encrypted:
        return
    try:
        # A place that does not answer says so when it is asked for the whole.
        with suppress(OSError):
            encryption.cipher_to_read(copy.destination.place)
    except BackupProblem as problem:
        raise ValidationError({"confirmation": ValidationError(str(problem), code=problem.code)}) from problem


@transaction.atomic
def restore(archive: Listed, *, by: User, request: HttpRequest) -> None:
    """Have the server end, restore and begin anew. The caller has checked what was typed, and who it is.

    Raises:
        PartsApart: several processes serve this instance.
        FileExistsError: a restore was asked for a moment ago.
    """
    record("backup.restore_asked", person=by, request=request, name=archive.name)
    wishes.wish_for(archive.name, person=by)
