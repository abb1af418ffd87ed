"""When insights are generated: each night for everybody, one after the other, and when a partnership ends."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import User
from config.kernel import jobs, schedule
from config.kernel.models import Job
from config.kernel.registry import deletes_person_data
from insights.feed import notices as notices  # registers its kind
from insights.feed.models import Insight, MonthWords
from insights.feed.services import generate_insights, purge, word_by_model
from insights.language.contract import Unavailable
from ledger.core.models import MoneyAccountAccess
from partnerships.core.models import Partnership
from partnerships.core.services import on_end

GENERATE, GENERATE_ALL = "insights.generate", "insights.generate_all"
# Nobody waits for it in the night: the pages come first.
APART: Final = timedelta(seconds=3)
schedule.daily(hour=4, name="Say what the figures mean", kind=GENERATE_ALL)


@jobs.handles(GENERATE_ALL)
def run_generate_all(job: jobs.JobRun) -> None:
    """A job for each person who has an account and none that waits already."""
    purge()
    waiting = Job.objects.filter(
        kind=GENERATE, person_id=OuterRef("pk"), status__in=[Job.Status.QUEUED, Job.Status.RUNNING]
    )
    owning = MoneyAccountAccess.objects.filter(person=OuterRef("pk"))
    people = User.objects.filter(Exists(owning), ~Exists(waiting), is_active=True).order_by("pk")
    now = timezone.now()
    for place, person in enumerate(people.iterator()):
        job.extend()
        jobs.enqueue(GENERATE, {}, person=person, run_after=now + APART * place)


@jobs.handles(GENERATE)
def run_generate(job: jobs.JobRun) -> None:
    """Locally first, so that it is there; then in a model's words where one answers."""
    assert job.person_id is not None, "it is written for a person"
    person = User.objects.filter(pk=job.person_id, is_active=True).first()
    if person is None:
        return
    generate_insights(person=person)
    job.extend()
    try:
        word_by_model(person=person)
    except Unavailable:
        return


@on_end
def look_anew(partnership: Partnership, ended_by: User | None) -> None:
    """What was told of the two is over at once; the rest is looked at anew by what each sees now."""
    people = list(User.objects.filter(memberships__partnership=partnership, is_active=True))
    Insight.objects.filter(person__in=people, insight_type=Insight.Type.TOGETHER, dismissed_at=None).update(
        expires_at=timezone.now()
    )
    for person in people:
        jobs.enqueue(GENERATE, {}, person=person)


@deletes_person_data
def delete_insights(person: User) -> None:
    Insight.objects.filter(person=person).delete()
    MonthWords.objects.filter(person=person).delete()
