"""An instance of the first version, as its tag wrote it, brought to this one where it stands.

The tag's own code, on this version's libraries, makes the tables and the demo household and backs them up. Then
`prepare`, as docs/operations.md has it, in some rounds killed on its way and told again: every balance and total must
be the archive's, every file its hash, the ledger that of its entries, and lists must be shown. A database with one cent
moved meanwhile must be told apart.
"""

from __future__ import annotations

import hashlib
import io
import os
import random
import signal
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path

import httpx
from django.conf import settings

from config.kernel.backup import archive
from ledger.demo.household import PASSWORD as DEMO_PASSWORD
from prove.outcome import Outcome
from prove.places import own_place
from prove.serving import Instance

FIRST = "v1.0"
# Where the tag was not fetched with the history.
_FIRST_COMMIT = "050435f"
ROUNDS = 4
_LONGEST_UNTIL_KILLED = 9.0
_WITHIN = 300
# Parts are for others to reach, and the demo household's password is known: it must be wanted there.
TOLD = {"DJANGO_SETTINGS_MODULE": "config.settings", "DEMO": "force"}
SHOWN = ("/api/v1/transactions/", "/api/v1/money-accounts/", "/api/v1/goals/", "/api/v1/documents/")
Place = dict[str, str]


def run(part: int, parts: int, scale: float, one: int | None) -> Outcome:
    outcome = Outcome()
    with tempfile.TemporaryDirectory(prefix="tuppence-first-") as folder:
        told = _take_out_first(Path(folder))
        if told:
            outcome.fail("the first version is not in this history", told)
            return outcome
        for number in range(max(2, round(ROUNDS * scale))) if one is None else [one]:
            with own_place(os.environ["DATABASE_URL"]) as place:
                _carry_forward(Path(folder), place, number, outcome)
    return outcome


def _take_out_first(folder: Path) -> str:
    """What git says where it cannot."""
    for name in (FIRST, _FIRST_COMMIT):
        command = ["git", "archive", name]
        done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, check=False)  # noqa: S603 our own
        if done.returncode == 0:
            with tarfile.open(fileobj=io.BytesIO(done.stdout)) as packed:
                packed.extractall(folder, filter="data")
            return ""
    return done.stderr.decode()


def _carry_forward(first: Path, place: Place, number: int, outcome: Outcome) -> None:
    """Round 0 is plain; in the last of each three a cent is moved; the others are killed on their way."""
    case = f"round {number}"
    for command in ("migrate", "demo", "backup"):
        done = _manage(first, place, command)
        if done.returncode:
            outcome.fail(f"the first version's {command} failed", f"{case}: {done.stdout[-300:]}")
            return
    (kept,) = Path(place["DATA_DIR"], "backups").glob("*.zip")
    here = Path(settings.BASE_DIR)
    if number % 3 == 1:
        _kill_prepare(here, place, number, outcome)
    began = time.monotonic()
    done = _manage(here, place, "prepare")
    outcome.at_most("seconds to prepare", time.monotonic() - began, case)
    if done.returncode:
        outcome.fail("prepare failed", f"{case}: {done.stdout[-300:]}")
        return
    if number % 3 == 2:
        _expect_told_apart(here, place, kept, case, outcome)
        return
    for arguments in (("compare_figures", str(kept)), ("check_ledger",), ("migrate", "--check")):
        done = _manage(here, place, *arguments)
        outcome.figures[f"{arguments[0]} agrees"] += done.returncode == 0
        if done.returncode:
            outcome.fail(f"{arguments[0]} does not agree", f"{case}: {done.stdout[-300:]}")
    _expect_files(place, kept, case, outcome)
    _expect_lists(place, case, outcome)


def _manage(tree: Path, place: Place, *arguments: str) -> subprocess.CompletedProcess[str]:
    """What is said and how it ends; errors stand beside what is said."""
    environment = {**os.environ, **place, **TOLD, "PYTHONPATH": ""}
    command = [sys.executable, "manage.py", *arguments]
    pipe = subprocess.PIPE
    return subprocess.run(  # noqa: S603 our own
        command, cwd=tree, env=environment, text=True, stdout=pipe, stderr=subprocess.STDOUT, timeout=_WITHIN,
        check=False,
    )  # fmt: skip


def _kill_prepare(here: Path, place: Place, number: int, outcome: Outcome) -> None:
    environment = {**os.environ, **place, **TOLD}
    command = [sys.executable, "manage.py", "prepare"]
    process = subprocess.Popen(command, cwd=here, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603 our own
    dice = random.Random(number)  # noqa: S311 when, not what
    time.sleep(dice.uniform(2.0, _LONGEST_UNTIL_KILLED))
    outcome.figures["prepare killed on its way"] += process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.wait()


def _expect_told_apart(here: Path, place: Place, kept: Path, case: str, outcome: Outcome) -> None:
    moving = (
        "from django.db import connection;"
        "connection.cursor().execute('UPDATE ledger_transaction SET amount = amount + 1 WHERE id ="
        " (SELECT id FROM ledger_transaction ORDER BY id LIMIT 1)')"
    )
    moved = _manage(here, place, "shell", "--no-imports", "-c", moving)
    if moved.returncode:
        outcome.fail("no cent could be moved", f"{case}: {moved.stdout[-300:]}")
    done = _manage(here, place, "compare_figures", str(kept))
    if done.returncode and "before" in done.stdout:
        outcome.figures["a cent that was moved is told"] += 1
    else:
        outcome.fail("a cent was moved and nobody tells", f"{case}: {done.stdout[-300:]}")


def _expect_files(place: Place, kept: Path, case: str, outcome: Outcome) -> None:
    with archive.opened(kept) as reader:
        promised = {entry.sha256 for entry in reader.manifest.files}
    there = {
        hashlib.sha256(path.read_bytes()).hexdigest()
        for path in Path(place["DATA_DIR"], "files").rglob("*")
        if path.is_file()
    }
    outcome.figures["files with the archive's hash"] += len(promised & there)
    if lost := promised - there:
        outcome.fail("a file is not the archive's", f"{case}: {len(lost)} of {len(promised)}")
    if not promised:
        outcome.fail("the first version kept no file", case)


def _expect_lists(place: Place, case: str, outcome: Outcome) -> None:
    instance = Instance(**place)
    instance.start()
    try:
        with httpx.Client(base_url=instance.address, timeout=30) as client:
            who = {"email": "ana@demo.example", "password": DEMO_PASSWORD}
            told = client.post("/_allauth/app/v1/auth/login", json=who).json()
            client.headers["Authorization"] = f"Bearer {told['meta']['access_token']}"
            for path in SHOWN:
                answer = client.get(path)
                outcome.figures["lists shown with something in them"] += answer.status_code == 200
                if answer.status_code != 200 or not answer.json()["results"]:
                    outcome.fail("a list is not shown", f"{case}: {path} {answer.status_code}")
    finally:
        instance.kill()
