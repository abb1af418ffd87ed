"""A small instance with something in every part, one who goes on writing, and what an instance is to the last row."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

import orjson
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.storage import default_storage
from django.db import connection, connections

from accounts.models import User
from config.kernel import files, jobs
from config.kernel.backup.manifest import Manifest
from config.kernel.backup.tables import rows, snapshot, tables_of
from config.kernel.models import Job
from config.kernel.storage import INCOMING
from ledger.core.models import MoneyAccount, Transaction
from ledger.core.services import create_money_account, record_transaction, record_transfer

# What making and restoring a backup write themselves.
OWN_TRACES = {"kernel_auditentry", "kernel_job"}
SETS_ASIDE = "proof.wait"
FIRST_DAY = date(2026, 1, 1)
State = dict[str, str]


class Lost(Exception):
    """What should be here is not, or what should not is."""


@jobs.handles(SETS_ASIDE)
def _wait(job: jobs.JobRun) -> None:
    """Nobody runs it: it is there to be backed up."""


def settle(name: str) -> User:
    """A person with two accounts, entries, a file, an encrypted income, a log-in and a job that is running."""
    person = User.objects.create_user(f"{name}@example.org", "pw", currency="EUR", monthly_income=Decimal("3210.99"))
    for title in ("Current", "Savings"):
        create_money_account(owner=person, currency="EUR", name=title, number="DE02 1203 0000 0000 2020 51")
    write(person, 1, 6)
    files.store(person, os.urandom(3_000), name="statement.csv", content_type="text/csv", purpose="import")
    SessionStore().save()
    Job.objects.create(kind=SETS_ASIDE, payload={"n": 1}, status=Job.Status.RUNNING, attempts=1)
    return person


def write(person: User, first: int, count: int) -> None:
    """Entries called `first` and so on, each with a transfer and every third with a file, in one transaction each."""
    current, savings = MoneyAccount.objects.owned_by(person).order_by("name")
    for number in range(first, first + count):
        day = FIRST_DAY + timedelta(days=number % 300)
        amount = Decimal(Random(number).randrange(1, 99_999)) / 100  # noqa: S311
        record_transaction(account=current, recorded_by=person, amount=-amount, booked_on=day, payee=f"Entry {number}")
        record_transfer(from_account=current, to_account=savings, recorded_by=person, amount=amount, booked_on=day)
        if not number % 3:
            text = f"{person.pk} {number}".encode() * 50
            files.store(person, text, name=f"{number}.txt", content_type="text/plain", purpose="proof")


def written(person: User) -> set[int]:
    """The numbers of the entries that are here."""
    payees = Transaction.objects.filter(account__grants__person=person, payee__startswith="Entry ")
    return {int(payee.removeprefix("Entry ")) for payee in payees.values_list("payee", flat=True)}


@contextmanager
def someone_writing(person: User, log: Path) -> Iterator[None]:
    """Another process that records without end, and notes each number in `log` once it has committed."""
    first = max(written(person)) + 1
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        try:
            with log.open("a") as notes:
                while True:
                    write(person, first, 1)
                    print(first, file=notes, flush=True)
                    first += 1
        finally:
            os._exit(1)
    try:
        yield
    finally:
        os.kill(pid, 9)
        os.waitpid(pid, 0)
        # What it was at goes after a day (files.collect_strays); nobody waits for that here.
        for path in Path(default_storage.path("")).glob(f"*/*/{INCOMING}*"):
            path.unlink()


def last_noted(log: Path) -> int:
    noted = log.read_text().split("\n") if log.exists() else []
    return int(noted[-2]) if len(noted) > 1 else 0


def state() -> State:
    """A digest of every table an archive holds, but for its own traces, and of every file on the disk."""
    found: State = {}
    with snapshot() as source:
        for table in tables_of(apps):
            if table.name not in OWN_TRACES:
                digest = hashlib.sha256()
                for row in rows(source, table):
                    digest.update(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))
                found[table.name] = digest.hexdigest()
    for path in sorted(Path(default_storage.path("")).glob("*/*/*")):
        found[f"file {path.name}"] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def state_of(manifest: Manifest) -> State:
    """What `state` must be once this archive is restored."""
    tables = {entry.name: entry.sha256 for entry in manifest.tables if entry.name not in OWN_TRACES}
    return tables | {f"file {entry.sha256}": entry.sha256 for entry in manifest.files}


def expect(wanted: State, *others: State) -> None:
    """Raises Lost unless the instance is just one of these, and agrees with itself."""
    found = state()
    if not any(found == each for each in (wanted, *others)):
        differing = sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))
        raise Lost(f"differs in {', '.join(differing[:4])}")


def leftovers() -> list[str]:
    """What nobody should find after an end of any kind: in DATA_DIR, beside the database, among the backups."""
    ends = ("*.restoring*", "restore.json*", "restore.new", "backups/.unfinished*", "files/**/.incoming-*")
    return [path.name for end in ends for path in Path(settings.DATA_DIR).glob(end)]


def is_on_sqlite() -> bool:
    return connection.vendor == "sqlite"
