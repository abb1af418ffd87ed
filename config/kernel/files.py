"""Files of people: contents kept once under their SHA-256, and who may read them said by a reference alone.

Storing what somebody else has stored looks and takes the same as storing something new: nobody learns of it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import timedelta
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from config.kernel import jobs, locks
from config.kernel.models import FileReference, StoredFile
from config.kernel.storage import INCOMING, DurableStorage, StorageAway

if TYPE_CHECKING:
    # Not at run time: its library is there for installations with a bucket only.
    from config.kernel.object_storage import ObjectStorage

PIECE = 256 * 1024
COLLECT = "files.collect"
# Digests in one job, and how long those wait whose backup is being read.
AT_ONCE = 500
AFTER_A_BACKUP = timedelta(minutes=1)
_DIGEST = re.compile(r"[0-9a-f]{64}")


def store(
    owner: AbstractBaseUser, data: bytes | File[Any], *, name: str, content_type: str, purpose: str
) -> FileReference:
    """Keep `data` for `owner`. The bytes are on the disk before the row that names them can commit.

    The row is written first: its lock keeps the collector from removing the file between here and the commit.
    """
    content = ContentFile(data) if isinstance(data, bytes) else data
    digest = _digest(content)
    file = StoredFile(digest=digest, size=content.size)
    with transaction.atomic():
        StoredFile.objects.bulk_create(
            [file], update_conflicts=True, unique_fields=["digest"], update_fields=["size", "lost_at"]
        )
        default_storage.save(file.path, content)
        return FileReference.objects.create(
            file=file, owner_id=owner.pk, purpose=purpose, name=name[-255:], content_type=content_type[:100]
        )


def open_file(reference: FileReference) -> File[Any]:
    """The contents, for reading; the caller has found `reference` among the person's own and closes the file."""
    return default_storage.open(StoredFile(digest=reference.file_id).path)


def pieces_of(reference: FileReference) -> Iterator[bytes]:
    """The contents piece by piece, on the same terms; FileNotFoundError comes with the first one."""
    with open_file(reference) as opened:
        while piece := opened.read(PIECE):
            yield piece


def whole_pieces_of(reference: FileReference) -> Iterator[bytes]:
    """As `pieces_of`; FileNotFoundError as well where they are not what the file is known by. All of them are read
    before the first one comes.
    """
    digest = hashlib.sha256()
    with SpooledTemporaryFile(max_size=4 * PIECE) as kept:
        for piece in pieces_of(reference):
            digest.update(piece)
            kept.write(piece)
        if digest.hexdigest() != reference.file_id:
            raise FileNotFoundError(reference.file_id)
        kept.seek(0)
        while piece := kept.read(PIECE):
            yield piece


@transaction.atomic
def release(reference: FileReference) -> None:
    """Let go of a file; its contents go with the last reference."""
    digest = reference.file_id
    reference.delete()
    jobs.enqueue(COLLECT, {"digest": digest})


def collect_when_gone(person: AbstractBaseUser) -> None:
    """Before a person is deleted, their references with them: have contents removed that nobody else refers to.

    Not by jobs of theirs, which go too. What a crash keeps from being done the sweep of jobs finds.
    """
    owned = FileReference.objects.filter(owner_id=person.pk).order_by("file_id").values_list("file_id", flat=True)
    digests = list(owned.distinct())
    for start in range(0, len(digests), AT_ONCE):
        jobs.enqueue(COLLECT, {"digests": digests[start : start + AT_ONCE]})


@jobs.handles(COLLECT)
def _collect(job: jobs.JobRun) -> None:
    if "digest" in job.payload:
        collect(job.payload["digest"])
        return
    for digest in job.payload["digests"]:
        job.extend()
        if not collect(digest) and _is_waiting(digest):
            raise jobs.NotYet(AFTER_A_BACKUP)


def _is_waiting(digest: str) -> bool:
    return StoredFile.objects.filter(pk=digest, references=None).exists()


def collect(digest: str) -> bool:
    """Remove contents nobody refers to, row and bytes. True if they went.

    Not while a backup is read: it has seen the row and comes for the bytes. The nightly house-keeping finds them.
    """
    try:
        with locks.held(locks.BACKUP, shared=True):
            return _collect_now(digest)
    except locks.Taken:
        return False


def _collect_now(digest: str) -> bool:
    with transaction.atomic():
        file = StoredFile.objects.select_for_update().filter(pk=digest).first()
        # Asked after the lock is held: a reference committed a moment ago is seen.
        if file is None or file.references.exists():
            return False
        default_storage.delete(file.path)
        file.delete()
    return True


def collect_unreferenced(older_than: timedelta = timedelta(days=1)) -> int:
    """Remove all contents nobody refers to, as people who were deleted leave them. How many went."""
    waiting = StoredFile.objects.filter(references=None, created_at__lt=timezone.now() - older_than)
    return sum(collect(digest) for digest in waiting.values_list("pk", flat=True))


def collect_strays() -> int:
    """Remove contents that no row knows of, and what was never finished. How many went.

    A restore leaves those of the time after its backup, a process that was killed those it had no row for yet. Each is
    given a row first: that keeps apart a file that is just being stored, whose row we cannot see.
    """
    known = set(StoredFile.objects.values_list("pk", flat=True))
    gone = 0
    for path in _storage().walk():
        name = path.rpartition("/")[2]
        if _DIGEST.fullmatch(name) and name not in known:
            StoredFile.objects.bulk_create([StoredFile(digest=name, size=0)], ignore_conflicts=True)
            gone += collect(name)
        elif name.startswith(INCOMING) and default_storage.get_modified_time(path) < timezone.now() - timedelta(days=1):
            default_storage.delete(path)
            gone += 1
    return gone


def _storage() -> DurableStorage | ObjectStorage:
    return cast("DurableStorage | ObjectStorage", default_storage)


def is_whole(file: StoredFile) -> bool:
    """Whether its bytes are there, as many as it says, and are what its name says. Reads all of them.

    Raises StorageAway, which says nothing about the file.
    """
    try:
        with default_storage.open(file.path) as content:
            return content.size == file.size and _digest(content) == file.digest
    except StorageAway:
        raise
    except OSError:
        return False


def _digest(content: File[Any]) -> str:
    digest = hashlib.sha256()
    for chunk in content.chunks():
        digest.update(chunk)
    content.seek(0)
    return digest.hexdigest()
