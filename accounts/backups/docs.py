"""`backups/` in the API's schema."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema

from accounts.api.proof import PROOF
from accounts.backups.shapes import (
    ArchiveOut,
    ArchivePage,
    BackupStatusOut,
    PlanIn,
    PlanOut,
    RestoreIn,
    RestoringOut,
    RunOut,
    RunPage,
)
from accounts.trail.api import LIMIT, example_of

NAME = "tuppence-2026-11-20-020000-123456.zip"
SKIP = OpenApiParameter("skip", {"type": "integer", "minimum": 0, "default": 0})
STAFF_ONLY = "For staff with the permission, and for their keys with {scope}; others get 403 (`staff_only`, {code})."
READS = STAFF_ONLY.format(scope="`backups:read`", code="`scope_missing`")
CHANGES = STAFF_ONLY.format(scope="`backups:write`", code="`scope_missing`")
REFUSED: dict[int, Any] = {403: None}
PLAN = {
    "schedule": "daily",
    "hour": 2,
    "weekday": 0,
    "day_of_month": 1,
    "keep_last": 7,
    "keep_daily": 14,
    "keep_weekly": 8,
    "keep_monthly": 12,
    "rehearses": True,
    "next_due": "2026-11-21T02:00:00Z",
}
ARCHIVE = {
    "name": NAME,
    "is_restore_point": False,
    "made_at": "2026-11-20T02:00:00.123456Z",
    "age": "6 hours ago",
    "size": 12_400_000,
    "places": ["/backups", "s3://tuppence/home"],
    "checked_at": "2026-11-20T02:00:09Z",
    "rehearsed_at": "2026-11-20T02:00:31Z",
}
RUN: dict[str, Any] = {
    "id": "01930000-0000-7000-8000-0000000000b1",
    "kind": "backup",
    "status": "done",
    "started_by": None,
    "created_at": "2026-11-20T02:00:00Z",
    "began_at": "2026-11-20T02:00:01Z",
    "ended_at": "2026-11-20T02:00:09Z",
    "seconds": 8.2,
    "archive": NAME,
    "rows": 48_210,
    "files": 45,
    "size": 12_400_000,
    "destinations": [{"name": "/backups", "error": ""}, {"name": "s3://tuppence/home", "error": ""}],
    "details": {},
    "is_verified": True,
    "difference": "",
    "error_code": "",
    "error": "",
}
WAITING = {
    **RUN,
    "status": "queued",
    "began_at": None,
    "ended_at": None,
    "seconds": None,
    "archive": "",
    "rows": None,
    "files": None,
    "size": None,
    "destinations": [],
    "is_verified": False,
}
STATE = {
    "text": "Last backup: 6 hours ago, 45 files, 12.4 MB",
    "last": ARCHIVE,
    "last_run": RUN,
    "last_restore": None,
    "unfinished": [],
    "places": [
        {"name": "/backups", "archives": 9, "newest_at": "2026-11-20T02:00:00.123456Z", "error": ""},
        {"name": "s3://tuppence/home", "archives": 0, "newest_at": None, "error": "Connection refused"},
    ],
    "plan": PLAN,
    "may_restore": True,
}


def _begins(operation: str, summary: str, description: str) -> Any:
    return extend_schema(
        operation_id=operation,
        summary=summary,
        description=f"{description} A job does it; `backups/runs/{{id}}/` tells what came of it. 409 "
        f"(`already_running`) while one has not ended, with it as `current`. {CHANGES}",
        request=None,
        responses={202: RunOut, 409: None, **REFUSED},
        examples=[OpenApiExample("Waiting", value=WAITING, response_only=True, status_codes=["202"])],
    )


STATUS = extend_schema(
    operation_id="backups_status",
    summary="How old the last backup is, where it lies and when the next one is due",
    description="Each place is asked what it holds; one that does not answer says so. " + READS,
    responses={200: BackupStatusOut, **REFUSED},
    examples=[OpenApiExample("Answer", value=STATE, response_only=True)],
)
LIST = extend_schema(
    operation_id="backups_list",
    summary="List the backups",
    description="The newest first, each once, with the places that hold it. " + READS,
    parameters=[LIMIT, SKIP],
    responses={200: ArchivePage, **REFUSED},
    examples=[example_of(ARCHIVE)],
)
MAKE = _begins("backups_create", "Make a backup now", "In every place there is.")
REHEARSE = _begins(
    "backups_rehearse",
    "Restore the newest backup into a scratch database",
    "Its rows, sums and files are held against what it promises; the scratch database is dropped.",
)
HEAL = _begins(
    "backups_heal", "Bring back files that are missing or damaged", "Every file is read, and healed from any backup."
)
VERIFY = _begins("backups_verify", "Check a backup", "All of it is read, in each place that holds it.")
RUNS = extend_schema(
    operation_id="backups_runs_list",
    summary="List what was done about backups",
    description="The newest first; the last 500 are kept. " + READS,
    parameters=[LIMIT, SKIP],
    responses={200: RunPage, **REFUSED},
    examples=[example_of(RUN)],
)
RUN_ONE = extend_schema(
    operation_id="backups_runs_get",
    summary="Read what came of one run",
    description=READS,
    responses={200: RunOut, **REFUSED},
    examples=[OpenApiExample("Answer", value=RUN, response_only=True)],
)
PLAN_GET = extend_schema(
    operation_id="backups_plan_get",
    summary="Read the plan of backups",
    description="Times are UTC. " + READS,
    responses={200: PlanOut, **REFUSED},
    examples=[OpenApiExample("Answer", value=PLAN, response_only=True)],
)
PLAN_CHANGE = extend_schema(
    operation_id="backups_plan_change",
    summary="Change parts of the plan of backups",
    description="Of each day, week (ISO) and month the newest backup stays, for as many as `keep_daily`, "
    "`keep_weekly` and `keep_monthly` say, and the newest `keep_last` besides. Times are UTC. " + CHANGES,
    request=PlanIn,
    responses={200: PlanOut, **REFUSED},
    examples=[
        OpenApiExample("Answer", value=PLAN, response_only=True),
        OpenApiExample(
            "Each Sunday", value={"schedule": "weekly", "weekday": 6, "hour": 3, "keep_weekly": 8}, request_only=True
        ),
    ],
)
DOWNLOAD = extend_schema(
    operation_id="backups_download",
    summary="Download a backup",
    description="One ZIP with everything in it, not encrypted, however it is kept: all money and all people of the "
    "instance. Only for staff who may, and for their keys with `backups:download`.",
    responses={
        (200, "application/zip"): OpenApiResponse(OpenApiTypes.BINARY, description=_("The archive.")),
        403: None,
    },
)
DELETE = extend_schema(
    operation_id="backups_delete",
    summary="Delete a backup",
    description="In each place that holds it. 409 (`last_backup`, `busy`) for the only one, and while a backup is "
    "being made. " + CHANGES,
    responses={204: None, 409: None},
)
READ = extend_schema(
    operation_id="backups_get",
    summary="Read what is known of a backup",
    description=READS,
    responses={200: ArchiveOut, **REFUSED},
    examples=[OpenApiExample("Answer", value=ARCHIVE, response_only=True)],
)
RESTORE = extend_schema(
    operation_id="backups_restore",
    summary="Put a backup in the place of all data",
    description="The server ends, restores and begins anew; meanwhile healthz does not answer. What is there now "
    "becomes a restore point first, and everybody logs in again. If anything goes wrong the data is what it was, and "
    "`backups/status/` says why as `last_restore`. 409: `parts_apart` where several processes serve this instance "
    "(`commands` of the page say what to type), `restore_waiting` while one was just asked for. Only for people who "
    "are logged in, not for keys. " + PROOF,
    request=RestoreIn,
    responses={202: RestoringOut, 409: None},
    examples=[
        OpenApiExample("Typed once more", value={"confirmation": NAME, "password": "correct horse"}, request_only=True),
        OpenApiExample("It begins", value={"archive": NAME, "seconds": 1.0}, response_only=True, status_codes=["202"]),
    ],
)
