"""What importing a file costs, everything included, beside the least any program could take for it."""

from __future__ import annotations

import csv
import io
import os
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from django.test import Client
from django.urls import reverse

from accounts.models import User
from bench.calling import database_cpu_ms
from bench.formats import camt_file, mt940_file, qif_file
from bench.generate import LAST_DAY, SEED, YEARS
from config.kernel import jobs
from ledger.imports import services
from ledger.imports.models import Import

FLOORS_AT_MOST = 12.0
AGAIN_AT_MOST = 0.5
TEN_THOUSAND_AT_MOST_S = 3.0
MEMORY_AT_MOST_MB = 500
HEADER = "Booking date;Payee;Purpose;Amount;Currency"
_OFX_HEAD = """OFXHEADER:100
DATA:OFXSGML

<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>1<ACCTID>DE00112233<ACCTTYPE>CHECKING</BANKACCTFROM>
<BANKTRANLIST>
"""


@dataclass(frozen=True, slots=True)
class Run:
    """CPU seconds of the steps of one import, the database's own included; `taken` lines were added."""

    start: float
    page: float
    confirm: float
    add: float
    taken: int

    @property
    def total(self) -> float:
        return self.start + self.page + self.confirm + self.add


def measure_imports(rows: int = 100_000) -> tuple[list[str], list[tuple[str, bool, float]]]:
    """The rows of the table, and what each bar holds: (sentence, holds, bar)."""
    table = csv_file(rows)
    floor = _cpu(lambda: plain_sqlite(table))
    again_floor = _cpu(lambda: plain_sqlite(reordered(table)))
    # Templates, addresses and the list of merchants are read once a process, and not by an import.
    import_file(_somebody("warm"), csv_file(100), "warm.csv")
    person = User.objects.create_user("imports@bench.example", "bench-person-password", name="Imports")
    first = import_file(person, table, "first.csv")
    again = import_file(person, reordered(table), "again.csv")
    small = {
        "10k CSV": import_file(_somebody("csv"), csv_file(10_000), "small.csv"),
        "10k OFX": import_file(_somebody("ofx"), ofx_file(10_000), "small.ofx"),
        "10k QIF": import_file(_somebody("qif"), qif_file(10_000), "small.qif"),
        "10k MT940": import_file(_somebody("mt940"), mt940_file(10_000), "small.sta"),
        "10k CAMT": import_file(_somebody("camt"), camt_file(10_000), "small.xml"),
    }
    size = f"{rows:,}"
    shown = {f"import {size} CSV": first, "the same re-ordered": again, **small}
    lines = ["| CPU s of an import | start | page | confirm | add | in all | taken |", "|" + " --- |" * 7]
    for name, run in shown.items():
        steps = (run.start, run.page, run.confirm, run.add, run.total)
        lines.append("| " + " | ".join([name, *(f"{each:.2f}" for each in steps), f"{run.taken:,}"]) + " |")
    lines.append(f"| floor: sqlite3, {size} rows | | | | | {floor:.2f} | |")
    lines.append(f"| floor: the same re-ordered | | | | | {again_floor:.2f} | |")
    ratio, share = first.total / floor, again.total / first.total
    bars = [
        (f"import of {size} CSV rows: {ratio:.1f} floors", ratio <= FLOORS_AT_MOST, FLOORS_AT_MOST),
        (f"the same re-ordered: {share:.2f} of the first", share <= AGAIN_AT_MOST, AGAIN_AT_MOST),
    ]
    for name, run in small.items():
        bars.append((f"{name}: {run.total:.2f} s", run.total <= TEN_THOUSAND_AT_MOST_S, TEN_THOUSAND_AT_MOST_S))
    return lines, bars


def measure_memory(rows: int = 1_000_000) -> list[tuple[str, bool, float]]:
    """Peak memory of two processes: one that takes the file, one that adds its lines, on a database of their own."""
    found: list[tuple[str, bool, float]] = []
    with tempfile.TemporaryDirectory(prefix="tuppence-bench-") as folder:
        source = Path(folder) / "million.csv"
        source.write_bytes(csv_file(rows))
        for step in ("start", "add"):
            command = [sys.executable, "-m", "bench", "--step", step, str(source)]
            environment = {**os.environ, "DATA_DIR": folder, "DATABASE_URL": ""}
            done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)  # noqa: S603
            mb, seconds = (float(word) for word in done.stdout.split()[-2:])
            text = f"{step} of {rows:,} CSV rows: {mb:.0f} MB, {seconds:.0f} CPU s"
            found.append((text, mb <= MEMORY_AT_MOST_MB, MEMORY_AT_MOST_MB))
    return found


