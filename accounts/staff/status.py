"""How the instance does, for those who run it: parts, versions and counts, nothing of anybody's money."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta

import django
from django.db import connection
from django.db.models import Count, Q
from django.utils import timezone

from accounts.models import User
from config.kernel import health
from config.kernel.models import Job
from config.kernel.version import app_version

LATELY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Status:
    """`parts` are 'ok' or what is wrong, as in readyz. `people` leaves out those of the demo."""

    ready: bool
    parts: Mapping[str, str]
    version: str
    python: str
    django: str
    database: str
    people: Mapping[str, int]
    jobs: Mapping[str, int]

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


def status() -> Status:
    """Four queries besides those of the health checks."""
    parts = health.parts()
    return Status(
        ready=all(state == health.OK for state in parts.values()),
        parts=parts,
        version=app_version(),
        python=platform.python_version(),
        django=django.get_version(),
        database=_database(),
        people=_people(),
        jobs=_jobs(),
    )


def _people() -> dict[str, int]:
    return User.objects.filter(is_demo=False).aggregate(
        all=Count("pk"),
        blocked=Count("pk", filter=Q(is_active=False)),
        staff=Count("pk", filter=Q(is_staff=True)),
        seen_lately=Count("pk", filter=Q(last_seen__gt=timezone.now() - LATELY)),
    )


def _jobs() -> dict[str, int]:
    counted = dict(Job.objects.values_list("status").annotate(Count("pk")))
    return {state: counted.get(state, 0) for state in Job.Status.values}


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version" if connection.vendor == "postgresql" else "SELECT sqlite_version()")
        return f"{connection.vendor} {str(cursor.fetchone()[0]).split()[0]}"
