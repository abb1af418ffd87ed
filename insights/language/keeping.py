"""What was sent, for the person to read and delete; kept 90 days."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User
from config.kernel import audit, jobs, schedule
from insights.language.configuration import MICRO
from insights.language.contract import Reason
from insights.language.models import LanguageCall

KEEP: Final = timedelta(days=90)
# A call takes a minute at most: one that still runs was lost with its process.
LOST_AFTER: Final = timedelta(minutes=10)
PURGE: Final = "insights.forget_calls"


def calls_of(person: User) -> QuerySet[LanguageCall]:
    """Newest first, without what was sent and received: those are read one by one."""
    return LanguageCall.objects.visible_to(person).defer("sent", "received").order_by("-id")


@transaction.atomic
def delete_calls(*, person: User, request: HttpRequest | None = None) -> int:
    """Forget all that was sent. What it cost stays counted. How many calls."""
    count, _by_model = LanguageCall.objects.visible_to(person).delete()
    if count:
        audit.record("language_calls_deleted", person=person, request=request, calls=count)
    return count


def dollars(micro: int) -> Decimal:
    return Decimal(micro) / MICRO


@jobs.handles(PURGE)
def purge(job: jobs.JobRun) -> None:
    """Calls that have had their time go; those whose process died are told to have failed, and cost all they could."""
    now = timezone.now()
    LanguageCall.objects.filter(started_at__lt=now - KEEP).delete()
    lost = LanguageCall.objects.filter(status=LanguageCall.Status.RUNNING, started_at__lt=now - LOST_AFTER)
    lost.update(status=LanguageCall.Status.FAILED, reason=Reason.BROKEN, ended_at=now)


schedule.daily(hour=3, name="Forget what was sent to a language model long ago", kind=PURGE)
