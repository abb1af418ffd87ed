"""Work of the background."""

from __future__ import annotations

from accounts.tokens import purge_refresh_uses
from config.kernel import jobs, schedule

PURGE_REFRESH_USES = "accounts.purge_refresh_uses"


@jobs.handles(PURGE_REFRESH_USES)
def _purge_refresh_uses(job: jobs.JobRun) -> None:
    purge_refresh_uses()


schedule.daily(hour=3, name="Forget used refresh tokens", kind=PURGE_REFRESH_USES)
