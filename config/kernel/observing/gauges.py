"""What stands where at this moment: jobs that wait, sockets, connections, backups. Five small queries."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connection
from django.db.models import Count, Min, Q
from django.utils import timezone

from config.kernel import health, windows
from config.kernel.backup import keeping
from config.kernel.models import Job
from config.kernel.observing.metrics import Reading, gauge
from config.kernel.version import app_version

_POOL = {"size": "pool_size", "idle": "pool_available", "waiting": "requests_waiting", "most": "pool_max"}
_LATELY = {"day": 1, "week": 7, "month": 30}


class Windows:
    """Told of sockets and streams by the event loop they live on."""

    def __init__(self) -> None:
        self.open = Counter[UUID]()

    def came(self, person_id: UUID) -> None:
        self.open[person_id] += 1

    def went(self, person_id: UUID) -> None:
        self.open[person_id] -= 1
        if not self.open[person_id]:
            del self.open[person_id]


here = Windows()
windows.watch(here)


@gauge("version", "1, with the version that runs.")
def version() -> Reading:
    yield {"version": app_version()}, 1


@gauge("sockets_open", "Sockets and streams of this process.")
def sockets_open() -> Reading:
    yield {}, here.open.total()


@gauge("jobs_unfinished", "Jobs by how they stand: due and not begun, begun, for later.")
def jobs_unfinished() -> Reading:
    now = timezone.now()
    queued = Job.objects.filter(status=Job.Status.QUEUED)
    due = queued.filter(run_after__lte=now).aggregate(n=Count("pk"))["n"]
    yield {"state": "due"}, due
    yield {"state": "later"}, queued.filter(run_after__gt=now).count()
    yield {"state": "running"}, Job.objects.filter(status=Job.Status.RUNNING).count()


@gauge("jobs_oldest_seconds", "How long the longest waiting job has been due; 0 where none waits.")
def jobs_oldest_seconds() -> Reading:
    now = timezone.now()
    since = Job.objects.filter(status=Job.Status.QUEUED, run_after__lte=now).aggregate(at=Min("run_after"))["at"]
    yield {}, (now - since).total_seconds() if since else 0


@gauge("worker_silent_seconds", "Seconds since a worker has done what the schedule sent; nothing where none has yet.")
def worker_silent_seconds() -> Reading:
    seen = cache.get(health.WORKER_SEEN)
    if seen is not None:
        yield {}, max(0.0, time.time() - seen)


@gauge("backup_age_seconds", "Age of the newest backup in BACKUP_DIR; nothing where there is none.")
def backup_age_seconds() -> Reading:
    newest = next((kept for kept in keeping.archives() if kept.sort == keeping.BACKUP), None)
    if newest is not None:
        yield {}, (timezone.now() - newest.made_at).total_seconds()


@gauge("db_pool", "Connections of this process to PostgreSQL, and who waits for one.")
def db_pool() -> Iterator[tuple[dict[str, str], float]]:
    pool = getattr(connection, "pool", None)
    if pool is not None:
        told = pool.get_stats()
        for state, name in _POOL.items():
            yield {"state": state}, told.get(name, 0)


@gauge("people", "People but those of the demo, by when they were last here.")
def people() -> Iterator[tuple[dict[str, str], float]]:
    now = timezone.now()
    lately = {name: Count("pk", filter=Q(last_seen__gt=now - timedelta(days=days))) for name, days in _LATELY.items()}
    counted = get_user_model().objects.filter(is_demo=False).aggregate(ever=Count("pk"), **lately)
    for name, count in counted.items():
        yield {"seen": name}, count
