"""What a person is told by e-mail: a summary at eight in the morning where they live, what is critical at once.

A notification goes into one mail: `mailed_at` is claimed by the UPDATE that finds it, and the mail is written down in
the same transaction, so that neither a second run nor a process that dies sends it twice or not at all.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import UUID

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.notifications.kinds import kind_named
from accounts.notifications.models import Notification, NotificationQuerySet, NotificationSettings
from accounts.notifications.preferences import channels_of, settings_of
from accounts.notifications.reading import Told, in_words, told_as
from config.kernel.formatting import with_colon

MORNING = time(8)
# What could not be mailed for that long, since nobody confirmed the address, is not worth a mail any more.
STALE = timedelta(days=14)
LONGEST_SUBJECT = 120
Digest = NotificationSettings.Digest


def send_due_digests(now: datetime | None = None) -> int:
    """Send each person's summary that is due; how many were sent. Twice changes nothing."""
    now = now or timezone.now()
    waiting = Notification.objects.filter(mailed_at=None, deleted_at=None)
    waiting.filter(created_at__lt=now - STALE).update(mailed_at=now)
    people = User.objects.filter(pk__in=waiting.values("person"), is_active=True).order_by("pk")
    return sum(send_digest(each, now) for each in people)


@transaction.atomic
def send_digest(person: User, now: datetime) -> bool:
    """One mail with a line for each notification that came before the person's last morning; False: nothing was due."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    waiting = Notification.objects.filter(person=person, mailed_at=None, deleted_at=None)
    how = settings_of(person).digest
    if how == Digest.OFF:
        waiting.update(mailed_at=now)
        return False
    if not can_be_mailed(person):
        return False
    due = waiting.filter(created_at__lt=last_morning(person, how, now))
    claimed = _claim(due, now)
    wanted = _of_wanted_kinds(claimed, person)
    if not wanted:
        return False
    with timezone.override(person.zone), translation.override(person.locale.lower()):
        told = in_words(wanted, person)
        count = len(told)
        subject = ngettext("%(count)s thing to know", "%(count)s things to know", count) % {"count": count}
        _send(person, subject, told)
    return True


@transaction.atomic
def mail_now(key: UUID) -> bool:
    """One notification in a mail of its own; False where it was mailed, may not be or is gone."""
    told = Notification.objects.select_related("person").filter(pk=key).first()
    if told is None or not told.person.is_active or not can_be_mailed(told.person):
        return False
    if not Notification.objects.filter(pk=key, mailed_at=None, deleted_at=None).update(mailed_at=timezone.now()):
        return False
    person = told.person
    with timezone.override(person.zone), translation.override(person.locale.lower()):
        one = told_as(told, person)
        _send(person, one.words.title, [one])
    return True


def last_morning(person: User, how: str, now: datetime) -> datetime:
    """The latest eight o'clock, of a Monday where summaries are weekly, that is not after `now`."""
    here = now.astimezone(person.zone)
    day = here.date() if here.time() >= MORNING else here.date() - timedelta(days=1)
    if how == Digest.WEEKLY:
        day -= timedelta(days=day.weekday())
    return datetime.combine(day, MORNING, tzinfo=person.zone)


def can_be_mailed(person: User) -> bool:
    """Where there is a mail server, only to an address that is known to be theirs; else staff read it. One query."""
    if not hasattr(settings, "MAIL_TRANSPORT"):
        return True
    known: bool = EmailAddress.objects.filter(user=person, email__iexact=person.email, verified=True).exists()
    return known


def _claim(due: NotificationQuerySet, now: datetime) -> list[Notification]:
    """Those that this transaction has taken; the person's row is locked, so `now` marks no others."""
    keys = list(due.values_list("pk", flat=True))
    Notification.objects.filter(pk__in=keys).update(mailed_at=now)
    return list(Notification.objects.filter(pk__in=keys, deleted_at=None).order_by("created_at", "pk"))


def _of_wanted_kinds(told: list[Notification], person: User) -> list[Notification]:
    """What the person chose since it was told counts. A query for each kind among them."""
    wanted = set()
    for name in {each.kind for each in told}:
        kind = kind_named(name)
        if kind is not None and channels_of(person.pk, kind).email:
            wanted.add(name)
    return [each for each in told if each.kind in wanted]


def _line(title: str, text: str) -> str:
    title, text = " ".join(title.split()), " ".join(text.split())
    return f"{with_colon(title)} {text}" if text else title


def _send(person: User, subject: str, told: list[Told]) -> None:
    """Plain text, a line for each. What people wrote stays on its line, so that none of it can be taken for ours."""
    lines = [_line(each.words.title, each.words.text) for each in told]
    context = {
        "name": person.short_name,
        "lines": lines,
        "url": f"{settings.PUBLIC_URL}{reverse('notifications')}" if settings.PUBLIC_URL else "",
    }
    body = render_to_string("accounts/notifications/mail.txt", context)
    one_line = " ".join(subject.split())[:LONGEST_SUBJECT]
    EmailMessage(_("Tuppence: %(subject)s") % {"subject": one_line}, body, to=[person.email]).send()
