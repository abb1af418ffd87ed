"""When insights are generated: each night for everybody, one after the other, soon after somebody's first import, and
when a partnership ends."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.events import LocaleChanged
from accounts.models import User
from config.kernel import jobs, schedule
from config.kernel.events import receives
from config.kernel.models import Job
from config.kernel.registry import deletes_person_data
from insights.feed import notices as notices  # registers its kind
from insights.feed.models import Insight, MonthWords, WrittenBy
from insights.feed.services import generate_insights, purge, word_by_model, word_month_by_model
from insights.language.contract import Unavailable
from ledger.core.models import MoneyAccount, MoneyAccountAccess
from ledger.core.queries import previous_month
from ledger.demo.household import furnishes_demo
from ledger.imports.events import ImportEnded
from ledger.imports.models import Import
from partnerships.core.models import Partnership
from partnerships.core.services import on_end

GENERATE, GENERATE_ALL = "insights.generate", "insights.generate_all"
SAY_ANEW = "insights.say_anew"
# Nobody waits for it in the night: the pages come first.
APART: Final = timedelta(seconds=3)
# What an import sets going besides comes first, and a second file may follow at once.
AFTER_IMPORT: Final = timedelta(seconds=15)
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
        this = person.today.replace(day=1)
        for month in (previous_month(this), this):
            job.extend()
            word_month_by_model(person=person, month=month)
    except Unavailable:
        return


@receives(ImportEnded)
def look_at_first(event: ImportEnded) -> None:
    """Who was never told anything need not wait for the night. Two queries, and the job."""
    source = Import.objects.filter(pk=event.import_id, status=Import.Status.DONE).select_related("person").first()
    if source is None or Insight.objects.filter(person=source.person).exists():
        return
    _look_soon(source.person)


@receives(LocaleChanged)
def say_anew_soon(event: LocaleChanged) -> None:
    person = User.objects.filter(pk=event.person_id, is_active=True).first()
    if person is not None:
        jobs.enqueue(SAY_ANEW, {}, person=person)


@jobs.handles(SAY_ANEW)
def run_say_anew(job: jobs.JobRun) -> None:
    """What was put into words is put into the words the person reads now: months when asked for, the rest at once."""
    MonthWords.objects.filter(person=job.person_id).delete()
    Insight.objects.filter(person=job.person_id, dismissed_at=None).update(written_by=WrittenBy.LOCAL)
    run_generate(job)


@furnishes_demo
def look_at_demo(people: Mapping[str, User], accounts: Mapping[str, MoneyAccount], today: date) -> None:
    """The demo household is told what its figures mean as well."""
    for person in people.values():
        _look_soon(person)


def _look_soon(person: User) -> None:
    waits = Job.objects.filter(kind=GENERATE, person_id=person.pk, status=Job.Status.QUEUED)
    if not waits.exists():
        jobs.enqueue(GENERATE, {}, person=person, run_after=timezone.now() + AFTER_IMPORT)


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
