"""Backups, as staff make, check and plan them. Nothing here restores: that would end the server all cases ask."""

from __future__ import annotations

import time
from contextlib import suppress

from prove.schema_cases.way import Lost, Way

RUN_SECONDS = 120


def backups(way: Way) -> None:
    way.go("get", "backups/status/")
    way.go("get", "backups/plan/")
    way.go("patch", "backups/plan/", {"schedule": "weekly", "weekday": 6, "keep_weekly": 8})
    for path in ("backups/", "backups/", "backups/rehearse/", "backups/heal/"):
        run = way.go("post", path)["id"]
        wait_until_ended(way, run)
    way.go("get", "backups/runs/")
    made = way.go("get", "backups/")["results"]
    for each in made[:1]:
        way.go("get", "backups/{name}/", name=each["name"])
        wait_until_ended(way, way.go("post", "backups/{name}/verify/", name=each["name"])["id"])
        way.go("get", "backups/{name}/download/", name=each["name"])
        # Its name was not typed: it is not done.
        with suppress(Lost):
            way.go("post", "backups/{name}/restore/", {"confirmation": "another"}, name=each["name"])
        # The last one stays.
        with suppress(Lost):
            way.go("delete", "backups/{name}/", name=made[-1]["name"])


def wait_until_ended(way: Way, run: str) -> None:
    until = time.monotonic() + RUN_SECONDS
    while way.go("get", "backups/runs/{key}/", key=run)["ended_at"] is None and time.monotonic() < until:
        time.sleep(0.5)


BACKUP_STAGES = (backups,)