def import_file(person: User, data: bytes, name: str) -> Run:
    """Drop, look, confirm, add; as the pages and the worker do, in this process."""
    started: list[Import] = []
    start = _cpu(lambda: started.append(_drop(person, data, name)))
    [source] = started
    browser = Client()
    browser.force_login(person)
    page = _cpu(lambda: _look(browser, source))
    confirm = _cpu(lambda: services.confirm_import(source=source))
    source.refresh_from_db()
    assert source.job_id is not None
    job_id = source.job_id
    add = _cpu(lambda: jobs.run(job_id, may_spawn=False))
    source.refresh_from_db()
    if source.status != Import.Status.DONE:
        sys.exit(f"The import ended as {source.status}: {source.error}")
    return Run(start, page, confirm, add, source.new_count)


def csv_file(rows: int) -> bytes:
    """Ten years, oldest first: 900 payees, every other note of its own as banks' references are."""
    dice = random.Random(SEED)  # noqa: S311
    days = YEARS * 365
    lines = [HEADER]
    for place in range(rows):
        day = LAST_DAY - timedelta(days=days - 1 - place * days // rows)
        shop = dice.randrange(900)
        note = f"Reference {dice.randrange(10**9)}" if place % 2 else "Card 4711"
        amount = dice.randrange(100, 20_000) * (1 if dice.random() < 0.1 else -1)
        lines.append(f"{day};Merchant {shop} Town;{note};{amount / 100:.2f};EUR")
    return "\n".join([*lines, ""]).encode()


def ofx_file(rows: int) -> bytes:
    dice = random.Random(SEED)  # noqa: S311
    records = []
    for place in range(rows):
        day = LAST_DAY - timedelta(days=(rows - place) * 365 // rows)
        records.append(
            f"<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>{day:%Y%m%d}<TRNAMT>-{dice.randrange(100, 20_000) / 100:.2f}"
            f"<FITID>2026{place:09}<NAME>Merchant {dice.randrange(900)}<MEMO>Reference {place}</STMTTRN>"
        )
    end = "</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n"
    return "\n".join([_OFX_HEAD + records[0], *records[1:], end]).encode()


def reordered(table: bytes) -> bytes:
    head, *lines = table.decode().splitlines()
    random.Random(SEED + 1).shuffle(lines)  # noqa: S311
    return "\n".join([head, *lines, ""]).encode()


def plain_sqlite(table: bytes) -> None:
    """Parse the CSV, hash each row, executemany under a unique index: the floor."""
    with tempfile.TemporaryDirectory(prefix="tuppence-floor-") as folder:
        database = sqlite3.connect(Path(folder) / "floor.sqlite3")
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE line (day TEXT, payee TEXT, note TEXT, amount TEXT, currency TEXT, mark TEXT)")
        database.execute("CREATE UNIQUE INDEX one_line ON line (mark)")
        reader = csv.reader(io.StringIO(table.decode()), delimiter=";")
        next(reader)
        rows = ([*row, sha256("|".join([str(place), *row]).encode()).hexdigest()] for place, row in enumerate(reader))
        with database:
            database.executemany("INSERT OR IGNORE INTO line VALUES (?, ?, ?, ?, ?, ?)", rows)
        database.close()


def _drop(person: User, data: bytes, name: str) -> Import:
    """A file that is there and read, by the job that does so where it is large."""
    source = services.start_import(person=person, data=data, filename=name)
    if source.status == Import.Status.READING:
        assert source.job_id is not None
        jobs.run(source.job_id, may_spawn=False)
        source.refresh_from_db()
    return source


def _look(browser: Client, source: Import) -> None:
    """The check page, whole."""
    answer = browser.get(reverse("import_detail", args=[source.pk]))
    if answer.status_code != 200:
        sys.exit(f"The check page answers {answer.status_code}")


def _somebody(name: str) -> User:
    return User.objects.create_user(f"{name}@bench.example", "bench-person-password", name=name)


def _cpu(act: Callable[[], object]) -> float:
    started, before = time.process_time(), database_cpu_ms()
    act()
    return time.process_time() - started + (database_cpu_ms() - before) / 1000


def one_step(step: str, path: str) -> None:
    """In a process of its own: `start` takes the file and confirms it, `add` does the job it left."""
    if step == "start":
        source = _drop(_somebody("memory"), Path(path).read_bytes(), "million.csv")
        browser = Client()
        browser.force_login(source.person)
        _look(browser, source)
        services.confirm_import(source=source)
    else:
        waiting = Import.objects.get()
        assert waiting.job_id is not None
        jobs.run(waiting.job_id, may_spawn=False)
    print(f"{_peak_mb():.0f} {time.process_time():.1f}")


def _peak_mb() -> float:
    """The most this program held; `ru_maxrss` would count what its parent held when it was started."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    own = next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), None)
    return (own or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / 1024
