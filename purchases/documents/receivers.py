"""What documents do for the kernel and below: they go with the thing they alone hang on, and with their person."""

from __future__ import annotations

from accounts.models import User
from config.kernel import jobs, schedule
from config.kernel.registry import deletes_person_data
from purchases.core.removal import on_removal
from purchases.documents.following import follow_merged
from purchases.documents.models import Document
from purchases.documents.services import delete_alone_on

FOLLOW = "follow_merged_payments"

schedule.daily(hour=2, name="Hang documents on the payment theirs was merged into", kind=FOLLOW)
on_removal(delete_alone_on)


@jobs.handles(FOLLOW)
def run_follow(job: jobs.JobRun) -> None:
    follow_merged(job.extend)


@deletes_person_data
def delete_documents(person: User) -> None:
    """Their contents go once the person has, where nobody else has them."""
    Document.objects.filter(owner=person).delete()
