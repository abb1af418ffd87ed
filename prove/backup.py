"""Backups made while somebody writes and restored, archives that must be refused, and both cut off at every point.

`--seed NUMBER` repeats one round of writing.
"""

from __future__ import annotations

import shutil
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random

from django.conf import settings
from django.core.management import call_command

from accounts.models import User
from config.kernel.backup import keeping
from config.kernel.backup.errors import BackupProblem
from config.kernel.backup.making import Made, make_backup
from config.kernel.backup.restoring import recover, restore
from config.kernel.models import Job
from ledger.core.checking import check_account
from ledger.core.models import MoneyAccount
from prove.backing.forging import FORGERIES, damaged, forged, take_apart
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
from prove.kill import named_points_of
from prove.killing.ends import Ending, passages, run_until
from prove.outcome import Outcome

ROUNDS = 50
DAMAGED = 60


def run(part: int, parts: int, scale: float, one: int | None) -> Outcome:
    outcome = Outcome()
    person = settle("proof")
    rounds = [one] if one is not None else list(range(max(1, round(ROUNDS * scale))))[part::parts]
    for number in rounds:
        _tried(outcome, "backed up beside a writer and restored", f"round {number}", partial(_round, person, number))
    if one is None:
        made = _set_aside(make_backup())
        write(person, max(written(person)) + 1, 3)
        _refuse(made, part, parts, scale, outcome)
        _kill(person, made, part, parts, outcome)
        if part == 0:
            _tried(outcome, "an older schema brought up to date", "older", _older_schema)
    return outcome


def _tried(outcome: Outcome, name: str, case: str, work: Callable[[], object]) -> None:
    try:
        work()
        outcome.figures[name] += 1
    except (Lost, BackupProblem, RuntimeError) as error:
        outcome.fail(f"{name}: {type(error).__name__}: {error}", case)


def _round(person: User, number: int) -> None:
    """One moment of a writer: everything up to a number that was committed as the backup began, and nothing after."""
    log = Path(settings.DATA_DIR, f"written-{number}")
    with someone_writing(person, log):
        while not last_noted(log):
            time.sleep(0.01)
        at_least = last_noted(log)
        made = make_backup()
        at_most = last_noted(log) + 1
    write(person, at_most + 10, 2)
    restore(made.path)
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


def _refuse(made: Made, part: int, parts: int, scale: float, outcome: Outcome) -> None:
    data, taken_apart = made.path.read_bytes(), take_apart(made.path)
    path = Path(settings.DATA_DIR, "bad.zip")
    before = state()
    cases = [(what, code, partial(forged, taken_apart, number)) for number, (code, what, _) in enumerate(FORGERIES)]
    for _number, (what, bad) in zip(range(round(DAMAGED * scale) or 1), damaged(data, Random(1)), strict=False):  # noqa: S311
        cases.append((what, "damaged", partial(bytes, bad)))
    for what, code, bad_of in cases[part::parts]:
        path.write_bytes(bad_of())
        try:
            restore(path)
            outcome.fail("a bad archive was restored", what)
        except BackupProblem as error:
            if error.code != code:
                outcome.fail(f"refused as {error.code}, not as {code}", what)
        _tried(outcome, "bad archives refused, and nothing changed", what, partial(expect, before))
    path.unlink()


def _kill(person: User, made: Made, part: int, parts: int, outcome: Outcome) -> None:
    """Each named point of both, in this database; afterwards the old state or the new one, and both can go on."""
    passed = passages(_made)[0]
    for point in _spread(passed)[part::parts]:
        _tried(outcome, "backups killed, and made again", f"at {point}", partial(_kill_backup, point))
    passed = passages(partial(_restored, made))[0] | passed
    for name in sorted(named_points_of("backup:", "restore:") - passed.keys() - {"restore:complete", "restore:sealed"}):
        outcome.fail(f"neither a backup nor a restore passes {name}", f"part {part}")
    restoring = Counter({name: times for name, times in passed.items() if name.startswith("restore:")})
    for point in _spread(restoring)[part::parts]:
        _tried(
            outcome, "restores killed: all old or all new", f"at {point}", partial(_kill_restore, person, made, point)
        )


def _spread(passed: Counter[str]) -> list[str]:
    """The first, second and last time of every point."""
    return [
        f"{name}#{time}"
        for name, times in sorted(passed.items())
        for time in sorted({1, 2, times} & set(range(1, times + 1)))
    ]


def _kill_backup(point: str) -> None:
    before = state()
    kept = len(keeping.archives())
    if not run_until(Ending(point=point), _made):
        raise Lost("it was not killed")
    expect(before)
    finished = point.startswith("backup:renamed")
    if len(keeping.archives()) not in {kept + finished, settings.BACKUP_KEEP + 1 + finished}:
        raise Lost("an archive that was not finished has a name")
    make_backup()
    if left := leftovers():
        raise Lost(f"left behind: {', '.join(left)}")


def _set_aside(made: Made) -> Made:
    """Where no other backup takes its place."""
    return Made(Path(shutil.copy(made.path, Path(settings.DATA_DIR, "first.zip"))), made.manifest)


def _made() -> None:
    make_backup()


def _kill_restore(person: User, made: Made, point: str) -> None:
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


def _restored(made: Made) -> None:
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
