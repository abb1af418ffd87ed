"""A disk that is full: DATA_DIR on a small file system in memory, filled to the last byte while people work."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
from django.conf import settings

from prove.failing.beside import seconds_until
from prove.failing.caller import LONGEST
from prove.outcome import Outcome
from prove.serving import PASSWORD, Instance

SIZE = "32m"
NO_ROOM = 507
AGAIN_WITHIN = 90.0
# A log of four megabytes, as it may be left after a checkpoint, has room for fewer.
FIT_AT_MOST = 3_000


def full(outcome: Outcome) -> None:
    with _small_disk() as folder:
        if folder is None:
            outcome.notes.append("the full disk left out: this machine does not let us mount one")
            return
        instance = Instance(DATA_DIR=str(folder), TMPDIR=str(folder), DATABASE_URL="")
        try:
            instance.start()
            _live_on(folder, instance, outcome)
        finally:
            instance.stop()


def _live_on(folder: Path, instance: Instance, outcome: Outcome) -> None:
    person = {"email": "full@example.org", "password": PASSWORD}
    answer = httpx.post(f"{instance.address}/_allauth/app/v1/auth/signup", json=person, timeout=LONGEST)
    token = answer.raise_for_status().json()["meta"]["access_token"]
    api = httpx.Client(base_url=instance.address, timeout=LONGEST, headers={"Authorization": f"Bearer {token}"})
    body = {"name": "Giro", "type": "spending", "currency": "EUR"}
    account = api.post("/api/v1/money-accounts/", json=body).raise_for_status().json()["id"]
    entry = {"money_account": account, "kind": "expense", "amount": "4.20", "payee": "Kiosk", "booked_on": "2026-11-20"}
    acknowledged = [_write(api, entry) for _ in range(5)].count(201)
    _backup(folder, instance, outcome, fails=False)
    path = _confirmed(api, 8_000)
    time.sleep(0.3)
    filled = _fill(folder)
    tried = _try_all(api, entry, outcome)
    acknowledged += tried
    _backup(folder, instance, outcome, fails=True)
    filled.unlink()
    _again(api, entry, path, outcome)
    acknowledged += 1
    _backup(folder, instance, outcome, fails=False)
    there = api.get("/api/v1/transactions/?limit=1&search=Kiosk").json()["count"]
    if there != acknowledged:
        outcome.fail(f"{there} entries are there, {acknowledged} were acknowledged", "disk, afterwards")
    checked = _manage(instance, "check_ledger")
    if checked.returncode:
        outcome.fail(f"check_ledger: {checked.stdout[-300:]}{checked.stderr[-300:]}", "disk, afterwards")


def _try_all(api: httpx.Client, entry: dict[str, str], outcome: Outcome) -> int:
    """How many entries were acknowledged: there is room for some until the pages of the log that were free are used."""
    statuses = [_write(api, entry)]
    while statuses[-1] == httpx.codes.CREATED and len(statuses) < FIT_AT_MOST:
        statuses.append(_write(api, entry))
    statuses += [_write(api, entry) for _ in range(5)]
    small, large = _statement(50), _statement(80_000)
    uploads = [_status(api, files={"file": ("some.csv", data)}) for data in (small, large)]
    read = api.get("/api/v1/transactions/?limit=10").status_code
    page = httpx.get(f"{api.base_url}/accounts/login/", timeout=LONGEST).status_code
    outcome.figures["requests on a full disk"] += len(statuses) + len(uploads) + 2
    if set(uploads) != {NO_ROOM}:
        outcome.fail(f"uploads on a full disk were answered {uploads}", "disk, full")
    if NO_ROOM not in statuses or set(statuses) - {httpx.codes.CREATED, NO_ROOM}:
        outcome.fail(f"entries were answered {set(statuses)}", "disk, full")
    if (read, page) != (200, 200):
        outcome.fail(f"reading on a full disk was answered {read}, {page}", "disk, full")
    return statuses.count(201)


def _again(api: httpx.Client, entry: dict[str, str], path: str, outcome: Outcome) -> None:
    status = _write(api, entry)
    if status != httpx.codes.CREATED:
        outcome.fail(f"an entry was answered {status}", "disk, with room again")
    took = seconds_until(lambda: api.get(path).json()["status"] in ("done", "failed"), AGAIN_WITHIN)
    outcome.at_most("seconds until an import the full disk cut off was done, with room again", took)
    found = api.get(path).json()
    if found["status"] != "done":
        outcome.fail(f"the import is {found['status']}", "disk, with room again")


def _backup(folder: Path, instance: Instance, outcome: Outcome, *, fails: bool) -> None:
    done = _manage(instance, "backup")
    if bool(done.returncode) != fails:
        outcome.fail(f"backup ended with {done.returncode}: {done.stderr[-300:]}", "disk")
    if fails and ("Traceback" in done.stderr or "No space left" not in done.stderr):
        outcome.fail(f"backup said: {done.stderr[-300:]}", "disk, full")
    if left := [path.name for path in folder.glob("backups/.unfinished-*")]:
        outcome.fail(f"a backup left {left}", "disk, full")


def _manage(instance: Instance, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **instance.environment, "DJANGO_SETTINGS_MODULE": "config.settings"}
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(  # noqa: S603 our own
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False
    )


def _write(api: httpx.Client, entry: dict[str, str]) -> int:
    return api.post("/api/v1/transactions/", json=entry).status_code


def _status(api: httpx.Client, **what: Any) -> int:
    return api.post("/api/v1/imports/", **what).status_code


def _statement(rows: int) -> bytes:
    lines = [f"2026-11-{row % 28 + 1:02};Shop {row};-{row % 900}.25;EUR" for row in range(rows)]
    return "\n".join(["Booking date;Payee;Amount;Currency", *lines, ""]).encode()


def _confirmed(api: httpx.Client, rows: int) -> str:
    dropped = api.post("/api/v1/imports/", files={"file": ("before.csv", _statement(rows))}).raise_for_status().json()
    path = f"/api/v1/imports/{dropped['id']}/"
    seconds_until(lambda: api.get(path).json()["status"] != "reading", LONGEST)
    api.post(f"{path}confirmation/", json={}).raise_for_status()
    return path


def _fill(folder: Path) -> Path:
    """Take every byte there is."""
    path = folder / "filling"
    with path.open("wb", buffering=0) as file, suppress(OSError):
        for piece in (1 << 20, 4096, 1):
            with suppress(OSError):
                while file.write(b"x" * piece):
                    pass
    return path


@contextmanager
def _small_disk() -> Iterator[Path | None]:
    folder = Path(tempfile.mkdtemp(prefix="tuppence-full-"))
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)]
    mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603 our own
    try:
        yield folder if mounted else None
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(folder)], check=False)  # noqa: S603, S607 our own
        folder.rmdir()
