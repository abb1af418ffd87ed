"""What pages and API show of backups."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.backups.words import headline
from config.kernel import coming_back
from config.kernel.backing_up import planning
from config.kernel.backing_up.listing import Listed, Listing, Place, listing
from config.kernel.backing_up.models import BackupPlan, BackupRun


@dataclass(frozen=True, slots=True)
class State:
    """`last_run` made `last`. None: there is none, or it is no longer known."""

    listing: Listing
    last: Listed | None
    last_run: BackupRun | None
    last_restore: BackupRun | None
    unfinished: list[BackupRun]
    plan: BackupPlan
    may_restore: bool
    text: str

    @property
    def places(self) -> list[Place]:
        return self.listing.places


def state() -> State:
    """Five queries, and what listing the places costs."""
    found = listing()
    last = found.newest
    made = BackupRun.objects.filter(kind=BackupRun.Kind.BACKUP, archive=last.name).first() if last else None
    restores = BackupRun.objects.filter(kind=BackupRun.Kind.RESTORE)
    return State(
        listing=found,
        last=last,
        last_run=made,
        last_restore=restores.order_by("-created_at").first(),
        unfinished=list(BackupRun.objects.filter(ended_at=None).order_by("created_at")),
        plan=planning.current(),
        may_restore=coming_back.is_possible(),
        text=headline(last, made),
    )
