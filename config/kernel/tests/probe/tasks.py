"""Jobs for `test_serve`: each notes every start, and its one effect under a name that depends on the job alone."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model

from config.kernel import jobs, live, startup

FOLDER = Path(settings.DATA_DIR) / "probe"


def _begin(job: jobs.JobRun) -> None:
    FOLDER.mkdir(exist_ok=True)
    with (FOLDER / "starts").open("a") as file:
        file.write(f"{job.payload['name']} {os.getpid()}\n")


def _finish(job: jobs.JobRun) -> None:
    with (FOLDER / f"done-{job.payload['name']}").open("a") as file:
        file.write("once\n")


def _work(job: jobs.JobRun) -> None:
    """Busy for the payload's seconds, with a safe point every tenth of one; only on the first try."""
    _begin(job)
    until = time.monotonic() + (job.payload["seconds"] if _starts(job) == 1 else 0)
    while time.monotonic() < until:
        if job.payload.get("yields", True):
            job.extend()
        time.sleep(0.1)
    _finish(job)


def _starts(job: jobs.JobRun) -> int:
    return [line.split()[0] for line in (FOLDER / "starts").read_text().splitlines()].count(job.payload["name"])


jobs.handles("probe.work")(_work)
jobs.handles("probe.work_in_child", in_child=lambda payload: True)(_work)


@jobs.handles("probe.push", in_child=lambda payload: True)
def _push(job: jobs.JobRun) -> None:
    """Frames to everybody for ten seconds, from a process that has no sockets."""
    for number in range(100):
        for person_id in get_user_model().objects.values_list("pk", flat=True):
            live.push([person_id], "probe", {"n": number, "pid": os.getpid()})
        job.extend()
        time.sleep(0.1)


@startup.before_serving
def _enqueue() -> Iterator[str]:
    for kind, payload in json.loads(os.environ.get("PROBE_JOBS", "[]")):
        jobs.enqueue(kind, payload)
        yield f"probe: {kind}"
