"""Backups made while somebody writes and restored from every kind of place, archives and places that must be refused,
and all of it cut off at every point.

`--seed NUMBER` repeats one round of writing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from accounts.models import User
from config.kernel.backup import keeping, pool
from config.kernel.backup.destinations import destinations
from config.kernel.backup.errors import BackupProblem
from config.kernel.backup.healing import heal
from config.kernel.backup.keeping import Kept
from config.kernel.backup.making import Made, make_backup
from config.kernel.backup.manifest import Manifest
from config.kernel.backup.restoring import recover, restore
from config.kernel.backup.verifying import verify
from config.kernel.models import Job, StoredFile
from ledger.core.checking import check_account
from ledger.core.models import MoneyAccount
from prove.backing.forging import FORGERIES, damaged, forged, take_apart
from prove.backing.interrupted import cut_rehearsal, cut_wish
from prove.backing.life import (
    OWN_TRACES,
    Lost,
    expect,
    last_noted,
    leftovers,
    settle,
    someone_writing,
    state,
    state_of,
    write,
    written,
)
from prove.backing.misplaced import PHRASE, Broken, breakages
from prove.kill import named_points_of
from prove.killing.ends import Ending, passages, run_until
from prove.outcome import Outcome

ROUNDS = 100
DAMAGED = 130
MISPLACED = 110
ACROSS = 4
SMALL = 0.2
_OF_HEALING = {"backup:healed", "backup:refilled"}
_ONLY_SOMETIMES = {"restore:complete", "restore:sealed", *_OF_HEALING}


def run(part: int, parts: int, scale: float, one: int | None) -> Outcome:
    with _with_places():
        return _run(part, parts, scale, one)


@contextmanager
def _with_places(passphrase: str = "") -> Iterator[None]:
    """BACKUP_DIR, and another folder beside it."""
    also = Path(settings.DATA_DIR, "locked" if passphrase else "also")
    with override_settings(BACKUP_ALSO=[str(also)], BACKUP_PASSPHRASE=passphrase, BACKUP_KEEP=3):
        yield


def _run(part: int, parts: int, scale: float, one: int | None) -> Outcome:
    outcome = Outcome()
    person = settle("proof")
    rounds = [one] if one is not None else list(range(max(1, round(ROUNDS * scale))))[part::parts]
    for number in rounds:
        _tried(outcome, "backed up beside a writer and restored", f"round {number}", partial(_round, person, number))
    if one is None:
        made = _set_aside(make_backup())
        write(person, max(written(person)) + 1, 3)
        _refuse(made, part, parts, scale, outcome)
        _refuse_places(part, parts, scale, outcome)
        _kill(person, made, part, parts, scale, outcome)
        _kill_healing(part, parts, outcome)
        _interrupt(person, part, parts, outcome)
        for number in list(range(max(1, round(ACROSS * scale))))[part::parts] if _on_postgresql() else ():
            _tried(outcome, "taken to SQLite and back", f"across {number}", partial(_across, person))
        if part == 0:
            _tried(outcome, "an older schema brought up to date", "older", _older_schema)
    return outcome


def _tried(outcome: Outcome, name: str, case: str, work: Callable[[], object]) -> None:
    try:
        work()
        outcome.figures[name] += 1
    except (Lost, BackupProblem, RuntimeError, OSError, subprocess.CalledProcessError) as error:
        outcome.fail(f"{name}: {type(error).__name__}: {error}", case)


def _round(person: User, number: int) -> None:
    """One moment of a writer: everything up to a number that was committed as the backup began, and nothing after."""
    log = Path(settings.DATA_DIR, f"written-{number}")
    with someone_writing(person, log):
        while not last_noted(log):
            time.sleep(0.01)
        at_least = last_noted(log)
        # Each fourth is encrypted, and of the places each in turn is the one that is left.
        with _with_places(PHRASE if number % 4 == 3 else ""):
            made = make_backup()
        at_most = last_noted(log) + 1
    write(person, at_most + 10, 2)
    if made.failed:
        raise Lost(made.failed[0].words)
    with _with_places(PHRASE if number % 4 == 3 else ""):
        kept = made.copies[number % 2].kept
        restore(kept or made.path)
    numbers = written(person)
    if numbers != set(range(1, max(numbers) + 1)) or not at_least <= max(numbers) <= at_most:
        raise Lost(f"entries up to {max(numbers)}, {len(numbers)} of them, while {at_least} to {at_most} were written")
    expect(state_of(made.manifest))
    _agrees()


def _agrees() -> None:
    for account in MoneyAccount.objects.all():
        for difference in check_account(account):
            raise Lost(str(difference))
    if Job.objects.filter(status=Job.Status.RUNNING).exists():
        raise Lost("a job is said to run, and nobody runs it")
    if left := leftovers():
        raise Lost(f"left behind: {', '.join(left)}")


def _refuse(made: _SetAside, part: int, parts: int, scale: float, outcome: Outcome) -> None:
    data, taken_apart = made.path.read_bytes(), take_apart(made.path)
    path = Path(settings.DATA_DIR, "bad.zip")
    before = state()
    cases = [(what, code, partial(forged, taken_apart, number)) for number, (code, what, _) in enumerate(FORGERIES)]
    for _number, (what, bad) in zip(range(round(DAMAGED * scale) or 1), damaged(data, Random(1)), strict=False):  # noqa: S311
        cases.append((what, "damaged", partial(bytes, bad)))
    for what, code, bad_of in cases[part::parts]:
        path.write_bytes(bad_of())
        _expect_refusal(outcome, keeping.at(path), what, frozenset({code}))
        _tried(outcome, "bad archives refused, and nothing changed", what, partial(expect, before))
    path.unlink()


def _refuse_places(part: int, parts: int, scale: float, outcome: Outcome) -> None:
    """Archives that are as they were, in places that are not."""
    good = {}
    for is_encrypted in (False, True):
        with _with_places(PHRASE if is_encrypted else ""):
            copied = make_backup().copies[1].kept
        if copied is None:
            outcome.fail("no backup in another place", "places")
            return
        good[is_encrypted] = copied
    before = state()
    cases = list(enumerate(breakages(round(MISPLACED * scale) or 1, Random(2))))  # noqa: S311
    for number, (is_encrypted, broken) in cases[part::parts]:
        what = f"{broken.what}, {number}"
        _break_and_restore(outcome, good[is_encrypted], broken, what, Random(number))  # noqa: S311
        _tried(outcome, "bad places refused, and nothing changed", what, partial(expect, before))


def _break_and_restore(outcome: Outcome, kept: Kept, broken: Broken, what: str, dice: Random) -> None:
    source = kept.path.parent
    with TemporaryDirectory(dir=settings.DATA_DIR) as name:
        place = Path(name, "place")
        shutil.copytree(source, place)
        _keep_needed_only(place, kept)
        broken.change(place, kept.name, dice)
        with override_settings(BACKUP_PASSPHRASE=broken.passphrase):
            _expect_refusal(outcome, keeping.at(place / kept.name), what, broken.codes)


def _keep_needed_only(place: Path, kept: Kept) -> None:
    """What no longer matters to this archive would make a broken place a good one."""
    needed = pool.read_list(kept.destination.place, kept.name) or set()
    for path in place.glob("files/*/*"):
        if path.relative_to(place).as_posix() not in needed:
            path.unlink()


def _expect_refusal(outcome: Outcome, kept: Kept, what: str, codes: frozenset[str]) -> None:
    try:
        restore(kept)
        outcome.fail("a bad archive was restored", what)
    except BackupProblem as error:
        if error.code not in codes:
            outcome.fail(f"refused as {error.code}, not as {', '.join(codes)}", what)
    except OSError as error:
        if "cannot_read" not in codes:
            outcome.fail(f"broke with {type(error).__name__}", what)


def _kill(person: User, made: _SetAside, part: int, parts: int, scale: float, outcome: Outcome) -> None:
    """Each named point of both, in this database; afterwards the old state or the new one, and both can go on."""
    for _ in range(settings.BACKUP_KEEP):
        make_backup()
    write(person, max(written(person)) + 1, 3)
    passed = passages(_made)[0]
    for point in _spread(passed, scale)[part::parts]:
        _tried(outcome, "backups killed, and made again", f"at {point}", partial(_kill_backup, person, point))
    passed = passages(partial(_restored, made))[0] | passed
    for name in sorted(named_points_of("backup:", "restore:") - passed.keys() - _ONLY_SOMETIMES):
        outcome.fail(f"neither a backup nor a restore passes {name}", f"part {part}")
    restoring = Counter({name: times for name, times in passed.items() if name.startswith("restore:")})
    for point in _spread(restoring, scale)[part::parts]:
        _tried(
            outcome, "restores killed: all old or all new", f"at {point}", partial(_kill_restore, person, made, point)
        )


def _spread(passed: Counter[str], scale: float = 1.0) -> list[str]:
    """The first, second and last time of every point; of a small proof the last."""
    return [
        f"{name}#{time}"
        for name, times in sorted(passed.items())
        for time in sorted(({1, 2, times} if scale >= SMALL else {times}) & set(range(1, times + 1)))
    ]


def _kill_backup(person: User, point: str) -> None:
    # Every third entry has a file, which is new to each place.
    write(person, max(written(person)) + 1, 3)
    before = state()
    if not run_until(Ending(point=point), _made):
        raise Lost("it was not killed")
    expect(before)
    for place in destinations():
        there = [kept for kept in keeping.archives(place) if kept.sort == keeping.BACKUP]
        if len(there) > settings.BACKUP_KEEP + 1:
            raise Lost(f"{len(there)} are kept in {place.name}")
        # The newest is the one that was cut off, the oldest the one whose files may have gone too early.
        for kept in {there[0], there[-1]} if there else ():
            verify(kept)
    make_backup()
    if left := [*leftovers(), *(path.name for path in Path(settings.DATA_DIR).glob("also/.unfinished*"))]:
        raise Lost(f"left behind: {', '.join(left)}")


@dataclass(frozen=True, slots=True)
class _SetAside:
    """A whole archive where no other backup takes its place."""

    path: Path
    manifest: Manifest


def _set_aside(made: Made) -> _SetAside:
    return _SetAside(Path(shutil.copy(made.path, Path(settings.DATA_DIR, "first.zip"))), made.manifest)


def _made() -> None:
    """With a file beside the archives that none of them needs, so that one goes."""
    folder = Path(settings.DATA_DIR, "also", "files", "ff")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ("f" * 64)).write_bytes(b"nobody needs it")
    make_backup()


def _kill_healing(part: int, parts: int, outcome: Outcome) -> None:
    make_backup()
    passed = passages(partial(_healed, _break_files()))[0]
    if lacking := sorted(_OF_HEALING - passed.keys()):
        outcome.fail(f"healing does not pass {', '.join(lacking)}", f"part {part}")
    for point in _spread(Counter({name: passed[name] for name in _OF_HEALING}))[part::parts]:
        _tried(outcome, "healings killed, and done again", f"at {point}", partial(_kill_heal, point))


def _break_files() -> list[str]:
    """A file gone, one damaged, and one that a place has lost; all of them can be brought back."""
    gone, changed, *_others = StoredFile.objects.order_by("pk")
    default_storage.delete(gone.path)
    default_storage.delete(changed.path)
    default_storage.save(changed.path, ContentFile(b"other bytes"))
    place = destinations()[1].place
    for name in sorted(pool.lying(place))[-2:]:
        place.remove(name)
    return [gone.digest, changed.digest]


def _healed(broken: list[str]) -> None:
    done = heal()
    if done.lost or not set(done.healed) <= set(broken):
        raise Lost(f"{len(done.lost)} files are lost, {len(done.healed)} were healed")


def _kill_heal(point: str) -> None:
    before = state()
    broken = _break_files()
    if not run_until(Ending(point=point), partial(_healed, broken)):
        raise Lost("it was not killed")
    _healed(broken)
    # What a process that was killed had begun to write goes with the next backup, or after a day.
    make_backup()
    expect(before)
    for place in destinations():
        verify(keeping.archives(place)[0])


def _interrupt(person: User, part: int, parts: int, outcome: Outcome) -> None:
    """What was asked for by page: a rehearsal, and a restore at each point, its own first one among them."""
    for point in _spread(Counter(named_points_of("rehearse:")))[part::parts]:
        _tried(outcome, "rehearsals killed, and done again", f"at {point}", partial(cut_rehearsal, point))
    made = make_backup()
    passed = passages(partial(_restored, _SetAside(made.path, made.manifest)))[0]
    names = named_points_of("wish:") | {name for name in passed if name.startswith("restore:")}
    for point in _spread(Counter(names))[part::parts]:
        write(person, max(written(person)) + 1, 2)
        cut = partial(cut_wish, made.manifest, made.path.name, point)
        _tried(outcome, "restores by page killed, and told as they ended", f"at {point}", cut)


def _on_postgresql() -> bool:
    return bool(connection.vendor == "postgresql")


def _across(person: User) -> None:
    """Restored into an empty instance on SQLite, backed up there, and that restored here."""
    made = make_backup()
    given = {name: str(getattr(settings, name)) for name in ("FIELD_KEYS", "SECRET_KEY")}
    with TemporaryDirectory() as folder:
        there = {**os.environ, **given, "DATABASE_URL": "", "REDIS_URL": "", "DATA_DIR": folder, "BACKUP_DIR": ""}
        for words in (("restore", str(made.path)), ("backup",)):
            command = [sys.executable, "manage.py", *words]
            done = subprocess.run(command, env=there, cwd=settings.BASE_DIR, capture_output=True, text=True)  # noqa: S603
            if done.returncode:
                raise Lost(f"{words[0]} ended with {done.returncode}: {done.stderr[-300:]}")
        [path] = Path(folder, "backups").glob("tuppence-*.zip")
        write(person, max(written(person)) + 1, 2)
        restore(path)
    expect(state_of(made.manifest))
    _agrees()


def _kill_restore(person: User, made: _SetAside, point: str) -> None:
    write(person, max(written(person)) + 1, 2)
    before, after = state(), state_of(made.manifest)
    if not run_until(Ending(point=point), partial(_restored, made)):
        raise Lost("it was not killed")
    said = recover()
    expect(before, after)
    swapped = state() == after
    if said and swapped != (said == "finished"):
        raise Lost(f"{said}, it says, and yet the data is the {'new' if swapped else 'old'} one")
    _agrees_but_jobs()
    restore(made.path)
    expect(after)
    _agrees()


def _restored(made: _SetAside) -> None:
    restore(made.path)


def _agrees_but_jobs() -> None:
    if left := [name for name in leftovers() if not name.startswith(".unfinished")]:
        raise Lost(f"left behind: {', '.join(left)}")


def _older_schema() -> None:
    """An archive of before the kernel's last migration."""
    call_command("migrate", "kernel", "0001", verbosity=0)
    made = make_backup()
    call_command("migrate", verbosity=0)
    restore(made.path)
    call_command("migrate", "--check", verbosity=0)
    now = {entry.name: entry for entry in make_backup().manifest.tables}
    for entry in made.manifest.tables:
        if entry.name not in OWN_TRACES and entry.columns == now[entry.name].columns and entry != now[entry.name]:
            raise Lost(f"{entry.name} has other rows")
    _agrees()
