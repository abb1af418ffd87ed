"""A restore somebody asked for while the server ran: written down, done between its end and its next beginning, told.

The wish is a file, since the database is what is exchanged. It is granted once: before a restore begins it is noted
as begun, and what is found begun at a start was cut off.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import DatabaseError, connections, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from config.kernel import audit, coming_back, killing, startup
from config.kernel.backing_up import runs
from config.kernel.backing_up.models import BackupRun
from config.kernel.backup import keeping
from config.kernel.backup.errors import BackupProblem
from config.kernel.backup.restoring import recover, restore
from config.kernel.ids import new_id
from config.kernel.models import AuditEntry
from config.kernel.storage import flush_folder

log = logging.getLogger(__name__)
# A server that was away for longer is started by somebody who may know nothing of the wish.
HOLDS = timedelta(minutes=10)
WISHED, BEGUN, DONE, FAILED = "wished", "begun", "done", "failed"


class PartsApart(Exception):
    """Several processes serve this instance, and each of them has to end: that is for whoever started them."""


@dataclass(frozen=True, slots=True)
class Wish:
    """`id` is that of the run it will be. `person` is one of somebody whom the restored database may not know.

    Times are ISO 8601.
    """

    id: str
    archive: str
    person: str
    at: str
    state: str = WISHED
    began_at: str = ""
    ended_at: str = ""
    code: str = ""
    words: str = ""


def wish_for(archive: str, *, person: AbstractBaseUser) -> None:
    """Note that `archive` shall be restored, and have the server end and begin anew for it, a second later.

    Raises:
        PartsApart: this process cannot do it.
        FileExistsError: another restore was asked for a moment ago.
    """
    if not coming_back.is_possible():
        raise PartsApart
    handle = os.open(_path(), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump(asdict(Wish(str(new_id()), archive, str(person.pk), _now())), file)
        file.flush()
        os.fsync(file.fileno())
    flush_folder(_path().parent)
    coming_back.ask()


def grant() -> None:
    """Restore what was asked for, if anything was. For a start, before anything is served; never fails.

    Whatever happens, the data is that of the archive or what it was, and the wish says which.
    """
    wish = _read()
    if wish is None or wish.state in (DONE, FAILED):
        return
    if wish.state == BEGUN:
        _write(_after_a_cut(wish))
    elif timezone.now() - datetime.fromisoformat(wish.at) > HOLDS:
        _write(replace(wish, state=FAILED, code="too_late", ended_at=_now()))
    else:
        wish = replace(wish, state=BEGUN, began_at=_now())
        _write(wish)
        killing.point("wish:begun")
        _write(_granted(wish))


def _granted(wish: Wish) -> Wish:
    try:
        kept = keeping.find(wish.archive)
        if kept is None:
            raise keeping.not_found(wish.archive)
        restore(kept)
    except BackupProblem as problem:
        return replace(wish, state=FAILED, code=problem.code, words=str(problem), ended_at=_now())
    except Exception as error:  # a server that does not come back is worse than any restore that failed
        log.exception("A restore failed")
        return replace(wish, state=FAILED, code="error", words=type(error).__name__, ended_at=_now())
    finally:
        connections.close_all()
    return replace(wish, state=DONE, ended_at=_now())


def _after_a_cut(wish: Wish) -> Wish:
    """The database that is there says whether the restore came to its end."""
    try:
        recover()
        since = datetime.fromisoformat(wish.began_at)
        is_done = AuditEntry.objects.filter(action="backup.restored", at__gte=since).exists()
    except (BackupProblem, DatabaseError, OSError):
        log.exception("A restore that was cut off could not be looked at")
        is_done = False
    finally:
        connections.close_all()
    if is_done:
        return replace(wish, state=DONE, ended_at=_now())
    return replace(wish, state=FAILED, code="cut_off", ended_at=_now())


@startup.before_serving
def tell_before_serving() -> Iterator[str]:
    """Write down in the database what became of a wish, whichever database that is now, and forget it."""
    wish = _read()
    if wish is None or wish.state not in (DONE, FAILED):
        return
    with transaction.atomic():
        _tell(wish)
    _path().unlink(missing_ok=True)
    yield (
        _("The backup %s was restored.") % wish.archive
        if wish.state == DONE
        else _("The backup %s was not restored; the data is what it was.") % wish.archive
    )


def _tell(wish: Wish) -> None:
    if BackupRun.objects.filter(pk=wish.id).exists():
        return
    person = get_user_model().objects.filter(pk=wish.person).first()
    run = BackupRun.objects.create(
        pk=wish.id,
        kind=BackupRun.Kind.RESTORE,
        archive=wish.archive,
        started_by_id=person.pk if person else None,
        began_at=datetime.fromisoformat(wish.began_at or wish.at),
    )
    audit.record(
        "backup.restore_ended", person=person, name=wish.archive, by=wish.person, outcome=wish.state, code=wish.code
    )
    if wish.state == DONE:
        runs.finish(run)
    else:
        runs.fail(run, wish.code, wish.words or _words_of(wish.code))


def _words_of(code: str) -> str:
    return {
        "cut_off": _("It was cut off; the data is what it was before."),
        "too_late": _("The server began anew too late; nothing was restored."),
    }.get(code, _("It broke on our side; the log says where."))


def _now() -> str:
    return timezone.now().isoformat()


def _path() -> Path:
    return Path(settings.DATA_DIR, "restore-wish.json")


def _read() -> Wish | None:
    """None where there is none; one that cannot be read is none either, and goes."""
    with suppress(FileNotFoundError):
        try:
            told: dict[str, Any] = json.loads(_path().read_text())
            wish = Wish(**told)
            datetime.fromisoformat(wish.at)
        except (ValueError, TypeError):
            _path().unlink(missing_ok=True)
        else:
            return wish
    return None


def _write(wish: Wish) -> None:
    aside = _path().with_suffix(".new")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump(asdict(wish), file)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(_path())
    flush_folder(aside.parent)
