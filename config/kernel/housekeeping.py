"""What has had its time goes."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from uuid import UUID

from django.conf import settings
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils import timezone

from config.kernel import audit, files
from config.kernel.models import IdempotencyKey, Job, KeptMail, OutgoingMail

JOBS_STAY = timedelta(days=30)
ANSWERS_STAY = timedelta(hours=24)
MAIL_STAYS = timedelta(days=30)


def purge() -> None:
    """Finished jobs, replayable answers, kept mail, expired sessions, old audit entries, files nobody refers to."""
    now = timezone.now()
    ended = (Job.Status.DONE, Job.Status.FAILED)
    Job.objects.filter(status__in=ended, finished_at__lt=now - JOBS_STAY).delete()
    IdempotencyKey.objects.filter(created_at__lt=now - ANSWERS_STAY).delete()
    KeptMail.objects.filter(created_at__lt=now - MAIL_STAYS).delete()
    OutgoingMail.objects.filter(created_at__lt=now - MAIL_STAYS).delete()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    audit.purge()
    files.collect_unreferenced()
    files.collect_strays()


def forget_jobs_naming(person_id: UUID) -> None:
    """Delete what is queued or has ended and names a person who leaves; what runs is left to end.

    Their own jobs go with them anyway.
    """
    named = Job.objects.annotate(said=Cast("payload", TextField())).filter(said__contains=str(person_id))
    named.exclude(status=Job.Status.RUNNING).delete()
